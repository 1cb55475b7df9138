#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Unlocking with a real pkexec and a real polkit, on a system bus in mount and network namespaces of the test's own.

usage: polkit.py BUILD CLIENT HELPER INSTALLER
"""

import grp
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

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from tap import Tap  # noqa: E402

BUILD, CLIENT, HELPER, INSTALLER = (pathlib.Path(os.path.abspath(a)) for a in sys.argv[1:5])
INSIDE = "--inside"
USER = "nobody"
GROUP = "mail"  # one that is there anyway, and that this user is not in
WINDOW_PROGRAMS = ("xvfb-run", "dbus-run-session", "gdbus")
ID = "org.netoproc.Netoproc"
ACTION = f"{ID}.capture"
GENERIC = "org.freedesktop.policykit.exec"
POLKITD = ("/usr/lib/polkit-1/polkitd", "/usr/libexec/polkitd", "/usr/libexec/polkit-1/polkitd", "/usr/lib/polkitd")
BUS = "/run/dbus/system_bus_socket"
RULES = pathlib.Path("/etc/polkit-1/rules.d/00-netoproc-test.rules")

tap = Tap()


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


def find_prefix():
    options = json.loads((BUILD / "meson-info/intro-buildoptions.json").read_text())
    return pathlib.Path(next(o["value"] for o in options if o["name"] == "prefix"))


def install(scratch):
    """Into the places it was configured for. Returns where the helper is."""
    prefix = find_prefix()
    stage = scratch / "stage"
    call("meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", stage)
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
            wait_until(has_polkit)
        return self

    def __exit__(self, *_):
        for program in reversed(self.programs):
            program.terminate()
            program.wait(30)
        pathlib.Path(BUS).unlink(missing_ok=True)


def is_listening():
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(BUS) == 0


def has_polkit():
    result = subprocess.run(["dbus-send", "--system", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner",
                             "string:org.freedesktop.PolicyKit1"], capture_output=True, text=True)
    return "true" in result.stdout


def rule(action, result):
    return f'if (action.id == "{action}" && subject.user == "{USER}") return polkit.Result.{result};'


class Outcome(dict):
    """What the client said, word by word; "asked" is what the agent was."""


def unlock(helper, answer=None, path="/usr/bin:/bin"):
    user = pwd.getpwnam(USER)
    environment = {"PATH": path, "LC_ALL": "C.UTF-8", "SHELL": "/not/in/etc/shells", "ASAN_OPTIONS": "detect_leaks=0"}
    client = subprocess.Popen([CLIENT, helper], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env=environment, cwd="/", user=user.pw_uid, group=user.pw_gid, extra_groups=[])
    outcome = Outcome()
    lines = [client.stdout.readline(), client.stdout.readline()]
    agent = None
    if answer:
        agent = subprocess.Popen(["/usr/bin/python3", HERE / "polkit_agent.py", str(client.pid), answer], stdout=subprocess.PIPE, text=True)
        agent.stdout.readline()
    out, errors = client.communicate("\n", timeout=60)
    if agent:
        agent.terminate()
        outcome["asked"] = agent.communicate(timeout=30)[0].strip()
    for line in lines + out.splitlines():
        word, _, rest = line.strip().partition(" ")
        outcome[word] = rest
    outcome["stderr"] = errors
    return outcome


def check(name, outcome, state, error, **others):
    """Without permission it is again what it was before."""
    wanted = dict(others, state=outcome.get("first") if state is None else state, error=error)
    wrong = {key: outcome.get(key) for key in wanted if outcome.get(key) != wanted[key]}
    tap.check(not wrong, name, f"{wrong} of {outcome}")


def check_installed(helper):
    with Bus(rule(ACTION, "YES")):
        check("granted", unlock(helper), "live", "none", dialog="own", first="limited")
    with Bus(rule(ACTION, "NO")):
        check("denied by a rule", unlock(helper), None, "denied", dialog="own")
    with Bus():
        check("denied to who is not at the computer", unlock(helper), None, "denied", dialog="own")
    with Bus(rule(ACTION, "AUTH_ADMIN")):
        check("nothing there that asks", unlock(helper), None, "no-agent")
        outcome = unlock(helper, "approve")
        check("granted in the dialog", outcome, "live", "none")
        tap.check(outcome["asked"].startswith(f"asked {ACTION} Authentication is required to see the network"), "in our own words", outcome)
        check("dismissed, and silent", unlock(helper, "dismiss"), None, "none")
        check("given up in the dialog", unlock(helper, "fail"), None, "denied")


def check_build_tree():
    """What is not where the action says is anything to polkit."""
    parents = [HELPER, *HELPER.parents]
    if any(p.stat().st_uid != 0 or p.stat().st_mode & 0o002 for p in parents) or any(not p.stat().st_mode & 0o001 for p in parents):
        tap.skip("the generic dialog of the build tree", "others than root may write to it, or not read it")
        return
    with Bus(rule(GENERIC, "AUTH_ADMIN")):
        outcome = unlock(HELPER, "approve")
        check("from the build tree", outcome, "live", "none", dialog="generic")
        tap.check(outcome["asked"].startswith(f"asked {GENERIC} "), "the dialog is the generic one", outcome)


def check_unsafe(helper, scratch):
    """A rule that would let it: it is not even asked."""
    folder = scratch / "unsafe"
    folder.mkdir(0o755)
    shutil.copy(helper, folder / "netoproc-helper")
    os.chown(folder, pwd.getpwnam(USER).pw_uid, -1)
    with Bus(rule(GENERIC, "YES")):
        outcome = unlock(folder / "netoproc-helper")
        check("a helper in a folder of the user's own, and no button for it", outcome, None, "unsafe-helper", dialog="none")
        tap.check(outcome.get("message", "").startswith(f"{folder} "), "and it says which", outcome)


def check_without(helper):
    check("no bus", unlock(helper), None, "no-polkit")
    with Bus(with_polkit=False):
        check("a bus without polkit", unlock(helper), None, "no-polkit")
    check("no pkexec, and no button for it", unlock(helper, path="/nonexistent"), None, "no-polkit", dialog="none")


class Window:
    """with Window(program, folder): a plain user's, on a display and a session bus of its own, driven by its actions."""

    PATH = f"/{ID.replace('.', '/')}/window/1"

    def __init__(self, program, folder, groups=()):
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
        script = 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec "$0"'
        self.session = subprocess.Popen(["xvfb-run", "-a", "dbus-run-session", "--", "sh", "-c", script, self.program],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **self.options())
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.session.stdout.readline().strip()
        return self

    def __exit__(self, *_):
        self.call("org.gtk.Actions.Activate", "quit", "[]", "{}", path=self.PATH.removesuffix("/window/1"))
        self.session.wait(60)

    def call(self, method, *arguments, path=None):
        result = subprocess.run(["gdbus", "call", "--session", "--dest", ID, "--object-path", path or self.PATH, "--method", method, *arguments],
                                capture_output=True, timeout=60, **self.options())
        return result.stdout

    def is_enabled(self, action):
        return self.call("org.gtk.Actions.Describe", action).startswith("((true,")


def check_member_window(helper, scratch):
    """Where nothing could be asked, and nothing need be."""
    name = "the window of a member of the group is live at once"
    missing = find_missing("setcap", *WINDOW_PROGRAMS)
    if missing:
        tap.skip(name, f"needs the program {missing}")
        return
    group = grp.getgrnam(GROUP)
    installed = subprocess.run([INSTALLER, GROUP, helper], capture_output=True, text=True)
    copy = pathlib.Path(f"{helper}-capture")
    with Window(helper.parent.parent / "bin/netoproc", scratch / "home-of-member", [group.gr_gid]) as window:
        done = comes_true(lambda: window.is_enabled("pause"))
        found = find_helpers(copy)
        tap.check(done and found == [USER] and not window.is_enabled("unlock"), name, f"{installed.stderr} {done} {found}")
    copy.unlink()


def find_helpers(helper):
    """Those that capture, each by the user it has become."""
    users = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text().split("\0")
            if words[0] == str(helper) and "--capture-mode=auto" in words:
                status = (folder / "status").read_text()
                users.append(pwd.getpwuid(int(status.split("\nUid:")[1].split()[0])).pw_name)
        except OSError:
            continue
    return users


def check_window(helper, scratch):
    """As a user would, but for the mouse."""
    name = "the window of a plain user is unlocked"
    missing = find_missing(*WINDOW_PROGRAMS)
    if missing:
        tap.skip(name, f"needs the program {missing}")
        return
    program = helper.parent.parent / "bin/netoproc"
    with Bus(rule(ACTION, "YES")), Window(program, scratch / "home") as window:
        wait_until(lambda: window.is_enabled("unlock"))
        before = find_helpers(helper)
        window.call("org.gtk.Actions.Activate", "unlock", "[]", "{}")
        done = comes_true(lambda: window.is_enabled("pause") and not window.is_enabled("cancel-unlock"))
        after = find_helpers(helper)
        tap.check(done and not before and after == [USER] and not window.is_enabled("unlock"), name, f"{done} {before} {after}")
    tap.check(comes_true(lambda: not find_helpers(helper)), "and its helper ends with it")


def run_inside():
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
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
        helper = install(scratch)
        check_installed(helper)
        check_window(helper, scratch)
        check_member_window(helper, scratch)
        check_build_tree()
        check_unsafe(helper, scratch)
        check_without(helper)
        call("umount", "-l", scratch)
    return tap.finish()


def main():
    if INSIDE in sys.argv:
        return run_inside()
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    return subprocess.run(["unshare", "--mount", "--net", sys.executable, *sys.argv, INSIDE]).returncode


sys.exit(main())
