# SPDX-License-Identifier: ISC
"""A client behind a slow line.

    line.py [--rate BITS] [--rtt MS] [--mtu BYTES] [--header BYTES]
            [--number N] [--cut BYTES] [--report FILE]
            PID PORT COMMAND...

Runs the command at one end of a line whose other end is the server with that
process number, and waits for both.  The command finds the server at
$LINE_HOST, port $LINE_PORT.

Where the system allows it (root, /dev/net/tun, network namespaces of their own
for server and client) the line carries packets: two TUN devices, and between
them this program, which lets each packet wait for those before it, for its own
bytes at BITS a second and for half the round trip.  Both ends are the kernel's
own TCP.  `--header` is what a packet's IP and TCP headers cost instead of
their size (modems compress them to about five bytes).  N tells lines to the
same server apart.

If the server has no namespace of its own, the line is a relay on 127.0.0.1 that
carries pieces of at most BYTES with headers of 52 in the same way, after the
round trip of a connection's begin, with small buffers on both sides.

`--cut`: after so many bytes down nothing passes any more, in either direction.

One line is reported: `line SECONDS real SECONDS up BYTES/PACKETS down
BYTES/PACKETS content PACKETS`, headers included, from the first packet to the
last from the server that had content or an end; `content` counts these.  `line`
adds up only the time during which something was under way, by the line's own
reckoning: it does not depend on how busy the machine is; `real` does.
"""
import argparse
import ctypes
import fcntl
import heapq
import itertools
import os
import select
import socket
import struct
import subprocess
import sys
import time

NEWNET = 0x40000000
TUNSETIFF, TUN, NO_PI = 0x400454CA, 1, 0x1000
HEADER, SYN = 52, 60  # IP and TCP with timestamps; with more options
BUFFER = 2048         # of a relay's sockets
WINDOW = 8192         # bytes that a relay has under way in one direction
LINGER = 0.3          # nothing has come for so long: nothing will


class Way:
    """One direction: when what is put in comes out, and what it was."""

    def __init__(self, rate, delay):
        self.rate, self.delay = rate, delay
        self.free = 0.0
        self.log = []  # (in, out, is content)
        self.bytes = 0

    def carry(self, size, now, is_content=False):
        self.free = max(now, self.free) + size * 8 / self.rate
        out = self.free + self.delay
        self.log.append((now, out, is_content))
        self.bytes += size
        return out


class Line:
    """Both directions, and what is still to come out of them."""

    def __init__(self, args):
        self.args = args
        self.up = Way(args.rate, args.rtt / 2000)
        self.down = Way(args.rate, args.rtt / 2000)
        self.events = []
        self.order = itertools.count()

    def at(self, when, action, *values):
        heapq.heappush(self.events, (when, next(self.order), action, values))

    def run_due(self):
        """Do what is due; seconds until more is, at most LINGER."""
        while self.events:
            wait = self.events[0][0] - time.monotonic()
            if wait > 0:
                return min(wait, LINGER)
            _, _, action, values = heapq.heappop(self.events)
            action(*values)
        return LINGER

    def is_cut(self):
        return bool(self.args.cut) and self.down.bytes >= self.args.cut

    def report(self):
        """Union of the times of both ways, up to the last content."""
        ends = [out for _, out, content in self.down.log if content]
        spans = sorted(self.up.log + self.down.log)
        if not ends:
            return "line - real - up - down - content 0"
        end, seconds, covered = max(ends), 0.0, spans[0][0]
        for begin, out, _ in spans:
            begin, out = max(begin, covered), min(out, end)
            if out > begin:
                seconds += out - begin
                covered = out
        return (f"line {seconds:.2f} real {end - spans[0][0]:.2f} "
                f"up {self.up.bytes}/{len(self.up.log)} "
                f"down {self.down.bytes}/{len(self.down.log)} "
                f"content {len(ends)}")


class Packets:
    """A line between two TUN devices."""

    def __init__(self, line, pid):
        number = line.args.number
        self.line = line
        libc = ctypes.CDLL(None, use_errno=True)
        with open(f"/proc/{pid}/ns/net", "rb") as there:
            if libc.setns(there.fileno(), NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")
        self.server = self.device(f"10.9.{number}.1", f"10.9.{number}.2")
        if libc.unshare(NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        self.client = self.device(f"10.9.{number}.2", f"10.9.{number}.1")
        self.host, self.port = f"10.9.{number}.1", line.args.port
        self.files = [self.server, self.client]

    def device(self, here, there):
        name = f"line{self.line.args.number}"
        tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        fcntl.ioctl(tun, TUNSETIFF,
                    struct.pack("16sH22x", name.encode(), TUN | NO_PI))
        for words in (f"addr add {here} peer {there} dev {name}",
                      f"link set {name} mtu {self.line.args.mtu} up"):
            subprocess.run(["ip", *words.split()], check=True)
        return tun

    def on_ready(self, tun, now):
        packet = os.read(tun, 65536)
        if packet[0] >> 4 != 4 or packet[9] != socket.IPPROTO_TCP:
            return  # the kernel's own talk on a new device
        if self.line.is_cut():
            return
        headers = (packet[0] & 15) * 4
        is_end = bool(packet[headers + 13] & 1)
        headers += (packet[headers + 12] >> 4) * 4
        content = len(packet) - headers
        size = content + (self.line.args.header or headers)
        way, sink = self.line.up, self.server
        if tun == self.server:
            way, sink = self.line.down, self.client
        self.line.at(way.carry(size, now, content > 0 or is_end),
                     os.write, sink, packet)


class Relay:
    """A line for bytes, in front of a port of 127.0.0.1."""

    def __init__(self, line):
        self.line = line
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen()
        self.host, self.port = self.listener.getsockname()
        self.files = [self.listener]
        self.peers, self.under_way, self.begun = {}, {}, {}

    def on_ready(self, source, now):
        if source is self.listener:
            self.accept(now)
            return
        self.files.remove(source)
        way = self.way(source)
        try:
            data = source.recv(self.line.args.mtu - HEADER)
        except ConnectionError:
            data = b""
        if self.line.is_cut():
            return
        when = way.carry(len(data) + (self.line.args.header or HEADER),
                         max(now, self.begun[source]), True)
        self.under_way[source] += len(data)
        self.line.at(when, self.deliver, source, data)
        if data and self.under_way[source] < WINDOW:
            self.files.append(source)

    def way(self, source):
        return self.line.up if self.begun[source] else self.line.down

    def accept(self, now):
        client = self.listener.accept()[0]
        there = self.line.up.carry(SYN, now)
        self.begun[client] = self.line.down.carry(SYN, there)
        self.line.at(there, self.connect, client)

    def connect(self, client):
        server = socket.socket()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        server.connect(("127.0.0.1", self.line.args.port))
        self.begun[server] = 0
        for one, other in ((client, server), (server, client)):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
            self.peers[one], self.under_way[one] = other, 0
            self.files.append(one)

    def deliver(self, source, data):
        sink = self.peers[source]
        try:
            if data:
                sink.sendall(data)
            else:
                sink.shutdown(socket.SHUT_WR)
        except OSError:
            return  # the other side is gone already
        was_full = self.under_way[source] >= WINDOW
        self.under_way[source] -= len(data)
        if was_full and self.under_way[source] < WINDOW:
            self.files.append(source)


def is_own_namespace(pid):
    try:
        return os.readlink(f"/proc/{pid}/ns/net") != \
            os.readlink("/proc/self/ns/net")
    except PermissionError:
        return False  # then neither may we go there


def run(line, ends, command):
    """Until the command has ended and nothing is under way."""
    environment = dict(os.environ, LINE_HOST=ends.host,
                       LINE_PORT=str(ends.port))
    child = subprocess.Popen(command, env=environment)
    try:  # a line is late for nobody
        os.setpriority(os.PRIO_PROCESS, 0, -15)
    except PermissionError:
        pass
    while True:
        wait = line.run_due()
        ready = select.select(ends.files, [], [], wait)[0]
        now = time.monotonic()
        for file in ready:
            ends.on_ready(file, now)
        if not ready and not line.events and child.poll() is not None:
            return child.returncode


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=int, default=9600)
    parser.add_argument("--rtt", type=int, default=600)
    parser.add_argument("--mtu", type=int, default=1500)
    parser.add_argument("--header", type=int, default=0)
    parser.add_argument("--number", type=int, default=0)
    parser.add_argument("--cut", type=int, default=0)
    parser.add_argument("--report")
    parser.add_argument("pid", type=int)
    parser.add_argument("port", type=int)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    args = parser.parse_args()
    line = Line(args)
    ends = Packets(line, args.pid) if is_own_namespace(args.pid) \
        else Relay(line)
    status = run(line, ends, args.command)
    if args.report:
        with open(args.report, "w", encoding="utf-8") as out:
            print(line.report(), file=out)
    else:
        print(line.report(), file=sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    main()
