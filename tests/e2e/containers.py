#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Processes in another network namespace behind a pair of interfaces, as a container's are: each is named, with its bytes
once, also where the host forwards them, or translates addresses.

usage: containers.py NETOPROC GENERATOR
"""

import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Generator, add_up, bytes_of, check_process, check_totals, connections_of, report_pair, wire_bytes  # noqa: E402
from nat import translate_in  # noqa: E402
from namespaces import FAR, Namespaces, Network, Watch, wait_until, why_not  # noqa: E402
from tap import Tap  # noqa: E402

TCP_BYTES = 3_000_000
DATAGRAMS = 1_500
DATAGRAM_BYTES = 1_000
N_SHORT = 20
PUBLISHED = 22000
# Neighbours and listeners of groups are asked for now and then.
CHATTER = 5_000


def namespace_of(pid):
    return os.readlink(f"/proc/{pid}/ns/net")


class Host(Network):
    """Two hosts in a line: the container, the host, and one that is far away and behind no interface of the host."""

    CONTAINER = {4: "10.81.1.2", 6: "fd81:1::2"}
    INNER = {4: "10.81.1.1", 6: "fd81:1::1"}
    UPLINK = {4: "10.81.2.1", 6: "fd81:2::1"}
    EDGE = {4: "10.81.2.2", 6: "fd81:2::2"}
    BEYOND = {4: "10.81.3.1", 6: "fd81:3::1"}
    FAR = {4: "10.81.3.2", 6: "fd81:3::2"}

    def __init__(self):
        super().__init__("box", "near", "edge", "far")

    def pair(self, one, other, device, addresses_of_one, addresses_of_other):
        both = [[f"{a}/{p}" for a, p in zip(addresses.values(), (24, 64))] for addresses in (addresses_of_one, addresses_of_other)]
        self.join(one, other, device, *both)

    def set_up(self):
        self.pair(self.near, self.box, "vbox", self.INNER, self.CONTAINER)
        self.pair(self.near, self.edge, "vup", self.UPLINK, self.EDGE)
        self.pair(self.edge, self.far, "vfar", self.BEYOND, self.FAR)
        for name, gateway in ((self.box, self.INNER), (self.near, self.EDGE), (self.edge, self.UPLINK), (self.far, self.BEYOND)):
            self.ip(name, *(f"route add default via {address}" for address in gateway.values()))
        for name in (self.near, self.edge):
            self.set_control(name, "ipv4/ip_forward", 1)
            self.set_control(name, "ipv6/conf/all/forwarding", 1)


def keep(net, watch, where):
    """The process that a container begins with, before it has traffic, and that it ends with."""
    keeper = net.popen(where, ["sleep", "300"])
    wait_until("it is there", lambda: namespace_of(keeper.pid) != namespace_of(os.getpid()))
    watch.wait_for_ticks(2)
    return keeper


def end(keeper):
    keeper.kill()
    keeper.wait()


class Traffic:
    def __init__(self, net, folder, program):
        self.net = net
        self.folder = folder
        self.program = program
        self.port = 21000
        self.wanted = {}  # of each generator whose bytes are known
        self.spaces = {}  # and where it is

    def pair(self, name, role, near, far, address, family, through=None):
        """From @near to a sink in @far, which @near calls @through. Returns both generators."""
        self.port += 1
        arguments = (self.port, TCP_BYTES if role == "tcp" else DATAGRAMS, DATAGRAM_BYTES)
        sink = Generator(self.net, far, self.folder, self.program, f"{name}-sink", f"{role}-sink", address, *arguments)
        sink.wait_ready()
        sender = Generator(self.net, near, self.folder, self.program, f"{name}-send", f"{role}-send", through or address, *arguments)
        self.spaces[sink] = self.space_of(far)
        self.spaces[sender] = self.space_of(near)
        sent, got = report_pair(sender, sink)
        self.wanted[sender] = wire_bytes(sent, family, role)
        self.wanted[sink] = wire_bytes(got, family, role)
        return sender, sink


    def space_of(self, name):
        """Its processes may be over too soon to be asked."""
        return f"net:[{os.stat(f'/run/netns/{name}').st_ino}]"


def check_namespace(tap, label, row, space):
    seen = {connection["namespace"] for _, connection in connections_of(row)}
    tap.check(seen == {space}, f"{label}: and where", f"{seen} and not {space}")


def check_between(tap, netoproc, program):
    """Between the host and what runs behind its interface: two facts about two processes."""
    with Namespaces() as net, tempfile.TemporaryDirectory() as folder, Watch(net, netoproc, "state") as watch:
        traffic = Traffic(net, folder, program)
        keeper = keep(net, watch, net.far)
        pairs = [traffic.pair(f"{role}{family}", role, net.near, net.far, FAR[family], family) for role in ("tcp", "udp") for family in (4, 6)]
        state = json.loads(watch.stop())
        end(keeper)
    for sender, sink in pairs:
        check_process(tap, "between", state, sender, traffic.wanted[sender])
        row = check_process(tap, "between", state, sink, traffic.wanted[sink])
        if row is not None:
            check_namespace(tap, f"between: {sink.name}", row, traffic.spaces[sink])
    check_totals(tap, "between", state)


def check_once(tap, label, state, traffic, generators):
    """Each has its own, and nobody else has any of it: the host's other traffic is the talk of neighbours."""
    for generator in generators:
        row = check_process(tap, label, state, generator, traffic.wanted[generator])
        if row is not None:
            check_namespace(tap, f"{label}: {generator.name}", row, traffic.spaces[generator])
    rest = add_up(state["unknown"])
    tap.check(max(rest) < CHATTER, f"{label}: nothing of it is anybody else's", rest)
    mine = {generator.pid for generator in generators}
    others = [row["name"] for row in state["processes"] if bytes_of(row) != (0, 0) and row["pid"] not in mine]
    tap.check(not others, f"{label}: no other process has any of it", others)
    check_totals(tap, label, state)


def check_routed(tap, netoproc, program):
    """What a container sends far away passes the host twice, and counts once, for the container's process."""
    with Host() as net, tempfile.TemporaryDirectory() as folder, Watch(net, netoproc, "state") as watch:
        traffic = Traffic(net, folder, program)
        keeper = keep(net, watch, net.box)
        out = [traffic.pair(f"out-{role}{family}", role, net.box, net.far, Host.FAR[family], family)[0] for role in ("tcp", "udp") for family in (4, 6)]
        into = [traffic.pair(f"in-{role}{family}", role, net.far, net.box, Host.CONTAINER[family], family)[1]
                for role in ("tcp", "udp") for family in (4, 6)]
        state = json.loads(watch.stop())
        end(keeper)
    check_once(tap, "routed", state, traffic, out + into)


def check_translated(tap, netoproc, program):
    """On the uplink it looks as if the host sent it, or as if it came to the host; and it is the container's, once."""
    with Host() as net, tempfile.TemporaryDirectory() as folder:
        published = {port: (Host.CONTAINER[4], port) for port in range(PUBLISHED, PUBLISHED + 10)}
        reason = translate_in(net.near, "vup", published)
        if reason:
            tap.skip("translated: each byte once", f"no address translation here: {reason}")
            return
        with Watch(net, netoproc, "state") as watch:
            traffic = Traffic(net, folder, program)
            keeper = keep(net, watch, net.box)
            out = [traffic.pair(f"masked-{role}", role, net.box, net.far, Host.FAR[4], 4)[0] for role in ("tcp", "udp")]
            traffic.port = PUBLISHED
            into = [traffic.pair(f"published-{role}", role, net.far, net.box, Host.CONTAINER[4], 4, through=Host.UPLINK[4])[1] for role in ("tcp", "udp")]
            state = json.loads(watch.stop())
            end(keeper)
    check_once(tap, "translated", state, traffic, out + into)


class Bridge(Host):
    """Two containers at a bridge that has the host's address, and what they send out is masked: as container engines do it."""

    NEIGHBOUR = "10.81.1.3"

    def __init__(self):
        Network.__init__(self, "box", "other", "near", "edge", "far")

    def set_up(self):
        self.ip(self.near, "link add br0 type bridge", "link set br0 up", f"address add {self.INNER[4]}/24 dev br0")
        for name, device, address in ((self.box, "vbox", self.CONTAINER[4]), (self.other, "vother", self.NEIGHBOUR)):
            self.join(self.near, name, device, [], [address + "/24"])
            self.ip(self.near, f"link set {device} master br0")
            self.ip(name, f"route add default via {self.INNER[4]}")
        self.pair(self.near, self.edge, "vup", self.UPLINK, self.EDGE)
        self.pair(self.edge, self.far, "vfar", self.BEYOND, self.FAR)
        for name, gateway in ((self.near, self.EDGE), (self.edge, self.UPLINK), (self.far, self.BEYOND)):
            self.ip(name, f"route add default via {gateway[4]}")
        for name in (self.near, self.edge):
            self.set_control(name, "ipv4/ip_forward", 1)


def check_bridged(tap, netoproc, program):
    """Containers with each other, with the host in both directions, also through a port that it publishes, and with far away."""
    with Bridge() as net, tempfile.TemporaryDirectory() as folder:
        published = {port: (Host.CONTAINER[4], port) for port in range(PUBLISHED, PUBLISHED + 10)}
        reason = translate_in(net.near, "vup", published)
        if reason:
            tap.skip("bridged: each byte once", f"no address translation here: {reason}")
            return
        with Watch(net, netoproc, "state") as watch:
            traffic = Traffic(net, folder, program)
            keepers = [keep(net, watch, name) for name in (net.box, net.other)]
            pairs = []
            for role in ("tcp", "udp"):
                pairs += traffic.pair(f"away-{role}", role, net.box, net.far, Host.FAR[4], 4)[:1]
                pairs += traffic.pair(f"beside-{role}", role, net.box, net.other, Bridge.NEIGHBOUR, 4)
                pairs += traffic.pair(f"down-{role}", role, net.near, net.box, Host.CONTAINER[4], 4)
                pairs += traffic.pair(f"up-{role}", role, net.box, net.near, Host.INNER[4], 4)
            traffic.port = PUBLISHED
            for role in ("tcp", "udp"):
                pairs += traffic.pair(f"public-{role}", role, net.far, net.box, Host.CONTAINER[4], 4, through=Host.UPLINK[4])[1:]
            pairs += traffic.pair("own-port", "tcp", net.near, net.box, Host.CONTAINER[4], 4, through=Host.UPLINK[4])
            net.near_inode = os.stat(f"/run/netns/{net.near}").st_ino
            state = json.loads(watch.stop())
            for keeper in keepers:
                end(keeper)
    for generator in pairs:
        # Of its own namespace nothing is said.
        if traffic.spaces[generator] == f"net:[{net.near_inode}]":
            traffic.spaces[generator] = None
    check_once(tap, "bridged", state, traffic, pairs)


def check_short(tap, netoproc, program):
    """Processes that live for one connection."""
    with Namespaces() as net, tempfile.TemporaryDirectory() as folder, Watch(net, netoproc, "state") as watch:
        traffic = Traffic(net, folder, program)
        keeper = keep(net, watch, net.far)
        pairs = [traffic.pair(f"short{i}", "tcp", net.far, net.near, "10.77.0.1", 4) for i in range(N_SHORT)]
        state = json.loads(watch.stop())
        end(keeper)
    named = [row["pid"] for row in state["processes"] if bytes_of(row)[1] > 0]
    missing = [sender.name for sender, _ in pairs if sender.pid not in named]
    tap.check(not missing, f"short: each of {N_SHORT} is named", missing)


def check_long(tap, netoproc):
    """A connection that goes on, of a container that had no socket before: it stays one, and open."""
    serve = ("import socket; s = socket.create_server(('', 9000)); print('ready', flush=True); c, _ = s.accept()\n"
             "while c.recv(1000): c.sendall(b'y')")
    speak = ("import socket, sys; s = socket.create_connection(('10.77.0.1', 9000))\n"
             "for line in sys.stdin: s.sendall(b'x' * 500); s.recv(1)")
    with Namespaces() as net, Watch(net, netoproc, "state") as watch:
        keeper = keep(net, watch, net.far)
        watch.wait_for_ticks(10)  # its sockets were looked for, and there were none
        server = net.popen(net.near, ["python3", "-c", serve], stdout=subprocess.PIPE, text=True)
        server.stdout.readline()
        client = net.popen(net.far, ["python3", "-c", speak], stdin=subprocess.PIPE, text=True)
        for _ in range(28):
            client.stdin.write("\n")
            client.stdin.flush()
            watch.wait_for_ticks(1)
        state = json.loads(watch.stop())
        for process in (client, server, keeper):
            end(process)
    found = [connection for row in state["processes"] if row["pid"] == client.pid for _, connection in connections_of(row)]
    tap.check(len(found) == 1 and found[0]["closed_ms"] is None and found[0]["match_quality"] == "exact", "long: it is one, and open", found)


def check_pinned(tap, netoproc):
    """A namespace goes when its last process has ended, although it is watched from outside."""
    with Namespaces() as net, Watch(net, netoproc, "state") as watch:
        keeper = net.popen(net.near, ["unshare", "--net", "sleep", "300"])
        wait_until("it is elsewhere", lambda: namespace_of(keeper.pid) != namespace_of(watch.process.pid) and open(f"/proc/{keeper.pid}/comm").read() == "sleep\n")
        net.ip(net.near, f"link add pin0 type veth peer name pin1 netns {keeper.pid}", "link set pin0 up")
        watch.wait_for_ticks(4)
        end(keeper)
        wait_until("its interface goes with it", lambda: is_gone(net, "pin0"))
        watch.stop()
    tap.check(True, "pinned: an empty namespace is let go of")


def is_gone(net, device):
    try:
        net.read_link(net.near, device)
    except Exception:  # ip(8) says so by its exit code
        return True
    return False


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, program = sys.argv[1:3]
    tap = Tap()
    check_between(tap, netoproc, program)
    check_routed(tap, netoproc, program)
    check_translated(tap, netoproc, program)
    check_bridged(tap, netoproc, program)
    check_short(tap, netoproc, program)
    check_long(tap, netoproc)
    check_pinned(tap, netoproc)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
