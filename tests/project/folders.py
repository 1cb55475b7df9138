#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Who may know whom: the table of src/README.md against what the sources include and what the compiler lets them.

usage: folders.py SOURCE BUILD
"""

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import Tap  # noqa: E402

SOURCE, BUILD = map(pathlib.Path, sys.argv[1:3])
INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)


def read_table():
    """Folder to the folders it may include."""
    allowed = {}
    above = []
    for line in (SOURCE / "src/README.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) != 3 or not cells[0].startswith("`"):
            continue
        folders = re.findall(r"`(\w+)/`", cells[0])
        may = list(above) if cells[1] == "the four above" else re.findall(r"\w+", cells[1])
        for folder in folders:
            allowed[folder] = set(may)
            above.append(folder)
    return allowed


def owners():
    return {path.name: path.parent.name for path in (SOURCE / "src").glob("*/*.h")}


def read_flags():
    """Folder to the command that compiles one of its files, without that file."""
    flags = {}
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["file"])
        path = path if path.is_absolute() else pathlib.Path(entry["directory"]) / path
        folder = pathlib.Path(os.path.normpath(path)).parent
        if folder.parent != SOURCE / "src" or path.name == "main.c" or folder.name in flags:
            continue
        words = shlex.split(entry["command"])
        flags[folder.name] = [w for i, w in enumerate(words)
                              if w not in ("-c", "-o", "-MD", "-MQ", "-MF") and words[i - 1] not in ("-c", "-o", "-MQ", "-MF")
                              and not w.startswith("-fsanitize")]
    return flags


def compile_header(command, include):
    with tempfile.NamedTemporaryFile("w", suffix=".c") as file:
        file.write(f'#include "config.h"\n#include "{include}"\n')
        file.flush()
        return subprocess.run([*command, "-fsyntax-only", "-Werror", "-Wno-unused-function", file.name], cwd=BUILD,
                              capture_output=True, text=True, timeout=120)


def main():
    tap = Tap()
    allowed, owner, flags = read_table(), owners(), read_flags()
    folders = sorted(p.name for p in (SOURCE / "src").iterdir() if p.is_dir())
    tap.check(sorted(allowed) == folders == sorted(flags), "src/README.md has every folder", f"{sorted(allowed)} {folders} {sorted(flags)}")

    for folder in folders:
        wrong = [f"{path.name}: {name}" for path in (SOURCE / "src" / folder).glob("*.[ch]")
                 for name in INCLUDE.findall(path.read_text())
                 if name in owner and owner[name] != folder and owner[name] not in allowed[folder]]
        tap.check(not wrong, f"{folder}/ includes what it may", wrong)

        alone = []
        for path in sorted((SOURCE / "src" / folder).glob("*.h")):
            result = compile_header(flags[folder], path.name)
            if result.returncode != 0:
                alone.append(f"{path.name}: {result.stderr[:500]}")
        tap.check(not alone, f"each header of {folder}/ compiles alone", alone)

        strangers = {}
        for name, other in sorted(owner.items()):
            if other != folder and other not in allowed[folder]:
                strangers.setdefault(other, name)
        seen = [name for name in strangers.values() if compile_header(flags[folder], name).returncode == 0]
        tap.check(not seen, f"{folder}/ cannot include a folder it may not know ({len(strangers)} tried)", seen)
    return tap.finish()


sys.exit(main())
