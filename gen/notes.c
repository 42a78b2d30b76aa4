/* SPDX-License-Identifier: ISC */
/*
 * A pass over the lines of a body that has a footnote in it, before and after
 * it is parsed.
 */
#include "notes.h"

#include "die.h"
#include "messages_content.h"

void
line_set_add(struct line_set *set, unsigned line)
{
	if (set->count == set->cap) {
		set->cap = set->cap > 0 ? set->cap * 2 : 32;
		set->line =
		    xreallocarray(set->line, set->cap, sizeof(*set->line));
	}
	set->line[set->count++] = line;
}

void
line_set_release(struct line_set *set)
{
	free(set->line);
	*set = (struct line_set){ 0 };
}

static int
compare(const void *va, const void *vb)
{
	unsigned a = *(const unsigned *)va;
	unsigned b = *(const unsigned *)vb;

	return (a > b) - (a < b);
}

static size_t
count_spaces(struct span line)
{
	size_t n = 0;

	while (n < line.len && line.p[n] == ' ')
		n++;
	return n;
}

/* "   [^label]:" -> label; false when the line is something else. */
static bool
is_definition(struct span line, struct span *label)
{
	size_t indent = count_spaces(line);
	size_t end;

	line = span_skip(line, indent);
	if (indent > 3 || !span_starts(line, SPAN("[^")))
		return false;
	end = span_find(line, ']');
	*label = span_skip(span_first(line, end), 2);
	return label->len > 0 && !span_has(*label, ' ') && end + 1 < line.len &&
	    line.p[end + 1] == ':';
}

bool
notes_has_any(struct span body)
{
	struct span mark = SPAN("[^");

	for (size_t at; (at = span_search(body, mark)) < body.len;) {
		size_t end;

		body = span_skip(body, at + mark.len);
		end = span_find(span_first(body, span_find(body, '\n')), ']');
		if (span_starts(span_skip(body, end), SPAN("]:")))
			return true;
	}
	return false;
}

/* Where in the line the last "[^" stands that has no "]" and is not in code;
 * `len` without one. */
static size_t
find_open(struct span line)
{
	size_t at = span_rfind(line, '[');
	size_t ticks = 0;

	if (!span_starts(span_skip(line, at), SPAN("[^")) ||
	    span_has(span_skip(line, at), ']'))
		return line.len;
	for (size_t i = 0; i < at; i++)
		ticks += line.p[i] == '`';
	return ticks % 2 == 0 ? at : line.len;
}

/* The longest name of a footnote that the parser looks for. */
#define LABEL_MAX 1000

/* A "]" follows in the paragraph, and is not that of a link.  Before "][" it is
 * taken for none: were there no such reference, its words would be lost. */
static bool
is_closed(struct span rest)
{
	struct span line;

	rest = span_first(rest, LABEL_MAX);
	while (span_line(&rest, &line) && span_trim(line).len > 0) {
		size_t end = span_find(line, ']');

		line = span_skip(line, end);
		if (line.len > 0)
			return !span_starts(line, SPAN("]("));
	}
	return false;
}

/* The column at which the words begin in a list item ("- ", "1. "), what a
 * term means (": ") or a footnote; 0 when the line begins none of them. */
static size_t
item_column(struct span line)
{
	struct span label, rest = line, marks = SPAN("-+*:");
	size_t spaces;

	if (is_definition(line, &label))
		return 4;
	rest = span_skip(rest, count_spaces(rest));
	if (rest.len > 0 && ascii_is_digit(rest.p[0])) {
		marks = SPAN(".)");
		while (rest.len > 0 && ascii_is_digit(rest.p[0]))
			rest = span_skip(rest, 1);
	}
	if (rest.len == 0 || !span_has(marks, rest.p[0]))
		return 0;
	rest = span_skip(rest, 1);
	spaces = count_spaces(rest);
	if (spaces == 0 && !span_starts(rest, SPAN("\t")))
		return 0;
	return line.len - rest.len + (spaces > 0 && spaces < 5 ? spaces : 1);
}

/* Code when it follows an empty line, or code: four columns further in than
 * the words of the item that it may belong to. */
static bool
is_code_in(size_t column, struct span line)
{
	while (column > 0 && line.len > 0 &&
	    (line.p[0] == ' ' || line.p[0] == '\t')) {
		column -= line.p[0] == ' ' || column < 4 ? 1 : 4;
		line = span_skip(line, 1);
	}
	return line.len == 0 || markdown_is_indented(line);
}

bool
notes_escape(struct buf *out, struct span body)
{
	struct markdown_fence fence = { 0 };
	struct span line;
	size_t column = 0; /* of the words in the item above */
	bool is_code = true, has_any = false;

	while (span_line(&body, &line)) {
		size_t at = line.len;

		markdown_watch_fence(&fence, line);
		if (is_code && line.len > 0 && !ascii_is_space(line.p[0]))
			column = 0;
		is_code = is_code && is_code_in(column, line);
		if (!is_code && item_column(line) > 0)
			column = item_column(line);
		if (fence.mark == 0 && !is_code)
			at = find_open(line);
		if (at < line.len && is_closed(body)) {
			buf_span_add(out, span_first(line, at));
			buf_char(out, '\\');
			line = span_skip(line, at);
			has_any = true;
		}
		buf_span_add(out, line);
		buf_char(out, '\n');
		is_code = is_code || span_trim(line).len == 0;
	}
	return has_any;
}

void
notes_report_unused(struct span body, const struct markdown_source *source,
    struct line_set *known, const struct markdown_shift *shift,
    struct losses *losses)
{
	unsigned offset = source->first_line - 1;
	struct span line;
	struct span label;

	if (span_search(body, SPAN("[^")) == body.len)
		return;
	if (known->count > 0)
		qsort(known->line, known->count, sizeof(*known->line), compare);
	for (unsigned n = offset + 1; span_line(&body, &line); n++) {
		if (!is_definition(line, &label))
			continue;
		if (known->count > 0 &&
		    bsearch(&n, known->line, known->count, sizeof(*known->line),
			compare) != NULL)
			continue;
		losses_add(losses, LOSS_WARNING, source->file,
		    markdown_shift_back(shift, n - offset) + offset,
		    MSG_FOOTNOTE_UNUSED, (int)(label.len < 60 ? label.len : 60),
		    label.p);
	}
}
