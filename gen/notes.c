/* SPDX-License-Identifier: ISC */
/*
 * A pass over the lines of a body that has a footnote in it, before and after
 * it is parsed.
 */
#include "notes.h"

#include "die.h"
#include "markdown_code.h"
#include "messages_content.h"

/* The longest name of a footnote that the parser looks for. */
#define LABEL_MAX 1000

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

bool
notes_is_definition(struct span line, struct span *label)
{
	size_t indent = 0;
	size_t end;

	while (indent < line.len && line.p[indent] == ' ')
		indent++;
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
		struct span label;

		body = span_skip(body, at + mark.len);
		label = span_first(body, LABEL_MAX);
		label = span_first(label, span_find(label, '\n'));
		if (span_starts(
			span_skip(body, span_find(label, ']')), SPAN("]:")))
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

/* Somewhere in the body, if only in code: "[^" whose "]" is in another line. */
static bool
has_open(struct span body)
{
	size_t at;

	while ((at = span_search(body, SPAN("[^"))) < body.len) {
		struct span label;

		body = span_skip(body, at + 2);
		label = span_first(body, LABEL_MAX);
		if (span_find(label, '\n') < span_find(label, ']'))
			return true;
	}
	return false;
}

bool
notes_escape(struct buf *out, struct span body)
{
	struct span line;
	struct markdown_code code = { .may_begin = true };
	bool has_any = false;

	if (!has_open(body))
		return false;
	while (span_line(&body, &line)) {
		size_t at = line.len;

		if (!markdown_watch_code(&code, line))
			at = find_open(line);
		if (at < line.len && is_closed(body)) {
			buf_span_add(out, span_first(line, at));
			buf_char(out, '\\');
			line = span_skip(line, at);
			has_any = true;
		}
		buf_span_add(out, line);
		buf_char(out, '\n');
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
		if (!notes_is_definition(line, &label))
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
