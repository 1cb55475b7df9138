# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""A system bus with a real polkit on it, and a plain user's window, in mount and network namespaces of a test's own."""

import json
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time

INSIDE = "--inside"
USER = "nobody"
WINDOW_PROGRAMS = ("xvfb-run", "dbus-run-session", "gdbus")
ID = "org.netoproc.Netoproc"
ACTION = f"{ID}.capture"
GENERIC = "org.freedesktop.policykit.exec"
POLKITD = ("/usr/lib/polkit-1/polkitd", "/usr/libexec/polkitd", "/usr/libexec/polkit-1/polkitd", "/usr/lib/polkitd")
BUS = "/run/dbus/system_bus_socket"
RULES = pathlib.Path("/etc/polkit-1/rules.d/00-netoproc-test.rules")


def find_polkitd():
    return next((path for path in POLKITD if os.access(path, os.X_OK)), None)


def find_missing(*programs):
    return next((program for program in programs if not shutil.which(program)), None)


def why_not():
    """The reason why these tests can't run here, or None."""
    if os.geteuid() != 0:
        return "needs root to make namespaces"
    missing = find_missing("unshare", "mount", "ip", "dbus-daemon", "pkexec")
    if missing:
        return f"needs the program {missing}"
    if not find_polkitd():
        return "polkit is not installed"
    if subprocess.run(["/usr/bin/python3", "-c", "import gi"], capture_output=True).returncode != 0:
        return "needs PyGObject"
    probe = subprocess.run(["unshare", "--mount", "--net", "sh", "-c", "mount -t tmpfs none /mnt"], capture_output=True, text=True)
    return None if probe.returncode == 0 else "namespaces can't be made here: " + probe.stderr.strip()


def call(*arguments):
    subprocess.run([str(a) for a in arguments], check=True, capture_output=True, text=True, timeout=60)


def wait_until(good):
    """Until it is so; a machine that is busy takes its time."""
    end = time.monotonic() + 30
    while not good():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


def comes_true(good):
    try:
        wait_until(good)
    except TimeoutError:
        return False
    return True


def cover(folder, scratch):
    """What is written there from now on is the test's own."""
    upper, work = (pathlib.Path(tempfile.mkdtemp(dir=scratch)) for _ in range(2))
    for path in (upper, work):
        path.chmod(0o755)
    call("mount", "-t", "overlay", "overlay", "-o", f"lowerdir={folder},upperdir={upper},workdir={work}", folder)


def find_prefix(build):
    options = json.loads((build / "meson-info/intro-buildoptions.json").read_text())
    return pathlib.Path(next(o["value"] for o in options if o["name"] == "prefix"))


def install(build, scratch):
    """Into the places it was configured for. Returns where the helper is."""
    prefix = find_prefix(build)
    stage = scratch / "stage"
    call("meson", "install", "-C", build, "--no-rebuild", "--destdir", stage)
    place = prefix
    while not place.is_dir():
        place = place.parent
    if place != pathlib.Path("/"):
        cover(place, scratch)
    helper = prefix / "libexec/netoproc-helper"
    for program in (helper, prefix / "bin/netoproc"):
        program.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(pathlib.Path(str(stage) + str(program)), program)
    policy = next(stage.rglob("*.policy"))
    shutil.copy(policy, "/usr/share/polkit-1/actions")
    return helper


def make_private(scratch):
    """What the bus and polkit read and write is from here on the test's own."""
    call("mount", "--make-rprivate", "/")
    call("ip", "link", "set", "lo", "up")
    call("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", scratch)
    os.makedirs("/run/dbus", exist_ok=True)
    call("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run/dbus")
    for path in ("/usr/share/polkit-1", "/etc/polkit-1", "/usr/share/dbus-1"):
        cover(path, scratch)
    # What starts by itself would be where it must not.
    pathlib.Path("/usr/share/dbus-1/system-services/org.freedesktop.PolicyKit1.service").unlink(missing_ok=True)
    RULES.parent.mkdir(parents=True, exist_ok=True)


def unmount(scratch):
    call("umount", "-l", scratch)


def run_privately():
    """The program again, in namespaces of its own. Returns what to exit with."""
    return subprocess.run(["unshare", "--mount", "--net", sys.executable, *sys.argv, INSIDE]).returncode


class Bus:
    """with Bus(): a system bus; with polkit on it, unless without."""

    def __init__(self, rule=None, with_polkit=True):
        self.rule = rule
        self.with_polkit = with_polkit
        self.programs = []

    def start(self, *command):
        self.programs.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def __enter__(self):
        RULES.write_text(f"polkit.addRule(function (action, subject) {{ {self.rule or ''} }});\n")
        self.start("dbus-daemon", "--system", "--nofork", "--nopidfile", "--nosyslog")
        wait_until(lambda: is_listening())
        if self.with_polkit:
            self.start(find_polkitd(), "--no-debug")
            wait_until(lambda: is_on_bus("org.freedesktop.PolicyKit1"))
        return self

    def __exit__(self, *_):
        for program in reversed(self.programs):
            program.terminate()
            program.wait(30)
        pathlib.Path(BUS).unlink(missing_ok=True)


def is_listening():
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(BUS) == 0


def is_on_bus(name):
    result = subprocess.run(["dbus-send", "--system", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner",
                             f"string:{name}"], capture_output=True, text=True)
    return "true" in result.stdout


def rule(action, result):
    return f'if (action.id == "{action}" && subject.user == "{USER}") return polkit.Result.{result};'


class Window:
    """with Window(program, folder): a plain user's, on a display and a session bus of its own, driven by its actions."""

    PATH = f"/{ID.replace('.', '/')}/window/1"

    def __init__(self, program, folder, groups=(), screen=("-screen", "0", "1280x1024x24"), waits=False):
        self.waits = waits
        self.calls = []
        self.screen = " ".join(screen)
        self.groups = list(groups)
        self.user = pwd.getpwnam(USER)
        folder.mkdir(0o700)
        os.chown(folder, self.user.pw_uid, self.user.pw_gid)
        self.program = program
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "LC_ALL": "C.UTF-8",
                            "GSETTINGS_BACKEND": "memory", "GSK_RENDERER": "cairo", "NO_AT_BRIDGE": "1", "ASAN_OPTIONS": "detect_leaks=0"}

    def options(self):
        return {"env": self.environment, "cwd": "/", "user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": self.groups, "text": True}

    def __enter__(self):
        script = 'echo "$DBUS_SESSION_BUS_ADDRESS"; read -r line; exec "$0" </dev/null'
        self.session = subprocess.Popen(["xvfb-run", "-a", "-s", self.screen, "dbus-run-session", "--", "sh", "-c", script, self.program],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **self.options())
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.session.stdout.readline().strip()
        if not self.waits:
            self.begin()
        return self

    def begin(self):
        """Display and bus are there: starts the program."""
        self.session.stdin.write("\n")
        self.session.stdin.close()

    def __exit__(self, *_):
        self.call("org.gtk.Actions.Activate", "quit", "[]", "{}", path=self.PATH.removesuffix("/window/1"))
        self.session.wait(60)
        for call_ in self.calls:
            call_.wait(60)

    def call(self, method, *arguments, path=None, wait=True):
        command = ["gdbus", "call", "--session", "--dest", ID, "--object-path", path or self.PATH, "--method", method, *arguments]
        if wait:
            return subprocess.run(command, capture_output=True, timeout=60, **self.options()).stdout
        self.calls.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.options()))
        return ""

    def is_enabled(self, action):
        return self.call("org.gtk.Actions.Describe", action).startswith("((true,")


def find_helper_pids(helper):
    """Those that capture."""
    pids = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            is_broker = (folder / "comm").read_text() == "netoproc-broker\n"  # theirs, who captures nothing
        except OSError:
            continue
        if not is_broker and words[0] == os.fsencode(helper) and b"--capture-mode=auto" in words:
            pids.append(int(folder.name))
    return pids


def find_helpers(helper):
    """Those that capture, each by the user it has become."""
    users = []
    for pid in find_helper_pids(helper):
        try:
            status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        except OSError:
            continue
        users.append(pwd.getpwuid(int(status.split("\nUid:")[1].split()[0])).pw_name)
    return users
