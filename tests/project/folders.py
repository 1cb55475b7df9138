#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Who may know whom: the table of src/README.md against what the sources include and what the compiler lets them.

usage: folders.py SOURCE BUILD
"""

import concurrent.futures
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
INCLUDE = re.compile(r'^ *# *include *["<]([^">]+)[">]', re.M)
# Headers, and the word in the table's last column for whom they are. GTK and JSON-GLib bring GIO along.
LIBRARIES = (
    (re.compile(r"gtk/|gdk/|gsk/"), {"gtk"}),
    (re.compile(r"adwaita"), {"adwaita"}),
    (re.compile(r"json-glib/"), {"json-glib"}),
    (re.compile(r"pcap"), {"libpcap"}),
    (re.compile(r"sys/capability"), {"libcap"}),
    (re.compile(r"gio/|glib-object"), {"gio", "gtk", "json-glib"}),
)


def read_table():
    """Folder to the folders it may include, and to the libraries it may use."""
    allowed = {}
    libraries = {}
    above = []
    for line in (SOURCE / "src/README.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) != 3 or not cells[0].startswith("`"):
            continue
        folders = re.findall(r"`(\w+)/`", cells[0])
        may = list(above) if cells[1] == "the four above" else re.findall(r"\w+", cells[1])
        for folder in folders:
            allowed[folder] = set(may)
            libraries[folder] = set(re.findall(r"[\w-]+", cells[2]))
            above.append(folder)
    return allowed, libraries


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


def compile_text(command, text):
    with tempfile.NamedTemporaryFile("w", suffix=".c") as file:
        file.write('#include "config.h"\n' + text)
        file.flush()
        return subprocess.run([*command, "-fsyntax-only", "-Werror", "-Wno-unused-function", file.name], cwd=BUILD,
                              capture_output=True, text=True, timeout=120)


def compile_header(command, include):
    return compile_text(command, f'#include "{include}"\n')


def find_wrong_includes(folder, owner, allowed, libraries):
    folders, foreign = [], []
    for path in sorted((SOURCE / "src" / folder).glob("*.[ch]")):
        for name in INCLUDE.findall(path.read_text()):
            other = owner.get(os.path.basename(name))
            if other and (other != folder and other not in allowed[folder] or "/" in name):
                folders.append(f"{path.name}: {name}")
            foreign += [f"{path.name}: {name}" for pattern, words in LIBRARIES if not other and pattern.match(name) and not words & libraries[folder]]
    return folders, foreign


def check_headers(tap, pool, folder, flags):
    names = sorted(path.name for path in (SOURCE / "src" / folder).glob("*.h"))
    results = pool.map(lambda name: compile_header(flags, name), names)
    alone = [f"{name}: {result.stderr[:500]}" for name, result in zip(names, results) if result.returncode != 0]
    tap.check(names and not alone, f"each of the {len(names)} headers of {folder}/ compiles alone", alone)


def check_strangers(tap, folder, flags, owner, allowed):
    """The compiler says which headers it finds, and for one that it may not find that this is an error."""
    asked = "".join(f'#if __has_include("{name}")\n#warning sees {name}\n#endif\n' for name in sorted(owner))
    seen = set(re.findall(r"sees ([\w.-]+)", compile_text([*flags, "-Wno-error=cpp"], asked).stderr))
    strangers = {name for name, other in owner.items() if other != folder and other not in allowed}
    tap.check(not seen & strangers, f"{folder}/ does not see the {len(strangers)} headers of others", sorted(seen & strangers))
    unseen = {name for name in owner if name not in strangers} - seen
    tap.check(not unseen, f"{folder}/ sees its own headers and those it may", sorted(unseen))
    result = compile_header(flags, min(strangers))
    tap.check(result.returncode != 0 and min(strangers) in result.stderr, f"{folder}/ including one of others is an error", result.stderr[:500])


def main():
    tap = Tap()
    owner, flags = owners(), read_flags()
    allowed, libraries = read_table()
    folders = sorted(p.name for p in (SOURCE / "src").iterdir() if p.is_dir())
    tap.check(sorted(allowed) == folders == sorted(flags), "src/README.md has every folder", f"{sorted(allowed)} {folders} {sorted(flags)}")
    known = set().union(*allowed.values())
    tap.check(known <= set(folders), "the table names folders that are there", known - set(folders))

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for folder in folders:
            wrong, foreign = find_wrong_includes(folder, owner, allowed, libraries)
            tap.check(not wrong, f"{folder}/ includes what it may", wrong)
            tap.check(not foreign, f"{folder}/ uses the libraries it may", foreign)
            check_headers(tap, pool, folder, flags[folder])
            check_strangers(tap, folder, flags[folder], owner, allowed[folder])
    return tap.finish()


sys.exit(main())
