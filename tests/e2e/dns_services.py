#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Whom the system is told to ask, by resolv.conf and the real systemd-resolved and NetworkManager, compared with what their own tools say.

They run on a bus and in namespaces of the test's own. With "--download" apt fetches those that are not there, into a folder of
the test's: nothing is installed.

usage: dns_services.py NETOPROC [--download]
"""

import glob
import json
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import private_polkit  # noqa: E402
from namespaces import FAR, NEAR, Namespaces, Watch, wait_until, why_not  # noqa: E402
from private_polkit import INSIDE, Bus, call, cover, is_on_bus, run_privately  # noqa: E402
from tap import Tap  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
DOWNLOAD = "--download"
PACKAGES = ("systemd-resolved", "network-manager")
DEVICE = "veth0"
STUB = "127.0.0.53"
GLOBAL, ROUTED, OTHER, ODD_PORT = "10.77.0.9", "10.77.0.8", "10.77.0.4", "10.77.0.3:5300#dns.example"
RESOLV_CONF = pathlib.Path("/etc/resolv.conf")
STUB_FILE = "../run/systemd/resolve/stub-resolv.conf"
USER = "systemd-resolve"
# What changed is read anew within these, by far.
TICKS = 6
PROFILE = f"""[connection]
id=one
type=ethernet
interface-name={DEVICE}
autoconnect=false
[ipv4]
method=manual
addresses={NEAR[4]}/24
dns={FAR[4]};10.77.0.3;
dns-search=four.test;~route.test;
[ipv6]
method=manual
addresses={NEAR[6]}/64
dns={FAR[6]};
dns-search=six.test;
"""


# --- The programs ---


def download(folder):
    """Those that are not installed, with what they need; none of them where that fails."""
    os.chmod(folder, 0o755)
    fetched = subprocess.run(["apt-get", "--yes", "--quiet", "--no-install-recommends", "--option", f"Dir::Cache::archives={folder}", "--download-only", "install",
                              *PACKAGES], capture_output=True, text=True)
    for package in glob.glob(f"{folder}/*.deb") if fetched.returncode == 0 else []:
        call("dpkg-deb", "--extract", package, f"{folder}/unpacked")


def find(*names):
    return next((path for name in names if (path := shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin"))), None)


def make_private(scratch, packages):
    """Whatever the programs read and write is from here on the test's own."""
    call("mount", "--make-rprivate", "/")
    call("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")
    call("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", scratch)
    for folder in ("/etc", "/usr", "/var/lib"):
        cover(folder, scratch)
    for folder in ("usr", "lib", "bin", "sbin"):
        if os.path.isdir(f"{packages}/unpacked/{folder}"):
            call("cp", "--archive", "--remove-destination", f"{packages}/unpacked/{folder}/.", f"/{folder}/")
    for folder in ("/run/dbus", "/run/NetworkManager", "/run/systemd/resolve", "/etc/systemd", "/etc/NetworkManager/system-connections", private_polkit.RULES.parent):
        os.makedirs(folder, exist_ok=True)
    make_user()
    RESOLV_CONF.unlink(missing_ok=True)


def make_user():
    """As systemd-resolved becomes."""
    try:
        user = pwd.getpwnam(USER)
    except KeyError:
        taken = {user.pw_uid for user in pwd.getpwall()}
        number = next(number for number in range(999, 100, -1) if number not in taken)
        for path, line in (("/etc/passwd", f"{USER}:x:{number}:{number}::/:/usr/sbin/nologin\n"), ("/etc/group", f"{USER}:x:{number}:\n")):
            with open(path, "a", encoding="utf-8") as file:
                file.write(line)
        user = pwd.getpwnam(USER)
    os.chown("/run/systemd/resolve", user.pw_uid, user.pw_gid)


class Service:
    """with Service(net, "its.name", command): in the near namespace, with its name on the bus."""

    def __init__(self, net, name, *command):
        self.net = net
        self.name = name
        self.command = command

    def start(self):
        self.process = self.net.popen(self.net.near, self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(f"{self.name} is on the bus", lambda: is_on_bus(self.name))

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()


def start_network_manager(net, program):
    # Where /sys can be written it takes no interface that udev has not told of.
    return Service(net, "org.freedesktop.NetworkManager", "sh", "-c", 'mount --options remount,bind,ro /sys && exec "$0" --no-daemon', program)


class Test:
    def __init__(self, tap, net, netoproc):
        self.tap = tap
        self.net = net
        self.netoproc = netoproc

    def run(self, *command):
        """What it prints, in the near namespace."""
        return subprocess.run(["ip", "netns", "exec", self.net.near, *command], check=True, capture_output=True, text=True, timeout=60).stdout

    def observe(self, change=lambda: None):
        """What there is to tell when, while netoproc runs, something changed."""
        watch = Watch(self.net, self.netoproc, "state")
        watch.command = ["ip", "netns", "exec", self.net.near, self.netoproc, "--duration", "300", "--format", "state"]
        with watch:
            change()
            watch.wait_for_ticks(TICKS)
            return json.loads(watch.stop())

    def check(self, what, document, servers, domains, others):
        """@servers and @domains are the device's, and @others everybody's, each in this order and once."""
        device = [i for i in document["interfaces"] if i["name"] == DEVICE]
        told = [(i["dns_servers"], i["search_domains"]) for i in device]
        self.tap.check(told == ([(servers, domains)] if device else []), f"{what}: the interface's servers and domains", (told, servers, domains))
        resolvers = sorted(((r["interface"] or "", r["server"]) for r in document["dns"]["resolvers"] if r["configured"]))
        wanted = sorted([(DEVICE, server) for server in servers] + [("lo" if server == STUB and self.is_asked(document) else "", server) for server in others])
        self.tap.check(resolvers == wanted, f"{what}: each resolver once", (resolvers, wanted))

    @staticmethod
    def is_asked(document):
        return any(q["resolver"] == STUB for q in document["dns"]["queries"])


# --- resolv.conf ---


def write_anew(path, text):
    """As programs do it: at every moment there is one."""
    pathlib.Path(f"{path}~").write_text(text, encoding="utf-8")
    os.rename(f"{path}~", path)


def check_file(test):
    path = "/run/elsewhere/resolv.conf"
    os.mkdir(os.path.dirname(path))
    write_anew(path, f"nameserver {GLOBAL}\n")
    RESOLV_CONF.symlink_to(path)
    test.check("a link", test.observe(), [], [], [GLOBAL])
    test.check("another file where it leads to", test.observe(lambda: write_anew(path, f"nameserver {OTHER}\n")), [], [], [OTHER])
    test.check("another file in its place", test.observe(lambda: write_anew(RESOLV_CONF, f"nameserver {GLOBAL}\n")), [], [], [GLOBAL])
    RESOLV_CONF.unlink()


# --- systemd-resolved ---


def read_resolvectl(test, what):
    """Name of the link, or "Global" → the words that stand there."""
    lines = [line.partition(":") for line in test.run("resolvectl", what).splitlines()]
    return {head.partition("(")[2].rstrip(")") or head: words.split() for head, _, words in lines}


def plain_address(word):
    """resolvectl(1) has a port behind it, after a bracket if there are others, and the server's name."""
    address = word.partition("#")[0]
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def read_told(test):
    """What resolvectl says: the link's servers and search domains, and the servers of all."""
    servers = {link: [plain_address(word) for word in words] for link, words in read_resolvectl(test, "dns").items()}
    domains = [word for word in read_resolvectl(test, "domain").get(DEVICE, []) if not word.startswith("~")]
    return servers.get(DEVICE, []), domains, servers.get("Global", [])


def check_resolved(test, service):
    def check(what, change=lambda: None, stub=True):
        document = test.observe(change)
        servers, domains, others = read_told(test)
        test.check(what, document, servers, domains, others + [STUB] * stub)
        return servers, domains, others

    told = check("systemd-resolved", lambda: None)
    test.tap.check(told == ([FAR[4], FAR[6], "10.77.0.3"], ["link.test"], [GLOBAL]), "systemd-resolved has what it was told", told)
    check_queries(test)
    told = check("other servers", lambda: test.run("resolvectl", "dns", DEVICE, OTHER))
    test.tap.check(told[0] == [OTHER], "systemd-resolved has them", told)
    told = check("other domains", lambda: test.run("resolvectl", "domain", DEVICE, "new.test", "~corp.example"))
    test.tap.check(told[1] == ["new.test"], "systemd-resolved has them too", told)
    test.check("systemd-resolved stops", test.observe(service.stop), [], [], [STUB])
    check("it starts again, and has kept what it was told", service.start)
    write_anew(RESOLV_CONF, f"nameserver {OTHER}\n")
    check("domains, where resolv.conf is not its own", lambda: test.run("resolvectl", "domain", DEVICE, "link.test"), stub=False)
    RESOLV_CONF.unlink()
    told = check("a link that goes", lambda: test.net.ip(test.net.near, f"link delete {DEVICE}"), stub=False)
    test.tap.check(told[0] == [], "systemd-resolved has forgotten it", told)
    test.net.set_up()


def check_queries(test):
    """Who asks the stub has his query once, and stands behind the one that systemd-resolved makes."""
    names = {"dig": "after-50.link.test", "getent": "after-60.corp.example"}
    pids = {}

    def ask():
        for program, *command in (("dig", f"@{STUB}", "+tries=1", names["dig"]), ("getent", "ahostsv4", names["getent"])):
            process = test.net.popen(test.net.near, [program, *command], stdout=subprocess.DEVNULL)
            pids[program] = process.pid
            process.wait()

    with test.net.popen(test.net.far, [sys.executable, f"{HERE}/dns_server.py", FAR[4]], stdout=subprocess.PIPE) as server:
        server.stdout.readline()
        # What systemd-resolved does not know of its server yet it finds out by asking twice.
        test.run("dig", f"@{STUB}", "after-0.link.test")
        document = test.observe(ask)
        server.kill()
    for program, name in names.items():
        queries = [q for q in document["dns"]["queries"] if q["query_name"] == name]
        own = [q for q in queries if (q["pid"], q["process"], q["resolver"], q["response"]) == (pids[program], program, STUB, "NOERROR")]
        behind = [q for q in queries if (q["process"], q["resolver"], q["response"]) == ("systemd-resolved", FAR[4], "NOERROR")]
        test.tap.check(len(queries) == 2 and len(own) == 1 and own[0]["asker_pid"] is None, f"{program} asks the stub once", queries)
        test.tap.check(len(behind) == 1 and (behind[0]["asker_pid"], behind[0]["asker_process"], behind[0]["asker_source"]) == (pids[program], program, "inferred"),
                       f"{program} is behind what systemd-resolved asks", queries)
    asked = [(r["interface"], r["configured"], r["query_count"]) for r in document["dns"]["resolvers"] if r["server"] in (STUB, FAR[4])]
    test.tap.check(sorted(asked) == [("lo", True, 2), (DEVICE, True, 2)], "both resolvers are configured, and used", asked)


def run_resolved(test, program):
    pathlib.Path("/etc/systemd/resolved.conf").write_text(f"[Resolve]\nDNS={GLOBAL}\nDomains=global.test ~route.test\nLLMNR=no\nMulticastDNS=no\nDNSSEC=no\n",
                                                          encoding="utf-8")
    RESOLV_CONF.symlink_to(STUB_FILE)
    with Service(test.net, "org.freedesktop.resolve1", program) as service:
        test.run("resolvectl", "dns", DEVICE, FAR[4], FAR[6], ODD_PORT)
        test.run("resolvectl", "domain", DEVICE, "link.test", "~corp.example")
        check_resolved(test, service)


# --- NetworkManager ---


def write_profile(text=PROFILE):
    path = pathlib.Path("/etc/NetworkManager/system-connections/one.nmconnection")
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)


def configure(dns, more=""):
    pathlib.Path("/etc/NetworkManager/NetworkManager.conf").write_text(f"[main]\nplugins=keyfile\ndns={dns}\nrc-manager=symlink\nno-auto-default=*\nauth-polkit=root-only\n"
                                                                       f"[connectivity]\nenabled=false\n{more}", encoding="utf-8")


def read_nmcli(test, *what):
    """Its values, in order."""
    return test.run("nmcli", "--escape", "no", "--get-values", *what).replace("|", " ").replace(",", " ").split()


def read_device(test):
    return (read_nmcli(test, "IP4.DNS,IP6.DNS", "device", "show", DEVICE),
            [d for d in read_nmcli(test, "ipv4.dns-search,ipv6.dns-search", "connection", "show", "one") if not d.startswith("~")])


def wait_for_device(test):
    """What was connected when it stopped it takes up again."""
    wait_until("NetworkManager has the interface", lambda: read_device(test)[0])


def check_network_manager(test, service):
    document = test.observe()
    servers, domains = read_device(test)
    test.check("NetworkManager", document, servers, domains, [])
    test.tap.check((servers, domains) == ([FAR[4], "10.77.0.3", FAR[6]], ["four.test", "six.test"]), "NetworkManager has what it was told", (servers, domains))

    def change():
        test.run("nmcli", "connection", "modify", "one", "ipv4.dns", OTHER, "ipv6.dns-search", "new.test")
        test.run("nmcli", "device", "reapply", DEVICE)

    document = test.observe(change)
    servers, domains = read_device(test)
    test.check("NetworkManager is told otherwise", document, servers, domains, [])
    test.tap.check((servers, domains) == ([OTHER, FAR[6]], ["four.test", "new.test"]), "NetworkManager has that", (servers, domains))
    # What it wrote stays.
    test.check("NetworkManager stops", test.observe(service.stop), [], [], servers)

    def start():
        service.start()
        wait_for_device(test)

    test.check("NetworkManager starts again", test.observe(start), servers, domains, [])


def run_network_manager(test, program):
    RESOLV_CONF.unlink(missing_ok=True)
    configure("default")
    write_profile()
    with start_network_manager(test.net, program) as service:
        test.run("nmcli", "connection", "up", "one")
        check_network_manager(test, service)
    # A domain's own servers are everybody's, and that domain is not searched.
    configure("default", f"[global-dns-domain-*]\nservers={GLOBAL}\n[global-dns-domain-corp.example]\nservers={ROUTED}\n")
    with start_network_manager(test.net, program):
        wait_for_device(test)
        document = test.observe()
        test.check("NetworkManager's own configuration", document, *read_device(test), [GLOBAL, ROUTED])


def run_both(test, resolved, network_manager):
    RESOLV_CONF.unlink(missing_ok=True)
    RESOLV_CONF.symlink_to(STUB_FILE)
    configure("systemd-resolved")
    write_profile()
    with Service(test.net, "org.freedesktop.resolve1", resolved), start_network_manager(test.net, network_manager):
        test.run("nmcli", "connection", "up", "one")
        wait_until("systemd-resolved was told", lambda: len(read_told(test)[0]) == 3)
        document = test.observe()
        servers, domains, others = read_told(test)
        test.check("NetworkManager beside systemd-resolved", document, servers, domains, others + [STUB])
        test.tap.check((servers, domains) == read_device(test), "both say the same", (servers, domains, read_device(test)))


def run(tap, net, netoproc):
    test = Test(tap, net, netoproc)
    resolved = find("/lib/systemd/systemd-resolved", "/usr/lib/systemd/systemd-resolved") if find("resolvectl") else None
    network_manager = find("NetworkManager") if find("nmcli") else None
    check_file(test)
    if resolved:
        run_resolved(test, resolved)
    else:
        tap.skip("systemd-resolved", "needs systemd-resolved and resolvectl")
    if network_manager:
        run_network_manager(test, network_manager)
    else:
        tap.skip("NetworkManager", "needs NetworkManager and nmcli")
    if resolved and network_manager:
        run_both(test, resolved, network_manager)


def run_inside(netoproc, packages):
    tap = Tap()
    scratch = pathlib.Path(tempfile.mkdtemp())
    try:
        make_private(scratch, packages)
        with Bus(with_polkit=False), Namespaces() as net:
            run(tap, net, netoproc)
    finally:
        private_polkit.unmount(scratch)
        scratch.rmdir()
    return tap.finish()


def main():
    if sys.argv[-1] == INSIDE:
        return run_inside(os.path.abspath(sys.argv[1]), sys.argv[2])
    reason = private_polkit.why_not() or why_not()
    missing = private_polkit.find_missing("dbus-send", "dig", "getent")
    if reason or missing:
        print(f"1..0 # SKIP {reason or 'needs the program ' + missing}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if DOWNLOAD in sys.argv and shutil.which("apt-get"):
            download(folder)
        sys.argv[2:] = [folder]
        return run_privately()


if __name__ == "__main__":
    sys.exit(main())
