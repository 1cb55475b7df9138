#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""10,000 DNS queries a second: how many are lost and what they cost; and how many are named of 2,000 processes that ask once.

The CPU time is that of the helper and of netoproc, with DNS and with --no-dns.

usage: dns.py NETOPROC ASK [RATE [SECONDS [PROCESSES]]]
"""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from capture import peak_mib, process_cpu  # noqa: E402
from namespaces import FAR, Namespaces, Watch, why_not  # noqa: E402

NAMED_SHARE = 0.99
LINGER_US = 2000


def ask(net, program, *arguments):
    process = net.popen(net.near, [program, *arguments], stdout=subprocess.PIPE, text=True)
    return [int(word) for word in process.communicate()[0].split()]


def measure_rate(net, netoproc, program, rate, seconds, *options):
    with Watch(net, netoproc, "state", *options) as watch:
        pids = watch.helper, watch.process.pid
        before = [process_cpu(pid) for pid in pids]
        sent, answered = ask(net, program, "rate", FAR[4], rate, seconds)
        watch.wait_for_ticks(4)
        cpu = [process_cpu(pid) - b for pid, b in zip(pids, before)]
        memory = [peak_mib(pid) for pid in pids]
        document = json.loads(watch.stop())
    words = " ".join(options) or "with DNS"
    print(f"dns: {words}: {sent} queries sent, {answered} answered; helper {cpu[0] / float(seconds):.1%} of a core and "
          f"{memory[0]:.0f} MiB, netoproc {cpu[1] / float(seconds):.1%} and {memory[1]:.0f} MiB at their peaks")
    return sent, answered, document


def measure_names(net, netoproc, program, count, linger_us):
    with Watch(net, netoproc, "state") as watch:
        pids = ask(net, program, "brief", FAR[4], str(count), str(linger_us))
        watch.wait_for_ticks(8)
        queries = json.loads(watch.stop())["dns"]["queries"]
    # A port that is taken again at once stands under its first process, like its bytes.
    owner = {f"q{number}.bench.test": pid for number, pid in enumerate(pids)}
    named = sum(query["pid"] == owner.get(query["query_name"]) for query in queries)
    print(f"dns: of {len(pids)} processes that asked once and lived {linger_us / 1000:g} ms after the answer {named} are named ({named / len(pids):.1%}), {len(queries)} queries seen")
    return len(queries) == count and named >= NAMED_SHARE * count


def main():
    reason = why_not()
    if reason:
        print(f"dns: not measured: {reason}")
        return 77
    netoproc, program = sys.argv[1:3]
    rate, seconds, count = (sys.argv[3:] + ["10000", "10", "2000"][len(sys.argv) - 3:])[:3]
    with Namespaces() as net:
        server = net.popen(net.far, [program, "serve", FAR[4]], stdout=subprocess.PIPE)
        server.stdout.readline()
        try:
            sent, answered, document = measure_rate(net, netoproc, program, rate, seconds)
            measure_rate(net, netoproc, program, rate, seconds, "--no-dns")
            measure_names(net, netoproc, program, int(count), 0)
            good = measure_names(net, netoproc, program, int(count), LINGER_US)
        finally:
            server.kill()
            server.wait()
    dns = document["dns"]
    resolver = next(r for r in dns["resolvers"] if r["server"] == FAR[4])
    # Two identifiers of one name are two queries: each has its own name.
    lost = sent - dns["queries_seen"]
    print(f"dns: {lost} queries lost ({lost / sent:.3%}), {resolver['query_count']} ended of which {answered} were answered, "
          f"{dns['unmatched_answers']} answers without a query; {dns['lost']} messages found no room, "
          f"{document['capture']['dropped_kernel']} packets dropped by the kernel")
    return 0 if good and lost <= sent * 0.001 else 1


if __name__ == "__main__":
    sys.exit(main())
