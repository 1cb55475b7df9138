#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""What 50,000 connection requests a second from ever other addresses do to the names of others, to memory and to the CPU.

usage: hostile.py NETOPROC SPOOF [RATE [SECONDS]]
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from namespaces import NEAR, Namespaces, Watch, call, resident_mib, why_not  # noqa: E402
from accuracy import HTTP_PORT, bytes_of, run_requests, serve_files  # noqa: E402
from capture import count_ticks, find, peak_mib, process_cpu  # noqa: E402


def count_remote_bytes(state, port):
    """Bytes of all connections with that remote port: of each process, and of the unknown."""
    named = {}
    for process in state["processes"]:
        total = sum(bytes_of(c) for s in process["sockets"] for c in s["connections"] if c["remote_port"] == port)
        if total:
            named.setdefault(process["name"], []).append(total)
    unknown = sum(bytes_of(r) for u in state["unknown"] for r in u["remotes"] if r["port"] == port)
    return named, unknown


def report(what, state, name, port, processes=1):
    named, unknown = count_remote_bytes(state, port)
    ours = named.get(name, [])
    everything = sum(map(sum, named.values())) + unknown
    share = 100 * sum(ours) / everything if everything else 0
    print(f"hostile: {what}: {share:.2f} % of {everything:,} bytes named {name}; {len(ours)} of {processes} processes are rows;"
          f" unknown {unknown:,} bytes")


def main():
    reason = why_not()
    if reason:
        print(f"hostile: not measured: {reason}")
        return 77
    netoproc, spoof = sys.argv[1:3]
    rate = float(sys.argv[3]) if len(sys.argv) > 3 else 50000
    seconds = float(sys.argv[4]) if len(sys.argv) > 4 else 10
    with Namespaces() as net, tempfile.TemporaryDirectory() as folder:
        # Answers to nobody go somewhere, as they would to a router.
        call("ip", "-n", net.near, "route", "add", "10.0.0.0/8", "via", "10.77.0.2")
        call("ip", "-n", net.far, "route", "add", "blackhole", "10.0.0.0/9")
        server = serve_files(net, folder)
        try:
            with Watch(net, netoproc, "state") as watch:
                helper = find(watch.process.pid, "netoproc-helper")
                start_cpu = {pid: process_cpu(pid) for pid in (watch.process.pid, helper)}
                flood = net.popen(net.far, [spoof, NEAR[4], "9", str(rate), str(seconds)], stdout=subprocess.PIPE, text=True)
                ticks = []
                counter = threading.Thread(target=lambda: ticks.extend(count_ticks(watch.process.pid, seconds)))
                counter.start()
                requests = 0
                failures = 0
                start = time.monotonic()
                while flood.poll() is None:
                    failures += run_requests(net, 10)[0]
                    requests += 10
                elapsed = time.monotonic() - start
                counter.join()
                cpu = {pid: 100 * (process_cpu(pid) - start_cpu[pid]) / elapsed for pid in start_cpu}
                peak = {pid: peak_mib(pid) for pid in start_cpu}
                time.sleep(10)
                after = {pid: resident_mib(pid) for pid in start_cpu}
                state = json.loads(watch.stop())
        finally:
            server.kill()
            server.wait()
        print(f"hostile: {int(flood.communicate()[0]):,} requests from as many sources in {elapsed:.1f} s; {failures} of {requests} of curl failed")
        print(f"hostile: {ticks[0]} ticks meanwhile, {ticks[1]:.2f} s without one at most")
        report("curl meanwhile", state, "curl", HTTP_PORT, requests)
        for pid, name in ((watch.process.pid, "command line"), (helper, "helper")):
            print(f"hostile: {name}: {cpu[pid]:.0f} % of a core, {peak[pid]:.0f} MiB at most, {after[pid]:.0f} MiB 10 s after")
        print("hostile: health", json.dumps(state["capture"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
