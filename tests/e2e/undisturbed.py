#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Runs a test of who is named within milliseconds, and once more where it failed while the hypervisor took the processors
away: then a process that lives no longer may be over before anybody here could look at it.

usage: undisturbed.py TEST [ARGUMENT…]
"""

import subprocess
import sys

# Less is no more than the length of what is measured.
MIN_STOLEN_MS = 20
MS_PER_JIFFY = 10


def read_stolen_ms():
    """Of all processors since the start: the eighth figure (proc_stat(5))."""
    try:
        with open("/proc/stat", encoding="ascii") as file:
            return int(file.readline().split()[8]) * MS_PER_JIFFY
    except (OSError, IndexError):
        return 0


def run(command):
    before = read_stolen_ms()
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    return done, read_stolen_ms() - before


def main():
    command = [sys.executable, *sys.argv[1:]]
    done, stolen_ms = run(command)
    if done.returncode == 1 and stolen_ms >= MIN_STOLEN_MS:
        print(f"# {stolen_ms} ms of the processors were taken away, so this is the second run; of the first:")
        for line in done.stdout.splitlines():
            if line.startswith("not ok"):
                print("#", line)
        sys.stdout.flush()
        done, _ = run(command)
    sys.stdout.write(done.stdout)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
