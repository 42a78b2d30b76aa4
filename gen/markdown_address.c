/* SPDX-License-Identifier: ISC */
/*
 * A pass over the lines before they are parsed, outside of code.
 */
#include "markdown_address.h"

#include "markdown_code.h"

#define EXTENSION_MAX 5
/* Of an address with its title: what is longer stays as it is. */
#define ADDRESS_MAX 2048

/* The ')' that ends what begins after "](", past pairs within; the length
 * without one. */
static size_t
find_close(struct span s)
{
	unsigned open = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '(')
			open++;
		else if (s.p[i] == ')' && open-- == 0)
			return i;
	}
	return s.len;
}

/* An address and a title in quotes or brackets, if there is one: the address. */
static struct span
without_title(struct span s)
{
	size_t at;

	char mark;

	s = span_trim(s);
	mark = s.len > 1 ? s.p[s.len - 1] : ' ';
	if (memchr("\"')", mark, 3) == NULL)
		return s;
	at = span_rfind(span_first(s, s.len - 1), mark == ')' ? '(' : mark);
	if (at == 0 || at >= s.len - 1 || s.p[at - 1] != ' ')
		return s;
	return span_trim(span_first(s, at));
}

/* "a.pdf", "my file.jpeg" */
static bool
has_extension(struct span s)
{
	struct span extension = span_skip(s, span_rfind(s, '.') + 1);

	for (size_t i = 0; i < extension.len; i++)
		if (!ascii_is_alpha(extension.p[i]) &&
		    !ascii_is_digit(extension.p[i]))
			return false;
	return extension.len > 0 && extension.len <= EXTENSION_MAX;
}

static bool
is_address_with_spaces(struct span s)
{
	if (!span_has(s, ' ') || span_has(s, '<') || span_has(s, '>') ||
	    span_has(s, '"'))
		return false;
	return span_starts(s, SPAN("/")) || span_starts(s, SPAN("./")) ||
	    span_starts(s, SPAN("../")) || span_starts(s, SPAN("http://")) ||
	    span_starts(s, SPAN("https://")) || has_extension(s);
}

/* What begins after "](": its address if there are spaces in it, else an empty
 * span.  Looks no further than the line, and ADDRESS_MAX. */
static struct span
address_of(struct span rest)
{
	struct span inside, address;

	rest = span_first(rest, ADDRESS_MAX);
	rest = span_first(rest, span_find(rest, '\n'));
	inside = span_first(rest, span_find(rest, ')'));
	/* As a rule there are none. */
	if (inside.len == rest.len ||
	    (!span_has(inside, ' ') && !span_has(inside, '(')))
		return SPAN("");
	inside = span_first(rest, find_close(rest));
	address = without_title(inside);
	return inside.len < rest.len && is_address_with_spaces(address)
	    ? address
	    : SPAN("");
}

/* Somewhere in the body, if only in code. */
static bool
has_address_with_spaces(struct span body)
{
	size_t at;

	while ((at = span_search(body, SPAN("]("))) < body.len) {
		body = span_skip(body, at + 2);
		if (address_of(body).len > 0)
			return true;
	}
	return false;
}

/* One after an odd number of '`'. */
static bool
ends_in_code(struct span s, bool is_in_code)
{
	for (size_t i = 0; i < s.len; i++)
		is_in_code ^= s.p[i] == '`';
	return is_in_code;
}

static bool
add_line(struct buf *out, struct span line)
{
	struct span rest = line;
	bool has_any = false, is_in_code = false;
	size_t at;

	while ((at = span_search(rest, SPAN("]("))) < rest.len) {
		struct span address, done;

		at += 2;
		buf_span_add(out, span_first(rest, at));
		is_in_code = ends_in_code(span_first(rest, at), is_in_code);
		rest = span_skip(rest, at);
		address = address_of(rest);
		if (address.len == 0 || is_in_code)
			continue;
		buf_char(out, '<');
		buf_span_add(out, address);
		buf_char(out, '>');
		done = span_first(
		    rest, (size_t)(address.p - rest.p) + address.len);
		is_in_code = ends_in_code(done, is_in_code);
		rest = span_skip(rest, done.len);
		has_any = true;
	}
	buf_span_add(out, rest);
	return has_any;
}

bool
markdown_addresses(struct buf *out, struct span body)
{
	struct markdown_code code = { .may_begin = true };
	struct span line;
	bool has_any = false;

	if (!has_address_with_spaces(body))
		return false;
	while (span_line(&body, &line)) {
		if (markdown_watch_code(&code, line))
			buf_span_add(out, line);
		else if (add_line(out, line))
			has_any = true;
		buf_char(out, '\n');
	}
	return has_any;
}
