#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""oracle.py [OPTION ...] CONTENT OUTPUT LOSSES: has a build lost anything?

CONTENT is a folder of sources, OUTPUT what `bookmobile build` made of it and
LOSSES the file of its --losses.  Every visible word, link target and image of
each post is looked for in index.gmi, gophermap and (words) index.txt, or in
LOSSES where that may say so.  Reading is done by source.py, which shares
nothing with the converter.

Each block's words must stand together and in order, and those of a post are
compared as multisets: what stands in link labels does not count for words of
the text.  Prints what is missing, then a line of totals; status 1 when
anything is missing, or when more than 0.05 % of the words are only in LOSSES.

  --self-test   take lines out of the outputs, and see that each is noticed
  --extra       also print words that only the outputs have
  --name NAME   how totals call the corpus
  --limit N     print at most N findings (default 200; 0: all)
"""
import argparse
import collections
import datetime
import multiprocessing
import os
import re
import sys
import urllib.parse

import source
from renditions import NUMBER, READERS, WORD, canonical, fold, key, load, \
    tokens
from selftest import self_test

SHARE_MAX = 0.0005
DROPPED_MARK = "left out: "

ONLY_LINKS = re.compile(f"{source.LINK_ON}[^{source.LINK_OFF}]*"
                        f"(?:{source.LINK_OFF}|$)", re.S)
# Between links that are a paragraph of their own.
SEPARATORS = set("·–—•«»←→|%$?")
LONG_WORD = 18
# Marks that no reader should see unless the source means to show them.
RESIDUE = re.compile(r"</?(?:p|div|span|a|img|figure|figcaption|blockquote|"
                     r"table|tr|td|li|ul|iframe|br)\b[^<>]*>"
                     r"|\{\{|\{%|\{:|\]\(|\]\[|&[a-z]+;|&#\d+;")


def lacks(need, have):
    """What of `need` is not in `have`, with how often."""
    get = have.get
    return {word: count - max(get(word, 0), 0)
            for word, count in need.items() if get(word, 0) < count}


class Corpus:
    """Sources, where their pages are, and what was reported about them."""

    def __init__(self, content, output, losses):
        self.content, self.output = content, output
        self.name, self.wants_extra = content, False
        self.losses = self.read_losses(losses)
        settings = ""
        path = os.path.join(content, "capsule.yaml")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                settings = file.read()
        self.permalink = self.setting(settings, "permalink") or "/:slug/"
        self.host = self.setting(settings, "html_host")
        self.titles = None
        self.names = {}  # key in a source -> key in the outputs
        self.posts = list(self.find_posts())

    @staticmethod
    def setting(text, name):
        match = re.search(rf"^{name}:\s*([^\s#]+)", text, re.M)
        return match.group(1).strip("\"'") if match else ""

    def read_losses(self, path):
        found = collections.defaultdict(list)
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                match = re.match(r"(.*?\.\w+):(?:(\d+):)? (.*)", line)
                if match:
                    name = self.relative(match.group(1))
                    found[name].append((int(match.group(2) or 0),
                                        match.group(3)))
        return found

    def relative(self, path):
        root = os.path.realpath(self.content)
        real = os.path.realpath(path)
        if real.startswith(root + "/"):
            return real[len(root) + 1:]
        return path[path.find("posts/"):] if "posts/" in path else path

    def find_posts(self):
        """(name below the content folder, folder in the outputs)."""
        top = os.path.join(self.content, "posts")
        for folder, folders, files in sorted(os.walk(top, followlinks=True)):
            folders.sort()
            for name in sorted(files):
                if not name.lower().endswith((".md", ".markdown")) or \
                        name[0] in "._" or name == "README.md":
                    continue
                path = os.path.join(folder, name)
                place = self.place(path)
                if place is not None:
                    yield os.path.relpath(path, self.content), place

    def place(self, path):
        with open(path, encoding="utf-8", errors="replace") as file:
            head = file.read(8192).lstrip("\ufeff")
        front = source.front_matter(head.replace("\r\n", "\n"))[0]
        if front.get("draft", "").lower() in ("true", "yes") or \
                front.get("published", "").lower() in ("false", "no"):
            return None
        stem = os.path.basename(path).rpartition(".")[0]
        if stem == "index":
            stem = os.path.basename(os.path.dirname(path))
        match = re.match(r"(\d{4})-(\d\d?)-(\d\d?)-(.*)", stem)
        given = re.search(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)",
                          front.get("date", ""))
        day = given or match
        if given and datetime.date(*map(int, given.groups())) > \
                datetime.date.today():
            return None
        name = front.get("slug") or (match.group(4) if match else stem)
        parts = {":slug": name}
        if day:
            parts.update({":year": f"{int(day[1]):04}",
                          ":month": f"{int(day[2]):02}",
                          ":day": f"{int(day[3]):02}"})
        pattern = front.get("permalink") or self.permalink
        place = "/".join(parts.get(p, p) for p in pattern.split("/"))
        place = re.sub(r"(?:/index)?\.html$", "", place).strip("/")
        if not os.path.isdir(os.path.join(self.output, "gemini", place)):
            place = self.by_title(front.get("title", ""), path) or place
        for known in [stem, name, front.get("permalink", "")] + \
                front.get("aliases", "").strip("[]").replace(
                    ",", "\n").split("\n") + \
                front.get("redirect_from", "").strip("[]").split("\n"):
            if known.strip():
                self.names.setdefault(key(known.strip(" \"'")), key(place))
        return place

    def by_title(self, title, path):
        if not title:
            with open(path, encoding="utf-8", errors="replace") as file:
                match = re.search(r"^#+ +(.*?)(?: *\{#.*)?$", file.read(),
                                  re.M)
            title = match.group(1) if match else ""
        if self.titles is None:
            self.titles = {}
            top = os.path.join(self.output, "gemini")
            for folder, _, files in os.walk(top):
                if "index.gmi" in files:
                    with open(os.path.join(folder, "index.gmi"),
                              encoding="utf-8") as file:
                        self.titles.setdefault(
                            fold(file.readline()),
                            os.path.relpath(folder, top))
        return self.titles.get(fold(title))


class Verdict:
    """What was found out about one post."""

    def __init__(self, name):
        self.name = name
        self.words = self.links = self.images = 0
        self.reported = 0       # words that are only in the loss report
        self.missing = []       # (line, text)
        self.extra = []

    def miss(self, line, text):
        self.missing.append((line, text))


class Check:
    """One post against its renditions."""

    def __init__(self, corpus, name, post, pages):
        self.corpus, self.name, self.pages = corpus, name, pages
        self.losses = corpus.losses.get(name, [])
        self.post = post
        self.verdict = Verdict(name)

    def run(self):
        self.gather()
        only = self.post.front.get("only", "")
        for page in self.pages:
            if only and only != page.name and \
                    not (only == "gopher" and page.name == "text"):
                continue
            self.check_words(page)
            self.check_order(page)
            if page.name == "gemini":
                self.check_residue(page)
            if page.name == "text":
                self.check_shown(page)
            else:
                self.check_links(page)
        self.check_dropped()
        return self.verdict

    def gather(self):
        """Words that must stand in the text, and those of links alone."""
        title = self.post.front.get("title", "")
        self.title = collections.Counter(tokens(title))
        self.strict, self.loose = collections.Counter(), collections.Counter()
        self.pieces = []
        for index, (line, text) in enumerate(self.post.blocks):
            if index == self.post.first_heading and title and \
                    fold(source.strip_marks(text)) == fold(title):
                continue
            words = tokens(source.strip_marks(text))
            self.verdict.words += len(words)
            self.pieces.append((line, text, self.find_pieces(text)))
            if self.is_only_links(text):
                for piece in ONLY_LINKS.findall(text):
                    self.loose.update(tokens(source.strip_marks(piece)))
            else:
                self.strict.update(words)
        for link in self.post.links:
            if link.is_image:
                self.verdict.images += 1
                self.verdict.words += len(tokens(link.words))
            elif not link.target.startswith("#"):
                self.verdict.links += 1

    def check_words(self, page):
        have = page.words.copy()
        if self.title:
            missing = lacks(self.title, have)
            if missing:
                self.verdict.miss(1, f"{page.name}: title without "
                                  + " ".join(missing))
            have.subtract(self.title)
        self.check_labels(page, have)
        self.lacking(lacks(self.strict, have), page, "word")
        if self.loose:
            have.subtract(self.strict)
            have.update(page.label_words)
            self.lacking(lacks(self.loose, have), page, "word of a link")
        if self.corpus.wants_extra and page.name == "gemini":
            more = page.words - self.strict - self.loose
            self.verdict.extra = list(more.elements())

    def check_labels(self, page, have):
        """Labels of images and the like, titles of links."""
        seen = set()
        for link in self.post.links:
            words = tokens(link.words)
            # Plain text has no label where the words stand in the text.
            if not words or (page.name == "text" and not link.is_embed):
                continue
            lost = [w for w in words if w not in page.words
                    and w not in page.label_words
                    and not self.is_broken(w, page)]
            # Every word may stand elsewhere: they must stand together too.
            phrase = f" {' '.join(words)} "
            if not lost and page.name == "text" and link.is_embed and \
                    phrase not in page.flow and \
                    all(len(w) < LONG_WORD for w in words):
                lost = words
            # The same link twice: one of its titles is enough.
            if lost and not self.is_repeat(link):
                self.verdict.miss(link.line, f"{page.name}: "
                                  f"{' '.join(lost)!r} of the label or title "
                                  f"{link.words[:60]!r}")
            # A label without a link is text, but not the text's own.
            if any(w not in page.label_words for w in words) and \
                    f" {' '.join(words)} " in page.flow and \
                    (link.block, link.words) not in seen:
                seen.add((link.block, link.words))
                have.subtract(words)

    def check_order(self, page):
        """Each block's words must stand together, in their order."""
        for line, text, pieces in self.pieces:
            if any(piece not in page.flow for piece in pieces):
                self.verdict.miss(line, f"{page.name}: not together: "
                                  f"{text[:90]!r}")

    def check_residue(self, page):
        """Markup that is printed as words."""
        shown = collections.Counter()
        for _, text in self.post.blocks:
            shown.update(RESIDUE.findall(source.strip_marks(text)))
        title = self.post.front.get("title", "")
        shown.update(RESIDUE.findall(title))
        have = collections.Counter(RESIDUE.findall("\n".join(page.text)))
        for mark, count in lacks(have, shown).items():
            self.verdict.miss(0, f"gemini: {mark!r} printed as words "
                              f"({count} times)")

    def find_pieces(self, text):
        """What of a block must be found as it is in the flow of words."""
        if self.is_only_links(text):
            return []
        pieces = []
        for piece in text.split(source.GAP):
            words = tokens(NUMBER.sub("", source.strip_marks(piece)))
            if len(words) > 1 and all(len(w) < LONG_WORD for w in words):
                pieces.append(f" {' '.join(words)} ")
        return pieces

    @staticmethod
    def is_only_links(text):
        return source.LINK_ON in text and not any(
            c not in SEPARATORS for c in tokens(ONLY_LINKS.sub(" ", text)))

    def check_shown(self, page):
        """Plain text shows where links lead."""
        for link in self.post.links:
            target = link.target
            if target.startswith("#") or not target or \
                    self.is_fine_without(link):
                continue
            form = canonical(target)
            if link.is_part or form is None or self.is_own(form):
                names = {key(target), self.corpus.names.get(key(target))}
                if any(n and n in page.everything for n in names) or \
                        key(target) == "" or self.is_reported(link):
                    continue
            elif re.sub(r"^[a-z+.-]+:(?://)?", "", form).lower() in \
                    page.everything:
                continue
            self.verdict.miss(link.line, f"text: nowhere {target!r}")

    def is_repeat(self, link):
        return any(other is not link and other.target == link.target
                   and other.block == link.block for other in self.post.links)

    @staticmethod
    def is_broken(word, page):
        return len(word) >= LONG_WORD and word in page.flat()

    def lacking(self, missing, page, what):
        for word, count in missing.items():
            if self.is_broken(word, page):
                continue
            line, context = self.context(word, page)
            times = f" ({count} times)" if count > 1 else ""
            self.verdict.miss(line, f"{page.name}: {what} {word!r}{times} "
                              f"of {context!r}")

    def context(self, word, page):
        """The likeliest place of a missing word."""
        flat = " ".join(tokens("\n".join(page.text)))
        found = None
        for line, text in self.post.blocks:
            text = source.strip_marks(text)
            words = tokens(text)
            if word not in words:
                continue
            at = max(text.find(word) - 40, 0)
            found = found or (line, text[at:at + 90].replace("\n", " "))
            if " ".join(words) not in flat:
                return line, text[at:at + 90].replace("\n", " ")
        return found or (0, "")

    # Links -----------------------------------------------------------------

    def check_links(self, page):
        seen, need = set(), collections.Counter()
        inside = collections.Counter()
        where = {}
        for link in self.post.links:
            target = link.target
            if target.startswith("#") or not target:
                continue
            if self.is_fine_without(link):
                continue
            if link.is_part:
                self.check_part(link, page)
                continue
            form = canonical(target)
            if form is None or self.is_own(form):
                if (link.block, key(target)) not in seen:
                    seen.add((link.block, key(target)))
                    inside[key(target)] += 1
                    self.check_inside(link, page, inside[key(target)])
            elif (link.block, form) not in seen:
                seen.add((link.block, form))
                need[form] += 1
                where.setdefault(form, link)
        for form, count in need.items():
            have = page.outside.get(form, 0)
            if have < count and not (have == 0 and self.is_shown(form, page)):
                link = where[form]
                self.verdict.miss(
                    link.line, f"{page.name}: "
                    f"{'image' if link.is_image else 'link'} {form!r}, "
                    f"{have} of {count}")

    def is_fine_without(self, link):
        """Scripts lead nowhere outside a web browser."""
        return re.match(r"(?:javascript|vbscript|data):", link.target, re.I) \
            and any("leads nowhere" in text for _, text in self.losses)

    @staticmethod
    def is_shown(form, page):
        """Schemes that Gopher clients cannot follow stand as words."""
        return page.name == "gopher" and \
            not form.startswith(("http", "mailto", "gemini", "ftp")) and \
            re.sub(r"\s", "", form) in page.flat()

    def is_own(self, form):
        return bool(self.corpus.host) and re.match(
            rf"https?://(?:www\.)?{re.escape(self.corpus.host)}(?:/|$)", form)

    def check_inside(self, link, page, count):
        name = key(link.target)
        wanted = {name, key(link.target, ()), self.corpus.names.get(name, name)}
        if any(page.inside[n] >= count for n in wanted) or \
                self.is_reported(link):
            return
        form = canonical(link.target)
        if form and page.outside.get(form):
            return  # not in the capsule: left to the website
        host = f"//{self.corpus.host}/"
        if self.corpus.host and any(host in out and key(out) in wanted
                                    for out in page.outside):
            return
        self.verdict.miss(link.line, f"{page.name}: "
                          f"{'image' if link.is_image else 'link'} "
                          f"{link.target!r}")

    def is_reported(self, link):
        target = " ".join(link.target.split())
        for line, text in self.losses:
            if target and text.endswith(": " + target):
                return True
        return False

    def check_part(self, link, page):
        part = urllib.parse.unquote(link.target).rstrip("/")
        if any(part in form for form in page.outside) or \
                key(link.target) in page.inside or self.is_reported(link):
            return
        self.verdict.miss(link.line, f"{page.name}: what a template tag shows"
                          f" of {link.target!r}")

    # What is only in the report --------------------------------------------

    def check_dropped(self):
        for line, what, code in self.post.dropped:
            if any(abs(where - line) <= 1 and
                   (DROPPED_MARK in text or what == "note")
                   for where, text in self.losses):
                self.verdict.reported += len(self.lost_words(code))
            elif what != "template" or self.lost_words(code) or \
                    not re.search("[\"']", code):
                self.verdict.miss(line, f"{code!r}: neither kept nor in the "
                                  "loss report")

    def lost_words(self, code):
        """Words in quotes in a template tag that no output has."""
        lost = []
        for double, single in re.findall(r"\"([^\"]*)\"|'([^']*)'", code):
            words = [w for w in tokens(double or single) if WORD.match(w)]
            for page in self.pages:
                if key(double or single, ()) in page.inside or \
                        canonical(double or single) in page.outside or \
                        all(w in page.words or w in page.label_words
                            for w in words):
                    break
            else:
                lost += words
        return lost


def check_post(corpus, name, place):
    try:
        text = load(os.path.join(corpus.content, name))
    except OSError as error:
        verdict = Verdict(name)
        verdict.miss(0, str(error))
        return verdict
    pages, absent = [], []
    only = source.front_matter(text.replace("\r\n", "\n"))[0].get("only", "")
    for protocol, file, reader in READERS:
        path = os.path.join(corpus.output, protocol, place, file)
        if only and only != protocol:
            continue
        if os.path.exists(path):
            pages.append(reader(load(path)))
        else:
            absent.append(path)
    check = Check(corpus, name, source.read(text), pages)
    for path in absent:
        check.verdict.miss(1, f"no {path}")
    return check.run()


# Totals ---------------------------------------------------------------------

_corpus = None


def one(index):
    return check_post(_corpus, *_corpus.posts[index])


def all_verdicts(corpus):
    global _corpus
    _corpus = corpus
    count = len(corpus.posts)
    if count < 200:
        yield from map(one, range(count))
        return
    with multiprocessing.get_context("fork").Pool() as pool:
        yield from pool.imap(one, range(count), chunksize=16)


def report(corpus, options):
    totals = collections.Counter()
    shown = 0
    for verdict in all_verdicts(corpus):
        totals.update(posts=1, words=verdict.words, links=verdict.links,
                      images=verdict.images, reported=verdict.reported,
                      missing=len(verdict.missing), extra=len(verdict.extra))
        for line, text in sorted(verdict.missing):
            shown += 1
            if not options.limit or shown <= options.limit:
                print(f"{verdict.name}:{line}: {text}")
        if options.extra and verdict.extra:
            print(f"{verdict.name}: more in the output: "
                  f"{' '.join(verdict.extra)[:300]}")
    if options.limit and shown > options.limit:
        print(f"... and {shown - options.limit} more")
    share = totals["reported"] / max(totals["words"], 1)
    good = totals["posts"] > 0 and not totals["missing"] and \
        share <= SHARE_MAX
    print(f"{'ok' if good else 'not ok'} - corpus {options.name}: "
          f"{totals['posts']:,} posts, {totals['words']:,} words, "
          f"{totals['links']:,} links, {totals['images']:,} images, "
          f"{totals['missing']:,} missing, {100 * share:.3f} % of the words "
          f"only in the loss report ({totals['reported']:,})")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("content")
    parser.add_argument("output")
    parser.add_argument("losses")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--extra", action="store_true")
    parser.add_argument("--name")
    parser.add_argument("--limit", type=int, default=200)
    options = parser.parse_args()
    options.name = options.name or os.path.basename(
        os.path.realpath(options.content))
    corpus = Corpus(options.content, options.output, options.losses)
    corpus.name, corpus.wants_extra = options.name, options.extra
    if options.self_test:
        return 0 if self_test(corpus, lambda *post: Check(
            corpus, *post).run().missing) else 1
    return 0 if report(corpus, options) else 1


if __name__ == "__main__":
    sys.exit(main())
