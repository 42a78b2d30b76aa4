/* SPDX-License-Identifier: ISC */
/*
 * Told without parsing: a paragraph of a list item or a footnote is indented as
 * code is elsewhere.
 */
#include "markdown_code.h"

#include "markdown_open.h"
#include "notes.h"

#define INDENT 4

static size_t
count_spaces(struct span line)
{
	size_t n = 0;

	while (n < line.len && line.p[n] == ' ')
		n++;
	return n;
}

/* The column at which the words begin in a list item ("- ", "1. "), what a
 * term means (": ") or a footnote; 0 when the line begins none of them. */
static size_t
item_column(struct span line)
{
	struct span label, rest = line, marks = SPAN("-+*:");
	size_t spaces;

	if (notes_is_definition(line, &label))
		return INDENT;
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
markdown_watch_code(struct markdown_code *code, struct span line)
{
	bool is_code;

	if (code->may_begin && line.len > 0 && !ascii_is_space(line.p[0]))
		code->column = 0;
	is_code = code->may_begin && is_code_in(code->column, line);
	if (!is_code && item_column(line) > 0)
		code->column = item_column(line);
	code->may_begin = is_code || span_trim(line).len == 0;
	return is_code;
}
