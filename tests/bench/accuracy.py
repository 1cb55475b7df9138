#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""How much of a burst of short connections gets its process's name; NetHogs, where it is installed, beside netoproc.

2,000 curl requests one after the other to a small server in another network namespace, and as many by two at a time:
alone, beside netoproc, beside NetHogs, and beside both. Then 2,000 processes that live as short as can be; 300 that send
one query each and live about 5 ms; and 400 connections of 20 ms of one process that was there long before, behind 200
that started since. What is true is what the interface counted.

usage: accuracy.py NETOPROC GENERATOR BRIEF [REQUESTS [QUERIES [CONNECTIONS]]]
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from namespaces import FAR, Namespaces, Watch, wait_until, why_not  # noqa: E402

HTTP_PORT = 8080
BRIEF_PORT = 8081
ETHERNET_HEADER = 14

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
NETHOGS_REFRESH_S = 1


def serve_files(net, folder):
    with open(os.path.join(folder, "file"), "wb") as file:
        file.write(os.urandom(1024))
    server = net.popen(net.far, ["busybox", "httpd", "-f", "-p", str(HTTP_PORT), "-h", folder])
    wait_until("the server is there", lambda: run_requests(net, 1)[0] == 0)
    return server


def run_requests(net, count, at_once=1):
    """Returns how many failed, and how long all took."""
    start = time.monotonic()
    url = f"http://{FAR[4]}:{HTTP_PORT}/file"
    script = f'i=0; while [ $i -lt {count // at_once} ]; do curl -s -o /dev/null "{url}" || echo failed; i=$((i+1)); done'
    loops = [net.popen(net.near, ["sh", "-c", script], stdout=subprocess.PIPE, text=True) for _ in range(at_once)]
    failures = sum(loop.communicate()[0].count("failed") for loop in loops)
    return failures, time.monotonic() - start


def read_cpu_s(*pids):
    ticks = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            ticks += sum(map(int, file.read().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


class Counters:
    """Bytes and packets of the near interface since it was made."""

    def __init__(self, net):
        self.net = net
        self.before = self.read()

    def read(self):
        stats = self.net.read_link(self.net.near, "veth0")["stats64"]
        return tuple(stats["rx"][what] + stats["tx"][what] for what in ("bytes", "packets"))

    def get_link_bytes(self):
        return self.read()[0] - self.before[0]

    def get_ip_bytes(self):
        after = self.read()
        return after[0] - self.before[0] - ETHERNET_HEADER * (after[1] - self.before[1])


class NetHogs:
    """with NetHogs(net) as hogs: `read()` gives bytes by label, the largest that each line of it ever said."""

    def __init__(self, net):
        self.net = net

    @staticmethod
    def is_installed():
        return any(os.access(os.path.join(folder, "nethogs"), os.X_OK) for folder in os.environ["PATH"].split(":") + ["/usr/sbin"])

    def __enter__(self):
        self.log = tempfile.TemporaryFile("w+")
        before = self.net.count_packet_sockets()
        self.process = self.net.popen(self.net.near, ["nethogs", "-t", "-C", "-v", "2", "-d", str(NETHOGS_REFRESH_S), "veth0"], stdout=self.log,
                                      stderr=subprocess.DEVNULL)
        wait_until("NetHogs captures", lambda: self.net.count_packet_sockets() > before)
        return self

    def read(self):
        time.sleep(2 * NETHOGS_REFRESH_S + 0.5)  # it says what it knows then
        self.log.seek(0)
        largest = {}
        for line in self.log:
            match = re.match(r"(.+?)/(\d+)/(\d+)\s+([\d.]+)\s+([\d.]+)$", line.strip())
            if match:
                key = match[1] + "/" + match[2]
                largest[key] = max(largest.get(key, (0, "")), (float(match[4]) + float(match[5]), match[1]))
        return largest.values()

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.log.close()


def bytes_of(row):
    return row["rx_bytes_total"] + row["tx_bytes_total"]


def describe(state, name, truth, flows):
    """One flow a process. Of bytes that no row has nothing was shown."""
    rows = [bytes_of(p) for p in state["processes"] if p["name"] == name and bytes_of(p) > 0]
    unknown = {f"{u['cause']}{'' if u['uid'] is None else ', user ' + str(u['uid'])}": bytes_of(u) for u in state["unknown"]}
    causes = ", ".join(f"{cause} {100 * figure / truth:.2f} %" for cause, figure in unknown.items()) or "none"
    shown = sum(rows) + sum(unknown.values()) + sum(bytes_of(p) for p in state["processes"] if p["name"] != name)
    return (f"{100 * len(rows) / flows:.2f} % of {flows} flows and {100 * sum(rows) / truth:.2f} % of {truth:,} bytes named {name}; "
            f"unknown: {causes}; never shown {100 * max(truth - shown, 0) / truth:.2f} %")


def run_load(net, netoproc, count, at_once, with_netoproc, with_nethogs):
    """Prints what each says of it, what it took, and how long the load took beside it."""
    label = f"accuracy: {count} curl requests, {at_once} at a time, " + (
        " and ".join(name for name, wanted in (("netoproc", with_netoproc), ("NetHogs", with_nethogs)) if wanted) or "nobody") + " beside: "
    with contextlib.ExitStack() as stack:
        watch = stack.enter_context(Watch(net, netoproc, "state")) if with_netoproc else None
        hogs = stack.enter_context(NetHogs(net)) if with_nethogs else None
        pids = [watch.process.pid, watch.helper] if watch else []
        begin = read_cpu_s(*pids), read_cpu_s(hogs.process.pid) if hogs else 0
        counters = Counters(net)
        failures, elapsed = run_requests(net, count, at_once)
        print(f"{label}{elapsed:.1f} s, {failures} failed")
        truth = counters.get_ip_bytes()
        if watch:
            cpu = read_cpu_s(*pids) - begin[0]
            print(f"{label}netoproc: {describe(json.loads(watch.stop()), 'curl', truth, count)}; CPU {cpu:.2f} s")
        if hogs:
            cpu = read_cpu_s(hogs.process.pid) - begin[1]
            link_bytes = counters.get_link_bytes()
            said = hogs.read()
            named = sum(figure for figure, label_ in said if "curl" in label_)
            unknown = sum(figure for figure, label_ in said if "unknown" in label_)
            shown = sum(figure for figure, _ in said)
            print(f"{label}NetHogs: {100 * named / link_bytes:.2f} % of {link_bytes:,} bytes named curl; unknown {100 * unknown / link_bytes:.2f} %; "
                  f"never shown {100 * max(link_bytes - shown, 0) / link_bytes:.2f} %; CPU {cpu:.2f} s")


def run_brief(net, netoproc, generator, folder, brief, count):
    path = os.path.join(folder, "brief")
    shutil.copy(brief, path)
    server = net.popen(net.far, [generator, "tcp-serve", FAR[4], str(BRIEF_PORT), str(count)], stdout=subprocess.PIPE, text=True)
    server.stdout.readline()
    with Watch(net, netoproc, "state") as watch:
        counters = Counters(net)
        lived_us = int(subprocess.run(["ip", "netns", "exec", net.near, path, FAR[4], str(BRIEF_PORT), str(count)],
                                      check=True, capture_output=True, text=True).stdout)
        truth = counters.get_ip_bytes()
        state = json.loads(watch.stop())
    server.communicate(timeout=20)
    print(f"accuracy: {count} processes of {lived_us} us each, start and end included: {describe(state, 'brief', truth, count)}")


def run_queries(net, netoproc, generator, folder, count):
    query = os.path.join(folder, "one-query")
    shutil.copy(generator, query)
    # Under its own name: the other end is a process of this machine too, and is told with its bytes.
    answerer = net.popen(net.far, [generator, "answer", FAR[4], "53", str(count), "120"], stdout=subprocess.PIPE, text=True)
    answerer.stdout.readline()
    with Watch(net, netoproc, "state") as watch:
        counters = Counters(net)
        for _ in range(count):
            net.popen(net.near, [query, "query", FAR[4], "53", "1", "40"], stdout=subprocess.DEVNULL).wait()
        truth = counters.get_ip_bytes()
        state = json.loads(watch.stop())
    answerer.kill()
    answerer.wait()
    print(f"accuracy: {count} one-query processes: {describe(state, 'one-query', truth, count)}")


def run_long_runner(net, netoproc, folder, count):
    """Its connections are short, and it holds none before the first."""
    path = os.path.join(folder, "long-runner")
    with open(path, "w", encoding="utf-8") as file:
        file.write(LONG_RUNNER)
    os.chmod(path, 0o755)
    runner = net.popen(net.near, [path, FAR[4], str(count), str(HTTP_PORT)], stdin=subprocess.PIPE, text=True)
    younger = [net.popen(net.near, ["sleep", "600"]) for _ in range(N_YOUNGER)]
    try:
        with Watch(net, netoproc, "state") as watch:
            counters = Counters(net)
            runner.communicate("go\n", timeout=120)
            truth = counters.get_ip_bytes()
            state = json.loads(watch.stop())
    finally:
        runner.kill()
        runner.wait()
        for process in younger:
            process.kill()
            process.wait()
    print(f"accuracy: {count} short connections of a long runner: {describe(state, 'long-runner', truth, 1)}")


def main():
    reason = why_not()
    if reason:
        print(f"accuracy: not measured: {reason}")
        return 77
    netoproc, generator, brief = sys.argv[1:4]
    requests, queries, connections = [int(text) for text in sys.argv[4:]] + [2000, 300, 400][len(sys.argv) - 4:]
    os.environ["PATH"] += ":/usr/sbin"
    has_nethogs = NetHogs.is_installed()
    if not has_nethogs:
        print("accuracy: NetHogs is not installed: no peer in this run")
    with Namespaces() as net, tempfile.TemporaryDirectory() as folder:
        server = serve_files(net, folder)
        try:
            for at_once in (1, 2):
                for beside in ((False, False), (True, False), (False, True), (True, True)):
                    if has_nethogs or not beside[1]:
                        run_load(net, netoproc, requests, at_once, *beside)
            run_brief(net, netoproc, generator, folder, brief, requests)
            run_queries(net, netoproc, generator, folder, queries)
            run_long_runner(net, netoproc, folder, connections)
        finally:
            server.kill()
            server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
