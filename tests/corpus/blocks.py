# SPDX-License-Identifier: ISC
"""Lines of Markdown -> leaf blocks without the containers around them."""
import html
import re

# CommonMark 0.30 §4.6, start condition 6.
OPENING_TAGS = """address article aside base basefont blockquote body caption
    center col colgroup dd details dialog dir div dl dt fieldset figcaption
    figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html
    iframe legend li link main menu menuitem nav noframes ol optgroup option p
    param section source summary table tbody td tfoot th thead title tr track
    ul""".split()

TAG = (r"</?[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][\w.:-]*"
       r"(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?)*\s*/?>")
DEFINITION = re.compile(
    r" {0,3}\[(?!\^)((?:[^\[\]\\]|\\.)+)\]:[ \t]*\n?[ \t]*"
    r"(<[^<>\n]*>|[^\s<]\S*)"
    r"(?:[ \t]*\n[ \t]*(?=[\"'(])|[ \t]+|(?=[ \t]*(?:\n|$)))"
    r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))?"
    r"[ \t]*(?:\n|$)")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w*);")
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
BOX = re.compile(r"<(/?)(?:blockquote|div|section|article|aside|figure|center|"
                 r"details)\b", re.I)
TASK = re.compile(r"\[[ xX]\](?= )")


def entities(text):
    """Markdown's entities, which all end in ';'."""
    if "&" not in text:
        return text
    return ENTITY.sub(lambda match: html.unescape(match.group()), text)


def unescape(text):
    return entities(UNESCAPE.sub(r"\1", text) if "\\" in text else text)


def ends_box(text):
    """Markup, indented, that ends what began before it: no code."""
    depth = 0
    for end in BOX.findall(text):
        depth += -1 if end else 1
        if depth < 0:
            return True
    return False


def cells(row):
    """Cells of a table's row (GFM §4.10)."""
    row = row.strip()
    row = row[1:] if row.startswith("|") else row
    parts = re.split(r"(?<!\\)\|", row)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [part.replace("\\|", "|").strip() for part in parts]


class Blocks:
    """Half of a Reader: finds leaves, [kind, line, text, block, note]."""

    def find_blocks(self, body):
        """Lines -> leaves with the containers stripped (CommonMark §3)."""
        self.stack = []      # [kind, indent or note label, list type]
        self.leaf = None     # [kind, first line, lines, extra]
        self.last_list = None
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
        if kind == "code" and self.leaves and self.leaves[-1][0] == "html" \
                and ends_box(text):
            kind = "html"
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
        lazy = kept < len(self.stack) and self.leaf is not None
        rest = self.open_containers(rest, kept, lazy)
        if not rest.strip():
            self.blank(kept)
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

    def blank(self, kept):
        if self.leaf and self.leaf[0] == "code":
            self.leaf[2].append("")
        elif self.leaf:
            self.end_leaf()
        quotes = [i for i, c in enumerate(self.stack) if c[0] == "quote"]
        if kept < len(self.stack) and quotes and quotes[-1] >= kept:
            self.end_leaf()
            del self.stack[kept:]

    def starts_block(self, rest):
        return bool(HEADING.match(rest) or FENCE.match(rest) or
                    RULE.match(rest) or NOTE.match(rest) or
                    any(start.match(rest) for start, _ in HTML_START))

    def open_containers(self, rest, kept, lazy):
        self.just_opened = False
        while True:
            stripped = rest.lstrip(" ")
            indent = len(rest) - len(stripped)
            in_text = self.leaf is not None and self.leaf[0] == "text"
            if not stripped or indent > 3:
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
        if in_text and self.text_goes_on(rest):
            return
        self.begin_block(rest, number, in_text)

    def text_goes_on(self, rest):
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
