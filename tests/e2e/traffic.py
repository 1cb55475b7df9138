#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Real traffic between network namespaces, and what netoproc says of it.

usage: traffic.py NETOPROC GENERATOR
"""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Generator, check_process, check_totals, wire_bytes  # noqa: E402
from namespaces import FAR, LOOPBACK, NEAR, Namespaces, Watch, why_not  # noqa: E402
from tap import Tap  # noqa: E402

TCP_BYTES = 25_000_000
DATAGRAMS = 12_000
DATAGRAM_BYTES = 1_000

# name of the process on the near side, its role, the role on the far side, protocol, who listens
CASES = [
    ("up-tcp", "tcp-send", "tcp-sink", "tcp", "far"),
    ("down-tcp", "tcp-receive", "tcp-source", "tcp", "far"),
    ("serve-tcp", "tcp-source", "tcp-receive", "tcp", "near"),
    ("up-udp", "udp-send", "udp-sink", "udp", "far"),
    ("upto-udp", "udp-sendto", "udp-sink", "udp", "far"),
    ("down-udp", "udp-sink", "udp-send", "udp", "near"),
]


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


def run_round(tap, net, netoproc, program, label, loopback):
    with tempfile.TemporaryDirectory() as folder:
        with Watch(net, netoproc, "state") as watch:
            started = []
            for number, case in enumerate(CASES):
                pairs = [(f, *start_pair(net, folder, program, f, case, 20000 + 10 * number + f, loopback)) for f in (4, 6)]
                started += [(case, family, near, near.report(), far, far.report()) for family, near, far in pairs]
            state = json.loads(watch.stop())
    for case, family, near, near_report, far, far_report in started:
        check_process(tap, label, state, near, wire_bytes(near_report, family, case[3]))
        if loopback:
            check_process(tap, label, state, far, wire_bytes(far_report, family, case[3]))
    check_totals(tap, label, state)


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
