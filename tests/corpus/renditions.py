# SPDX-License-Identifier: ISC
"""What a reader of a built page sees: words, and where links lead."""
import collections
import functools
import re
import unicodedata
import urllib.parse

# Scripts without spaces count by letter: lines may be broken anywhere.
TOKEN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u3000\u3003-\ua4cf"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
    "|[^\\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf"
    "\uf900-\ufaff\U00020000-\U0003ffff]+"
    "|[^\\w\\s\x00-\x7f]|[$%?]")
WORD = re.compile(r"\w")
# Characters no reader sees.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f"
                    "\ufeff]")
NUMBER = re.compile(r"\[(\d+)\]")
# Where a link leads, behind its words in plain text.
SHOWN_TARGET = re.compile(
    r"\s+<(?:[a-z]+://|mailto:|tel:|/[^<>\s]*[/.]|[^<>\s/]+[/.])[^<>\s]*>")


def plain(text):
    """Without the marks that the converter may drop or add."""
    for mark in "*_~`":
        if mark in text:
            text = text.replace(mark, "")
    if text.isascii():
        return text
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def tokens(text):
    return TOKEN.findall(plain(text))


def fold(text):
    return "".join(c for c in text.casefold() if c.isalnum())


@functools.lru_cache(maxsize=1 << 16)
def canonical(url):
    """One form of a URL however it is written: None for places of its own."""
    url = url.strip()
    if url.startswith("//"):
        url = "https:" + url
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):(.*)", url, re.S)
    if not match:
        return None
    scheme, rest = match.group(1).lower(), match.group(2)
    if rest.startswith("//"):
        host, slash, path = rest[2:].partition("/")
        cut = re.search(r"[?#]", host)
        if cut:
            host, slash, path = host[:cut.start()], "", host[cut.start():]
        try:
            host = host.lower().encode("idna").decode()
        except UnicodeError:
            host = host.lower()
        rest = "//" + host + (slash if path else "") + path
    rest = urllib.parse.unquote(rest)
    return scheme + ":" + re.sub(r"\s|[\x00-\x1f]", "", rest).rstrip("/")


@functools.lru_cache(maxsize=1 << 16)
def key(path, suffixes=(".md", ".markdown", ".html", ".htm", ".gmi")):
    """What names a page or file in a path, whatever is around it."""
    path = urllib.parse.unquote(re.split(r"[?#]", path)[0])
    path = unicodedata.normalize("NFC", path).rstrip("/")
    path = re.sub(r"/(?:_?index\.(?:md|html?)|index\.txt)$", "", path)
    name = path.rpartition("/")[2]
    for suffix in suffixes:
        if name.lower().endswith(suffix):
            name = name[:-len(suffix)]
    return re.sub(r"^\d{4}-\d\d-\d\d-", "", name).lower()


class Rendition:
    """Words of the text, words of link labels, and where links lead."""

    def __init__(self, name):
        self.name = name
        self.text, self.labels, self.targets = [], [], []

    def settle(self):
        text, labels = "\n".join(self.text), "\n".join(self.labels)
        # Numbers in brackets are mostly the converter's, but count.
        in_order = tokens(NUMBER.sub("", text))
        self.words = collections.Counter(in_order)
        self.words.update(NUMBER.findall(text))
        self.flow = f" {' '.join(in_order)} "
        self.label_words = collections.Counter(tokens(labels))
        self.outside = collections.Counter()
        self.inside = collections.Counter()
        for target in self.targets:
            form = canonical(target)
            if form is None:
                self.inside.update({key(target), key(target, ())})
            else:
                self.outside[form] += 1
        return self

    def flat(self):
        """All text without white space, for words broken at line ends."""
        if not hasattr(self, "_flat"):
            self._flat = re.sub(r"\s+", "", plain(
                "".join(self.text + self.labels)))
        return self._flat


def read_gemtext(data):
    result = Rendition("gemini")
    in_pre = False
    for line in data.split("\n"):
        if line.startswith("```"):
            in_pre = not in_pre
        elif in_pre or not line.startswith("=>"):
            result.text.append(line)
        else:
            target, _, label = line[2:].strip().partition(" ")
            result.targets.append(target)
            result.labels.append(label or target)
    return result.settle()


def read_menu(data):
    result = Rendition("gopher")
    for line in data.split("\n"):
        display, *fields = line.rstrip("\r").split("\t")
        if display.startswith("i") or not fields:
            result.text.append(display[1:])
            continue
        selector = fields[0]
        if selector.startswith("URL:"):
            selector = selector[4:]
        elif len(fields) > 1 and fields[1]:
            selector = f"gopher://{fields[1]}/{display[0]}{selector}"
        result.targets.append(selector)
        result.labels.append(display[1:])
    return result.settle()


def read_text(data):
    result = Rendition("text")
    result.text.append(SHOWN_TARGET.sub("", data))
    result.settle()
    result.everything = re.sub(r"\s", "", urllib.parse.unquote(data)).lower()
    return result


READERS = [("gemini", "index.gmi", read_gemtext),
           ("gopher", "gophermap", read_menu),
           ("gopher", "index.txt", read_text)]


def load(path):
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        return file.read()
