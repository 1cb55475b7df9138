#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Known traffic of every kind, and whether netoproc names the process that made it and counts its bytes.

With --long only those that take long; with names only those.

usage: scenarios.py NETOPROC SCENARIO [--long] [NAME...]
"""

import concurrent.futures
import json
import os
import sys
import tempfile
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cases import SMALL, Beside, Case, Handed, Run, Skipped  # noqa: E402
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from datagrams import JOINED, SENT_TO, Scoped, count_fragments, LARGE_BYTES  # noqa: E402
from generator import check_totals  # noqa: E402
from namespaces import NEAR, Watch, why_not  # noqa: E402
from tap import Tap  # noqa: E402

WORKERS = 3
TCP_BYTES = 8_000_000
LOOPBACK_BYTES = 25_000_000
DATAGRAMS = 2_000
SIZE = 1_000
FLOOD = 20_000
# Of no protocol that there is (IANA, "Protocol Numbers"), one for each kind: nothing else tells their packets apart.
UP, DOWN, WITH_HEADER, INJECTED = 253, 254, 251, 252
SLOW = 300
# Of the bytes of many short processes or connections: on a busy machine some are over before anybody comes to look.
CROWD_SHARE = 0.9
LONG_CROWD_SHARE = 0.99
# So long a connection that closed is listed at the least.
KEPT_S = 29


def make_stream(name, near_sends, far_sends, near_method="plain", far_method="plain", family=4, size=SIZE, **options):
    near, far = ("tcp-connect", near_sends, size, near_method), ("tcp-listen", far_sends, size, far_method)
    if options.get("near_listens"):
        near, far = ("tcp-listen", *near[1:]), ("tcp-connect", *far[1:])
    return Case(name + ("6" if family == 6 else ""), "tcp", near, far, family=family, **options)


def make_bulk():
    cases = []
    for family in (4, 6):
        cases += [
            make_stream("up", TCP_BYTES, 0, family=family),
            make_stream("down", 0, TCP_BYTES, family=family),
            make_stream("serve", TCP_BYTES, 0, family=family, near_listens=True),
            make_stream("both", TCP_BYTES, TCP_BYTES, "both", "both", family=family),
        ]
    return cases


def make_calls():
    """The calls that carry bytes of a stream."""
    return [
        make_stream("sendfile", TCP_BYTES, 0, "sendfile"),
        make_stream("splice-up", TCP_BYTES, 0, "splice"),
        make_stream("splice-down", 0, TCP_BYTES, "splice"),
        make_stream("uring-up", TCP_BYTES, 0, "uring"),
        make_stream("uring-down", 0, TCP_BYTES, "uring"),
        make_stream("drip", 2_000, 0, "drip", size=100, tolerance=SMALL, lane="drip"),
        make_stream("mapped-up", TCP_BYTES, 0, address="::ffff:10.77.0.2"),
        make_stream("mapped-down", 0, TCP_BYTES, address="::ffff:10.77.0.1", near_listens=True),
        make_stream("loopback", LOOPBACK_BYTES, 0, loopback=True),
    ]


def make_datagrams(name, way, amount=DATAGRAMS, size=SIZE, method="", far_method="", **options):
    suffix = "6" if options.get("family") == 6 else ""
    send, receive = ("udp-send", amount, size), ("udp-receive", amount, size)
    if way == "up":
        return Case(name + suffix, "udp", (*send, method or "connected"), (*receive, far_method or "plain"), **options)
    return Case(name + suffix, "udp", (*receive, method or "plain"), (*send, far_method or "connected"), near_listens=True, **options)


def make_udp():
    cases = [
        make_datagrams("udp-unconnected", "up", method="unconnected"),
        make_datagrams("udp-sendmmsg", "up", method="sendmmsg"),
        make_datagrams("udp-recvmmsg", "down", method="recvmmsg"),
        make_datagrams("udp-uring-up", "up", method="uring"),
        make_datagrams("udp-uring-down", "down", method="uring"),
        make_datagrams("udp-peers-up", "up", method="peers", far_method="peers"),
        make_datagrams("udp-peers-down", "down", method="peers", far_method="peers"),
        make_datagrams("udp-mapped-up", "up", address="::ffff:10.77.0.2"),
        make_datagrams("udp-mapped-down", "down", address="::ffff:10.77.0.1"),
        make_datagrams("hop-by-hop", "up", method="hop-by-hop", family=6, extra=8),
        make_datagrams("hop-by-hop-down", "down", far_method="hop-by-hop", family=6, extra=8),
        make_datagrams("destination", "up", method="destination", family=6, extra=8),
        make_datagrams("flood-up", "up", FLOOD, 16, tolerance=SMALL),
        make_datagrams("flood-down", "down", FLOOD, 16, tolerance=SMALL),
    ]
    for family in (4, 6):
        scope = "%veth0" if family == 6 else ""
        cases += [
            make_datagrams("udp-up", "up", family=family),
            make_datagrams("udp-down", "down", family=family),
            make_datagrams("udp-wildcard", "down", method="wildcard", family=family),
            make_datagrams("fragments-up", "up", 200, LARGE_BYTES, family=family, fragments=count_fragments(family)),
            make_datagrams("fragments-down", "down", 200, LARGE_BYTES, family=family, fragments=count_fragments(family)),
            make_datagrams("group-up", "up", family=family, address=SENT_TO[family] + scope),
            make_datagrams("group-down", "down", family=family, address=JOINED[family] + scope),
            Case(f"udp-ask{family}", "udp", ("udp-ask", DATAGRAMS, 100), ("udp-answer", DATAGRAMS), family=family, tolerance=SMALL),
            Case(f"udp-answer{family}", "udp", ("udp-answer", DATAGRAMS, 100, "wildcard"), ("udp-ask", DATAGRAMS, 100), near_listens=True,
                 family=family, tolerance=SMALL),
        ]
    return cases


def make_others():
    """What has no ports. Of sockets that are alike only one is open at a time."""
    cases = []
    for family in (4, 6):
        lane = "raw"
        cases += [
            Case(f"ping-raw{family}", "icmp", ("ping", 100, SIZE, "raw"), None, family=family, lane=lane),
            Case(f"ping-socket{family}", "icmp", ("ping", 100, SIZE, "ping"), None, family=family, lane=lane),
            Case(f"ping-once{family}", "icmp", ("ping", 1, SIZE, "raw"), None, family=family, lane=lane),
            Case(f"pinged{family}", "icmp", None, ("ping", 100, SIZE, "raw"), near_listens=True, family=family, lane=lane,
                 unnamed="no_socket"),
            Case(f"ip-up{family}", "ip", ("ip-send", DATAGRAMS, SIZE), ("ip-receive", DATAGRAMS), family=family, lane=lane, port=UP),
            Case(f"ip-down{family}", "ip", ("ip-receive", DATAGRAMS), ("ip-send", DATAGRAMS, SIZE), near_listens=True, family=family,
                 lane=lane, port=DOWN),
            Case(f"ip-header{family}", "ip", ("ip-send", SLOW, SIZE, NEAR[family]), ("ip-receive", SLOW), family=family, lane=lane,
                 port=WITH_HEADER),
            Case(f"sctp-up{family}", "sctp", ("sctp-send", DATAGRAMS, SIZE), ("sctp-receive", DATAGRAMS, SIZE), family=family, tolerance=0.1),
            Case(f"inject{family}", "ip", ("inject", SLOW, SIZE, f"veth0,{NEAR[family]}"), None, family=family, lane=lane, port=INJECTED),
        ]
    return cases


def make_crowd(role, count, size=500, share=CROWD_SHARE, far_method="", lane="crowd"):
    return Case(role, "tcp", (role, count, size), ("tcp-serve", count, 4_000, far_method), share=share, tolerance=SMALL, lane=lane)


def make_crowds():
    return [
        make_crowd("short", 20),
        make_crowd("burst", 30, 20_000),
        make_crowd("many", 60),
        make_crowd("reuse", 5, 20_000, far_method="first", lane="reuse"),
    ]


def make_long():
    return [
        make_crowd("short", 2_000, share=LONG_CROWD_SHARE),
        make_crowd("many", 2_000, share=LONG_CROWD_SHARE),
        Beside("busy", "tcp", ("tcp-connect", TCP_BYTES, SIZE, "plain"), ("tcp-listen", 0), idle=10_000, lane="crowd"),
        make_stream("huge", 1_000_000_000, 0, lane="huge"),
        make_datagrams("flood-long", "up", 300_000, 16, tolerance=SMALL, lane="huge"),
    ]


def make_handed():
    stream, datagrams = ("tcp-listen", 0), ("udp-send", DATAGRAMS, SIZE)
    return [
        Handed("forked", "tcp", ("fork", 1_000_000, SIZE), stream, lane="forked"),
        Handed("passed", "tcp", ("pass", 1_000_000, SIZE), stream, lane="passed"),
        Handed("inherited", "udp", ("inherit", DATAGRAMS, SIZE), datagrams, near_listens=True, lane="inherited"),
    ]


def make_limited():
    """The limited view counts the payload of TCP, of connections that are there when it looks."""
    options = {"payload_only": True, "near_method": "stay", "far_method": "stay"}
    return [
        make_stream("limited-up", TCP_BYTES, 0, **options),
        make_stream("limited-down", 0, TCP_BYTES, **options),
        make_stream("limited-up", TCP_BYTES, 0, family=6, **options),
        make_stream("limited-serve", TCP_BYTES, 0, near_listens=True, **options),
    ]


def run_lane(run, cases):
    results = []
    for case in cases:
        try:
            case.run(run)
            results.append((case, None))
        except Exception as error:  # pylint: disable=broad-except
            results.append((case, error))
    return results


def run_round(tap, context, label, cases, *options):
    """All cases under one watch."""
    net, netoproc, program, names = context
    cases = [case for case in cases if not names or case.name in names]
    if not cases:
        return
    lanes = {}
    for case in cases:
        lanes.setdefault(case.lane or case.name, []).append(case)
    with tempfile.TemporaryDirectory(dir=os.path.dirname(program)) as folder:
        begun = time.monotonic()
        with Watch(net, netoproc, "state", *options) as watch:
            run = Run(net, folder, program, watch)
            with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
                # Those that wait first, beside which the others run.
                ordered = sorted(lanes.values(), key=lambda lane: not isinstance(lane[0], Handed))
                results = [result for lane in pool.map(lambda lane: run_lane(run, lane), ordered) for result in lane]
            state = json.loads(watch.stop())
        are_all_listed = time.monotonic() - begun < KEPT_S
    for case, error in results:
        if isinstance(error, Skipped):
            tap.skip(f"{label}: {case.name}", error)
        elif error is not None:
            tap.check(False, f"{label}: {case.name} ran", "".join(traceback.format_exception(error)[-1:]))
        else:
            case.check(tap, label, state)
    check_totals(tap, label, state, are_all_listed)


def run_long(tap, context):
    run_round(tap, context, "long", make_long())


def run_short(tap, context):
    net = context[0]
    run_round(tap, context, "any", make_calls() + make_udp() + make_others() + make_handed())
    run_round(tap, context, "crowds", make_crowds())
    for offload in ("on", "off"):
        net.set_offload(offload)
        run_round(tap, context, f"offload {offload}", make_bulk())
    net.set_offload("on")
    run_round(tap, context, "limited", make_limited(), "--capture-mode", "sockets")


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, program, *rest = sys.argv[1:]
    tap = Tap()
    with Scoped() as net:
        for name in net.namespaces:
            net.set_control(name, "ipv4/ping_group_range", "0 2147483647")
        context = (net, netoproc, program, [name for name in rest if not name.startswith("--")])
        if "--long" in rest:
            run_long(tap, context)
        else:
            run_short(tap, context)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
