#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Processes of others whose names and command lines are chosen to hurt whoever prints them; a /proc that hides them;
and a process number that is given twice.

usage: strangers.py NETOPROC HELPER GENERATOR SCHEMA
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Generator, bytes_of, is_close, wire_bytes  # noqa: E402
from namespaces import FAR, Namespaces, count_stream_bytes, install, wait_for_ticks, wait_until, why_not  # noqa: E402
from tap import Tap  # noqa: E402

# Who watches without permission, and another one.
OURS, OTHER = 23461, 23462
SINK_PORT, AGAIN_PORT = 20301, 20302
EACH = 5000
# A SYN has this much more of options than other segments.
SYN_OPTIONS = 8

# comm, more arguments, and the name that is to be shown.
STRANGERS = (
    (b"\x1b[2J\x1b]0;x\x07", [b"\x1b[31m"], "\\x1b[2J\\x1b]0;x\\x07"),
    (b"a\nb\tc\rd\x0b", [b"x\ny", b"\t"], "a\\x0ab\\x09c\\x0dd\\x0b"),
    (b"\xff\xfe\xc3(", [b"\xf5\x80"], "\\xff\\xfe\\xc3("),
    ("\u202egnp.exe".encode(), ["\u2067x".encode()], "\\xe2\\x80\\xaegnp.exe"),
    ("a\u200bb\u2028c".encode(), [], "a\\xe2\\x80\\x8bb\\xe2\\x80\\xa8c"),
    (b"\xc2\x9b31mx", [], "\\xc2\\x9b31mx"),
    (b"1\tinit\t9\t9\t9", [], "1\\x09init\\x099\\x099\\x099"),
    (b'","pid":1,"x":"', [b'"}],"processes":[{'], '","pid":1,"x":"'),
    (b") R 1 1 1 (x", [], ") R 1 1 1 (x"),
    (b"<b>&amp;</b>", [], "<b>&amp;</b>"),
    (b"\\x1b\\", [], "\\x1b\\"),
    (b"%s%n%d", [b"%n" * 100], "%s%n%d"),
    (b"unknown", [], "unknown"),
    (b"", [], "?"),
    (b"128 KiB", [b"A" * 131071] * 3, "128 KiB"),
    (b"wiped", ["wipe"], "wiped"),
)

# Takes its name, says so, and sends what a line of its standard input says.
STRANGER = """
import ctypes, os, socket, sys
name = bytes.fromhex(sys.argv[1])
ctypes.CDLL(None).prctl(15, name, 0, 0, 0)
tcp = socket.create_connection((sys.argv[2], int(sys.argv[3])))
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
peer = (sys.argv[2], 9)
if sys.argv[4:5] == ["wipe"]:
    fields = open("/proc/self/stat", "rb").read().rpartition(b")")[2].split()
    begin, end = int(fields[45]), int(fields[46])
    ctypes.memset(begin, 0, end - begin)
os.write(1, b"ready\\n")
for line in sys.stdin:
    tcp.sendall(bytes(int(line)))
    udp.sendto(bytes(100), peer)
    os.write(1, b"sent\\n")
"""

SINK = f"""
import selectors, socket
s = socket.create_server(("{FAR[4]}", {SINK_PORT}), backlog=128)
print("ready", flush=True)
selector = selectors.DefaultSelector()
selector.register(s, selectors.EVENT_READ)
while True:
    for key, _ in selector.select():
        if key.fileobj is s:
            selector.register(s.accept()[0], selectors.EVENT_READ)
        elif not key.fileobj.recv(65536):
            selector.unregister(key.fileobj)
            key.fileobj.close()
"""


def as_user(uid, *command):
    return ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", *command]


class Stranger:
    def __init__(self, net, uid, comm, arguments, shown):
        self.shown = shown
        self.process = net.popen(net.near, as_user(uid, "/usr/bin/python3", "-c", STRANGER, comm.hex(), FAR[4], str(SINK_PORT), *arguments),
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.pid = self.process.pid

    def wait_for(self, word):
        if self.process.stdout.readline() != word + b"\n":
            raise RuntimeError(f"{self.shown!r} did not say {word}")

    def send(self):
        self.process.stdin.write(b"%d\n" % EACH)
        self.process.stdin.flush()
        self.wait_for(b"sent")

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Run:
    """A netoproc of root, or in the limited view of that user. `prefix` comes before the program."""

    def __init__(self, net, netoproc, uid, output_format, *options, prefix=()):
        self.output, self.errors = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        command = [netoproc, "--duration", "300", "--format", output_format, *options]
        if uid == 0:
            command = [*prefix, *command, "--netns", net.near]
            self.process = subprocess.Popen(command, stdout=self.output, stderr=self.errors, cwd="/")
        else:
            self.process = net.popen(net.near, [*prefix, *as_user(uid, *command)], stdout=self.output, stderr=self.errors, cwd="/")

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=20)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()
        self.output.seek(0)
        self.errors.seek(0)
        errors = self.errors.read()
        if self.process.returncode != 0:
            raise RuntimeError(f"netoproc ended with {self.process.returncode}: {errors.decode(errors='replace')}")
        return self.output.read()


def send_all(runs, strangers):
    """While all of @runs watch."""
    for run in runs:
        wait_until("the helper said hello", lambda: run.process.poll() is not None or count_stream_bytes(run.process.pid) > 0)
    for run in runs:
        wait_for_ticks(run.process, 1)
    for stranger in strangers:
        stranger.send()
    wait_for_ticks(next(iter(runs)).process, 3)
    for run in runs:
        wait_for_ticks(run.process, 1)


def find_harm(data):
    """What a terminal or a reader of lines would take for more than text."""
    text = data.decode()  # which is all UTF-8
    return sorted({character for character in text if not character.isprintable() and character not in "\n\t"})


def check_tsv(tap, label, text, named, hidden):
    lines = text.decode().removesuffix("\n").split("\n")
    rows = [line.split("\t") for line in lines]
    tap.check(all(len(row) == 6 for row in rows), f"{label}: each line has six fields", [line for line, row in zip(lines, rows) if len(row) != 6])
    wrong = [(s.shown, [row for row in rows if row[0] == str(s.pid)]) for s in named if [row[1] for row in rows if row[0] == str(s.pid)] != [s.shown]]
    tap.check(not wrong, f"{label}: each name once", wrong)
    pids = {row[0] for row in rows}
    tap.check(not pids & {str(stranger.pid) for stranger in hidden} and "1" not in pids, f"{label}: and nobody else", sorted(pids))


def check_json(tap, label, text, named):
    rows = json.loads(text)
    names = {row["pid"]: row["process"] for row in rows}
    wrong = [(stranger.shown, names.get(stranger.pid)) for stranger in named if names.get(stranger.pid) != stranger.shown]
    tap.check(not wrong and 1 not in names and len(names) == len(rows), f"{label}: each name once", wrong)


def check_schema(tap, label, state, path):
    try:
        import jsonschema  # pylint: disable=import-outside-toplevel
    except ImportError:
        return
    with open(path, encoding="utf-8") as file:
        errors = [error.message for error in jsonschema.Draft202012Validator(json.load(file)).iter_errors(state)]
    tap.check(not errors, f"{label}: is as the schema says", errors[:3])


def check_state(tap, label, text, named, hidden, schema):
    state = json.loads(text)
    check_schema(tap, label, state, schema)
    rows = {p["pid"]: p for p in state["processes"]}
    wrong = [(s.shown, rows[s.pid]["name"] if s.pid in rows else None) for s in named if s.pid not in rows or rows[s.pid]["name"] != s.shown]
    tap.check(not wrong, f"{label}: names", wrong)
    tap.check(not [s.shown for s in hidden if s.pid in rows], f"{label}: nobody who may not be seen", [s.shown for s in hidden if s.pid in rows])
    tap.check(all(len(rows[s.pid]["cmdline"] or "") <= 4 * 4096 for s in named if s.pid in rows), f"{label}: no command line without end")
    wiped = [rows[s.pid]["cmdline"] for s in named if s.shown == "wiped" and s.pid in rows]
    tap.check(all((cmdline or "").strip("\\x0 ") == "" for cmdline in wiped), f"{label}: a command line that was wiped", wiped)
    sent = [rows[s.pid]["tx_bytes_total"] for s in named if s.pid in rows]
    tap.check(all(count >= EACH for count in sent), f"{label}: each with its bytes", sent)
    for way in (0, 1):
        total = sum(bytes_of(row)[way] for row in state["processes"] + state["unknown"])
        tap.check(total == bytes_of(state["totals"])[way], f"{label}: adds up", total)
    return state


def check_runs(tap, runs, ours, others, schema):
    """@runs: of (uid, format), and what it printed."""
    for (uid, output_format, filtered), text in runs.items():
        label = f"{'root' if uid == 0 else 'limited'}, {output_format}" + (", filtered" if filtered else "")
        harm = find_harm(text)
        tap.check(not harm, f"{label}: nothing a terminal would obey", harm)
        named, hidden = (ours + others, []) if uid == 0 else (ours, others)
        if filtered:
            check_tsv(tap, label, text, [s for s in ours + others if filtered in s.shown], [s for s in ours + others if filtered not in s.shown])
        elif output_format == "tsv":
            check_tsv(tap, label, text, named, hidden)
        elif output_format == "json":
            check_json(tap, label, text, named)
        elif output_format == "state":
            check_state(tap, label, text, named, hidden, schema)
        else:
            lines = text.decode().split("\n")
            tap.check(all(any(line.strip().startswith(str(s.pid) + " ") and s.shown in line for line in lines) for s in named), f"{label}: names", lines)


def check_names(tap, net, netoproc, schema):
    ours = [Stranger(net, OURS, *stranger) for stranger in STRANGERS]
    others = [Stranger(net, OTHER, *stranger) for stranger in STRANGERS[:4]]
    for stranger in ours + others:
        stranger.wait_for(b"ready")
    wanted = [(uid, output_format, "") for uid in (0, OURS) for output_format in ("tsv", "json", "pretty", "state")]
    wanted += [(0, "tsv", word) for word in ("\\x1b[2J", "<b>&amp;")]
    runs = {key: Run(net, netoproc, key[0], key[1], *(("--filter", key[2]) if key[2] else ())) for key in wanted}
    send_all(runs.values(), ours + others)
    texts = {key: run.stop() for key, run in runs.items()}
    check_runs(tap, texts, ours, others, schema)
    for stranger in ours + others:
        stranger.end()


HIDDEN = ("unshare", "--mount", "sh", "-c", 'mount -t proc -o hidepid=2 proc /proc && exec "$@"', "sh")


def check_hidden(tap, net, netoproc, schema):
    """With hidepid=2 of proc(5) nobody but root sees the folders of others."""
    ours, others = [Stranger(net, OURS, b"own", [], "own")], [Stranger(net, OTHER, b"hidden", [], "hidden")]
    for stranger in ours + others:
        stranger.wait_for(b"ready")
    seen = subprocess.run([*HIDDEN, *as_user(OURS, "ls", "/proc")], capture_output=True, text=True, check=True).stdout.split()
    tap.check(str(ours[0].pid) in seen and str(others[0].pid) not in seen, "hidepid: others are hidden", seen)
    runs = {uid: Run(net, netoproc, uid, "state", prefix=HIDDEN) for uid in (0, OURS)}
    send_all(runs.values(), ours + others)
    check_state(tap, "hidepid, root", runs[0].stop(), ours + others, [], schema)
    state = check_state(tap, "hidepid, limited", runs[OURS].stop(), ours, others, schema)
    causes = {(u["cause"], u["uid"]): u["tx_bytes_total"] for u in state["unknown"]}
    tap.check(EACH <= causes.get(("other_user", OTHER), 0) <= EACH + 1, "hidepid, limited: the others' bytes under their user", causes)
    for stranger in ours + others:
        stranger.end()


NUMBER = 300
IN_NUMBERS_OF_ITS_OWN = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", sys.executable, os.path.abspath(__file__), "--inside")


def run_inside(netoproc, near, *paths):
    """As the first process of a PID namespace: two programs, one after the other, with one number. The next one that is
    given follows ns_last_pid, proc(5)."""
    with tempfile.TemporaryFile() as output:
        watch = subprocess.Popen([netoproc, "--netns", near, "--duration", "300", "--format", "state"], stdout=output, cwd="/")
        wait_for_ticks(watch, 2)
        reports = []
        for path in paths:
            with open("/proc/sys/kernel/ns_last_pid", "w", encoding="ascii") as file:
                file.write(str(NUMBER - 1))
            program = subprocess.Popen(["ip", "netns", "exec", near, path, "tcp-halves", FAR[4], str(AGAIN_PORT), str(EACH)],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            program.stdout.readline()
            wait_for_ticks(watch, 12)  # there are no notices of processes here, so that it is found by a walk
            text = program.communicate("\n", timeout=60)[0]
            reports.append({"number": program.pid, "report": json.loads(text)})
        wait_for_ticks(watch, 2)
        watch.send_signal(signal.SIGINT)
        code = watch.wait(timeout=20)
        output.seek(0)
        print(json.dumps({"code": code, "reports": reports, "state": json.loads(output.read())}))


def check_number_again(tap, net, netoproc, folder, program, schema):
    sink = Generator(net, net.far, folder, program, "again-peer", "tcp-serve", FAR[4], AGAIN_PORT, 100)
    sink.wait_ready()
    paths = [os.path.join(folder, name) for name in ("first", "second")]
    for path in paths:
        os.link(os.path.join(folder, "again-peer"), path)
    inside = subprocess.run([*IN_NUMBERS_OF_ITS_OWN, netoproc, net.near, *paths], stdout=subprocess.PIPE, check=True, timeout=100)
    sink.process.kill()
    sink.process.communicate()
    result = json.loads(inside.stdout)
    numbers = [one["number"] for one in result["reports"]]
    if numbers != [NUMBER, NUMBER]:
        tap.skip("a number that is given twice", f"the kernel gave {numbers}")
        return
    check_schema(tap, "a number that is given twice", result["state"], schema)
    rows = [p for p in result["state"]["processes"] if p["pid"] == NUMBER]
    tap.check(sorted(row["name"] for row in rows) == ["first", "second"], "a number that is given twice is two processes",
              [(row["name"], row["start_time_ms"], row["ended"]) for row in rows])
    tap.check(len({row["start_time_ms"] for row in rows}) == len(rows), "each with a start of its own")
    for row, one in zip(sorted(rows, key=lambda row: row["name"]), result["reports"]):
        wanted = tuple(count + SYN_OPTIONS for count in wire_bytes(one["report"], 4, "tcp"))
        tap.check(all(map(is_close, bytes_of(row), wanted)), f"and {row['name']} has its own bytes", f"{bytes_of(row)} of {wanted}", always=True)


def main():
    if sys.argv[1:2] == ["--inside"]:
        run_inside(*sys.argv[2:])
        return 0
    reason = why_not() or next((f"needs the program {name}" for name in ("setpriv", "unshare") if shutil.which(name) is None), None)
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    netoproc, helper, program, schema = sys.argv[1:5]
    tap = Tap()
    with Namespaces() as net, tempfile.TemporaryDirectory() as folder:
        netoproc = install(netoproc, helper, folder)
        net.set_offload("off")
        sink = net.popen(net.far, ["/usr/bin/python3", "-c", SINK], stdout=subprocess.PIPE)
        try:
            sink.stdout.readline()
            check_names(tap, net, netoproc, schema)
            check_hidden(tap, net, netoproc, schema)
        finally:
            sink.kill()
            sink.communicate()
        check_number_again(tap, net, netoproc, folder, program, schema)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
