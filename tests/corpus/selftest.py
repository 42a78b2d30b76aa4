# SPDX-License-Identifier: ISC
"""Takes lines and words out of the outputs: the oracle must notice each."""
import collections
import os
import re

import source
from renditions import READERS, WORD, load, plain, tokens


def mutations(files):
    """Outputs with one thing taken away: (what, file, new text)."""
    gemtext = files["index.gmi"].split("\n")
    # What follows the body: terms, neighbours, the way home.
    last = next((i for i, line in enumerate(gemtext) if i > 2 and
                 line.startswith("## ") and not any(
                     rest and not rest.startswith(("=>", "#"))
                     for rest in gemtext[i + 1:])), len(gemtext))
    labels = " ".join(tokens("\n".join(
        line for line in gemtext if line.startswith("=>"))))
    in_pre = False
    for number, line in enumerate(gemtext[:last]):
        if line.startswith("```"):
            in_pre = not in_pre
            continue
        before, rest = gemtext[:number], gemtext[number + 1:]
        words = re.findall(r"[^\W\d_]{3,}", line)
        if number < 2 or not words:
            continue
        if line.startswith("=>") and not in_pre:
            if "://" in line:
                yield "link", "index.gmi", "\n".join(before + rest)
            elif re.search(r"\.(?:jpe?g|png|gif|pdf|mp\d|ogg)\b", line):
                yield "file", "index.gmi", "\n".join(before + rest)
            continue
        # Words of links alone are in a label too: then nothing is lost.
        if " ".join(tokens(line)) in labels:
            continue
        word = words[number % len(words)]
        # Titles, which stand in brackets, are looked for on all of the page.
        if word not in labels and WORD.match(plain(word)) and \
                word in re.sub(r"\([^)]*\)", "", line) and \
                not line.startswith("* "):
            cut = line.replace(word, "", 1)
            if tokens(cut) != tokens(line):
                yield "word", "index.gmi", "\n".join(before + [cut] + rest)
        yield "text", "index.gmi", "\n".join(before + rest)
    menu = files["gophermap"].split("\n")
    for number, line in enumerate(menu[2:], 2):
        rest = "\n".join(menu[:number] + menu[number + 1:])
        if line.startswith("i") and len(tokens(line.split("\t")[0])) > 6:
            yield "text", "gophermap", rest
        elif line.startswith("h") and "\tURL:" in line:
            yield "link", "gophermap", rest
    text = files["index.txt"].split("\n")
    for number, line in enumerate(text[3:], 3):
        if len([w for w in tokens(line) if WORD.match(w)]) > 6:
            yield "text", "index.txt", "\n".join(text[:number]
                                                 + text[number + 1:])


def self_test(corpus, check):
    """Every thing taken away must be noticed by check(name, post, pages),
    which gives what is missing."""
    done, unnoticed = 0, []
    for name, place in corpus.posts[::max(1, len(corpus.posts) // 25)]:
        post = source.read(load(os.path.join(corpus.content, name)))
        files, pages = {}, {}
        for protocol, file, reader in READERS:
            path = os.path.join(corpus.output, protocol, place, file)
            if os.path.exists(path):
                files[file] = load(path)
                pages[file] = reader(files[file])
        if len(files) < len(READERS):
            continue
        readers = {file: reader for _, file, reader in READERS}
        before = set(check(name, post, pages.values()))
        seen = collections.Counter()
        for what, file, changed in mutations(files):
            seen[what, file] += 1
            if seen[what, file] > 8:
                continue
            done += 1
            mutant = {**pages, file: readers[file](changed)}
            after = check(name, post, mutant.values())
            if not set(after) - before:
                unnoticed.append((name, what, file,
                                  lines_off(files[file], changed)))
    for name, what, file, line in unnoticed:
        print(f"{name}: {file}: {what} taken away, not noticed: {line!r}")
    good = done > 0 and not unnoticed
    print(f"{'ok' if good else 'not ok'} - oracle notices what is taken from "
          f"{corpus.name}: {done - len(unnoticed)} of {done}")
    return good


def lines_off(before, after):
    left = collections.Counter(before.split("\n"))
    left.subtract(after.split("\n"))
    return next(iter(+left), "")[:100]
