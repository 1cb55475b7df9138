#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""What somebody without any privilege sees: TCP of all users by what the kernel counts, own processes by name.

usage: limited.py NETOPROC HELPER SCHEMA
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from namespaces import FAR, Namespaces, install, lines_of, wait_for_first_tick, wait_for_ticks, why_not  # noqa: E402
from tap import Tap  # noqa: E402

OURS, OTHER = 23451, 23452
BEFORE, EACH, ROUNDS = 500_000, 100_000, 10
SHORT, SHORT_BYTES = 40, 20_000

SINK = """
import socket, threading
def read(c):
    while c.recv(65536):
        pass
s = socket.create_server(("%s", 0))
print(s.getsockname()[1], flush=True)
for _ in range(2):
    threading.Thread(target=read, args=s.accept()[:1]).start()
""" % FAR[4]

# What it sends before a line comes in was carried before anybody watched: the kernel counts what was acknowledged, and of
# that nothing may be on its way any more (SIOCOUTQ, tcp(7)).
SENDER = """
import fcntl, socket, sys, termios, time
def carry(count):
    tcp.sendall(bytes(count))
    while any(fcntl.ioctl(tcp, termios.TIOCOUTQ, bytes(4))):
        time.sleep(0.001)
tcp = socket.create_connection((sys.argv[1], int(sys.argv[2])))
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
carry(int(sys.argv[3]))
print("ready", flush=True)
for line in sys.stdin:
    carry(int(line))
    udp.sendto(bytes(1000), (sys.argv[1], 9))
    print("sent", flush=True)
"""


# Connections that come and go between two looks at the sockets, each to a server of its own that reads to the end.
SHORT_SINK = """
import socket
s = socket.create_server(("%s", 0))
print(s.getsockname()[1], flush=True)
for _ in range(%d):
    c = s.accept()[0]
    while c.recv(65536):
        pass
    c.close()
""" % (FAR[4], SHORT)
SHORT_SENDER = """
import socket, sys
for _ in range(%d):
    with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as c:
        c.sendall(bytes(%d))
        c.shutdown(socket.SHUT_WR)
        c.recv(1)
""" % (SHORT, SHORT_BYTES)
LISTENER = """
import socket
socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 4).bind((0, 0xf))  # NETLINK_SOCK_DIAG, the ends of sockets
"""


class Sender:
    def __init__(self, net, uid, port):
        self.process = net.popen(net.near, ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "/usr/bin/python3", "-c", SENDER,
                                            FAR[4], port, str(BEFORE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def send(self, count):
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()
        self.process.stdout.readline()


def start(net, program, *options, **arguments):
    return net.popen(net.near, ["setpriv", f"--reuid={OURS}", f"--regid={OURS}", "--clear-groups", program, *options],
                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/", **arguments)


def run_as_us(net, program, *arguments):
    return net.popen(net.near, ["setpriv", f"--reuid={OURS}", f"--regid={OURS}", "--clear-groups", "/usr/bin/python3", "-c", program,
                                *map(str, arguments)], stderr=subprocess.DEVNULL)


def check_short(tap, net, program):
    """What no look at the sockets had is counted when it ends, where the kernel tells that to everybody."""
    name = "connections between two looks are counted, all of their bytes"
    if run_as_us(net, LISTENER).wait() != 0:
        tap.skip(name, "the kernel tells the ends of sockets to nobody without privileges")
        return
    sink = net.popen(net.far, ["/usr/bin/python3", "-c", SHORT_SINK], stdout=subprocess.PIPE, text=True)
    port = int(sink.stdout.readline())
    run = start(net, program, "--duration", "300", "--format", "state")
    wait_for_ticks(run, 2)
    run_as_us(net, SHORT_SENDER, FAR[4], port).wait()
    sink.wait()
    wait_for_ticks(run, 4)
    run.send_signal(signal.SIGINT)
    state = json.loads(run.communicate(timeout=20)[0])
    rows = [s for p in state["processes"] for s in p["sockets"]]
    connections = [c for s in rows for c in s["connections"] if c["remote_port"] == port]
    remotes = [r for u in state["unknown"] for r in u["remotes"] if r["addr"] == FAR[4]]
    total = sum(row["tx_bytes_total"] for row in connections + remotes)
    # The kernel counts the two ends of a stream as bytes, too.
    tap.check(SHORT * SHORT_BYTES <= total <= SHORT * (SHORT_BYTES + 2), name, f"{total} of {SHORT * SHORT_BYTES}", always=True)


def watch(net, program, senders, output_format):
    run = start(net, program, "--duration", "300", "--format", output_format)
    wait_for_first_tick(run)
    for _ in range(ROUNDS):
        for sender in senders:
            sender.send(EACH)
    wait_for_ticks(run, 4)
    run.send_signal(signal.SIGINT)
    output, errors = run.communicate(timeout=20)
    return run.returncode, output, errors


def check_state(tap, state, schema, ours):
    import jsonschema  # pylint: disable=import-outside-toplevel

    try:
        jsonschema.validate(state, schema)
        problem = None
    except jsonschema.ValidationError as error:
        problem = error.message
    tap.check(problem is None, "the document is as its schema says", problem)
    capture = state["capture"]
    tap.check((capture["mode"], capture["byte_layer"], capture["packets"], capture["coverage"]) == ("sockets", "tcp_payload", None, None),
              "it says that these are payload bytes of sockets", capture)
    sent = EACH * ROUNDS
    own = [p for p in state["processes"] if p["pid"] == ours]
    tap.check(len(own) == 1 and own[0]["name"] == "python3" and abs(own[0]["tx_bytes_total"] - sent) <= 1,
              "our own process has its name, and the bytes since the start", own)
    tap.check(all(p[key] is None for p in own for key in ("rx_packets", "tx_packets")), "nobody counts packets")
    connections = [c for p in own for s in p["sockets"] for c in s["connections"]]
    tap.check(len(connections) == 1 and connections[0]["stability"] and connections[0]["stability"]["rtt_us"] > 0,
              "its connection has what the kernel measures", connections)
    others = [u for u in state["unknown"] if u["cause"] == "other_user"]
    tap.check(len(others) == 1 and others[0]["uid"] == OTHER and abs(others[0]["tx_bytes_total"] - sent) <= 1,
              "what another user sends stands under that user", others)
    total = state["totals"]["tx_bytes_total"]
    tap.check(total == sum(r["tx_bytes_total"] for r in state["processes"] + state["unknown"]), "the total is the sum of the rows", total)


def main():
    reason = why_not() or (None if shutil.which("setpriv") else "needs the program setpriv")
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    netoproc, helper, schema_path = sys.argv[1:4]
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    with Namespaces() as net, tempfile.TemporaryDirectory() as folder:
        program = install(netoproc, helper, folder)
        sink = net.popen(net.far, ["/usr/bin/python3", "-c", SINK], stdout=subprocess.PIPE, text=True)
        port = sink.stdout.readline().strip()
        senders = [Sender(net, uid, port) for uid in (OURS, OTHER)]
        try:
            code, output, errors = watch(net, program, senders, "state")
            tap.check(code == 0 and len(lines_of(errors)) == 1 and "permission" in errors, "one line says what is missing, and it is no failure",
                      f"{code} {errors}")
            if code == 0:
                check_state(tap, json.loads(output), schema, senders[0].process.pid)
            code, output, errors = watch(net, program, senders, "tsv")
            rows = [line.split("\t") for line in output.splitlines()]
            tap.check(code == 0 and len(rows) == 3 and all(row[4:] == ["-", "-"] for row in rows[1:]), "tsv has - for packets", output)
            check_short(tap, net, program)
            for options in (("--capture-mode", "pcap"), ("--interface", "veth0")):
                run = start(net, program, "--duration", "1", *options)
                output, errors = run.communicate(timeout=20)
                tap.check(run.returncode == 1 and output == "" and len(lines_of(errors)) == 1, f"who insists with {options[0]} gets a no", errors)
            run = start(net, program, "--duration", "1", "--capture-mode", "sockets")
            output, errors = run.communicate(timeout=20)
            tap.check(run.returncode == 0 and not lines_of(errors), "who asks for no more is told nothing", errors)
        finally:
            for sender in senders:
                sender.process.communicate()
            sink.wait()
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
