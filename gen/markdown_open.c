/* SPDX-License-Identifier: ISC */
/*
 * One pass, line by line; code between fences is left alone.
 */
#include "markdown_open.h"

#include <stdlib.h>

#include "die.h"
#include "html_tags.h"
#include "markdown_code.h"
#include "markdown_mend.h"

#define NAME_MAX_LEN 16

#define OUT_MAX ((size_t)16 << 20)
#define INDENT 4 /* columns: CommonMark's indented code */

struct opening {
	struct buf *out;
	struct markdown_shift *shift;
	unsigned line; /* of the new text, next to be written */
	struct markdown_code code;
};

void
markdown_shift_add(struct markdown_shift *shift, unsigned line)
{
	if (shift->count == shift->cap) {
		shift->cap = shift->cap > 0 ? shift->cap * 2 : 16;
		shift->line = xreallocarray(
		    shift->line, shift->cap, sizeof(*shift->line));
	}
	shift->line[shift->count++] = line;
}

static void
put(struct opening *o, struct span text)
{
	buf_span_add(o->out, text);
	buf_char(o->out, '\n');
	o->line++;
}

/* A line of ours. */
static void
put_in(struct opening *o, struct span text)
{
	markdown_shift_add(o->shift, o->line);
	put(o, text);
}

static struct span
without_indent(struct span line)
{
	for (int i = 0; i < 3 && span_starts(line, SPAN(" ")); i++)
		line = span_skip(line, 1);
	return line;
}

bool
markdown_is_indented(struct span line)
{
	size_t i = 0;

	while (i < line.len && i < INDENT && line.p[i] == ' ')
		i++;
	return i == INDENT || (i < line.len && line.p[i] == '\t');
}

void
markdown_watch_fence(struct markdown_fence *fence, struct span line)
{
	size_t run = 0;

	line = without_indent(line);
	if (line.len < 3 || (line.p[0] != '`' && line.p[0] != '~'))
		return;
	while (run < line.len && line.p[run] == line.p[0])
		run++;
	if (run < 3 || (fence->mark != 0 && line.p[0] != fence->mark))
		return;
	if (fence->mark == 0) {
		fence->mark = line.p[0];
		fence->len = run;
	} else if (run >= fence->len &&
	    span_trim(span_skip(line, run)).len == 0) {
		fence->mark = 0;
	}
}

static bool
is_block_name(struct span name)
{
	char copy[NAME_MAX_LEN];
	enum html_action action;

	if (name.len == 0 || name.len >= sizeof(copy))
		return false;
	for (size_t i = 0; i < name.len; i++)
		copy[i] = ascii_lower(name.p[i]);
	copy[name.len] = '\0';
	action = html_tag_action(copy);
	return action == HTML_BLOCK || action == HTML_ITEM ||
	    action == HTML_QUOTE || action == HTML_CELL ||
	    action == HTML_MEANING || action == HTML_TERM ||
	    action == HTML_HEADING;
}

/* markdown="1", "block" or "span", with quotes or without. */
static bool
says_markdown(struct span tag)
{
	static const char *const values[] = { "1", "block", "span" };
	size_t at = span_search(tag, SPAN(" markdown="));
	struct span value = span_skip(tag, at + sizeof(" markdown=") - 1);

	if (span_starts(value, SPAN("\"")) || span_starts(value, SPAN("'")))
		value = span_skip(value, 1);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (span_starts(value, span_str(values[i])))
			return true;
	}
	return false;
}

/* The length of such a tag at the beginning of the line, or 0. */
static size_t
tag_length(struct span line)
{
	struct span s = without_indent(line);
	size_t indent = line.len - s.len;
	size_t end = span_find(s, '>');
	size_t len = 1;

	if (!span_starts(s, SPAN("<")) || end == s.len)
		return 0;
	while (
	    len < end && (ascii_is_alpha(s.p[len]) || ascii_is_digit(s.p[len])))
		len++;
	if (!is_block_name(span_make(s.p + 1, len - 1)) ||
	    !says_markdown(span_first(s, end)))
		return 0;
	return indent + end + 1;
}

/* A line that begins with such a tag of that length; `next` follows. */
static void
put_opened(struct opening *o, struct span line, size_t len, struct span next)
{
	struct span rest = span_trim(span_skip(line, len));
	size_t close;

	if (rest.len == 0 || rest.p[0] == '<') {
		put(o, line);
		if (span_trim(next).len > 0)
			put_in(o, SPAN(""));
		return;
	}
	put(o, span_first(line, len));
	put_in(o, SPAN(""));
	close = span_rfind(rest, '<');
	if (!span_starts(span_skip(rest, close), SPAN("</")))
		close = rest.len;
	put_in(o, span_first(rest, close));
	if (close < rest.len) {
		put_in(o, SPAN(""));
		put_in(o, span_skip(rest, close));
	}
}

/* Where no "<?" has an end any more. */
static size_t
last_end(struct span body)
{
	size_t end = 0;

	for (;;) {
		size_t at = span_search(span_skip(body, end), SPAN("?>"));

		if (end + at >= body.len)
			return end;
		end += at + 2;
	}
}

static bool
is_instruction(struct span line)
{
	return span_starts(without_indent(line), SPAN("<?"));
}

static void
put_escaped(struct opening *o, struct span line)
{
	size_t indent = span_find(line, '<');

	buf_span_add(o->out, span_first(line, indent));
	buf_char(o->out, '\\');
	put(o, span_skip(line, indent));
}

static bool
open_all(struct buf *out, struct span body, struct markdown_shift *shift)
{
	struct opening o = {
		.out = out, .shift = shift, .line = 1, .code.may_begin = true
	};
	struct markdown_shift given = *shift;
	size_t endless = last_end(body);
	const char *start = body.p;
	size_t next_given = 0;
	struct span line;

	if (span_search(body, SPAN(" markdown=")) == body.len &&
	    span_search(span_skip(body, endless), SPAN("<?")) + endless >=
		body.len)
		return false;
	*shift = (struct markdown_shift){ 0 };
	for (unsigned n = 1; span_line(&body, &line); n++) {
		struct span next = span_first(body, span_find(body, '\n'));
		size_t len = o.code.fence == 0 ? tag_length(line) : 0;

		if (next_given < given.count && given.line[next_given] == n) {
			markdown_shift_add(shift, o.line);
			next_given++;
		}
		(void)markdown_watch_code(&o.code, line);
		if (o.code.fence == 0 && is_instruction(line) &&
		    line.p >= start + endless)
			put_escaped(&o, line);
		else if (len > 0)
			put_opened(&o, line, len, next);
		else
			put(&o, line);
	}
	markdown_shift_release(&given);
	return true;
}

bool
markdown_open(struct buf *out, struct span body, struct markdown_shift *shift)
{
	bool is_open = open_all(out, body, shift);
	struct buf opened;

	if (!is_open)
		return markdown_mend(out, body, shift);
	opened = *out;
	buf_init(out, OUT_MAX);
	if (markdown_mend(out, buf_span(&opened), shift)) {
		buf_release(&opened);
	} else {
		buf_release(out);
		*out = opened;
	}
	return true;
}

unsigned
markdown_shift_back(const struct markdown_shift *shift, unsigned line)
{
	size_t low = 0;
	size_t high = shift->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (shift->line[middle] <= line)
			low = middle + 1;
		else
			high = middle;
	}
	return line - (unsigned)low;
}

void
markdown_shift_release(struct markdown_shift *shift)
{
	free(shift->line);
	*shift = (struct markdown_shift){ 0 };
}
