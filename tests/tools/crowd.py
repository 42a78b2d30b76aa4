# SPDX-License-Identifier: ISC
"""Many readers at once.

    crowd.py PORT READERS REQUESTS [--gopher] [--path PATH] [--until FILE]

Each reader makes so many requests, one after the other (or, with a file, goes
on until it is there).  Prints how many answers began with which status, one
line `STATUS COUNT` for each; `none` counts connections without an answer.
"""
import argparse
import collections
import os
import threading

import gemini
import gopher

ARGS = None
COUNTS = collections.Counter()
LOCK = threading.Lock()


def once():
    try:
        if ARGS.gopher:
            data = gopher.fetch(ARGS.port, ARGS.path.encode() + b"\r\n")
            return data[:1].decode() or "none"
        url = f"gemini://localhost:{ARGS.port}{ARGS.path}\r\n"
        return gemini.fetch(ARGS.port, url.encode()).data[:2].decode() or "none"
    except OSError:
        return "none"


def reader():
    done = 0
    while (not os.path.exists(ARGS.until) if ARGS.until
           else done < ARGS.requests):
        status = once()
        done += 1
        with LOCK:
            COUNTS[status] += 1


def main():
    global ARGS
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("readers", type=int)
    parser.add_argument("requests", type=int)
    parser.add_argument("--gopher", action="store_true")
    parser.add_argument("--path", default="/")
    parser.add_argument("--until", default="")
    ARGS = parser.parse_args()
    threads = [threading.Thread(target=reader) for _ in range(ARGS.readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for status, count in sorted(COUNTS.items()):
        print(status, count)


if __name__ == "__main__":
    main()
