# SPDX-License-Identifier: ISC
"""Clients that no server deserves.

    hostile.py slow GEMINI-PORT GOPHER-PORT BIG-PATH BIG-SIZE
    hostile.py rude GEMINI-PORT GOPHER-PORT BIG-PATH BIG-SIZE
    hostile.py many GEMINI-PORT GOPHER-PORT COUNT
    hostile.py full GEMINI-PORT GOPHER-PORT COUNT
    hostile.py term GEMINI-PORT GOPHER-PORT BIG-PATH BIG-SIZE PID
    hostile.py kill GEMINI-PORT GOPHER-PORT PID
    hostile.py crowd GEMINI-PORT GOPHER-PORT PID

Deadlines of the server are expected to be about DEADLINE seconds.  Prints
`ok name` and `fail name: why` lines.
"""
import os
import select
import signal
import socket
import ssl
import struct
import sys
import threading
import time

import gemini
import gopher

DEADLINE = 3
PATIENCE = 25  # what a slow machine may add
SMALL, MODEST = 4096, 65536  # receive buffers
HELLO = bytes.fromhex("160301020001")


def verdict(name, why):
    print(f"fail {name}: {why}" if why else f"ok {name}", flush=True)


def request(port, path="/"):
    return f"gemini://localhost:{port}{path}\r\n".encode()


def normal(ports):
    """One request in each protocol: None, or what went wrong."""
    try:
        reply = gemini.fetch(ports[0], request(ports[0]), timeout=PATIENCE)
        why = gemini.compare(reply, "20")
        if why:
            return f"Gemini: {why}"
        data = gopher.fetch(ports[1], b"/\r\n", timeout=PATIENCE)
        return None if data.endswith(b"\r\n.\r\n") else f"Gopher: {data[:40]}"
    except OSError as error:
        return repr(error)


def plain(port, window=0):
    sock = socket.socket()
    if window:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    sock.settimeout(PATIENCE)
    sock.connect(("127.0.0.1", port))
    return sock


def wrap(raw):
    return gemini.context().wrap_socket(raw, server_hostname="localhost")


def reset(sock):
    """Close with RST, whatever is under way (no close_notify either)."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                    struct.pack("ii", 1, 0))
    os.close(sock.detach())


def drain(sock):
    """Bytes until the end."""
    size = 0
    try:
        while True:
            piece = sock.recv(1 << 18)
            if not piece:
                return size
            size += len(piece)
    except TimeoutError:
        raise
    except (ConnectionError, ssl.SSLError):
        return size


def until_closed(sock, piece=b""):
    """Wait for the server to close; `piece` is sent again and again."""
    end = time.monotonic() + DEADLINE + PATIENCE
    sock.settimeout(0.5 if piece else DEADLINE + PATIENCE)
    while time.monotonic() < end:
        try:
            if piece:
                sock.sendall(piece)
            if not sock.recv(4096):
                return None
        except TimeoutError:
            continue
        except (ConnectionError, ssl.SSLError):
            return None
    return "left open"


def silent(port, _):
    return until_closed(plain(port))


def half_hello(port, _):
    sock = plain(port)
    sock.sendall(HELLO)
    return until_closed(sock)


def drip_hello(port, _):
    sock = plain(port)
    sock.sendall(HELLO)
    return until_closed(sock, b"\x01")


def no_request(port, _):
    return until_closed(wrap(plain(port)))


def half_request(port, _):
    sock = wrap(plain(port))
    sock.sendall(b"gemini://localhost")
    return until_closed(sock)


def drip_request(port, _):
    return until_closed(wrap(plain(port)), b"g")


def half_selector(port, _):
    sock = plain(port)
    sock.sendall(b"/half")
    return until_closed(sock)


def drip_selector(port, _):
    return until_closed(plain(port), b"g")


def no_reading(sock, line, size):
    sock.sendall(line)
    time.sleep(DEADLINE * 3)
    got = drain(sock)
    return f"{got} bytes of {size} were kept for it" if got >= size else None


def no_reading_gemini(port, big):
    return no_reading(wrap(plain(port, SMALL)), request(port, big[0]), big[1])


def no_reading_gopher(port, big):
    return no_reading(plain(port, SMALL), big[0].encode() + b"\r\n", big[1])


def slow_reading(port, big):
    """Makes progress all the time, so it must get everything: what the
    kernel has taken from the server is not yet with the reader."""
    sock = plain(port, MODEST)
    sock.sendall(big[0].encode() + b"\r\n")
    got = 0
    for _ in range(DEADLINE * 6):
        got += len(sock.recv(MODEST // 2))
        time.sleep(0.5)
    got += drain(sock)
    return None if got == big[1] else f"{got} bytes of {big[1]}"


SLOW = [("a silent client on Gemini is closed", silent, 0),
        ("half a ClientHello is closed", half_hello, 0),
        ("a ClientHello byte by byte is closed", drip_hello, 0),
        ("a handshake without request is closed", no_request, 0),
        ("half a request is closed", half_request, 0),
        ("a request byte by byte is closed", drip_request, 0),
        ("a Gemini client that never reads is closed", no_reading_gemini, 0),
        ("a silent client on Gopher is closed", silent, 1),
        ("half a selector is closed", half_selector, 1),
        ("a selector byte by byte is closed", drip_selector, 1),
        ("a Gopher client that never reads is closed", no_reading_gopher, 1),
        ("a slow client that goes on reading is not cut", slow_reading, 1)]


def slow(ports, path, size):
    big = (path, int(size))
    results = {}

    def run(name, function, port):
        try:
            results.setdefault(name, []).append(function(port, big))
        except OSError as error:
            results.setdefault(name, []).append(repr(error))

    threads = [threading.Thread(target=run, args=(name, f, ports[which]))
               for name, f, which in SLOW for _ in range(3)]
    for thread in threads:
        thread.start()
    served, refused = 0, []
    while any(thread.is_alive() for thread in threads):
        why = normal(ports)
        served += why is None
        refused += [why] if why else []
        time.sleep(0.1)
    for name, whys in results.items():
        verdict(name, next((why for why in whys if why), None))
    verdict("others are served meanwhile",
            refused[0] if refused else None if served else "nobody was")


def rude(ports, path, size):
    for count in range(60):
        sock = plain(ports[count % 2])
        if count % 4 > 1:
            sock.sendall(HELLO)
        reset(sock)
    verdict("served after resets of new connections", normal(ports))
    for count in range(40):
        sock = wrap(plain(ports[0]))
        if count % 2:
            sock.sendall(request(ports[0])[:count])
        reset(sock)
    verdict("served after resets behind the handshake", normal(ports))
    for _ in range(10):
        sock = wrap(plain(ports[0], SMALL))
        sock.sendall(request(ports[0], path))
        sock.recv(4096)
        reset(sock)
        sock = plain(ports[1], SMALL)
        sock.sendall(path.encode() + b"\r\n")
        sock.recv(4096)
        reset(sock)
    verdict("served after downloads cut by a reset", normal(ports))
    for _ in range(10):
        sock = wrap(plain(ports[0], SMALL))
        sock.sendall(request(ports[0], path))
        sock.recv(4096)
        sock.close()
    verdict("served after downloads that were closed", normal(ports))
    garbage(ports)
    half_closed(ports)
    reply = gemini.fetch(ports[0], request(ports[0], path), timeout=60)
    got = len(gemini.header(reply.data)[2])
    verdict("a download that is not cut is whole",
            None if got == int(size) else f"{got} bytes of {size}")


def garbage(ports):
    for data in (b"\x00" * 5000, b"\xff" * 5000, b"GET / HTTP/1.1\r\n\r\n",
                 b"\x16\x03\x01\xff\xff" + b"\x01" * 9000, b"\x80\x2e\x01"):
        for port in ports:
            sock = plain(port)
            try:
                sock.sendall(data)
                sock.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            drain(sock)
            sock.close()
    verdict("served after garbage", normal(ports))


def half_closed(ports):
    sock = wrap(plain(ports[0]))
    sock.sendall(request(ports[0]))
    socket.socket.shutdown(sock, socket.SHUT_WR)
    data = sock.recv(4096)
    sock.close()
    verdict("a Gemini client that half-closes gets its answer",
            None if data.startswith(b"20 ") else repr(data[:40]))
    data = gopher.fetch(ports[1], b"/\r\n", half=True)
    verdict("a Gopher client that half-closes gets its answer",
            None if data.endswith(b"\r\n.\r\n") else repr(data[:40]))


def many(ports, count):
    """All connected at once, then all ask."""
    together = threading.Barrier(int(count))
    whys = []

    def run(number):
        try:
            if number % 4:
                sock = plain(ports[0])
                together.wait(60)
                with wrap(sock) as wrapped:
                    wrapped.sendall(request(ports[0]))
                    data = wrapped.recv(4096)
                fine = data.startswith(b"20 ")
            else:
                sock = plain(ports[1])
                together.wait(60)
                sock.sendall(b"/\r\n")
                data = sock.recv(4096)
                sock.close()
                fine = data.startswith(b"i")
            whys.append(None if fine else repr(data[:40]))
        except (OSError, threading.BrokenBarrierError) as error:
            whys.append(repr(error))

    threads = [threading.Thread(target=run, args=(number,))
               for number in range(int(count))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bad = [why for why in whys if why]
    verdict(f"{count} clients at once are all served",
            f"{len(bad)} are not: {bad[0]}" if bad else None)


def full(ports, count):
    """More silent connections than the server has descriptors."""
    held = [plain(ports[number % 2]) for number in range(int(count))]
    verdict("served when all descriptors were taken", normal(ports))
    for sock in held:
        reset(sock)
    verdict("served after they were given back", normal(ports))


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def term(ports, path, size, pid):
    """SIGTERM while two downloads run: they finish, then all ends."""
    tls = wrap(plain(ports[0], MODEST))
    tls.sendall(request(ports[0], path))
    raw = plain(ports[1], MODEST)
    raw.sendall(path.encode() + b"\r\n")
    first = tls.recv(18)  # the header comes in the first record
    got = [len(first), len(raw.recv(4096))]
    os.kill(int(pid), signal.SIGTERM)
    end = time.monotonic() + 10
    refused = False
    while not refused and time.monotonic() < end:
        try:
            plain(ports[1]).close()
            time.sleep(0.05)
        except OSError:
            refused = True
    verdict("new connections are refused after SIGTERM",
            None if refused else "they are not")
    head = len(b"20 application/octet-stream\r\n")
    got[0] += drain(tls)
    got[1] += drain(raw)
    verdict("a Gemini download is finished after SIGTERM",
            None if got[0] == int(size) + head else f"{got[0]} of {size}")
    verdict("a Gopher download is finished after SIGTERM",
            None if got[1] == int(size) else f"{got[1]} of {size}")
    tls.close()
    raw.close()
    end = time.monotonic() + PATIENCE
    while is_running(pid) and time.monotonic() < end:
        time.sleep(0.05)
    verdict("the server ends when they are done",
            "it is still there" if is_running(pid) else None)


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="utf-8") as names:
        return [int(name) for name in names.read().split()]


def kill(ports, pid):
    before = children(pid)
    why = None
    for worker in before:
        os.kill(worker, signal.SIGKILL)
        for _ in range(5):
            why = why or normal(ports)
    verdict("served while workers are killed, one after the other", why)
    for worker in children(pid):
        os.kill(worker, signal.SIGKILL)
    verdict("served after all workers were killed at once", normal(ports))
    end = time.monotonic() + PATIENCE
    while len(children(pid)) < len(before) and time.monotonic() < end:
        time.sleep(0.05)
    after = children(pid)
    same = len(after) == len(before) and not set(after) & set(before)
    verdict("each killed worker is replaced",
            None if same else f"{before} became {after}")


def longest_fall(numbers):
    """How many of them, in their order, are each less than the one before."""
    best = []
    for i, number in enumerate(numbers):
        best.append(1 + max((best[k] for k in range(i)
                             if numbers[k] > number), default=0))
    return max(best, default=0)


def crowd(ports, pid):
    """Readers who ask while all workers are busy: each worker answers its own
    in the order in which they asked."""
    workers = children(pid)
    readers = [plain(ports[1]) for _ in range(40)]
    time.sleep(0.5)  # until all are accepted
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    for reader in readers:
        reader.sendall(b"/\r\n")
    answered = select.epoll()
    for reader in readers:
        answered.register(reader, select.EPOLLIN | select.EPOLLONESHOT)
    for worker in workers:
        os.kill(worker, signal.SIGCONT)
    numbers = {reader.fileno(): i for i, reader in enumerate(readers)}
    order, new = [], True
    while new and len(order) < len(readers):
        new = answered.poll(PATIENCE)
        order += [numbers[fd] for fd, _ in new]
    why = None
    if len(order) != len(readers):
        why = f"{len(order)} of {len(readers)} were answered"
    elif longest_fall(order) > len(workers):
        why = f"order {order}"
    verdict("first come, first served", why)
    for reader in readers:
        reader.close()


def main():
    ports = (int(sys.argv[2]), int(sys.argv[3]))
    {"slow": slow, "rude": rude, "many": many, "full": full, "term": term,
     "kill": kill, "crowd": crowd}[sys.argv[1]](ports, *sys.argv[4:])


if __name__ == "__main__":
    main()
