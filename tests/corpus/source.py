# SPDX-License-Identifier: ISC
"""What a reader of a Markdown post sees: words, links, images.

A tolerant reader of its own for the oracle; it shares nothing with the
converter.  Rules: CommonMark and GFM for blocks and inlines, HTML by
html.parser, and the template tags that site generators leave in posts.
"""
import html
import html.parser
import re
from dataclasses import dataclass, field

from blocks import TAG, Blocks, cells, entities, unescape
from frontmatter import front_matter
from templates import Templates

LINK_ON, LINK_OFF = "\x01", "\x02"  # around link words in visible text
GAP = "\x07"  # where the converter may say more than the source shows

BLOCK_TAGS = frozenset("""address article aside blockquote body caption center
    dd details dialog dir div dl dt fieldset figcaption figure footer form
    frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li main menu
    nav noscript object ol optgroup option p pre search section select summary
    table tbody td textarea tfoot th thead title tr ul video audio
    embed""".split())
SKIPPED_TAGS = frozenset("script style svg template".split())
HOLDING_TAGS = frozenset("ul ol dl table blockquote".split())
COMMENT = r"<!--.*?-->|<\?.*?\?>|<![A-Z][^>]*>|<!\[CDATA\[.*?\]\]>"
INLINE = re.compile(
    r"(?P<esc>\\[!-/:-@\[-`{-~])|(?P<code>`+)|(?P<obj>\x03\d+\x04)"
    r"|(?P<auto><(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*"
    r"|[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+)>)"
    r"|(?P<comment>" + COMMENT + r")|(?P<tag>" + TAG + r")"
    r"|(?P<note>\[\^[^\]\s]+\])|(?P<open>!?\[)|(?P<close>\])"
    r"|(?P<url>(?<![A-Za-z0-9/])(?:https?://|www\.)[^\s<\x01-\x04]+)"
    r"|(?P<mail>(?<![\w./+-])[\w.+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]*"
    r"[A-Za-z0-9])",
    re.S)
RAW_HTML = re.compile(
    r"(?P<obj>\x03\d+\x04)|(?P<comment><!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<![A-Za-z\[][^>]*>)"
    r"|(?P<tag></?[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^'\">])*>)", re.S)
DESTINATION = re.compile(
    r"\(\s*(?:<((?:[^<>\n\\]|\\.)*)>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\."
    r"|\((?:[^\s()\\]|\\.)*\))*\))*))"
    r"(?:\s+(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?"
    r"\s*\)", re.S)
REFERENCE = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]", re.S)
BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")
OBJECT = re.compile("\x03\\d+\x04")
BRACES_BACK = str.maketrans({"\x05": "{", "\x06": "}"})
KRAMDOWN = re.compile(r"\{:[^}\n]*\}")
HEADING_MARK = re.compile(r"\s*\{[#.][^}]*\}\s*$")


@dataclass
class Link:
    line: int
    target: str
    block: int
    is_image: bool = False
    words: str = ""  # what a reader sees of it besides the text: alt, title
    is_part: bool = False  # the target only has to contain this
    is_embed: bool = False  # stands in no text: an image, a frame, a film


@dataclass
class Post:
    front: dict = field(default_factory=dict)
    blocks: list = field(default_factory=list)  # (line, visible text)
    links: list = field(default_factory=list)
    # What need not be in the outputs but in the loss report: (line, what,
    # code).
    dropped: list = field(default_factory=list)
    first_heading: int = -1  # index into blocks


class TagReader(html.parser.HTMLParser):
    """One tag -> name and attributes."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = None

    def handle_starttag(self, tag, attrs):
        self.found = (tag, {k: v or "" for k, v in reversed(attrs)}, True)

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        self.found = (tag, {}, False)

    def read(self, raw):
        self.found = None
        self.reset()
        self.feed(raw)
        return self.found


class Reader(Templates, Blocks):
    """Reads one post; used once."""

    def __init__(self, text):
        self.post = Post()
        self.objects = []
        self.references = {}
        self.notes_used = set()
        self.leaves = []  # (kind, line, text, block, note)
        self.tags = TagReader()
        self.parts, self.part_line = [], 0
        self.block = 0
        self.heads = 0      # HTML lists, tables, quotes that are open
        self.skipping = None
        self.link = None    # of HTML
        self.has_source = True
        self.in_heading = False
        text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
        self.post.front, body, self.first_line = front_matter(text)
        self.find_blocks(self.templates(body))
        self.read_leaves()

    # What is in the leaves -------------------------------------------------

    def read_leaves(self):
        base = 0
        for kind, line, text, block, note in self.leaves:
            if not self.heads:
                base = block
            self.block = base
            first_block = len(self.post.blocks)
            first_link = len(self.post.links)
            self.flush()
            self.part_line = line
            self.in_heading = kind == "heading"
            getattr(self, "read_" + kind)(text, line)
            self.flush()
            if note is not None:
                self.hold_note(note, line, first_block, first_link)
        self.settle_notes()

    def hold_note(self, label, line, first_block, first_link):
        self.held = getattr(self, "held", [])
        self.held.append((label, line, self.post.blocks[first_block:],
                          self.post.links[first_link:]))
        del self.post.blocks[first_block:], self.post.links[first_link:]

    def settle_notes(self):
        held, changed = getattr(self, "held", []), True
        while changed:
            changed = False
            for entry in list(held):
                if entry[0] in self.notes_used:
                    self.post.blocks += entry[2]
                    self.post.links += entry[3]
                    held.remove(entry)
                    changed = True
        for label in dict.fromkeys(entry[0] for entry in held):
            line = next(e[1] for e in held if e[0] == label)
            self.post.dropped.append((line, "note", f"[^{label}]"))

    def flush(self):
        text = "".join(self.parts)
        self.parts = []
        if self.link is not None and text:
            text += LINK_OFF
            self.parts.append(LINK_ON)
        if not text.strip(LINK_ON + LINK_OFF + GAP + " \n"):
            return
        if self.in_heading and self.post.first_heading < 0:
            self.post.first_heading = len(self.post.blocks)
        self.post.blocks.append((self.part_line, braces(text)))

    def add_link(self, target, line, **more):
        target = re.sub(r"[\n\r\t]", "", braces(target)).strip()
        if "\x03" in target:
            # Only the site generator knows where this leads.
            target = OBJECT.sub("", target) or "#"
        link = Link(line, target, self.block, **more)
        link.is_embed = link.is_embed or link.is_image
        self.post.links.append(link)
        return link

    def read_text(self, text, line):
        self.inline(KRAMDOWN.sub("", text) if "{:" in text else text, line)

    def read_heading(self, text, line):
        self.read_text(HEADING_MARK.sub("", text), line)

    def read_code(self, text, _line):
        if self.skipping is None:
            self.parts.append(OBJECT.sub(GAP, text))

    read_fence = read_code

    def read_table(self, text, line):
        rows = text.split("\n")
        width = len(cells(rows[0]))
        for number, row in enumerate(rows):
            for cell in cells(row)[:width]:
                self.part_line = line + number + (number > 0)
                self.read_text(cell, self.part_line)
                self.flush()

    def read_html(self, text, line):
        at = 0
        for match in RAW_HTML.finditer(text):
            if match.start() < at:
                continue
            self.raw_text(text[at:match.start()])
            at = match.end()
            here = line + text.count("\n", 0, match.start())
            if match.lastgroup == "obj":
                self.thing(match.group())
            elif match.lastgroup == "tag":
                self.tag(match.group(), here)
        self.raw_text(text[at:])

    def raw_text(self, text):
        if text and self.skipping is None:
            if "{:" in text:
                text = KRAMDOWN.sub("", text)
            self.parts.append(html.unescape(text) if "&" in text else text)

    def tag(self, raw, line):
        if "&" in raw:
            raw = BARE_AMPERSAND.sub("&amp;", raw)
        found = self.tags.read(raw)
        if found is None:
            return
        name, attrs, is_start = found
        if self.skipping is not None:
            if name == self.skipping and not is_start:
                self.skipping = None
            return
        if name in SKIPPED_TAGS and is_start and not raw.endswith("/>"):
            self.skipping = name
            self.post.dropped.append((line, "html", name))
            return
        if name in HOLDING_TAGS:
            self.heads = max(0, self.heads + (1 if is_start else -1))
        if name in BLOCK_TAGS:
            self.flush()
            self.part_line = line
        if name in ("br", "wbr"):
            self.parts.append(" " if name == "br" else "")
        elif is_start:
            self.start_tag(name, attrs, line)
        elif name in ("abbr", "acronym"):
            self.parts.append(GAP)
        elif name == "a" and self.link is not None:
            self.parts.append(LINK_OFF)
            self.link = None

    def start_tag(self, name, attrs, line):
        if name == "a" and attrs.get("href"):
            if self.link is not None:
                self.parts.append(LINK_OFF)
            self.link = self.add_link(attrs["href"], line,
                                      words=attrs.get("title", ""))
            self.parts.append(LINK_ON)
        elif name == "area" and attrs.get("href"):
            self.add_link(attrs["href"], line)
        elif name == "img":
            self.image_tag(attrs, line)
        elif name in ("iframe", "embed", "object", "video", "audio", "frame"):
            target = attrs.get("src") or attrs.get("data") or ""
            self.has_source = bool(target)
            if target:
                self.add_link(target, line, is_embed=True,
                              words=attrs.get("title", ""))
        elif name == "source" and attrs.get("src") and not self.has_source:
            self.has_source = True
            self.add_link(attrs["src"], line)
        elif name in ("abbr", "acronym") and attrs.get("title"):
            self.add_link("#", line, words=attrs["title"])

    def image_tag(self, attrs, line):
        source = attrs.get("src", "")
        if not source or source.startswith("data:"):
            source = attrs.get("data-src") or source
        if attrs.get("width") == "1" and attrs.get("height") == "1":
            self.post.dropped.append((line, "html", "img"))
        elif source or attrs.get("alt"):
            self.add_link(source or "#", line, is_image=bool(source),
                          words=attrs.get("alt") or attrs.get("title", ""))

    def thing(self, mark):
        kind, target, *rest = self.objects[int(mark[1:-1])]
        self.parts.append(GAP)
        if kind == "image":
            self.add_link(unescape(target), rest[1], is_image=True,
                          words=unescape(rest[0]))
        elif kind == "part":
            self.add_link(target, rest[0], is_part=True)

    def text(self, text):
        if self.skipping is None and text:
            self.parts.append(entities(text))

    def inline(self, text, line):
        at = start = 0
        openers = []  # [place in parts, is image, start, links so far, active]
        self.line_at = lambda place: line + text.count("\n", 0, place)
        while True:
            match = INLINE.search(text, at)
            if match is None:
                break
            self.text(text[start:match.start()])
            at = start = self.special(match, text, openers)
        self.text(text[start:])

    def special(self, match, text, openers):
        """Handle one mark; the place to go on from."""
        kind, whole, end = match.lastgroup, match.group(), match.end()
        if self.skipping is not None:
            if kind == "tag":
                self.tag(whole, self.line_at(match.start()))
            return end
        if kind == "esc":
            self.parts.append(whole[1])
        elif kind == "code":
            close = re.compile(r"(?<!`)" + whole + r"(?!`)").search(text, end)
            if close:
                self.parts.append(text[end:close.start()])
                return close.end()
            self.parts.append(" ")
        elif kind == "obj":
            self.thing(whole)
        elif kind == "auto":
            target = whole[1:-1]
            self.parts += [LINK_ON, target, LINK_OFF]
            self.add_link(target if re.match(r"[A-Za-z][\w+.-]+:", target)
                          else "mailto:" + target,
                          self.line_at(match.start()))
        elif kind == "tag":
            self.tag(whole, self.line_at(match.start()))
        elif kind == "note":
            self.notes_used.add(whole[2:-1])
            self.parts.append(" ")
        elif kind in ("url", "mail"):
            return self.bare(match, kind)
        elif kind == "open":
            openers.append([len(self.parts), whole[0] == "!", end,
                            len(self.post.links), True])
            self.parts.append("[")
        elif kind == "close":
            return self.close(match, text, openers)
        return end

    def bare(self, match, kind):
        url = match.group()
        if kind == "url":
            url = re.sub(r"(?:[?!.,:;*_~'\"]|&\w+;)+$", "", url)
            url = re.sub(r"[“”‘’«»]$", "", url)
            while url.endswith(")") and url.count(")") > url.count("("):
                url = re.sub(r"[?!.,:;*_~'\"]+$", "", url[:-1])
            # A bracket ends a link's text that holds an address.
            cut = re.search(r"\](?:[(\[]|$|\W)", url)
            url = url[:cut.start()] if cut else url
        shown = html.unescape(url)
        self.parts += [LINK_ON, shown, LINK_OFF]
        if self.link is None and len(url) > 5:
            prefix = "mailto:" if kind == "mail" else \
                "http://" if url.startswith("www.") else ""
            link = self.add_link(prefix + shown, self.line_at(match.start()))
            link.is_bare = True
        return match.start() + max(len(url), 1)

    def close(self, match, text, openers):
        end = match.end()
        if not openers:
            self.parts.append("]")
            return end
        place, is_image, start, links, active = openers.pop()
        if not active:
            self.parts[place] = "["
            self.parts.append("]")
            return end
        found = DESTINATION.match(text, end)
        if found:
            target = found.group(1)
            target = unescape(target if target is not None
                              else found.group(2))
            title = unescape((found.group(3) or "")[1:-1])
            end = found.end()
        else:
            target, title, end = self.by_reference(text, start, match, end)
            if target is None:
                self.parts[place] = "![" if is_image else "["
                self.parts.append("]")
                return match.end()
        line = self.line_at(match.start())
        if is_image:
            alt = "".join(self.parts[place + 1:])
            del self.parts[place:]
            del self.post.links[links:]
            self.add_link(target, line, is_image=True,
                          words=strip_marks(alt) or title)
            if title and strip_marks(alt):
                self.add_link("#", line, words=title, is_embed=True)
            return end
        self.post.links[links:] = [l for l in self.post.links[links:]
                                   if not getattr(l, "is_bare", False)]
        self.parts[place] = LINK_ON
        inner = [p for p in self.parts[place + 1:]
                 if p not in (LINK_ON, LINK_OFF)]
        self.parts[place + 1:] = inner + [LINK_OFF]
        self.add_link(target, line, words=title)
        for opener in openers:
            opener[4] = opener[1]
        return end

    def by_reference(self, text, start, match, end):
        label = text[start:match.start()]
        found = REFERENCE.match(text, end)
        if found:
            name = found.group(1).strip() or label
            entry = self.references.get(" ".join(name.casefold().split()))
            if entry:
                return *entry, found.end()
        entry = self.references.get(" ".join(label.casefold().split()))
        return (*entry, end) if entry else (None, "", end)


def braces(text):
    """Braces that stood in raw text or code."""
    return text.translate(BRACES_BACK) if "\x05" in text or "\x06" in text \
        else text


def strip_marks(text):
    return text.replace(LINK_ON, "").replace(LINK_OFF, "").replace(
        GAP, " ").strip()


def read(text):
    """The Post in a file's text."""
    return Reader(text).post
