#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Each byte once, whatever it passes: a VXLAN, a tunnel of a process, a macvlan, a veth pair with both ends here.

The near host reaches the far one in each of these ways; what carries a tunnel is marked, and counts nowhere.

usage: tunnels.py NETOPROC GENERATOR TUNNEL
"""

import json
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Generator, add_up, bytes_of, check_process, check_totals, connections_of, report_pair, wire_bytes  # noqa: E402
from namespaces import Network, Watch, wait_until, why_not  # noqa: E402
from tap import Tap  # noqa: E402

TCP_BYTES = 4_000_000
# Neighbours are asked for now and then.
CHATTER = 5_000
# By then the helper has walked over all descriptors once, and there are enough samples for coverage.
LONG_ENOUGH_S = 7
# What the ring still holds when interfaces are read, and neighbours' questions.
COVERAGE = 0.95


def address(number, host):
    return f"10.78.{number}.{host}"


class Tunnels(Network):
    def __init__(self):
        super().__init__("near", "far")
        self.missing = {}

    def set_up(self):
        self.join(self.near, self.far, "veth0", [address(0, 1) + "/24"], [address(0, 2) + "/24"])
        self.join(self.near, self.far, "veth3", [], [address(3, 2) + "/24"])
        self.join(self.near, self.far, "veth4", [], [address(4, 2) + "/24"])
        self.try_to("vxlan", self.add_vxlan)
        self.try_to("macvlan", self.add_macvlan)
        self.try_to("pair", self.add_pair)

    def try_to(self, name, function):
        try:
            function()
        except subprocess.CalledProcessError as error:
            self.missing[name] = "this kernel has none: " + error.stderr.decode(errors="replace").strip()

    def ip(self, name, *lines):
        subprocess.run(["ip", "-n", name, "-batch", "-"], input="\n".join(lines).encode(), check=True, capture_output=True)

    def add_vxlan(self):
        for name, here, there in ((self.near, 1, 2), (self.far, 2, 1)):
            self.ip(name, f"link add vxlan1 type vxlan id 7 local {address(0, here)} remote {address(0, there)} dstport 4789 dev veth0",
                    f"address add {address(1, here)}/24 dev vxlan1", "link set vxlan1 up")

    def add_macvlan(self):
        self.ip(self.near, "link add link veth3 macvlan3 type macvlan mode bridge", f"address add {address(3, 1)}/24 dev macvlan3",
                "link set macvlan3 up")

    def add_pair(self):
        """host4 has the address; its peer is in a bridge with the way out."""
        self.ip(self.near, "link add host4 type veth peer name port4", "link add bridge4 type bridge forward_delay 0", "link set bridge4 up",
                "link set port4 master bridge4", "link set veth4 master bridge4", "link set port4 up",
                f"address add {address(4, 1)}/24 dev host4", "link set host4 up")
        wait_until("the bridge is up", lambda: self.read_link(self.near, "bridge4")["operstate"] == "UP")

    def start_tunnel(self, folder, program):
        """A process at each end, on the port of no tunnel that is known."""
        ends = []
        for name, where, here, there in (("vpn-near", self.near, 1, 2), ("vpn-far", self.far, 2, 1)):
            end = Generator(self, where, folder, program, name, "tun2", address(0, here), address(0, there), 1999)
            ends.append(end)
            end.wait_ready()
            self.ip(where, f"address add {address(2, here)}/24 dev tun2", "link set tun2 mtu 1400 txqueuelen 10000 up")
        return ends


def send_through(net, folder, program, number, name):
    """Up and down by TCP. Yields each of the near generators with the bytes that are to stand under it."""
    for offset, (role, peer_role) in enumerate((("tcp-send", "tcp-sink"), ("tcp-receive", "tcp-source"))):
        arguments = [address(number, 2), 7000 + 10 * number + offset, TCP_BYTES, 1000]
        far = Generator(net, net.far, folder, program, f"{name}{offset}-far", peer_role, *arguments)
        far.wait_ready()
        near = Generator(net, net.near, folder, program, f"{name}{offset}", role, *arguments)
        yield near, wire_bytes(report_pair(near, far)[0], 4, "tcp")


def run(net, netoproc, program, tunnel):
    ways = {"vxlan": 1, "tun": 2, "macvlan": 3, "pair": 4}
    wanted, ends = [], []
    with tempfile.TemporaryDirectory() as folder:
        try:
            ends = net.start_tunnel(folder, tunnel)
            with Watch(net, netoproc, "state") as watch:
                begun = time.monotonic()
                for name, number in ways.items():
                    if name not in net.missing:
                        wanted += send_through(net, folder, program, number, name)
                time.sleep(max(0, LONG_ENOUGH_S - (time.monotonic() - begun)))
                # Something to count in the newest samples, too.
                wanted += send_through(net, folder, program, ways["tun"], "last")
                watch.wait_for_ticks(6)
                state = json.loads(watch.stop())
        finally:
            for end in ends:
                end.process.kill()
                end.process.wait()
    return wanted, ends[0], state


def check(tap, net, wanted, vpn, state):
    for name, reason in net.missing.items():
        tap.skip(f"through {name}", reason)
    for near, amount in wanted:
        check_process(tap, "each byte once", state, near, amount)
    check_totals(tap, "tunnels", state)

    # The far host's processes are behind an interface of the near one, and told as well.
    all_wanted = tuple(map(sum, zip(*(amount for _, amount in wanted))))
    total = add_up([p for p in state["processes"] if not p["name"].endswith("-far")] + [u for u in state["unknown"] if u["cause"] != "namespace"])
    extra = [one - other for one, other in zip(total, all_wanted)]
    tap.check(all(abs(e) <= 0.01 * w + CHATTER for e, w in zip(extra, all_wanted)), "nothing else counts", f"{total} of {all_wanted}", always=True)

    rows = [p for p in state["processes"] if p["pid"] == vpn.pid]
    carried = [c for row in rows for _, c in connections_of(row) if c["carrier"]]
    tap.check(rows and not any(bytes_of(rows[0])), "what carries the tunnel counts nowhere", [bytes_of(row) for row in rows])
    tap.check(len(carried) == 1 and min(add_up(carried)) > TCP_BYTES, "and is listed with its own bytes", carried)
    tap.check(not [c for p in state["processes"] if p["pid"] != vpn.pid for _, c in connections_of(p) if c["carrier"]], "nothing else is marked")

    coverage = state["capture"]["coverage"]
    tap.check(coverage is not None and COVERAGE <= coverage <= 1, "nearly all that the kernel counted was given to somebody", coverage, always=True)
    alone = {i["name"]: i["coverage"] for i in state["interfaces"]}
    tap.check(alone["lo"] is None and alone["veth0"] >= COVERAGE, "by interface, too", alone)


def main():
    reason = why_not()
    if reason is None and not os.path.exists("/dev/net/tun"):
        reason = "there is no /dev/net/tun"
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    with Tunnels() as net:
        check(tap, net, *run(net, *sys.argv[1:4]))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
