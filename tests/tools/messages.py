#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Are the messages of bookmobile in one place, gen/messages*.h?

    messages.py GEN-FOLDER

English that code hands to a reporting function, or two words of it anywhere in
code, is an offence; so is a message that has two names or is not used.  They
are printed as FILE:LINE: WHY, and the exit status is 1.
"""
import pathlib
import re
import sys

# What prints, or keeps what is printed later.
REPORTING = {"die", "die_errno", "warn", "warn_at", "losses_add",
             "yaml_report", "fail", "say", "report", "printf", "fprintf",
             "puts", "fputs"}
# Words for readers, what `init` writes, and rules for ICU are no messages.
ELSEWHERE = {"labels.c", "languages.c", "desk_init.c", "charset_rules.c",
             "slug.c"}
# What programs read in JSON.
DATA = {"left out"}

TOKEN = re.compile(r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])+'"""
                   r"""|[A-Za-z_]\w*|\d\w*|\s+|\S""", re.S)
FORMAT = re.compile(r"%[-+ #0]*[\d.*]*(?:hh|ll|[hlzjt])?[a-zA-Z%]"
                    r"|\\[0-7x]\w*|\\.")
WORD = re.compile(r"[A-Za-z]{2,}")
WORDS = re.compile(r"[A-Za-z]{2,}[,:;]? [A-Za-z]{2,}")
# A system call or a key, what stands for a value, an option, a file, mark-up.
NAME = re.compile(r"[a-z_]+|[A-Z]+|--[a-z-]+|[a-z/-]+\.[a-z]+"
                  r"|\s*(%s)?<[/?]?\w.*", re.S)
DEFINE = re.compile(r"^#define (\w+)[ \t]((?:.*\\\n)*.*)$", re.M)


def strings(text):
    """Each string literal with the innermost call around it and its line."""
    calls, before, line = [], "", 1
    for token in TOKEN.findall(text):
        line += token.count("\n")
        if token.isspace() or token.startswith(("/*", "//")):
            continue
        if token == "(":
            calls.append(before if re.match(r"[A-Za-z_]", before) else "")
        elif token == ")" and calls:
            calls.pop()
        elif token[0] == '"':
            around = [call for call in calls if call]
            yield token[1:-1], around[-1] if around else "", line
        before = token


def offences(path, text):
    text = re.sub(r"^#include.*$", "", text, flags=re.M)
    for value, call, line in strings(text):
        plain = FORMAT.sub(" ", value)
        if value in DATA or NAME.fullmatch(value):
            continue
        if (call in REPORTING and WORD.search(plain) or
                path.name not in ELSEWHERE and WORDS.search(plain)):
            yield (f'{path}:{line}: "{value}": '
                   "give it a name in messages*.h")


def main():
    folder = pathlib.Path(sys.argv[1])
    code = {path: path.read_text() for path in sorted(folder.glob("*.[ch]"))}
    found, names = [], {}
    for path, text in code.items():
        if path.suffix == ".c":
            found += offences(path, text)
        if not path.name.startswith("messages"):
            continue
        for name, value in DEFINE.findall(text):
            value = re.sub(r"\\\n|\s+", " ", value).strip()
            if value in names:
                found.append(f"{path}: {name} says what {names[value]} says")
            names[value] = name
    everything = "\n".join(code.values())
    found += [f"{folder}: {name} is used nowhere" for name in names.values()
              if len(re.findall(rf"\b{name}\b", everything)) < 2]
    if not names:
        found.append(f"{folder}: no messages")
    print("\n".join(found))
    sys.exit(1 if found else 0)


main()
