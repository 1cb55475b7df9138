#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""A router between two hosts, each behind a router of its own without a process: what is forwarded is no process's; what
came in is received, what went out is sent.

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
EDGE = {"veth1": ("10.78.1.1", "fd78:1::1"), "veth2": ("10.78.2.1", "fd78:2::1")}
# Between an edge and the router: that one's ends, then the edges'.
ROUTER = {"veth3": ("10.78.3.1", "fd78:3::1"), "veth4": ("10.78.4.1", "fd78:4::1")}
BEYOND = {"veth3": ("10.78.3.2", "fd78:3::2"), "veth4": ("10.78.4.2", "fd78:4::2")}
NETWORKS = {"veth1": ("10.78.1.0/24", "fd78:1::/64"), "veth2": ("10.78.2.0/24", "fd78:2::/64")}
PREFIX = {4: 24, 6: 64}


def with_prefix(addresses):
    return [f"{address}/{PREFIX[family]}" for family, address in zip((4, 6), addresses)]


class Router(Network):
    """Whoever is behind an interface of the router would be told of: so the hosts are one step further."""

    def __init__(self):
        super().__init__("left", "edge1", "near", "edge2", "right")

    def set_up(self):
        for host, edge, device, uplink, addresses in ((self.left, self.edge1, "veth1", "veth3", LEFT), (self.right, self.edge2, "veth2", "veth4", RIGHT)):
            self.join(edge, host, device, with_prefix(EDGE[device]), with_prefix(addresses.values()))
            self.join(self.near, edge, uplink, with_prefix(ROUTER[uplink]), with_prefix(BEYOND[uplink]))
            self.ip(host, *(f"route add default via {address}" for address in EDGE[device]))
            self.ip(edge, *(f"route add default via {address}" for address in ROUTER[uplink]))
            self.ip(self.near, *(f"route add {network} via {address}" for network, address in zip(NETWORKS[device], BEYOND[uplink])))
        # The left host could take larger segments than it may send.
        for name, device in ((self.left, "veth1"), (self.edge1, "veth1"), (self.edge1, "veth3"), (self.near, "veth3")):
            self.ip(name, f"link set {device} mtu {LEFT_MTU}")
        for name in (self.edge1, self.near, self.edge2):
            self.set_control(name, "ipv4/ip_forward", 1)
            self.set_control(name, "ipv6/conf/all/forwarding", 1)


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
