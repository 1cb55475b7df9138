# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Capture files, made byte by byte: good ones with known figures, and bad ones."""

import struct

ETHERNET = 1
COOKED = 113
UNKNOWN_LINK = 147  # LINKTYPE_USER0

US = bytes([192, 168, 7, 2])
THEM = bytes([198, 51, 100, 9])


def udp_packet(source, target, payload, source_port, target_port):
    """An Ethernet frame; its IP length is 28 + payload."""
    udp = struct.pack(">HHHH", source_port, target_port, 8 + payload, 0) + bytes(payload)
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, source, target)
    return bytes(12) + b"\x08\x00" + ip + udp


def pcap(packets, link=ETHERNET):
    """packets: (seconds, bytes). Times are from a fixed moment on."""
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, link)
    for seconds, data in packets:
        whole = int(seconds)
        out += struct.pack("<IIII", 1767225600 + whole, int((seconds - whole) * 1e6), len(data), len(data)) + data
    return out


def to_bytes(address):
    return bytes(int(part) for part in address.split("."))


def served(server, clients):
    """Each client sends a packet of 128 IP bytes to port 80 and gets one of 328."""
    packets = []
    for i, client in enumerate(clients):
        there, back = (to_bytes(client), to_bytes(server), 100, 40000 + i, 80), (to_bytes(server), to_bytes(client), 300, 80, 40000 + i)
        packets += [(i, udp_packet(*there)), (i + 0.1, udp_packet(*back))]
    return packets


def cooked(packets):
    """The same as they were seen by a machine whose address is the first source: cooked v1, sent and received."""
    own = packets[0][1][26:30]
    return [(seconds, struct.pack(">HHHQH", 4 if data[26:30] == own else 0, 1, 6, 0, 0x0800) + data[14:]) for seconds, data in packets]


def conversation(count, spacing):
    """count packets of 100 bytes out and of 300 bytes in: IP bytes 128 and 328 each."""
    packets = []
    for i in range(count):
        packets.append((i * spacing, udp_packet(US, THEM, 100, 40000, 53000)))
        packets.append((i * spacing + spacing / 2, udp_packet(THEM, US, 300, 53000, 40000)))
    return packets
