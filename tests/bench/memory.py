#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""What the window and its helper take together: CPU without traffic, then memory with 5,000 connections that have history.

In a network namespace with nothing but loopback, on a display and buses of its own, painted without a GPU. Each of the
connections has two ends here, so half as many are opened, by 50 processes; each sends a little every second. Memory is the
proportional set size, apart from what the kernel writes packets into.

usage: memory.py NETOPROC [CONNECTIONS [SECONDS]]
"""

import os
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from capture import find, process_cpu  # noqa: E402
from cost import read_memory_kb  # noqa: E402

N_CLIENTS = 50
MESSAGE = b"x" * 200
SETTLE_S = 10
# As the product wants it.
MAX_MEMORY_MB = 180
MAX_IDLE_SHARE = 0.01
APPLICATION_ID = "org.netoproc.Netoproc"
WINDOW_PATH = "/org/netoproc/Netoproc/window/1"


def find_obstacle():
    if os.geteuid() != 0:
        return "needs root for a network namespace"
    for program in ("unshare", "ip", "xvfb-run", "dbus-run-session", "gdbus"):
        if not shutil.which(program):
            return f"needs {program}"
    return None


def run_inside(arguments):
    environment = dict(os.environ, GDK_BACKEND="x11", GSK_RENDERER="cairo", GSETTINGS_BACKEND="memory", NO_AT_BRIDGE="1")
    environment.pop("WAYLAND_DISPLAY", None)
    with tempfile.TemporaryDirectory() as folder:
        environment.update(XDG_RUNTIME_DIR=folder, HOME=folder)
        command = ["unshare", "--net", "xvfb-run", "-a", "-s", "-screen 0 1400x1000x24 -nolisten tcp", "dbus-run-session", "--"]
        command += [sys.executable, os.path.abspath(__file__), "inside", *arguments]
        return subprocess.run(command, env=environment).returncode


# --- Traffic


def serve(listener, n_connections):
    """Reads what comes, until it is told to end."""
    poll = select.epoll()
    connections = {}
    for _ in range(n_connections):
        connection, _ = listener.accept()
        connections[connection.fileno()] = connection
        poll.register(connection, select.EPOLLIN)
    while True:
        for descriptor, _ in poll.poll():
            connections[descriptor].recv(65536)


def send(port, n_connections):
    connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(n_connections)]
    while True:
        for connection in connections:
            connection.send(MESSAGE)
        time.sleep(1)


def fork(function, *arguments):
    pid = os.fork()
    if pid == 0:
        try:
            function(*arguments)
        finally:
            os._exit(1)
    return pid


def start_traffic(n_connections):
    """Returns who makes it."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (n_connections + 100, n_connections + 100))
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    pids = [fork(serve, listener, n_connections)]
    pids += [fork(send, listener.getsockname()[1], n_connections // N_CLIENTS) for _ in range(N_CLIENTS)]
    listener.close()
    return pids


def count_ends():
    """Of connections that are established (proc_net_tcp(5): state 01)."""
    with open("/proc/net/tcp", encoding="ascii") as file:
        return sum(line.split()[3] == "01" for line in list(file)[1:])


# --- The program


def show_connections():
    subprocess.run(["gdbus", "call", "--session", "--dest", APPLICATION_ID, "--object-path", WINDOW_PATH,
                    "--method", "org.gtk.Actions.Activate", "page", "[<'connections'>]", "{}"], check=True, stdout=subprocess.DEVNULL)


def read_pss_mb(pid):
    """Without and of the ring."""
    return [kib * 1024 / 1e6 for kib in read_memory_kb(pid, "Pss")]


def measure(pids, n_connections, seconds):
    time.sleep(SETTLE_S)
    before = sum(map(process_cpu, pids))
    time.sleep(seconds / 3)
    share = (sum(map(process_cpu, pids)) - before) / (seconds / 3)
    print(f"memory: no traffic, the window visible: both {100 * share:.2f} % of a core (aim {100 * MAX_IDLE_SHARE:.0f} %)")

    generators = start_traffic(n_connections // 2)
    try:
        show_connections()
        time.sleep(seconds)
        n_ends = count_ends()
        (window, _), (helper, ring) = map(read_pss_mb, pids)
        print(f"memory: {n_ends} ends of connections, each with {seconds:.0f} s of history: window {window:.0f} MB, helper {helper:.0f} MB, "
              f"both {window + helper:.0f} MB (aim {MAX_MEMORY_MB} MB), and {ring:.0f} MB of packets")
    finally:
        for pid in generators:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def look(netoproc, n_connections, seconds):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    window = subprocess.Popen([netoproc])
    try:
        time.sleep(SETTLE_S)
        measure((window.pid, find(window.pid, "netoproc-helper")), n_connections, seconds)
        return 0
    finally:
        window.terminate()
        window.wait(10)


def main():
    if sys.argv[1:2] == ["inside"]:
        return look(sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 5000, float(sys.argv[4]) if len(sys.argv) > 4 else 75)

    obstacle = find_obstacle()
    if obstacle:
        print(f"memory: not measured: {obstacle}")
        return 77
    return run_inside(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
