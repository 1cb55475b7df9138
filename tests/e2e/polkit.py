#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Unlocking with a real pkexec and a real polkit, on a system bus in mount and network namespaces of the test's own.

usage: polkit.py BUILD CLIENT HELPER INSTALLER
"""

import grp
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from private_polkit import (ACTION, GENERIC, INSIDE, USER, WINDOW_PROGRAMS, Bus, Window, comes_true, find_helpers, find_missing, install,  # noqa: E402
                            make_private, rule, run_privately, unmount, wait_until, why_not)
from tap import Tap  # noqa: E402

BUILD, CLIENT, HELPER, INSTALLER = (pathlib.Path(os.path.abspath(a)) for a in sys.argv[1:5])
GROUP = "mail"  # one that is there anyway, and that the user is not in

tap = Tap()


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
        make_private(scratch)
        helper = install(BUILD, scratch)
        check_installed(helper)
        check_window(helper, scratch)
        check_member_window(helper, scratch)
        check_build_tree()
        check_unsafe(helper, scratch)
        check_without(helper)
        unmount(scratch)
    return tap.finish()


def main():
    if INSIDE in sys.argv:
        return run_inside()
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    return run_privately()


sys.exit(main())
