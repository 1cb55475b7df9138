#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""An interface joins a bridge while a flow goes over it, and leaves again: each datagram counts once.

Truth is how many datagrams the sender sent, times what each is on the wire.

usage: bridge.py NETOPROC
"""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from namespaces import FAR, NEAR, Namespaces, Watch, call, wait_until, why_not  # noqa: E402
from tap import Tap  # noqa: E402

TOLERANCE = 0.01
DATAGRAM_BYTES = 1_000
HEADERS = 28  # IPv4 and UDP
PREFIX = NEAR[4] + "/24"

# Sends slowly, as many datagrams as a line of its input says, and says that it is done with them.
SENDER = """
import socket, sys, time
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.bind((sys.argv[1], 0))
sender.connect((sys.argv[2], 7700))
for line in sys.stdin:
    for _ in range(int(line)):
        try:
            sender.send(bytes(int(sys.argv[3])))
        except ConnectionRefusedError:
            sender.send(bytes(int(sys.argv[3])))
        time.sleep(0.0005)
    print("done", flush=True)
"""


def near(net, *arguments):
    call("ip", "-n", net.near, *arguments)


def join(net):
    near(net, "address", "add", PREFIX, "dev", "bridge0")
    near(net, "link", "set", "veth0", "master", "bridge0")
    near(net, "address", "delete", PREFIX, "dev", "veth0")
    # It drops what it is to send until it has noticed that it has a port.
    wait_until("the bridge is up", lambda: net.read_link(net.near, "bridge0")["operstate"] == "UP")


def leave(net):
    near(net, "address", "add", PREFIX, "dev", "veth0")
    near(net, "link", "set", "veth0", "nomaster")
    near(net, "address", "delete", PREFIX, "dev", "bridge0")


def send(sender, n_datagrams):
    sender.stdin.write(f"{n_datagrams}\n")
    sender.stdin.flush()
    if sender.stdout.readline() != "done\n":
        raise RuntimeError("the sender failed")
    return n_datagrams


def run(net, netoproc):
    near(net, "link", "add", "bridge0", "type", "bridge", "forward_delay", "0")
    near(net, "link", "set", "bridge0", "up")

    with Watch(net, netoproc, "state") as watch:
        sender = net.popen(net.near, [sys.executable, "-c", SENDER, NEAR[4], FAR[4], str(DATAGRAM_BYTES)],
                           stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        n_sent = send(sender, 2000)
        for _ in range(2):
            join(net)
            n_sent += send(sender, 2000)
            leave(net)
            n_sent += send(sender, 2000)
        state = json.loads(watch.stop())
        sender.stdin.close()
        sender.wait(timeout=20)
    return sender.pid, n_sent, state


def check(tap, pid, n_sent, state):
    wanted = n_sent * (DATAGRAM_BYTES + HEADERS)
    seen = sum(p["tx_bytes_total"] for p in state["processes"] if p["pid"] == pid)
    tap.check(abs(seen - wanted) <= TOLERANCE * wanted, "each datagram counts once", f"{seen} of {wanted}", always=True)


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    with Namespaces() as net:
        check(tap, *run(net, sys.argv[1]))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
