#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Many processes that ask one question each and end with the answer; or one that asks, or answers, without a server.

usage: dns_askers.py many SERVER COUNT [LINGER_MS] | twice SERVER NAME | rubbish SERVER
       dns_askers.py mdns NAME | mdns6 NAME | llmnr NAME | netbios NAME
       dns_askers.py speaker NAME [ADDRESS] | speaker6 NAME | llmnr-speaker NAME | netbios-speaker NAME

"twice" sends one query two times, and waits for nothing. "many" prints the numbers of the processes: the first of them asked for n0.test, and so on; each
ends so long after its answer. A speaker answers to NAME once: by mDNS over IPv4 or IPv6, by LLMNR, or by NetBIOS.
"""

import os
import socket
import struct
import sys
import time

GROUP = ("224.0.0.251", 5353)
GROUP6 = ("ff02::fb", 5353)
LLMNR_GROUP = ("224.0.0.252", 5355)
NETBIOS = ("10.77.0.255", 137)
DEVICE = "veth0"
ADDRESS = bytes([192, 0, 2, 9])
ADDRESS6 = bytes.fromhex("20010db8000000000000000000000009")
# So long one that asks alone keeps its socket: beside a sanitizer it takes a while until somebody looks.
ALONE_LINGER_S = 0.05
TYPE_A, TYPE_AAAA, TYPE_NB = 1, 28, 32


def make_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def make_netbios_name(name):
    """RFC 1001, 14.1: fifteen characters and a suffix, each byte as two letters."""
    padded = name.upper().ljust(15).encode() + b"\0"
    return b"\x20" + bytes(65 + half for byte in padded for half in (byte >> 4, byte & 15)) + b"\0"


def make_query(identifier, name, rr_type=TYPE_A, flags=0x0100):
    wire = make_netbios_name(name) if rr_type == TYPE_NB else make_name(name)
    return struct.pack(">HHHHHH", identifier, flags, 1, 0, 0, 0) + wire + struct.pack(">HH", rr_type, 1)


def ask_once(server, number, linger_ms):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(3)
        asker.connect((server, 53))
        asker.send(make_query(number, f"n{number}.test"))
        asker.recv(512)
        time.sleep(linger_ms / 1000)


def ask_twice(server, name):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.connect((server, 53))
        for _ in range(2):
            asker.send(make_query(4711, name))
            time.sleep(0.2)


def ask_many(server, count, linger_ms):
    pids = []
    for number in range(count):
        pid = os.fork()
        if pid == 0:
            try:
                ask_once(server, number, linger_ms)
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        pids.append(pid)
    print(*pids, flush=True)


def open_group():
    end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    end.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    end.bind(("", GROUP[1]))
    end.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(GROUP[0]) + socket.inet_aton("0.0.0.0"))
    end.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 0)
    end.settimeout(20)
    return end


def ask_by_mdns(name):
    with open_group() as end:
        end.sendto(make_query(0, name), GROUP)
        end.recv(1500)
        time.sleep(ALONE_LINGER_S)


def speak(name, address=None):
    with open_group() as end:
        # A host that says its own address says it from there.
        if address:
            end.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(address))
        print("ready", flush=True)
        while make_name(name) not in end.recv(1500):
            continue
        record = make_name(name) + struct.pack(">HHIH", 1, 0x8001, 120, 4) + (socket.inet_aton(address) if address else ADDRESS)
        end.sendto(struct.pack(">HHHHHH", 0, 0x8400, 0, 1, 0, 0) + record, GROUP)


def open_group6():
    end = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    index = socket.if_nametoindex(DEVICE)
    end.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    end.bind(("::", GROUP6[1]))
    end.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, socket.inet_pton(socket.AF_INET6, GROUP6[0]) + struct.pack("=I", index))
    end.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
    end.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_LOOP, 0)
    end.settimeout(20)
    return end


def ask_by_mdns6(name):
    with open_group6() as end:
        end.sendto(make_query(0, name, TYPE_AAAA), GROUP6)
        end.recv(1500)
        time.sleep(ALONE_LINGER_S)


def speak6(name):
    with open_group6() as end:
        print("ready", flush=True)
        while make_name(name) not in end.recv(1500):
            continue
        record = make_name(name) + struct.pack(">HHIH", TYPE_AAAA, 0x8001, 120, 16) + ADDRESS6
        end.sendto(struct.pack(">HHHHHH", 0, 0x8400, 0, 1, 0, 0) + record, GROUP6)


def ask_at(where, query):
    """From a port of its own; the answer comes to that alone."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        end.settimeout(20)
        end.sendto(query, where)
        end.recv(1500)
        time.sleep(ALONE_LINGER_S)


def answer_at(port, group, wire, record):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        end.bind(("", port))
        if group:
            end.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + socket.inet_aton("0.0.0.0"))
        end.settimeout(20)
        print("ready", flush=True)
        message = b""
        while wire not in message:
            message, client = end.recvfrom(1500)
        # LLMNR repeats the question (RFC 4795, 2.1.1), NetBIOS does not (RFC 1002, 4.2.13).
        question = message[12:] if group else b""
        counts = (1, 1) if group else (0, 1)
        header = message[:2] + struct.pack(">HHHHH", 0x8000 if group else 0x8500, *counts, 0, 0)
        end.sendto(header + question + wire + record, client)


def speak_llmnr(name):
    answer_at(LLMNR_GROUP[1], LLMNR_GROUP[0], make_name(name), struct.pack(">HHIH", TYPE_A, 1, 30, 4) + ADDRESS)


def speak_netbios(name):
    answer_at(NETBIOS[1], None, make_netbios_name(name), struct.pack(">HHIHH", TYPE_NB, 1, 300, 6, 0) + ADDRESS)


ALONE = {
    "mdns": ask_by_mdns, "mdns6": ask_by_mdns6, "speaker": speak, "speaker6": speak6, "llmnr-speaker": speak_llmnr, "netbios-speaker": speak_netbios,
    "llmnr": lambda name: ask_at(LLMNR_GROUP, make_query(4712, name, flags=0)),
    "netbios": lambda name: ask_at(NETBIOS, make_query(4713, name, TYPE_NB, 0x0110)),
}


def main():
    what, *rest = sys.argv[1:]
    if what == "many":
        ask_many(rest[0], int(rest[1]), float(rest[2]) if rest[2:] else 0)
    elif what == "twice":
        ask_twice(*rest)
    elif what in ALONE:
        ALONE[what](*rest)
    elif what == "rubbish":
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(b"\0\1\1\0\0\1\0\0\0\0\0\0\xc0\x0c", (rest[0], 53))


if __name__ == "__main__":
    main()
