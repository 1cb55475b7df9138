# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Two network namespaces with a veth pair between them, made for one test and removed after it."""

import os
import subprocess
import tempfile
import time

NEAR = {4: "10.77.0.1", 6: "fd77::1"}
FAR = {4: "10.77.0.2", 6: "fd77::2"}
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
    """Whether there is that process, and it has not ended without anybody asking for it."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def call(*arguments):
    environment = dict(os.environ, PATH=os.environ["PATH"] + ":/usr/sbin:/sbin")
    subprocess.run(arguments, check=True, env=environment, capture_output=True)


class Namespaces:
    """with Namespaces() as net: net.near is watched, net.far is the other host."""

    def __enter__(self):
        self.near = f"netop-near-{os.getpid()}"
        self.far = f"netop-far-{os.getpid()}"
        try:
            for name in (self.near, self.far):
                call("ip", "netns", "add", name)
                call("ip", "-n", name, "link", "set", "lo", "up")
                # A header of one length in every segment: with these options the truth would have to know each.
                call("ip", "netns", "exec", name, "sh", "-c", "echo 0 > /proc/sys/net/ipv4/tcp_sack")
            call("ip", "-n", self.near, "link", "add", "veth0", "type", "veth", "peer", "name", "veth0", "netns", self.far)
            for name, addresses in ((self.near, NEAR), (self.far, FAR)):
                call("ip", "-n", name, "address", "add", addresses[4] + "/24", "dev", "veth0")
                call("ip", "-n", name, "address", "add", addresses[6] + "/64", "dev", "veth0", "nodad")
                call("ip", "-n", name, "link", "set", "veth0", "up")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in (self.near, self.far):
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)

    def set_offload(self, state):
        for name in (self.near, self.far):
            call("ip", "netns", "exec", name, "ethtool", "-K", "veth0", "tso", state, "gso", state, "gro", state)

    def popen(self, name, arguments, **options):
        return subprocess.Popen(["ip", "netns", "exec", name, *arguments], **options)

    def count_packet_sockets(self):
        table = subprocess.run(["ip", "netns", "exec", self.near, "cat", "/proc/net/packet"], capture_output=True, check=True)
        return len(table.stdout.splitlines()) - 1


class Watch:
    """A run of netoproc over the near namespace: entered when it captures, `stop()` gives what it printed."""

    def __init__(self, net, netoproc, output_format, *options):
        self.net = net
        self.command = [netoproc, "--netns", net.near, "--duration", "300", "--format", output_format, *options]

    def __enter__(self):
        self.before = self.net.count_packet_sockets()
        self.output = tempfile.TemporaryFile()
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(self.command, stdout=self.output, stderr=self.errors)
        deadline = time.monotonic() + 20
        while self.net.count_packet_sockets() < self.before + 2:
            if self.process.poll() is not None or time.monotonic() > deadline:
                code = self.process.poll()
                self.__exit__()
                raise RuntimeError(f"netoproc did not start to capture (exit {code}): {self.read_errors()}")
            time.sleep(0.05)
        time.sleep(0.7)  # the hello and the first tick, from which a run counts
        return self

    def read_errors(self):
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace")

    def stop(self):
        time.sleep(1.5)  # a socket dump and a tick more
        self.process.send_signal(2)
        self.process.wait(timeout=20)
        self.wait_for_helper()
        self.output.seek(0)
        text = self.output.read().decode()
        if self.process.returncode != 0:
            raise RuntimeError(f"netoproc ended with {self.process.returncode}: {self.read_errors()}")
        return text

    def wait_for_helper(self):
        """Its handles close a little after its client ended; the next one to watch counts its own."""
        deadline = time.monotonic() + 5
        while self.net.count_packet_sockets() > self.before and time.monotonic() < deadline:
            time.sleep(0.02)

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.wait_for_helper()
