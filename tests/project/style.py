#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""How the files are set, what each must say and none may, and that no word to translate is missed.

usage: style.py SOURCE
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import Tap  # noqa: E402

SOURCE = pathlib.Path(sys.argv[1])
MAX_LINES = 800
LICENCE = "SPDX-License-Identifier: MIT"

# What has no comments, is read by people as it is, or only lists; .ci/run is one line.
UNMARKED_SUFFIXES = (".json", ".md", ".png")
UNMARKED = ("LICENSE", ".ci/run", ".clang-format", ".editorconfig", ".gitignore", "po/LINGUAS", "po/POTFILES.in")
BUILT = (".a", ".o", ".so", ".pyc", ".gmo", ".log", ".gresource")

# Other addresses are nobody's business here, least of all those that things are fetched from.
KNOWN_HOSTS = ("semver.org", "www.w3.org", "json-schema.org")
ADDRESS = re.compile(r"https?://([\w.-]+)")
REGISTRY = re.compile(r"\b(?:registry|proxy|files|deb|index|static)\.[\w-]+\.(?:org|io|com|net)\b|\b(?:pypi|npmjs|crates)\.(?:org|io|com)\b")
OWN_PATH = re.compile(r"(?<![\w.$}])/(?:home|root|work|tmp)(?![\w-])")

KEYWORDS = ("_", "N_", "Q_", "C_:1c,2", "NC_:1c,2", "gettext", "g_dgettext:2", "ngettext:1,2", "g_dngettext:2,3", "g_dpgettext2:2c,3")
TRANSLATED = (".c", ".h", ".ui", ".in", ".xml")

tap = Tap()


def run(*arguments):
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True, timeout=60, cwd=SOURCE)


def find_files():
    """What git knows; of an archive, all there is but builds."""
    if shutil.which("git") and (SOURCE / ".git").exists():
        listed = run("git", "ls-files", "-z")
        if listed.returncode == 0:
            return sorted(SOURCE / name for name in listed.stdout.split("\0") if name and (SOURCE / name).exists())
    apart = re.compile(r"/(build[^/]*|node_modules|__pycache__|\.git)/")
    return sorted(p for p in SOURCE.rglob("*")
                  if p.is_file() and not apart.search(f"/{p.relative_to(SOURCE)}".replace("/build-aux/", "/")))


def name_of(path):
    return str(path.relative_to(SOURCE))


def read_texts(files):
    """But for the fuzzers' inputs: bytes, of which some happen to be text."""
    texts = {}
    for path in files:
        if name_of(path).startswith("tests/fuzz/corpus/"):
            continue
        try:
            texts[name_of(path)] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            pass
    return texts


def forbidden(text):
    """What of a text may be in no file."""
    found = [host for host in ADDRESS.findall(text) if host not in KNOWN_HOSTS]
    return found + REGISTRY.findall(text) + OWN_PATH.findall(text)


def check_content(texts):
    unmarked = [name for name, text in texts.items()
                if LICENCE not in text[:300] and not name.endswith(UNMARKED_SUFFIXES) and name not in UNMARKED]
    tap.check(not unmarked, "each file names its licence", unmarked)
    long = [name for name, text in texts.items() if name.endswith((".c", ".h")) and text.count("\n") > MAX_LINES]
    tap.check(not long, f"no source is longer than {MAX_LINES} lines", long)
    odd = [name for name, text in texts.items() if not text or name.endswith(BUILT)]
    tap.check(not odd, "no empty and no built file", odd)
    spaced = [name for name, text in texts.items() if re.search(r"[ \t]$", text, re.M) or not text.endswith("\n") or "\r" in text]
    tap.check(not spaced, "no space ends a line, and a line end each file", spaced)

    samples = ["see /" + "work/x", "'/" + "tmp'", "https" + "://" + "example.org/", "registry.npmjs" + ".org", "pypi" + ".org"]
    tap.check(all(forbidden(sample) for sample in samples) and not forbidden("src/work/x tests/tmp.c /workshop ${folder}/" + "tmp"),
              "paths and addresses are known when seen", [s for s in samples if not forbidden(s)])
    # A server that the bench starts has an address made when it runs: no host follows.
    wrong = {name: forbidden(text) + ([str(SOURCE)] if str(SOURCE) in text else []) for name, text in texts.items()}
    wrong = {name: found for name, found in wrong.items() if found}
    tap.check(not wrong, "no path of a machine and no address of a registry", wrong)


def check_shell(texts):
    scripts = {"sh": [], "bash": []}
    for name, text in texts.items():
        match = re.match(r"#!/bin/(sh|bash)\n", text)
        if match:
            scripts[match[1]].append(name)
    tap.check({"build-aux/run", "build-aux/setup", "build-aux/test"} <= set(scripts["sh"]), "the scripts are a plain shell's", scripts)
    for shell, names in scripts.items():
        if shutil.which(shell):
            wrong = {name: result.stderr for name in names if (result := run(shell, "-n", SOURCE / name)).returncode != 0}
            tap.check(not wrong, f"{shell} can read its {len(names)} scripts", wrong)
        else:
            tap.skip(f"{shell} can read its scripts", f"{shell} is not installed")
    if shutil.which("shellcheck"):
        result = run("shellcheck", "--severity=warning", *scripts["sh"], *scripts["bash"])
        tap.check(result.returncode == 0, "shellcheck finds nothing", result.stdout[:2000])
    else:
        tap.skip("shellcheck finds nothing", "shellcheck is not installed")
    not_run = [name for name in scripts["sh"] + scripts["bash"] if not os.access(SOURCE / name, os.X_OK)]
    tap.check(not not_run, "every script may be run", not_run)


def has_words(name):
    options = [f"--keyword={keyword}" for keyword in KEYWORDS] if name.endswith((".c", ".h")) else []
    result = run("xgettext", "--from-code=UTF-8", "--output=-", *options, name)
    if result.returncode != 0:
        raise RuntimeError(f"{name}: {result.stderr}")
    return "msgid" in result.stdout


def check_translations(texts):
    listed = {line for line in texts["po/POTFILES.in"].splitlines() if line and not line.startswith("#")}
    tap.check(listed <= set(texts), "every file of po/POTFILES.in is there", listed - set(texts))
    if not shutil.which("xgettext"):
        tap.skip("po/POTFILES.in has the files with words to translate, and no others", "xgettext is not installed")
        return
    marked = {name for name in texts
              if name.startswith(("src/", "data/")) and name.endswith(TRANSLATED) and not name.endswith(".gresource.xml") and has_words(name)}
    # How to read these comes with polkit, which need not be there.
    marked |= {name for name in texts if name.endswith(".policy.in") and "gettext-domain=" in texts[name]}
    tap.check(marked == listed, "po/POTFILES.in has the files with words to translate, and no others",
              f"missing: {sorted(marked - listed)}, without words: {sorted(listed - marked)}")


def check_format(texts):
    files = [name for name in texts if name.endswith((".c", ".h"))]
    version = run("clang-format", "--version").stdout if shutil.which("clang-format") else ""
    if "version 14." not in version:
        tap.skip("the sources are set by clang-format", f"it takes version 14, here is: {version.strip() or 'none'}")
        return
    result = run("clang-format", "--dry-run", "-Werror", *files)
    tap.check(result.returncode == 0 and len(files) > 100, f"the {len(files)} sources are set by clang-format", result.stderr[:2000])


everything = read_texts(find_files())
check_content(everything)
check_shell(everything)
check_translations(everything)
check_format(everything)
sys.exit(tap.finish())
