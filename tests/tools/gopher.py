# SPDX-License-Identifier: ISC
"""A Gopher client for tests: exact bytes out, exact bytes back.

As a module: fetch().  As a program:

    gopher.py get PORT SELECTOR
    gopher.py vectors PORT HOST FILE [--split N]

`vectors` reads lines `name | request | expectation` (request with Python's
escapes) and prints `ok name` or `fail name: why` for each.  Expectations:

    menu              a menu without a fault, no error item
    error             one item of type 3 and the final dot, nothing else
    = BYTES           exactly these bytes (with escapes)
    same REQUEST      the same bytes as that request gets
    match REGEX       the whole answer matches
    closed            not one byte of an answer
"""
import argparse
import re
import socket
import sys

import check
from gemini import rows, unescape


def fetch(port, request, host="127.0.0.1", split=0, timeout=20, half=False):
    """Send the bytes and read to the end; `half` closes our side first."""
    parts = []
    with socket.create_connection((host, port), timeout) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        step = split or len(request) or 1
        try:
            for at in range(0, len(request), step):
                sock.sendall(request[at:at + step])
            if half:
                sock.shutdown(socket.SHUT_WR)
        except ConnectionError:
            pass  # an early answer may already be waiting to be read
        while True:
            try:
                piece = sock.recv(65536)
            except ConnectionResetError:
                break
            if not piece:
                break
            parts.append(piece)
    return b"".join(parts)


def is_error(data):
    lines = data.split(b"\r\n")
    return (len(lines) == 3 and lines[0][:1] == b"3"
            and lines[0].count(b"\t") == 3 and lines[1:] == [b".", b""])


def compare(args, data, expect):
    """None, or what differs from the expectation."""
    kind, _, rest = expect.partition(" ")
    if kind == "menu":
        faults = check.menu(data, args.host, args.port)
        if re.search(rb"^3", data, re.M):
            faults.append("an error item")
        return "; ".join(faults) or None
    if kind == "error":
        return None if is_error(data) else f"got {data[:100]!r}"
    if kind == "closed":
        return f"got {data[:60]!r}" if data else None
    if kind == "match":
        found = re.fullmatch(rest.encode(), data, re.S)
        return None if found else f"got {data[:300]!r}"
    want = unescape(rest)
    if kind == "same":
        want = fetch(args.port, want)
    return None if data == want else f"got {data[:100]!r}, not {want[:100]!r}"


def vectors(args):
    for name, request, expect in rows(args.file):
        try:
            data = fetch(args.port, unescape(request), split=args.split)
            why = compare(args, data, expect)
        except OSError as error:
            why = str(error)
        print(f"fail {name}: {why}" if why else f"ok {name}", flush=True)


def get(args):
    request = args.selector.encode() + b"\r\n"
    sys.stdout.buffer.write(fetch(args.port, request))


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("get")
    command.set_defaults(function=get)
    command.add_argument("port", type=int)
    command.add_argument("selector")
    command = commands.add_parser("vectors")
    command.set_defaults(function=vectors)
    command.add_argument("port", type=int)
    command.add_argument("host")
    command.add_argument("file")
    command.add_argument("--split", type=int, default=0)
    args = parser.parse_args()
    args.function(args)


if __name__ == "__main__":
    main()
