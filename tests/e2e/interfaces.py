#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Interfaces that stand on each other, that change in mid-flow, and one that was chosen.

The near host has a bridge br0 over veth0, a plain veth1, and veth2 and veth3, each of which joins a bridge in the
middle of a flow, and leaves it in the middle of the next. Three runs watch the same traffic: one all of it, one veth1, one veth0.

usage: interfaces.py NETOPROC GENERATOR
"""

import contextlib
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Generator, add_up, bytes_of, check_bytes, check_process, check_totals  # noqa: E402
from generator import connections_of, report_pair, wire_bytes  # noqa: E402
from namespaces import Network, Watch, wait_until, why_not  # noqa: E402
from tap import Tap  # noqa: E402

TCP_BYTES = 3_000_000
DATAGRAMS = 1_500
DATAGRAM_BYTES = 1_000

# Neighbours and listeners of groups are asked for now and then.
CHATTER = 5_000

# An address that comes and goes on veth1, and one behind it that is always there.
MOVING = "10.77.9.1"
BEHIND = "10.77.9.2"


def near_of(number, family):
    return f"10.77.{number}.1" if family == 4 else f"fd77:{number}::1"


def far_of(number, family):
    return f"10.77.{number}.2" if family == 4 else f"fd77:{number}::2"


class Interfaces(Network):
    def __init__(self):
        super().__init__("near", "far")

    def set_up(self):
        for number in (0, 1, 2, 3):
            near = [near_of(number, 4) + "/24", near_of(number, 6) + "/64"]
            far = [far_of(number, 4) + "/24", far_of(number, 6) + "/64"]
            self.join(self.near, self.far, f"veth{number}", [] if number == 0 else near, far)
        self.move_under_bridge(0, has_addresses=False)
        self.ip(self.far, f"address add {BEHIND}/24 dev veth1")

    def move_under_bridge(self, number, has_addresses=True):
        """The addresses are never gone, and the neighbour is known: what is connected stays so, and nothing waits."""
        port, bridge = f"veth{number}", f"br{number}"
        addresses = (near_of(number, 4) + "/24", near_of(number, 6) + "/64")
        neighbour = self.read_link(self.far, port)["address"]
        self.ip(self.near, f"link add {bridge} type bridge", f"link set {bridge} up",
                *(f"neighbour replace {far_of(number, family)} lladdr {neighbour} dev {bridge}" for family in (4, 6)),
                *(f"address add {address} dev {bridge} nodad" for address in addresses),
                f"link set {port} master {bridge}",
                *(f"address delete {address} dev {port}" for address in addresses if has_addresses))
        # It drops what it is to send until it has noticed that it has a port.
        wait_until("the bridge is up", lambda: self.read_link(self.near, bridge)["operstate"] == "UP")

    def move_from_bridge(self, number):
        port, bridge = f"veth{number}", f"br{number}"
        addresses = (near_of(number, 4) + "/24", near_of(number, 6) + "/64")
        neighbour = self.read_link(self.far, port)["address"]
        self.ip(self.near, *(f"neighbour replace {far_of(number, family)} lladdr {neighbour} dev {port}" for family in (4, 6)),
                *(f"address add {address} dev {port} nodad" for address in addresses),
                f"link set {port} nomaster", f"link delete {bridge}")

    def read_counters(self, device):
        counters = self.read_link(self.near, device)["stats64"]
        return counters["rx"]["bytes"], counters["tx"]["bytes"]


class Traffic:
    """All of it, one after the other, so that each process's end is waited for."""

    def __init__(self, net, folder, program):
        self.net = net
        self.folder = folder
        self.program = program
        self.wanted = {}  # of each near generator
        self.port = 20000

    def make(self, where, name, *arguments):
        return Generator(self.net, where, self.folder, self.program, name, *arguments)

    def pair(self, name, near_role, far_role, family, address, listener, middle=None):
        """Returns the near one. @middle is done when half was sent."""
        self.port += 1
        protocol = near_role[:3]
        arguments = (address, self.port, TCP_BYTES if protocol == "tcp" else DATAGRAMS, DATAGRAM_BYTES)
        far_name = name + "-peer"
        if listener == "far":
            far = self.make(self.net.far, far_name, far_role, *arguments)
            far.wait_ready()
            near = self.make(self.net.near, name, near_role, *arguments)
        else:
            near = self.make(self.net.near, name, near_role, *arguments)
            near.wait_ready()
            far = self.make(self.net.far, far_name, far_role, *arguments)
        if middle is not None:
            near.wait_for("half")
            middle()
            near.go_on()
        self.wanted[near] = wire_bytes(report_pair(near, far)[0], family, protocol)
        return near


def run_bridged(traffic):
    bridged = []
    for family in (4, 6):
        bridged.append(traffic.pair(f"bridge-up{family}", "tcp-send", "tcp-sink", family, far_of(0, family), "far"))
        bridged.append(traffic.pair(f"bridge-down{family}", "udp-sink", "udp-send", family, near_of(0, family), "near"))

    return bridged


def run_joining(net, traffic):
    joining = []
    for number, protocol, family in ((2, "tcp", 4), (3, "udp", 6)):
        def join_bridge():
            net.move_under_bridge(number)

        joining.append(traffic.pair(f"join-{protocol}{family}", f"{protocol}-halves", f"{protocol}-sink", family, far_of(number, family), "far",
                                    middle=join_bridge))
    return joining


def run_leaving(net, traffic, watch):
    leaving = []
    for number, protocol, family in ((2, "udp", 4), (3, "tcp", 6)):
        def leave_bridge():
            watch.wait_for_ticks(2)  # within one, nothing tells which packets were on both
            net.move_from_bridge(number)

        leaving.append(traffic.pair(f"leave-{protocol}{family}", f"{protocol}-halves", f"{protocol}-sink", family, far_of(number, family), "far",
                                    middle=leave_bridge))
    return leaving


def wait_until_told(watches):
    for watch in watches:
        watch.wait_for_ticks(2)  # one may be under way, the other is of after the change


def run_addresses(net, traffic, watches):
    """Returns those that have the address, one of after it went, and who still sent there with what it sent."""
    net.ip(net.near, f"address add {MOVING}/24 dev veth1")
    wait_until_told(watches)
    there = [traffic.pair("address-serve", "tcp-source", "tcp-receive", 4, MOVING, "near"),
             traffic.pair("address-up", "tcp-send", "tcp-sink", 4, BEHIND, "far")]
    net.ip(net.near, f"address delete {MOVING}/24 dev veth1")
    wait_until_told(watches)

    # Whoever listens at any address hears nothing of it.
    later = traffic.make(net.near, "later", "udp-sink", "0.0.0.0", 19999, DATAGRAMS, 0)
    later.wait_ready()
    net.ip(net.far, f"neighbour replace {MOVING} lladdr {net.read_link(net.near, 'veth1')['address']} dev veth1")
    lost = traffic.make(net.far, "lost", "udp-send", MOVING, 19999, DATAGRAMS, DATAGRAM_BYTES)
    sent = wire_bytes(lost.report(), 4, "udp")
    sender = traffic.make(net.far, "later-peer", "udp-send", near_of(1, 4), 19999, DATAGRAMS, DATAGRAM_BYTES)
    traffic.wanted[later] = wire_bytes(later.report(), 4, "udp")
    sender.report()
    return there, later, lost, sent


def check_local(tap, row, address):
    """It is this host's end that stands under the process, and all of the bytes under it."""
    local = add_up([connection for socket, connection in connections_of(row) if socket["local_addr"] == address])
    tap.check(local == bytes_of(row), f"all: {row['name']}'s end is {address}", f"{local} of {bytes_of(row)}")


def check_gone(tap, state, lost, sent):
    """What is sent to an address that went away is nobody's here, and its sender's there: once."""
    check_process(tap, f"all: what is sent to {MOVING} when it is gone", state, lost, sent)
    remotes = [r for u in state["unknown"] for r in u["remotes"] if r["addr"] == MOVING and r["port"] == 19999]
    tap.check(add_up(remotes) == (0, 0), "all: and no second time", remotes)


def find_interface(state, name):
    rows = [row for row in state["interfaces"] if row["name"] == name]
    return rows[0] if len(rows) == 1 else None


def check_one(tap, label, state, wanted, interface, gone=0):
    """A run that watched one interface, and on it @wanted of all the generators, and @gone to nobody."""
    for generator, count in wanted.items():
        check_process(tap, label, state, generator, count)
    check_bytes(tap, f"{label}: no process has more", add_up(state["processes"]), tuple(map(sum, zip(*wanted.values()))))
    unknown = add_up(state["unknown"])
    tap.check(max(unknown) < gone + CHATTER, f"{label}: nothing else but the talk of neighbours", unknown)
    tap.check([row["name"] for row in state["interfaces"]] == [interface], f"{label}: no other is listed", state["capture"]["interfaces"])
    check_totals(tap, label, state)


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, program = sys.argv[1:3]
    tap = Tap()
    with Interfaces() as net, tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        watches = [stack.enter_context(Watch(net, netoproc, "state", *options)) for options in
                   ((), ("--interface", "veth1"), ("--interface", "veth0"))]
        keeper = net.popen(net.far, ["sleep", "300"])  # by it the namespace is known before there is traffic
        stack.callback(keeper.wait)
        stack.callback(keeper.kill)
        wait_until_told(watches)
        before = {device: net.read_counters(device) for device in ("br0", "veth0")}
        traffic = Traffic(net, folder, program)
        plain = [traffic.pair(f"plain-up{family}", "tcp-send", "tcp-sink", family, far_of(1, family), "far") for family in (4, 6)]
        bridged = run_bridged(traffic)
        changing = run_joining(net, traffic) + run_leaving(net, traffic, watches[0])
        there, later, lost, sent = run_addresses(net, traffic, watches)
        after = {device: net.read_counters(device) for device in before}
        everything, chosen, port = [json.loads(watch.stop()) for watch in watches]

    for near in plain + bridged + changing + there + [later]:
        row = check_process(tap, "all", everything, near, traffic.wanted[near])
        if row is not None and near in bridged:
            seen = {connection["interface"] for _, connection in connections_of(row)}
            tap.check(seen == {"br0"}, f"all: {near.name} stands on the bridge", seen)
        if row is not None and near in there + [later]:
            check_local(tap, row, near_of(1, 4) if near is later else MOVING)
    check_gone(tap, everything, lost, sent)
    for device in before:
        row = find_interface(everything, device)
        grown = tuple(b - a for a, b in zip(before[device], after[device]))
        check_bytes(tap, f"all: {device} is listed with counters of its own", bytes_of(row) if row else (0, 0), grown)
    check_totals(tap, "all", everything)
    check_one(tap, "veth1 chosen", chosen, {near: traffic.wanted[near] for near in plain + there + [later]}, "veth1", gone=sent[1])
    check_one(tap, "port chosen", port, {near: traffic.wanted[near] for near in bridged}, "veth0")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
