#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""One snapshot in five formats: they agree, the document is valid, and a full disk leaves the old file.

usage: export.py NETOP_EXPORT_FAKE SCHEMA
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import Tap  # noqa: E402

tap = Tap()


def export(kind, *arguments):
    return subprocess.run([program, kind, "300", "3000", *arguments], capture_output=True, timeout=60)


def check_agreement(tsv, rows, state):
    lines = [line.split("\t") for line in tsv.splitlines()[1:]]
    tap.check(all(len(line) == 6 for line in lines), "every row is one line of six fields")
    tap.check([[str(v) if v is not None else "-" for v in row.values()] for row in rows] == lines, "tsv and json have the same rows")
    total = sum(int(line[2]) for line in lines)
    tap.check(total == state["totals"]["rx_bytes_total"], "rows add up to the document's total",
          f"{total} {state['totals']}")
    parts = sum(p["rx_bytes_total"] for p in state["processes"]) + sum(u["rx_bytes_total"] for u in state["unknown"])
    tap.check(parts == total, "so do the document's parts", parts)
    sizes = [int(line[2]) + int(line[3]) for line in lines]
    tap.check(sizes == sorted(sizes, reverse=True), "the largest comes first")


def check_csv(text, rows):
    lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    tap.check(lines[0] == list(rows[0]), "csv has the names of the fields", lines[0])
    tap.check([[str(v) if v is not None else "" for v in row.values()] for row in rows] == lines[1:], "csv and json have the same rows")
    tap.check(text.count("\n") == text.count("\r\n") == len(lines), "csv: each row ends as RFC 4180 has it")


def check_schema(state, name="the document is valid"):
    try:
        import jsonschema
    except ImportError:
        tap.skip(name, "python3-jsonschema is not installed")
        return None
    with open(schema, encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    errors = [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(state)]
    tap.check(not errors, name, errors[:3])
    return validator


def check_content(state, validator):
    if validator is None:
        return
    connections = sum(len(s["connections"]) for p in state["processes"] for s in p["sockets"])
    tap.check(connections > 1000, "it has the connections", connections)
    ports = {(s["protocol"] == "icmp", type(s["local_port"]), type(c["remote_port"]))
             for p in state["processes"] for s in p["sockets"] for c in s["connections"]}
    tap.check(ports == {(True, type(None), type(None)), (False, int, int)}, "what has no ports has none", ports)
    del state["processes"][0]["sockets"]
    tap.check(list(validator.iter_errors(state)), "a document without a field is not")


def check_ports(state):
    sockets = [s for p in state["processes"] for s in p["sockets"]]
    echoes = [s for s in sockets if s["protocol"] == "icmp"]
    tap.check(echoes and all(s["local_port"] is None and c["remote_port"] is None for s in echoes for c in s["connections"]),
              "an echo has no ports", echoes[:1])
    tap.check(all(s["local_port"] and c["remote_port"] for s in sockets if s not in echoes for c in s["connections"]),
              "everything else has")


def check_pretty(text):
    lines = text.splitlines()
    tap.check(len({len(line) for line in lines}) == 1, "pretty: all lines end at one edge", {len(line) for line in lines})
    tap.check(lines[-1].split()[0] == "TOTAL", "pretty: a total")
    shared = [line.strip() for line in lines if "shared by" in line]
    tap.check(shared and all(re.match(r"shared by 2 processes: \S+ \(1\d{3}\) ", line) for line in shared),
              "pretty: who shares what stands under a process", shared)


def check_filter(words, whole):
    """Rows that are left out are in no total but the overall one, in every format."""
    option = f"--filter={words}"
    lines = [line.split("\t") for line in export("tsv", option).stdout.decode().splitlines()[1:]]
    rows = json.loads(export("json", option).stdout)
    state = json.loads(export("state", option).stdout)
    pretty = [line.split()[0] for line in export("pretty", option).stdout.decode().splitlines()]
    tap.check(len(state["processes"]) < len(whole["processes"]), f"filter “{words}” leaves rows out")
    check_schema(state, f"filter “{words}”: the document is valid")
    for way, column in (("rx_bytes", 2), ("tx_bytes", 3)):
        total = state["totals"][f"{way}_total"]
        parts = sum(part[f"{way}_total"] for part in state["processes"] + state["unknown"])
        tap.check(parts == total == sum(int(line[column]) for line in lines) == sum(row[way] for row in rows),
                  f"filter “{words}”: rows add up to the total ({way})", f"{parts} {state['totals']}")
        tap.check(state["overall_totals"][f"{way}_total"] == whole["totals"][f"{way}_total"], f"the overall total stays ({way})")
    tap.check(whole["totals"] == whole["overall_totals"], "without a filter both totals are one")
    tap.check(pretty[-2:] == ["TOTAL", "OVERALL"], "pretty: both totals", pretty[-2:])


def check_full_disk():
    if os.geteuid() != 0:
        tap.skip("a full disk leaves the old file", "only root can mount a small disk")
        return
    with tempfile.TemporaryDirectory() as folder:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True).returncode != 0:
            tap.skip("a full disk leaves the old file", "a small disk cannot be mounted here")
            return
        try:
            file = os.path.join(folder, "snapshot.json")
            with open(file, "w", encoding="utf-8") as old:
                old.write("old\n")
            result = export("state", file)
            with open(file, encoding="utf-8") as left:
                tap.check(result.returncode == 1 and left.read() == "old\n", "a full disk leaves the old file", result)
            tap.check(os.listdir(folder) == ["snapshot.json"], "and nothing else", os.listdir(folder))
        finally:
            subprocess.run(["umount", folder], check=True)


program, schema = sys.argv[1:3]
tsv_text = export("tsv").stdout.decode()
document = json.loads(export("state").stdout)
check_agreement(tsv_text, json.loads(export("json").stdout), document)
check_csv(export("csv").stdout.decode(), json.loads(export("json").stdout))
check_ports(document)
check_filter("firefox", document)
check_filter("no-such-word", document)
check_filter("process:firefox -port:80 net:198.51.0.0/16", document)
check_filter("-process:firefox", document)
check_content(document, check_schema(document))
check_pretty(export("pretty").stdout.decode())
check_full_disk()
with tempfile.TemporaryDirectory() as temporary:
    target = os.path.join(temporary, "snapshot.json")
    tap.check(export("state", target).returncode == 0 and json.load(open(target, encoding="utf-8")), "a file is written whole")
    tap.check(export("state", "/nonexistent/folder/file").returncode == 1, "a folder that is not there is an error")
sys.exit(tap.finish())
