#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""What a million small packets cost: two bare libpcap loops, tcpdump and our helper, in one run.

"bare loop" counts packets and never looks at one; "tuple loop" adds up bytes by addresses and ports, the least that
answers a question.

About 200,000 datagrams a second over a veth pair, from a host one hop further away: next door the sender is counted too,
as a container's process is, and "next door" says what that costs. For each: packets seen and dropped, its own CPU, and the CPU of
the whole machine (user and system, interrupts in system) above the same load with nothing capturing.

usage: capture.py NETOPROC FLOOD BARE_LOOP [SECONDS [ROUNDS]]
"""

import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from namespaces import NEAR, Hop, Watch, count_stream_bytes, why_not  # noqa: E402

RATE = 200_000
SNAP_LENGTH = 128
RING_BYTES = 64 << 20
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def machine_cpu():
    user, nice, system, _, _, irq, softirq = map(int, open("/proc/stat").readline().split()[1:8])
    return (user + nice) / TICKS_PER_S, (system + irq + softirq) / TICKS_PER_S


def process_cpu(pid):
    """Seconds on a CPU of all its threads, to the nanosecond: the first field of schedstat."""
    return sum(int(open(f"/proc/{pid}/task/{task}/schedstat").read().split()[0]) for task in os.listdir(f"/proc/{pid}/task")) / 1e9


def peak_mib(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024


def count_ticks(pid, seconds):
    """Messages of the helper, or some that came together, and the longest time without any."""
    end = time.monotonic() + seconds
    count, longest, last, read = 0, 0, time.monotonic(), count_stream_bytes(pid)
    while time.monotonic() < end:
        time.sleep(0.01)
        now = count_stream_bytes(pid)
        if now != read:
            count, longest, last, read = count + 1, max(longest, time.monotonic() - last), time.monotonic(), now
    return count, max(longest, time.monotonic() - last)


def descendants(pid):
    for task in os.listdir(f"/proc/{pid}/task"):
        for child in open(f"/proc/{pid}/task/{task}/children").read().split():
            yield int(child)
            yield from descendants(int(child))


def find(pid, name):
    for candidate in [pid, *descendants(pid)]:
        if open(f"/proc/{candidate}/comm").read().strip() == name[:15]:
            return candidate
    raise RuntimeError(f"{name} is not running")


class Nothing:
    name = "nothing"

    def __init__(self, net, paths):
        pass

    def start(self):
        return None

    def stop(self):
        return 0, 0


class Captor:
    """A program of its own in the watched namespace."""

    def __init__(self, net, paths):
        self.net = net
        self.paths = paths

    def start(self):
        before = self.net.count_packet_sockets()
        self.process = self.net.popen(self.net.near, self.command(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while self.net.count_packet_sockets() <= before:
            if self.process.poll() is not None:
                raise RuntimeError(self.process.stderr.read())
            time.sleep(0.05)
        time.sleep(0.3)
        return find(self.process.pid, os.path.basename(self.command()[0]))

    def stop(self):
        time.sleep(0.5)
        os.kill(find(self.process.pid, os.path.basename(self.command()[0])), signal.SIGINT)
        return self.parse(*self.process.communicate(timeout=10))


class BareLoop(Captor):
    name = "bare loop"

    def command(self):
        return [self.paths["bare_loop"], str(SNAP_LENGTH), str(RING_BYTES)]

    def parse(self, output, errors):
        return tuple(map(int, output.split()))


class TupleLoop(BareLoop):
    name = "tuple loop"

    def command(self):
        return [*super().command(), "tuples"]


class Tcpdump(Captor):
    name = "tcpdump"

    def command(self):
        return ["tcpdump", "-i", "any", "-n", "-s", "96", "-B", str(RING_BYTES >> 10), "-w", "/dev/null"]

    def parse(self, output, errors):
        return (int(re.search(r"(\d+) packets captured", errors).group(1)),
                int(re.search(r"(\d+) packets dropped by kernel", errors).group(1)))


class Helper:
    name = "helper"
    sender = "far"

    def __init__(self, net, paths):
        self.watch = Watch(net, paths["netoproc"], "state")

    def start(self):
        self.watch.__enter__()
        return find(self.watch.process.pid, "netoproc-helper")

    def stop(self):
        capture = json.loads(self.watch.stop())["capture"]
        return capture["packets"], capture["dropped_kernel"] + capture["dropped_user"]


class NextDoor(Helper):
    """A sender that is behind an interface of the watched host."""

    name = "next door"
    sender = "middle"


def measure(net, paths, captor_type, seconds):
    captor = captor_type(net, paths)
    pid = captor.start()
    try:
        idle_before = machine_cpu()
        time.sleep(2)
        idle = [(b - a) / 2 for a, b in zip(idle_before, machine_cpu())]
        own_before = process_cpu(pid) if pid else 0
        load_before, start = machine_cpu(), time.monotonic()
        flood = net.popen(getattr(net, getattr(captor_type, "sender", "far")), [paths["flood"], "send", NEAR[4], "9999", str(RATE), str(seconds)], stdout=subprocess.PIPE, text=True)
        sent = int(flood.communicate()[0])
        time.sleep(0.3)  # what is still in the ring
        elapsed = time.monotonic() - start
        load = [b - a - i * elapsed for a, b, i in zip(load_before, machine_cpu(), idle)]
        own = process_cpu(pid) - own_before if pid else 0
    finally:
        seen, dropped = captor.stop()
    million = sent / 1e6
    return {"sent": sent, "rate": sent / seconds, "seen": seen, "dropped": dropped,
            "own": own / million, "user": load[0] / million, "system": load[1] / million}


def main():
    reason = why_not()
    if reason:
        print(f"capture: not measured: {reason}")
        return 77
    paths = dict(zip(("netoproc", "flood", "bare_loop"), sys.argv[1:4]))
    seconds = float(sys.argv[4]) if len(sys.argv) > 4 else 5.0
    rounds = int(sys.argv[5]) if len(sys.argv) > 5 else 3
    captors = (Nothing, BareLoop, TupleLoop, Tcpdump, Helper, NextDoor)
    results = {c.name: [] for c in captors}
    with Hop() as net:
        sink = net.popen(net.near, [paths["flood"], "sink", NEAR[4], "9999"], stdout=subprocess.PIPE, text=True)
        sink.stdout.readline()
        try:
            for _ in range(rounds):
                for captor in captors:
                    results[captor.name].append(measure(net, paths, captor, seconds))
        finally:
            sink.kill()
            sink.wait()

    median = {name: {k: statistics.median(r[k] for r in rows) for k in rows[0]} for name, rows in results.items()}
    nothing, bare, tuples = median["nothing"], median["bare loop"], median["tuple loop"]
    print(f"capture: {rounds} rounds of {seconds:g} s, medians; CPU seconds per million packets;")
    print("capture: user and system are the whole machine's above idle and above the load with nothing capturing")
    print(f"{'':12}{'packets/s':>11}{'dropped':>10}{'own':>9}{'user':>9}{'system':>9}{'own/bare':>10}{'own/tuple':>11}")
    for name, row in median.items():
        ratios = "" if name == "nothing" else f"{row['own'] / bare['own']:9.2f}x{row['own'] / tuples['own']:10.2f}x"
        print(f"{name:12}{row['rate']:11,.0f}{sum(r['dropped'] for r in results[name]):10}{row['own']:9.3f}"
              f"{row['user'] - nothing['user']:9.3f}{row['system'] - nothing['system']:9.3f}{ratios}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
