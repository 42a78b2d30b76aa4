/* SPDX-License-Identifier: ISC */
/*
 * Lines are read with the protocols' own readers, not with the writers.
 */
#include "outcheck.h"

#include <stdbool.h>

#include "gemtext.h"
#include "gophermap.h"
#include "uri.h"
#include "utf8.h"
#include "wrap.h"

/* Gemini, "Requests": the longest URL. */
#define MAX_URL 1024

struct check {
	const struct outcheck *out;
	unsigned line;
};

static void
say(const struct check *c, const char *message)
{
	c->out->report(c->out->ctx, c->line, message);
}

/* The next line without its LF; CR stays.  A missing last LF is reported. */
static bool
next_line(struct check *c, struct span *rest, struct span *line)
{
	size_t end = span_find(*rest, '\n');

	if (rest->len == 0)
		return (false);
	c->line++;
	*line = span_first(*rest, end);
	if (end == rest->len)
		say(c, "the last line has no end");
	*rest = span_skip(*rest, end + 1);
	return (true);
}

static void
check_characters(const struct check *c, struct span text, bool may_tab)
{
	uint32_t character;

	if (!utf8_valid(text)) {
		say(c, "not UTF-8");
		return;
	}
	while (text.len > 0) {
		character = utf8_next(&text);
		if (utf8_is_control(character) &&
		    !(may_tab && character == '\t')) {
			say(c, "a control byte");
			return;
		}
		if (utf8_is_unsafe_format(character)) {
			say(c, "a character that turns the direction");
			return;
		}
	}
}

static bool
is_ascii(struct span s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7f)
			return (false);
	return (true);
}

static void
check_url(const struct check *c, struct span url)
{
	struct uri uri;

	if (url.len > MAX_URL)
		say(c, "a URL of more than 1024 bytes");
	if (!is_ascii(url) || uri_parse(url, &uri) != URI_OK)
		say(c, "a URL that is not percent-encoded");
}

static void
check_heading(const struct check *c, struct span text)
{
	if (text.len == 0)
		say(c, "a heading without words");
	else if (text.p[0] == '#')
		say(c, "a heading of a level that gemtext has not");
}

static void
check_kind(
    const struct check *c, const struct gemtext_line *line, unsigned *titles)
{
	switch (line->kind) {
	case GEMTEXT_HEADING1:
		if ((*titles)++ > 0)
			say(c, "a second level-1 heading");
		check_heading(c, line->text);
		break;
	case GEMTEXT_HEADING2:
	case GEMTEXT_HEADING3:
		check_heading(c, line->text);
		break;
	case GEMTEXT_LINK:
		check_url(c, line->url);
		break;
	case GEMTEXT_TEXT:
	case GEMTEXT_ITEM:
	case GEMTEXT_QUOTE:
	case GEMTEXT_TOGGLE:
	case GEMTEXT_PRE:
		break;
	}
}

void
outcheck_gemtext(struct span text, const struct outcheck *out)
{
	struct check c = { .out = out };
	struct gemtext_line read;
	unsigned titles = 0;
	bool is_pre = false;
	struct span line;

	while (next_line(&c, &text, &line)) {
		check_characters(&c, line, is_pre);
		read = gemtext_read(line, &is_pre);
		check_kind(&c, &read, &titles);
		if (c.line == 1 && read.kind != GEMTEXT_HEADING1)
			say(&c, "the first line is not the title");
	}
	if (c.line == 0)
		say(&c, "nothing in it");
	if (is_pre)
		say(&c, "preformatted text does not end");
}

/* Take the CR off.  Without one it is reported. */
static void
check_end(const struct check *c, struct span *line)
{
	if (line->len == 0 || line->p[line->len - 1] != '\r') {
		say(c, "a line that does not end in CRLF");
		return;
	}
	line->len--;
}

/* Not preformatted, and more than one word after what marks a list, a quote or
 * a note. */
static bool
could_break(const struct check *c, struct span shown)
{
	struct span words, exact = span_trim(shown);

	while (span_starts(exact, SPAN(">")))
		exact = span_trim(span_skip(exact, 1));
	words = exact;
	while (words.len > 0 &&
	    (!ascii_is_alpha(words.p[0]) && words.p[0] > 0 &&
		words.p[0] != '<' && words.p[0] != '/'))
		words = span_skip(words, 1);
	return (span_has(words, ' ') &&
	    span_search(c->out->pre, exact) == c->out->pre.len);
}

static void
check_shown(const struct check *c, struct span shown, unsigned width)
{
	size_t i;

	if (width > 0) {
		check_characters(c, shown, false);
		if (wrap_width(shown) > width && could_break(c, shown))
			say(c, "a line that is too wide");
		return;
	}
	/* Another character set: C0 and DEL are the same in all. */
	for (i = 0; i < shown.len; i++)
		if ((unsigned char)shown.p[i] < ' ' || shown.p[i] == 0x7f) {
			say(c, "a control byte");
			return;
		}
}

static size_t
count_tabs(struct span line)
{
	size_t i, count = 0;

	for (i = 0; i < line.len; i++)
		if (line.p[i] == '\t')
			count++;
	return (count);
}

static bool
is_url_selector(struct span selector)
{
	return (span_starts(selector, SPAN("URL:")) &&
	    selector.len <= MAX_URL + 4 && is_ascii(selector));
}

static void
check_item(const struct check *c, struct span line, unsigned width)
{
	struct gophermap_line read = gophermap_read(line);
	size_t tabs = count_tabs(line);

	if (read.kind == GOPHERMAP_INFO) {
		if (tabs != 3 || line.p[0] != 'i')
			say(c, "an info line without its four fields");
	} else if (read.kind == GOPHERMAP_ITEM) {
		if (tabs != 1 && tabs != 3)
			say(c, "an item with fields too few or too many");
		if (!gopher_is_selector(read.selector) &&
		    !is_url_selector(read.selector))
			say(c, "a selector that is not ASCII or too long");
	} else {
		say(c, "neither info line nor item");
		return;
	}
	check_shown(c, read.display, width);
}

void
outcheck_menu(struct span menu, unsigned width, const struct outcheck *out)
{
	struct check c = { .out = out };
	struct span line;

	while (next_line(&c, &menu, &line)) {
		check_end(&c, &line);
		check_item(&c, line, width);
	}
	if (c.line == 0)
		say(&c, "nothing in it");
}

void
outcheck_text(struct span text, unsigned width, const struct outcheck *out)
{
	struct check c = { .out = out };
	struct span line;

	while (next_line(&c, &text, &line)) {
		check_end(&c, &line);
		if (span_eq(line, SPAN(".")))
			say(&c, "a lone dot, which ends a text");
		check_shown(&c, line, width);
	}
}
