#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""How much of a burst of short connections gets its process's name; NetHogs, where it is installed, in the same run.

1,000 curl requests one after the other to a small server in another network namespace; then 300 processes that send
one query each and live about 5 ms; then 400 connections of 20 ms of one process that was there long before, behind 200
that started since.

usage: accuracy.py NETOPROC GENERATOR [REQUESTS [QUERIES [CONNECTIONS]]]
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from namespaces import FAR, Namespaces, Watch, why_not  # noqa: E402

HTTP_PORT = 8080

LONG_RUNNER = """#!/usr/bin/python3
import socket, sys, time
sys.stdin.readline()
for _ in range(int(sys.argv[2])):
    with socket.create_connection((sys.argv[1], int(sys.argv[3]))) as s:
        s.sendall(b"GET /file HTTP/1.0\\r\\n\\r\\n")
        while s.recv(65536):
            pass
        time.sleep(0.015)
    time.sleep(0.01)
"""
N_YOUNGER = 200


def serve_files(net, folder):
    with open(os.path.join(folder, "file"), "wb") as file:
        file.write(os.urandom(1024))
    server = net.popen(net.far, ["busybox", "httpd", "-f", "-p", str(HTTP_PORT), "-h", folder])
    time.sleep(0.3)
    return server


def run_requests(net, count):
    start = time.monotonic()
    url = f"http://{FAR[4]}:{HTTP_PORT}/file"
    script = f'i=0; while [ $i -lt {count} ]; do curl -s -o /dev/null "{url}" || echo failed; i=$((i+1)); done'
    done = net.popen(net.near, ["sh", "-c", script], stdout=subprocess.PIPE, text=True)
    failures = done.communicate()[0].count("failed")
    return failures, time.monotonic() - start


def run_long_runner(net, netoproc, folder, count):
    """Its connections are short, and it holds none before the first."""
    path = os.path.join(folder, "long-runner")
    with open(path, "w") as file:
        file.write(LONG_RUNNER)
    os.chmod(path, 0o755)
    runner = net.popen(net.near, [path, FAR[4], str(count), str(HTTP_PORT)], stdin=subprocess.PIPE, text=True)
    younger = [net.popen(net.near, ["sleep", "600"]) for _ in range(N_YOUNGER)]
    try:
        with Watch(net, netoproc, "state") as watch:
            runner.communicate("go\n", timeout=120)
            return json.loads(watch.stop())
    finally:
        runner.kill()
        runner.wait()
        for process in younger:
            process.kill()
            process.wait()


def bytes_of(row):
    return row["rx_bytes_total"] + row["tx_bytes_total"]


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
    print(f"accuracy: {what}: {share:.2f} % of {everything:,} bytes named {name}; {len(ours)} of {processes} processes are rows;"
          f" unknown {unknown:,} bytes; lookups {state['capture'].get('lookups')}")


def run_nethogs(net, count):
    with tempfile.TemporaryFile("w+") as log:
        hogs = net.popen(net.near, ["nethogs", "-t", "-C", "-v", "2", "veth0"], stdout=log, stderr=subprocess.DEVNULL)
        time.sleep(2)
        _, elapsed = run_requests(net, count)
        time.sleep(2)
        hogs.terminate()
        hogs.wait()
        log.seek(0)
        largest = {}
        for line in log:
            match = re.match(r"(.+?)/(\d+)/(\d+)\s+([\d.]+)\s+([\d.]+)$", line.strip())
            if match:
                largest[match[1] + match[2]] = max(largest.get(match[1] + match[2], (0, "")), (float(match[4]) + float(match[5]), match[1]))
    return sum(v for v, label in largest.values() if "curl" in label), sum(v for v, label in largest.values()), elapsed


def main():
    reason = why_not()
    if reason:
        print(f"accuracy: not measured: {reason}")
        return 77
    netoproc, generator = sys.argv[1:3]
    requests = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    queries = int(sys.argv[4]) if len(sys.argv) > 4 else 300
    connections = int(sys.argv[5]) if len(sys.argv) > 5 else 400
    with Namespaces() as net, tempfile.TemporaryDirectory() as folder:
        server = serve_files(net, folder)
        query = os.path.join(folder, "one-query")
        shutil.copy(generator, query)
        try:
            with Watch(net, netoproc, "state") as watch:
                failures, elapsed = run_requests(net, requests)
                state = json.loads(watch.stop())
            print(f"accuracy: {requests} curl requests in {elapsed:.1f} s, {failures} failed")
            report("curl", state, "curl", HTTP_PORT, requests)

            answerer = net.popen(net.far, [query, "answer", FAR[4], "53", str(queries), "120"], stdout=subprocess.PIPE, text=True)
            answerer.stdout.readline()
            with Watch(net, netoproc, "state") as watch:
                for _ in range(queries):
                    net.popen(net.near, [query, "query", FAR[4], "53", "1", "40"], stdout=subprocess.DEVNULL).wait()
                state = json.loads(watch.stop())
            answerer.kill()
            answerer.wait()
            report("one-query processes", state, "one-query", 53, queries)

            state = run_long_runner(net, netoproc, folder, connections)
            report("short connections of a long runner", state, "long-runner", HTTP_PORT)

            if shutil.which("nethogs") or os.path.exists("/usr/sbin/nethogs"):
                os.environ["PATH"] += ":/usr/sbin"
                named, everything, elapsed = run_nethogs(net, requests)
                share = 100 * named / everything if everything else 0
                print(f"accuracy: NetHogs: {share:.1f} % of the bytes it shows named curl ({named:,.0f} of {everything:,.0f}), {elapsed:.1f} s")
            else:
                print("accuracy: NetHogs is not installed: no peer in this run")
        finally:
            server.kill()
            server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
