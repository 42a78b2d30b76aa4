# SPDX-License-Identifier: ISC
"""Follow every link of a capsule in both protocols and check every page.

    crawl.py GEMINI-PORT GOPHER-PORT HOST [--feed-host HOST]

Prints `ok name` or `fail name: why` lines.  Gemini first: what is preformatted
there may be wider than a menu's 67 columns here.
"""
import argparse
import datetime
import re
import urllib.parse

import check
import gemini
import gopher

urllib.parse.uses_relative.append("gemini")
urllib.parse.uses_netloc.append("gemini")
MAGIC = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff",
         "image/gif": b"GIF8", "application/pdf": b"%PDF"}
MAX_PAGES = 5000


class Result:
    """Faults by name of the test that found them."""

    def __init__(self):
        self.faults = {}

    def add(self, name, where, faults):
        known = self.faults.setdefault(name, [])
        known += [f"{where}: {fault}" for fault in faults]

    def print(self):
        for name, faults in self.faults.items():
            for fault in faults[:12]:
                print(f"# {fault}")
            if len(faults) > 12:
                print(f"# ... and {len(faults) - 12} more")
            why = f": {len(faults)} faults" if faults else ""
            print(f"{'fail' if faults else 'ok'} {name}{why}")


class GeminiCrawl:
    def __init__(self, port, host, result):
        self.port, self.host, self.result = port, host, result
        self.base = f"gemini://{host}:{port}/"
        self.today = datetime.datetime.now(datetime.timezone.utc).date()
        self.pages = {}  # path -> (meta, body)
        self.verbatim = set()
        self.feeds = 0

    def fetch(self, url, origin):
        reply = gemini.fetch(self.port, url.encode() + b"\r\n", sni=self.host)
        name = "gemini: every link is answered with 20 and close_notify"
        why = gemini.compare(reply, "20")
        self.result.add(name, f"{url} (from {origin})", [why] if why else [])
        return None if why else gemini.header(reply.data)

    def links(self, url, body):
        for kind, _, link in check.gemtext_lines(body.decode("utf-8")):
            if kind != "link":
                continue
            target = urllib.parse.urljoin(url, link)
            if target.startswith(self.base):
                yield target
            elif target.startswith("gemini://" + self.host):
                name = "gemini: links name no scheme and host"
                self.result.add(name, url, [link])

    def page(self, url, body):
        path = urllib.parse.urlsplit(url).path
        self.result.add("gemini: gemtext is well formed", path,
                        check.gemtext(body))
        faults, entries = check.gemsub(body, self.today.isoformat())
        self.result.add("gemini: dated pages are gemsub feeds", path, faults)
        self.feeds += bool(entries)
        count = re.search(rb"^([0-9]+) posts?, newest", body, re.M)
        if count and int(count[1]) <= 100 and int(count[1]) != len(entries):
            name = "gemini: an index lists as many posts as it says"
            self.result.add(name, path, [f"{count[0]} but {len(entries)}"])
        for kind, shown, _ in check.gemtext_lines(body.decode("utf-8")):
            if kind == "pre" and shown.strip():
                self.verbatim.add(shown.strip())

    def feed(self, url, body):
        path = urllib.parse.urlsplit(url).path
        faults, entries = check.atom(body)
        for name, link in entries:
            parts = urllib.parse.urlsplit(link)
            if parts.scheme != "gemini":
                faults.append(f"first link of {name} is {link}")
            elif parts.path not in self.pages:
                faults.append(f"{link} is no page of the capsule")
        self.result.add("gemini: Atom is valid by RFC 4287", path, faults)

    def other(self, path, meta, body):
        magic = MAGIC.get(meta.partition(";")[0])
        if magic and not body.startswith(magic):
            self.result.add("gemini: files have their media type", path,
                            [f"{meta} begins with {body[:8]!r}"])

    def run(self):
        todo = [(self.base, "start"), (self.base + "robots.txt", "start")]
        seen = {url for url, _ in todo}
        while todo and len(seen) < MAX_PAGES:
            url, origin = todo.pop(0)
            found = self.fetch(url, origin)
            if found is None:
                continue
            _, meta, body = found
            path = urllib.parse.urlsplit(url).path
            self.pages[path] = (meta, body)
            if not meta.startswith("text/gemini"):
                self.other(path, meta, body)
                continue
            self.page(url, body)
            for link in self.links(url, body):
                if link not in seen:
                    seen.add(link)
                    todo.append((link, path))
        for path, (meta, body) in self.pages.items():
            if path.endswith("/atom.xml"):
                self.feed(path, body)
                faults = [meta] if meta != "application/atom+xml" else []
                self.result.add("gemini: feeds have Atom's media type", path,
                                faults)
        self.summary()

    def summary(self):
        name = "gemini: home, feeds and an Atom file are there"
        faults = []
        if "/" not in self.pages or self.feeds < 2:
            faults.append(f"{self.feeds} gemsub feeds")
        if "/atom.xml" not in self.pages:
            faults.append("no Atom feed is linked")
        self.result.add(name, "capsule", faults)
        print(f"# gemini: {len(self.pages)} pages and files, "
              f"{self.feeds} gemsub feeds")


class GopherCrawl:
    def __init__(self, port, host, result, verbatim):
        self.port, self.host, self.result = port, host, result
        self.verbatim = verbatim
        self.pages = {}  # selector -> bytes
        self.kinds = {}

    def menu(self, selector, data):
        faults = check.menu(data, self.host, self.port, self.verbatim)
        if re.search(rb"^3", data, re.M):
            faults.append("an error item")
        self.result.add("gopher: menus are well formed", selector, faults)

    def text(self, selector, data):
        if selector.endswith(".xml"):
            faults, entries = check.atom(data)
            for name, link in entries:
                parts = urllib.parse.urlsplit(link)
                if parts.scheme != "gopher" or parts.path[2:] == "":
                    faults.append(f"first link of {name} is {link}")
                elif parts.path[2:] not in self.pages:
                    faults.append(f"{link} is nowhere in the menus")
            self.result.add("gopher: Atom is valid by RFC 4287", selector,
                            faults)
        columns = check.TEXT_WIDTH if selector.endswith("/index.txt") else 0
        faults = check.text(data, self.verbatim, columns)
        self.result.add("gopher: texts are well formed", selector, faults)

    def answer(self, kind, selector, origin, data):
        name = "gopher: every item is answered, none with an error"
        bad = not data or gopher.is_error(data)
        where = f"{kind}{selector} (from {origin})"
        self.result.add(name, where, [repr(data[:60])] if bad else [])
        if bad:
            return
        if kind == "I" and not data.startswith((b"\x89PNG", b"\xff\xd8",
                                                b"RIFF", b"BM", b"II", b"MM")):
            self.result.add("gopher: images are images", where,
                            [repr(data[:8])])

    def run(self):
        todo = [("1", "", "start"), ("0", "robots.txt", "start"),
                ("0", "caps.txt", "start")]
        while todo and len(self.pages) < MAX_PAGES:
            kind, selector, origin = todo.pop(0)
            if selector in self.pages:
                if self.kinds[selector] != kind:
                    name = "gopher: an item has one type everywhere"
                    self.result.add(name, selector,
                                    [f"{self.kinds[selector]} and {kind}"])
                continue
            data = gopher.fetch(self.port, selector.encode() + b"\r\n")
            self.pages[selector], self.kinds[selector] = data, kind
            self.answer(kind, selector, origin, data)
            if kind != "1":
                continue
            self.menu(selector or "/", data)
            for item in check.menu_lines(data):
                if item[0] in "i3h" or item[3:] != [self.host, str(self.port)]:
                    continue
                todo.append((item[0], item[2], selector or "/"))
        for selector, data in self.pages.items():
            if self.kinds[selector] == "0":
                self.text(selector, data)
        print(f"# gopher: {len(self.pages)} menus and files")


def compare(gem, goph, result):
    """The same path is the same page in both protocols."""
    folders = {path for path in gem.pages if path.endswith("/")}
    menus = {s or "/" for s, kind in goph.kinds.items() if kind == "1"}
    name = "both protocols have the same pages"
    faults = [f"{path} is only on Gemini" for path in sorted(folders - menus)]
    faults += [f"{path} is only on Gopher" for path in sorted(menus - folders)]
    result.add(name, "capsule", faults)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("gemini_port", type=int)
    parser.add_argument("gopher_port", type=int)
    parser.add_argument("host")
    args = parser.parse_args()
    result = Result()
    gem = GeminiCrawl(args.gemini_port, args.host, result)
    gem.run()
    goph = GopherCrawl(args.gopher_port, args.host, result, gem.verbatim)
    goph.run()
    compare(gem, goph, result)
    result.print()


if __name__ == "__main__":
    main()
