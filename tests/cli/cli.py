#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""The command line as a script sees it: exit codes, one line of error, and what is printed of a file.

usage: cli.py NETOPROC SCHEMA
"""

import fcntl
import json
import os
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

import captures

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import Tap  # noqa: E402

tap = Tap()


def run(*arguments, **options):
    environment = dict(os.environ, DISPLAY="", WAYLAND_DISPLAY="")
    environment.setdefault("ASAN_OPTIONS", "detect_leaks=0")
    return subprocess.run([netoproc, *arguments], capture_output=True, timeout=60, env=environment, **options)


def is_one_line(text):
    """Of a message: nothing in it steers a terminal."""
    return text.startswith(b"netoproc: ") and text.count(b"\n") == 1 and text.endswith(b"\n") and text.decode()[:-1].isprintable()


def check_error(name, code, *arguments, **options):
    result = run(*arguments, **options)
    good = result.returncode == code and result.stdout == b"" and is_one_line(result.stderr)
    tap.check(good, name, f"{result.returncode} {result.stdout[:200]} {result.stderr}")
    return result


HOSTILE = ["a\x1b[2Jb", "a\rb", "a\nb", "a\x07b", "a\u202eb", b"a\xffb", b"a\x9b2Jb"]


def check_hostile_names(folder):
    """Names and values that would steer a terminal are shown, and do not."""
    for name in HOSTILE:
        for option in ("--read", "--interface", "--sort", "--format", "--netns", "--capture-mode", "--bogus"):
            result = run("--duration", "1", option, name)
            tap.check(result.returncode != 0 and is_one_line(result.stderr), f"{option} {ascii(name)}", result.stderr)
        file = os.path.join(os.fsencode(folder), os.fsencode(name))
        with open(file, "wb") as out:
            out.write(captures.pcap(captures.conversation(10, 0.1))[:-7])
        result = run("--read", file, "--format", "tsv")
        tap.check(result.returncode == 0 and is_one_line(result.stderr), f"a file called {ascii(name)}", result.stderr)


def check_arguments():
    for arguments in (
        ["--duration", "1", "--capture-mode", "sockets", "--interface", "lo"],
        ["--bogus"],
        ["word"],
        ["--duration", "0"],
        ["--duration", "0.99"],
        ["--duration", "nan"],
        ["--duration", "inf"],
        ["--duration", "1e9"],
        ["--duration", "5x"],
        ["--duration", "0x2"],
        ["--duration", " 2"],
        ["--duration", "2 "],
        ["--duration", "+2"],
        ["--duration", "1e1"],
        ["--duration", "2."],
        ["--duration", "2,5"],
        ["--duration", "\n2"],
        ["--duration", "1", "--capture-buffer", "+5000"],
        ["--duration", "1", "--capture-buffer", "0x5000"],
        ["--read", "", "--format", "tsv"],
        ["--duration", ""],
        ["--format", "json"],
        ["--duration", "1", "--format", "xml"],
        ["--duration", "1", "--sort", "size"],
        ["--duration", "1", "--capture-mode", "magic"],
        ["--duration", "1", "--capture-buffer", "4095"],
        ["--duration", "1", "--bpf-buffer", "1073741825"],
        ["--duration", "1", "--interface", "no/such"],
        ["--duration", "1", "--interface", "sixteen-letters-"],
        ["--duration", "1", "--netns", "../etc"],
        ["--duration", "1", "--filter", '"open'],
        ["--duration", "1", "--filter", "prot:443"],
        ["--duration", "1", "--filter", "port:"],
        ["--duration", "1", "--filter", "-"],
        ["--duration", "1", "--filter", "net:10.0.0.0/33"],
        ["--duration", "1", "--filter", "x" * 10000],
        ["--duration", "1", "--monitor"],
        ["--read", "x", "--interface", "lo", "--format", "tsv"],
        ["--self-test", "--duration", "1"],
        ["--self-test", "--format", "json"],
        ["--self-test", "--read", "x"],
        ["--self-test", "--interface", "lo"],
        ["--self-test", "--netns", "x"],
        ["--self-test", "--filter", "x"],
        ["--self-test", "--sort", "pid"],
        ["--self-test", "--monitor"],
        ["--self-test", "--capture-mode", "ebpf"],
        ["--self-test", "--capture-mode", "magic"],
    ):
        check_error(" ".join(arguments).replace("\n", "\\n"), 3, *arguments)
    check_error("no display", 4)
    result = check_error("a filter", 3, "--duration", "1", "--filter", "ä prot:443")
    tap.check("Unknown field “prot”. Did you mean “port” or “proto”? (at character 3)".encode() in result.stderr,
              "what is wrong with a filter, and where", result.stderr)
    for option in ("--duration", "--format", "--interface", "--sort", "--filter", "--capture-mode", "--capture-buffer"):
        result = check_error(f"{option} and bytes that are no text", 3, "--duration", "1", option, b"x\xff")
        tap.check(option.encode() in result.stderr and b"x\\xff" in result.stderr, "the line names both", result.stderr)
    version = run("--version")
    tap.check(version.returncode == 0 and version.stdout.startswith(b"netoproc "), "--version")
    tap.check(b"--duration" in run("--help").stdout, "--help names the options")


def check_bad_files(folder):
    def path(name, content=None, size=None):
        full = os.path.join(folder, name)
        with open(full, "wb") as file:
            file.write(content or b"")
            if size:
                file.truncate(size)
        return full

    good = captures.pcap(captures.conversation(10, 0.1))
    zeros = path("zeros after a header", good[:24], size=10 * 10**9)
    cases = {
        "a header and 10 GB of zeros": zeros,
        "missing": os.path.join(folder, "missing"),
        "a folder": folder,
        "empty": path("empty"),
        "no capture": path("text", b"this is no capture file\n" * 10),
        "shorter than its header": path("short", good[:10]),
        "10 GB of zeros": path("zeros", size=10 * 10**9),
        "unknown link type": path("link", captures.pcap([(0, bytes(60))], captures.UNKNOWN_LINK)),
        "a packet of 4 GB": path("huge", good + b"\xff" * 64),
    }
    for name, file in cases.items():
        check_error(f"file: {name}", 2, "--read", file, "--format", "tsv")

    cut = run("--read", path("cut", good[:-7]), "--format", "tsv")
    tap.check(cut.returncode == 0 and cut.stderr.count(b"\n") == 1 and b"cut short" in cut.stderr, "file: cut short is a note",
          cut.stderr)
    tap.check(b"\t2952\t1280\t9\t10" in cut.stdout, "file: all whole packets of it are counted", cut.stdout)

    unwritten = run("--read", path("unwritten", good, size=10 * 10**9), "--format", "state")
    state = json.loads(unwritten.stdout)
    tap.check(unwritten.returncode == 0 and unwritten.stderr.count(b"\n") == 1 and b"65536 records" in unwritten.stderr,
              "file: an unwritten end is a note", unwritten.stderr)
    tap.check(state["totals"]["rx_bytes_total"] == 3280 and state["capture"]["malformed"] == 65536,
              "file: the packets before it are counted, and the records without one too", state["capture"])


def wait_until_read(pipe):
    while struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0] > 0:
        time.sleep(0.01)


def check_silent_pipe(expected):
    """A writer that stays and has nothing more to say: what was read is printed when it is asked for."""
    data = captures.pcap(captures.conversation(40, 0.005))  # within one tick
    for name, signals in (("SIGINT", [signal.SIGINT]), ("SIGTERM", [signal.SIGTERM]), ("--duration", [])):
        reading, writing = os.pipe()
        more = [] if signals else ["--duration", "1"]
        environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")
        client = subprocess.Popen([netoproc, "--read", "-", "--format", "tsv", *more], stdin=reading, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, env=environment)
        os.write(writing, data)
        wait_until_read(reading)
        for number in signals:
            client.send_signal(number)
        output, errors = client.communicate(timeout=60)
        tap.check(client.returncode == 0 and output.decode() == expected and errors == b"", f"a silent pipe: {name} prints what was read",
              f"{client.returncode} {output} {errors}")
        os.close(reading)
        os.close(writing)


def wait_for_helper(client):
    """It is there once its parent listens to signals."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and client.poll() is None:
        with open(f"/proc/{client.pid}/task/{client.pid}/children", encoding="ascii") as file:
            if file.read():
                return True
        time.sleep(0.01)
    return False


def check_fifo(folder, expected):
    """It is opened before anybody writes to it."""
    if not os.path.isdir("/proc/self/task"):
        tap.skip("a FIFO without a writer", "there is no /proc to find the helper in")
        return
    fifo = os.path.join(folder, "fifo")
    os.mkfifo(fifo)
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")
    command = [netoproc, "--read", fifo, "--format", "tsv"]

    client = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    waits = wait_for_helper(client)
    client.send_signal(signal.SIGINT)
    output, errors = client.communicate(timeout=60)
    tap.check(waits and client.returncode == 4 and output == b"" and is_one_line(errors), "a FIFO without a writer can be left",
              f"{client.returncode} {errors}")

    client = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    waits = wait_for_helper(client)
    with open(fifo, "wb") as writing:
        writing.write(captures.pcap(captures.conversation(40, 0.1)))
    output, errors = client.communicate(timeout=60)
    tap.check(waits and client.returncode == 0 and output.decode() == expected and errors == b"", "a FIFO whose writer comes late",
              f"{client.returncode} {output} {errors}")


def check_formats(folder):
    file = os.path.join(folder, "good.pcap")
    with open(file, "wb") as out:
        out.write(captures.pcap(captures.conversation(40, 0.1)))

    tsv = run("--read", file, "--format", "tsv").stdout.decode()
    tap.check(tsv == "pid\tprocess\trx_bytes\ttx_bytes\trx_packets\ttx_packets\n-\tunknown\t13120\t5120\t40\t40\n", "tsv", tsv)

    rows = json.loads(run("--read", file, "--format", "json").stdout)
    tap.check(rows == [{"pid": None, "process": "unknown", "rx_bytes": 13120, "tx_bytes": 5120, "rx_packets": 40,
                    "tx_packets": 40}], "json", rows)

    pretty = run("--read", file, "--format", "pretty").stdout.decode()
    tap.check("TOTAL" in pretty and "198.51.100.9" in pretty and "\x1b" not in pretty, "pretty", pretty)
    tap.check("read from a file" in pretty, "pretty: the cause of unknown", pretty)

    with open(file, "rb") as piped:
        tap.check(run("--read", "-", "--format", "tsv", stdin=piped).stdout.decode() == tsv, "standard input")

    cut = run("--read", file, "--duration", "2", "--format", "json")
    seen = json.loads(cut.stdout)[0]["tx_packets"]
    tap.check(cut.returncode == 0 and seen == 20, "--duration cuts by packet time", seen)

    check_silent_pipe(tsv)
    check_fifo(folder, tsv)

    nothing = run("--read", file, "--format", "json", "--filter", "no-such-word")
    tap.check(json.loads(nothing.stdout) == [], "--filter leaves rows out", nothing.stdout)
    tap.check(len(json.loads(run("--read", file, "--format", "json", "--filter", "198.51").stdout)) == 1, "--filter finds a host")
    for words, n_rows in (("proto:udp", 1), ("-proto:udp", 0), ("net:198.51.100.0/24 process:unknown", 1), ("-net:198.51.100.0/24", 0),
                          ("state:closed", 0)):
        found = json.loads(run("--read", file, "--format", "json", "--filter", words).stdout)
        tap.check(len(found) == n_rows, f"--filter {words}", found)

    for name, packets in (("no packet", []), ("a packet at time 0", [(-1767225600, captures.udp_packet(captures.US, captures.THEM, 1, 1, 2))])):
        odd = os.path.join(folder, "odd.pcap")
        with open(odd, "wb") as out:
            out.write(captures.pcap(packets))
        state = json.loads(run("--read", odd, "--format", "state").stdout)
        check_state(f"state of a file with {name}", state)
        tap.check(state["totals"]["rx_bytes_rate"] is None, f"a file with {name} has no rate", state["totals"])

    state = json.loads(run("--read", file, "--format", "state").stdout)
    check_state("state of a file", state)
    tap.check(state["totals"]["rx_bytes_rate"] is not None, "a file of some seconds has a rate", state["totals"])
    tap.check(state["capture"]["mode"] == "file" and state["unknown"][0]["remotes"][0]["addr"] == "198.51.100.9", "state",
          state["unknown"])


def check_state(name, state):
    try:
        import jsonschema
    except ImportError:
        tap.skip(f"{name} is valid", "python3-jsonschema is not installed")
        return
    with open(schema, encoding="utf-8") as file:
        document = json.load(file)
    jsonschema.Draft202012Validator.check_schema(document)
    errors = [error.message for error in jsonschema.Draft202012Validator(document).iter_errors(state)]
    tap.check(not errors, f"{name} is valid", errors[:3])


def run_in_shell(redirection, *arguments):
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0", DISPLAY="", WAYLAND_DISPLAY="")
    return subprocess.run(["sh", "-c", f'exec "$0" "$@" {redirection}', netoproc, *arguments], capture_output=True, timeout=60,
                          env=environment)


def check_rates(folder):
    """Before a full second there is nothing to divide by: that is another thing than no traffic."""
    for seconds, known in ((0.4, False), (0.99, False), (3, True)):
        file = os.path.join(folder, "rates")
        with open(file, "wb") as out:
            out.write(captures.pcap([(0, captures.udp_packet(captures.US, captures.THEM, 100, 1, 2)),
                                     (seconds, captures.udp_packet(captures.US, captures.THEM, 100, 1, 2))]))
        state = json.loads(run("--read", file, "--format", "state").stdout)
        check_state(f"state of a file of {seconds} s", state)
        rates = [state[total][way] for total in ("totals", "overall_totals") for way in ("rx_bytes_rate", "tx_bytes_rate")]
        tap.check(all((rate is not None) == known for rate in rates), f"rates of a file of {seconds} s", rates)


def check_local_side(folder):
    """A public server that captured itself: nothing but its weight says which end it is."""
    clients = ["203.0.113.1", "203.0.113.2", "203.0.113.3"]
    packets = captures.served("198.51.100.1", clients)
    for name, content, side, seen, sent in (
        ("inferred", captures.pcap(packets), "inferred", clients, 3 * 328),
        ("told by the header", captures.pcap(captures.cooked(packets[:2]), captures.COOKED), "known", ["198.51.100.1"], 128),
    ):
        file = os.path.join(folder, "side")
        with open(file, "wb") as out:
            out.write(content)
        state = json.loads(run("--read", file, "--format", "state").stdout)
        check_state(f"state of a file whose local side is {name}", state)
        remotes = sorted(remote["addr"] for remote in state["unknown"][0]["remotes"])
        tap.check(state["capture"]["local_side"] == side and remotes == seen and state["totals"]["tx_bytes_total"] == sent,
                  f"the local side is {name}", f"{state['capture']} {remotes} {state['totals']}")
        pretty = run("--read", file, "--format", "pretty").stdout.decode()
        tap.check(("local side inferred" in pretty) == (side == "inferred"), "pretty: says where it is inferred", pretty)


def check_output(folder):
    file = os.path.join(folder, "good.pcap")
    cut = os.path.join(folder, "cut")
    for arguments in (["--read", file, "--format", "tsv"], ["--read", cut, "--format", "state"], ["--help"], ["--version"]):
        result = run_in_shell(">/dev/full", *arguments)
        tap.check(result.returncode == 4 and is_one_line(result.stderr), f"a full disk: {arguments[0]} {arguments[-1]}", result.stderr)


def check_closed_descriptors(folder):
    file = os.path.join(folder, "good.pcap")
    arguments = ["--read", file, "--format", "tsv"]
    expected = run(*arguments).stdout
    for redirection, code, output, has_error in (
        ("<&-", 0, expected, False),
        ("2>&-", 0, expected, False),
        ("<&- 2>&-", 0, expected, False),
        (">&-", 4, b"", True),
        ("<&- >&-", 4, b"", True),
        ("<&- >&- 2>&-", 4, b"", False),
    ):
        result = run_in_shell(redirection, *arguments)
        good = result.returncode == code and result.stdout == output
        tap.check(good and (is_one_line(result.stderr) if has_error else result.stderr == b""), f"closed: {redirection}",
                  f"{result.returncode} {result.stdout} {result.stderr}")
    result = run_in_shell("<&-", "--read", "-", "--format", "tsv")
    tap.check(result.returncode == 2 and is_one_line(result.stderr), "closed: standard input that is to be read", result.stderr)


def drop_root():
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)


def can_be_run_by_others():
    """By its whole path, as the helper is: from where we stand one may get further."""
    try:
        return subprocess.run([os.path.abspath(netoproc), "--version"], capture_output=True, preexec_fn=drop_root, check=False).returncode == 0
    except PermissionError:
        return False


def check_permission():
    options = {"preexec_fn": drop_root} if os.geteuid() == 0 else {}
    if options and not can_be_run_by_others():
        tap.skip("a plain user is told what to do", "the build folder cannot be entered by another user")
        return
    for arguments, code in (([], 0), (["--capture-mode", "pcap"], 1)):
        result = run("--duration", "1", *arguments, **options)
        lines = result.stderr.decode().splitlines()
        tap.check(result.returncode == code and (result.stdout == b"") == (code != 0) and len(lines) == 1 and "sudo" in lines[0],
                  f"a plain user is told what to do {arguments}", f"{result.returncode} {lines}")
    check_error("a plain user and --netns", 1, "--duration", "1", "--netns", "x", **options)


netoproc, schema = sys.argv[1:3]
with tempfile.TemporaryDirectory() as temporary:
    os.chmod(temporary, 0o755)
    check_arguments()
    check_bad_files(temporary)
    check_formats(temporary)
    check_rates(temporary)
    check_local_side(temporary)
    check_output(temporary)
    check_closed_descriptors(temporary)
    check_hostile_names(temporary)
    check_permission()
sys.exit(tap.finish())
