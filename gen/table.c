/* SPDX-License-Identifier: ISC */
/*
 * First all cells are copied into a grid and measured, then they are written
 * in the form that fits.
 */
#include "table.h"

#include "die.h"
#include "wrap.h"

#define TEXT_MAX ((size_t)64 << 20)
#define GAP 2

struct cell {
	size_t at, len; /* in the grid's text */
	enum cell_align align;
};

struct row {
	size_t first, count; /* cells */
};

struct grid {
	struct buf text;
	struct cell *cell;
	size_t cells, cell_cap;
	struct row *row;
	size_t rows, row_cap;
	size_t *width;
	size_t columns;
	bool has_head;
};

static struct span
words_of(const struct grid *g, const struct row *row, size_t column)
{
	const struct cell *cell;

	if (column >= row->count)
		return SPAN("");
	cell = &g->cell[row->first + column];
	return span_make(g->text.data + cell->at, cell->len);
}

static bool
is_empty(const struct grid *g, const struct row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		if (words_of(g, row, i).len > 0)
			return false;
	}
	return true;
}

static void
add_cell(struct grid *g, const struct block *cell, struct linklist *links)
{
	struct span words = linklist_words(links, &cell->text);

	if (g->cells == g->cell_cap) {
		g->cell_cap = g->cell_cap > 0 ? g->cell_cap * 2 : 64;
		g->cell = xreallocarray(g->cell, g->cell_cap, sizeof(*g->cell));
	}
	g->cell[g->cells++] =
	    (struct cell){ g->text.len, words.len, cell->align };
	buf_span_add(&g->text, words);
}

static void
add_row(struct grid *g, const struct block *block, struct linklist *links)
{
	struct row *row;

	if (g->rows == g->row_cap) {
		g->row_cap = g->row_cap > 0 ? g->row_cap * 2 : 32;
		g->row = xreallocarray(g->row, g->row_cap, sizeof(*g->row));
	}
	row = &g->row[g->rows];
	row->first = g->cells;
	for (const struct block *c = block->first; c != NULL; c = c->next)
		add_cell(g, c, links);
	row->count = g->cells - row->first;
	if (row->count > g->columns)
		g->columns = row->count;
	/* Rows without words are for the eye alone; the head is row 0. */
	if (g->rows == 0 || !is_empty(g, row))
		g->rows++;
}

static void
measure(struct grid *g)
{
	g->width = xcalloc(g->columns + 1, sizeof(*g->width));
	for (size_t r = 0; r < g->rows; r++) {
		for (size_t i = 0; i < g->row[r].count; i++) {
			struct span rest = words_of(g, &g->row[r], i);
			struct span line;

			while (span_line(&rest, &line)) {
				size_t width = wrap_width(line);

				if (width > g->width[i])
					g->width[i] = width;
			}
		}
	}
}

static size_t
total_width(const struct grid *g)
{
	size_t total = 0;

	for (size_t i = 0; i < g->columns; i++)
		total += g->width[i] + (i > 0 ? GAP : 0);
	return total;
}

/* Line number `n` of a cell with hard breaks. */
static struct span
cell_line(struct span words, size_t n)
{
	struct span line;

	while (span_line(&words, &line)) {
		if (n-- == 0)
			return line;
	}
	return SPAN("");
}

static size_t
height(const struct grid *g, const struct row *row)
{
	size_t most = 1;

	for (size_t i = 0; i < row->count; i++) {
		struct span rest = words_of(g, row, i);
		struct span line;
		size_t lines = 0;

		while (span_line(&rest, &line))
			lines++;
		if (lines > most)
			most = lines;
	}
	return most;
}

static void
pad_cell(
    struct buf *lines, struct span words, size_t width, enum cell_align align)
{
	size_t space = width - wrap_width(words);
	size_t before = 0;

	if (align == ALIGN_RIGHT)
		before = space;
	else if (align == ALIGN_CENTER)
		before = space / 2;
	buf_repeat(lines, ' ', before);
	buf_span_add(lines, words);
	buf_repeat(lines, ' ', space - before);
}

static void
end_line(struct buf *lines)
{
	size_t len = lines->len;

	while (len > 0 && lines->data[len - 1] == ' ')
		len--;
	buf_truncate(lines, len);
	buf_char(lines, '\n');
}

static void
write_row(const struct grid *g, const struct row *row, struct buf *lines)
{
	size_t rows = height(g, row);

	for (size_t n = 0; n < rows; n++) {
		for (size_t i = 0; i < row->count; i++) {
			struct span words = words_of(g, row, i);

			if (i > 0)
				buf_repeat(lines, ' ', GAP);
			pad_cell(lines, cell_line(words, n), g->width[i],
			    g->cell[row->first + i].align);
		}
		end_line(lines);
	}
}

static void
write_columns(const struct grid *g, struct buf *lines)
{
	if (g->has_head) {
		write_row(g, &g->row[0], lines);
		for (size_t i = 0; i < g->columns; i++) {
			if (i > 0)
				buf_repeat(lines, ' ', GAP);
			buf_repeat(lines, '-', g->width[i]);
		}
		end_line(lines);
	}
	for (size_t r = 1; r < g->rows; r++)
		write_row(g, &g->row[r], lines);
}

/* A column with a name and nothing under it. */
static bool
is_bare_column(const struct grid *g, size_t column)
{
	for (size_t r = 1; r < g->rows; r++) {
		if (words_of(g, &g->row[r], column).len > 0)
			return false;
	}
	return true;
}

/* Words of a cell on one line. */
static void
add_flat(struct buf *lines, struct span words)
{
	struct span line;

	for (bool is_first = true; span_line(&words, &line); is_first = false) {
		if (!is_first)
			buf_char(lines, ' ');
		buf_span_add(lines, line);
	}
}

static void
write_named(const struct grid *g, const struct row *row, struct buf *lines)
{
	/* It names the columns that have nothing, too. */
	bool is_first_row = row == &g->row[1];
	size_t columns = is_first_row ? g->columns : row->count;
	bool is_first = true;

	for (size_t i = 0; i < columns; i++) {
		struct span name = words_of(g, &g->row[0], i);
		struct span words = words_of(g, row, i);

		if (words.len == 0 && is_first_row && name.len > 0 &&
		    is_bare_column(g, i))
			words = SPAN("-");
		if (words.len == 0)
			continue;
		if (!is_first)
			buf_str(lines, "; ");
		is_first = false;
		if (name.len > 0 && row != &g->row[0]) {
			add_flat(lines, name);
			buf_str(
			    lines, name.p[name.len - 1] == ':' ? " " : ": ");
		}
		add_flat(lines, words);
	}
	buf_char(lines, '\n');
}

bool
table_lay_out(const struct block *table, struct linklist *links, size_t limit,
    struct buf *lines)
{
	struct grid g = { 0 };
	bool fits;

	buf_init(&g.text, TEXT_MAX);
	for (const struct block *r = table->first; r != NULL; r = r->next)
		add_row(&g, r, links);
	g.has_head = g.rows > 0 && !is_empty(&g, &g.row[0]);
	measure(&g);
	fits = total_width(&g) <= limit;
	if (fits) {
		write_columns(&g, lines);
	} else {
		for (size_t r = g.rows > 1; r < g.rows; r++)
			write_named(&g, &g.row[r], lines);
	}
	free(g.width);
	free(g.row);
	free(g.cell);
	buf_release(&g.text);
	return fits;
}
