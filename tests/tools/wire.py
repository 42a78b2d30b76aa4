# SPDX-License-Identifier: ISC
"""What one page costs on a reader's line: all TCP payload bytes, both ways.

    wire.py gemini PORT HOST PATH
    wire.py gopher PORT HOST PATH
    wire.py text PORT HOST PATH

A relay on loopback joins a client and the server and counts what passes
through it.  The Gemini client is `openssl s_client` with its default settings
(TLS 1.2 and 1.3 offered, one key share, server name sent, no ALPN, no session
kept): what most terminal clients send.  Prints one line:
`up N down N total N visible N`, where `visible` is the text that the reader
sees, in bytes, with one for the end of each line (marks, URLs, selectors,
hosts and ports are not seen).
"""
import argparse
import selectors
import socket
import subprocess
import sys
import threading

import check
import gemini
import gopher


class Relay:
    """Passes one connection on, counting; `port` is where to connect."""

    def __init__(self, port):
        self.up = self.down = 0
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        client, _ = self.listener.accept()
        self.listener.close()
        server = socket.create_connection(("127.0.0.1", self.target))
        ends = selectors.DefaultSelector()
        ends.register(client, selectors.EVENT_READ, server)
        ends.register(server, selectors.EVENT_READ, client)
        while ends.get_map():
            ready = ends.select(30)
            if not ready:
                break
            for key, _ in ready:
                self.move(ends, key.fileobj, key.data, client)
        client.close()
        server.close()

    def move(self, ends, source, sink, client):
        try:
            data = source.recv(65536)
        except ConnectionResetError:
            data = b""
        if source is client:
            self.up += len(data)
        else:
            self.down += len(data)
        try:
            if data:
                sink.sendall(data)
            else:
                ends.unregister(source)
                sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the other side is gone already

    def wait(self):
        self.thread.join(30)


def visible_gemtext(body):
    size = 0
    for kind, shown, url in check.gemtext_lines(body.decode("utf-8")):
        if kind != "toggle":
            size += len((shown or url).encode()) + 1
    return size


def visible_menu(data):
    return sum(len(item[1].encode()) + 1 for item in check.menu_lines(data))


def fetch_gemini(relay, host, path, port):
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{relay.port}",
               "-servername", host, "-quiet", "-ign_eof"]
    request = f"gemini://{host}:{port}{path}\r\n".encode()
    done = subprocess.run(command, input=request, capture_output=True,
                          timeout=30, check=False)
    status, _, body = gemini.header(done.stdout)
    if status != "20":
        sys.exit(f"{path}: status {status}")
    return visible_gemtext(body)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["gemini", "gopher", "text"])
    parser.add_argument("port", type=int)
    parser.add_argument("host")
    parser.add_argument("path")
    args = parser.parse_args()
    relay = Relay(args.port)
    if args.kind == "gemini":
        visible = fetch_gemini(relay, args.host, args.path, args.port)
    else:
        data = gopher.fetch(relay.port, args.path.encode() + b"\r\n")
        if gopher.is_error(data):
            sys.exit(f"{args.path}: {data[:80]!r}")
        visible = visible_menu(data) if args.kind == "gopher" else len(data)
    relay.wait()
    total = relay.up + relay.down
    print(f"up {relay.up} down {relay.down} total {total} visible {visible}")


if __name__ == "__main__":
    main()
