#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""netoproc --self-test, as root and as somebody without any privilege: what it prints, and that nothing of it is left.

usage: self_test.py NETOPROC HELPER
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from namespaces import Network, install, is_running, lines_of, wait_until, why_not  # noqa: E402
from tap import Tap  # noqa: E402

SOMEBODY = 23451
COLUMNS = ["Scenario", "Tier", "Named", "Bytes expected", "Bytes counted", "Error", "Limit"]
ALWAYS = ["TCP down", "TCP up", "TCP both ways", "TCP over IPv6"]
CAPTURED = ALWAYS + ["UDP", "Small datagrams"]
# In a namespace of its own the kernel tells netoproc of no processes.
NOT_HERE = ["50 short-lived processes", "Connection handed on"]

# Bytes that belong to nobody who is judged, on the same interface, under the name of one who is.
OTHERS = """
import ctypes, socket, time
ctypes.CDLL(None).prctl(15, b"netop-st-up")
s = socket.create_server(("127.0.0.1", 0))
a = socket.create_connection(s.getsockname())
b = s.accept()[0]
while True:
    a.sendall(bytes(20000))
    left = 20000
    while left > 0:
        left -= len(b.recv(left))
    time.sleep(0.01)
"""


def start(net, program, *options, user=None, **arguments):
    become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
    return net.popen(net.self, [*become, program, "--self-test", *options],
                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/", **arguments)


def wait(process):
    """How it ended, its output, and the lines of its errors."""
    output, errors = process.communicate(timeout=150)
    return process.returncode, output, lines_of(errors)


def run(net, program, *options, **arguments):
    return wait(start(net, program, *options, **arguments))


def is_refusal(result, code, word):
    """Nothing but one line that has this word."""
    return result[:2] == (code, "") and len(result[2]) == 1 and word in result[2][0]


def parse(output):
    """The rows of the table, the remarks under it, and the judgement."""
    table, _, rest = output.partition("\n\n")
    lines = [re.split(r"  +", line) for line in table.splitlines()]
    *remarks, judgement = rest.splitlines()
    return lines[0], [dict(zip(COLUMNS, line)) for line in lines[1:]], remarks, judgement


def check_table(tap, label, result, tiers):
    """Each scenario of each tier is there, and each error is what the bytes say."""
    code, output, errors = result
    tap.check(errors == [], f"{label}: nothing on standard error", errors)
    head, rows, remarks, judgement = parse(output)
    tap.check(head == COLUMNS, f"{label}: the columns", head)
    seen = {tier: [row["Scenario"] for row in rows if row["Tier"] == tier] for tier in {row["Tier"] for row in rows}}
    tap.check(seen == tiers, f"{label}: the scenarios of each tier", seen)
    for row in rows:
        expected, counted = int(row["Bytes expected"]), int(row["Bytes counted"])
        error = float(row["Error"].removesuffix(" %"))
        plain = abs(expected - counted) / expected * 100
        tap.check(row["Named"] == "yes" and error <= float(row["Limit"].split()[0]) and "outside" not in row["Limit"] and plain <= 1.1 * error + 0.01,
                  f"{label}: {row['Tier']}: {row['Scenario']}", row, always=True)
    tap.check(code == 0 and judgement == f"All {len(rows)} figures are within their limits", f"{label}: the judgement", f"{code} {judgement}")
    return remarks


def check_root(tap, net, netoproc):
    others = net.popen(net.self, ["/usr/bin/python3", "-c", OTHERS])
    try:
        result = run(net, netoproc)
    finally:
        others.kill()
        others.wait()
    remarks = check_table(tap, "root", result, {"sockets": ALWAYS, "pcap": CAPTURED, "pcap, namespace": CAPTURED})
    missing = [f"{tier}: {scenario}" for tier in ("pcap", "pcap, namespace") for scenario in NOT_HERE]
    tap.check([remark.split(": not measured: ")[0] for remark in remarks] == missing, "root: what is not measured here", remarks)


def check_somebody(tap, net, program):
    remarks = check_table(tap, "somebody", run(net, program, user=SOMEBODY), {"sockets": ALWAYS})
    tap.check(len(remarks) == 2 and any("pcap: not measured: " in r and "permission" in r for r in remarks) and
              any("pcap, namespace: not measured: " in r and "root" in r for r in remarks), "somebody: why there is no more", remarks)
    result = run(net, program, "--capture-mode", "pcap", user=SOMEBODY)
    tap.check(is_refusal(result, 1, "permission"), "somebody: who insists gets a no", result)


def find_descendants(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            children = [int(child) for child in file.read().split()]
    except FileNotFoundError:
        return []
    return children + [descendant for child in children for descendant in find_descendants(child)]


def check_end(tap, net, netoproc, number):
    """Two directors, a worker at each end of a connection, and a helper: with netoproc all of them end, whatever ends it."""
    name = signal.Signals(number).name
    process = start(net, netoproc, "--capture-mode", "pcap")
    descendants = wait_until("it is at work", lambda: process.poll() is not None or (len(d := find_descendants(process.pid)) >= 5 and d))
    process.send_signal(number)
    result = wait(process)
    wait_until("all have ended", lambda: not any(map(is_running, descendants)))
    good = result[:2] == (-9, "") if number == signal.SIGKILL else is_refusal(result, 4, "stopped")
    tap.check(good, f"{name}: it ends, all of its processes too, and prints no table", result)


def check_helper_killed(tap, net, netoproc):
    process = start(net, netoproc, "--capture-mode", "sockets")
    wait_until("it is at work", lambda: process.poll() is not None or len(find_descendants(process.pid)) >= 4)
    for pid in find_descendants(process.pid):
        with open(f"/proc/{pid}/comm", encoding="ascii", errors="replace") as file:
            if file.read().startswith("netoproc-helper"):
                os.kill(pid, signal.SIGKILL)
    result = wait(process)
    tap.check(is_refusal(result, 4, "helper"), "a helper that is killed is told of", result)


def check_bad_places(tap, net, netoproc, folder):
    net.ip(net.self, "link set lo down")
    result = run(net, netoproc, "--capture-mode", "sockets")
    tap.check(is_refusal(result, 4, "ip link set lo up"), "without loopback it says what to do", result)
    net.ip(net.self, "link set lo up")

    net.set_control(net.self, "ipv6/conf/all/disable_ipv6", 1)
    code, output, _ = run(net, netoproc, "--capture-mode", "sockets")
    _, rows, remarks, _ = parse(output)
    tap.check(code == 0 and [row["Scenario"] for row in rows] == ALWAYS[:3] and len(remarks) == 1 and "IPv6" in remarks[0],
              "without IPv6 that is left out", output)
    net.set_control(net.self, "ipv6/conf/all/disable_ipv6", 0)

    os.makedirs(f"{folder}/alone/bin")
    alone = shutil.copy(netoproc, f"{folder}/alone/bin/")
    result = run(net, alone)
    if any("cannot be started" in line for line in result[2]):
        tap.check(is_refusal(result, 4, "cannot be started"), "without a helper there is no table", result)
    else:
        tap.skip("without a helper there is no table", "one is installed")


def main():
    reason = why_not() or (None if shutil.which("setpriv") else "needs the program setpriv")
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    netoproc, helper = map(os.path.abspath, sys.argv[1:3])
    with Network("self") as net, tempfile.TemporaryDirectory() as folder:
        program = install(netoproc, helper, folder)
        check_root(tap, net, netoproc)
        check_somebody(tap, net, program)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            check_end(tap, net, netoproc, number)
        check_helper_killed(tap, net, netoproc)
        check_bad_places(tap, net, netoproc, folder)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
