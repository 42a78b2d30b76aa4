/* SPDX-License-Identifier: ISC */
/*
 * Gemtext lines.  Text is cleaned while it is appended and looked at only
 * then: what stands at the line's start after cleaning decides how it is read.
 */
#include "gemtext.h"

#include "uri.h"
#include "utf8.h"

#define TOGGLE SPAN("```")

static bool
is_wsp(char c)
{
	return c == ' ' || c == '\t';
}

/* Without spaces and TABs at both ends (WSP of the specification's grammar). */
static struct span
trim_wsp(struct span s)
{
	size_t skip = 0;

	while (s.len > 0 && is_wsp(s.p[s.len - 1]))
		s.len--;
	while (skip < s.len && is_wsp(s.p[skip]))
		skip++;
	return span_skip(s, skip);
}

static struct gemtext_line
read_link(struct span line)
{
	struct span rest = trim_wsp(span_skip(line, 2));
	size_t end = 0;

	while (end < rest.len && !is_wsp(rest.p[end]))
		end++;
	if (end == 0)
		return (struct gemtext_line){ .text = line };
	return (struct gemtext_line){ .kind = GEMTEXT_LINK,
		.url = span_first(rest, end),
		.text = trim_wsp(span_skip(rest, end)) };
}

static struct gemtext_line
read_heading(struct span line)
{
	static const enum gemtext_kind by_level[] = { GEMTEXT_HEADING1,
		GEMTEXT_HEADING2, GEMTEXT_HEADING3 };
	size_t level = 1;

	while (level < 3 && level < line.len && line.p[level] == '#')
		level++;
	return (struct gemtext_line){ .kind = by_level[level - 1],
		.text = trim_wsp(span_skip(line, level)) };
}

static struct gemtext_line
read_toggle(struct span line, bool *pre)
{
	struct gemtext_line result = { .kind = GEMTEXT_TOGGLE };

	/* Text after a closing toggle is ignored (digest §2). */
	if (!*pre)
		result.text = trim_wsp(span_skip(line, 3));
	*pre = !*pre;
	return result;
}

struct gemtext_line
gemtext_read(struct span line, bool *pre)
{
	if (line.len > 0 && line.p[line.len - 1] == '\r')
		line.len--;
	if (span_starts(line, TOGGLE))
		return read_toggle(line, pre);
	if (*pre)
		return (
		    struct gemtext_line){ .kind = GEMTEXT_PRE, .text = line };
	if (span_starts(line, SPAN("=>")))
		return read_link(line);
	if (span_starts(line, SPAN("#")))
		return read_heading(line);
	if (span_starts(line, SPAN("* ")))
		return (struct gemtext_line){ .kind = GEMTEXT_ITEM,
			.text = trim_wsp(span_skip(line, 2)) };
	if (span_starts(line, SPAN(">")))
		return (struct gemtext_line){ .kind = GEMTEXT_QUOTE,
			.text = trim_wsp(span_skip(line, 1)) };
	return (struct gemtext_line){ .text = line };
}

/* Would a client take this text for another kind of line (digest §4.1)? */
static bool
is_misread(struct span text)
{
	if (text.len == 0)
		return false;
	switch (text.p[0]) {
	case '#':
	case '>':
		return true;
	case '=':
		return span_starts(text, SPAN("=>"));
	case '*':
		return text.len == 1 || is_wsp(text.p[1]);
	case '`':
		return span_starts(text, TOGGLE);
	case '\xef':
		/* At the start of a file a reader would drop the mark. */
		return span_starts(text, SPAN("\xef\xbb\xbf"));
	default:
		return false;
	}
}

/* Put a space before what was added from `start` on. */
static void
indent_from(struct buf *b, size_t start)
{
	size_t len = b->len - start;

	buf_char(b, ' ');
	if (!buf_ok(b))
		return;
	memmove(b->data + start + 1, b->data + start, len);
	b->data[start] = ' ';
}

static void
add_line(struct buf *b, struct span mark, struct span text)
{
	buf_span_add(b, mark);
	utf8_add_clean(b, text);
	buf_char(b, '\n');
}

void
gemtext_text(struct buf *b, struct span text)
{
	size_t start = b->len;

	utf8_add_clean(b, text);
	if (is_misread(span_skip(buf_span(b), start)))
		indent_from(b, start);
	buf_char(b, '\n');
}

void
gemtext_heading(struct buf *b, unsigned level, struct span text)
{
	static const struct span mark[] = { SPAN_INIT("# "), SPAN_INIT("## "),
		SPAN_INIT("### ") };

	if (level < 1)
		level = 1;
	else if (level > 3)
		level = 3;
	add_line(b, mark[level - 1], text);
}

void
gemtext_link(struct buf *b, struct span url, struct span label)
{
	label = span_trim(label);
	if (url.len == 0) {
		/* The label would be read as the URL. */
		gemtext_text(b, label);
		return;
	}
	buf_str(b, "=> ");
	if (utf8_is_clean(url) && !span_has(url, ' '))
		buf_span_add(b, url);
	else
		uri_add_clean(b, url);
	if (label.len > 0) {
		buf_char(b, ' ');
		utf8_add_clean(b, label);
	}
	buf_char(b, '\n');
}

void
gemtext_item(struct buf *b, struct span text)
{
	add_line(b, SPAN("* "), text);
}

void
gemtext_quote(struct buf *b, struct span text)
{
	add_line(b, text.len > 0 ? SPAN("> ") : SPAN(">"), text);
}

void
gemtext_pre_open(struct buf *b, struct span alt)
{
	add_line(b, TOGGLE, alt);
}

void
gemtext_pre_line(struct buf *b, struct span line)
{
	size_t start = b->len;
	bool is_first = true;
	struct span part;

	if (line.len > 0 && line.p[line.len - 1] == '\r')
		line.len--;
	while (span_cut(&line, '\t', &part)) {
		if (!is_first)
			buf_char(b, '\t');
		is_first = false;
		utf8_add_clean(b, part);
	}
	if (span_starts(span_skip(buf_span(b), start), TOGGLE))
		indent_from(b, start);
	buf_char(b, '\n');
}

void
gemtext_pre_close(struct buf *b)
{
	buf_str(b, "```\n");
}

void
gemtext_blank(struct buf *b)
{
	buf_char(b, '\n');
}
