#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""build-aux/setup on machines that are not there: fake package managers that write down what they are asked.

usage: setup.py SOURCE
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import Tap  # noqa: E402

SOURCE = pathlib.Path(sys.argv[1])
STAGES = ("build", "run", "test", "check", "matrix")
MANAGERS = ("apt", "dnf", "pacman", "zypper", "apk", "brew")
COLUMN = {name: 4 + i for i, name in enumerate(MANAGERS)}
# What the scripts themselves run; everything else is missing.
TOOLS = ("sh", "env", "sed", "awk", "tr", "dirname")

# How each is asked to fetch its lists and to install.
REFRESH = {
    "apt": "apt-get -q update",
    "dnf": "dnf -q makecache",
    "pacman": "pacman -Sy",
    "zypper": "zypper --non-interactive refresh",
    "apk": "apk update",
    "brew": "brew update",
}
INSTALL = {
    "apt": "apt-get -q install -y --no-install-recommends",
    "dnf": "dnf -y install",
    "pacman": "pacman -S --needed --noconfirm",
    "zypper": "zypper --non-interactive install --no-recommends",
    "apk": "apk add",
    "brew": "brew install",
}
# The word by which a question for candidates is known, and what is printed for each package.
QUESTION = {
    "apt": ("policy", "%s:\\n  Installed: (none)\\n  Candidate: 1:%s-2\\n", "%s:\\n  Installed: (none)\\n  Candidate: (none)\\n"),
    "dnf": ("repoquery", "%s %s\\n", ""),
    "pacman": ("-Si", "Name            : %s\\nVersion         : 1:%s-1\\n", ""),
    "zypper": ("info", "Name           : %s\\nVersion        : %s-150500.1\\n", ""),
    "apk": ("policy", "%s policy:\\n  %s-r0:\\n    lib/apk/db/installed\\n", ""),
    "brew": ("info", "==> %s: stable %s (bottled)\\n", ""),
}
FAKE_MANAGER = """#!/bin/sh
asked="${{0##*/}} $*"
case " $* " in
  *" {word} "*)
    printf "%s\\n" "$asked" >>"$FAKE/queries"
    for p in "$@"; do
      case $p in
        {word}|-*|%*) ;;
        *) case " $ABSENT " in
             *" $p "*) [ -e "$FAKE/fresh" ] || {{ printf '{none}' "$p"; continue; }} ;;
           esac
           printf '{answer}' "$p" "$OFFERED" ;;
      esac
    done
    exit ;;
  *\\ update\\ *|*\\ makecache\\ *|*\\ -Sy\\ *|*\\ refresh\\ *)
    echo "$asked" >>"$FAKE/asked"
    case $FAILS in refresh) exit 1 ;; esac
    : >"$FAKE/fresh"
    exit ;;
esac
echo "$asked" >>"$FAKE/asked"
echo INSTALLING
case $FAILS in install) exit 1 ;; esac
[ ! -d "$FAKE/later" ] || /bin/mv "$FAKE/later" "$FAKE/now"
"""
SMALL_TABLE = """# A need of each kind that matters here.
build | program cc | a C compiler | compiles | cc-apt | cc-dnf | cc-pacman | cc-zypper | cc-apk | cc-brew
build | module gtk4 4.8 | GTK | the window | gtk-apt | gtk-dnf | gtk-pacman | gtk-zypper | gtk-apk | gtk-brew
build | module libcap 2.60 | libcap | Linux | cap-apt | cap-dnf | cap-pacman | cap-zypper | cap-apk | no
"""
OLD_GTK = ('case "$*" in *--modversion*gtk4*) echo 4.6.9 ;; "--atleast-version=4.8 gtk4") exit 1 ;;'
           ' *--modversion*) echo 99 ;; esac')

tap = Tap()


def read_table(text=None):
    text = text or (SOURCE / "build-aux/packages").read_text()
    return [[column.strip() for column in line.split("|")] for line in text.splitlines() if line and not line.startswith("#")]


def wanted(manager, stage, text=None):
    """What the manager is to be asked for, each package once and in the table's order."""
    packages = []
    for row in read_table(text):
        if row[0] == stage and row[COLUMN[manager]] not in ("-", "no"):
            packages += [p for p in row[COLUMN[manager]].split() if p not in packages]
    return packages


def write_script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text if text.startswith("#!") else f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


class Machine:
    """A folder that is all of PATH, and one that is all of the file system that setup looks at."""

    def __init__(self, manager, user=0, table=SMALL_TABLE):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.root = self.folder / "root"
        self.bin = self.folder / "bin"
        self.table = table
        self.environment = {"OFFERED": "99.0", "ABSENT": "", "FAILS": ""}
        self.bin.mkdir()
        for tool in TOOLS:
            os.symlink(shutil.which(tool, path="/usr/bin:/bin"), self.bin / tool)
        self.script("id", f"echo {user}")
        self.script("uname", "echo " + ("Darwin" if manager == "brew" else "Linux"))
        if manager:
            word, answer, none = QUESTION[manager]
            text = FAKE_MANAGER.format(word=word, answer=answer, none=none)
            self.script("apt-get" if manager == "apt" else manager, text)
            if manager == "apt":
                self.script("apt-cache", text)
        (self.folder / "aux").mkdir()
        shutil.copy(SOURCE / "build-aux/setup", self.folder / "aux/setup")
        (self.folder / "aux/packages").write_text(table)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def script(self, name, text):
        write_script(self.bin / name, text)

    def meet(self, folder, stages, except_programs=()):
        """Puts into @folder, or in place of the file system, what meets every need of the stages."""
        modules = []
        write_script(folder / "pkg-config", "exit 0")
        for row in read_table(self.table):
            kind, name, *more = row[1].split()
            if row[0] not in stages or name in except_programs or row[-1] == "no" and (self.bin / "brew").exists():
                continue
            if kind == "program":
                write_script(folder / name, "exit 0")
            elif kind == "version":
                write_script(folder / name, f"echo {name} {more[0]}.7")
            elif kind == "python":
                modules.append(f'"-c import {name}"')
                write_script(folder / "python3", f'case "$*" in {"|".join(modules)}) exit 0 ;; esac; exit 1')
            elif kind == "file":
                path = self.root / name.lstrip("/").replace("*", "x")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()

    def run(self, *arguments):
        # What is installed comes first, as a newer version of something would.
        environment = dict(self.environment, PATH=f"{self.folder}/now:{self.bin}", FAKE=str(self.folder), SETUP_ROOT=str(self.root))
        return subprocess.run(["/bin/sh", str(self.folder / "aux/setup"), *arguments], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=60, env=environment)

    def lines(self, name):
        path = self.folder / name
        return path.read_text().splitlines() if path.exists() else []

    def asked(self):
        """What it was asked to do, and not only to tell."""
        return self.lines("asked")


def check_table():
    rows = read_table()
    tap.check(all(len(row) == 10 and all(row) for row in rows), "each need has a package per manager", [r for r in rows if len(r) != 10])
    tap.check(all(row[0] in STAGES for row in rows), "each stage is known", [r[0] for r in rows])
    words = {"module": 3, "program": None, "version": 3, "file": None, "python": 2}
    odd = [r[1] for r in rows if r[1].split()[0] not in words or len(r[1].split()) < 2 or words[r[1].split()[0]] not in (None, len(r[1].split()))]
    tap.check(not odd, "each probe is known", odd)
    odd = [r for r in rows if "no" in r[4:9]]
    tap.check(not odd, "only macOS does without", odd)
    with Machine("apt", table="build | magic wand | A wand | spells" + " | x" * 6 + "\n") as machine:
        result = machine.run("build")
        tap.check(result.returncode == 1 and "unknown probe 'magic'" in result.stderr and not machine.asked(),
                  "a probe it does not know ends it", f"{result.returncode} {result.stderr}")


def check_installs(manager):
    with Machine(manager, table=(SOURCE / "build-aux/packages").read_text()) as machine:
        packages = wanted(manager, "build")
        machine.meet(machine.folder / "later", ["build"])
        shutil.rmtree(machine.root)
        result = machine.run("build")
        tap.check(machine.asked() == [" ".join([INSTALL[manager], *packages])],
                  f"{manager}: asked once, for what is missing, and for no lists", machine.asked())
        before = result.stdout.split("INSTALLING")[0]
        unsaid = [row[2] for row in read_table() if row[0] == "build" and row[COLUMN[manager]] not in ("-", "no")
                  and f": {row[3]} ({row[COLUMN[manager]]})" not in before]
        tap.check("INSTALLING" in result.stdout and not unsaid, f"{manager}: says what and why before it installs", f"{unsaid} {result.stdout}")
        tap.check(result.returncode == 1 and "Installed, but still not found" in result.stderr and "C library headers" in result.stderr
                  and "GTK" not in result.stderr, f"{manager}: what is missing after all is an error", result.stderr)

    with Machine(manager) as machine:
        machine.meet(machine.folder / "later", ["build"])
        result = machine.run("build")
        tap.check(result.returncode == 0 and result.stderr == "" and len(machine.asked()) == 1, f"{manager}: what was missing is there",
                  f"{result.returncode} {result.stderr} {machine.asked()}")
        again = machine.run("build")
        tap.check(again.returncode == 0 and again.stdout == "" and len(machine.asked()) == 1 and len(machine.lines("queries")) == 1,
                  f"{manager}: the second time nothing is asked", f"{again.stdout} {machine.lines('queries')}")


def check_refresh(manager):
    install = " ".join([INSTALL[manager], *wanted(manager, "build", SMALL_TABLE)])
    with Machine(manager) as machine:
        machine.environment["ABSENT"] = f"gtk-{manager}"
        machine.meet(machine.folder / "later", ["build"])
        result = machine.run("build")
        tap.check(result.returncode == 0 and machine.asked() == [REFRESH[manager], install],
                  f"{manager}: the lists are fetched where a candidate is unknown", f"{machine.asked()} {result.stderr}")
    with Machine(manager) as machine:
        machine.environment.update(ABSENT=f"gtk-{manager}", FAILS="refresh")
        result = machine.run("build")
        tap.check(result.returncode == 1 and result.stderr == f"{manager} could not fetch its package lists\n" and machine.asked() == [REFRESH[manager]],
                  f"{manager}: lists that cannot be fetched are one line", f"{result.stderr} {machine.asked()}")
    with Machine(manager) as machine:
        machine.environment["FAILS"] = "install"
        result = machine.run("build")
        tap.check(result.returncode == 1 and result.stderr.count("\n") == 1 and result.stderr.startswith(f"{manager} could not install: "),
                  f"{manager}: one that fails is one line", result.stderr)


def check_too_old(manager):
    with Machine(manager) as machine:
        machine.environment["OFFERED"] = "4.6.9"
        result = machine.run("build")
        tap.check(result.returncode == 1 and f"GTK 4.8 needed, you have 4.6.9 (gtk-{manager})" in result.stderr and not machine.asked(),
                  f"{manager}: too old is said before anything is installed", f"{result.stderr} {machine.asked()}")
    with Machine(manager) as machine:
        machine.script("pkg-config", OLD_GTK)
        machine.script("cc", "exit 0")
        machine.meet(machine.folder / "later", ["build"])
        result = machine.run("build")
        before = result.stdout.split("INSTALLING")[0]
        tap.check(result.returncode == 0 and f"GTK 4.8 needed, you have 4.6.9: the window (gtk-{manager})" in before
                  and machine.asked() == [f"{INSTALL[manager]} gtk-{manager}"],
                  f"{manager}: an old one that is installed is named, and renewed", f"{result.stdout} {result.stderr} {machine.asked()}")


def check_old_without_candidate():
    """The manager knows no other than what is there: nothing may be installed for it."""
    with Machine("dnf") as machine:
        machine.script("pkg-config", OLD_GTK)
        machine.script("dnf", 'case "$*" in *repoquery*) exit 0 ;; esac\necho "dnf $*" >>"$FAKE/asked"')
        result = machine.run("build")
        tap.check(result.returncode == 1 and "GTK 4.8 needed, you have 4.6.9 (gtk-dnf)" in result.stderr and machine.asked() == [REFRESH["dnf"]],
                  "an old one that is installed and for which there is no other", f"{result.stderr} {machine.asked()}")
    with Machine(None) as machine:
        machine.script("pkg-config", OLD_GTK)
        result = machine.run("--check", "build")
        tap.check(result.returncode == 1 and "GTK 4.8 needed, you have 4.6.9" in result.stdout, "--check names it", result.stdout)


def check_root(manager):
    with Machine(manager, user=1000) as machine:
        result = machine.run("build")
        if manager == "brew":
            tap.check(len(machine.asked()) == 1, "brew: takes no root", machine.asked())
            return
        tap.check(result.returncode == 1 and result.stderr.count("\n") == 1 and "there is no sudo here" in result.stderr
                  and f"gtk-{manager}" in result.stdout and not machine.asked(), f"{manager}: no root and no sudo", f"{result.stderr} {machine.asked()}")
        machine.script("sudo", 'echo "sudo $1" >>"$FAKE/asked"\nexec "$@"')
        machine.environment["ABSENT"] = f"gtk-{manager}"
        machine.run("build")
        asked = machine.asked()
        tap.check(asked[0::2] == ["sudo env"] * 2 and asked[1] == REFRESH[manager] and asked[3].startswith(INSTALL[manager]),
                  f"{manager}: no root: sudo is used", asked)
        tap.check(not any(line.startswith("sudo") for line in machine.lines("queries")), f"{manager}: to ask it takes no root")
    with Machine(manager) as machine:
        machine.script("sudo", 'echo "sudo $1" >>"$FAKE/asked"\nexec "$@"')
        machine.run("build")
        tap.check("sudo env" not in machine.asked() and machine.asked(), f"{manager}: root takes no sudo", machine.asked())


def check_no_manager():
    with Machine(None) as machine:
        result = machine.run("build")
        tap.check(result.returncode == 1 and "No package manager" in result.stderr and "GTK 4.8: the window" in result.stderr,
                  "no package manager: what to install by hand", result.stderr)
        result = machine.run("--check", "build")
        tap.check(result.returncode == 1 and "Missing:" in result.stdout, "--check only looks", result.stdout)
        for arguments in ([], ["all"], ["--install"], ["build", "all"]):
            result = machine.run(*arguments)
            tap.check(result.returncode == 3 and "Usage" in result.stderr and result.stdout == "", f"bad arguments {arguments}", result.stderr)


def check_nothing_missing(manager):
    """Every need of every stage is met: no manager may be asked, so no network is needed."""
    with Machine(manager, user=1000, table=(SOURCE / "build-aux/packages").read_text()) as machine:
        machine.meet(machine.bin, STAGES)
        result = machine.run(*STAGES)
        tap.check(result.returncode == 0 and result.stdout == "" and result.stderr == "" and not machine.asked() and not machine.lines("queries"),
                  f"{manager}: nothing is missing: nothing is asked or said", f"{result.stdout} {result.stderr} {machine.lines('queries')}")


def check_probes():
    with Machine("apt", table=(SOURCE / "build-aux/packages").read_text()) as machine:
        machine.meet(machine.bin, STAGES, except_programs=["ethtool"])
        result = machine.run("--check", *STAGES)
        tap.check(result.returncode == 1 and result.stdout.splitlines()[1:] == ["  ethtool: switches segmentation offload"],
                  "what is missing alone is named", result.stdout)
        write_script(machine.root / "usr/sbin/ethtool", "exit 0")
        tap.check(machine.run("--check", *STAGES).returncode == 0, "a system's program is found where a user's PATH has none")
        machine.script("meson", "echo 0.63.3")
        result = machine.run("--check", "build")
        tap.check(result.returncode == 1 and "Meson 1.0 needed, you have 0.63.3" in result.stdout, "a Meson that is too old is missing", result.stdout)
        machine.script("meson", "echo 1.10.0")
        tap.check(machine.run("--check", "build").returncode == 0, "1.10 is newer than 1.0")
        machine.script("python3", "exit 1")
        tap.check("JSON Schema" in machine.run("--check", "test").stdout, "a Python without the module is missing it")


check_table()
for name in MANAGERS:
    check_installs(name)
    check_refresh(name)
    check_too_old(name)
    check_root(name)
    check_nothing_missing(name)
check_old_without_candidate()
check_no_manager()
check_probes()
sys.exit(tap.finish())
