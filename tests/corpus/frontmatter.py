# SPDX-License-Identifier: ISC
"""Front matter of posts: keys of the top level, without a YAML library."""
import re


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
