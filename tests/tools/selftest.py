# SPDX-License-Identifier: ISC
"""The checkers find what they are there to find.

Prints `ok name` and `fail name: why`: each row of `BAD` must have a fault that
matches its pattern, each row of `GOOD` none.
"""
import re

import check

MENU = b"i\t\tx\t1\r\n.\r\n"
FEED = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
<id>gemini://h/</id><updated>2024-05-03T12:00:00Z</updated>
<link rel="self" href="gemini://h/atom.xml"/><author><name>A</name></author>
<entry><title>E</title><id>gemini://h/e/</id>
<updated>2024-05-03T12:00:00Z</updated><link href="gemini://h/e/"/></entry>
</feed>
"""


def menu(data):
    return check.menu(data, "h", 70)


def atom(data):
    return check.atom(data)[0]


def gemsub(data):
    return check.gemsub(data, "2024-06-01")[0]


GOOD = [
    ("gemtext", check.gemtext,
     b"# T\n\nHi\n\n=> /a%20b b\n=>/c\n* x\n> q\n```alt\n=> no\n```\nend\n"),
    ("a menu", menu, b"iHi\t\tx\t1\r\n1a\t/a/\th\t70\r\n"
     b"hw\tURL:https://e.org/\th\t70\r\n.\r\n"),
    ("a text", check.text, b"one\r\n\r\n- two\r\n"),
    ("a feed", atom, FEED),
    ("a gemsub page", gemsub,
     b"# T\n\n=> /b 2024-05-03 B\n=> /a 2024-04-01 A\n"),
    ("columns of CJK and combining marks", lambda text: [] if
     check.width(text) == 5 else ["width"], "\u6f22\u5b57e\u0301"),
]
BAD = [
    ("no title", check.gemtext, b"Hi\n", "title"),
    ("two titles", check.gemtext, b"# a\n\n# b\n", "more than one"),
    ("no newline", check.gemtext, b"# a", "newline"),
    ("two newlines", check.gemtext, b"# a\n\n", "newline"),
    ("a BOM", check.gemtext, b"\xef\xbb\xbf# a\n", "byte-order"),
    ("no UTF-8", check.gemtext, b"# a\n\xff\n", "UTF-8"),
    ("a control byte", check.gemtext, b"# a\n\x1b[1m\n", "control"),
    ("a CR", check.gemtext, b"# a\r\n", "control"),
    ("a raw letter in a URL", check.gemtext, "# a\n=> /ț b\n".encode(),
     "percent"),
    ("small hexadecimal", check.gemtext, b"# a\n=> /%c8 b\n", "percent"),
    ("a URL too long", check.gemtext, b"# a\n=> /" + b"a" * 1024 + b" b\n",
     "1024"),
    ("an open fence", check.gemtext, b"# a\n```\nb\n", "without an end"),
    ("four marks", check.gemtext, b"# a\n#### b\n", "deeper"),
    ("an arrow alone", check.gemtext, b"# a\n=>\n", "differently"),
    ("a nested item", check.gemtext, b"# a\n  * b\n", "indented"),
    ("direction marks", check.gemtext, "# a\n=> /b \u202ec\n".encode(),
     "direction"),
    ("no dot", menu, b"iHi\t\tx\t1\r\n", "dot"),
    ("three fields", menu, b"iHi\t\tx\r\n" + MENU, "3 fields"),
    ("five fields", menu, b"1a\t/a\th\t70\t+\r\n" + MENU, "5 fields"),
    ("LF alone", menu, b"iHi\t\tx\t1\n" + MENU, "CRLF"),
    ("an empty line", menu, b"\r\n" + MENU, "line ''"),
    ("a dot before the end", menu, b".\r\n" + MENU, "line '.'"),
    ("68 columns", menu, b"i" + b"a" * 68 + b"\t\tx\t1\r\n" + MENU, "68"),
    ("no port", menu, b"1a\t/a\th\t0\r\n" + MENU, "port"),
    ("no host", menu, b"ia\t\t\t1\r\n" + MENU, "host"),
    ("a selector beyond ASCII", menu, "1a\t/ț\th\t70\r\n".encode() + MENU,
     "selector"),
    ("a space in a selector", menu, b"1a\t/a b\th\t70\r\n" + MENU, "selector"),
    ("a relative selector", menu, b"1a\tb\th\t70\r\n" + MENU, "slash"),
    ("local HTML", menu, b"ha\t/a.html\th\t70\r\n" + MENU, "URL"),
    ("an unknown type", menu, b"da\t/a\th\t70\r\n" + MENU, "type"),
    ("an arrow in an info line", menu, b"i=> a\t\tx\t1\r\n" + MENU,
     "Lagrange"),
    ("a text of LF", check.text, b"a\nb\r\n", "CRLF"),
    ("a lone dot", check.text, b"a\r\n.\r\nb\r\n", "dot"),
    ("71 columns", check.text, b"a " * 36 + b"\r\n", "columns"),
    ("a feed without author", atom, re.sub(b"<author>.*</author>", b"", FEED),
     "author"),
    ("a feed without id", atom, FEED.replace(b"<id>gemini://h/</id>", b""),
     "0 id"),
    ("a date without zone", atom, FEED.replace(b"00Z", b"00"), "updated"),
    ("a relative link", atom, FEED.replace(b'"gemini://h/e/"', b'"/e/"'),
     "link"),
    ("an entry without link", atom,
     FEED.replace(b'<link href="gemini://h/e/"/>', b""), "alternate"),
    ("no XML", atom, b"<feed>", "no XML"),
    ("only a date", gemsub, b"# T\n=> /b 2024-05-03\n", "no entry"),
    ("oldest first", gemsub, b"# T\n=> /a 2024-04-01 A\n=> /b 2024-05-03 B\n",
     "newest"),
    ("the future", gemsub, b"# T\n=> /b 2024-07-03 B\n", "future"),
]


def main():
    for name, function, data in GOOD:
        faults = function(data)
        print(f"fail good: {name}: {faults}" if faults else f"ok good: {name}")
    for name, function, data, pattern in BAD:
        faults = function(data)
        found = any(pattern in fault for fault in faults)
        print(f"ok found: {name}" if found else f"fail found: {name}: {faults}")


if __name__ == "__main__":
    main()
