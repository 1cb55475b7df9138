#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""What a user of macOS is told: netoproc with a helper that has the backends for macOS, run here.

usage: darwin.py NETOPROC HELPER
"""

import os
import shutil
import subprocess
import sys
import tempfile

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path[:0] = [TESTS, os.path.join(TESTS, "cli")]
import captures  # noqa: E402
from tap import Tap  # noqa: E402

NOBODY = 65534


def install(prefix):
    """netoproc takes the helper that is installed beside it."""
    os.chmod(prefix, 0o755)
    for source, folder, name in ((sys.argv[1], "bin", "netoproc"), (sys.argv[2], "libexec", "netoproc-helper")):
        os.mkdir(os.path.join(prefix, folder), 0o755)
        shutil.copy(source, os.path.join(prefix, folder, name))
    return os.path.join(prefix, "bin", "netoproc")


def run(program, *arguments, **options):
    environment = dict(os.environ, DISPLAY="", WAYLAND_DISPLAY="")
    environment.setdefault("ASAN_OPTIONS", "detect_leaks=0")
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60, env=environment, cwd="/", **options)


def check_refusal(tap, name, result, code, words):
    lines = result.stderr.splitlines()
    good = result.returncode == code and result.stdout == "" and len(lines) == 1 and all(word in lines[0] for word in words)
    tap.check(good, name, f"{result.returncode} {result.stdout[:200]} {lines}")


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as prefix:
        program = install(prefix)
        file = os.path.join(prefix, "good.pcap")
        with open(file, "wb") as out:
            out.write(captures.pcap(captures.conversation(40, 0.1)))
        os.chmod(file, 0o644)

        answer = ["netoproc: ", "capturing packets on macOS is not written yet", "--read"]
        for mode in ("auto", "pcap", "ebpf", "sockets"):
            check_refusal(tap, f"--capture-mode {mode}", run(program, "--duration", "1", "--capture-mode", mode), 2, answer)

        as_root = os.geteuid() == 0
        plain = run(program, "--read", file, "--format", "tsv", **({"user": NOBODY, "extra_groups": []} if as_root else {}))
        tap.check(plain.returncode == 0 and "\t13120\t5120\t40\t40\n" in plain.stdout, "--read as a plain user",
                  f"{plain.returncode} {plain.stderr} {plain.stdout}")
        if as_root:
            check_refusal(tap, "--read as root", run(program, "--read", file, "--format", "tsv"), 4, ["without sudo"])
        else:
            tap.skip("--read as root", "not root here")
    return tap.finish()


sys.exit(main())
