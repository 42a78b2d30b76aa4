#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""make_corpora.py DIR: write three blogs below DIR, jekyll, hugo, wordpress.

Each has the habits of people who wrote for that program: front matter, file
names, template tags, HTML and typing mistakes.  The same bytes each time.
"""
import base64
import datetime
import os
import random
import sys

from pieces import PIECES, Writer

POSTS = 54
FIRST_DAY = datetime.date(2012, 2, 27)
# The smallest pictures: one grey point each.
PICTURES = {
    ".png": base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81y"
        "tgAAAABJRU5ErkJggg=="),
    ".gif": base64.b64decode(
        "R0lGODlhAQABAIAAAICAgAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="),
    ".jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01"
            b"\x00\x00\xff\xd9",
}
TITLES = [
    "A reading room by the river",
    "What we learned: a year of lending tools",
    "“Quoted” all the way",
    "Don't panic, it's only a catalogue",
    "C++ and C# for librarians",
    "100 % open, 24/7",
    "The branch that moved \"twice\"",
    "Bibliotecă și oraș: o poveste lungă",
    "Бібліотека під час дощу",
    "Η βιβλιοθήκη του χωριού",
    "図書館の新しい本",
    "Straße, Fluß & Übergänge",
    "Tea ☕ and maps 🗺️",
    "A title that goes on because nobody stopped it when it could still be "
    "stopped, which is why it now tells most of the story before the story "
    "has even begun and leaves the reader at the door with nothing to do but "
    "to go home again, slowly, along the canal, under the lamps",
    "@home with # signs",
    "- a dash first",
]


def quoted(rng, title):
    """A title as one of the ways that YAML has."""
    double = title.replace("\\", "\\\\").replace('"', '\\"')
    single = title.replace("'", "''")
    words = title.split(" ")
    middle = len(words) // 2
    ways = [f'"{double}"', f"'{single}'"]
    if len(words) > 3:
        head, tail = " ".join(words[:middle]), " ".join(words[middle:])
        ways.append("'{}\n  {}'".format(head.replace("'", "''"),
                                        tail.replace("'", "''")))
        ways.append(f">-\n  {head}\n  {tail}")
    if title[0].isalnum() and not set(title) & set(":#\"'&%@"):
        ways.append(title)
    return rng.choice(ways)


class Blog:
    """One corpus: its posts, and what they may refer to."""

    def __init__(self, habit, top, seed):
        self.habit, self.top = habit, os.path.join(top, habit)
        self.rng = random.Random(seed)
        self.entries = []
        day = FIRST_DAY
        for number in range(POSTS):
            day += datetime.timedelta(self.rng.randint(1, 60))
            slug = f"{self.rng.choice(SLUG_WORDS)}-" \
                   f"{self.rng.choice(SLUG_WORDS)}-{number}"
            self.entries.append((day, slug))
        self.deck = []

    def write(self):
        os.makedirs(os.path.join(self.top, "posts"))
        self.put("capsule.yaml", SETTINGS[self.habit].encode())
        for number, (day, slug) in enumerate(self.entries):
            getattr(self, self.habit)(number, day, slug)

    def put(self, name, data):
        path = os.path.join(self.top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)

    def title(self, number):
        if number % 3 == 0:
            return TITLES[number // 3 % len(TITLES)]
        words = self.rng.sample(SLUG_WORDS, 3)
        return f"{words[0].capitalize()} and {words[1]}: {words[2]} {number}"

    def body(self, number, folder):
        """Paragraphs with every construct in turn; pictures go to folder."""
        base = "" if folder.startswith("posts") else f"/{folder}/"
        if self.habit == "wordpress":
            base = "https://blog.example" + base
        writer = Writer(self.habit, self.rng, self.entries, number, base)
        parts = [writer.paragraph()]
        for _ in range(9):
            if not self.deck:
                self.deck = [piece for habits, piece in PIECES
                             if self.habit in habits]
                self.rng.shuffle(self.deck)
            parts += [self.deck.pop()(writer), writer.paragraph()]
        for name in writer.pictures:
            suffix = os.path.splitext(name)[1].lower()
            self.put(os.path.join(folder, name),
                     PICTURES.get(suffix, b"0123456789"))
        return "\n\n".join(parts + writer.ends) + "\n"

    def save(self, name, front, body, number):
        text = "---\n" + "\n".join(front) + "\n---\n" + \
            ("\n" if number % 4 else "") + body
        if number % 9 == 4:
            text = text.replace("\n", "\r\n")
        data = text.encode()
        if number % 11 == 5:
            data = b"\xef\xbb\xbf" + data
        self.put("posts/" + name, data)

    # Jekyll ----------------------------------------------------------------

    def jekyll(self, number, day, slug):
        front = ["layout: post", "title: " + quoted(self.rng,
                                                    self.title(number))]
        forms = [None, f"{day} 08:15:00 +0200", f"{day}", f"{day} 9:05",
                 f"{day}T10:00:00Z", f"'{day} 23:59:59 -0500'"]
        if forms[number % 6]:
            front.append("date: " + forms[number % 6])
        front += [
            ["categories: news", "categories: [news, events]",
             "category: Slow reading",
             "categories:\n- events\n- Open doors"][number % 4],
            ["tags: [maps, tea]", "tags: maps, rain, tea",
             "tags:\n  - rain\n  - 'GOAL 4: Learning'", "tags: []"]
            [number // 2 % 4],
            ["author: Ana Ionescu", "authors:\n- ana\n- Bohdan Koval",
             "author: 'ana'"][number % 3]]
        if number % 5 == 1:
            front.append("excerpt: >\n  Two lines of a summary that\n"
                         "  only lists show.")
        if number % 13 == 7:
            front.append(f"permalink: /notes/{slug}.html")
        if number % 17 == 8:
            front.append("draft: true")
        front += ["comments: true", "image: /assets/cover.png"]
        folder = "posts" if number % 2 else "assets"
        name = f"{day}-{slug}.md"
        if number % 7 == 3:
            name = f"{day.year}/" + name
            folder = f"posts/{day.year}" if number % 2 else folder
        self.save(name, front, self.body(number, folder), number)

    # Hugo ------------------------------------------------------------------

    def hugo(self, number, day, slug):
        front = ["title: " + quoted(self.rng, self.title(number)),
                 "date: " + [f"{day}T09:30:00+02:00", f"{day}",
                             f"{day}T09:30:00Z", f'"{day:%B} {day.day}, '
                             f'{day.year}"', f"{day} 09:30:00"][number % 5]]
        if number % 4 == 1:
            front.append(f"lastmod: {day + datetime.timedelta(400)}")
        front += [
            ["tags: [\"maps\", \"C++\"]", "tags:\n  - maps\n  - rain",
             "tags: [rain]"][number % 3],
            ["categories: [\"Projects/Hubs\"]", "categories:\n    - Projects",
             "categories: Reading"][number // 2 % 3],
            f"draft: {'true' if number % 18 == 9 else 'false'}",
            "description: \"What lists show of it\"", "toc: true",
            "author: [\"Ana\", \"Κατερίνα\"]"]
        if number % 6 == 2:
            front.append(f"slug: own-{slug}")
        if number % 6 == 4:
            front.append(f"aliases:\n  - /old/{slug}/\n  - /{number}.html")
        if number % 2:
            name, folder = f"{slug}/index.md", f"posts/{slug}"
        else:
            name, folder = f"{slug}.md", "posts"
        self.save(name, front, self.body(number, folder), number)

    # WordPress --------------------------------------------------------------

    def wordpress(self, number, day, slug):
        front = [
            f"id: {1000 + number * 7}",
            "title: " + quoted(self.rng, self.title(number)),
            f"date: {day} 0{number % 9}:12:44",
            f"author: {['admin', 'Ana'][number % 2]}", "layout: post",
            f"guid: https://blog.example/?p={1000 + number * 7}",
            f"permalink: /{day:%Y/%m/%d}/{slug}/",
            "categories:\n  - Uncategorized" if number % 5 == 0 else
            "categories:\n  - \"Best practices\"\n  - Caf\u00e9s",
            "tags:\n  - Hub &amp; more\n  - books" if number % 3 else "tags: ",
        ]
        if number % 6 == 1:
            front.append("excerpt: \"\"")
        self.save(f"{day}-{slug}.md", front,
                  self.body(number, "wp-content/uploads"), number)


SLUG_WORDS = """apple barn candle door engine field garden harbour island
    jacket kettle lantern meadow needle orchard paper quarry river shelf table
    umbrella village window yard zebra bridge corner dust evening forest glass
    hammer iron jar knot letter mirror night ocean pencil quilt rope stone
    tower valley water yarn""".split()
SETTINGS = {
    "jekyll": "title: A Jekyll blog\nlang: en\nhost: localhost\n"
              "permalink: /:year/:month/:day/:slug/\n",
    "hugo": "title: A Hugo blog\nlang: en\nhost: localhost\n"
            "permalink: /:slug/\n",
    "wordpress": "title: A WordPress blog\nlang: en\nhost: localhost\n"
                 "permalink: /:slug/\nhtml_host: blog.example\n",
}


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    for seed, habit in enumerate(("jekyll", "hugo", "wordpress"), 1):
        Blog(habit, sys.argv[1], seed).write()


if __name__ == "__main__":
    main()
