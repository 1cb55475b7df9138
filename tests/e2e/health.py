#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""What a snapshot says of TCP connections beyond their bytes: round trips, what was sent again, states, and their ends.

usage: health.py NETOPROC GENERATOR RELAY
"""

import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Generator, connections_of  # noqa: E402
from namespaces import FAR, NEAR, Namespaces, Watch, why_not  # noqa: E402
from tap import Tap  # noqa: E402

LINE_NEAR, LINE_FAR = "10.78.0.1", "10.78.0.2"
DELAY_MS = 20
LOSE_EVERY = 40
LONG_BYTES = 400_000
RTT_TOLERANCE = 0.05

SHORT = 15
SHORT_BYTES = 20_000

LONG_PORT, SHORT_PORT, LISTEN_PORT, HALF_PORT = range(20201, 20205)

# The sockets are listed every 1.5 s, and a tick is 250 ms.
DUMP_TICKS = 8
# A connection of which both ends were seen closes 2 s later.
CLOSE_TICKS = 24

# Its peer has closed, and it has not.
HALF_CLOSED = """
import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.recv(1)
print("closed", flush=True)
sys.stdin.readline()
"""
CLOSER = """
import socket, sys
s = socket.create_server((sys.argv[1], int(sys.argv[2])))
print("ready", flush=True)
c = s.accept()[0]
c.close()
sys.stdin.readline()
"""


class Line:
    """A device in both namespaces, far from one another."""

    def __init__(self, net, relay):
        self.process = subprocess.Popen([relay, net.near, net.far, "line0", str(DELAY_MS), str(LOSE_EVERY)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline() != "ready\n":
            raise RuntimeError("the relay did not start")
        for name, address in ((net.near, LINE_NEAR), (net.far, LINE_FAR)):
            net.ip(name, f"address add {address}/24 dev line0", "link set line0 up")

    def close(self):
        self.process.communicate()


def python(net, where, program, address, port):
    return net.popen(where, ["/usr/bin/python3", "-c", program, address, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def find(state, name):
    return [(socket, c) for p in state["processes"] if p["name"] == name for socket, c in connections_of(p)]


def check_long(tap, state, report):
    """Its last figures are those that its process saw just before it closed."""
    (socket, connection), = find(state, "health-long")
    stability = connection["stability"]
    detail = f"{stability}, reported {report['rtt_us']} us, {report['retransmits']} of {report['tx_packets']}"
    tap.check(stability is not None and stability["rtt_us"] >= 2 * DELAY_MS * 1000 * 0.9, "round trip: as long as the line at the least", detail)
    tap.check(abs(stability["rtt_us"] - report["rtt_us"]) <= RTT_TOLERANCE * report["rtt_us"], "round trip: the kernel's", detail, always=True)
    tap.check(stability["jitter_us"] is not None, "jitter: known", detail)
    tap.check(report["retransmits"] > 0 and stability["retransmissions"] == report["retransmits"], "retransmissions: all of them", detail)
    tap.check(stability["retransmit_rate"] is not None and 0 < stability["retransmit_rate"] < 0.5, "retransmissions: a rate", detail)
    tap.check(connection["direction"] == "outgoing" and connection["interface"] == "line0" and connection["closed_ms"] is not None,
              "direction, interface and end", connection)
    tap.check(socket["state"] in ("close", "time_wait", "fin_wait_2"), "state: of one that is closed", socket["state"])


def check_short(tap, state, report):
    """No list of sockets ever had them: their figures came with the notices of their ends."""
    connections = find(state, "health-short")
    known = [c for _, c in connections if c["stability"] is not None and c["stability"]["rtt_us"] is not None and
             c["stability"]["retransmissions"] is not None]
    tap.check(len(connections) == SHORT, "short connections: all are listed", len(connections))
    tap.check(len(known) == len(connections), "short connections: all have figures", f"{len(known)} of {len(connections)}", always=True)
    again = sum(c["stability"]["retransmissions"] for c in known)
    tap.check(again == report["retransmits"] > 0, "short connections: with all retransmissions", f"{again} of {report['retransmits']}", always=True)
    tap.check(all(c["closed_ms"] is not None for _, c in connections), "short connections: all are closed",
              [(s["state"], c) for s, c in connections if c["closed_ms"] is None][:2])


def main():
    reason = why_not() or (None if os.access("/dev/net/tun", os.R_OK | os.W_OK) else "needs /dev/net/tun")
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, generator, relay = sys.argv[1:4]
    tap = Tap()
    with Namespaces() as net, tempfile.TemporaryDirectory() as folder:
        def start(where, name, role, *figures):
            process = Generator(net, where, folder, generator, name, role, *figures)
            if role in ("tcp-sink", "tcp-serve", "tcp-many"):
                process.wait_ready()
            return process

        line = Line(net, relay)
        closer = python(net, net.far, CLOSER, FAR[4], HALF_PORT)
        closer.stdout.readline()
        with Watch(net, netoproc, "state") as watch:
            listener = start(net.near, "health-listener", "tcp-sink", NEAR[4], LISTEN_PORT, 0)
            half = python(net, net.near, HALF_CLOSED, FAR[4], HALF_PORT)
            half.stdout.readline()
            sink = start(net.far, "health-sink", "tcp-sink", LINE_FAR, LONG_PORT, 0)
            long = start(net.near, "health-long", "tcp-halves", LINE_FAR, LONG_PORT, LONG_BYTES)
            long.wait_for("half")
            watch.wait_for_ticks(DUMP_TICKS)
            long.go_on()
            report = long.report()
            sink.report()
            server = start(net.far, "health-serve", "tcp-serve", LINE_FAR, SHORT_PORT, SHORT, SHORT_BYTES)
            short = start(net.near, "health-short", "tcp-many", LINE_FAR, SHORT_PORT, SHORT, SHORT_BYTES)
            short.go_on()
            short_report = short.report()
            server.report()
            watch.wait_for_ticks(CLOSE_TICKS)
            state = json.loads(watch.stop())
        for process in (closer, half):
            process.communicate("\n")
        start(net.far, "health-end", "tcp-send", NEAR[4], LISTEN_PORT, 1).report()
        listener.report()
        line.close()

    check_long(tap, state, report)
    check_short(tap, state, short_report)
    halves = [socket["state"] for p in state["processes"] if p["pid"] == half.pid for socket, _ in connections_of(p)]
    tap.check(halves == ["close_wait"], "state: the other side has closed", halves)
    sockets = [s for p in state["processes"] if p["pid"] == listener.pid for s in p["sockets"]]
    tap.check(len(sockets) == 1 and sockets[0]["state"] == "listen" and sockets[0]["local_port"] == LISTEN_PORT and
              sockets[0]["connections"] == [], "a listener stands under its process", sockets)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
