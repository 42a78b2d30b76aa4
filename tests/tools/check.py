# SPDX-License-Identifier: ISC
"""Checks of what a reader is sent: gemtext, menus, text, Atom, gemsub.

Each check takes the bytes and returns a list of faults, empty when there are
none.  Written from the specifications alone: gemtext 0.24.1, RFC 1436, RFC
4287, RFC 3986 and "Subscribing to Gemini pages".
"""
import re
import unicodedata
import xml.etree.ElementTree as ET

CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
URI = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-F]{2})+")
SELECTOR = re.compile(r"[A-Za-z0-9._~/!$&'()*+,;=:@-]*")
TYPES = set("0179gIis3h5")
FEED_ENTRY = re.compile(
    r"=>\s*(\S+)\s+([0-9]{4}-[0-1][0-9]-[0-3][0-9])([^0-9].*)")
MENU_WIDTH = 67
TEXT_WIDTH = 70


def width(text):
    """Columns on a terminal."""
    columns = 0
    for char in unicodedata.normalize("NFC", text):
        if unicodedata.combining(char) or unicodedata.category(char) in (
                "Cf", "Me", "Mn"):
            continue
        columns += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return columns


def decode(data, faults):
    if data.startswith(b"\xef\xbb\xbf"):
        faults.append("begins with a byte-order mark")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.append(f"not UTF-8 at byte {error.start}")
        return data.decode("utf-8", "replace")


def uri(text):
    """What is wrong with a URI reference in a link line."""
    faults = []
    if not URI.fullmatch(text):
        faults.append(f"URL is not percent-encoded: {text[:80]!r}")
    if len(text.encode()) > 1024:
        faults.append(f"URL is longer than 1024 bytes: {text[:40]}...")
    if text.startswith("//"):
        faults.append(f"URL without scheme: {text[:80]}")
    return faults


def gemtext_lines(text):
    """Lines as (kind, text, url): text link h1 h2 h3 item quote toggle pre."""
    pre = False
    for line in text.removesuffix("\n").split("\n"):
        if line.startswith("```"):
            pre = not pre
            yield "toggle", line[3:], ""
        elif pre:
            yield "pre", line, ""
        elif re.match(r"=>[ \t]*[^ \t]", line):
            found = re.fullmatch(r"=>[ \t]*([^ \t]+)[ \t]*(.*)", line)
            yield "link", found[2].rstrip(), found[1]
        elif line.startswith("#"):
            level = len(re.match("#{1,3}", line)[0])
            yield f"h{level}", line[level:].strip(), ""
        elif line.startswith("* "):
            yield "item", line[2:], ""
        elif line.startswith(">"):
            yield "quote", line[1:].removeprefix(" "), ""
        else:
            yield "text", line, ""


def gemtext_line(kind, text, url):
    faults = []
    if kind == "link":
        faults += uri(url)
        if BIDI.search(text) or "\t" in text:
            faults.append(f"label with TAB or direction marks: {text!r}")
    if kind in ("h1", "h2", "h3") and not text:
        faults.append("an empty heading")
    if kind == "h3" and text.startswith("#"):
        faults.append(f"a heading deeper than three: {text!r}")
    if kind == "text":
        if re.match(r"=>|\*$|\*\t", text):
            faults.append(f"text that clients read differently: {text[:60]!r}")
        if re.match(r"[ \t]+[*-] ", text):
            faults.append(f"an indented list item: {text[:60]!r}")
        if text != text.rstrip():
            faults.append(f"white space at the end: {text[-40:]!r}")
    return faults


def gemtext(data):
    faults = []
    text = decode(data, faults)
    if not text.endswith("\n") or text.endswith("\n\n"):
        faults.append("does not end in a single newline")
    for line in text.split("\n"):
        if CONTROL.search(line):
            faults.append(f"control characters: {line[:60]!r}")
    lines = list(gemtext_lines(text))
    if lines[0][0] != "h1":
        faults.append("does not begin with its title")
    if sum(kind == "h1" for kind, _, _ in lines) > 1:
        faults.append("more than one title")
    if sum(kind == "toggle" for kind, _, _ in lines) % 2:
        faults.append("preformatted text without an end")
    if "\n\n\n" in re.sub(r"(?ms)^```.*?^```", "```\n```", text):
        faults.append("two empty lines in a row")
    for kind, shown, url in lines:
        faults += gemtext_line(kind, shown, url)
    return faults


def gemsub(data, today):
    """Faults of a page as a feed, and its entries as (url, date, title)."""
    faults = []
    lines = data.decode("utf-8", "replace").split("\n")
    entries = []
    for line in lines:
        found = FEED_ENTRY.match(line)
        if found:
            title = found[3].strip(" -:–")
            entries.append((found[1], found[2], title))
            if not title:
                faults.append(f"an entry without title: {line}")
        elif re.match(r"=>\s*\S+\s+[0-9]{4}-[0-9]{2}-[0-9]{2}", line):
            faults.append(f"a date that is no entry: {line}")
    dates = [date for _, date, _ in entries]
    if dates != sorted(dates, reverse=True):
        faults.append("entries are not newest first")
    if dates and max(dates) > today:
        faults.append(f"an entry in the future: {max(dates)}")
    if entries and not lines[0].startswith("# "):
        faults.append("a feed without a title")
    return faults, entries


def menu_lines(data):
    """The menu's items as lists of fields; faults are menu()'s business."""
    text = data.decode("utf-8", "replace")
    for line in text.split("\r\n"):
        if line == ".":
            return
        fields = line.split("\t")
        if line and len(fields) == 4:
            yield [line[0], fields[0][1:], *fields[1:]]


def menu_item(line, host, port, verbatim):
    """Faults of one line.  Lines in `verbatim` may be of any width."""
    fields = line.split("\t")
    if len(fields) != 4:
        return [f"{len(fields)} fields: {line[:80]!r}"]
    kind, shown = line[0], fields[0][1:]
    selector, at, number = fields[1:]
    faults = []
    if kind not in TYPES:
        faults.append(f"item type {kind!r}: {line[:80]!r}")
    if not at or not number.isdigit() or not 1 <= int(number) <= 65535:
        faults.append(f"host or port: {line[:120]!r}")
    if width(shown) > MENU_WIDTH and shown.strip() not in verbatim:
        faults.append(f"{width(shown)} columns: {shown[:80]!r}")
    if kind == "i":
        if selector:
            faults.append(f"an info line with a selector: {line[:80]!r}")
        if shown.startswith(("=>", "```")):
            faults.append(f"an info line Lagrange misreads: {shown[:60]!r}")
    elif kind == "h":
        if not selector.startswith("URL:"):
            faults.append(f"type h without URL: {selector[:80]!r}")
        faults += uri(selector.removeprefix("URL:"))
    elif not SELECTOR.fullmatch(selector) or len(selector) > 255:
        faults.append(f"selector: {selector[:80]!r}")
    elif (at, number) == (host, str(port)) and selector[:1] not in ("", "/"):
        faults.append(f"selector without slash: {selector[:80]!r}")
    if kind == "h" and (at, number) != (host, str(port)):
        faults.append(f"a URL: item of another server: {line[:80]!r}")
    if kind not in "i3" and not shown.strip():
        faults.append(f"an item without a name: {line[:80]!r}")
    return faults


def menu(data, host, port, verbatim=()):
    faults = []
    text = decode(data, faults)
    if not text.endswith("\r\n.\r\n") and text != ".\r\n":
        faults.append("does not end in a line with a dot")
    if re.search(r"(?<!\r)\n|\r(?!\n)", text):
        faults.append("a line that does not end in CRLF")
    lines = text.split("\r\n")[:-1]
    for line in lines[:-1]:
        if line in ("", "."):
            faults.append(f"a line {line!r} before the end")
            continue
        if CONTROL.search(line):
            faults.append(f"control characters: {line[:60]!r}")
        faults += menu_item(line, host, port, verbatim)
    return faults


def text(data, verbatim=(), columns=TEXT_WIDTH):
    """A type 0 file; `columns` 0 for one that keeps its own width."""
    faults = []
    shown = decode(data, faults)
    if not shown.endswith("\r\n"):
        faults.append("does not end in CRLF")
    if re.search(r"(?<!\r)\n|\r(?!\n)", shown):
        faults.append("a line that does not end in CRLF")
    lines = shown.split("\r\n")
    for line in lines:
        if CONTROL.search(line):
            faults.append(f"control characters: {line[:60]!r}")
        if line == ".":
            faults.append("a line that is only a dot")
        wide = columns and width(line) > columns
        # A word that is longer than the line (a URL) cannot be broken.
        if wide and " " in line.strip() and line.strip() not in verbatim:
            faults.append(f"{width(line)} columns: {line[:90]!r}")
    return faults


ATOM = "{http://www.w3.org/2005/Atom}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
IRI = re.compile(r"[a-z][a-z0-9+.-]*:\S+")


def atom_common(node, where):
    """RFC 4287 4.1.1 and 4.1.2: what feed and entry have in common."""
    faults = []
    for name in ("id", "title", "updated"):
        found = node.findall(ATOM + name)
        if len(found) != 1 or not (found[0].text or "").strip():
            faults.append(f"{where}: {len(found)} {name}")
    for name in ("updated", "published"):
        for found in node.findall(ATOM + name):
            if not DATE.fullmatch(found.text or ""):
                faults.append(f"{where}: {name} {found.text!r}")
    for found in node.findall(ATOM + "id"):
        if not IRI.fullmatch(found.text or ""):
            faults.append(f"{where}: id {found.text!r} is not absolute")
    for person in node.findall(ATOM + "author"):
        if len(person.findall(ATOM + "name")) != 1:
            faults.append(f"{where}: an author without one name")
    seen = set()
    for link in node.findall(ATOM + "link"):
        if not IRI.fullmatch(link.get("href", "")):
            faults.append(f"{where}: link {link.get('href')!r}")
        faults += [f"{where}: {fault}" for fault in uri(link.get("href", ""))]
        key = (link.get("type"), link.get("hreflang"))
        if link.get("rel", "alternate") == "alternate":
            if key in seen:
                faults.append(f"{where}: two alternates of {key}")
            seen.add(key)
    return faults


def atom_entry(entry, where, feed_author):
    faults = atom_common(entry, where)
    for name in ("content", "published", "rights", "summary"):
        if len(entry.findall(ATOM + name)) > 1:
            faults.append(f"{where}: more than one {name}")
    links = [link for link in entry.findall(ATOM + "link")
             if link.get("rel", "alternate") == "alternate"]
    if entry.find(ATOM + "content") is None and not links:
        faults.append(f"{where}: neither content nor an alternate link")
    if not feed_author and entry.find(ATOM + "author") is None:
        faults.append(f"{where}: no author")
    return faults


def atom(data):
    """Faults of a feed, and (id, first link) of its entries."""
    try:
        root = ET.fromstring(data)
    except ET.ParseError as error:
        return [f"no XML: {error}"], []
    if root.tag != ATOM + "feed":
        return [f"root is {root.tag}"], []
    faults = atom_common(root, "feed")
    if not data.lstrip().startswith(b"<?xml"):
        faults.append("no XML declaration")
    if b'<feed xmlns="http://www.w3.org/2005/Atom"' not in data:
        faults.append("Lagrange wants <feed xmlns=...> without a prefix")
    own = [link for link in root.findall(ATOM + "link")
           if link.get("rel") == "self"]
    if len(own) != 1:
        faults.append(f"{len(own)} links to itself")
    entries = []
    dates = []
    for entry in root.findall(ATOM + "entry"):
        name = entry.findtext(ATOM + "id") or "entry"
        has_author = root.find(ATOM + "author") is not None
        faults += atom_entry(entry, name, has_author)
        dates.append(entry.findtext(ATOM + "updated") or "")
        link = entry.find(ATOM + "link")
        entries.append((name, "" if link is None else link.get("href", "")))
    if dates and max(dates) != root.findtext(ATOM + "updated"):
        faults.append("feed's updated is not its newest entry's")
    if len({name for name, _ in entries}) != len(entries):
        faults.append("two entries with one id")
    return faults, entries
