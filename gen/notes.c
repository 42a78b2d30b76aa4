/* SPDX-License-Identifier: ISC */
/*
 * One pass over the lines of a body that has a footnote in it.
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

/* "   [^label]:" -> label; false when the line is something else. */
static bool
is_definition(struct span line, struct span *label)
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
		size_t end;

		body = span_skip(body, at + mark.len);
		end = span_find(span_first(body, span_find(body, '\n')), ']');
		if (span_starts(span_skip(body, end), SPAN("]:")))
			return true;
	}
	return false;
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
