#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""That each language of po/LINGUAS is whole and of this time, and that the program speaks it.

usage: translations.py SOURCE BUILD

What stands in a catalogue is to be translated, all of it. A message that is new in the sources may stay English for a while:
who adds one need not speak every language. But a catalogue that misses more than a few is to be brought up to date
(CONTRIBUTING.md).
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import Tap  # noqa: E402

SOURCE, BUILD = map(pathlib.Path, sys.argv[1:3])
ID = "org.netoproc.Netoproc"
MAX_MISSING_PERCENT = 5
KEYWORDS = ("_", "N_", "C_:1c,2", "NC_:1c,2", "g_dgettext:2", "g_dngettext:2,3", "g_dpgettext2:2c,3")
# A word of the help in each language.
WORDS = {"de": "Befehlszeile|beobachten"}

tap = Tap()


def run(*arguments, **options):
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True, timeout=120, **options)


def count(po):
    """Returns how many messages are translated, not sure, not translated."""
    text = run("msgfmt", "--statistics", "-o", os.devnull, po, env=dict(os.environ, LC_ALL="C", LANGUAGE="")).stderr
    return [int(match[1]) if (match := re.search(rf"(\d+) {what}", text)) else 0 for what in ("translated", "fuzzy", "untranslated")]


def merge(kind, name):
    return run("msgfmt", kind, f"--template={SOURCE / name}", "-d", SOURCE / "po", "-o", "-").stdout


def check_language(language, template, folder):
    po = SOURCE / "po" / f"{language}.po"
    result = run("msgfmt", "--check", "-o", os.devnull, po)
    tap.check(result.returncode == 0, f"{language}: the catalogue is well formed, with the places for values", result.stderr)
    translated, fuzzy, untranslated = count(po)
    tap.check(translated > 0 and fuzzy == 0 and untranslated == 0, f"{language}: all that is in it is translated",
              f"{fuzzy} not sure, {untranslated} not translated")

    merged = folder / f"{language}.po"
    run("msgmerge", "--no-fuzzy-matching", "-o", merged, po, template)
    translated, fuzzy, missing = count(merged)
    named = run("msgattrib", "--untranslated", "--no-location", "--no-wrap", merged).stdout if missing else ""
    tap.check(missing * 100 <= MAX_MISSING_PERCENT * (translated + missing), f"{language}: at most {MAX_MISSING_PERCENT} % of the sources' messages are missing",
              named[:4000])
    if missing:
        print(f"# {language}: {missing} messages of the sources are not translated yet")


def check_spoken(language):
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE=language)
    result = run(BUILD / "src" / "netoproc", "--help", env=environment)
    tap.check(result.returncode == 0 and re.search(WORDS[language], result.stdout), f"{language}: the program speaks it where it was built", result.stdout)
    # Not what was built: that is not made again where only a catalogue has changed.
    entry = merge("--desktop", f"data/{ID}.desktop.in")
    tap.check(f"GenericName[{language}]=" in entry and f"Comment[{language}]=" in entry, f"{language}: so does its desktop entry", entry)
    metainfo = merge("--xml", f"data/{ID}.metainfo.xml.in")
    tap.check(f'<p xml:lang="{language}">' in metainfo, f"{language}: and what shops for programs show", metainfo[:2000])


missing_tools = [tool for tool in ("xgettext", "msgmerge", "msgattrib", "msgfmt") if not shutil.which(tool)]
languages = [line for line in (SOURCE / "po/LINGUAS").read_text().splitlines() if line and not line.startswith("#")]
tap.check(set(languages) == set(WORDS), "each language is checked", languages)
if missing_tools:
    tap.skip("the catalogues are whole", f"not installed: {missing_tools}")
else:
    with tempfile.TemporaryDirectory() as name:
        template = pathlib.Path(name) / "netoproc.pot"
        made = run("xgettext", "--from-code=UTF-8", *(f"--keyword={k}" for k in KEYWORDS), "--files-from=po/POTFILES.in", f"--output={template}", cwd=SOURCE)
        tap.check(made.returncode == 0, "the sources' messages can be read", made.stderr)
        for language in languages:
            check_language(language, template, pathlib.Path(name))
            check_spoken(language)
sys.exit(tap.finish())
