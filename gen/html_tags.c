/* SPDX-License-Identifier: ISC */
/*
 * The elements of HTML, those of the living standard and the obsolete ones
 * that old posts hold, sorted by name.
 */
#include "html_tags.h"

#include <stddef.h>

struct tag {
	const char *name;
	enum html_action action;
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct tag tags[] = {
	{ "a", HTML_LINK },
	{ "abbr", HTML_SHORT },
	{ "acronym", HTML_SHORT },
	{ "address", HTML_BLOCK },
	{ "annotation", HTML_DROPPED },
	{ "annotation-xml", HTML_DROPPED },
	{ "area", HTML_AREA },
	{ "article", HTML_BLOCK },
	{ "aside", HTML_BLOCK },
	{ "audio", HTML_MEDIA },
	{ "b", HTML_INLINE },
	{ "base", HTML_IGNORED },
	{ "bdi", HTML_INLINE },
	{ "bdo", HTML_INLINE },
	{ "big", HTML_INLINE },
	{ "blockquote", HTML_QUOTE },
	{ "body", HTML_BLOCK },
	{ "br", HTML_BREAK },
	{ "button", HTML_INLINE },
	{ "canvas", HTML_INLINE },
	{ "caption", HTML_CAPTION },
	{ "center", HTML_BLOCK },
	{ "cite", HTML_INLINE },
	{ "code", HTML_CODE },
	{ "col", HTML_IGNORED },
	{ "colgroup", HTML_IGNORED },
	{ "data", HTML_INLINE },
	{ "datalist", HTML_INLINE },
	{ "dd", HTML_MEANING },
	{ "del", HTML_STRUCK },
	{ "details", HTML_BLOCK },
	{ "dfn", HTML_INLINE },
	{ "dialog", HTML_BLOCK },
	{ "dir", HTML_LIST },
	{ "div", HTML_BLOCK },
	{ "dl", HTML_TERMS },
	{ "dt", HTML_TERM },
	{ "em", HTML_INLINE },
	{ "embed", HTML_FRAME },
	{ "fieldset", HTML_BLOCK },
	{ "figcaption", HTML_BLOCK },
	{ "figure", HTML_BLOCK },
	{ "font", HTML_INLINE },
	{ "footer", HTML_BLOCK },
	{ "form", HTML_BLOCK },
	{ "frame", HTML_FRAME },
	{ "frameset", HTML_BLOCK },
	{ "h1", HTML_HEADING },
	{ "h2", HTML_HEADING },
	{ "h3", HTML_HEADING },
	{ "h4", HTML_HEADING },
	{ "h5", HTML_HEADING },
	{ "h6", HTML_HEADING },
	{ "head", HTML_IGNORED },
	{ "header", HTML_BLOCK },
	{ "hgroup", HTML_BLOCK },
	{ "hr", HTML_RULE },
	{ "html", HTML_BLOCK },
	{ "i", HTML_INLINE },
	{ "iframe", HTML_FRAME },
	{ "img", HTML_IMAGE },
	{ "input", HTML_IGNORED },
	{ "ins", HTML_INLINE },
	{ "kbd", HTML_INLINE },
	{ "label", HTML_INLINE },
	{ "legend", HTML_BLOCK },
	{ "li", HTML_ITEM },
	{ "link", HTML_IGNORED },
	{ "listing", HTML_PRE },
	{ "main", HTML_BLOCK },
	{ "map", HTML_INLINE },
	{ "mark", HTML_INLINE },
	{ "marquee", HTML_INLINE },
	{ "menu", HTML_LIST },
	{ "meta", HTML_IGNORED },
	{ "meter", HTML_INLINE },
	{ "nav", HTML_BLOCK },
	{ "nobr", HTML_INLINE },
	{ "noscript", HTML_FALLBACK },
	{ "object", HTML_FRAME },
	{ "ol", HTML_LIST },
	{ "optgroup", HTML_BLOCK },
	{ "option", HTML_BLOCK },
	{ "output", HTML_INLINE },
	{ "p", HTML_BLOCK },
	{ "param", HTML_IGNORED },
	{ "picture", HTML_PICTURE },
	{ "pre", HTML_PRE },
	{ "progress", HTML_INLINE },
	{ "q", HTML_CITED },
	{ "rb", HTML_INLINE },
	{ "rp", HTML_INLINE },
	{ "rt", HTML_INLINE },
	{ "rtc", HTML_INLINE },
	{ "ruby", HTML_INLINE },
	{ "s", HTML_STRUCK },
	{ "samp", HTML_INLINE },
	{ "script", HTML_DROPPED },
	{ "search", HTML_BLOCK },
	{ "section", HTML_BLOCK },
	{ "select", HTML_BLOCK },
	{ "slot", HTML_INLINE },
	{ "small", HTML_INLINE },
	{ "source", HTML_SOURCE },
	{ "span", HTML_INLINE },
	{ "strike", HTML_STRUCK },
	{ "strong", HTML_INLINE },
	{ "style", HTML_DROPPED },
	{ "sub", HTML_LOWERED },
	{ "summary", HTML_BLOCK },
	{ "sup", HTML_RAISED },
	{ "svg", HTML_DROPPED },
	{ "table", HTML_TABLE },
	{ "tbody", HTML_IGNORED },
	{ "td", HTML_CELL },
	{ "template", HTML_DROPPED },
	{ "textarea", HTML_BLOCK },
	{ "tfoot", HTML_IGNORED },
	{ "th", HTML_CELL },
	{ "thead", HTML_IGNORED },
	{ "time", HTML_INLINE },
	{ "title", HTML_BLOCK },
	{ "tr", HTML_ROW },
	{ "track", HTML_IGNORED },
	{ "tt", HTML_CODE },
	{ "u", HTML_INLINE },
	{ "ul", HTML_LIST },
	{ "var", HTML_INLINE },
	{ "video", HTML_MEDIA },
	{ "wbr", HTML_IGNORED },
	{ "xmp", HTML_PRE },
};

/* Those that begin a block which an empty line ends, as the parser has them. */
static const char *const block_names[] = { "address", "article", "aside",
	"base", "basefont", "blockquote", "body", "caption", "center", "col",
	"colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt",
	"fieldset", "figcaption", "figure", "footer", "form", "frame",
	"frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr",
	"html", "iframe", "legend", "li", "link", "main", "menu", "menuitem",
	"nav", "noframes", "ol", "optgroup", "option", "p", "param", "section",
	"source", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
	"title", "tr", "track", "ul" };

static const char *const verbatim_names[] = { "pre", "script", "style",
	"textarea" };

static int
compare(const void *key, const void *member)
{
	const char *name = key;
	const struct tag *tag = member;

	return strcmp(name, tag->name);
}

enum html_action
html_tag_action(const char *name)
{
	const struct tag *tag =
	    bsearch(name, tags, COUNT(tags), sizeof(tags[0]), compare);

	return tag != NULL ? tag->action : HTML_UNKNOWN;
}

static bool
is_one_of(struct span name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (span_eq_nocase(name, span_str(names[i])))
			return true;
	}
	return false;
}

bool
html_tag_begins_block(struct span name)
{
	return is_one_of(name, block_names, COUNT(block_names));
}

bool
html_tag_is_verbatim(struct span name)
{
	return is_one_of(name, verbatim_names, COUNT(verbatim_names));
}

size_t
html_find_nameless(struct span s)
{
	for (size_t i = 0; i + 1 < s.len; i++) {
		i += span_find(span_skip(s, i), '<');
		if (i + 1 >= s.len)
			break;
		if (s.p[i + 1] == '?')
			return i;
		if (s.p[i + 1] == '/' &&
		    (i + 2 == s.len || !ascii_is_alpha(s.p[i + 2])))
			return i;
	}
	return s.len;
}

size_t
html_find_open_comment(struct span s)
{
	struct span rest = s;
	struct span open;
	size_t at;

	for (;;) {
		at = span_search(rest, SPAN("<!--"));
		open = span_skip(rest, at);
		if (at == rest.len)
			return s.len;
		at = span_search(span_skip(open, 2), SPAN("-->")) + 2;
		if (at >= open.len)
			break;
		rest = span_skip(open, at);
	}
	if (span_search(open, SPAN("</script")) < open.len ||
	    span_search(open, SPAN("</style")) < open.len)
		return s.len;
	return s.len - open.len;
}

unsigned
html_count_lines(struct span s)
{
	unsigned lines = 0;

	for (size_t i = span_find(s, '\n'); i < s.len;
	     i += 1 + span_find(span_skip(s, i + 1), '\n'))
		lines++;
	return lines;
}
