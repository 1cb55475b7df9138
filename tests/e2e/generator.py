# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Known traffic, and what a snapshot must say of it.

Truth is what the generators report: payload, and the segments the kernel counted for their sockets, times the
headers each carries on the wire. No counter of a capture or of an interface is part of it.
"""

import json
import os
import shutil
import subprocess

TOLERANCE = 0.01
IP_HEADER = {4: 20, 6: 40}
TCP_HEADER = 32  # with timestamps
UDP_HEADER = 8


class Generator:
    """One process of our own, under a name of its own."""

    def __init__(self, net, where, folder, program, name, *arguments, errors=None):
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            shutil.copy(program, path)
        self.name = name
        self.process = net.popen(where, [path, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=errors, text=True)
        self.pid = self.process.pid  # ip-netns(8) becomes the program

    def wait_for(self, word):
        if self.process.stdout.readline() != word + "\n":
            raise RuntimeError(f"{self.name} did not say {word}")

    def wait_ready(self):
        self.wait_for("ready")

    def go_on(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def report(self):
        text, _ = self.process.communicate(timeout=60)
        if self.process.returncode != 0:
            raise RuntimeError(f"{self.name} failed")
        return json.loads(text.splitlines()[-1])


def report_pair(near, far):
    """What both say, near first, when each got what the other sent: where not, there is no truth to compare with."""
    reports = near.report(), far.report()
    if any(one["tx_payload"] != other["rx_payload"] for one, other in (reports, reports[::-1])):
        raise RuntimeError(f"{near.name}: not all that was sent arrived: {reports}")
    return reports


def wire_bytes(report, family, protocol):
    """Received and sent, of one whose packets are not cut into fragments."""
    header = IP_HEADER[family] + (TCP_HEADER if protocol == "tcp" else UDP_HEADER)
    return (report["rx_payload"] + report["rx_packets"] * header, report["tx_payload"] + report["tx_packets"] * header)


def is_close(seen, wanted):
    # Bulk within the tolerance; the few bytes of a handshake or of bare acknowledgements within 300 bytes.
    return abs(seen - wanted) <= max(TOLERANCE * wanted, 300)


def bytes_of(row):
    return row["rx_bytes_total"], row["tx_bytes_total"]


def check_bytes(tap, name, seen, wanted):
    """@seen and @wanted are received and sent."""
    detail = f"rx {seen[0]} of {wanted[0]}, tx {seen[1]} of {wanted[1]}"
    tap.check(all(map(is_close, seen, wanted)), name, detail, always=True)


def check_process(tap, label, state, generator, wanted):
    """Returns its row, None where it has not just one."""
    with_pid = [p for p in state["processes"] if p["pid"] == generator.pid]
    rows = [p for p in with_pid if p["name"] == generator.name]
    if len(rows) != 1:
        unknown = [(u["cause"], bytes_of(u)) for u in state["unknown"]]
        tap.check(False, f"{label}: {generator.name} is named", f"pid {generator.pid} is of {[p['name'] for p in with_pid]}; unknown: {unknown}")
        return None
    check_bytes(tap, f"{label}: {generator.name}", bytes_of(rows[0]), wanted)
    return rows[0]


def connections_of(row):
    """Each with the socket it stands under."""
    return [(socket, connection) for socket in row["sockets"] for connection in socket["connections"]]


def add_up(rows):
    return tuple(map(sum, zip((0, 0), *map(bytes_of, rows))))


def check_totals(tap, label, state, are_all_listed=True):
    """The parts of the document add up, and nothing was lost on the way to it. Connections that closed long ago are not listed any more."""
    total = bytes_of(state["totals"])
    rows = add_up(state["processes"] + state["unknown"])
    tap.check(rows == total, f"{label}: rows and unknown add up to the total", f"{rows} and {total}")

    if are_all_listed:
        wrong = [p["name"] for p in state["processes"] if add_up([c for _, c in connections_of(p) if not c["carrier"]]) != bytes_of(p)]
        tap.check(not wrong, f"{label}: connections add up to their process", wrong)
    wrong = [u["cause"] for u in state["unknown"] if add_up(u["remotes"]) != bytes_of(u)]
    tap.check(not wrong, f"{label}: remotes add up to their cause", wrong)

    capture = state["capture"]
    lost = {key: capture[key] for key in ("dropped_kernel", "evicted")}
    tap.check(not any(lost.values()), f"{label}: no packet lost", lost)
