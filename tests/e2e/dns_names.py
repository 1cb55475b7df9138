#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Under which names connections stand: getent and curl ask a real resolver, and what they did not ask for has other sources.

netoproc runs in the watched namespace, with a resolv.conf and a hosts file of its own, so that what it asks itself is seen too.

usage: dns_names.py NETOPROC
"""

import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from namespaces import FAR, Namespaces, Watch, lines_of, wait_until, why_not  # noqa: E402
from tap import Tap  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ASKERS, LINGER_MS = 20, 20
# What no program has mapped that is a test: the sanitizers reserve terabytes.
MOST_MAPPED = 1 << 28
PROGRAMS = ("dnsmasq", "getent", "curl", "tshark", "tcpdump", "unshare", "mount")
HOSTED, UNHEARD, SPEAKING, ODD = "10.77.0.5", "10.77.0.6", "10.77.0.7", "10.77.0.8"
# These answers take a while: who has his at once may be gone before anybody looks.
SLOW, OTHER = "after-50.slow.test", "after-60.slow.test"
SIX, PRINTER = "six.test", "printer.local"
RECORDS = [f"--host-record={SIX},{FAR[6]}", f"--server=/slow.test/{ODD}", "--ptr-record=6.0.77.10.in-addr.arpa,reverse.test"]
COUNTRY, OPERATOR = "XA", "Example <b>Net"
# So slow that each curl is there for long enough to be seen, also beside a sanitizer.
SERVER = """
import http.server, socket, time
class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.2)
        self.send_response(204)
        self.end_headers()
Server(("::", 80), Handler).serve_forever()
"""
NSSWITCH = "hosts: files dns\nservices: files\npasswd: files\n"


class Net(Namespaces):
    def set_up(self):
        super().set_up()
        for address in (HOSTED, UNHEARD, SPEAKING, ODD):
            self.ip(self.far, f"address add {address}/24 dev veth0")
        for name in self.namespaces:
            self.ip(name, "route add 224.0.0.0/4 dev veth0")


class Inside(Watch):
    """A run of netoproc in the near namespace, which finds these files in /etc."""

    def __init__(self, net, netoproc, folder, *options):
        super().__init__(net, netoproc, "state", *options)
        self.command = [*inside(net, folder), netoproc, "--duration", "300", "--format", "state", *options]


def inside(net, folder):
    """What comes behind it is run in the near namespace by the very process that is started."""
    mounts = " && ".join(f"mount --bind {folder}/{name} /etc/{name}" for name in ("resolv.conf", "hosts", "nsswitch.conf"))
    return ["ip", "netns", "exec", net.near, "unshare", "--mount", "--propagation", "private", "sh", "-c", f'{mounts} && exec "$@"', "sh"]


def make_string(text):
    data = text.encode()
    return bytes([2 << 5 | len(data)]) + data if len(data) < 29 else bytes([2 << 5 | 29, len(data) - 29]) + data


def make_database(prefix, country, operator):
    """One network of IPv4, as a file in MaxMind's format (version 2.0) has it: a tree of its bits, and what they lead to."""
    bits = "0" * 96 + "".join(f"{int(part):08b}" for part in prefix.split("."))
    tree = b""
    for number, bit in enumerate(bits):
        onward = number + 1 if number + 1 < len(bits) else len(bits) + 16
        left, right = (len(bits), onward) if bit == "1" else (onward, len(bits))
        tree += left.to_bytes(3, "big") + right.to_bytes(3, "big")
    data = bytes([7 << 5 | 2]) + make_string("country") + bytes([7 << 5 | 1]) + make_string("iso_code") + make_string(country) + \
        make_string("autonomous_system_organization") + make_string(operator)
    about = {"node_count": (6, len(bits)), "record_size": (5, 24), "ip_version": (5, 6), "binary_format_major_version": (5, 2),
             "binary_format_minor_version": (5, 0)}
    metadata = bytes([7 << 5 | len(about) + 4]) + b"".join(make_string(key) + bytes([kind << 5 | 2]) + struct.pack(">H", value)
                                                          for key, (kind, value) in about.items())
    # A number of eight bytes, a list and a map: what has a type above seven says so in a byte of its own.
    metadata += make_string("build_epoch") + b"\x01\x02\x01" + make_string("languages") + b"\x00\x04" + make_string("description") + b"\xe0"
    return tree + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + metadata + make_string("database_type") + make_string("Test")


def write_files(folder):
    files = {"resolv.conf": f"nameserver {FAR[4]}\n", "hosts": f"127.0.0.1 localhost\n{HOSTED} hosted.test\n", "nsswitch.conf": NSSWITCH}
    for name, text in files.items():
        with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
            file.write(text)
    with open(f"{folder}/net.mmdb", "wb") as file:
        file.write(make_database("10.77.0", COUNTRY, OPERATOR))


def start_servers(net):
    processes = [net.popen(net.far, ["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-hosts", "--bind-interfaces", "--user=root",
                                     "--pid-file=", f"--listen-address={FAR[4]}", "--no-resolv", "--cache-size=0", *RECORDS])]
    processes.append(net.popen(net.far, [sys.executable, f"{HERE}/dns_server.py", ODD, FAR[4]], stdout=subprocess.DEVNULL))
    processes.append(net.popen(net.far, [sys.executable, "-c", SERVER], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    return processes


def run_inside(net, folder, *command):
    process = subprocess.Popen([*inside(net, folder), *command], stdout=subprocess.DEVNULL)
    return process.pid, process.wait()


def curl(net, folder, host, *options):
    pid, status = run_inside(net, folder, "curl", "--silent", "--output", "/dev/null", "--max-time", "10", *options, f"http://{host}/")
    if status != 0:
        raise RuntimeError(f"curl {host} ended with {status}")
    return pid


def record(net, path):
    process = net.popen(net.near, ["tcpdump", "-i", "veth0", "-w", path, "-U", "--immediate-mode", "-Z", "root", "port", "53"], stderr=subprocess.PIPE, text=True)
    while "listening" not in process.stderr.readline():
        continue
    return process


def ask_by_mdns(net):
    with net.popen(net.far, [sys.executable, f"{HERE}/dns_askers.py", "speaker", PRINTER, SPEAKING], stdout=subprocess.PIPE) as speaker:
        speaker.stdout.readline()
        if net.popen(net.near, [sys.executable, f"{HERE}/dns_askers.py", "mdns", PRINTER]).wait() != 0:
            raise RuntimeError("nobody answered by mDNS")


def read_pointer_queries(path):
    text = subprocess.run(["tshark", "-n", "-r", path, "-Y", "dns.qry.type == 12", "-T", "fields", "-e", "dns.qry.name"],
                          check=True, capture_output=True, text=True, env=dict(os.environ, HOME="/nonexistent")).stdout
    return set(text.split())


def find(document, pid, address):
    """Returns (name, how it is known, service, range, country, operator) of that process's connections to @address at port 80."""
    return {tuple(c[key] for key in ("remote_name", "name_source", "service", "remote_range", "country", "operator"))
            for p in document["processes"] if pid in (None, p["pid"]) for s in p["sockets"] for c in s["connections"]
            if (c["remote_addr"], c["remote_port"]) == (address, 80)}


def run(tap, net, netoproc, folder, has_databases):
    path = f"{folder}/dns.pcap"
    options = ("--address-database", f"{folder}/net.mmdb") if has_databases else ()
    place = (COUNTRY, OPERATOR) if has_databases else (None, None)
    with Inside(net, netoproc, folder, "--reverse-dns", *options) as watch:
        tcpdump = record(net, path)
        getent, _ = run_inside(net, folder, "getent", "ahostsv4", OTHER)
        pids = {"other": curl(net, folder, FAR[4]), "own": curl(net, folder, SLOW, "--ipv4"),
                "six": curl(net, folder, SIX, "--ipv6"), "hosts": curl(net, folder, HOSTED), "reverse": curl(net, folder, UNHEARD)}
        ask_by_mdns(net)
        pids["mdns"] = curl(net, folder, SPEAKING)
        # A name that is looked up stands in a snapshot after the one that found that there was none.
        watch.wait_for_ticks(3)
        document = json.loads(watch.stop())
        tcpdump.send_signal(2)
        tcpdump.communicate()
    expected = {
        "own": (FAR[4], (SLOW, "dns", "http", "private", *place)),
        "other": (FAR[4], (OTHER, "dns_other_process", "http", "private", *place)),
        "mdns": (SPEAKING, (PRINTER, "mdns", "http", "private", *place)),
        "hosts": (HOSTED, ("hosted.test", "hosts", "http", "private", *place)),
        "reverse": (UNHEARD, ("reverse.test", "reverse_dns", "http", "private", *place)),
    }
    for what, (address, row) in expected.items():
        found = find(document, pids[what], address)
        tap.check(found == {row}, f"{what}: {row[0]}", (found, row))
    six = find(document, pids["six"], FAR[6])
    # A resolver that answers at once leaves too little time to see who asked; who connected is seen, by IPv6 as well.
    tap.check({row[0] for row in six} == {SIX} and {row[1] for row in six} <= {"dns", "dns_other_process"}, "by IPv6", six)
    queries = document["dns"]["queries"]
    asked = [(q["pid"], q["process"], q["response"]) for q in queries if q["query_name"] == OTHER]
    tap.check((getent, "getent", "NOERROR") in asked, "getent asked for the other's", asked)
    truth = read_pointer_queries(path)
    tap.check("6.0.77.10.in-addr.arpa" in truth, "the address was asked for", truth)
    own = [q for q in queries if q["query_type"] == "PTR"]
    tap.check(own == [], "what netoproc asks itself is not listed", own)


def check_off(tap, net, netoproc, folder):
    path = f"{folder}/off.pcap"
    with Inside(net, netoproc, folder) as watch:
        tcpdump = record(net, path)
        pid = curl(net, folder, UNHEARD)
        watch.wait_for_ticks(3)
        document = json.loads(watch.stop())
        tcpdump.send_signal(2)
        tcpdump.communicate()
    tap.check(find(document, pid, UNHEARD) == {(None, None, "http", "private", None, None)}, "where nobody said so, there is no name", find(document, pid, UNHEARD))
    tap.check(read_pointer_queries(path) == set(), "and nobody is asked")


def has_in_memory(pid, wanted):
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            begin, end = (int(part, 16) for part in line.split()[0].split("-"))
            if line.split()[1].startswith("rw") and end - begin <= MOST_MAPPED:
                try:
                    memory.seek(begin)
                    if wanted in memory.read(end - begin):
                        return True
                except OSError:
                    continue
    return False


def check_no_dns(tap, net, netoproc):
    """What is asked for comes to netoproc only where it is wanted; who asks is known either way."""
    for options in ((), ("--no-dns",)):
        with Watch(net, netoproc, "state", *options) as watch:
            command = [sys.executable, f"{HERE}/dns_askers.py", "many", FAR[4], str(ASKERS), str(LINGER_MS)]
            pids = {int(pid) for pid in net.popen(net.near, command, stdout=subprocess.PIPE).communicate()[0].split()}
            watch.wait_for_ticks(3)
            knows = has_in_memory(watch.process.pid, f"n{ASKERS - 1}\x04test".encode())
            document = json.loads(watch.stop())
        named = {p["pid"] for p in document["processes"] for s in p["sockets"] for c in s["connections"] if (c["remote_addr"], c["remote_port"]) == (FAR[4], 53)}
        what = " ".join(options) or "with DNS"
        tap.check(knows == (not options) and (document["dns"] is None) == bool(options), f"{what}: what is asked for", (knows, document["dns"]))
        tap.check(len(pids & named) >= ASKERS / 2, f"{what}: who asks", (len(pids), len(pids & named)))


def check_bad_database(tap, netoproc, folder):
    """Returns whether databases can be read at all."""
    run_it = [netoproc, "--duration", "1", "--address-database", f"{folder}/hosts"]
    result = subprocess.run(run_it, capture_output=True, text=True, check=False)
    tap.check(result.returncode == 2 and result.stdout == "" and len(lines_of(result.stderr)) == 1, "what is no database is said in a line", result)
    return "without libmaxminddb" not in result.stderr


def main():
    reason = why_not()
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if reason or missing:
        print(f"1..0 # SKIP {reason or 'needs ' + ', '.join(missing)}")
        return 0
    tap = Tap()
    with Net() as net, tempfile.TemporaryDirectory() as folder:
        write_files(folder)
        has_databases = check_bad_database(tap, sys.argv[1], folder)
        processes = start_servers(net)
        try:
            for host in (FAR[4], SLOW):
                wait_until(f"{host} answers", lambda: run_inside(net, folder, "curl", "--silent", "--ipv4", "--output", "/dev/null", f"http://{host}/")[1] == 0)
            run(tap, net, sys.argv[1], folder, has_databases)
            check_off(tap, net, sys.argv[1], folder)
            check_no_dns(tap, net, sys.argv[1])
        finally:
            for process in processes:
                process.kill()
                process.wait()
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
