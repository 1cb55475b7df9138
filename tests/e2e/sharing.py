#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Several processes and one socket, or one port: whose the bytes are, and who else is said to share them.

usage: sharing.py NETOPROC GENERATOR SHARER
"""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Generator, bytes_of, check_bytes, check_totals, connections_of, wire_bytes  # noqa: E402
from namespaces import FAR, NEAR, Namespaces, Watch, why_not  # noqa: E402
from tap import Tap  # noqa: E402

AMOUNT = 400_000
CONNECTIONS = 12
SENDERS = 6
DATAGRAMS = 100
DATAGRAM_BYTES = 1_000

# Forks are followed with the next tick, and looked at once more a second later. All descriptors are walked every 5 s, or
# less often where that takes more than a 200th of the time.
FORK_TICKS = 8
WALK_TICKS = 80


class Case:
    """A sharer that is started, watched until it has carried all, and goes on until the watcher has ended."""

    role, port, protocol, ticks = None, None, "tcp", FORK_TICKS

    def __init__(self, tap, net, folder, programs):
        self.tap, self.net, self.folder = tap, net, folder
        self.generator_program, self.sharer_program = programs

    def far(self, name, role, address, *figures):
        return Generator(self.net, self.net.far, self.folder, self.generator_program, name, role, address, self.port, *figures)

    def start_sharer(self, address, amount=AMOUNT):
        return Generator(self.net, self.net.near, self.folder, self.sharer_program, self.role, self.role, address, self.port, amount)

    def start(self, _):
        self.peer = self.far(f"{self.role}-peer", "tcp-sink", FAR[4], AMOUNT)
        self.peer.wait_ready()
        self.sharer = self.start_sharer(FAR[4])
        self.sharer.wait_for("done")

    def finish(self):
        """Returns what each process said of itself, by its number."""
        text, _ = self.sharer.process.communicate("\n", timeout=30)
        if self.sharer.process.returncode != 0:
            raise RuntimeError(f"{self.role} failed")
        self.reports = {report["pid"]: report for report in map(json.loads, text.splitlines())}
        self.peer.report()

    def rows(self, state):
        return {p["pid"]: p for p in state["processes"] if p["name"] == self.role}

    def check_row(self, rows, pid, wanted, shared_with):
        """It has those bytes, and each of its connections is shared with those."""
        row = rows.get(pid)
        if row is None:
            self.tap.check(False, f"{self.role}: process {pid} is a row", sorted(rows))
            return
        check_bytes(self.tap, f"{self.role}: process {pid}", bytes_of(row), wanted)
        shared = [sorted(c["shared_with"]) for _, c in connections_of(row)]
        self.tap.check(shared and all(pids == sorted(shared_with) for pids in shared), f"{self.role}: shared with {len(shared_with)} others",
                       f"{shared}, not {shared_with}", always=True)

    def check_idle(self, rows, pids):
        with_bytes = [pid for pid in pids if pid in rows and sum(bytes_of(rows[pid])) > 0]
        self.tap.check(not with_bytes, f"{self.role}: nobody else has bytes", with_bytes)


class ForkBoth(Case):
    """The one that started first has all bytes, and the child is said to share them."""

    role, port = "fork-both", 20101

    def check(self, state):
        rows, owner = self.rows(state), self.sharer.pid
        others = [pid for pid in self.reports if pid != owner]
        self.check_row(rows, owner, wire_bytes(self.reports[owner], 4, "tcp"), others)
        self.check_idle(rows, others)


class ForkLeft(Case):
    """The child has ended: nobody shares it any more."""

    role, port = "fork-left", 20102

    def check(self, state):
        self.check_row(self.rows(state), self.sharer.pid, wire_bytes(self.reports[self.sharer.pid], 4, "tcp"), [])


class Moved(Case):
    """It is another's now, with all its bytes."""

    def check(self, state):
        rows = self.rows(state)
        (pid, report), = self.reports.items()
        self.check_row(rows, pid, wire_bytes(report, 4, "tcp"), [])
        self.check_idle(rows, [other for other in rows if other != pid])


class ForkChild(Moved):
    role, port = "fork-child", 20103


class Daemon(Moved):
    role, port = "daemon", 20104


class Pass(Moved):
    """Of which there is no notice: the walk finds it."""

    role, port, ticks = "pass", 20105, WALK_TICKS


class Reset(Case):
    """One tuple, used by one process right after the other."""

    role, port = "reset", 20106

    def start(self, _):
        self.peer = self.far("reset-peer", "tcp-serve", FAR[4], 2, AMOUNT)
        self.peer.wait_ready()
        self.sharers = [self.run_one() for _ in range(2)]

    def run_one(self):
        sharer = self.start_sharer(FAR[4])
        return sharer.pid, sharer.report()

    def finish(self):
        self.reports = dict(self.sharers)
        self.peer.report()

    def check(self, state):
        for pid, report in self.reports.items():
            self.check_row(self.rows(state), pid, wire_bytes(report, 4, "tcp"), [])


class Handover(Case):
    """A process closes its datagram socket and lives on, another takes the port, and the peer does not notice."""

    role, port, protocol = "handover", 20110, "udp"

    def start(self, watch):
        self.sharer = self.start_sharer(NEAR[4], 2 * DATAGRAMS)
        self.sharer.wait_ready()
        self.peer = self.far("handover-peer", "udp-halves", NEAR[4], 2 * DATAGRAMS, DATAGRAM_BYTES)
        self.peer.wait_for("half")
        for word in ("half", "closed"):
            self.sharer.wait_for(word)
            watch.wait_for_ticks(4)
            self.sharer.go_on()
        self.sharer.wait_ready()
        self.peer.go_on()
        self.sharer.wait_for("done")

    def check(self, state):
        for pid, report in self.reports.items():
            self.check_row(self.rows(state), pid, wire_bytes(report, 4, "udp"), [])


class Group(Case):
    """Members of one port; the peers of all of them are outside."""

    def start(self, watch):
        self.sharer = self.start_sharer(NEAR[4], self.n_carried)
        self.sharer.wait_ready()
        self.send(watch)
        self.sharer.wait_for("done")

    def send(self, _):
        for peer in [self.start_peer() for _ in range(self.n_peers)]:
            peer.report()

    def start_peer(self):
        return self.far(f"{self.role}-{self.peer_role}", self.peer_role, NEAR[4], self.n_each, DATAGRAM_BYTES)

    def finish(self):
        text, _ = self.sharer.process.communicate("\n", timeout=30)
        self.reports = {report["pid"]: report for report in map(json.loads, text.splitlines())}

    def check_group(self, state):
        """Nobody can say which of them it was: all bytes are there, and the others are named."""
        rows = self.rows(state)
        total = tuple(map(sum, zip((0, 0), *map(bytes_of, rows.values()))))
        wanted = tuple(map(sum, zip((0, 0), *(wire_bytes(report, 4, self.protocol) for report in self.reports.values()))))
        # Of a stream the end is not in the report.
        self.tap.check(all(0 <= seen - told <= 300 * self.n_peers for seen, told in zip(total, wanted)), f"{self.role}: the group",
                       f"{total} of {wanted}", always=True)
        wrong = [(pid, c) for pid, row in rows.items() for _, c in connections_of(row)
                 if c["match_quality"] != "exact" and sorted(c["shared_with"]) != sorted(set(self.reports) - {pid})]
        self.tap.check(not wrong and rows, f"{self.role}: the others are said to share it", wrong[:1])


class ReuseportTcp(Group):
    """Each connection has a socket of its own: nothing is shared, and each has its own bytes."""

    role, port, peer_role, n_peers, n_each, n_carried = "reuseport-tcp", 20107, "tcp-halves", 4, 200_000, 4

    def send(self, watch):
        for _ in range(self.n_peers):
            peer = self.start_peer()
            peer.wait_for("half")
            watch.wait_for_ticks(4)
            peer.go_on()
            peer.report()

    def check(self, state):
        rows = self.rows(state)
        for pid, report in self.reports.items():
            if report["rx_payload"] > 0:
                self.check_row(rows, pid, wire_bytes(report, 4, "tcp"), [])


class ReuseportShort(Group):
    """Connections that are over before anybody could look whose they were."""

    role, port, peer_role, n_peers, n_each, n_carried = "reuseport-tcp", 20108, "tcp-send", CONNECTIONS, 20_000, CONNECTIONS

    def rows(self, state):
        return {pid: row for pid, row in super().rows(state).items() if pid in self.reports}

    def check(self, state):
        self.check_group(state)


class ReuseportUdp(Group):
    role, port, peer_role, n_peers, n_each, n_carried = "reuseport-udp", 20109, "udp-send", SENDERS, DATAGRAMS, SENDERS * DATAGRAMS
    protocol = "udp"

    def check(self, state):
        self.check_group(state)
        matches = {c["match_quality"] for row in self.rows(state).values() for _, c in connections_of(row)}
        self.tap.check(matches == {"wildcard"}, f"{self.role}: the match is a wildcard", matches)


# Those of the first run are not waited for as long as the next walk may take.
RUNS = ((ForkBoth, ForkLeft, ForkChild, Daemon, Handover), (Reset, ReuseportTcp, ReuseportShort, ReuseportUdp, Pass))


def has_process_events():
    """In another namespace than the first there are none, nor this setting."""
    return os.access("/proc/sys/net/core/netdev_budget", os.F_OK)


def main():
    reason = why_not() or (None if has_process_events() else "the process connector is in the initial network namespace only")
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, *programs = sys.argv[1:]
    tap = Tap()
    with Namespaces() as net, tempfile.TemporaryDirectory() as folder:
        for classes in RUNS:
            cases = [case(tap, net, folder, programs) for case in classes]
            with Watch(net, netoproc, "state") as watch:
                for case in cases:
                    case.start(watch)
                watch.wait_for_ticks(max(case.ticks for case in cases))
                state = json.loads(watch.stop())
            for case in cases:
                case.finish()
                case.check(state)
            check_totals(tap, "sharing", state)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
