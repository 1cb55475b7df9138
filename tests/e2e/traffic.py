#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Real traffic between network namespaces, and what netoproc says of it.

Truth is what the generators report: payload, and the segments the kernel counted for their sockets, times the
headers each carries on the wire. No counter of a capture or of an interface is part of it.

usage: traffic.py NETOPROC GENERATOR
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from namespaces import FAR, LOOPBACK, NEAR, Namespaces, Watch, why_not  # noqa: E402
from tap import Tap  # noqa: E402

TOLERANCE = 0.01
TCP_BYTES = 25_000_000
DATAGRAMS = 12_000
DATAGRAM_BYTES = 1_000
IP_HEADER = {4: 20, 6: 40}
TCP_HEADER = 32  # with timestamps
UDP_HEADER = 8

# name of the process on the near side, its role, the role on the far side, protocol, who listens
CASES = [
    ("up-tcp", "tcp-send", "tcp-sink", "tcp", "far"),
    ("down-tcp", "tcp-receive", "tcp-source", "tcp", "far"),
    ("serve-tcp", "tcp-source", "tcp-receive", "tcp", "near"),
    ("up-udp", "udp-send", "udp-sink", "udp", "far"),
    ("upto-udp", "udp-sendto", "udp-sink", "udp", "far"),
    ("down-udp", "udp-sink", "udp-send", "udp", "near"),
]


class Generator:
    """One process of our own, under a name of its own."""

    def __init__(self, net, where, folder, program, name, *arguments):
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            shutil.copy(program, path)
        self.name = name
        self.process = net.popen(where, [path, *map(str, arguments)], stdout=subprocess.PIPE, text=True)

    def wait_ready(self):
        if self.process.stdout.readline() != "ready\n":
            raise RuntimeError(f"{self.name} could not listen")

    def report(self):
        text, _ = self.process.communicate(timeout=60)
        if self.process.returncode != 0:
            raise RuntimeError(f"{self.name} failed")
        return json.loads(text.splitlines()[-1])


def wire_bytes(report, family, protocol):
    header = IP_HEADER[family] + (TCP_HEADER if protocol == "tcp" else UDP_HEADER)
    return (report["rx_payload"] + report["rx_packets"] * header, report["tx_payload"] + report["tx_packets"] * header)


def is_close(seen, wanted):
    # Bulk within the tolerance; the few bytes of a handshake or of bare acknowledgements within 300 bytes.
    return abs(seen - wanted) <= max(TOLERANCE * wanted, 300)


def start_pair(net, folder, program, family, case, port, loopback):
    name, near_role, far_role, protocol, listener = case
    near_name, far_name = f"{name}{family}", f"{name}{family}-peer"
    far_where = net.near if loopback else net.far
    near_address = LOOPBACK[family] if loopback else NEAR[family]
    far_address = LOOPBACK[family] if loopback else FAR[family]
    amount = TCP_BYTES if protocol == "tcp" else DATAGRAMS

    if listener == "far":
        far = Generator(net, far_where, folder, program, far_name, far_role, far_address, port, amount, DATAGRAM_BYTES)
        far.wait_ready()
        near = Generator(net, net.near, folder, program, near_name, near_role, far_address, port, amount, DATAGRAM_BYTES)
    else:
        near = Generator(net, net.near, folder, program, near_name, near_role, near_address, port, amount, DATAGRAM_BYTES)
        near.wait_ready()
        far = Generator(net, far_where, folder, program, far_name, far_role, near_address, port, amount, DATAGRAM_BYTES)
    return near, far


def check_process(tap, label, state, generator, report, family, protocol):
    rows = [p for p in state["processes"] if p["pid"] == report["pid"] and p["name"] == generator.name]
    if len(rows) != 1:
        tap.check(False, f"{label}: {generator.name} is named", f"{len(rows)} rows for pid {report['pid']}")
        return
    rx_wanted, tx_wanted = wire_bytes(report, family, protocol)
    rx_seen, tx_seen = rows[0]["rx_bytes_total"], rows[0]["tx_bytes_total"]
    detail = f"rx {rx_seen} of {rx_wanted}, tx {tx_seen} of {tx_wanted}"
    tap.check(is_close(rx_seen, rx_wanted) and is_close(tx_seen, tx_wanted), f"{label}: {generator.name}", detail, always=True)


def check_totals(tap, label, state):
    for way in ("rx", "tx"):
        field = f"{way}_bytes_total"
        rows = sum(p[field] for p in state["processes"]) + sum(u[field] for u in state["unknown"])
        tap.check(rows == state["totals"][field], f"{label}: rows and unknown add up to the total, {way}",
                  f"{rows} and {state['totals'][field]}")


def run_round(tap, net, netoproc, program, label, loopback):
    with tempfile.TemporaryDirectory() as folder:
        with Watch(net, netoproc, "state") as watch:
            started = []
            for number, case in enumerate(CASES):
                pairs = [(f, *start_pair(net, folder, program, f, case, 20000 + 10 * number + f, loopback)) for f in (4, 6)]
                started += [(case, family, near, near.report(), far, far.report()) for family, near, far in pairs]
            state = json.loads(watch.stop())
    for case, family, near, near_report, far, far_report in started:
        check_process(tap, label, state, near, near_report, family, case[3])
        if loopback:
            check_process(tap, label, state, far, far_report, family, case[3])
    check_totals(tap, label, state)
    lost = state["capture"]["dropped_kernel"] + state["capture"]["dropped_user"]
    tap.check(lost == 0, f"{label}: no packet lost", f"{lost}")


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, program = sys.argv[1:3]
    tap = Tap()
    with Namespaces() as net:
        for state in ("on", "off"):
            net.set_offload(state)
            run_round(tap, net, netoproc, program, f"veth, offload {state}", loopback=False)
        run_round(tap, net, netoproc, program, "loopback", loopback=True)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
