#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Groups, echoes, fragments, and addresses that need a scope.

usage: datagrams.py NETOPROC GENERATOR
"""

import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import IP_HEADER, UDP_HEADER, Generator, add_up, check_bytes, check_process, check_totals  # noqa: E402
from generator import connections_of, report_pair, wire_bytes  # noqa: E402
from namespaces import FAR, NEAR, Namespaces, Watch, why_not  # noqa: E402
from tap import Tap  # noqa: E402

TCP_BYTES = 3_000_000
DATAGRAMS = 1_500
DATAGRAM_BYTES = 1_000
ECHOES = 200
LARGE_DATAGRAMS = 300
LARGE_BYTES = 8_000
MTU = 1_500
FRAGMENT_HEADER = {4: 0, 6: 8}  # RFC 8200, 4.5; of version 4 it is part of the header

# Those that the near host sends to, and those that it joins.
SENT_TO = {4: "239.77.0.1", 6: "ff12::77:1"}
JOINED = {4: "239.77.0.2", 6: "ff12::77:2"}


class Scoped(Namespaces):
    def set_up(self):
        for name in self.namespaces:
            # An address of the link is of no use until it is known to be nobody else's.
            self.set_control(name, "ipv6/conf/default/accept_dad", 0)
        super().set_up()
        for name in self.namespaces:
            self.ip(name, "route add 239.77.0.0/16 dev veth0")

    def get_link_address(self, name):
        text = subprocess.run(["ip", "-n", name, "-json", "address", "show", "dev", "veth0"], check=True, capture_output=True).stdout
        return next(address["local"] for address in json.loads(text)[0]["addr_info"] if address["scope"] == "link")


class Run:
    """Each traffic of the near host, and what it must come to."""

    def __init__(self, net, folder, program):
        self.net = net
        self.folder = folder
        self.program = program
        self.port = 20000
        self.cases = []

    def start(self, where, name, role, address, amount, size):
        return Generator(self.net, where, self.folder, self.program, name, role, address, self.port, amount, size)

    def pair(self, name, near_role, far_role, address, amount, size=DATAGRAM_BYTES):
        """Returns the near generator and its report."""
        self.port += 1
        near_listens = near_role.endswith("sink")
        listener = self.start(self.net.near if near_listens else self.net.far, name if near_listens else name + "-peer",
                              near_role if near_listens else far_role, address, amount, size)
        listener.wait_ready()
        other = self.start(self.net.far if near_listens else self.net.near, name + "-peer" if near_listens else name,
                           far_role if near_listens else near_role, address, amount, size)
        near, far = (listener, other) if near_listens else (other, listener)
        return near, report_pair(near, far)[0]

    def add(self, near, wanted, local=None, remote=None, packets=None):
        self.cases.append((near, wanted, local, remote, packets))


def run_groups(run):
    for family in (4, 6):
        scope = "%veth0" if family == 6 else ""
        near, report = run.pair(f"group-send{family}", "udp-send", "udp-sink", SENT_TO[family] + scope, DATAGRAMS)
        run.add(near, wire_bytes(report, family, "udp"), remote=SENT_TO[family])
        near, report = run.pair(f"group-sink{family}", "udp-sink", "udp-send", JOINED[family] + scope, DATAGRAMS)
        run.add(near, wire_bytes(report, family, "udp"), local=JOINED[family])


def count_fragments(family):
    """How many, and their bytes: all but the last carry a multiple of 8 bytes."""
    room = (MTU - IP_HEADER[family] - FRAGMENT_HEADER[family]) // 8 * 8
    payload = UDP_HEADER + LARGE_BYTES
    count = -(-payload // room)
    return count, payload + count * (IP_HEADER[family] + FRAGMENT_HEADER[family])


def run_fragments(run):
    for family in (4, 6):
        packets, wire = (LARGE_DATAGRAMS * figure for figure in count_fragments(family))
        near, report = run.pair(f"large-send{family}", "udp-send", "udp-sink", FAR[family], LARGE_DATAGRAMS, LARGE_BYTES)
        run.add(near, (0, wire), remote=FAR[family], packets=packets)
        near, report = run.pair(f"large-sink{family}", "udp-sink", "udp-send", NEAR[family], LARGE_DATAGRAMS, LARGE_BYTES)
        run.add(near, (wire, 0), remote=FAR[family], packets=packets)


def run_link_local(run):
    addresses = [run.net.get_link_address(name) for name in (run.net.near, run.net.far)]
    near, report = run.pair("link-send", "tcp-send", "tcp-sink", addresses[1] + "%veth0", TCP_BYTES)
    run.add(near, wire_bytes(report, 6, "tcp"), *addresses)


def run_echoes(run):
    """Returns the bytes each way of those that come from outside, of each family; two at a time have an identifier each."""
    wanted = {}
    for family in (4, 6):
        run.port += 1
        ping = run.start(run.net.near, f"ping{family}", "echo", FAR[family], ECHOES, DATAGRAM_BYTES)
        # The message has a header as long as that of a datagram.
        run.add(ping, wire_bytes(ping.report(), family, "udp"), remote=FAR[family])
        pings = []
        for _ in range(2):
            run.port += 1
            pings.append(run.start(run.net.far, "ping-peer", "echo", NEAR[family], ECHOES, DATAGRAM_BYTES))
        wanted[family] = tuple(map(sum, zip(*(wire_bytes(ping.report(), family, "udp")[::-1] for ping in pings))))
    return wanted


def check_case(tap, state, near, wanted, local, remote, packets):
    row = check_process(tap, "datagrams", state, near, wanted)
    if row is None:
        return
    ends = [(socket["local_addr"], connection["remote_addr"]) for socket, connection in connections_of(row)]
    good = len(ends) == 1 and (local or ends[0][0]) == ends[0][0] and (remote or ends[0][1]) == ends[0][1]
    tap.check(good, f"{near.name} has one connection, with these ends", ends)
    if packets is not None:
        seen = row["rx_packets"] + row["tx_packets"]
        tap.check(seen == packets, f"{near.name}: each fragment counts there", f"{seen} of {packets}")


def check_echoes(tap, state, family, wanted):
    """The kernel answers, whoever else has a raw socket, and there are no ports."""
    remotes = [r for u in state["unknown"] if u["cause"] == "no_socket" for r in u["remotes"] if r["addr"] == FAR[family]]
    check_bytes(tap, f"echoes, IPv{family}", add_up(remotes), wanted)
    ports = {remote["port"] for remote in remotes}
    tap.check(ports == {None}, f"echoes, IPv{family}: no port", ports)


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, program = sys.argv[1:3]
    tap = Tap()
    with Scoped() as net, tempfile.TemporaryDirectory() as folder:
        run = Run(net, folder, program)
        with Watch(net, netoproc, "state") as watch:
            run_groups(run)
            run_fragments(run)
            run_link_local(run)
            echoes = run_echoes(run)
            state = json.loads(watch.stop())
    for case in run.cases:
        check_case(tap, state, *case)
    for family, wanted in echoes.items():
        check_echoes(tap, state, family, wanted)
    check_totals(tap, "datagrams", state)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
