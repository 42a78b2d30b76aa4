# SPDX-License-Identifier: ISC
"""A Gemini client for tests: exact bytes out, exact bytes back.

As a module: fetch() and header().  As a program:

    gemini.py get PORT URL [--sni NAME] [--tls 1.2|1.3] [--body] [--cert FILE]
    gemini.py vectors PORT FILE [--sni NAME] [--tls 1.2|1.3] [--split N]
                                [--wait SECONDS]

`get` prints the whole reply (--body: what follows the header) and, on
standard error, the TLS version and how the connection ended.  `vectors` reads
lines `name | request | expectation` (request with Python's escapes) and prints
`ok name` or `fail name: why` for each.  An expectation is a status of two
digits or dots ("59", "5.") with an optional regular expression for the meta
field, or `nothing`: not one byte while we wait, or `closed`: not one byte and
the connection closed by the server before we stop waiting.
"""
import argparse
import dataclasses
import re
import socket
import ssl
import sys
import time

LIMIT = 64 << 20


@dataclasses.dataclass
class Reply:
    data: bytes = b""
    end: str = ""  # "close_notify", "eof", "reset", "timeout"
    tls: str = ""
    cipher: str = ""
    cert: bytes = b""
    seconds: float = 0.0


def context(tls=None):
    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ctx.check_hostname = False
    ctx.verify_mode = ssl.CERT_NONE
    version = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}
    if tls is not None:
        ctx.minimum_version = ctx.maximum_version = version[tls]
    return ctx


def connect(port, host="127.0.0.1", sni="localhost", tls=None, timeout=20):
    raw = socket.create_connection((host, port), timeout)
    try:
        return context(tls).wrap_socket(
            raw, server_hostname=sni, suppress_ragged_eofs=False)
    except BaseException:
        raw.close()
        raise


def read_reply(sock, reply):
    """Read to the end of the connection and say how it ended."""
    parts = []
    size = 0
    try:
        while size < LIMIT:
            piece = sock.recv(65536)
            if not piece:
                reply.end = "close_notify"
                break
            parts.append(piece)
            size += len(piece)
    except ssl.SSLEOFError:
        reply.end = "eof"
    except (ConnectionResetError, BrokenPipeError):
        reply.end = "reset"
    except TimeoutError:
        reply.end = "timeout"
    reply.data = b"".join(parts)


def fetch(port, request, host="127.0.0.1", sni="localhost", tls=None,
          split=0, timeout=20):
    """Send the bytes (in pieces of `split`, each its own TLS record)."""
    reply = Reply()
    begun = time.monotonic()
    with connect(port, host, sni, tls, timeout) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        reply.tls = sock.version()
        reply.cipher = sock.cipher()[0]
        reply.cert = sock.getpeercert(binary_form=True)
        step = split or len(request) or 1
        try:
            for at in range(0, len(request), step):
                sock.sendall(request[at:at + step])
        except (ConnectionError, ssl.SSLError):
            pass  # an early answer may already be waiting to be read
        read_reply(sock, reply)
    reply.seconds = time.monotonic() - begun
    return reply


def header(data):
    """(status, meta, body), or a ValueError that says what is wrong."""
    end = data.find(b"\r\n")
    if end < 0:
        raise ValueError(f"no header line in {data[:60]!r}")
    line, body = data[:end].decode("utf-8"), data[end + 2:]
    match = re.fullmatch(r"([1-6][0-9]) (\S.*)", line, re.S)
    if not match:
        raise ValueError(f"malformed header {line!r}")
    status, meta = match.groups()
    if len(meta.encode()) > 1024:
        raise ValueError("meta is longer than 1024 bytes")
    if re.search("[\x00-\x1f\x7f-\x9f]", meta):
        raise ValueError(f"control characters in meta {meta!r}")
    if status[0] != "2" and body:
        raise ValueError(f"status {status} has a body of {len(body)} bytes")
    return status, meta, body


def compare(reply, expect):
    """None, or what differs from the expectation."""
    if expect in ("nothing", "closed"):
        if expect == "closed" and reply.end == "timeout":
            return "left open"
        return f"got {reply.data[:60]!r}" if reply.data else None
    try:
        status, meta, body = header(reply.data)
    except (ValueError, UnicodeDecodeError) as error:
        return f"{error} (ended by {reply.end or 'us'})"
    want, _, pattern = expect.partition(" ")
    if not re.fullmatch(want, status):
        return f"status {status} {meta}, wanted {want}"
    if pattern and not re.fullmatch(pattern, meta):
        return f"meta {meta!r} does not match {pattern!r}"
    if status[0] == "2" and not body:
        return "an empty body"
    if reply.end != "close_notify":
        return f"ended by {reply.end}, not by close_notify"
    return None


def unescape(text):
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1")


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.strip()
            if line and not line.startswith("#"):
                yield [part.strip() for part in line.split(" | ")]


def vectors(args):
    for name, request, expect in rows(args.file):
        silent = expect in ("nothing", "closed")
        timeout = args.wait if silent else 20
        try:
            reply = fetch(args.port, unescape(request), sni=args.sni,
                          tls=args.tls, split=args.split, timeout=timeout)
            why = compare(reply, expect)
        except OSError as error:
            why = str(error)
        print(f"fail {name}: {why}" if why else f"ok {name}", flush=True)


def get(args):
    reply = fetch(args.port, args.url.encode() + b"\r\n", sni=args.sni,
                  tls=args.tls)
    print(reply.tls, reply.cipher, reply.end, file=sys.stderr)
    if args.cert:
        with open(args.cert, "wb") as out:
            out.write(reply.cert)
    data = header(reply.data)[2] if args.body else reply.data
    sys.stdout.buffer.write(data)


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    for name, function, last in (("get", get, "url"),
                                 ("vectors", vectors, "file")):
        command = commands.add_parser(name)
        command.set_defaults(function=function)
        command.add_argument("port", type=int)
        command.add_argument(last)
        command.add_argument("--sni", default="localhost")
        command.add_argument("--tls", choices=["1.2", "1.3"])
        if name == "get":
            command.add_argument("--body", action="store_true")
            command.add_argument("--cert")
        else:
            command.add_argument("--split", type=int, default=0)
            command.add_argument("--wait", type=float, default=3)
    args = parser.parse_args()
    args.sni = args.sni or None
    args.function(args)


if __name__ == "__main__":
    main()
