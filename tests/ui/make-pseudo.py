#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""A language that nobody speaks: every message of the sources in brackets, with accents and 40 % longer, so that what is not
translated and what has no room is seen.

usage: make-pseudo.py SOURCE FOLDER

Makes FOLDER/pseudo/LC_MESSAGES/netoproc.mo.
"""

import pathlib
import re
import subprocess
import sys

SOURCE, FOLDER = (pathlib.Path(argument).absolute() for argument in sys.argv[1:3])

KEYWORDS = ("_", "N_", "C_:1c,2", "NC_:1c,2", "g_dgettext:2", "g_dngettext:2,3", "g_dpgettext2:2c,3")
ACCENTS = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")
# What a program reads, not a person: places for values, and escapes of the file itself.
KEPT = re.compile(r"(%[0-9$]*[-+ #0]*[0-9.]*(?:hh|h|ll|l|z)?[diuxXfgcs%]|\\.)")
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: pseudo\\n"
"Plural-Forms: nplurals=2; plural=n != 1;\\n"
"""


def pseudo(text):
    """@text as it stands between the quotes of a PO file."""
    parts = KEPT.split(text)
    n_letters = sum(len(part) for part in parts[::2])
    accented = "".join(part if i % 2 else part.translate(ACCENTS) for i, part in enumerate(parts))
    return f"[{accented}{'~' * (n_letters * 2 // 5)}]"


def translate(block):
    """One entry of a template: lines, none of them wrapped."""
    found = dict(re.findall(r'^(msgctxt|msgid|msgid_plural) "(.*)"$', block, re.M))
    if not found.get("msgid"):
        return ""
    lines = [f'{key} "{found[key]}"' for key in ("msgctxt", "msgid", "msgid_plural") if key in found]
    if "msgid_plural" in found:
        lines += [f'msgstr[{i}] "{pseudo(found[key])}"' for i, key in enumerate(("msgid", "msgid_plural"))]
    else:
        lines.append(f'msgstr "{pseudo(found["msgid"])}"')
    return "\n".join(lines) + "\n"


def run(*arguments, **options):
    return subprocess.run([str(a) for a in arguments], check=True, stdout=subprocess.PIPE, text=True, timeout=120, **options).stdout


target = FOLDER / "pseudo" / "LC_MESSAGES"
target.mkdir(parents=True, exist_ok=True)
keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
template = run("xgettext", "--from-code=UTF-8", "--no-wrap", "--no-location", *keywords, "--files-from=po/POTFILES.in", "--output=-", cwd=SOURCE)
blocks = [translate(re.sub(r'"\n"', "", block)) for block in template.split("\n\n")]
(FOLDER / "pseudo.po").write_text("\n".join([HEADER, *filter(None, blocks)]), encoding="utf-8")
run("msgfmt", "--check-format", FOLDER / "pseudo.po", "-o", target / "netoproc.mo")
