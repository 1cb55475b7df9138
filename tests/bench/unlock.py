#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""How soon a plain user sees rows, is unlocked, and is told that the helper is gone.

usage: unlock.py BUILD [ROUNDS [FOLDER]]

BUILD was configured with its prefix where a polkit of the bench's own finds the action, as /usr/local. Times are of what
is on the screen: of the pixels of an Xvfb, which are looked at every few milliseconds. The dialog is answered by a rule.
What the screen was in the end of each step is left in FOLDER as pictures. How soon a helper ends after its client is in
life.py.
"""

import mmap
import os
import pathlib
import pwd
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from private_polkit import (ACTION, INSIDE, USER, WINDOW_PROGRAMS, Bus, Window, find_helper_pids, find_missing, install, make_private,  # noqa: E402
                            rule, run_privately, unmount, why_not)

WIDTH, HEIGHT = 1280, 1024
GIVE_UP_S = 20

# Places in a window of its first size, 1200 by 800 in the corner: left, top, right, bottom.
NAMES = (66, 262, 140, 760)     # of the rows: whatever else there is of a page leaves it empty
BACKEND = (860, 775, 1000, 796)  # where the status line says "Kernel TCP counters", and nothing once it says "pcap"
BANNER = (10, 55, 300, 122)      # and the line below it, which it pushes down

# A program of the user's own with a connection, which the limited view names.
SENDER = """
import socket, time
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
peer, _ = server.accept()
print("ready", flush=True)
while True:
    client.sendall(bytes(1000))
    peer.recv(65536)
    time.sleep(0.05)
"""


class Screen:
    """The frame buffer that Xvfb keeps in a file, in the format of xwd(1): what is drawn is there at once."""

    def __init__(self, folder):
        self.path = folder / "Xvfb_screen0"

    def open(self):
        with open(self.path, "rb") as file:
            self.memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self.memory[:100])
        self.stride = header[12]
        self.start = header[0] + 12 * header[19]

    def read(self, place):
        left, top, right, bottom = place
        rows = (self.start + y * self.stride for y in range(top, bottom))
        return b"".join(self.memory[row + 4 * left:row + 4 * right] for row in rows)

    def count_ink(self, place):
        """Dark pixels on a light ground, None where the ground is not light."""
        greens = self.read(place)[1::4]
        if sum(green > 200 for green in greens) < 0.7 * len(greens):
            return None
        return sum(green < 130 for green in greens)

    def save(self, path):
        subprocess.run(["convert", f"xwd:{self.path}", "-crop", "1200x800+0+0", str(path)], check=True)


def measure_until(begin, condition):
    """Milliseconds from @begin until the screen is so."""
    while not condition():
        if time.monotonic() > begin + GIVE_UP_S:
            raise RuntimeError("it did not come to the screen")
        time.sleep(0.002)
    return 1000 * (time.monotonic() - begin)


def measure_last_change(begin, screen, place, seconds):
    """Milliseconds from @begin until a place was as it then stayed."""
    seen = [(0.0, screen.read(place))]
    while time.monotonic() < begin + seconds:
        pixels = screen.read(place)
        if pixels != seen[-1][1]:
            seen.append((1000 * (time.monotonic() - begin), pixels))
        time.sleep(0.002)
    if len(seen) == 1:
        raise RuntimeError("nothing changed")
    return seen[-1][0]


class Figures(dict):
    def add(self, name, value):
        self.setdefault(name, []).append(value)

    def print(self, limits):
        for name, values in self.items():
            print(f"unlock: {name}: {statistics.median(values):.0f} ms, {max(values):.0f} ms at most, of {len(values)} (wanted: below {limits[name]})")


FIRST = "from the start of netoproc to its first rows"
LIVE = "from the button to the first live tick on the screen"
KILLED = "from the helper's death to the banner"
HUNG = "from a helper that hangs to the banner"
LIMITS = {FIRST: 1000, LIVE: 1000, KILLED: 3500, HUNG: 3500}


def run_round(figures, number, helper, scratch, pictures):
    frames = scratch / f"frames-{number}"
    frames.mkdir()
    frames.chmod(0o777)
    screen = Screen(frames)

    def keep(name):
        if pictures:
            screen.save(pictures / f"{number}-{name}.png")

    window = Window(helper.parent.parent / "bin/netoproc", scratch / f"home-{number}",
                    screen=("-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(frames)), waits=True)
    with Bus(rule(ACTION, "YES")), window:
        screen.open()
        begin = time.monotonic()
        window.begin()
        figures.add(FIRST, measure_until(begin, lambda: (screen.count_ink(NAMES) or 0) > 30))
        keep("first")
        time.sleep(2)

        begin = time.monotonic()
        window.call("org.gtk.Actions.Activate", "unlock", "[]", "{}", wait=False)
        figures.add(LIVE, measure_until(begin, lambda: screen.count_ink(BACKEND) == 0))
        keep("live")
        time.sleep(2)

        # In turn: the banner is there at once, or after three seconds without a tick.
        pid, = find_helper_pids(helper)
        is_killed = number % 2 == 0
        begin = time.monotonic()
        os.kill(pid, signal.SIGKILL if is_killed else signal.SIGSTOP)
        figures.add(KILLED if is_killed else HUNG, measure_last_change(begin, screen, BANNER, 1.5 if is_killed else 5))
        keep("ended")


def run_inside(build, rounds, pictures):
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        make_private(scratch)
        scratch.chmod(0o755)
        helper = install(build, scratch)
        user = pwd.getpwnam(USER)
        sender = subprocess.Popen(["/usr/bin/python3", "-c", SENDER], stdout=subprocess.PIPE, user=user.pw_uid, group=user.pw_gid, extra_groups=[])
        sender.stdout.readline()
        try:
            for number in range(2 * rounds):
                run_round(figures, number, helper, scratch, pictures)
        finally:
            sender.kill()
            sender.wait()
            unmount(scratch)
    figures.print(LIMITS)
    return 0


def main():
    arguments = [a for a in sys.argv[1:] if a != INSIDE]
    build = pathlib.Path(os.path.abspath(arguments[0]))
    rounds = int(arguments[1]) if len(arguments) > 1 else 5
    pictures = pathlib.Path(os.path.abspath(arguments[2])) if len(arguments) > 2 else None
    if INSIDE in sys.argv:
        return run_inside(build, rounds, pictures)
    missing = find_missing(*WINDOW_PROGRAMS, *(["convert"] if pictures else []))
    reason = why_not() or (f"needs the program {missing}" if missing else None)
    if reason:
        print(f"unlock: not measured: {reason}")
        return 77
    return run_privately()


if __name__ == "__main__":
    sys.exit(main())
