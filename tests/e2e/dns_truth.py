# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""What tshark tells of the DNS in a capture, and how the exported queries differ from it."""

import os
import subprocess

# Both take the kernel's time of the same packet, from handles of their own.
SLACK_MS = 2
TYPES = {1: "A", 5: "CNAME", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 32: "NB", 33: "SRV", 65: "HTTPS", 257: "CAA"}
RCODES = {0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED", 6: "YXDOMAIN", 7: "YXRRSET", 8: "NXRRSET",
          9: "NOTAUTH", 10: "NOTZONE", 11: "RCODE11", 16: "BADVERS", 22: "BADTRUNC", 23: "BADCOOKIE"}
# how tshark tells them apart, and what it calls their fields
SERVICES = {"dns": ("dns && !mdns && !llmnr && !nbns", "dns"), "mdns": ("mdns", "dns"), "llmnr": ("llmnr", "dns"), "netbios": ("nbns", "nbns")}
ENDS = ["frame.time_epoch", "ip.src", "ipv6.src", "ip.dst", "ipv6.dst", "udp.srcport", "tcp.srcport", "udp.dstport", "tcp.dstport"]
HEAD = ["id", "flags.response", "flags.truncated", "flags.rcode", "count.answers"]
# The records of an answer, one field for each of their parts.
ANSWERS = {"A": ["dns.a"], "AAAA": ["dns.aaaa"], "PTR": ["dns.ptr.domain_name"], "MX": ["dns.mx.preference", "dns.mx.mail_exchange"],
           "SRV": ["dns.srv.priority", "dns.srv.weight", "dns.srv.port", "dns.srv.target"], "NB": ["nbns.addr"]}


class Message:
    """One line of tshark's."""

    def __init__(self, service, fields, line):
        self.lists = {field: text.split(",") if text else [] for field, text in zip(fields, line.split("\t"))}
        self.prefix = SERVICES[service][1]
        self.transport = "udp" if self.lists["udp.srcport"] else "tcp"
        self.source = self.first("ip.src") or self.first("ipv6.src"), self.number(f"{self.transport}.srcport")
        self.destination = self.first("ip.dst") or self.first("ipv6.dst"), self.number(f"{self.transport}.dstport")
        self.time_ms = float(self.first("frame.time_epoch")) * 1000
        self.is_response = self.head("flags.response") in ("1", "True")
        self.is_truncated = self.head("flags.truncated") in ("1", "True")
        # By mDNS an answer repeats no question (RFC 6762, 6).
        self.name = (self.first("dns.qry.name") or self.first("dns.resp.name") or self.first("nbns.name")).split(" ")[0].lower()
        self.type = TYPES.get(self.number("dns.qry.type") or self.number("dns.resp.type") or self.number("nbns.type"))

    def first(self, field):
        return (self.lists.get(field) or [""])[0]

    def number(self, field):
        return int(self.first(field) or "0", 0)

    def head(self, field):
        return self.first(f"{self.prefix}.{field}")

    def get_rcode(self):
        return RCODES[self.number(f"{self.prefix}.flags.rcode") | self.number("dns.resp.ext_rcode") << 4]

    def get_answers(self):
        """None for a type of which the parts are told in too many ways."""
        if self.type not in ANSWERS:
            return None
        return self.lists.get("dns.cname", []) + [" ".join(parts) for parts in zip(*(self.lists.get(field, []) for field in ANSWERS[self.type]))]


def read_messages(path, service):
    select, prefix = SERVICES[service]
    names = ["dns.qry.name", "dns.qry.type", "dns.resp.name", "dns.resp.type", "dns.resp.ext_rcode", "dns.cname"] if prefix == "dns" else ["nbns.name", "nbns.type"]
    records = [field for fields in ANSWERS.values() for field in fields if field.startswith(prefix)]
    fields = ENDS + [f"{prefix}.{field}" for field in HEAD] + names + records
    options = [argument for field in fields for argument in ("-e", field)]
    text = subprocess.run(["tshark", "-n", "-r", path, "-Y", select, "-T", "fields", "-E", "occurrence=a", *options],
                          check=True, capture_output=True, text=True, env=dict(os.environ, HOME="/nonexistent")).stdout
    messages = [Message(service, fields, line) for line in text.splitlines()]
    # Of rubbish it tells what it can.
    return [message for message in messages if message.name and message.type]


def read(path):
    """(service, client, port, name, type, transport) → what is to be said of that query."""
    asked, result = {}, {}
    for service in SERVICES:
        for message in read_messages(path, service):
            identity = (service, message.name, message.type, message.head("id"))
            if service != "mdns":
                identity += (message.destination if message.is_response else message.source, message.transport)
            if not message.is_response and identity in asked:
                asked[identity]["retransmissions"] += 1
            elif not message.is_response:
                key = (service, *message.source, message.name, message.type, message.transport)
                asked[identity] = result[key] = {"response": None, "answer_count": None, "answers": None, "truncated": False, "retransmissions": 0,
                                                 "resolver": message.destination[0], "timestamp_ms": message.time_ms, "latency_ms": None}
            elif identity in asked and asked[identity]["latency_ms"] is None:
                asked[identity].update(response=message.get_rcode(), answer_count=message.number(f"{message.prefix}.count.answers"), answers=message.get_answers(),
                                       truncated=message.is_truncated, resolver=message.source[0], latency_ms=message.time_ms - asked[identity]["timestamp_ms"])
    return result


def is_different(field, ours, theirs):
    if field.endswith("_ms"):
        return (ours is None) != (theirs is None) or (ours is not None and abs(ours - theirs) > SLACK_MS)
    if field == "answers":
        # We keep the first of them, and say of all how many they were.
        return theirs is not None and ours != theirs[:max(len(ours or []), 1)]
    if field == "response" and ours == "TIMEOUT":
        # A recording may end before that.
        return theirs is not None
    return ours != theirs


def check(tap, what, queries, truth):
    """@truth: of read()."""
    ours = {(q["service"], q["client"], q["client_port"], q["query_name"].replace("bücher", "xn--bcher-kva").lower(), q["query_type"], q["transport"]): q
            for q in queries}
    tap.check(len(ours) == len(queries), f"{what}: no query is told twice")
    tap.check(set(ours) == set(truth), f"{what}: the queries are those that tshark sees", (set(ours) ^ set(truth), len(ours)))
    tap.check({key[0] for key in truth} == set(SERVICES), f"{what}: of every service", {key[0] for key in truth})
    different = [(key, field, ours[key][field], value) for key in set(ours) & set(truth) for field, value in truth[key].items()
                 if is_different(field, ours[key][field], value)]
    tap.check(different == [], f"{what}: answers, their records, resolvers and times are those that tshark tells", different[:5])
