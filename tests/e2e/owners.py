#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Whose bytes they are where that is hard to see.

usage: owners.py NETOPROC GENERATOR
"""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Generator, check_process, check_totals, report_pair, wire_bytes  # noqa: E402
from namespaces import NEAR, Namespaces, Watch, why_not  # noqa: E402
from tap import Tap  # noqa: E402

TCP_BYTES = 3_000_000

# All descriptors are walked every 5 s, and a tick is 250 ms.
WALK_TICKS = 28

FORK_PORT = 20001


class Owners:
    def __init__(self, tap, net, folder, program):
        self.tap = tap
        self.net = net
        self.folder = folder
        self.program = program

    def start(self, where, name, role, address, port, amount):
        generator = Generator(self.net, where, self.folder, self.program, name, role, address, port, amount)
        if role == "tcp-fork":
            generator.wait_ready()
        return generator


class Fork(Owners):
    """The child has the connection, the parent that accepted it has its copy no more."""

    def run(self, watch):
        self.server = self.start(self.net.near, "fork", "tcp-fork", NEAR[4], FORK_PORT, TCP_BYTES)
        sender = self.start(self.net.far, "fork-peer", "tcp-halves", NEAR[4], FORK_PORT, TCP_BYTES)
        sender.wait_for("half")
        watch.wait_for_ticks(WALK_TICKS)
        sender.go_on()
        self.report, _ = report_pair(self.server, sender)

    def check(self, state):
        self.server.pid = self.report["pid"]
        check_process(self.tap, "forked", state, self.server, wire_bytes(self.report, 4, "tcp"))


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, program = sys.argv[1:3]
    tap = Tap()
    with Namespaces() as net, tempfile.TemporaryDirectory() as folder:
        fork = Fork(tap, net, folder, program)
        with Watch(net, netoproc, "state") as watch:
            fork.run(watch)
            state = json.loads(watch.stop())
    fork.check(state)
    check_totals(tap, "owners", state)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
