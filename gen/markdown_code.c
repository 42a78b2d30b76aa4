/* SPDX-License-Identifier: ISC */
/*
 * Told without parsing, by the containers that each line goes on or begins:
 * a paragraph of a list item or a footnote is indented as code is elsewhere,
 * and a fence ends with what it stands in.
 */
#include "markdown_code.h"

#include "notes.h"

#define INDENT 4      /* columns, of code and of what a footnote holds */
#define MARK_SPACES 4 /* columns: most after the mark of an item */
#define DIGITS_MAX 9  /* of an item's number */

/* Where in a line we are; a tab may be taken in part. */
struct place {
	struct span rest;
	size_t column;
	size_t part; /* columns of a tab before `rest` */
};

static size_t
count_indent(const struct place *at)
{
	size_t column = at->column + at->part;

	for (size_t i = 0; i < at->rest.len; i++) {
		if (at->rest.p[i] == ' ')
			column++;
		else if (at->rest.p[i] == '\t')
			column += 4 - column % 4;
		else
			break;
	}
	return column - at->column;
}

/* Past so many columns of spaces, or marks, which are one each. */
static void
skip_columns(struct place *at, size_t columns)
{
	for (; columns > 0; columns--) {
		if (at->part == 0 && at->rest.len == 0)
			return;
		if (at->part > 0) {
			at->part--;
		} else {
			if (at->rest.p[0] == '\t')
				at->part = 3 - at->column % 4;
			at->rest = span_skip(at->rest, 1);
		}
		at->column++;
	}
}

static bool
is_empty(const struct place *at)
{
	return span_trim(at->rest).len == 0;
}

/* What follows the spaces. */
static struct span
words(const struct place *at)
{
	return span_trim(at->rest);
}

/* "> " */
static bool
take_quote(struct place *at)
{
	size_t indent = count_indent(at);

	if (indent >= INDENT || !span_starts(words(at), SPAN(">")))
		return false;
	skip_columns(at, indent + 1);
	if (count_indent(at) > 0)
		skip_columns(at, 1);
	return true;
}

/* Go into the containers that the line goes on; returns how many. */
static size_t
enter(const struct markdown_code *code, struct place *at)
{
	size_t i;

	for (i = 0; i < code->depth; i++) {
		if (code->width[i] == 0) {
			if (!take_quote(at))
				break;
		} else if (count_indent(at) >= code->width[i]) {
			skip_columns(at, code->width[i]);
		} else if (!is_empty(at)) {
			break;
		}
	}
	return i;
}

/* How long the mark of a list item ("-", "12.") or of what a term means (":")
 * at the front of `s` is, or 0.  Within a paragraph only 1 begins a list. */
static size_t
item_mark(struct span s, bool in_paragraph)
{
	struct span marks = SPAN("-+*:");
	size_t len = 0;

	while (len < s.len && len < DIGITS_MAX && ascii_is_digit(s.p[len]))
		len++;
	if (in_paragraph && len > 0 && (len > 1 || s.p[0] != '1'))
		return 0;
	if (len > 0)
		marks = SPAN(".)");
	if (len == s.len || !span_has(marks, s.p[len]))
		return 0;
	len++;
	if (len == s.len)
		return in_paragraph ? 0 : len;
	return s.p[len] == ' ' || s.p[len] == '\t' ? len : 0;
}

/* Into a list item or footnote that begins here: its width, or 0. */
static size_t
take_item(struct place *at, bool in_paragraph)
{
	size_t indent = count_indent(at);
	struct span s = words(at), label;
	size_t mark, spaces;

	if (indent >= INDENT)
		return 0;
	if (notes_is_definition(s, &label)) {
		skip_columns(at, indent);
		at->part = 0;
		at->rest = span_skip(at->rest, span_find(at->rest, ':') + 1);
		return INDENT;
	}
	mark = item_mark(s, in_paragraph);
	if (mark == 0)
		return 0;
	skip_columns(at, indent + mark);
	spaces = count_indent(at);
	if (spaces > MARK_SPACES || is_empty(at))
		spaces = 1;
	skip_columns(at, spaces);
	return indent + mark + spaces;
}

/* "* * *", "---", "===": nothing but these marks. */
static bool
is_rule(struct span s)
{
	size_t marks = 0;

	if (s.len == 0 || memchr("-*_=", s.p[0], 4) == NULL)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == s.p[0])
			marks++;
		else if (s.p[i] != ' ' && s.p[i] != '\t')
			return false;
	}
	return marks >= 3;
}

static bool
is_heading(struct span s)
{
	size_t marks = 0;

	while (marks < s.len && s.p[marks] == '#')
		marks++;
	return marks > 0 && marks <= 6 &&
	    (marks == s.len || s.p[marks] == ' ' || s.p[marks] == '\t');
}

size_t
markdown_fence_run(struct span line)
{
	size_t run = 0;

	if (line.len == 0 || (line.p[0] != '`' && line.p[0] != '~'))
		return 0;
	while (run < line.len && line.p[run] == line.p[0])
		run++;
	/* Else a code span. */
	return run >= 3 &&
		(line.p[0] == '~' || !span_has(span_skip(line, run), '`'))
	    ? run
	    : 0;
}

/* A line within a fence: code, or the fence's end. */
static void
look_for_end(struct markdown_code *code, const struct place *at)
{
	struct span s = words(at);
	size_t run = markdown_fence_run(s);

	if (count_indent(at) < INDENT && run == s.len &&
	    run >= code->fence_len && s.p[0] == code->fence) {
		code->fence = 0;
		code->may_begin = true;
	}
}

/* Into what begins on the line; true when anything does. */
static bool
begin(struct markdown_code *code, struct place *at, bool in_paragraph)
{
	size_t depth = code->depth;

	while (code->depth < MARKDOWN_NESTING && !is_rule(words(at))) {
		size_t width = 0;

		if (!take_quote(at)) {
			width =
			    take_item(at, in_paragraph && code->depth == depth);
			if (width == 0)
				break;
		}
		code->width[code->depth++] = width;
	}
	return code->depth > depth;
}

/* A line, or its rest, that begins no container. */
static bool
begin_leaf(struct markdown_code *code, const struct place *at)
{
	struct span s = words(at);
	size_t run = markdown_fence_run(s);

	if (count_indent(at) >= INDENT)
		return code->may_begin && s.len > 0;
	code->may_begin = s.len == 0 || is_rule(s) || is_heading(s);
	if (run == 0)
		return false;
	code->fence = s.p[0];
	code->fence_len = run;
	return true;
}

bool
markdown_watch_code(struct markdown_code *code, struct span line)
{
	struct place at = { .rest = line };
	size_t entered = enter(code, &at);
	size_t depth = code->depth;
	bool is_lazy, is_code;

	if (code->fence != 0 && entered == depth) {
		look_for_end(code, &at);
		return true;
	}
	if (code->fence != 0)
		code->may_begin = true;
	code->fence = 0;
	code->depth = entered;
	if (is_empty(&at)) {
		code->may_begin = true;
		return false;
	}
	is_lazy = !code->may_begin && entered < depth;
	if (begin(code, &at, !code->may_begin && entered == depth)) {
		code->may_begin = true;
		is_lazy = false;
	}
	is_code = begin_leaf(code, &at);
	/* Words that go on a paragraph, if less far in. */
	if (is_lazy && !is_code && !code->may_begin)
		code->depth = depth;
	return is_code;
}
