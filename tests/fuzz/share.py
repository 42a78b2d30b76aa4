#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""share.py DIR [TARGET ...]: what one target has found, the others begin with.

The targets below go the whole path from Markdown to checked output, so an
input of one is an input of each, with another beginning.  Their corpora
(build/fuzz/corpus/NAME and tests/fuzz/corpus/NAME) are put together, and each
gets back the smallest inputs that reach all there is, by libFuzzer's -merge.
DIR has the fuzz programs (build/fuzz/fuzz).  Run it before a long run.sh:
without it a target spends its half hour on edges that another knows.
"""
import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LONGEST = 4096  # libFuzzer's own limit for them
FRONT = b'---\ntitle: T\n---\n'


def body(name, data):
    """The Markdown in an input of a target; None: none."""
    if name == 'html':
        return b'<div>\n' + data
    if name == 'charset':
        return data[2:]
    if name == 'frontmatter':
        parts = data.split(b'\n---\n', 1)
        return parts[1] if len(parts) == 2 else None
    return data


def wrapped(name, text):
    """Inputs of a target with that Markdown."""
    if name == 'html':
        return [text[6:] if text.startswith(b'<div>\n') else b'\n\n' + text]
    if name == 'charset':
        which = hashlib.sha1(text).digest()
        return [bytes([which[0] % 16, which[1] & 0x3f]) + text]
    if name == 'frontmatter':
        return [FRONT + text] if len(text) <= 512 else []
    return [text]


def inputs(name):
    for place in ('build/fuzz/corpus', 'tests/fuzz/corpus'):
        folder = ROOT / place / name
        if folder.is_dir():
            for path in folder.iterdir():
                yield path.read_bytes()


def merge(programs, name, folders):
    """Replace a target's corpus by the least that reaches what all do."""
    own = ROOT / 'build/fuzz/corpus' / name
    with tempfile.TemporaryDirectory(dir=own.parent) as least:
        subprocess.run(
            [programs / f'fuzz_{name}', '-merge=1', '-timeout=60',
             '-rss_limit_mb=4096', least, own, *folders],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        before = sum(1 for _ in own.iterdir())
        shutil.rmtree(own)
        shutil.copytree(least, own)
    print(f'{name}: {sum(1 for _ in own.iterdir())} inputs, {before} before')


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    targets = sys.argv[2:] or ['markdown', 'html', 'frontmatter', 'charset']
    texts = set()
    for name in targets:
        texts.update(text for data in inputs(name)
                     if (text := body(name, data)) is not None)
    for name in targets:
        (ROOT / 'build/fuzz/corpus' / name).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as given:
            for text in texts:
                for data in wrapped(name, text):
                    if len(data) <= LONGEST:
                        path = pathlib.Path(given,
                                            hashlib.sha1(data).hexdigest())
                        path.write_bytes(data)
            merge(pathlib.Path(sys.argv[1]).resolve(), name,
                  [given, ROOT / 'tests/fuzz/corpus' / name])


if __name__ == '__main__':
    main()
