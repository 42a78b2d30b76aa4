/* SPDX-License-Identifier: ISC */
/*
 * Gopher menu lines and gophermap files.  Reading follows Bucktooth for items
 * and gophernicus for marks, but a mark counts only where prose could not
 * stand; see gophermap_read().
 */
#include "gophermap.h"

#include "utf8.h"

static bool
is_printable(char c)
{
	return c > ' ' && c <= '~';
}

/* A name without blanks and control bytes. */
static bool
is_name(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
			return false;
	return s.len > 0;
}

/* "ext=type" */
static bool
read_type(struct span s, struct gophermap_line *out)
{
	size_t end = span_find(s, '=');

	if (end == 0 || end + 2 != s.len || !is_printable(s.p[end + 1]))
		return false;
	for (size_t i = 0; i < end; i++)
		if (!ascii_is_alpha(s.p[i]) && !ascii_is_digit(s.p[i]) &&
		    s.p[i] != '.')
			return false;
	out->kind = GOPHERMAP_TYPE;
	out->selector = span_first(s, end);
	out->type = s.p[end + 1];
	return true;
}

/* Set `out` and return true when a line without TAB is one of the marks. */
static bool
read_mark(struct span line, struct gophermap_line *out)
{
	struct span rest = span_skip(line, 1);
	char next = '\0';

	if (line.len == 0)
		return false;
	if (rest.len > 0)
		next = rest.p[0];
	switch (line.p[0]) {
	case '*':
		out->kind = GOPHERMAP_LISTING;
		return rest.len == 0;
	case '.':
		out->kind = GOPHERMAP_END;
		return rest.len == 0;
	case '!':
		out->kind = GOPHERMAP_TITLE;
		out->display = rest;
		return rest.len > 0 && !ascii_is_space(next) && next != '!';
	case '-':
		out->kind = GOPHERMAP_HIDE;
		out->selector = rest;
		return is_name(rest) && next != '-' && !span_has(rest, '/');
	case '=':
		out->kind = GOPHERMAP_INCLUDE;
		out->selector = rest;
		return is_name(rest) && next != '=' && next != '>';
	case ':':
		return read_type(rest, out);
	default:
		return false;
	}
}

/* A line with a TAB whose first byte is an item type. */
static struct gophermap_line
read_item(struct span line)
{
	struct gophermap_line out = { .kind = GOPHERMAP_ITEM,
		.type = line.p[0] };
	struct span rest = span_skip(line, 1);
	struct span host = { NULL, 0 };
	struct span port = { NULL, 0 };
	uint64_t number;

	span_cut(&rest, '\t', &out.display);
	span_cut(&rest, '\t', &out.selector);
	span_cut(&rest, '\t', &host);
	span_cut(&rest, '\t', &port);
	if (host.len > 0)
		out.host = host;
	if (span_number(port, 65535, &number))
		out.port = (unsigned)number;
	if (out.type == 'i')
		out.kind = GOPHERMAP_INFO;
	/* An empty selector with a host is that host's root (Bucktooth). */
	else if (out.selector.len == 0 && host.len == 0)
		out.selector = out.display;
	return out;
}

struct gophermap_line
gophermap_read(struct span line)
{
	struct gophermap_line out = { .type = 'i' };

	if (line.len > 0 && line.p[line.len - 1] == '\r')
		line.len--;
	if (span_starts(line, SPAN("#")))
		return (struct gophermap_line){ .kind = GOPHERMAP_COMMENT,
			.type = 'i',
			.display = span_skip(line, 1) };
	if (span_has(line, '\t')) {
		if (is_printable(line.p[0]))
			return read_item(line);
	} else if (read_mark(line, &out)) {
		return out;
	}
	return (struct gophermap_line){ .type = 'i', .display = line };
}

static void
add_end(struct buf *b)
{
	buf_str(b, "\r\n");
}

/* Text in UTF-8, or in the character set of the gophermap's author, whose
 * bytes stay; never a control byte. */
static void
add_text(struct buf *b, struct span text)
{
	if (utf8_is_clean(text)) {
		buf_span_add(b, text);
		return;
	}
	if (utf8_valid(text)) {
		utf8_add_clean(b, text);
		return;
	}
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.p[i];

		/* Left out, it could let the bytes around it become a control
		 * character of UTF-8. */
		buf_char(b, c >= ' ' && c != 0x7f ? text.p[i] : ' ');
	}
}

/* What Lagrange would take for a link or for preformatted text, and others
 * for the end. */
static bool
is_misread(struct span shown)
{
	return span_starts(shown, SPAN("=>")) ||
	    span_starts(shown, SPAN("```")) || span_eq(shown, SPAN("."));
}

static void
end_info(struct buf *b)
{
	buf_str(b, "\t\t" GOPHER_NOWHERE_HOST "\t1\r\n");
}

void
gophermap_clean_info(struct buf *b, struct span text)
{
	buf_char(b, 'i');
	if (is_misread(text))
		buf_char(b, ' ');
	buf_span_add(b, text);
	end_info(b);
}

void
gophermap_info(struct buf *b, struct span text)
{
	size_t start;

	if (utf8_is_clean(text)) {
		gophermap_clean_info(b, text);
		return;
	}
	buf_char(b, 'i');
	start = b->len;
	add_text(b, text);
	if (is_misread(span_skip(buf_span(b), start))) {
		buf_truncate(b, start);
		buf_char(b, ' ');
		add_text(b, text);
	}
	end_info(b);
}

/* Type, display text, TAB, selector. */
static void
add_item(struct buf *b, char type, struct span display, struct span selector)
{
	buf_char(b, type);
	add_text(b, display);
	buf_char(b, '\t');
	utf8_add_clean(b, selector);
}

void
gophermap_item(
    struct buf *b, char type, struct span display, struct span selector)
{
	/* An empty selector would mean the display text. */
	if (selector.len == 0)
		selector = SPAN("/");
	add_item(b, type, display, selector);
	add_end(b);
}

void
gopher_menu_item(struct buf *b, char type, struct span display,
    struct span selector, struct span host, unsigned port)
{
	add_item(b, type, display, selector);
	buf_char(b, '\t');
	utf8_add_clean(b, host);
	buf_printf(b, "\t%u", port);
	add_end(b);
}

void
gopher_menu_error(struct buf *b, struct span message)
{
	gopher_menu_item(b, '3', message, SPAN(""), SPAN(GOPHER_NOWHERE_HOST),
	    GOPHER_NOWHERE_PORT);
	gopher_menu_end(b);
}

void
gopher_menu_end(struct buf *b)
{
	buf_char(b, '.');
	add_end(b);
}

bool
gopher_is_selector(struct span selector)
{
	if (selector.len > 255)
		return false;
	for (size_t i = 0; i < selector.len; i++)
		if (selector.p[i] < ' ' || selector.p[i] > '~')
			return false;
	return true;
}
