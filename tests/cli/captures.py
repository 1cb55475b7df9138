# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""Capture files, made byte by byte: good ones with known figures, and bad ones."""

import struct

ETHERNET = 1
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


def conversation(count, spacing):
    """count packets of 100 bytes out and of 300 bytes in: IP bytes 128 and 328 each."""
    packets = []
    for i in range(count):
        packets.append((i * spacing, udp_packet(US, THEM, 100, 40000, 53000)))
        packets.append((i * spacing + spacing / 2, udp_packet(THEM, US, 300, 53000, 40000)))
    return packets
