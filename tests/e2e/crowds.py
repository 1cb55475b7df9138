#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Very many sockets, processes and namespaces that are over before anybody can look, and a client that stops to read.

usage: crowds.py NETOPROC GENERATOR MANY-SOCKETS
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Generator, add_up, bytes_of, check_process, connections_of, wire_bytes  # noqa: E402
from namespaces import FAR, LOOPBACK, Namespaces, Watch, resident_mib, wait_until, why_not  # noqa: E402
from tap import Tap  # noqa: E402

SOCKETS, HOLDERS = 10_000, 4
BUSY_PORT, SHORT_PORT, UNREAD_PORT, BRIEF_PORT = 20001, 20100, 20201, 20202
BUSY_BYTES = 3_000_000
SHORT_NAMES, SHORT_ROUNDS = 8, 25
GONE_NAMESPACES = 15
UNREAD_FLOWS = 200
# A SYN has this much more of options than other segments.
SYN_OPTIONS = 8
# A build with sanitizers keeps what was freed for a while.
MAX_GROWTH_MIB = 150


def check_sums(tap, label, state):
    rows, total = add_up(state["processes"] + state["unknown"]), bytes_of(state["totals"])
    tap.check(rows == total, f"{label}: rows and unknown add up to the total", f"{rows} and {total}")


def check_sockets(tap, net, netoproc, folder, program, many, kind):
    """A crowd of sockets, of which each sends, and a busy connection beside them."""
    crowd = net.popen(net.near, [many, kind, str(SOCKETS), str(HOLDERS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if crowd.stdout.readline() != "ready\n":
            raise RuntimeError("the crowd is not there")
        with Watch(net, netoproc, "state") as watch:
            sink = Generator(net, net.far, folder, program, "busy-peer", "tcp-sink", FAR[4], BUSY_PORT, 0)
            sink.wait_ready()
            busy = Generator(net, net.near, folder, program, "busy", "tcp-halves", FAR[4], BUSY_PORT, BUSY_BYTES)
            crowd.stdin.write("go\n")
            crowd.stdin.flush()
            if crowd.stdout.readline() != "sent\n":
                raise RuntimeError("the crowd did not send")
            busy.wait_for("half")
            watch.wait_for_ticks(12)  # a walk over the descriptors comes meanwhile
            busy.go_on()
            report = busy.report()
            sink.report()
            watch.wait_for_ticks(2)
            state = json.loads(watch.stop())
    finally:
        crowd.stdin.close()
        crowd.wait()
    label = f"{SOCKETS} {kind} sockets"
    check_process(tap, label, state, busy, wire_bytes(report, 4, "tcp"))
    check_sums(tap, label, state)
    rows = [p for p in state["processes"] if p["name"] == "netop-many-sockets"]
    tap.check(len(rows) == HOLDERS, f"{label}: each of their processes is a row", len(rows))
    # A byte from each of the senders, 29 on the wire with UDP and 53 with TCP.
    sent = SOCKETS * 29 if kind == "udp" else SOCKETS // 2 * 53
    seen = sum(p["tx_bytes_total"] for p in rows) + sum(u["tx_bytes_total"] for u in state["unknown"])
    tap.check(seen >= sent, f"{label}: no byte of theirs is lost", f"{seen} of {sent}; lost {state['capture']['lost']}")
    tap.check(state["capture"]["lost"] == 0, f"{label}: there is room for all", state["capture"]["lost"])


def make_and_remove(net, program, stop, errors):
    """Namespaces, with somebody in them, that are gone at once; and devices."""
    number = 0
    while not stop.is_set() and number < GONE_NAMESPACES:
        name = f"netop-gone-{os.getpid()}-{number}"
        number += 1
        try:
            subprocess.run(["ip", "netns", "add", name], check=True, capture_output=True)
            net.ip(net.near, f"link add gone{number} type veth peer name gone0 netns {name}", f"link set gone{number} up")
            inside = net.popen(name, [program, "udp-send", LOOPBACK[4], "9", "1", "10"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            subprocess.run(["ip", "netns", "delete", name], check=True, capture_output=True)
            inside.kill()
            inside.wait()
        except (subprocess.CalledProcessError, OSError) as error:
            errors.append(error)
        finally:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)


def check_vanishing(tap, net, netoproc, folder, program):
    """Each name sends to a port of its own: so a wrong name shows."""
    stop, errors = threading.Event(), []
    answers = [Generator(net, net.near, folder, program, "answer", "answer", LOOPBACK[4], SHORT_PORT + i, 10000) for i in range(SHORT_NAMES)]
    for answer in answers:
        answer.wait_ready()
    remover = threading.Thread(target=make_and_remove, args=(net, program, stop, errors))
    with Watch(net, netoproc, "state") as watch:
        remover.start()
        for turn in range(SHORT_ROUNDS):
            batch = [Generator(net, net.near, folder, program, f"short{i}", "udp-send", LOOPBACK[4], SHORT_PORT + i, 3, 100)
                     for i in range(SHORT_NAMES)]
            time.sleep(0.002 * (turn % 10))
            for short in batch:
                short.process.kill()
                short.process.communicate()
        stop.set()
        remover.join()
        watch.wait_for_ticks(2)
        state = json.loads(watch.stop())
    for answer in answers:
        answer.process.kill()
        answer.process.communicate()
    tap.check(not errors, "namespaces come and go", errors[:2])
    wrong, named = [], 0
    for process in state["processes"]:
        for _, connection in connections_of(process):
            number = connection["remote_port"] - SHORT_PORT
            if 0 <= number < SHORT_NAMES:
                named += 1
                if process["name"] != f"short{number}":
                    wrong.append((process["name"], connection["remote_port"]))
    tap.check(not wrong, "who is over soon has its own name or none", wrong[:5])
    tap.check(named > 0, "and some of them have theirs", f"{named} of {SHORT_NAMES * SHORT_ROUNDS}", always=True)
    check_sums(tap, "what vanishes", state)


def check_unread(tap, net, netoproc, folder, program):
    """The helper goes on while its client is stopped; then it tells all of it, of processes that are long gone too."""
    sinks = [Generator(net, net.far, folder, program, f"unread-peer{port}", "tcp-serve", FAR[4], port, UNREAD_FLOWS)
             for port in (UNREAD_PORT, BRIEF_PORT)]
    for sink in sinks:
        sink.wait_ready()
    with Watch(net, netoproc, "state") as watch:
        unread = Generator(net, net.near, folder, program, "unread", "tcp-halves", FAR[4], UNREAD_PORT, BUSY_BYTES)
        brief = Generator(net, net.near, folder, program, "brief", "tcp-many", FAR[4], BRIEF_PORT, UNREAD_FLOWS, 1000)
        unread.wait_for("half")
        watch.wait_for_ticks(3)
        watch.process.send_signal(signal.SIGSTOP)
        begin = time.monotonic()
        before = resident_mib(watch.helper)
        for generator in (unread, brief):
            generator.go_on()
        reports = [generator.report() for generator in (unread, brief)]
        wait_until("it was stopped for longer than a helper may be silent", lambda: time.monotonic() - begin > 4)
        growth = resident_mib(watch.helper) - before
        watch.process.send_signal(signal.SIGCONT)
        watch.wait_for_ticks(2)
        state = json.loads(watch.stop())
    for sink in sinks:
        sink.process.kill()
        sink.process.communicate()
    tap.check(growth < MAX_GROWTH_MIB, "a client that stops to read: the helper's memory is bounded", f"{growth:.1f} MiB more", always=True)
    wanted, brief_wanted = (wire_bytes(report, 4, "tcp") for report in reports)
    check_process(tap, "a client that stops to read", state, unread, tuple(count + SYN_OPTIONS for count in wanted))
    least = [count + more + SYN_OPTIONS * (UNREAD_FLOWS + 1) for count, more in zip(wanted, brief_wanted)]
    tap.check(all(total >= count for total, count in zip(bytes_of(state["totals"]), least)), "a client that stops to read: no byte is missing",
              f"{bytes_of(state['totals'])} of {least}")
    check_sums(tap, "a client that stops to read", state)


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, program, many = sys.argv[1:4]
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("udp", "tcp"):
            with Namespaces() as net:
                check_sockets(tap, net, netoproc, folder, program, many, kind)
        with Namespaces() as net:
            net.set_offload("off")
            check_vanishing(tap, net, netoproc, folder, program)
            check_unread(tap, net, netoproc, folder, program)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
