#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""The wall clock is stepped while traffic is watched: that of netoproc and its helper, and nobody else's. Packets have
the kernel's, so that after the step they are as those that waited in the ring.

usage: clock.py NETOPROC GENERATOR STEPPED-CLOCK
"""

import json
import mmap
import os
import struct
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Generator, check_process, check_totals, connections_of, wire_bytes  # noqa: E402
from namespaces import FAR, Namespaces, Watch, why_not  # noqa: E402
from tap import Tap  # noqa: E402

HOUR_S = 3600
PORT = 20401
BYTES = 1_000_000
SYN_OPTIONS = 8


class SteppedClock:
    """What is started inside of it has this clock."""

    def __init__(self, folder, library):
        self.file = open(os.path.join(folder, "ahead"), "w+b")
        self.file.write(bytes(8))
        self.file.flush()
        self.ahead = mmap.mmap(self.file.fileno(), 8)
        self.environment = {"LD_PRELOAD": os.path.abspath(library), "NETOP_STEPPED_CLOCK": self.file.name,
                            # A sanitizer wants to be the first library.
                            "ASAN_OPTIONS": "verify_asan_link_order=0:" + os.environ.get("ASAN_OPTIONS", "")}

    def __enter__(self):
        self.before = {key: os.environ.get(key) for key in self.environment}
        os.environ.update(self.environment)
        return self

    def __exit__(self, *_):
        for key, value in self.before.items():
            if value is None:
                del os.environ[key]
            else:
                os.environ[key] = value

    def step(self, seconds):
        self.ahead[:8] = struct.pack("=q", seconds * 1_000_000)


def check_times(tap, label, state, step_s, started_s, generator):
    """In milliseconds, by the clock as it is after the step."""
    now, begin = (time.time() + step_s) * 1000, (started_s + step_s) * 1000
    sane = lambda moment: begin - 2000 <= moment <= now + 2000  # noqa: E731
    tap.check(sane(state["timestamp_ms"]), f"{label}: it is now", (begin, state["timestamp_ms"], now))
    tap.check(sane(state["monitoring_since_ms"]) and state["monitoring_since_ms"] <= state["timestamp_ms"],
              f"{label}: it began a moment ago", (begin, state["monitoring_since_ms"], now))
    row = next((p for p in state["processes"] if p["pid"] == generator.pid), None)
    tap.check(row is not None and sane(row["start_time_ms"]), f"{label}: {generator.name} started a moment ago", row and row["start_time_ms"])
    for _, connection in connections_of(row) if row else []:
        first, closed = connection["first_seen_ms"], connection["closed_ms"]
        tap.check(sane(first) and (closed is None or (sane(closed) and closed >= first)), f"{label}: its connection was seen a moment ago",
                  (begin, first, closed, now))


def check_step(tap, net, netoproc, folder, program, library, step_s):
    label = f"{step_s:+d} s"
    sink = Generator(net, net.far, folder, program, "peer", "tcp-serve", FAR[4], PORT, 10)
    sink.wait_ready()
    started_s = time.time()
    clock = SteppedClock(folder, library)
    with clock:
        watch = Watch(net, netoproc, "state").__enter__()
    try:
        over = Generator(net, net.near, folder, program, "over", "tcp-halves", FAR[4], PORT, BYTES)
        over.wait_for("half")
        watch.wait_for_ticks(2)
        clock.step(step_s)
        over.go_on()
        watch.wait_for_ticks(3)
        after = Generator(net, net.near, folder, program, "after", "tcp-halves", FAR[4], PORT, BYTES)
        after.wait_for("half")
        watch.wait_for_ticks(2)
        after.go_on()
        reports = [(generator, generator.report()) for generator in (over, after)]
        watch.wait_for_ticks(2)
        state = json.loads(watch.stop())
    finally:
        watch.__exit__()
        sink.process.kill()
        sink.process.communicate()
    for generator, report in reports:
        check_process(tap, label, state, generator, tuple(count + SYN_OPTIONS for count in wire_bytes(report, 4, "tcp")))
        check_times(tap, label, state, step_s, started_s, generator)
    check_totals(tap, label, state)


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, program, library = sys.argv[1:4]
    tap = Tap()
    with Namespaces() as net, tempfile.TemporaryDirectory() as folder:
        net.set_offload("off")
        for step_s in (HOUR_S, -HOUR_S):
            check_step(tap, net, netoproc, folder, program, library, step_s)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
