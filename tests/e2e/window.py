#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""The window as a screen reader has it, on real traffic: with the real helper, in a network namespace of its own with
nothing but loopback, on a display and buses of its own. What is looked for is what AT-SPI says."""

import http.server
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import Tap  # noqa: E402

# The system's: another one that comes first may not have its modules.
PYTHON = "/usr/bin/python3"
PATIENCE = 40
CHUNK = 20_000
N_CHUNKS = 30


def wait_for(find):
    """What @find returns as soon as that is something, or None."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = find()
        if found:
            return found
        time.sleep(0.2)
    return None


# --- Outside: what it takes, and a place to be


def find_obstacle():
    if os.geteuid() != 0:
        return "needs root for a network namespace"
    for program in ["unshare", "ip", "xvfb-run", "dbus-run-session", "curl"]:
        if not shutil.which(program):
            return f"needs {program}"
    if subprocess.run([PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"], stderr=subprocess.DEVNULL).returncode != 0:
        return "needs Atspi for Python (gir1.2-atspi-2.0, python3-gi)"
    if subprocess.run(["unshare", "--net", "true"], stderr=subprocess.DEVNULL).returncode != 0:
        return "no network namespace can be made here"
    return None


def run_inside(netoproc):
    environment = dict(os.environ, GTK_A11Y="atspi", GDK_BACKEND="x11", GSETTINGS_BACKEND="memory")
    # AT-SPI's libraries warn when a bus or an object comes a moment late: that ends nobody.
    for name in ["NO_AT_BRIDGE", "WAYLAND_DISPLAY", "AT_SPI_BUS_ADDRESS", "G_DEBUG"]:
        environment.pop(name, None)
    with tempfile.TemporaryDirectory() as folder:
        environment.update(XDG_RUNTIME_DIR=folder, HOME=folder)
        os.chmod(folder, 0o700)
        command = ["unshare", "--net", "xvfb-run", "-a", "-s", "-screen 0 1400x1000x24 -nolisten tcp"]
        command += ["dbus-run-session", "--", PYTHON, os.path.abspath(__file__), netoproc, "inside"]
        return subprocess.run(command, env=environment, timeout=150).returncode


# --- Inside: traffic


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(CHUNK * N_CHUNKS))
        self.end_headers()
        for _ in range(N_CHUNKS):
            self.wfile.write(b"x" * CHUNK)
            time.sleep(0.1)

    def log_message(self, *arguments):
        pass


class Traffic:
    """A server that is slow enough to be looked at, and one curl after the other."""

    def __init__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.is_over = False
        self.threads = [threading.Thread(target=self.server.serve_forever), threading.Thread(target=self.fetch)]
        for thread in self.threads:
            thread.start()

    def fetch(self):
        url = f"127.0.0.1:{self.server.server_address[1]}/"
        while not self.is_over:
            subprocess.run(["curl", "-s", "-o", "/dev/null", url])

    def stop(self):
        self.is_over = True
        self.server.shutdown()
        for thread in self.threads:
            thread.join()


# --- Inside: what a screen reader finds


class Reader:
    def __init__(self, pid):
        import gi

        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi, GLib

        self.atspi = Atspi
        self.glib = GLib
        self.pid = pid

    def get_application(self):
        desktop = self.atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_process_id() == self.pid:
                return child
        return None

    def walk(self, node, depth=40):
        try:
            yield node
            for i in range(min(node.get_child_count(), 60) if depth else 0):
                child = node.get_child_at_index(i)
                if child:
                    yield from self.walk(child, depth - 1)
        except self.glib.Error:
            pass

    def find(self, matches):
        """The first object of the application whose name @matches."""
        try:
            application = self.get_application()
            for node in self.walk(application) if application else []:
                if matches(node.get_name() or "", node):
                    return node
        except self.glib.Error:
            pass
        return None

    def is_showing(self, node):
        return node.get_state_set().contains(self.atspi.StateType.SHOWING)

    def can_press(self, node):
        return "Action" in node.get_interfaces() and self.atspi.Action.get_n_actions(node) > 0

    def activate(self, action, target):
        """By D-Bus, as anybody may who has the session's bus."""
        from gi.repository import Gio

        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        path = "/org/netoproc/Netoproc/window/1"
        arguments = self.glib.Variant("(sava{sv})", (action, [self.glib.Variant("s", target)], {}))
        bus.call_sync("org.netoproc.Netoproc", path, "org.gtk.Actions", "Activate", arguments, None, Gio.DBusCallFlags.NONE, -1)

    def press(self, node):
        return self.atspi.Action.do_action(node, 0)


def check_rows(tap, reader):
    row = wait_for(lambda: reader.find(lambda name, node: name.startswith("curl, process ") and "per second" in name))
    name = row.get_name() if row else ""
    tap.check(row is not None, "the row of curl says what it is", name)
    tap.check("kilobytes per second" in name or "bytes per second" in name, "how fast it is, in words", name)
    tap.check("connection" in name and "Received" in name, "and what it had", name)


def check_graph(tap, reader):
    graph = wait_for(lambda: reader.find(lambda name, node: name.startswith("Total traffic, last minute. Download ")))
    tap.check(graph is not None, "the graph says what it shows")


def check_pages(tap, reader):
    tap.check(reader.find(lambda name, node: name == "Connections" and reader.can_press(node)), "there is a button for the connections")
    reader.activate("page", "connections")
    row = wait_for(
        lambda: reader.find(lambda name, node: re.search("(localhost|127.0.0.1).*Download", name))
    )
    tap.check(row is not None, "a connection says where it goes", row.get_name() if row else "")


def check_pause(tap, reader):
    button = reader.find(lambda name, node: name == "Pause" and reader.can_press(node))
    tap.check(button is not None and reader.press(button), "there is a button that pauses")
    paused = wait_for(lambda: reader.find(lambda name, node: "Paused at " in name))
    tap.check(paused is not None, "the window says that it is paused")


def check_names(tap, reader):
    nameless = []
    application = reader.get_application()
    for node in reader.walk(application):
        role = node.get_role_name()
        if role in ("push button", "toggle button", "entry", "text") and not node.get_name() and reader.is_showing(node):
            nameless.append(f"{role} in {node.get_parent().get_name() or node.get_parent().get_role_name()}")
    tap.check(not nameless, "every button and entry that can be seen has a name", nameless)


def look(netoproc):
    tap = Tap()
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    traffic = Traffic()
    window = subprocess.Popen([netoproc], stdout=subprocess.DEVNULL)
    try:
        reader = Reader(window.pid)
        tap.check(wait_for(reader.get_application) is not None, "the window is there for a screen reader")
        check_rows(tap, reader)
        check_graph(tap, reader)
        check_names(tap, reader)
        check_pages(tap, reader)
        check_pause(tap, reader)
        tap.check(window.poll() is None, "the window is still there")
    finally:
        window.terminate()
        window.wait(10)
        traffic.stop()
    return tap.finish()


def main():
    if sys.argv[2:] == ["inside"]:
        return look(sys.argv[1])

    obstacle = find_obstacle()
    if obstacle:
        print(f"1..0 # SKIP {obstacle}")
        return 0
    return run_inside(sys.argv[1])


if __name__ == "__main__":
    sys.exit(main())
