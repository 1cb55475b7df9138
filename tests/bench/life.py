#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""How soon the helper ends after its client, however that dies, and what it costs while nothing happens.

usage: life.py NETOPROC [ROUNDS [SECONDS]]
"""

import os
import signal
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from namespaces import Namespaces, Watch, is_running, why_not  # noqa: E402
from capture import find, process_cpu  # noqa: E402

DESCRIPTORS = 60000


def measure_end(net, netoproc, is_stopped):
    """Milliseconds from the death of a client, which may have stopped to read before, to the end of its helper."""
    with Watch(net, netoproc, "tsv") as watch:
        helper = find(watch.process.pid, "netoproc-helper")
        if is_stopped:
            watch.process.send_signal(signal.SIGSTOP)
            time.sleep(1)
        watch.process.kill()
        start = time.monotonic()
        while is_running(helper) and time.monotonic() < start + 5:
            time.sleep(0.001)
        return (time.monotonic() - start) * 1000


def measure_idle(net, netoproc, seconds):
    with Watch(net, netoproc, "tsv") as watch:
        helper = find(watch.process.pid, "netoproc-helper")
        before = [process_cpu(pid) for pid in (watch.process.pid, helper)]
        time.sleep(seconds)
        return [100 * (process_cpu(pid) - b) / seconds for pid, b in zip((watch.process.pid, helper), before)]


class Descriptors:
    """with Descriptors(net, n): processes that hold n sockets together, of which each walk looks at every one."""

    EACH = 5000
    SCRIPT = ("import resource, socket, sys; n = int(sys.argv[1]); resource.setrlimit(resource.RLIMIT_NOFILE, (n + 50, n + 50));"
              " s = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(n)];"
              " print('ready', flush=True); sys.stdin.read()")

    def __init__(self, net, count):
        self.net = net
        self.count = count

    def __enter__(self):
        self.holders = [self.net.popen(self.net.near, [sys.executable, "-c", self.SCRIPT, str(self.EACH)],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(self.count // self.EACH)]
        for holder in self.holders:
            holder.stdout.readline()

    def __exit__(self, *_):
        for holder in self.holders:
            holder.communicate()


def main():
    reason = why_not()
    if reason:
        print(f"life: not measured: {reason}")
        return 77
    netoproc = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 10.0
    with Namespaces() as net:
        for name, is_stopped in (("killed", False), ("stopped, then killed", True)):
            ends = [measure_end(net, netoproc, is_stopped) for _ in range(rounds)]
            print(f"life: client {name}: the helper ends after {statistics.median(ends):.0f} ms, {max(ends):.0f} ms at most, of {rounds}")
        client, helper = measure_idle(net, netoproc, seconds)
        print(f"life: no traffic for {seconds:g} s: {client:.2f} % of a core for the command line, {helper:.2f} % for the helper")
        with Descriptors(net, DESCRIPTORS):
            ends = [measure_end(net, netoproc, False) for _ in range(rounds)]
            print(f"life: {DESCRIPTORS:,} descriptors, client killed: the helper ends after {statistics.median(ends):.0f} ms, {max(ends):.0f} ms at most, of {rounds}")
            client, helper = measure_idle(net, netoproc, seconds)
            print(f"life: {DESCRIPTORS:,} descriptors, no traffic for {seconds:g} s: {client:.2f} % of a core for the command line, {helper:.2f} % for the helper")
    return 0


if __name__ == "__main__":
    sys.exit(main())
