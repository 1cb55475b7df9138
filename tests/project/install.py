#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""What `meson install` puts where, and that it runs from there.

usage: install.py SOURCE BUILD
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import captures  # noqa: E402
from tap import Tap  # noqa: E402

SOURCE, BUILD = map(pathlib.Path, sys.argv[1:3])
ID = "org.netoproc.Netoproc"
FILES = (
    "bin/netoproc",
    "libexec/netoproc-helper",
    "share/netoproc/netoproc-snapshot.schema.json",
    "share/man/man1/netoproc.1",
    f"share/applications/{ID}.desktop",
    f"share/glib-2.0/schemas/{ID}.gschema.xml",
    f"share/metainfo/{ID}.metainfo.xml",
    f"share/icons/hicolor/scalable/apps/{ID}.svg",
    f"share/icons/hicolor/symbolic/apps/{ID}-symbolic.svg",
)

tap = Tap()


def run(*arguments, **options):
    environment = dict(os.environ, DISPLAY="", WAYLAND_DISPLAY="", ASAN_OPTIONS="detect_leaks=0")
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True, timeout=60, env=environment, **options)


def find_prefix():
    options = json.loads((BUILD / "meson-info/intro-buildoptions.json").read_text())
    return next(o["value"] for o in options if o["name"] == "prefix")


def find_action(folder):
    """The one file that is not in the prefix, unless that is a user's own."""
    action = f"polkit-1/actions/{ID}.policy"
    if find_prefix() in ("/usr", "/usr/local"):
        return pathlib.Path(folder) / "usr/share" / action
    return pathlib.Path(folder + find_prefix()) / "share" / action


def check_action(folder):
    """Taken out of the tree: what is left there is checked by the others."""
    if sys.platform != "linux":
        tap.skip("the action of polkit", "there is no polkit on this system")
        return
    path = find_action(folder)
    text = path.read_text() if path.is_file() else ""
    helper = f"{find_prefix()}/libexec/netoproc-helper"
    tap.check(f'exec.path">{helper}<' in text, "the action of polkit is of the helper that is installed", text or path)
    defaults = xml.etree.ElementTree.fromstring(text).find("action/defaults") if text else []
    found = {element.tag: element.text for element in defaults}
    tap.check(found == {"allow_any": "no", "allow_inactive": "no", "allow_active": "auth_admin_keep"},
              "it asks for an administrator's password, and only who sits before the computer", found)
    path.unlink(missing_ok=True)


def check_program(program, where, capture):
    version = run(program, "--version")
    tap.check(version.returncode == 0 and version.stdout.startswith("netoproc "), f"--version {where}", version.stderr)
    result = run(program, "--read", capture, "--format", "json")
    rows = json.loads(result.stdout) if result.returncode == 0 else result.stderr
    tap.check(result.returncode == 0 and rows[0]["rx_bytes"] == 3280, f"--read, which takes the helper, {where}", rows)


def check_files(root):
    found = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    found = {name for name in found if not name.startswith("share/locale/")}
    tap.check(found == set(FILES), "every file is in its place, and no others", sorted(found ^ set(FILES)))
    modes = {name: (root / name).stat().st_mode & 0o7777 for name in FILES}
    wrong = {name: oct(mode) for name, mode in modes.items() if mode != (0o755 if name in FILES[:2] else 0o644)}
    tap.check(not wrong, "they are for everybody, and none is set-uid", wrong)
    program = (root / FILES[0]).read_bytes()
    unsaid = [part for part in ("libexec", "share", "share/locale") if f"{find_prefix()}/{part}\0".encode() not in program
              and f"{find_prefix()}/{part}/".encode() not in program]
    tap.check(not unsaid, "the program knows the prefix that it was configured for", unsaid)


def check_own_helper(folder, root, capture):
    """A prefix within the build tree: the helper there is another one, and not ours."""
    inner = folder / "prefix"
    (inner / "bin").mkdir(parents=True)
    (inner / "libexec").mkdir()
    shutil.copy(root / "bin/netoproc", inner / "bin/netoproc")
    helper = inner / "libexec/netoproc-helper"
    helper.write_text('#!/bin/sh\n: >"${0%/*}/started"\n')
    helper.chmod(0o755)
    result = run(inner / "bin/netoproc", "--read", capture, "--format", "json")
    tap.check(result.returncode != 0 and result.stdout == "" and (inner / "libexec/started").exists(),
              "a prefix in the build tree takes its own helper", f"{result.returncode} {result.stdout} {result.stderr}")


def check_helper_missing(root, capture):
    configured = pathlib.Path(find_prefix()) / "libexec/netoproc-helper"
    if configured.exists():
        tap.skip("a helper that is missing", f"{configured} is installed, and would be taken")
        return
    os.rename(root / "libexec/netoproc-helper", root / "libexec/gone")
    result = run(root / "bin/netoproc", "--read", capture, "--format", "json")
    tap.check(result.returncode == 4 and result.stdout == "" and result.stderr.count("\n") == 1 and "install" in result.stderr,
              "a helper that is missing", f"{result.returncode} {result.stderr}")
    os.rename(root / "libexec/gone", root / "libexec/netoproc-helper")


def check_metainfo(share):
    """What shops for programs show of it: their own checkers say whether they would."""
    path = share / f"metainfo/{ID}.metainfo.xml"
    checkers = (("appstreamcli", "validate", "--no-net", "--pedantic"), ("appstream-util", "validate-relax", "--nonet"))
    checker = next((words for words in checkers if shutil.which(words[0])), None)
    if checker:
        result = run(*checker, path)
        tap.check(result.returncode == 0, "the metainfo is valid", result.stdout + result.stderr)
    else:
        tap.skip("the metainfo is valid", "needs the program appstreamcli or appstream-util")
    entry = xml.etree.ElementTree.parse(path).getroot()
    named = [share / "applications" / entry.findtext("launchable"), share.parent / "bin" / entry.findtext("provides/binary")]
    tap.check(entry.findtext("id") == ID and all(name.is_file() for name in named), "the metainfo names what is there", named)


def check_data(root):
    share = root / "share"
    check_metainfo(share)
    result = run("desktop-file-validate", share / f"applications/{ID}.desktop")
    tap.check(result.returncode == 0 and "error" not in result.stdout, "the desktop entry is valid", result.stdout)
    result = run("glib-compile-schemas", "--strict", "--dry-run", share / "glib-2.0/schemas")
    tap.check(result.returncode == 0, "the settings' schema is valid", result.stderr)
    json.loads((share / "netoproc/netoproc-snapshot.schema.json").read_text())
    help_text = run(root / "bin/netoproc", "--help").stdout
    options = {word.split("=")[0].rstrip(",") for word in help_text.split() if word.startswith("--")}
    page = (share / "man/man1/netoproc.1").read_text().replace("\\-", "-")
    missing = [option for option in options if option not in page and not option.startswith("--help-")]
    tap.check(len(options) > 10 and not missing, "the manual page has every option of --help", missing)
    if shutil.which("man"):
        result = run("man", "--warnings", "--pager=cat", "-l", share / "man/man1/netoproc.1")
        tap.check(result.returncode == 0 and result.stderr == "", "the manual page is without warnings", result.stderr)
    else:
        tap.skip("the manual page is without warnings", "man is not installed")


def main():
    with tempfile.TemporaryDirectory() as folder:
        capture = os.path.join(folder, "capture.pcap")
        with open(capture, "wb") as file:
            file.write(captures.pcap(captures.conversation(10, 0.1)))

        installed = run("meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", folder)
        tap.check(installed.returncode == 0, "meson install", installed.stderr)
        root = pathlib.Path(folder + find_prefix())
        check_action(folder)
        check_files(root)
        check_program(BUILD / "src/netoproc", "from the build tree", capture)
        # Moved to another place, as a prefix may be.
        moved = pathlib.Path(folder) / "moved"
        os.rename(root, moved)
        check_program(moved / "bin/netoproc", "from a prefix", capture)
        check_helper_missing(moved, capture)
        with tempfile.TemporaryDirectory(dir=BUILD) as inner:
            check_own_helper(pathlib.Path(inner), moved, capture)
        check_data(moved)
    return tap.finish()


sys.exit(main())
