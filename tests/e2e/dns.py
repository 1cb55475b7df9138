#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Real resolvers and askers, who asked what, and what came back, compared with what tshark makes of the same packets.

usage: dns.py NETOPROC SCHEMA [PROCESSES SHARE]

SHARE of so many PROCESSES that ask once, and live for two milliseconds after the answer, are to be named.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import dns_truth  # noqa: E402
from namespaces import FAR, Namespaces, Watch, wait_until, why_not  # noqa: E402
from tap import Tap  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ODD = "10.77.0.3"
STUB = "127.0.0.1"
STUB_DOMAIN = "stub.test"
# An unbound that asks the odd server.
UNBOUND = "127.0.0.3"
UNBOUND_DOMAIN = "unbound.test"
LINGER_MS = 2
ASKERS = 300
# Under a sanitizer, or beside other tests, more are gone before anybody looks: tests/bench/dns.py measures how many.
NAMED_SHARE = 0.5
MANY = 3700
TIMEOUT_S = 5
DNS_PORTS = "port 53 or udp port 5353 or udp port 5355 or udp port 137"
PROGRAMS = ("dnsmasq", "unbound", "dig", "tshark", "tcpdump")

LONG_TEXT = ",".join(letter * 200 for letter in "abcdefg")
RECORDS = [
    "--address=/example.test/192.0.2.7", "--host-record=target.test,192.0.2.8,2001:db8::8",
    "--cname=one.test,two.test", "--cname=two.test,target.test", "--host-record=xn--bcher-kva.test,192.0.2.9",
    "--txt-record=long.test," + LONG_TEXT, "--mx-host=mail.test,mx.mail.test,10", "--srv-host=_x._tcp.test,target.test,5222,1,2",
    "--ptr-record=7.2.0.192.in-addr.arpa,www.example.test", "--caa-record=caa.test,0,issue,ca.test",
    "--dns-rr=https.test,65,00010000010003026832", "--local=/nowhere.test/",
]

# what dig is asked, and the response
DIGS = [
    ((f"@{FAR[4]}", "www.example.test"), "NOERROR"),
    ((f"@{FAR[6]}", "target.test", "aaaa"), "NOERROR"),
    ((f"@{FAR[4]}", "one.test"), "NOERROR"),
    ((f"@{FAR[4]}", "xn--bcher-kva.test"), "NOERROR"),
    ((f"@{FAR[4]}", "mail.test", "mx"), "NOERROR"),
    ((f"@{FAR[4]}", "_x._tcp.test", "srv"), "NOERROR"),
    ((f"@{FAR[4]}", "-x", "192.0.2.7"), "NOERROR"),
    ((f"@{FAR[4]}", "caa.test", "caa"), "NOERROR"),
    ((f"@{FAR[4]}", "https.test", "type65"), "NOERROR"),
    ((f"@{FAR[4]}", "a.nowhere.test"), "NXDOMAIN"),
    ((f"@{FAR[4]}", "long.test", "txt", "+noedns"), "NOERROR"),
    ((f"@{ODD}", "rcode-1.test"), "FORMERR"),
    ((f"@{ODD}", "rcode-2.test"), "SERVFAIL"),
    ((f"@{ODD}", "rcode-3.test"), "NXDOMAIN"),
    ((f"@{ODD}", "rcode-4.test"), "NOTIMP"),
    ((f"@{ODD}", "rcode-5.test"), "REFUSED"),
    *(((f"@{ODD}", f"rcode-{number}.test", *options), rcode) for number, rcode, options in (
        (6, "YXDOMAIN", ()), (7, "YXRRSET", ()), (8, "NXRRSET", ()), (9, "NOTAUTH", ()), (10, "NOTZONE", ()), (11, "RCODE11", ()),
        (16, "BADVERS", ("+noednsneg",)), (22, "BADTRUNC", ()), (23, "BADCOOKIE", ("+nobadcookie",)))),
    ((f"@{ODD}", "after-300.test"), "NOERROR"),
    ((f"@{ODD}", "spoofed.test"), "NOERROR"),
    ((f"@{ODD}", f"many-{MANY}.test", "+tcp"), "NOERROR"),
    # A resolver that has its answer at once closes its socket before anybody can look at it.
    ((f"@{STUB}", f"after-50.{STUB_DOMAIN}"), "NOERROR"),
    ((f"@{UNBOUND}", f"after-50.{UNBOUND_DOMAIN}"), "NOERROR"),
]
ANSWERS = {
    "one.test": ["two.test", "target.test", "192.0.2.8"],
    "bücher.test": ["192.0.2.9"],
    "mail.test": ["10 mx.mail.test"],
    "_x._tcp.test": ["1 2 5222 target.test"],
    "7.2.0.192.in-addr.arpa": ["www.example.test"],
    "caa.test": ['0 issue "ca.test"'],
    "https.test": ["1 . alpn=h2"],
}
# asked without a server, and how that is told
ALONE = {
    "mdns": ("printer.local", "mdns", "A", FAR[4], ["192.0.2.9"]),
    "mdns6": ("printer6.local", "mdns", "AAAA", None, ["2001:db8::9"]),
    "llmnr": ("llmnrhost", "llmnr", "A", FAR[4], ["192.0.2.9"]),
    "netbios": ("NBHOST<00>", "netbios", "NB", FAR[4], ["192.0.2.9"]),
}
SPEAKERS = {"mdns": "speaker", "mdns6": "speaker6", "llmnr": "llmnr-speaker", "netbios": "netbios-speaker"}


class Net(Namespaces):
    def set_up(self):
        for name in self.namespaces:
            self.set_control(name, "ipv6/conf/default/accept_dad", 0)
        super().set_up()
        self.ip(self.far, f"address add {ODD}/24 dev veth0")
        for name in self.namespaces:
            self.ip(name, "route add 224.0.0.0/4 dev veth0")


class Servers:
    """dnsmasq on the far side, the odd server beside it, and a dnsmasq on the near side that asks the first one."""

    def __init__(self, net, folder):
        self.net = net
        self.folder = folder
        self.processes = []

    def __enter__(self):
        odd = self.start(self.net.far, sys.executable, f"{HERE}/dns_server.py", ODD)
        speakers = [self.start(self.net.far, sys.executable, f"{HERE}/dns_askers.py", SPEAKERS[what], name.partition("<")[0]) for what, (name, *_) in ALONE.items()]
        self.start_dnsmasq(self.net.far, f"--listen-address={FAR[4]},{FAR[6]}", "--no-resolv", *RECORDS)
        self.start_dnsmasq(self.net.near, f"--listen-address={STUB}", "--no-resolv", f"--server=/{STUB_DOMAIN}/{ODD}", f"--server={FAR[4]}", "--cache-size=0")
        self.start_unbound()
        for process in (odd, *speakers):
            process.stdout.readline()
        for name, server in ((self.net.far, FAR[4]), (self.net.near, STUB), (self.net.near, UNBOUND)):
            wait_until("the resolver answers", lambda: dig(self.net, name, f"@{server}", "www.example.test").wait() == 0)
        return self

    def start(self, where, *command, **options):
        self.processes.append(self.net.popen(where, command, stdout=subprocess.PIPE, **options))
        return self.processes[-1]

    def start_unbound(self):
        with open(f"{self.folder}/unbound.conf", "w", encoding="utf-8") as file:
            file.write(f"""server:
  interface: {UNBOUND}
  do-daemonize: no
  use-syslog: no
  username: ""
  chroot: ""
  directory: "{self.folder}"
  pidfile: ""
  do-not-query-localhost: no
  module-config: "iterator"
  qname-minimisation: no
  local-zone: "test." nodefault
forward-zone:
  name: "."
  forward-addr: {ODD}
remote-control:
  control-enable: no
""")
        self.start(self.net.near, "unbound", "-d", "-c", f"{self.folder}/unbound.conf", stderr=subprocess.DEVNULL)

    def start_dnsmasq(self, where, *options):
        self.start(where, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-hosts", "--bind-interfaces",
                   "--user=root", "--pid-file=", *options)

    def __exit__(self, *_):
        for process in self.processes:
            process.kill()
            process.wait()
            process.stdout.close()


def dig(net, where, *arguments):
    return net.popen(where, ["dig", "+tries=1", "+time=3", *arguments], stdout=subprocess.DEVNULL)


def ask_all(net, count):
    """Returns the numbers of dig's processes by server and name, and those of @count ones."""
    pids = {}
    for arguments, _ in DIGS:
        process = dig(net, net.near, *arguments)
        process.wait()
        pids[arguments] = process.pid
    for arguments in (("twice", ODD, "never.test"), ("rubbish", ODD), *((what, name.partition("<")[0]) for what, (name, *_) in ALONE.items())):
        asker = net.popen(net.near, [sys.executable, f"{HERE}/dns_askers.py", *arguments])
        asker.wait()
        pids[arguments[0]] = asker.pid
    many = net.popen(net.near, [sys.executable, f"{HERE}/dns_askers.py", "many", FAR[4], str(count), str(LINGER_MS if count > ASKERS else 0)], stdout=subprocess.PIPE)
    pids["many"] = [int(pid) for pid in many.communicate()[0].split()]
    return pids


def name_of(arguments):
    if arguments[1] == "-x":
        return ".".join(reversed(arguments[2].split("."))) + ".in-addr.arpa"
    return arguments[1].replace("xn--bcher-kva", "bücher")


def find(queries, **wanted):
    return [q for q in queries if all(q[key] == value for key, value in wanted.items())]


def check_digs(tap, queries, pids):
    for arguments, response in DIGS:
        server, name = arguments[0][1:], name_of(arguments)
        # A dig that is gone before anybody looks has no name, and nobody else's.
        found = [q for q in find(queries, query_name=name, resolver=server)
                 if (q["pid"], q["process"]) in ((pids[arguments], "dig"), (None, None))]
        wanted = 2 if name == "long.test" else 1
        good = len(found) == wanted and all(q["response"] == response for q in found)
        if name in ANSWERS:
            good = good and found[0]["answers"] == ANSWERS[name]
        tap.check(good, f"{' '.join(arguments)}: {response}, and dig asked", found)


def check_special(tap, dns, pids):
    queries = dns["queries"]
    datagram, stream = find(queries, query_name="long.test", transport="udp"), find(queries, query_name="long.test", transport="tcp")
    tap.check(len(datagram) == 1 and datagram[0]["truncated"] and datagram[0]["retried_over_tcp"], "truncated, and asked again over TCP", datagram)
    tap.check(len(stream) == 1 and not stream[0]["truncated"] and stream[0]["answer_count"] == 1, "the whole answer over TCP", stream)
    many = find(queries, query_name=f"many-{MANY}.test")
    tap.check(len(many) == 1 and many[0]["answer_count"] == MANY and 0 < len(many[0]["answers"]) <= 16, "an answer of 60 KB", many)
    slow = find(queries, query_name="after-300.test")
    tap.check(len(slow) == 1 and slow[0]["latency_ms"] >= 300, "a slow answer", slow)
    never = find(queries, query_name="never.test")
    tap.check(len(never) == 1 and never[0]["response"] == "TIMEOUT" and never[0]["retransmissions"] == 1 and never[0]["pid"] == pids["twice"],
              "one time-out of what was sent twice", never)
    tap.check(dns["unmatched_answers"] >= 1, "an answer with another identifier belongs to nothing", dns["unmatched_answers"])
    tap.check(dns["malformed"] >= 1, "rubbish is counted", dns["malformed"])
    for what, (name, service, rr_type, resolver, answers) in ALONE.items():
        # By IPv6 it answers from an address of the link, which is made anew each time.
        found = find(queries, query_name=name)
        good = len(found) == 1 and (found[0]["service"], found[0]["query_type"], found[0]["answers"], found[0]["pid"]) == (service, rr_type, answers, pids[what])
        tap.check(good and found[0]["resolver"] == (resolver or found[0]["resolver"]), what, (found, pids[what]))


def check_stub(tap, queries, pids):
    askers = []
    for program, server, domain in (("dnsmasq", STUB, STUB_DOMAIN), ("unbound", UNBOUND, UNBOUND_DOMAIN)):
        name = f"after-50.{domain}"
        askers.append(pids[(f"@{server}", name)])
        behind = find(queries, query_name=name, asker_pid=askers[-1])
        tap.check(len(behind) == 1 and behind[0]["process"] == program and behind[0]["resolver"] == ODD and
                  behind[0]["asker_process"] == "dig" and behind[0]["asker_source"] == "inferred", f"who is behind the local {program}", behind)
    others = [q for q in queries if q["asker_pid"] is not None and q["asker_pid"] not in askers]
    tap.check(others == [], "and behind nothing else", others)


def check_many(tap, queries, pids, count, share):
    right = [number for number, pid in enumerate(pids["many"]) if find(queries, query_name=f"n{number}.test", pid=pid)]
    seen = [q for q in queries if q["query_name"].startswith("n") and q["query_name"][1:-5].isdigit()]
    tap.check(len(pids["many"]) == count and len(seen) == count, "each of many processes' queries is seen once", len(seen))
    # A port that is taken again at once stands under its first process, like its bytes.
    ports = [q["client_port"] for q in seen]
    wrong = [(q["query_name"], q["pid"], pids["many"][int(q["query_name"][1:-5])], q["client_port"])
             for q in seen if q["pid"] is not None and q["pid"] != pids["many"][int(q["query_name"][1:-5])] and ports.count(q["client_port"]) == 1]
    tap.check(wrong == [], "none is given to another process", wrong)
    tap.check(len(right) >= share * count, f"the processes of {share:.0%} and more are named", f"{len(right)} of {count}", always=True)


def check_resolvers(tap, dns):
    for server in (FAR[4], ODD, STUB, UNBOUND):
        own = [q for q in dns["queries"] if q["resolver"] == server and q["service"] == "dns" and q["from_this_host"]]
        resolver = [r for r in dns["resolvers"] if r["server"] == server]
        ended = [q for q in own if q["response"] is not None]
        failed = [q for q in ended if q["response"] not in ("NOERROR", "NXDOMAIN")]
        latencies = [q["latency_ms"] for q in ended if q["latency_ms"] is not None]
        good = len(resolver) == 1 and resolver[0]["query_count"] == len(ended) and \
            abs(resolver[0]["failure_rate_pct"] - 100 * len(failed) / len(ended)) < 0.01 and \
            abs(resolver[0]["avg_latency_ms"] - sum(latencies) / len(latencies)) < 0.01
        tap.check(good, f"what there is to say of the resolver {server}", (resolver, len(ended), len(failed)))


def check_schema(tap, path, document):
    try:
        import jsonschema
    except ImportError:
        tap.skip("the document keeps its schema", "needs the Python module jsonschema")
        return
    with open(path, encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    tap.check(not list(validator.iter_errors(document)), "the document keeps its schema", [e.message for e in validator.iter_errors(document)][:3])


def record(net, path):
    process = net.popen(net.near, ["tcpdump", "-i", "any", "-w", path, "-U", "-B", "16384", "-Z", "root", DNS_PORTS], stderr=subprocess.PIPE, text=True)
    while "listening" not in process.stderr.readline():
        continue
    return process


def stop_recording(process):
    process.send_signal(2)
    process.communicate()


def run(tap, net, netoproc, schema, folder, count, share):
    path = f"{folder}/all.pcap"
    with Servers(net, folder), Watch(net, netoproc, "state") as watch:
        tcpdump = record(net, path)
        # What was asked to see whether they answer is not in the recording.
        begin_ms = time.time() * 1000
        pids = ask_all(net, count)
        ended = time.monotonic()
        wait_until("the last time-out", lambda: time.monotonic() - ended > TIMEOUT_S - 1)
        watch.wait_for_ticks(3)
        stop_recording(tcpdump)
        document = json.loads(watch.stop())
    dns = document["dns"]
    queries = [q for q in dns["queries"] if q["timestamp_ms"] >= int(begin_ms)]
    check_schema(tap, schema, document)
    check_digs(tap, queries, pids)
    check_special(tap, dns, pids)
    check_stub(tap, queries, pids)
    check_many(tap, queries, pids, count, share)
    check_resolvers(tap, dns)
    tap.check((dns["lost"], dns["overflowed"]) == (0, 0), "nothing is lost", dns["lost"])
    truth = dns_truth.read(path)
    dns_truth.check(tap, "live", queries, truth)
    text = subprocess.run([netoproc, "--read", path, "--format", "state"], check=True, capture_output=True, text=True).stdout
    dns_truth.check(tap, "file", json.loads(text)["dns"]["queries"], truth)
    text = subprocess.run([netoproc, "--read", path, "--format", "state", "--no-dns"], check=True, capture_output=True, text=True).stdout
    tap.check(json.loads(text)["dns"] is None, "--no-dns tells nothing of it")


def main():
    reason = why_not()
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if reason or missing:
        print(f"1..0 # SKIP {reason or 'needs ' + ', '.join(missing)}")
        return 0
    tap = Tap()
    count, share = (int(sys.argv[3]), float(sys.argv[4])) if sys.argv[3:] else (ASKERS, NAMED_SHARE)
    with Net() as net, tempfile.TemporaryDirectory() as folder:
        run(tap, net, *sys.argv[1:3], folder, count, share)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
