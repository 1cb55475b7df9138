#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""What 100,000 sockets of 8 processes do to names, ticks, memory and the CPU, as they stand still and as each sends.

usage: sockets.py NETOPROC MANY-SOCKETS GENERATOR [COUNT]
"""

import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from namespaces import FAR, Namespaces, Watch, resident_mib, why_not  # noqa: E402
from capture import count_ticks, find, peak_mib, process_cpu  # noqa: E402

PROCESSES = 8
PORT = 20901
STILL_S, SENDING_S = 10, 10


def send_busy(net, generator):
    """One connection beside them, of 10 MB: returns what it says itself."""
    sink = net.popen(net.far, [generator, "tcp-sink", FAR[4], str(PORT), "0"], stdout=subprocess.PIPE, text=True)
    sink.stdout.readline()
    sender = net.popen(net.near, [generator, "tcp-send", FAR[4], str(PORT), "10000000"], stdout=subprocess.PIPE, text=True)
    said = json.loads(sender.communicate(timeout=60)[0])
    sink.communicate(timeout=60)
    return said


def measure(net, netoproc, many, generator, kind, count):
    crowd = net.popen(net.near, [many, kind, str(count), str(PROCESSES)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    crowd.stdout.readline()
    begin = time.monotonic()
    with Watch(net, netoproc, "state") as watch:
        pids = {"command line": watch.process.pid, "helper": find(watch.process.pid, "netoproc-helper")}
        print(f"sockets: {count:,} {kind}: second tick after {time.monotonic() - begin:.1f} s")
        for what, seconds in (("still", STILL_S), ("each sends", SENDING_S)):
            start = {name: process_cpu(pid) for name, pid in pids.items()}
            if what != "still":
                crowd.stdin.write("go\n")
                crowd.stdin.flush()
            said = send_busy(net, generator)
            began = time.monotonic()
            ticks, longest = count_ticks(watch.process.pid, seconds)
            print(f"sockets: {count:,} {kind}, {what}: {ticks} ticks in {seconds} s, {longest:.2f} s without one at most;",
                  "; ".join(f"{name} {100 * (process_cpu(pid) - start[name]) / (time.monotonic() - began):.0f} % of a core,"
                            f" {resident_mib(pid):.0f} MiB, {peak_mib(pid):.0f} at most" for name, pid in pids.items()))
        begin = time.monotonic()
        state = json.loads(watch.stop())
        print(f"sockets: {count:,} {kind}: ended after {time.monotonic() - begin:.1f} s")
    crowd.stdin.close()
    crowd.wait()
    rows = {p["pid"]: p for p in state["processes"]}
    busy = rows.get(said["pid"])
    crowd_rows = [p for p in state["processes"] if p["name"] == "netop-many-sockets"]
    print(f"sockets: {count:,} {kind}: the busy one beside them is", f"{busy['name']}, {busy['tx_bytes_total']:,} bytes sent" if busy else "not named",
          f"(payload {said['tx_payload']:,}); rows of the crowd {len(crowd_rows)}, with"
          f" {sum(len(s['connections']) for p in crowd_rows for s in p['sockets']):,} connections and"
          f" {sum(p['tx_bytes_total'] for p in crowd_rows):,} bytes sent;"
          f" unknown {[(u['cause'], u['tx_bytes_total'] + u['rx_bytes_total']) for u in state['unknown']]}")
    print("sockets: health", json.dumps(state["capture"]))


def main():
    reason = why_not()
    if reason:
        print(f"sockets: not measured: {reason}")
        return 77
    netoproc, many, generator = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 100000
    for kind in ("udp", "tcp"):
        with Namespaces() as net:
            measure(net, netoproc, many, generator, kind, count)
    return 0


if __name__ == "__main__":
    sys.exit(main())
