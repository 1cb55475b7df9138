#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""build-aux/run on a project of one file, what build-aux/test counts, and how the sources are set.

usage: scripts.py SOURCE
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import Tap  # noqa: E402

SOURCE = pathlib.Path(sys.argv[1])
MAX_LINES = 800
tap = Tap()


def run(*arguments, **options):
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True, timeout=120, **options)


def check_run(folder):
    """A tree with our run, a setup that writes down its arguments, and a netoproc that says its own."""
    (folder / "build-aux").mkdir()
    (folder / "src").mkdir()
    shutil.copy(SOURCE / "build-aux/run", folder / "build-aux/run")
    setup = folder / "build-aux/setup"
    setup.write_text('#!/bin/sh\necho "$@" >>"$(dirname "$0")/asked"\n[ ! -f "$(dirname "$0")/fail" ]\n')
    setup.chmod(0o755)
    (folder / "meson.build").write_text("project('mini')\nsubdir('src')\n")
    (folder / "src/meson.build").write_text("configure_file(input: 'netoproc.sh', output: 'netoproc', copy: true)\n")
    program = folder / "src/netoproc.sh"
    program.write_text('#!/bin/sh\nfor a in "$@"; do echo "[$a]"; done\nexit 7\n')
    program.chmod(0o755)

    nowhere = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    result = run(folder / "build-aux/run", env=nowhere)
    tap.check(result.stdout == "[--duration]\n[5]\n[--format]\n[pretty]\n" and "No display" in result.stderr,
              "run: without a display a snapshot of five seconds", result.stdout + result.stderr)
    result = run(folder / "build-aux/run", "--read", "a b", "--format=tsv", env=nowhere)
    tap.check(result.stdout == "[--read]\n[a b]\n[--format=tsv]\n" and result.returncode == 7,
              "run: arguments go on, and the exit code comes back", result.stdout + result.stderr)
    result = run(folder / "build-aux/run", env=dict(nowhere, DISPLAY=":77"))
    tap.check(result.stdout == "", "run: with a display the window", result.stdout)
    tap.check((folder / "build-aux/asked").read_text() == 3 * "build run\n", "run: only what it takes to build and run is installed")
    (folder / "build-aux/fail").touch()
    result = run(folder / "build-aux/run", env=nowhere)
    tap.check(result.returncode == 1 and result.stdout == "", "run: what is missing ends it")


def count(folder, status, *entries):
    with open(folder / "testlog.json", "w", encoding="utf-8") as log:
        for entry in entries:
            log.write(json.dumps(entry) + "\n")
    result = run(SOURCE / "build-aux/count-results", status, folder)
    return result.stdout.splitlines(), result.returncode


def check_counts(folder):
    good = {"name": "a", "result": "OK", "stdout": "1..3\nok 1 - x\nok 2 - y # SKIP no root\nok 3 - z\n"}
    lines, code = count(folder, 0, good)
    tap.check(lines == ["skipped: a: y: no root", "2 passed, 0 failed, 1 skipped"] and code == 0, "count: cases, and why one was skipped", lines)
    lines, code = count(folder, 0, good, {"name": "b", "result": "FAIL", "stdout": "not ok 1 - w\n1..1\n"})
    tap.check(lines[-1] == "2 passed, 1 failed, 1 skipped" and "failed: b: w" in lines and code == 1, "count: one that fails", lines)
    lines, code = count(folder, 0, {"name": "c", "result": "ERROR", "stdout": "ok 1 - v\n"})
    tap.check(lines[-1] == "1 passed, 1 failed, 0 skipped" and code == 1, "count: a program that dies", lines)
    lines, code = count(folder, 0, {"name": "d", "result": "TIMEOUT", "stdout": ""})
    tap.check(lines[-1] == "0 passed, 1 failed, 0 skipped" and code == 1, "count: one that hangs", lines)
    lines, code = count(folder, 0, {"name": "e", "result": "SKIP", "stdout": "1..0 # SKIP no display\n"})
    tap.check(lines == ["skipped: e: no display", "0 passed, 0 failed, 1 skipped"] and code == 0, "count: a program that is skipped whole", lines)
    lines, code = count(folder, 1, good)
    tap.check(lines[-1] == "2 passed, 1 failed, 1 skipped" and code == 1, "count: a build that failed", lines)


def check_usage():
    result = run(SOURCE / "build-aux/test", "--help")
    tap.check(result.returncode == 0 and "--matrix" in result.stdout, "test: --help tells the longer checks", result.stdout)
    result = run(SOURCE / "build-aux/test", "--everything")
    tap.check(result.returncode == 3 and "Usage" in result.stderr, "test: an option it does not know", result.stderr)
    ci = (SOURCE / ".ci/run").read_text().splitlines()
    tap.check(len(ci) == 2 and ci[1].endswith('build-aux/test"'), "CI is one line that calls build-aux/test", ci)


def sources(*patterns):
    return sorted(p for pattern in patterns for folder in ("src", "tests") for p in (SOURCE / folder).rglob(pattern))


def check_sources():
    files = sources("*.c", "*.h")
    tap.check(not [p.name for p in files if len(p.read_text().splitlines()) > MAX_LINES], f"no file is longer than {MAX_LINES} lines")
    unlicensed = [p.name for p in files + sources("*.py") if "SPDX-License-Identifier: MIT" not in p.read_text()[:200]]
    tap.check(not unlicensed, "each file names its licence", unlicensed)
    for script in ("run", "setup", "test"):
        result = run("sh", "-n", SOURCE / "build-aux" / script)
        tap.check(result.returncode == 0, f"build-aux/{script} is a shell script", result.stderr)

    listed = set((SOURCE / "po/POTFILES.in").read_text().split())
    marked = {str(p.relative_to(SOURCE)) for p in (SOURCE / "src").rglob("*.[ch]") if re.search(r"\b(N|C|NC)?_ \(\"|g_dngettext|ngettext \(", p.read_text())}
    marked |= {str(p.relative_to(SOURCE)) for p in (SOURCE / "src").rglob("*.ui") if "translatable" in p.read_text()}
    tap.check(not marked - listed, "every file with words to translate is in po/POTFILES.in", marked - listed)
    tap.check(not [name for name in listed if not (SOURCE / name).exists()], "and every file named there is there")

    version = run("clang-format", "--version").stdout if shutil.which("clang-format") else ""
    if "version 14." not in version:
        tap.skip("the sources are set by clang-format", f"it takes version 14, here is: {version.strip() or 'none'}")
        return
    result = run("clang-format", "--dry-run", "-Werror", *files, cwd=SOURCE)
    tap.check(result.returncode == 0, "the sources are set by clang-format", result.stderr[:2000])


with tempfile.TemporaryDirectory() as temporary:
    check_run(pathlib.Path(temporary))
with tempfile.TemporaryDirectory() as temporary:
    check_counts(pathlib.Path(temporary))
check_usage()
check_sources()
sys.exit(tap.finish())
