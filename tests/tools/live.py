# SPDX-License-Identifier: ISC
"""Read one page in both protocols without a pause while it is rebuilt.

    live.py GEMINI-PORT GOPHER-PORT PATH STOP-FILE

Ends when STOP-FILE exists.  Every answer must be one edition as a whole: each
"Begin N.", "Edition N," and "End N." of it with the same N, none missing.
"""
import os
import re
import sys
import threading
import time

import gemini
import gopher

MARKS = re.compile(rb"^i?(Begin|Edition|End) ([0-9]+)[.,]", re.M)
ROUNDS = 100_000


def fault(data):
    found = MARKS.findall(data)
    kinds = [kind for kind, _ in found]
    if len({number for _, number in found}) != 1:
        return f"editions {sorted({n for _, n in found})}"
    if kinds[0] != b"Begin" or kinds[-1] != b"End" or len(kinds) != 2002:
        return f"{len(kinds)} marks of 2002"
    return None


def load(name, fetch, stop, faults, counts):
    for _ in range(ROUNDS):
        if os.path.exists(stop):
            return
        try:
            why = fault(fetch())
        except (OSError, ValueError) as error:
            why = repr(error)
        counts[name] = counts.get(name, 0) + 1
        if why:
            faults.append(f"{name}: {why}")
        time.sleep(0.005)  # leave some of the machine to the build


def main():
    gemini_port, gopher_port = int(sys.argv[1]), int(sys.argv[2])
    path, stop = sys.argv[3:]
    url = f"gemini://localhost:{gemini_port}{path}\r\n".encode()

    def page():
        reply = gemini.fetch(gemini_port, url)
        status, _, body = gemini.header(reply.data)
        if status != "20" or reply.end != "close_notify":
            raise ValueError(f"status {status}, ended by {reply.end}")
        return body

    def menu():
        return gopher.fetch(gopher_port, path.encode() + b"\r\n")

    def text():
        return gopher.fetch(gopher_port, path.encode() + b"index.txt\r\n")

    faults, counts, threads = [], {}, []
    for name, fetch in (("page", page), ("menu", menu), ("text", text)):
        threads.append(threading.Thread(
            target=load, args=(name, fetch, stop, faults, counts)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    print(f"# {counts}")
    for why in faults[:10]:
        print(f"# {why}")
    print(f"fail every answer is one whole edition: {len(faults)} are not"
          if faults else "ok every answer is one whole edition")
    enough = min(counts.get(name, 0) for name in ("page", "menu", "text")) > 9
    print("ok the load was one" if enough else f"fail the load: {counts}")


if __name__ == "__main__":
    main()
