/* SPDX-License-Identifier: ISC */
/*
 * One pass: the last ": text" of a paragraph waits for the first line after
 * the empty ones.
 */
#include "markdown_define.h"

#include "markdown_code.h"
#include "markdown_open.h"

enum before {
	BEFORE_NOTHING, /* or what is no term */
	BEFORE_TERM	/* a paragraph, or a definition */
};

struct defining {
	struct buf *out;
	struct line_set *lines;
	struct markdown_code code;
	enum before before;
	bool is_after_empty;
	bool is_open;	  /* within a definition, by what is indented */
	unsigned waiting; /* the line of a mark; 0: none */
	size_t at;	  /* of that mark in `out` */
};

static bool
is_mark(struct span line)
{
	return line.len > 2 && line.p[0] == ':' && line.p[1] == ' ';
}

/* A line of words, not the beginning of another block. */
static bool
is_term(struct span line)
{
	size_t digits = 0;

	if (span_find(SPAN(" #>|<:"), line.p[0]) < 6)
		return false;
	if (span_find(SPAN("-+*"), line.p[0]) < 3)
		return line.len > 1 && line.p[1] != ' ' &&
		    line.p[1] != line.p[0];
	while (digits < line.len && ascii_is_digit(line.p[digits]))
		digits++;
	return digits == 0 || digits == line.len ||
	    (line.p[digits] != '.' && line.p[digits] != ')');
}

static void
look(struct defining *d, struct span line, unsigned n)
{
	if (markdown_is_indented(line)) {
		if (d->waiting > 0 && d->is_after_empty) {
			d->out->data[d->at] = '+';
			line_set_add(d->lines, d->waiting);
			d->waiting = 0;
			d->is_open = true;
		}
		if (d->is_after_empty && !d->is_open)
			d->before = BEFORE_NOTHING;
		return;
	}
	if (d->is_after_empty || is_mark(line))
		d->waiting = 0;
	if (is_mark(line)) {
		if (d->before == BEFORE_TERM) {
			d->waiting = n;
			d->at = d->out->len;
		}
		return;
	}
	if (d->is_after_empty || !is_term(line)) {
		d->is_open = false;
		d->before = is_term(line) ? BEFORE_TERM : BEFORE_NOTHING;
	}
}

bool
markdown_define(struct buf *out, struct span body, struct line_set *lines)
{
	struct defining d = { .out = out,
		.lines = lines,
		.code.may_begin = true,
		.is_after_empty = true };
	struct span line;

	if (span_search(body, SPAN("\n: ")) == body.len)
		return false;
	for (unsigned n = 1; span_line(&body, &line); n++) {
		bool was_fenced = d.code.fence != 0;

		(void)markdown_watch_code(&d.code, line);
		if (was_fenced || d.code.fence != 0) {
			d.before = BEFORE_NOTHING;
			d.waiting = 0;
		} else if (span_trim(line).len > 0) {
			look(&d, line, n);
		}
		d.is_after_empty = span_trim(line).len == 0;
		buf_span_add(out, line);
		buf_char(out, '\n');
	}
	return lines->count > 0;
}

bool
markdown_is_defined(const struct line_set *lines, unsigned line)
{
	size_t low = 0, high = lines->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (lines->line[middle] < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low < lines->count && lines->line[low] == line;
}
