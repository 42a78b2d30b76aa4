# SPDX-License-Identifier: ISC
"""Template tags in posts: what Jekyll, Hugo and their like make of them.

Known ones become Markdown or marks that the reader of inlines knows; others
are noted, and what stands between them stays.
"""
import re

HIGHLIGHT = re.compile(
    r"\{%-?\s*highlight\b(?P<a>[^%]*)%\}(?P<b>.*?)\{%-?\s*endhighlight\s*-?%\}"
    r"|\{\{[<%]\s*highlight\b(?P<c>.*?)[%>]\}\}(?P<d>.*?)"
    r"\{\{[<%]\s*/\s*highlight\s*[%>]\}\}", re.S)
# The code of WordPress, on lines of its own.
CODE = re.compile(r"\[(?P<n>code|sourcecode)(?P<a>(?:\s[^\]\n]*)?)\]"
                  r"(?P<b>\n.*?)\[/(?P=n)\]", re.S)
PLAYERS = ("youtube", "vimeo", "dailymotion", "soundcloud", "tweet")
TEMPLATE = re.compile(
    r"(?P<fence>^[ \t>]*(?P<mark>`{3,}|~{3,})[^\n]*\n(?:.*?\n)??"
    r"[ \t>]*(?P=mark)[`~]*[ \t]*$)"
    r"|(?P<tick>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?"
    r"(?<!`)(?P=ticks)(?!`))"
    r"|(?P<comment>\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\})"
    r"|(?P<hugo>\{\{[<%](?P<hugo_in>.*?)[%>]\}\})"
    r"|(?P<value>\{\{-?(?P<value_in>.*?)-?\}\})"
    r"|(?P<tag>\{%-?(?P<tag_in>.*?)-?%\})"
    r"|(?P<wordpress>\[/?(?:caption|gallery|embed|video|audio|playlist)"
    r"(?:\s[^\]\n]*)?\](?![(\[:])"
    r"|\[(?:youtube|vimeo|dailymotion|soundcloud|tweet)[ =][^\]\n]*\]"
    r"|\[/?plugin_\w+(?:\s[^\]\n]*)?\])", re.S | re.M)
RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.S)
BRACES = str.maketrans({"{": "\x05", "}": "\x06"})
# The list that kramdown replaces by a table of contents.
CONTENTS = re.compile(
    r"^(?:[-*+]|\d+\.)[ \t].*\n\{:\s*toc\b[^}]*\}[ \t]*$", re.M)
ARGUMENT = re.compile(
    r"(?:([\w-]+)\s*(?:=|:(?=[\s\"']))\s*)?(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'"
    r"|`([^`]*)`|([^\s\"'=,]+))")


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


class Templates:
    """Half of a Reader."""

    def templates(self, body):
        if "{" not in body and "[" not in body:
            return body
        body = CONTENTS.sub("\n", body)
        body = RAW.sub(lambda m: m.group(1).translate(BRACES), body)
        body = HIGHLIGHT.sub(self.highlight, body)
        body = CODE.sub(lambda m: "~~~~~~~" + m["b"].translate(BRACES) +
                        ("" if m["b"].endswith("\n") else "\n") +
                        "~~~~~~~", body)
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
        if match.group("comment"):
            return self.put("nothing", "")
        line = self.first_line + body.count("\n", 0, match.start())
        if match.group("wordpress"):
            return self.wordpress(whole, line)
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
        match = re.fullmatch(r"[\"'](https?://[^\"']*)[\"']\s*\|\s*\w+\s*:"
                             r"\s*(?:\"([^\"]*)\"|'([^']*)')", text)
        if match:  # shown by a player with a title
            return f'<a href="{match[1]}">{match[2] or match[3]}</a>'
        return self.unknown(whole, line)

    def wordpress(self, whole, line):
        name, _, rest = whole.strip("[]").partition(" ")
        positional, named = arguments(rest)
        if name in ("gallery", "playlist"):
            return self.unknown(whole, line)
        if name.split("=")[0] in PLAYERS:
            match = re.search(r"https?://[^\s\]&,\"]+", whole)
            if match:
                return f'<a href="{match[0]}">{match[0]}</a>'
            return self.put("part", named.get("id") or positional[0], line)
        if name.startswith("/plugin_"):
            return self.put("nothing", "")
        if name.startswith("plugin_"):
            if not named.get("title") and not named.get("url"):
                return self.unknown(whole, line)
            if named.get("url"):
                return f'<a href="{named["url"]}">{named["title"]}</a>'
            return named["title"] + " "
        if name in ("audio", "video"):
            for key in ("src", "mp3", "m4a", "ogg", "wav", "mp4", "webm"):
                if named.get(key):
                    return self.put("part", named[key], line)
            if positional and not re.search(r"[\d./]", positional[0]):
                return whole  # words in brackets
        if name == "caption" and named.get("caption"):
            return self.put("nothing", "") + named["caption"] + " "
        return self.put("nothing", "")

    def include(self, positional, named, whole, line):
        """A picture, or a link, by the names of the arguments."""
        by = {name: value for name, value in named.items()
              if not re.match(r"(?:page|site|include|post)\.", value)}
        source = by.get("image") or by.get("src") or by.get("image_path")
        target = by.get("url") or by.get("href") or by.get("link")
        words = [by[name] for name in ("title", "caption", "text",
                                       "description") if by.get(name)]
        if "youtube" in positional[0] or by.get("provider") == "youtube":
            if not by.get("id"):
                return self.unknown(whole, line)
            return self.put("part", by["id"], line) + " ".join(words)
        if not source and not target and not words:
            return self.unknown(whole, line)
        result = ""
        if source:
            alt = by.get("alt", "")
            if not alt and words:
                best = words.index(by.get("caption", words[0]))
                alt = words.pop(best)
            result = self.put("image", source, alt, line)
        if target:
            result += self.put("part", target, line)
        return result + " " + " ".join(words)

    def liquid(self, text, whole, line):
        name, _, rest = text.partition(" ")
        positional, named = arguments(rest)
        if name.startswith("include") and positional:
            return self.include(positional, named, whole, line)
        if name in ("post_url", "link") and rest:
            return rest.strip().strip("\"'")
        if name == "image" and positional:
            # A class or a width may stand before the words.
            words = [p for p in positional[1:] if " " in p] + positional[1:]
            alt = words[0] if words else \
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
            shown = [named.get(name, "") for name in ("title", "caption")]
            alt = named.get("alt", "")
            if not alt:
                # The image's label then is what stands below it.
                best = 1 if shown[1] else 0
                alt, shown[best] = shown[best], ""
            result = self.put("image", named["src"], alt, line)
            if named.get("link"):
                result += self.put("part", named["link"], line)
            result += " " + " ".join(filter(None, shown))
            if named.get("attrlink"):  # a link like others
                return result + (f" [{named.get('attr') or named['attrlink']}]"
                                 f"(<{named['attrlink']}>)")
            return result + " " + named.get("attr", "")
        if name.startswith("/"):
            return self.put("nothing", "")
        return self.unknown(whole, line)
