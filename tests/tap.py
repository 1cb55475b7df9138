# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""What tests in Python say: TAP."""


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def check(self, good, name, detail="", always=False):
        """Says @detail where it failed, or @always: a figure that is worth reading."""
        self.count += 1
        self.failed += not good
        print("ok" if good else "not ok", self.count, "-", name, flush=True)
        if detail != "" and (always or not good):
            print("#", str(detail).replace("\n", "\\n"), flush=True)

    def skip(self, name, reason):
        self.count += 1
        print("ok", self.count, "-", name, "# SKIP", reason, flush=True)

    def finish(self):
        print(f"1..{self.count}")
        return 1 if self.failed else 0
