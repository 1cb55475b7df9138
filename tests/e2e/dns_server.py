#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""A DNS server that does what it is asked for by name, which no well-kept one does.

usage: dns_server.py ADDRESS [ANSWER]

It says "ready" once it listens, by UDP and TCP, at port 53. The first label of a name says what comes back: an rcode by its
number ("rcode-2"; one above 15 by EDNS), nothing ("never"), an answer after so many milliseconds ("after-300"), after one with another identifier
("spoofed"), one of so many addresses ("many-3700"), rubbish ("rubbish"); anything else has one address.
"""

import socket
import struct
import sys
import threading
import time

ADDRESS = bytes([192, 0, 2, 7])
HEADER = struct.Struct(">HHHHHH")
RESPONSE = 0x8180


def find_question_end(message):
    position = HEADER.size
    while position < len(message) and message[position]:
        position += message[position] + 1
    return position + 5


def make_answer(message, count, rcode=0, identifier=None):
    question = message[HEADER.size:find_question_end(message)]
    number = HEADER.unpack_from(message)[0] if identifier is None else identifier
    record = struct.pack(">HHHIH", 0xC00C, 1, 1, 60, 4)
    # Its upper bits are in a record of their own (RFC 6891, 6.1.3).
    option = struct.pack(">BHHBBHH", 0, 41, 1232, rcode >> 4, 0, 0, 0) if rcode > 15 else b""
    return HEADER.pack(number, RESPONSE | rcode & 15, 1, count, 0, int(bool(option))) + question + (record + (socket.inet_aton(sys.argv[2]) if sys.argv[2:] else ADDRESS)) * count + option


def answers(message):
    """Each message to send back."""
    first = message[HEADER.size + 1:HEADER.size + 1 + message[HEADER.size]].decode().lower()
    word, _, number = first.partition("-")
    if word == "never":
        return
    if word == "after":
        time.sleep(int(number) / 1000)
    if word == "spoofed":
        yield make_answer(message, 1, identifier=HEADER.unpack_from(message)[0] ^ 1)
    if word == "rubbish":
        yield message[:2] + b"\x81\x80rubbish"
    rcode = int(number) if word == "rcode" else 0
    yield make_answer(message, int(number) if word == "many" else int(rcode == 0), rcode)


def answer_datagram(server, message, client):
    for answer in answers(message):
        server.sendto(answer, client)


def serve_datagrams(server):
    while True:
        message, client = server.recvfrom(65535)
        threading.Thread(target=answer_datagram, args=(server, message, client), daemon=True).start()


def serve_streams(server):
    while True:
        client, _ = server.accept()
        with client, client.makefile("rwb") as stream:
            length = stream.read(2)
            if len(length) == 2:
                for answer in answers(stream.read(int.from_bytes(length, "big"))):
                    stream.write(struct.pack(">H", len(answer)) + answer)


def main():
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.bind((sys.argv[1], 53))
    streams = socket.socket()
    streams.bind((sys.argv[1], 53))
    streams.listen()
    print("ready", flush=True)
    threading.Thread(target=serve_datagrams, args=(datagrams,), daemon=True).start()
    serve_streams(streams)


if __name__ == "__main__":
    main()
