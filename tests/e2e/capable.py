#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""A copy of the helper with capabilities of its own, for the members of one group: who takes it, and what it keeps.

usage: capable.py HELPER INSTALLER confined|sanitized [NETOPROC]
"""

import grp
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from hostile import Helper  # noqa: E402
from namespaces import FAR, Namespaces, find_child, lines_of, wait_for_first_tick, wait_for_ticks, why_not  # noqa: E402
from tap import Tap  # noqa: E402

MEMBER, STRANGER, OTHER = 23461, 23462, 23463
# One that is there anyway, and that has no say in anything else.
GROUP = "nogroup"
KEPT = 1 << 2 | 1 << 19  # CAP_DAC_READ_SEARCH, CAP_SYS_PTRACE
AT_NULL, AT_SECURE = 0, 23

SENDER = """
import socket, sys
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for line in sys.stdin:
    udp.sendto(bytes(1000), (sys.argv[1], 9))
    print("sent", flush=True)
"""

tap = Tap()


class Place:
    """Where another user can start the programs, wherever the build is."""

    def __init__(self, folder, helper, netoproc):
        os.chmod(folder, 0o755)
        for name in ("bin", "libexec"):
            os.makedirs(f"{folder}/{name}")
        self.program = shutil.copy(netoproc, f"{folder}/bin/") if netoproc else None
        self.helper = shutil.copy(helper, f"{folder}/libexec/")
        self.copy = self.helper + "-capture"


def become(user, groups=(), more=()):
    """By way of env(1), because setpriv(1) itself still may start what root may."""
    group_words = [f"--groups={','.join(str(g) for g in groups)}"] if groups else ["--clear-groups"]
    return ["setpriv", f"--reuid={user}", f"--regid={user}", *group_words, *more, "env"]


def start(net, place, user, *options, groups=(), more=()):
    return net.popen(net.near, [*become(user, groups, more), place.program, *options],
                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/")


def read_status(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return {name: value.split() for name, _, value in (line.partition(":") for line in file)}


def is_secure(pid):
    """Whether the dynamic loader was told to believe nothing of the environment (ld.so(8), getauxval(3))."""
    with open(f"/proc/{pid}/auxv", "rb") as file:
        pairs = list(struct.iter_unpack("LL", file.read()))
    return dict(pairs[:pairs.index((AT_NULL, 0))]).get(AT_SECURE) == 1


def check_helper(place, is_sanitized):
    """Started by hand, as any member can, with an environment of its own choice."""
    environment = {"ASAN_OPTIONS": "detect_leaks=0", "G_MESSAGES_DEBUG": "all", "PKEXEC_UID": "0"}
    helper = Helper(*become(MEMBER, [grp.getgrnam(GROUP).gr_gid]), place.copy, environment=environment)
    helper.start()
    check_confined(helper.process.pid, MEMBER, is_sanitized)
    tap.check(helper.close() < 5, "it ends with its client")
    helper = Helper(*become(STRANGER), place.copy, environment=environment)
    said = helper.read()
    tap.check(said == (None, b"") and helper.process.wait(10) != 0, "who is no member cannot start it", said)


def check_confined(pid, user, is_sanitized):
    status = read_status(pid)
    tap.check(status["Uid"] == [str(user)] * 4, "it is the user who asked", status["Uid"])
    found = {name: int(status[name][0], 16) for name in ("CapEff", "CapPrm", "CapInh", "CapAmb")}
    tap.check(found == {"CapEff": KEPT, "CapPrm": KEPT, "CapInh": 0, "CapAmb": 0}, "of the capabilities two are left", found)
    tap.check(status["NoNewPrivs"] == ["1"], "it can gain no others")
    if is_sanitized:
        tap.skip("its system calls are listed", "not with sanitizers")
    else:
        tap.check(status["Seccomp"] == ["2"], "its system calls are listed", status["Seccomp"])
    tap.check(is_secure(pid), "it was started as what the environment says nothing to")
    peek = subprocess.run([*become(user), "cat", f"/proc/{pid}/environ"], capture_output=True)
    tap.check(os.stat(f"/proc/{pid}/environ").st_uid == 0 and peek.returncode != 0, "its user cannot look into it", peek.stderr)


def check_member(net, place, sender):
    gid = grp.getgrnam(GROUP).gr_gid
    run = start(net, place, MEMBER, "--duration", "300", "--format", "state", groups=[gid])
    wait_for_first_tick(run)
    tap.check(os.path.samefile(f"/proc/{find_child(run.pid)}/exe", place.copy), "a member's command line takes the copy")
    for _ in range(5):
        sender.stdin.write("\n")
        sender.stdin.flush()
        sender.stdout.readline()
    wait_for_ticks(run, 4)
    run.send_signal(signal.SIGINT)
    output, errors = run.communicate(timeout=20)
    state = json.loads(output) if run.returncode == 0 else {}
    tap.check(run.returncode == 0 and not lines_of(errors), "which has nothing to complain of", errors)
    tap.check(state.get("capture", {}).get("mode") == "pcap", "and captures packets", state.get("capture"))
    rows = [p for p in state.get("processes", []) if p["pid"] == sender.pid]
    tap.check(len(rows) == 1 and rows[0]["uid"] == OTHER and rows[0]["tx_bytes_total"] == 5 * 1028, "those of another user by name", rows)


def check_limited(net, place, name, user, **arguments):
    """What anybody sees, with the one line that says so."""
    run = start(net, place, user, "--duration", "1", "--format", "state", **arguments)
    output, errors = run.communicate(timeout=30)
    mode = json.loads(output)["capture"]["mode"] if run.returncode == 0 else None
    tap.check(mode == "sockets" and len(lines_of(errors)) == 1 and "permission" in errors, name, f"{run.returncode} {errors}")


def check_rest(net, place):
    gid = grp.getgrnam(GROUP).gr_gid
    check_limited(net, place, "who is no member sees what anybody sees", STRANGER)
    run = start(net, place, MEMBER, "--duration", "1", "--capture-mode", "sockets", "--format", "state", groups=[gid])
    output, errors = run.communicate(timeout=30)
    tap.check(run.returncode == 0 and not lines_of(errors) and json.loads(output)["capture"]["mode"] == "sockets", "a member who wants less gets less", errors)
    check_limited(net, place, "where the kernel gives it no capabilities, the other helper is taken", MEMBER, groups=[gid],
                  more=["--bounding-set=-net_raw"])
    subprocess.run(["setcap", "-r", place.copy], check=True)
    check_limited(net, place, "a copy without capabilities sees what anybody sees", MEMBER, groups=[gid])


def check_installer(place, installer):
    found = subprocess.run([installer, "no-such-group", place.helper], capture_output=True, text=True)
    tap.check(found.returncode == 1 and "groupadd" in found.stderr and not os.path.exists(place.copy), "a group that is not there", found.stderr)
    found = subprocess.run([installer, GROUP, place.helper], capture_output=True, text=True, env=dict(os.environ, DESTDIR="/nowhere"))
    tap.check(found.returncode == 0 and not os.path.exists(place.copy), "into a package it puts none", found.stderr)
    found = subprocess.run([installer, GROUP, place.helper], capture_output=True, text=True)
    status = os.stat(place.copy) if os.path.exists(place.copy) else None
    right = status and (status.st_mode & 0o7777, status.st_uid, status.st_gid) == (0o750, 0, grp.getgrnam(GROUP).gr_gid)
    tap.check(found.returncode == 0 and right, "the copy is root's, and for one group", f"{found.stderr} {status}")
    tap.check(os.listdir(os.path.dirname(place.copy)).count("netoproc-helper-capture.new") == 0, "and nothing is left beside it")


def why_not_capable(place):
    for program in ("setpriv", "setcap", "getent"):
        if not shutil.which(program):
            return f"needs the program {program}"
    probe = subprocess.run(["setcap", "cap_net_raw=ep", place.helper], capture_output=True, text=True)
    if probe.returncode != 0:
        return "the file system keeps no capabilities: " + probe.stderr.strip()
    subprocess.run(["setcap", "-r", place.helper], check=True)
    if os.statvfs(place.helper).f_flag & os.ST_NOSUID:
        return "the file system is mounted without capabilities"
    return None


def main():
    helper, installer, kind, netoproc = (sys.argv[1:] + [None])[:4]
    with tempfile.TemporaryDirectory() as folder:
        place = Place(folder, helper, netoproc)
        reason = why_not() or why_not_capable(place)
        if reason:
            print(f"1..0 # SKIP {reason}")
            return 0
        check_installer(place, installer)
        check_helper(place, kind == "sanitized")
        if netoproc is None:
            return tap.finish()
        with Namespaces() as net:
            sender = net.popen(net.near, [*become(OTHER), "/usr/bin/python3", "-c", SENDER, FAR[4]],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            try:
                check_member(net, place, sender)
            finally:
                sender.communicate()
            check_rest(net, place)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
