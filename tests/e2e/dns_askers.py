#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Many processes that ask one question each and end with the answer; or one that asks by mDNS.

usage: dns_askers.py many SERVER COUNT | twice SERVER NAME | mdns NAME | rubbish SERVER | speaker NAME

"twice" sends one query two times, and waits for nothing. "many" prints the numbers of the processes: the first of them asked for n0.test, and so on. "speaker" answers to NAME by mDNS.
"""

import os
import socket
import struct
import sys
import time

GROUP = ("224.0.0.251", 5353)
ADDRESS = bytes([192, 0, 2, 9])


def make_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def make_query(identifier, name):
    return struct.pack(">HHHHHH", identifier, 0x0100, 1, 0, 0, 0) + make_name(name) + struct.pack(">HH", 1, 1)


def ask_once(server, number):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(3)
        asker.connect((server, 53))
        asker.send(make_query(number, f"n{number}.test"))
        asker.recv(512)


def ask_twice(server, name):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.connect((server, 53))
        for _ in range(2):
            asker.send(make_query(4711, name))
            time.sleep(0.2)


def ask_many(server, count):
    pids = []
    for number in range(count):
        pid = os.fork()
        if pid == 0:
            try:
                ask_once(server, number)
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


def speak(name):
    with open_group() as end:
        print("ready", flush=True)
        while make_name(name) not in end.recv(1500):
            continue
        record = make_name(name) + struct.pack(">HHIH", 1, 0x8001, 120, 4) + ADDRESS
        end.sendto(struct.pack(">HHHHHH", 0, 0x8400, 0, 1, 0, 0) + record, GROUP)


def main():
    what, *rest = sys.argv[1:]
    if what == "many":
        ask_many(rest[0], int(rest[1]))
    elif what == "twice":
        ask_twice(*rest)
    elif what == "mdns":
        ask_by_mdns(rest[0])
    elif what == "speaker":
        speak(rest[0])
    elif what == "rubbish":
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(b"\0\1\1\0\0\1\0\0\0\0\0\0\xc0\x0c", (rest[0], 53))


if __name__ == "__main__":
    main()
