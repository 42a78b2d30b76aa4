# SPDX-License-Identifier: ISC
"""Front matter of posts: keys of the top level, without a YAML library."""
import html
import re


def front_matter(text):
    """(keys, body, number of the body's first line); no YAML library needed:
    only plain keys of the top level and their scalars and lists count."""
    lines = text.split("\n")
    first = 0
    while first < len(lines) - 1 and not lines[first].strip():
        first += 1
    if lines[first].rstrip() != "---":
        return {}, text, 1
    for end in range(first + 1, len(lines)):
        if lines[end].rstrip() in ("---", "..."):
            break
    else:
        return {}, text, 1
    keys, key = {}, None
    for line in lines[first + 1:end]:
        match = re.match(r"([A-Za-z_][\w-]*)\s*:(?:\s+(.*)|$)", line)
        if match:
            key = match.group(1).lower()
            keys[key] = [(match.group(2) or "").strip()]
        elif key and line.strip() and not line.startswith("#"):
            keys[key].append(line.strip())
    keys = {k: scalar(v) for k, v in keys.items()}
    if "title" in keys:
        keys["title"] = as_shown(keys["title"])
    return keys, "\n".join(lines[end + 1:]), end + 2


def as_shown(title):
    """A title as a browser shows it: without pairs of tags, and with its
    entities as characters."""
    pair = re.compile(r"<([a-z]+)(?:\s[^<>]*)?>(.*?)</\1\s*>", re.I | re.S)
    while pair.search(title):
        title = pair.sub(r"\2", title)
    return re.sub(r"&#?\w+;", lambda m: html.unescape(m.group()), title)


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
