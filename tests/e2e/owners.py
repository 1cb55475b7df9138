#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Whose bytes they are where that is hard to see.

Without the names of cases all of them run. The suite names those that hold on a busy machine too.

usage: owners.py NETOPROC GENERATOR [fork] [restart] [many]
"""

import contextlib
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Generator, bytes_of, check_process, check_totals, report_pair, wire_bytes  # noqa: E402
from namespaces import FAR, NEAR, Namespaces, Watch, why_not  # noqa: E402
from tap import Tap  # noqa: E402

CONNECTIONS = 400
CONNECTION_BYTES = 4_000
NAMED_SHARE = 0.95
YOUNGER = 100

TCP_BYTES = 3_000_000
DATAGRAMS = 1_500
DATAGRAM_BYTES = 1_000

# All descriptors are walked every 5 s, and a tick is 250 ms.
WALK_TICKS = 28

MANY_PORT, SERVE_PORT, RESTART_PORT, FORK_PORT = range(20001, 20005)


class Owners:
    def __init__(self, tap, net, folder, program):
        self.tap = tap
        self.net = net
        self.folder = folder
        self.program = program

    def set_up(self):
        """Before anybody watches."""

    def tear_down(self):
        """Whatever happened."""

    def start(self, where, name, role, address, port, amount, size=DATAGRAM_BYTES):
        generator = Generator(self.net, where, self.folder, self.program, name, role, address, port, amount, size)
        if role in ("tcp-fork", "tcp-many", "tcp-serve", "udp-sink"):
            generator.wait_ready()
        return generator


class Many(Owners):
    """A client and a server that were there before, and many processes since; their connections last 20 ms each."""

    younger = ()

    def set_up(self):
        figures = (CONNECTIONS, CONNECTION_BYTES)
        self.server = self.start(self.net.near, "many-serve", "tcp-serve", NEAR[4], SERVE_PORT, *figures)
        self.far_server = self.start(self.net.far, "many-send-peer", "tcp-serve", FAR[4], MANY_PORT, *figures)
        self.client = self.start(self.net.near, "many-send", "tcp-many", FAR[4], MANY_PORT, *figures)
        self.far_client = self.start(self.net.far, "many-serve-peer", "tcp-many", NEAR[4], SERVE_PORT, *figures)
        self.younger = [self.net.popen(self.net.near, ["sleep", "600"]) for _ in range(YOUNGER)]

    def run(self, watch):
        self.client.go_on()
        self.far_client.go_on()
        self.reports = {generator: generator.report() for generator in (self.client, self.server)}
        for generator in (self.far_client, self.far_server):
            generator.report()

    def tear_down(self):
        for process in self.younger:
            process.kill()
            process.wait()

    def check(self, state):
        for generator, report in self.reports.items():
            seen = sum(sum(bytes_of(p)) for p in state["processes"] if p["pid"] == generator.pid and p["name"] == generator.name)
            wanted = sum(wire_bytes(report, 4, "tcp"))
            self.tap.check(NAMED_SHARE * wanted <= seen <= 1.03 * wanted, f"short connections: {generator.name}",
                           f"{seen} of {wanted} bytes, {100 * seen / wanted:.1f} %", always=True)


class Restart(Owners):
    """A server of datagrams ends and another takes its place; the peer does not notice."""

    def run(self, watch):
        half = DATAGRAMS // 2
        first = self.start(self.net.near, "restart-before", "udp-sink", NEAR[4], RESTART_PORT, half)
        sender = self.start(self.net.far, "restart-peer", "udp-halves", NEAR[4], RESTART_PORT, DATAGRAMS)
        sender.wait_for("half")
        self.reports = {first: first.report()}
        second = self.start(self.net.near, "restart-after", "udp-sink", NEAR[4], RESTART_PORT, half)
        watch.wait_for_ticks(4)  # the socket is seen to be another
        sender.go_on()
        self.reports[second] = second.report()
        sender.report()

    def check(self, state):
        for generator, report in self.reports.items():
            check_process(self.tap, "restarted", state, generator, wire_bytes(report, 4, "udp"))


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


CASES = {"fork": Fork, "restart": Restart, "many": Many}


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, program, *names = sys.argv[1:]
    tap = Tap()
    with Namespaces() as net, tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        cases = [CASES[name](tap, net, folder, program) for name in names or CASES]
        for case in cases:
            stack.callback(case.tear_down)
            case.set_up()
        with Watch(net, netoproc, "state") as watch:
            for case in cases:
                case.run(watch)
            state = json.loads(watch.stop())
    for case in cases:
        case.check(state)
    check_totals(tap, "owners", state)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
