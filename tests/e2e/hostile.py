#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""The helper and its client when the other one misbehaves, and processes that do.

usage: hostile.py NETOPROC HELPER GENERATOR SCHEMA
"""

import array
import fcntl
import json
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from namespaces import LOOPBACK, Namespaces, Watch, find_child, is_running, resident_mib, wait_for_first_tick  # noqa: E402
from namespaces import wait_until, why_not  # noqa: E402
from tap import Tap  # noqa: E402

HELLO, TICK, BYE, BEGUN, INTERVAL, STOP = 1, 2, 3, 4, 16, 17
STOPPED, PROTOCOL_ERROR, CANNOT_OPEN, BAD_ARGUMENT = 0, 2, 5, 6
FLOOD = 100_000
# The ring is not touched, and a build with sanitizers takes more.
FLOOD_MIB = 300
NAME = "a\nb\x1b[2J<b>"


class Helper:
    """A helper of our own, spoken to by hand."""

    def __init__(self, path, *arguments, environment=None):
        self.stream, other = socket.socketpair()
        environment = dict(environment or os.environ, ASAN_OPTIONS="detect_leaks=0")
        self.process = subprocess.Popen([path, *arguments], stdin=other, stdout=other, env=environment)
        other.close()
        self.buffer = b""

    def send(self, kind, body):
        self.stream.sendall(struct.pack("<II", len(body), kind) + body)

    def read(self, timeout=10):
        """The next frame, (None, b"") at the end."""
        deadline = time.monotonic() + timeout
        while True:
            if len(self.buffer) >= 8:
                size, kind = struct.unpack("<II", self.buffer[:8])
                if len(self.buffer) >= 8 + size:
                    body, self.buffer = self.buffer[8:8 + size], self.buffer[8 + size:]
                    return kind, body
            ready, _, _ = select.select([self.stream], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise RuntimeError("the helper is silent")
            try:
                data = self.stream.recv(1 << 16)
            except ConnectionResetError:  # it ended before it had read all we sent
                data = b""
            if not data:
                return None, b""
            self.buffer += data

    def read_until(self, kind):
        seen = []
        while True:
            got, body = self.read()
            seen.append(got)
            if got in (kind, None):
                return seen, body

    def start(self):
        if [self.read()[0] for _ in range(2)] != [BEGUN, HELLO]:
            raise RuntimeError("no hello")
        self.read_until(TICK)
        return self

    def count_unread(self):
        """Bytes that wait in the stream."""
        waiting = array.array("i", [0])
        fcntl.ioctl(self.stream, termios.FIONREAD, waiting)
        return waiting[0]

    def wait(self):
        begin = time.monotonic()
        self.process.wait(timeout=10)
        return time.monotonic() - begin

    def close(self):
        self.stream.close()
        return self.wait()


def get_reason(body):
    return struct.unpack("<I", body[:4])[0]


def check_helper(tap, path):
    helper = Helper(path).start()
    helper.send(STOP, b"\0")
    seen, body = helper.read_until(BYE)
    tap.check(get_reason(body) == STOPPED and seen[-2] == TICK, "stop: a last tick, then goodbye", seen)
    tap.check(helper.wait() < 5, "and the helper ends")

    for name, garbage in (("an unknown length", b"\xff" * 64), ("a hello", struct.pack("<II", 1, HELLO) + b"\0"),
                          ("an interval of 0 bytes", struct.pack("<II", 0, INTERVAL))):
        helper = Helper(path).start()
        helper.stream.sendall(garbage)
        helper.stream.shutdown(socket.SHUT_WR)
        helper.read_until(None)
        seconds = helper.wait()
        tap.check(helper.process.returncode in (0, 1) and seconds < 5, f"garbage: {name}", helper.process.returncode)

    helper = Helper(path).start()
    seconds = helper.close()
    tap.check(seconds < 2, "the helper ends with its client", f"{seconds * 1000:.0f} ms", always=True)

    helper = Helper(path).start()
    for _ in range(3):  # ticks, of which nobody reads any
        unread = helper.count_unread()
        wait_until("a tick more waits", lambda: helper.count_unread() > unread)
    helper.send(STOP, b"\0")
    _, body = helper.read_until(BYE)
    tap.check(get_reason(body) == STOPPED, "a client that is slow loses nothing")

    helper = Helper(path).start()
    command = struct.pack("<III", 4, INTERVAL, 100)
    flood = threading.Thread(target=lambda: helper.stream.sendall(command * FLOOD))
    flood.start()
    ticks = 0
    while flood.is_alive():
        ticks += helper.read()[0] == TICK
    flood.join()
    memory = resident_mib(helper.process.pid)
    helper.send(STOP, b"\0")
    _, body = helper.read_until(BYE)
    tap.check(get_reason(body) == STOPPED and memory < FLOOD_MIB, "a client that says too much is heard, and ticks go on",
              f"{ticks} ticks meanwhile", always=True)

    for name, arguments, reason in (("an option it does not know", ["--shell=sh"], BAD_ARGUMENT),
                                    ("an interface that is none", ["--interface=../x"], BAD_ARGUMENT),
                                    ("an interface that is not there", ["--interface=nope0"], CANNOT_OPEN),
                                    ("a buffer of 0", ["--buffer=0"], BAD_ARGUMENT),
                                    ("a descriptor that is not open", ["--read-fd=77"], CANNOT_OPEN)):
        helper = Helper(path, *arguments)
        seen, body = helper.read_until(BYE)
        tap.check(HELLO not in seen and get_reason(body) == reason, f"{name}: goodbye before hello", (seen, body))
        helper.close()


def start_client(netoproc, **options):
    """One that has read a tick."""
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")
    client = subprocess.Popen([netoproc, "--duration", "60"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, **options)
    wait_for_first_tick(client)
    return client


def check_killed_helper(tap, netoproc):
    client = start_client(netoproc)
    os.kill(find_child(client.pid), 9)
    output, errors = client.communicate(timeout=20)
    tap.check(client.returncode == 4 and output == b"" and errors.count(b"\n") == 1, "a helper that is killed", errors.decode())

    client = start_client(netoproc)
    helper = find_child(client.pid)
    client.kill()
    client.wait()
    begin = time.monotonic()
    while is_running(helper) and time.monotonic() < begin + 5:
        time.sleep(0.005)
    tap.check(not is_running(helper), "a client that is killed takes its helper along",
              f"{(time.monotonic() - begin) * 1000:.0f} ms", always=True)


def check_silent_pipe(tap, netoproc):
    """Nothing comes, and nobody is told anything: only the end of the client itself shows."""
    reading, writing = os.pipe()
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")
    client = subprocess.Popen([netoproc, "--read", "-", "--format", "tsv"], stdin=reading, stdout=subprocess.PIPE, env=environment)
    while True:
        try:
            helper = find_child(client.pid)
            break
        except IndexError:  # it has none yet
            time.sleep(0.01)
    client.kill()
    client.wait()
    begin = time.monotonic()
    while is_running(helper) and time.monotonic() < begin + 5:
        time.sleep(0.005)
    tap.check(not is_running(helper), "a client that is killed takes the helper that waits for a pipe along",
              f"{(time.monotonic() - begin) * 1000:.0f} ms", always=True)
    for fd in (reading, writing):
        os.close(fd)


def check_group_ended(tap, netoproc):
    """As timeout(1) and service managers end one: all of its processes are told."""
    client = start_client(netoproc, start_new_session=True)
    os.killpg(client.pid, signal.SIGTERM)
    output, errors = client.communicate(timeout=20)
    tap.check(client.returncode == 0 and output.startswith(b"pid\tprocess"), "a group that is told to end prints what was seen",
              f"{client.returncode} {errors}")


def check_schema(tap, schema, state):
    try:
        import jsonschema
    except ImportError:
        return
    with open(schema, encoding="utf-8") as file:
        errors = [error.message for error in jsonschema.Draft202012Validator(json.load(file)).iter_errors(state)]
    tap.check(not errors, "the state of live traffic is valid", errors[:3])


def has_socket(process, program):
    """Also true of one that has ended, and so has had it. ip-netns(8), which it was, has others."""
    try:
        own = os.path.samefile(f"/proc/{process.pid}/exe", program)
        return own and any(os.readlink(entry.path).startswith("socket:") for entry in os.scandir(f"/proc/{process.pid}/fd"))
    except FileNotFoundError:  # a descriptor was closed in the middle of this, or the process is over
        return process.poll() is not None


def check_processes(tap, net, netoproc, generator, schema):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, NAME)
        shutil.copy(generator, path)
        with Watch(net, netoproc, "state") as watch:
            listener = net.popen(net.near, [generator, "answer", LOOPBACK[4], "20900", "10000"], stdout=subprocess.PIPE)
            listener.stdout.readline()
            sender = net.popen(net.near, [path, "udp-send", LOOPBACK[4], "20900", "50", "100"], stdout=subprocess.PIPE)
            sender.communicate(timeout=30)
            for _ in range(60):
                short = net.popen(net.near, [generator, "udp-send", LOOPBACK[4], "20900", "1", "100"], stdout=subprocess.PIPE)
                wait_until("it has its socket, or is over", lambda: has_socket(short, generator))
                short.kill()
                short.communicate()
            text = watch.stop()
            listener.kill()
            listener.communicate()
    state = json.loads(text)
    rows = [p for p in state["processes"] if p["pid"] == sender.pid]
    tap.check(len(rows) == 1 and "\n" not in rows[0]["name"] and "\x1b" not in rows[0]["name"], "a name that breaks tables",
              [row["name"] for row in rows])
    for way in ("rx_bytes_total", "tx_bytes_total"):
        parts = sum(p[way] for p in state["processes"]) + sum(u[way] for u in state["unknown"])
        tap.check(parts == state["totals"][way], f"processes that end in mid-lookup: {way} adds up", parts)
    check_schema(tap, schema, state)


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, helper, generator, schema = sys.argv[1:5]
    tap = Tap()
    check_helper(tap, helper)
    check_killed_helper(tap, netoproc)
    check_silent_pipe(tap, netoproc)
    check_group_ended(tap, netoproc)
    with Namespaces() as net:
        check_processes(tap, net, netoproc, generator, schema)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
