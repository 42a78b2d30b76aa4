/* SPDX-License-Identifier: ISC */
/*
 * A table is known by its second line, of dashes and bars; its rows go on to
 * the next empty line.  Bars that part no cells get a backslash, which the
 * parser takes off.
 */
#include "markdown_rows.h"

#include "markdown_code.h"

/* Within quotes, without the bars at both ends. */
static struct span
inner_row(struct span line)
{
	while (line.len > 0 && (ascii_is_space(line.p[0]) || line.p[0] == '>'))
		line = span_skip(line, 1);
	line = span_trim(line);
	if (span_starts(line, SPAN("|")))
		line = span_skip(line, 1);
	if (span_ends(line, SPAN("|")) && !span_ends(line, SPAN("\\|")))
		line.len--;
	return line;
}

/* The length of the code that begins with these ticks; of the ticks alone when
 * it has no end. */
static size_t
code_len(struct span s)
{
	size_t ticks = 0, run = 0;

	while (ticks < s.len && s.p[ticks] == '`')
		ticks++;
	for (size_t i = ticks; i < s.len; i++) {
		run = s.p[i] == '`' ? run + 1 : 0;
		if (run == ticks && (i + 1 == s.len || s.p[i + 1] != '`'))
			return i + 1;
	}
	return ticks;
}

/*
 * The cells of a row, at most `most`: those bars that part them stay, the
 * others are escaped; `out` may be NULL.  With `in_code` the ones in code part
 * cells too, as they do for the parser.
 */
static size_t
split_row(struct buf *out, struct span row, bool in_code, size_t most)
{
	size_t cells = 1, code_end = 0;

	for (size_t i = 0; i < row.len; i++) {
		bool is_bar =
		    row.p[i] == '|' && (i == 0 || row.p[i - 1] != '\\');

		if (!in_code && row.p[i] == '`' && i >= code_end)
			code_end = i + code_len(span_skip(row, i));
		if (is_bar && i >= code_end && cells < most)
			cells++;
		else if (is_bar && out != NULL)
			buf_char(out, '\\');
		if (out != NULL)
			buf_char(out, row.p[i]);
	}
	return cells;
}

/* How many columns a line of dashes and bars begins; 0 when it is none. */
static size_t
count_columns(struct span line)
{
	struct span row = inner_row(line);

	if (!span_has(row, '-') || !span_has(line, '|'))
		return 0;
	for (size_t i = 0; i < row.len; i++)
		if (memchr("-:| \t", row.p[i], 5) == NULL)
			return 0;
	return split_row(NULL, row, true, SIZE_MAX);
}

/* Somewhere in the body, if only in code. */
static bool
has_long_row(struct span body)
{
	size_t columns = 0;
	struct span line;

	while (span_line(&body, &line)) {
		if (!span_has(line, '|'))
			columns = 0;
		else if (columns == 0)
			columns = count_columns(line);
		else if (split_row(NULL, inner_row(line), true, SIZE_MAX) >
		    columns)
			return true;
	}
	return false;
}

static void
add_row(struct buf *out, struct span line, size_t columns)
{
	struct span row = inner_row(line);

	buf_add(out, line.p, (size_t)(row.p - line.p));
	(void)split_row(out, row, false, columns);
	buf_span_add(out, span_skip(line, (size_t)(row.p - line.p) + row.len));
}

bool
markdown_rows(struct buf *out, struct span body)
{
	struct markdown_code code = { .may_begin = true };
	bool has_any = false, has_head = false;
	size_t columns = 0; /* of the table around; 0: in none */
	struct span line;

	if (!span_has(body, '|') || !has_long_row(body))
		return false;
	while (span_line(&body, &line)) {
		bool is_code = markdown_watch_code(&code, line);
		bool is_row = columns > 0 && inner_row(line).len > 0;

		if (is_code)
			is_row = has_head = false;
		if (!is_row)
			columns = has_head ? count_columns(line) : 0;
		has_head = span_has(line, '|') && !is_code;
		if (is_row &&
		    split_row(NULL, inner_row(line), true, SIZE_MAX) >
			columns) {
			add_row(out, line, columns);
			has_any = true;
		} else {
			buf_span_add(out, line);
		}
		buf_char(out, '\n');
	}
	return has_any;
}
