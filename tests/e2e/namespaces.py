# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Network namespaces with veth pairs between them, made for one test and removed after it, and who watches one."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time

NEAR = {4: "10.77.0.1", 6: "fd77::1"}
FAR = {4: "10.77.0.2", 6: "fd77::2"}
# With a hop between them.
MIDDLE = "10.77.0.9"
BEHIND = {"middle": "10.79.1.1", "far": "10.79.1.2"}
LOOPBACK = {4: "127.0.0.1", 6: "::1"}


def why_not():
    """The reason why these tests can't run here, or None."""
    if os.geteuid() != 0:
        return "needs root to make network namespaces"
    for program in ("ip", "ethtool"):
        if not any(os.access(os.path.join(d, program), os.X_OK) for d in os.environ["PATH"].split(":") + ["/usr/sbin", "/sbin"]):
            return f"needs the program {program}"
    # As the tests do it: what a container or a chroot refuses may be the second step.
    name = f"netop-probe-{os.getpid()}"
    try:
        call("ip", "netns", "add", name)
        call("ip", "netns", "exec", name, "true")
    except subprocess.CalledProcessError as error:
        return "network namespaces can't be made here: " + error.stderr.decode(errors="replace").strip()
    finally:
        subprocess.run(["ip", "netns", "delete", name], capture_output=True)
    return None


def is_running(pid):
    """Whether there is that process, and a thread of it has not ended; what ended may wait for somebody to ask for it."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            has_ended = file.read().rpartition(")")[2].split()[0] == "Z"
        return not has_ended or len(os.listdir(f"/proc/{pid}/task")) > 1
    except FileNotFoundError:
        return False


def resident_mib(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024


def find_child(pid):
    """A child of that process, or None while there is none."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        children = file.read().split()
    return int(children[0]) if children else None


def wait_until(what, condition, seconds=20):
    """Returns what @condition does as soon as that is true."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise RuntimeError(f"{seconds} s are over, and not: {what}")
        time.sleep(0.01)
    return value


def call(*arguments):
    environment = dict(os.environ, PATH=os.environ["PATH"] + ":/usr/sbin:/sbin")
    subprocess.run(arguments, check=True, env=environment, capture_output=True)


def count_stream_bytes(pid):
    """What a netoproc has read of its helper's stream: its thread for that reads nothing else."""
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/comm", encoding="ascii") as file:
                if file.read() != "capture\n":
                    continue
            with open(f"/proc/{pid}/task/{thread}/io", encoding="ascii") as file:
                return int(file.readline().split()[1])
    except FileNotFoundError:  # the process, or that thread, ended meanwhile
        pass
    return 0


def wait_for_ticks(process, count):
    """Until so many messages more, or some that came together, were read from the helper."""
    for _ in range(count):
        before = count_stream_bytes(process.pid)
        wait_until("the helper says something",
                   lambda: process.poll() is not None or count_stream_bytes(process.pid) > before)


def wait_for_first_tick(process):
    """Until it has what says that the helper began, the hello, and the tick from which a run counts."""
    wait_for_ticks(process, 3)


def lines_of(errors):
    """What LeakSanitizer says of a thread that ends just as it looks is none of the program's words."""
    return [line for line in errors.splitlines() if not re.match(r"==\d+==Unable to get registers", line)]


def install(netoproc, helper, folder):
    """Copies both to where another user can start them, wherever the build is. Returns the first one's path."""
    os.chmod(folder, 0o755)
    for name in ("bin", "libexec"):
        os.makedirs(f"{folder}/{name}")
    shutil.copy(helper, f"{folder}/libexec/")
    return shutil.copy(netoproc, f"{folder}/bin/")


class Network:
    """with Network("a", "b") as net: net.a and net.b are the names of two namespaces that know nothing of each other."""

    def __init__(self, *names):
        self.namespaces = [f"netop-{name}-{os.getpid()}" for name in names]
        for name, namespace in zip(names, self.namespaces):
            setattr(self, name, namespace)

    def __enter__(self):
        try:
            for name in self.namespaces:
                call("ip", "netns", "add", name)
                call("ip", "-n", name, "link", "set", "lo", "up")
                # A header of one length in every segment: with these options the truth would have to know each.
                self.set_control(name, "ipv4/tcp_sack", 0)
            self.set_up()
        except BaseException:
            self.__exit__()
            raise
        return self

    def set_up(self):
        pass

    def __exit__(self, *_):
        for name in self.namespaces:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)

    def set_control(self, name, key, value):
        call("ip", "netns", "exec", name, "sh", "-c", f"echo {value} > /proc/sys/net/{key}")

    def ip(self, name, *lines):
        """Each line as ip(8) takes it, one after the other."""
        subprocess.run(["ip", "-n", name, "-batch", "-"], input="\n".join(lines), text=True, check=True, capture_output=True)

    def join(self, one, other, device, addresses_of_one, addresses_of_other):
        """A veth pair, of that name at both ends."""
        self.ip(one, f"link add {device} type veth peer name {device} netns {other}")
        for name, addresses in ((one, addresses_of_one), (other, addresses_of_other)):
            self.ip(name, *(f"address add {address} dev {device} nodad" for address in addresses), f"link set {device} up")

    def read_link(self, name, device):
        """What ip-link(8) says of it, with statistics."""
        text = subprocess.run(["ip", "-n", name, "-json", "-statistics", "link", "show", device], check=True, capture_output=True).stdout
        return json.loads(text)[0]

    def popen(self, name, arguments, **options):
        return subprocess.Popen(["ip", "netns", "exec", name, *arguments], **options)

    def count_packet_sockets(self):
        """Of the watched one."""
        table = subprocess.run(["ip", "netns", "exec", self.near, "cat", "/proc/net/packet"], capture_output=True, check=True)
        return len(table.stdout.splitlines()) - 1


class Namespaces(Network):
    """with Namespaces() as net: net.near is watched, net.far is the other host."""

    def __init__(self):
        super().__init__("near", "far")

    def set_up(self):
        self.join(self.near, self.far, "veth0", (NEAR[4] + "/24", NEAR[6] + "/64"), (FAR[4] + "/24", FAR[6] + "/64"))

    def set_offload(self, state):
        for name in (self.near, self.far):
            call("ip", "netns", "exec", name, "ethtool", "-K", "veth0", "tso", state, "gso", state, "gro", state)


class Hop(Network):
    """with Hop() as net: near - middle - far, and nobody lives in the middle: far is another host, where next door it would be
    looked into as a container is. Its address is BEHIND["far"]."""

    def __init__(self):
        super().__init__("near", "middle", "far")

    def set_up(self):
        self.join(self.near, self.middle, "veth0", [NEAR[4] + "/24"], [MIDDLE + "/24"])
        self.join(self.middle, self.far, "veth1", [BEHIND["middle"] + "/24"], [BEHIND["far"] + "/24"])
        self.set_control(self.middle, "ipv4/ip_forward", 1)
        self.ip(self.near, f"route add {BEHIND['far']} via {MIDDLE}")
        self.ip(self.far, f"route add default via {BEHIND['middle']}")


class Watch:
    """A run of netoproc over the near namespace: entered when the first tick was read, `stop()` gives what it printed."""

    def __init__(self, net, netoproc, output_format, *options):
        self.command = [netoproc, "--netns", net.near, "--duration", "300", "--format", output_format, *options]
        self.helper = None

    def __enter__(self):
        self.output = tempfile.TemporaryFile()
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(self.command, stdout=self.output, stderr=self.errors)
        try:
            wait_for_first_tick(self.process)
            self.helper = find_child(self.process.pid) if self.process.poll() is None else None
            if self.helper is None:
                raise RuntimeError(f"netoproc did not start to capture (exit {self.process.poll()}): {self.read_errors()}")
        except BaseException:
            self.__exit__()
            raise
        return self

    def wait_for_ticks(self, count):
        wait_for_ticks(self.process, count)

    def read_errors(self):
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace")

    def stop(self):
        self.process.send_signal(2)
        self.process.wait(timeout=20)
        self.wait_for_helper()
        self.output.seek(0)
        text = self.output.read().decode()
        if self.process.returncode != 0:
            raise RuntimeError(f"netoproc ended with {self.process.returncode}: {self.read_errors()}")
        return text

    def wait_for_helper(self):
        """It lets go of its handles a little after its client ended."""
        if self.helper is not None:
            wait_until("the helper ended", lambda: not is_running(self.helper), seconds=5)

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.wait_for_helper()
