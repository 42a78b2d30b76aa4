/* SPDX-License-Identifier: ISC */
/*
 * Cells that reach over several rows or columns: those that begin after them
 * stay under their own headings, since empty cells take the places that are
 * covered (HTML, "Forming a table").  For html.c.
 */
#ifndef GEN_HTML_GRID_H
#define GEN_HTML_GRID_H

#include <libxml/HTMLparser.h>

#include "builder.h"

/* Beyond these a cell is where the source has it. */
#define HTML_GRID_COLUMNS 64
#define HTML_GRID_FILLED 10000 /* in a stream */

/* Zeroed at first. */
struct html_grid {
	unsigned left[HTML_GRID_COLUMNS]; /* rows that are still covered */
	size_t column;			  /* of the next cell */
	size_t due;    /* empty cells, when another comes in this row */
	size_t filled; /* empty cells in all */
};

/* A table that does not stand in a cell of another begins. */
void html_grid_table(struct html_grid *grid);
/* A row begins or ends. */
void html_grid_row(struct html_grid *grid);
/* A cell begins: add the empty ones before it. */
void html_grid_cell(
    struct html_grid *grid, struct builder *b, const xmlChar **attributes);

#endif
