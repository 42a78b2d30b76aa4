/* SPDX-License-Identifier: ISC */
/*
 * An empty cell is added only when another follows it, so that a wide cell at
 * the end of a row costs nothing.
 */
#include "html_grid.h"

#include "html_leaf.h"

/* HTML's own limits are 1000 columns and 65534 rows. */
#define ROWS_MAX 65534U

void
html_grid_table(struct html_grid *grid)
{
	memset(grid->left, 0, sizeof(grid->left));
	grid->column = 0;
	grid->due = 0;
}

void
html_grid_row(struct html_grid *grid)
{
	/* Without a cell it is an end after a beginning. */
	if (grid->column == 0)
		return;
	for (; grid->column < HTML_GRID_COLUMNS; grid->column++) {
		if (grid->left[grid->column] > 0)
			grid->left[grid->column]--;
	}
	grid->column = 0;
	grid->due = 0;
}

/* How far the cell reaches; a row span of 0 is all that follow. */
static size_t
reach(const xmlChar **attributes, const char *name, size_t most)
{
	uint64_t number = 1;

	if (!span_number(span_trim(html_attribute(attributes, name)),
		UINT32_MAX, &number))
		return 1;
	if (number == 0)
		return most == ROWS_MAX ? most : 1;
	return number < most ? (size_t)number : most;
}

static void
fill(struct html_grid *grid, struct builder *b)
{
	for (; grid->due > 0; grid->due--) {
		if (grid->filled == HTML_GRID_FILLED)
			continue;
		grid->filled++;
		builder_begin(b, BLOCK_CELL);
		builder_end_cell(b);
	}
}

void
html_grid_cell(
    struct html_grid *grid, struct builder *b, const xmlChar **attributes)
{
	unsigned rows = (unsigned)reach(attributes, "rowspan", ROWS_MAX) - 1;
	size_t columns = reach(attributes, "colspan", HTML_GRID_COLUMNS);

	while (
	    grid->column < HTML_GRID_COLUMNS && grid->left[grid->column] > 0) {
		grid->left[grid->column++]--;
		grid->due++;
	}
	fill(grid, b);
	for (size_t i = 0; i < columns && grid->column < HTML_GRID_COLUMNS; i++)
		grid->left[grid->column++] = rows;
	grid->due = columns - 1;
}
