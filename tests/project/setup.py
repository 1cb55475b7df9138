#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""build-aux/setup and run on machines that are not there: fake package managers that write down what they are asked.

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
MANAGERS = ("apt", "dnf", "pacman", "zypper", "apk", "brew")
COLUMN = {name: 4 + i for i, name in enumerate(MANAGERS)}
# What the scripts themselves run; everything else is missing.
TOOLS = ("sh", "env", "sed", "awk", "tr", "dirname", "cat", "grep", "mkdir", "tail", "touch", "chmod")

# What the managers answer when asked for candidates: the packages named, each at the version in $FAKE/offered.
ASKING = {
    "apt-cache": 'for p in "$@"; do case $p in policy) ;; *) grep -qx "$p" "$FAKE/absent" 2>/dev/null ||'
                 ' printf "%s:\\n  Installed: (none)\\n  Candidate: %s\\n" "$p" "$version" ;; esac; done',
    "dnf": 'for p in "$@"; do case $p in -*|repoquery|%*) ;; *) printf "%s %s\\n" "$p" "$version" ;; esac; done',
    "pacman": 'for p in "$@"; do case $p in -*) ;; *) printf "Name            : %s\\nVersion         : %s\\n" "$p" "$version" ;; esac; done',
    "zypper": 'for p in "$@"; do case $p in -*|info) ;; *) printf "Name           : %s\\nVersion        : %s\\n" "$p" "$version" ;; esac; done',
    "apk": 'for p in "$@"; do case $p in -*|policy) ;; *) printf "%s policy:\\n  %s-r0:\\n    lib/apk/db/installed\\n" "$p" "$version" ;; esac; done',
    "brew": 'for p in "$@"; do case $p in info) ;; *) printf "==> %s: stable %s (bottled)\\n" "$p" "$version" ;; esac; done',
}

tap = Tap()


class Machine:
    """A folder that is all of PATH, and one that is all of the file system that setup looks at."""

    def __init__(self, manager, version="99.0", user=0, install_works=True):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        self.log = self.folder / "log"
        self.log.touch()
        for tool in TOOLS:
            os.symlink(shutil.which(tool, path="/usr/bin:/bin"), self.bin / tool)
        self.script("id", f"echo {user}")
        self.script("uname", "echo " + ("Darwin" if manager == "brew" else "Linux"))
        self.version = version
        install = "" if install_works else "exit 1"
        if manager == "apt":
            self.script("apt-cache", f"version={version}\n{ASKING['apt-cache']}")
            self.script("apt-get", f'echo "apt-get $*" >>"$FAKE/log"\ncase "$*" in *update*) rm -f "$FAKE/absent" ;; *) {install or ":"} ;; esac')
            os.symlink("/usr/bin/rm", self.bin / "rm")
        elif manager:
            self.script(manager, f"version={version}\ncase \" $* \" in {self.query(manager)}) {ASKING[manager]}; exit ;; esac\n"
                                 f'echo "{manager} $*" >>"$FAKE/log"\n{install}')

    @staticmethod
    def query(manager):
        return {"dnf": "*\\ repoquery\\ *", "pacman": "*\\ -Si\\ *", "zypper": "*\\ info\\ *", "apk": "*\\ policy\\ *",
                "brew": "*\\ info\\ *"}[manager]

    def script(self, name, text):
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def run(self, *arguments):
        environment = {"PATH": str(self.bin), "FAKE": str(self.folder), "SETUP_ROOT": str(self.folder)}
        return subprocess.run(["/bin/sh", str(SOURCE / "build-aux/setup"), *arguments], capture_output=True, text=True,
                              timeout=60, env=environment)

    def asked(self):
        return self.log.read_text().splitlines()

    def close(self):
        shutil.rmtree(self.folder)


def read_table():
    rows = []
    for line in (SOURCE / "build-aux/packages").read_text().splitlines():
        if line and not line.startswith("#"):
            rows.append([column.strip() for column in line.split("|")])
    return rows


def wanted(manager, stage):
    packages = []
    for row in read_table():
        if row[0] == stage and row[COLUMN[manager]] != "-":
            packages += [p for p in row[COLUMN[manager]].split() if p not in packages]
    return packages


def check_table():
    rows = read_table()
    tap.check(all(len(row) == 10 for row in rows), "each need has a package per manager", [r for r in rows if len(r) != 10])
    tap.check(all(row[0] in ("build", "run", "test", "check", "matrix") for row in rows), "each stage is known")
    kinds = {"module": 3, "program": None, "version": 3, "file": None, "python": 2}
    odd = [r[1] for r in rows if r[1].split()[0] not in kinds or kinds[r[1].split()[0]] not in (None, len(r[1].split()))]
    tap.check(not odd, "each probe is known", odd)


def check_manager(manager):
    machine = Machine(manager)
    result = machine.run("build")
    installs = [line for line in machine.asked() if " update" not in line]
    packages = wanted(manager, "build")
    tap.check(len(installs) == 1 and installs[0].split()[-len(packages):] == packages, f"{manager}: asked once for its packages", installs)
    said = [result.stdout.find(p) for p in packages]
    tap.check(all(at >= 0 for at in said) and "the window" in result.stdout, f"{manager}: says what it will install and why", result.stdout)
    tap.check(result.returncode == 1 and "still not found" in result.stderr, f"{manager}: what is missing after all is an error", result.stderr)
    machine.close()

    machine = Machine(manager, version="4.6.9")
    result = machine.run("build")
    gtk = next(r for r in read_table() if r[2] == "GTK")[COLUMN[manager]]
    tap.check(result.returncode == 1 and f"GTK 4.8 needed, you have 4.6.9 ({gtk})" in result.stderr and not machine.asked(),
              f"{manager}: too old is said before anything is installed", f"{result.stderr} {machine.asked()}")
    machine.close()

    machine = Machine(manager, install_works=False)
    result = machine.run("build")
    tap.check(result.returncode == 1 and result.stderr.count("\n") == 1 and "could not install" in result.stderr,
              f"{manager}: one that fails is one line", result.stderr)
    machine.close()


def check_apt_refresh():
    machine = Machine("apt")
    (machine.folder / "absent").write_text("libgtk-4-dev\n")
    machine.run("build")
    kinds = ["update" if " update" in line else "install" for line in machine.asked()]
    tap.check(kinds == ["update", "install"], "a package without a candidate: the lists are fetched first", machine.asked())
    machine.close()


def check_root():
    machine = Machine("apt", user=1000)
    result = machine.run("build")
    tap.check(result.returncode == 1 and "there is no sudo" in result.stderr and not machine.asked(), "no root and no sudo", result.stderr)
    machine.script("sudo", 'echo "sudo $1" >>"$FAKE/log"\nexec "$@"')
    machine.run("build")
    tap.check(machine.asked()[:1] == ["sudo env"] and machine.asked()[1].startswith("apt-get"), "no root: sudo is used", machine.asked())
    machine.close()


def check_installed_but_old():
    machine = Machine("apt", version="4.6.9")
    machine.script("pkg-config", 'case "$1 $2" in "--atleast-version=4.8 gtk4") exit 1 ;; esac; exit 0')
    result = machine.run("build")
    tap.check("GTK 4.8 needed, you have 4.6.9" in result.stderr and not machine.asked(), "an old GTK that is installed", result.stderr)
    machine.close()


def check_no_manager():
    machine = Machine(None)
    result = machine.run("build", "test")
    tap.check(result.returncode == 1 and "No package manager" in result.stderr and "GTK 4.8" in result.stderr, "no package manager: what to install by hand",
              result.stderr)
    result = machine.run("--check", "build")
    tap.check(result.returncode == 1 and "Missing:" in result.stdout, "--check only looks")
    for arguments in ([], ["all"], ["--install"]):
        result = machine.run(*arguments)
        tap.check(result.returncode == 3 and "Usage" in result.stderr, f"bad arguments {arguments}")
    machine.close()


def check_nothing_missing():
    """Every probe of the build stage is met: no manager may be asked, so no network is needed."""
    machine = Machine("apt")
    machine.script("pkg-config", "exit 0")
    for row in read_table():
        kind, *rest = row[1].split()
        if row[0] == "build" and kind == "program" and rest[0] != "pkg-config":
            machine.script(rest[0], ":")
        elif row[0] == "build" and kind == "version":
            machine.script(rest[0], f"echo {rest[0]} {rest[1]}.7")
        elif row[0] == "build" and kind == "file":
            (machine.folder / rest[0].lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
            (machine.folder / rest[0].lstrip("/")).touch()
    result = machine.run("build")
    tap.check(result.returncode == 0 and result.stdout == "" and not machine.asked(), "nothing is missing: nothing is asked or said",
              f"{result.stdout} {result.stderr} {machine.asked()}")
    machine.script("meson", "echo 0.63.3")
    result = machine.run("--check", "build")
    tap.check(result.returncode == 1 and "Meson 1.0" in result.stdout, "a Meson that is too old is missing", result.stdout)
    machine.close()


check_table()
for name in MANAGERS:
    check_manager(name)
check_apt_refresh()
check_root()
check_installed_but_old()
check_no_manager()
check_nothing_missing()
sys.exit(tap.finish())
