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
HTML_NAMES = BLOCK_TAGS | SKIPPED_TAGS | frozenset("""a abbr acronym area b
    base basefont bdi bdo big br button canvas cite code col colgroup data del
    dfn em font frame i img input ins kbd label link map mark meta meter noframes
    output param picture progress q rp rt ruby s samp slot small source span
    strike strong sub sup time track tt u var wbr""".split())
# CommonMark 0.30 §4.6, start condition 6.
OPENING_TAGS = """address article aside base basefont blockquote body caption
    center col colgroup dd details dialog dir div dl dt fieldset figcaption
    figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html
    iframe legend li link main menu menuitem nav noframes ol optgroup option p
    param section source summary table tbody td tfoot th thead title tr track
    ul""".split()

TAG = (r"</?[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][\w.:-]*"
       r"(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?)*\s*/?>")
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
DEFINITION = re.compile(
    r" {0,3}\[(?!\^)((?:[^\[\]\\]|\\.)+)\]:[ \t]*\n?[ \t]*"
    r"(<[^<>\n]*>|[^\s<]\S*)"
    r"(?:[ \t]*\n[ \t]*(?=[\"'(])|[ \t]+|(?=[ \t]*(?:\n|$)))"
    r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))?"
    r"[ \t]*(?:\n|$)")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w*);")
BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")
OBJECT = re.compile("\x03\\d+\x04")
UNESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")

BULLET = re.compile(r"( {0,3})([-+*])( +|$)(.*)", re.S)
ORDERED = re.compile(r"( {0,3})(\d{1,9})([.)])( +|$)(.*)", re.S)
RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
HTML_START = [
    (re.compile(r" {0,3}<(?:script|pre|style)(?:\s|>|$)", re.I),
     re.compile(r"</(?:script|pre|style)>", re.I)),
    (re.compile(r" {0,3}<!--"), re.compile(r"-->")),
    (re.compile(r" {0,3}<\?"), re.compile(r"\?>")),
    (re.compile(r" {0,3}<![A-Z]"), re.compile(r">")),
    (re.compile(r" {0,3}<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(r" {0,3}</?(?:" + "|".join(OPENING_TAGS) + r")(?:\s|/?>|$)",
                re.I), None),
]
HTML_ALONE = re.compile(r" {0,3}" + TAG + r"\s*$")

HIGHLIGHT = re.compile(
    r"\{%-?\s*highlight\b(?P<a>[^%]*)%\}(?P<b>.*?)\{%-?\s*endhighlight\s*-?%\}"
    r"|\{\{[<%]\s*highlight\b(?P<c>.*?)[%>]\}\}(?P<d>.*?)"
    r"\{\{[<%]\s*/\s*highlight\s*[%>]\}\}", re.S)
TEMPLATE = re.compile(
    r"(?P<fence>^[ \t>]*(?P<mark>`{3,}|~{3,})[^\n]*\n(?:.*?\n)??"
    r"[ \t>]*(?P=mark)[`~]*[ \t]*$)"
    r"|(?P<tick>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<comment>\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\})"
    r"|(?P<hugo>\{\{[<%](?P<hugo_in>.*?)[%>]\}\})"
    r"|(?P<value>\{\{-?(?P<value_in>.*?)-?\}\})"
    r"|(?P<tag>\{%-?(?P<tag_in>.*?)-?%\})"
    r"|(?P<wordpress>\[/?(?:caption|gallery|embed|video|audio|playlist)"
    r"(?:\s[^\]\n]*)?\](?![(\[:]))", re.S | re.M)
RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.S)
BRACES = str.maketrans({"{": "\x05", "}": "\x06"})
BRACES_BACK = str.maketrans({"\x05": "{", "\x06": "}"})
# The list that kramdown replaces by a table of contents.
CONTENTS = re.compile(r"^(?:[-*+]|\d+\.)[ \t].*\n\{:\s*toc\b[^}]*\}[ \t]*$", re.M)
TASK = re.compile(r"\[[ xX]\](?= )")
KRAMDOWN = re.compile(r"\{:[^}\n]*\}")
HEADING_MARK = re.compile(r"\s*\{[#.][^}]*\}\s*$")
ARGUMENT = re.compile(
    r"(?:([\w-]+)\s*=\s*)?(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'"
    r"|`([^`]*)`|([^\s\"'=,]+))")


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


def entities(text):
    """Markdown's entities, which all end in ';'."""
    if "&" not in text:
        return text
    return ENTITY.sub(lambda match: html.unescape(match.group()), text)


def unescape(text):
    return entities(UNESCAPE.sub(r"\1", text) if "\\" in text else text)


def arguments(text):
    """Arguments of a tag: positional ones in a list, named ones in a dict."""
    positional, named = [], {}
    for match in ARGUMENT.finditer(text):
        value = next((g for g in match.groups()[1:] if g is not None), "")
        if match.group(1):
            named[match.group(1)] = value
        else:
            positional.append(value)
    return positional, named


def front_matter(text):
    """(keys, body, number of the body's first line); no YAML library needed:
    only plain keys of the top level and their scalars and lists count."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return {}, text, 1
    for end in range(1, len(lines)):
        if lines[end].rstrip() in ("---", "..."):
            break
    else:
        return {}, text, 1
    keys, key = {}, None
    for line in lines[1:end]:
        match = re.match(r"([A-Za-z_][\w-]*)\s*:(?:\s+(.*)|$)", line)
        if match:
            key = match.group(1).lower()
            keys[key] = [(match.group(2) or "").strip()]
        elif key and line.strip() and not line.startswith("#"):
            keys[key].append(line.strip())
    return ({k: scalar(v) for k, v in keys.items()},
            "\n".join(lines[end + 1:]), end + 2)


def scalar(parts):
    """Text of a value; lists keep one entry a line, with their marks off."""
    if len(parts) > 1 and parts[0] in ("", "|", ">", "|-", ">-", ">+"):
        items = [part for part in parts[1:]]
        if all(item.startswith("-") for item in items):
            return "\n".join(unquote(i[1:].strip()) for i in items)
        return " ".join(items) if parts[0] else unquote(" ".join(items))
    return unquote(" ".join(parts))


def unquote(value):
    value = re.sub(r"^!!?\w+\s+", "", value)
    if value[:1] == '"':
        match = re.match(r'"((?:[^"\\]|\\.)*)"', value, re.S)
        if match:
            return re.sub(r"\\ ?(u[0-9a-fA-F]{4}|.)", lambda m: chr(
                int(m.group(1)[1:], 16)) if len(m.group(1)) == 5
                else {"n": " ", "t": " "}.get(m.group(1), m.group(1)),
                match.group(1))
    elif value[:1] == "'":
        match = re.match(r"'((?:[^']|'')*)'", value, re.S)
        if match:
            return match.group(1).replace("''", "'")
    return re.sub(r"\s+#.*$", "", value)


class Reader:
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

    # Template tags -------------------------------------------------------

    def templates(self, body):
        if "{" not in body and "[" not in body:
            return body
        body = CONTENTS.sub("\n", body)
        body = RAW.sub(lambda m: m.group(1).translate(BRACES), body)
        body = HIGHLIGHT.sub(self.highlight, body)
        if "{{" in body or "{%" in body or "[" in body:
            body = TEMPLATE.sub(lambda m: self.template(m, body), body)
        return body

    @staticmethod
    def highlight(match):
        code = match.group("b")
        if code is None:
            code = match.group("d")
        # No line more or less than there was.
        first = "" if match.string[:match.start()][-1:] in ("", "\n") else "\n"
        code = code.strip(" ").translate(BRACES)
        code = code if code.startswith("\n") else "\n" + code
        code = code if code.endswith("\n") else code + "\n"
        return first + "~~~~~~~" + code + "~~~~~~~"

    def put(self, *thing):
        self.objects.append(thing)
        return f"\x03{len(self.objects) - 1}\x04"

    def template(self, match, body):
        whole = match.group()
        if match.group("fence") or match.group("tick"):
            return whole
        if match.group("comment") or match.group("wordpress"):
            return self.put("nothing", "")
        line = self.first_line + body.count("\n", 0, match.start())
        if match.group("hugo"):
            return self.hugo(match.group("hugo_in").strip(), whole, line)
        if match.group("value"):
            return self.value(match.group("value_in").strip(), whole, line)
        return self.liquid(match.group("tag_in").strip(), whole, line)

    def unknown(self, whole, line):
        # Never an empty line where there was none: that would end HTML.
        self.post.dropped.append((line, "template", whole))
        return self.put("nothing", "")

    def value(self, text, whole, line):
        match = re.fullmatch(r"(?:\"([^\"]*)\"|'([^']*)')\s*\|\s*"
                             r"(?:(?:prepend|append)\s*:\s*site\.\w+\s*\|\s*)*"
                             r"(?:(?:url|relative_url|absolute_url)"
                             r"|prepend\s*:\s*site\.\w+)", text)
        if match:
            return match.group(1) or match.group(2) or ""
        if re.fullmatch(r"site\.(?:baseurl|url|base_url)"
                        r"(?:\s*\|\s*\w+)*", text):
            return ""
        return self.unknown(whole, line)

    def liquid(self, text, whole, line):
        name, _, rest = text.partition(" ")
        positional, named = arguments(rest)
        if name in ("post_url", "link") and rest:
            return rest.strip().strip("\"'")
        if name == "image" and positional:
            alt = positional[1] if len(positional) > 1 else \
                named.get("alt", "")
            return self.put("image", positional[0], alt, line)
        if name == "image_with_class" and len(positional) > 2:
            return self.put("image", positional[0], positional[2], line)
        if name == "youtube" and positional:
            return self.put("part", positional[0], line)
        return self.unknown(whole, line)

    def hugo(self, text, whole, line):
        name, _, rest = text.partition(" ")
        positional, named = arguments(rest.rstrip("/ "))
        first = positional[0] if positional else ""
        if name in ("ref", "relref") and (first or named.get("path")):
            return first or named["path"]
        if name in ("youtube", "vimeo"):
            target = first or named.get("id", "")
            if target:
                return self.put("part", target, line)
        if name == "figure" and named.get("src"):
            shown = [named.get("title", ""), named.get("caption", ""),
                     named.get("attr", "")]
            result = self.put("image", named["src"], named.get("alt", ""),
                              line)
            if named.get("link"):
                result += self.put("part", named["link"], line)
            if named.get("attrlink"):
                result += self.put("part", named["attrlink"], line)
            return result + " " + " ".join(filter(None, shown))
        if name.startswith("/"):
            return self.put("nothing", "")
        return self.unknown(whole, line)

    # Blocks --------------------------------------------------------------

    def find_blocks(self, body):
        """Lines -> leaves with the containers stripped (CommonMark §3)."""
        self.stack = []      # [kind, indent or note label, list type]
        self.leaf = None     # [kind, first line, lines, extra]
        self.last_list = None
        self.blank_before = False
        for number, line in enumerate(body.split("\n"), self.first_line):
            if "\t" in line:
                line = line.expandtabs(4)
            self.take_line(line, number)
        self.end_leaf()

    def note(self):
        return next((c[1] for c in self.stack if c[0] == "note"), None)

    def begin_leaf(self, kind, number, line, extra=None):
        self.end_leaf()
        if not self.stack:
            self.last_list = None
            self.block += 1
        self.leaf = [kind, number, [line], extra, self.block, self.note()]

    def end_leaf(self):
        if self.leaf is None:
            return
        kind, number, lines, _, block, note = self.leaf
        self.leaf = None
        text = "\n".join(lines)
        if kind == "text":
            text = self.take_definitions(text)
            if not text.strip():
                return
        self.leaves.append((kind, number, text, block, note))

    def take_definitions(self, text):
        while text.lstrip(" ").startswith("["):
            match = DEFINITION.match(text)
            if not match:
                break
            label = " ".join(match.group(1).casefold().split())
            target = match.group(2)
            if target.startswith("<"):
                target = target[1:-1]
            self.references.setdefault(
                label, (unescape(target), unescape((match.group(3) or "")
                                                   [1:-1])))
            text = text[match.end():]
        return text

    def strip_containers(self, line):
        """Containers that go on in this line; the rest of the line."""
        kept = 0
        for kind, indent, _ in self.stack:
            stripped = line.lstrip(" ")
            if kind == "quote":
                if len(line) - len(stripped) > 3 or not stripped[:1] == ">":
                    break
                line = stripped[1:]
                line = line[1:] if line[:1] == " " else line
            elif not stripped:
                line = ""
            else:
                need = 4 if kind == "note" else indent
                if len(line) - len(stripped) < need:
                    break
                line = line[need:]
            kept += 1
        return kept, line

    def take_line(self, line, number):
        kept, rest = self.strip_containers(line)
        leaf = self.leaf
        if kept == len(self.stack) and leaf and leaf[0] in ("fence", "html") \
                and self.go_on(rest):
            return
        if kept < len(self.stack) and leaf and leaf[0] != "text":
            self.end_leaf()
        opened = kept
        lazy = kept < len(self.stack) and self.leaf is not None
        rest = self.open_containers(rest, number, kept, lazy)
        if rest is None:
            return
        if not rest.strip():
            self.blank(kept, opened)
            return
        if lazy and self.leaf and not self.starts_block(rest):
            self.leaf[2].append(rest.strip())
            return
        if lazy and self.leaf:
            self.end_leaf()
            del self.stack[kept:]
        elif kept < len(self.stack) and self.leaf is None and \
                not self.just_opened:
            del self.stack[kept:]
        self.take_rest(rest, number)
        self.blank_before = False

    def blank(self, kept, _opened):
        if self.leaf and self.leaf[0] == "code":
            self.leaf[2].append("")
        elif self.leaf:
            self.end_leaf()
        quotes = [i for i, c in enumerate(self.stack) if c[0] == "quote"]
        if kept < len(self.stack) and quotes and quotes[-1] >= kept:
            self.end_leaf()
            del self.stack[kept:]
        self.blank_before = True

    def starts_block(self, rest):
        return bool(HEADING.match(rest) or FENCE.match(rest) or
                    RULE.match(rest) or NOTE.match(rest) or
                    any(start.match(rest) for start, _ in HTML_START))

    def open_containers(self, rest, number, kept, lazy):
        self.just_opened = False
        while True:
            stripped = rest.lstrip(" ")
            indent = len(rest) - len(stripped)
            in_text = self.leaf is not None and self.leaf[0] == "text"
            if not stripped or (indent > 3 and not self.in_list_indent(
                    indent, kept)):
                return rest
            if stripped[0] == ">":
                self.close_to(kept)
                if not (self.stack or self.just_opened):
                    self.block += 1
                    self.last_list = None
                self.stack.append(["quote", 0, None])
                kept += 1
                rest = stripped[1:]
                rest = rest[1:] if rest[:1] == " " else rest
            elif (note := NOTE.match(rest)):
                self.close_to(0 if not self.stack else kept)
                self.block += 1
                self.last_list = None
                self.stack.append(["note", note.group(1), None])
                kept += 1
                rest = note.group(2)
            elif RULE.match(rest) and not (
                    in_text and not lazy and SETEXT.match(rest)):
                return rest
            elif (item := self.item(rest, in_text and not lazy)):
                kind, width, rest = item
                self.close_to(kept)
                if not self.stack and self.last_list != kind:
                    self.block += 1
                if not self.stack:
                    self.last_list = kind
                self.stack.append(["item", width, kind])
                kept += 1
            else:
                return rest
            self.just_opened = True
            lazy = False

    def in_list_indent(self, _indent, _kept):
        return False

    def close_to(self, kept):
        self.end_leaf()
        del self.stack[kept:]

    @staticmethod
    def item(rest, in_text):
        match = BULLET.match(rest)
        if match:
            lead, mark, space, content = match.groups()
            kind, width = mark, 1
        else:
            match = ORDERED.match(rest)
            if not match:
                return None
            lead, digits, mark, space, content = match.groups()
            if in_text and int(digits) != 1:
                return None
            kind, width = mark, len(digits) + 1
        if in_text and not content.strip():
            return None
        task = TASK.match(content)
        content = content[task.end():] if task else content
        if not content:
            return kind, len(lead) + width + 1, ""
        gap = len(space)
        if gap > 4:
            return kind, len(lead) + width + 1, space[1:] + content
        return kind, len(lead) + width + gap, content

    def go_on(self, rest):
        """A line within a fence or HTML block."""
        kind, _, lines, end, *_ = self.leaf
        if kind == "fence":
            mark = re.match(r" {0,3}(`{3,}|~{3,})[ \t]*$", rest)
            if mark and mark.group(1).startswith(end):
                self.end_leaf()
            else:
                lines.append(rest)
            return True
        if end is None:
            if not rest.strip():
                self.end_leaf()
                self.blank_before = True
                return True
            lines.append(rest)
            return True
        lines.append(rest)
        if end.search(rest):
            self.end_leaf()
        return True

    def take_rest(self, rest, number):
        leaf = self.leaf
        in_text = leaf is not None and leaf[0] == "text"
        if leaf is not None and leaf[0] == "table":
            if self.starts_block(rest):
                self.end_leaf()
            else:
                leaf[2].append(rest)
                return
        if rest.startswith("    ") and not in_text:
            if leaf is not None and leaf[0] == "code":
                leaf[2].append(rest[4:])
            else:
                self.begin_leaf("code", number, rest[4:])
            return
        if leaf is not None and leaf[0] == "code":
            self.end_leaf()
        if in_text and self.text_goes_on(rest, number):
            return
        self.begin_block(rest, number, in_text)

    def text_goes_on(self, rest, number):
        if SETEXT.match(rest):
            if TABLE_RULE.match(rest) and "|" in self.leaf[2][-1] and \
                    self.begin_table(rest):
                return True
            self.leaf[0] = "heading"
            self.end_leaf()
            return True
        if TABLE_RULE.match(rest) and ("|" in rest or ":" in rest) and \
                self.begin_table(rest):
            return True
        return False

    def begin_table(self, rest):
        head = self.leaf[2][-1]
        count = len(cells(head))
        if count != len(cells(rest)):
            return False
        before = self.leaf[2][:-1]
        line, block, note = self.leaf[1], self.leaf[4], self.leaf[5]
        if before:
            self.leaf[2] = before
            self.end_leaf()
        self.leaf = ["table", line + len(before), [head], count, block, note]
        return True

    def begin_block(self, rest, number, in_text):
        fence = FENCE.match(rest)
        if fence:
            self.begin_leaf("fence", number, "", fence.group(1))
            return
        heading = HEADING.match(rest)
        if heading:
            self.begin_leaf("heading", number, heading.group(1) or "")
            self.end_leaf()
            return
        if RULE.match(rest):
            self.end_leaf()
            return
        for start, end in HTML_START:
            if start.match(rest):
                self.begin_leaf("html", number, rest, end)
                if end and end.search(rest, start.match(rest).end()):
                    self.end_leaf()
                return
        if not in_text and HTML_ALONE.match(rest):
            self.begin_leaf("html", number, rest, None)
            return
        if in_text:
            self.leaf[2].append(rest.strip(" ") if not rest.endswith("  ")
                                else rest.lstrip(" "))
        else:
            self.begin_leaf("text", number, rest.lstrip(" "))

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
                self.add_link("#", line, words=title)
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


def cells(row):
    """Cells of a table's row (GFM §4.10)."""
    row = row.strip()
    row = row[1:] if row.startswith("|") else row
    parts = re.split(r"(?<!\\)\|", row)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [part.replace("\\|", "|").strip() for part in parts]


def read(text):
    """The Post in a file's text."""
    return Reader(text).post
