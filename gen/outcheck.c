/* SPDX-License-Identifier: ISC */
/*
 * Lines are read with the protocols' own readers, not with the writers.
 */
#include "outcheck.h"

#include <stdbool.h>

#include "buf.h"
#include "gemtext.h"
#include "gophermap.h"
#include "messages_desk.h"
#include "render.h"
#include "uri.h"
#include "utf8.h"
#include "wrap.h"

/* Gemini, "Requests": the longest URL. */
#define MAX_URL 1024

struct check {
	const struct outcheck *out;
	unsigned line;
	struct buf pre; /* as add_words() writes it; made on first need */
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
		say(c, MSG_FORM_NO_END);
	*rest = span_skip(*rest, end + 1);
	return (true);
}

static void
check_characters(const struct check *c, struct span text, bool may_tab)
{
	uint32_t character;

	if (!utf8_valid(text)) {
		say(c, MSG_FORM_NO_UTF8);
		return;
	}
	while (text.len > 0) {
		character = utf8_next(&text);
		if (utf8_is_control(character) &&
		    !(may_tab && character == '\t')) {
			say(c, MSG_FORM_CONTROL);
			return;
		}
		if (utf8_is_unsafe_format(character)) {
			say(c, MSG_FORM_DIRECTION);
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
		say(c, MSG_FORM_URL_LONG);
	if (!is_ascii(url) || uri_parse(url, &uri) != URI_OK)
		say(c, MSG_FORM_URL_RAW);
}

/* "### #a" is a heading that says "#a". */
static void
check_heading(const struct check *c, struct span line, struct span text)
{
	if (text.len == 0)
		say(c, MSG_FORM_HEADING_EMPTY);
	else if (span_starts(line, SPAN("####")))
		say(c, MSG_FORM_HEADING_DEEP);
}

static void
check_kind(const struct check *c, struct span line,
    const struct gemtext_line *read, unsigned *titles)
{
	switch (read->kind) {
	case GEMTEXT_HEADING1:
		if ((*titles)++ > 0)
			say(c, MSG_FORM_SECOND_TITLE);
		check_heading(c, line, read->text);
		break;
	case GEMTEXT_HEADING2:
	case GEMTEXT_HEADING3:
		check_heading(c, line, read->text);
		break;
	case GEMTEXT_LINK:
		check_url(c, read->url);
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
		check_kind(&c, line, &read, &titles);
		if (c.line == 1 && read.kind != GEMTEXT_HEADING1)
			say(&c, MSG_FORM_NO_TITLE);
	}
	if (c.line == 0)
		say(&c, MSG_FORM_EMPTY);
	if (is_pre)
		say(&c, MSG_FORM_PRE_OPEN);
}

/* Take the CR off.  Without one it is reported. */
static void
check_end(const struct check *c, struct span *line)
{
	if (line->len == 0 || line->p[line->len - 1] != '\r') {
		say(c, MSG_FORM_NO_CRLF);
		return;
	}
	line->len--;
}

/* With one space for each run of blanks: what is a TAB in preformatted text
 * is so many columns on Gopher. */
static void
add_words(struct buf *b, struct span text)
{
	char last = '\0';

	for (size_t i = 0; i < text.len; i++) {
		char next = text.p[i] == '\t' ? ' ' : text.p[i];

		if (next != ' ' || last != ' ')
			buf_char(b, next);
		last = next;
	}
}

static bool
is_preformatted(struct check *c, struct span text)
{
	struct buf words;
	bool is_in;

	if (c->pre.len == 0)
		add_words(&c->pre, c->out->pre);
	buf_init(&words, SIZE_MAX);
	add_words(&words, text);
	is_in = span_search(buf_span(&c->pre), buf_span(&words)) < c->pre.len;
	buf_release(&words);
	return (is_in);
}

/* What follows the mark of a list, a task or a note. */
static struct span
skip_marks(struct span words)
{
	while (words.len > 0) {
		if (span_starts(words, SPAN("[x] ")))
			words = span_skip(words, 3);
		else if (ascii_is_alpha(words.p[0]) || words.p[0] <= 0 ||
		    words.p[0] == '<' || words.p[0] == '/')
			break;
		words = span_skip(words, 1);
	}
	return (words);
}

/* Not preformatted, and more than one word after its marks, in more columns
 * than words have in any case. */
static bool
could_break(struct check *c, struct span shown)
{
	struct span words, exact = span_trim(shown);

	while (span_starts(exact, SPAN(">")))
		exact = span_trim(span_skip(exact, 1));
	words = skip_marks(exact);
	return (span_has(words, ' ') && wrap_width(words) > RENDER_ROOM_MIN &&
	    !is_preformatted(c, exact));
}

static void
check_shown(struct check *c, struct span shown, unsigned width)
{
	size_t i;

	/* The space that gophermap_info() puts there is not the author's. */
	if (span_starts(shown, SPAN(" =>")) || span_starts(shown, SPAN(" ```")))
		shown = span_skip(shown, 1);
	if (width > 0) {
		check_characters(c, shown, false);
		if (wrap_width(shown) > width && could_break(c, shown))
			say(c, MSG_FORM_WIDE);
		return;
	}
	/* Another character set: C0 and DEL are the same in all. */
	for (i = 0; i < shown.len; i++)
		if ((unsigned char)shown.p[i] < ' ' || shown.p[i] == 0x7f) {
			say(c, MSG_FORM_CONTROL);
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
check_item(struct check *c, struct span line, unsigned width)
{
	struct gophermap_line read = gophermap_read(line);
	size_t tabs = count_tabs(line);

	if (read.kind == GOPHERMAP_INFO) {
		if (tabs != 3 || line.p[0] != 'i')
			say(c, MSG_FORM_INFO_FIELDS);
	} else if (read.kind == GOPHERMAP_ITEM) {
		if (tabs != 1 && tabs != 3)
			say(c, MSG_FORM_ITEM_FIELDS);
		if (!gopher_is_selector(read.selector) &&
		    !is_url_selector(read.selector))
			say(c, MSG_FORM_SELECTOR);
	} else {
		say(c, MSG_FORM_NO_ITEM);
		return;
	}
	check_shown(c, read.display, width);
}

void
outcheck_menu(struct span menu, unsigned width, const struct outcheck *out)
{
	struct check c = { .out = out };
	struct span line;

	buf_init(&c.pre, SIZE_MAX);
	while (next_line(&c, &menu, &line)) {
		check_end(&c, &line);
		check_item(&c, line, width);
	}
	if (c.line == 0)
		say(&c, MSG_FORM_EMPTY);
	buf_release(&c.pre);
}

void
outcheck_text(struct span text, unsigned width, const struct outcheck *out)
{
	struct check c = { .out = out };
	struct span line;

	buf_init(&c.pre, SIZE_MAX);
	while (next_line(&c, &text, &line)) {
		check_end(&c, &line);
		if (span_eq(line, SPAN(".")))
			say(&c, MSG_FORM_DOT);
		check_shown(&c, line, width);
	}
	buf_release(&c.pre);
}
