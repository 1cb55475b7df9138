# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""The ways to send and receive: what each end does, and what the near one's bytes must come to."""

import dataclasses
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from generator import IP_HEADER, TCP_HEADER, UDP_HEADER, Generator, bytes_of  # noqa: E402
from namespaces import FAR, LOOPBACK, NEAR  # noqa: E402

BULK = 0.01
SMALL = 0.03
SLACK_BYTES = 300  # of a handshake, or of bare acknowledgements
SKIPPED = 77

HEADERS = {"tcp": TCP_HEADER, "udp": UDP_HEADER, "icmp": 8, "ip": 0, "sctp": 0}


class Skipped(Exception):
    """The kernel has not what it takes."""


@dataclasses.dataclass
class Case:
    """One process on each side. What the far one does is seen by nobody, but it is half of the truth.

    @extra: bytes of each packet between its IP header and its transport header
    @fragments: of each datagram: their number, and the bytes of all of them
    @lane: cases of one lane run one after the other
    @unnamed: under this cause, by this remote address, not under a process
    """

    name: str
    protocol: str
    near: tuple
    far: tuple
    near_listens: bool = False
    family: int = 4
    address: str = ""
    port: object = None
    tolerance: float = BULK
    extra: int = 0
    fragments: tuple = None
    lane: str = ""
    share: float = 1.0
    unnamed: str = ""
    loopback: bool = False
    payload_only: bool = False

    def run(self, run):
        """Returns what is to be checked when the watch is over."""
        address = self.address or (LOOPBACK if self.loopback else NEAR if self.near_listens else FAR)[self.family]
        port = self.port or run.get_port()
        near_where, far_where = run.net.near, run.net.near if self.loopback else run.net.far
        ends = [(self.name, near_where, self.near), (self.name + "-peer", far_where, self.far)]
        if not self.near_listens:
            ends.reverse()
        started = {}
        for name, where, arguments in ends:
            if arguments is None:
                continue
            started[name] = run.start(where, name, arguments, address, port)
            if started[name].waits:
                self.wait_ready(started[name])
        self.reports = {name: self.read_report(generator) for name, generator in started.items()}
        self.process = started.get(self.name)
        self.check_reports()
        self.remote = address if self.far is None or not self.near_listens else FAR[self.family]

    @staticmethod
    def wait_ready(generator):
        try:
            generator.wait_ready()
        except RuntimeError:
            if generator.process.wait() == SKIPPED:
                raise Skipped(generator.process.stderr.read().strip())
            raise

    @staticmethod
    def read_report(generator):
        text, errors = generator.process.communicate(timeout=90)
        if generator.process.returncode == SKIPPED:
            raise Skipped(errors.strip())
        if generator.process.returncode != 0:
            raise RuntimeError(f"{generator.name} failed: {errors}")
        return json.loads(text.splitlines()[-1])

    def check_reports(self):
        """Where not all arrived, there is no truth to compare with."""
        reports = list(self.reports.values())
        if len(reports) == 2 and any(one["tx_payload"] != other["rx_payload"] for one, other in (reports, reports[::-1])):
            raise RuntimeError(f"{self.name}: not all that was sent arrived: {reports}")

    def get_wanted(self):
        report = self.reports.get(self.name) or self.turn(self.reports[self.name + "-peer"])
        if self.payload_only:
            return report["rx_payload"], report["tx_payload"]
        header = IP_HEADER[self.family] + self.extra + HEADERS[self.protocol]
        if self.fragments:
            return tuple(self.fragments[1] * report[way + "_packets"] for way in ("rx", "tx"))
        return tuple(report[way + "_payload"] + header * report[way + "_packets"] for way in ("rx", "tx"))

    @staticmethod
    def turn(report):
        return {("t" if key[0] == "r" else "r") + key[1:]: value for key, value in report.items() if key[1:2] == "x"}

    def is_close(self, seen, wanted):
        return abs(seen - wanted) <= max(self.tolerance * wanted, SLACK_BYTES)

    def get_rows(self, state):
        if self.unnamed:
            rows = [r for u in state["unknown"] if u["cause"] == self.unnamed for r in u["remotes"]]
            return [r for r in rows if r["addr"] == self.remote]
        return [p for p in state["processes"] if p["name"] == self.name]

    def check(self, tap, label, state):
        rows = self.get_rows(state)
        wanted = self.get_wanted()
        seen = tuple(map(sum, zip((0, 0), *map(bytes_of, rows))))
        detail = f"rx {seen[0]} of {wanted[0]}, tx {seen[1]} of {wanted[1]}"
        good = all(map(self.is_close, seen, wanted))
        if self.share < 1:
            good = self.share * sum(wanted) <= sum(seen) <= (1 + self.tolerance) * sum(wanted) + SLACK_BYTES
            detail += f", {100 * sum(seen) / sum(wanted):.2f} % named, {len(rows)} processes"
        tap.check(good, f"{label}: {self.name}", detail, always=True)
        if self.share == 1 and not self.unnamed and self.process is not None:
            tap.check([p["pid"] for p in rows] == [self.process.pid], f"{label}: {self.name} is that one process",
                      [p["pid"] for p in rows])


@dataclasses.dataclass
class Handed(Case):
    """Another program uses the socket that this one opened: it holds it, and says so, before it does."""

    def run(self, run):
        address = NEAR[self.family] if self.near_listens else FAR[self.family]
        port = run.get_port()
        other = run.install(self.name)
        if not self.near_listens:
            far = run.start(run.net.far, self.name + "-peer", self.far, address, port)
            far.wait_ready()
        opener = run.start(run.net.near, self.name + "-opens", (*self.near, other), address, port)
        if self.near_listens:
            opener.wait_ready()
        opener.wait_for("holds")
        run.wait_for_walk()
        opener.go_on()
        if self.near_listens:
            far = run.start(run.net.far, self.name + "-peer", self.far, address, port)
        text, errors = opener.process.communicate(timeout=90)
        if opener.process.returncode != 0:
            raise RuntimeError(f"{self.name} failed: {errors}")
        self.process = None
        self.reports = {self.name: next(r for r in map(json.loads, text.splitlines()) if r["rx_packets"] + r["tx_packets"] > 0),
                        self.name + "-peer": self.read_report(far)}
        self.check_reports()


@dataclasses.dataclass
class Beside(Case):
    """One busy connection beside so many that do nothing."""

    idle: int = 0

    def run(self, run):
        port = run.get_port()
        far = run.start(run.net.far, self.name + "-holds", ("hold", self.idle), FAR[4], port)
        far.wait_ready()
        near = run.start(run.net.near, self.name + "-idles", ("idle", self.idle), FAR[4], port)
        near.wait_ready()
        far.wait_for("full")
        run.watch.wait_for_ticks(8)  # a dump has told of all
        super().run(run)
        for generator in (near, far):
            generator.go_on()
            self.read_report(generator)


class Run:
    """Starts the ends of cases, each from a copy of the program that has its name."""

    LISTENERS = ("tcp-listen", "tcp-serve", "udp-receive", "udp-answer", "ip-receive", "sctp-receive")

    def __init__(self, net, folder, program, watch):
        self.net = net
        self.folder = folder
        self.program = program
        self.watch = watch
        self.ports = iter(range(20000, 32000, 60))

    def get_port(self):
        return next(self.ports)

    def install(self, name):
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            os.link(self.program, path)
        return path

    def start(self, where, name, arguments, address, port):
        self.install(name)
        role, *rest = arguments
        generator = Generator(self.net, where, self.folder, self.program, name, role, address, port, *rest, errors=subprocess.PIPE)
        generator.waits = role in self.LISTENERS
        return generator

    def wait_for_walk(self):
        """All descriptors are walked every 5 s, and a tick is 250 ms."""
        self.watch.wait_for_ticks(28)
