# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Address translation in a network namespace, asked of the kernel itself (linux/netfilter/nf_tables.h): nft(8) need not be
there. All of IPv4."""

import ctypes
import os
import socket
import struct

NETLINK_NETFILTER = 12
SUBSYSTEM = 10
NEWTABLE, NEWCHAIN, NEWRULE = 0, 3, 6
BATCH_BEGIN, BATCH_END = 0x10, 0x11
REQUEST, ACK, CREATE = 0x1, 0x4, 0x400
APPEND = 0x800
IPV4 = 2
PREROUTING, OUTPUT, POSTROUTING = 0, 3, 4
REGISTER_1, REGISTER_2 = 1, 2
CLONE_NEWNET = 0x40000000


def attribute(number, value):
    if isinstance(value, str):
        value = value.encode() + b"\0"
    return struct.pack("=HH", 4 + len(value), number) + value + b"\0" * (-len(value) % 4)


def nested(number, *attributes):
    return attribute(number | 0x8000, b"".join(attributes))


def be32(number, value):
    return attribute(number, struct.pack(">I", value))


def expression(name, *attributes):
    return nested(1, attribute(1, name), nested(2, *attributes))


def data(number, value):
    return nested(number, attribute(1, value))


class Batch:
    def __init__(self):
        self.sequence = 0
        self.bytes = b""
        self.add(BATCH_BEGIN, 0, b"", family=0, resource=SUBSYSTEM)

    def add(self, kind, flags, body, family=IPV4, resource=0):
        self.sequence += 1
        payload = struct.pack("=BB", family, 0) + struct.pack(">H", resource) + body
        self.bytes += struct.pack("=IHHII", 16 + len(payload), kind, REQUEST | flags, self.sequence, 0) + payload

    def change(self, kind, body, flags=0):
        self.add(SUBSYSTEM << 8 | kind, CREATE | ACK | flags, body)

    def add_chain(self, name, hook, priority):
        self.change(NEWCHAIN, attribute(1, "nat") + attribute(3, name) + nested(4, be32(1, hook), be32(2, priority & 0xffffffff)) + attribute(7, "nat"))

    def add_rule(self, chain, *expressions):
        self.change(NEWRULE, attribute(1, "nat") + attribute(2, chain) + nested(4, *expressions), APPEND)

    def send(self):
        self.add(BATCH_END, 0, b"", family=0, resource=SUBSYSTEM)
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER) as kernel:
            kernel.bind((0, 0))
            kernel.send(self.bytes)
            kernel.settimeout(0.5)
            try:
                while True:
                    answer = kernel.recv(65536)
                    number = struct.unpack_from("=i", answer, 16)[0]
                    if struct.unpack_from("=H", answer, 4)[0] == 2 and number != 0:
                        raise OSError(-number, os.strerror(-number))
            except TimeoutError:
                pass


def goes_out_through(device):
    index = struct.pack("=I", socket.if_nametoindex(device))
    return expression("meta", be32(1, REGISTER_1), be32(2, 5)), expression("cmp", be32(1, REGISTER_1), be32(2, 0), data(3, index))


def goes_to_port(port):
    return (expression("payload", be32(1, REGISTER_1), be32(2, 2), be32(3, 2), be32(4, 2)),
            expression("cmp", be32(1, REGISTER_1), be32(2, 0), data(3, struct.pack(">H", port))))


def translate(uplink, published):
    """Here: what goes out through @uplink gets its address; what comes to a port, or is sent there from here, goes on to
    (address, port) of @published."""
    batch = Batch()
    batch.change(NEWTABLE, attribute(1, "nat"))
    batch.add_chain("out", POSTROUTING, 100)
    batch.add_rule("out", *goes_out_through(uplink), expression("masq"))
    for chain, hook in (("in", PREROUTING), ("own", OUTPUT)):
        batch.add_chain(chain, hook, -100)
        for port, (address, inner_port) in published.items():
            batch.add_rule(chain, *goes_to_port(port),
                           expression("immediate", be32(1, REGISTER_1), data(2, socket.inet_aton(address))),
                           expression("immediate", be32(1, REGISTER_2), data(2, struct.pack(">H", inner_port))),
                           expression("nat", be32(1, 1), be32(2, IPV4), be32(3, REGISTER_1), be32(5, REGISTER_2)))
    batch.send()


def translate_in(namespace, uplink, published):
    """The same in that namespace, by a child. Returns why not, or None."""
    read_fd, write_fd = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with open(f"/run/netns/{namespace}", encoding="ascii") as file:
                if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), CLONE_NEWNET) != 0:
                    raise OSError(ctypes.get_errno(), "setns")
            translate(uplink, published)
        except OSError as error:
            os.write(write_fd, str(error).encode())
        finally:
            os._exit(0)
    os.close(write_fd)
    with os.fdopen(read_fd) as file:
        reason = file.read()
    os.waitpid(child, 0)
    return reason or None
