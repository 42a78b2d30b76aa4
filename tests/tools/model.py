# SPDX-License-Identifier: ISC
"""Does `bookmobile report --json` say what the wire carries?

    model.py REPORT.json HOST GEMINI-PORT GOPHER-PORT

Fetches every page of the report through wire.py's relay, in each rendition,
and compares bytes up and down.  ECDSA signatures have 70 to 72 bytes, seldom
fewer: that of the certificate stays, so its size is looked at; that of each
handshake may differ by 2 bytes on Gemini.  On Gopher nothing may.  The report
counts on the usual port of Gemini, so the port in the test's request is taken
off.
"""
import json
import ssl
import sys

import gopher
import wire


def fetch_gopher(relay, selector):
    data = gopher.fetch(relay.port, selector.encode() + b"\r\n")
    if gopher.is_error(data):
        sys.exit(f"{selector}: {data[:80]!r}")


def certificate_extra(host, port):
    """Bytes of the server's certificate beyond what the model takes it for."""
    pem = ssl.get_server_certificate(("127.0.0.1", port))
    return len(ssl.PEM_cert_to_DER_cert(pem)) - (279 + 3 * len(host))


def measure(kind, path, host, port):
    relay = wire.Relay(port)
    if kind == "gemini":
        wire.fetch_gemini(relay, host, path, port)
    elif kind == "menu":
        fetch_gopher(relay, path)
    else:
        fetch_gopher(relay, path + "index.txt")
    relay.wait()
    up = relay.up
    if kind == "gemini":
        up -= len(f":{port}")
    return up, relay.down


def main():
    report = json.load(open(sys.argv[1], encoding="utf-8"))
    host = sys.argv[2]
    ports = {"gemini": int(sys.argv[3]), "menu": int(sys.argv[4]),
             "text": int(sys.argv[4])}
    for kind, port in ports.items():
        allowed = 2 if kind == "gemini" else 0
        extra = certificate_extra(host, port) if kind == "gemini" else 0
        pages = [page for page in report["pages"] if kind in page]
        wrong = []
        for page in pages:
            up, down = measure(kind, page["path"], host, port)
            says = page[kind]
            if up != says["up"] or abs(down - extra - says["down"]) > allowed:
                wrong.append(f"{page['path']} {up}/{down}, "
                             f"not {says['up']}/{says['down']}")
        if wrong or not pages:
            print(f"fail {kind}: {len(wrong)} of {len(pages)}: {wrong[:5]}")
        else:
            print(f"ok {kind}: {len(pages)} pages cost what the model says")


if __name__ == "__main__":
    main()
