#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""A router between two hosts: what it forwards is no process's; what came in is received, what went out is sent.

usage: forwarding.py NETOPROC GENERATOR
"""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Generator, add_up, bytes_of, check_bytes, check_totals, report_pair, wire_bytes  # noqa: E402
from namespaces import Network, Watch, why_not  # noqa: E402
from tap import Tap  # noqa: E402

TCP_BYTES = 3_000_000
DATAGRAMS = 1_500
DATAGRAM_BYTES = 1_000
PORT = 20000
LEFT_MTU = 9000

LEFT = {4: "10.78.1.2", 6: "fd78:1::2"}
RIGHT = {4: "10.78.2.2", 6: "fd78:2::2"}
ROUTER = {"veth1": ("10.78.1.1", "fd78:1::1"), "veth2": ("10.78.2.1", "fd78:2::1")}
PREFIX = {4: 24, 6: 64}


class Router(Network):
    def __init__(self):
        super().__init__("left", "near", "right")

    def set_up(self):
        for name, device, addresses in ((self.left, "veth1", LEFT), (self.right, "veth2", RIGHT)):
            here = [f"{address}/{PREFIX[family]}" for family, address in zip((4, 6), ROUTER[device])]
            there = [f"{address}/{PREFIX[family]}" for family, address in addresses.items()]
            self.join(self.near, name, device, here, there)
            self.ip(name, *(f"route add default via {address}" for address in ROUTER[device]))
        # The left host could take larger segments than it may send.
        for name in (self.left, self.near):
            self.ip(name, f"link set veth1 mtu {LEFT_MTU}")
        self.set_control(self.near, "ipv4/ip_forward", 1)
        self.set_control(self.near, "ipv6/conf/all/forwarding", 1)


def send(net, folder, program, role, family):
    """From the left host to the right one. Returns what the left received and sent."""
    arguments = (RIGHT[family], PORT, TCP_BYTES if role == "tcp" else DATAGRAMS, DATAGRAM_BYTES)
    sink = Generator(net, net.right, folder, program, f"{role}-sink{family}", f"{role}-sink", *arguments)
    sink.wait_ready()
    sender = Generator(net, net.left, folder, program, f"{role}-send{family}", f"{role}-send", *arguments)
    return wire_bytes(report_pair(sender, sink)[0], family, role)


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, program = sys.argv[1:3]
    tap = Tap()
    with Router() as net, tempfile.TemporaryDirectory() as folder:
        with Watch(net, netoproc, "state") as watch:
            sent = {family: [send(net, folder, program, role, family) for role in ("tcp", "udp")] for family in (4, 6)}
            state = json.loads(watch.stop())

    remotes = [remote for unknown in state["unknown"] if unknown["cause"] == "no_socket" for remote in unknown["remotes"]]
    for family in (4, 6):
        back, there = map(sum, zip(*sent[family]))
        for way, host, wanted in (("there", RIGHT[family], there), ("back", LEFT[family], back)):
            seen = add_up([remote for remote in remotes if remote["addr"] == host])
            check_bytes(tap, f"IPv{family}, {way}: received once and sent once", seen, (wanted, wanted))
    mine = [p["name"] for p in state["processes"] if bytes_of(p) != (0, 0)]
    tap.check(not mine, "no process of the router has any of it", mine)
    check_totals(tap, "router", state)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
