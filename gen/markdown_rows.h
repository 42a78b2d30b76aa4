/* SPDX-License-Identifier: ISC */
/*
 * Rows of tables with more cells than the table has columns.  GFM leaves out
 * what is beyond the last column (spec 0.29, "Tables"); here no word is lost.
 */
#ifndef GEN_MARKDOWN_ROWS_H
#define GEN_MARKDOWN_ROWS_H

#include <stdbool.h>

#include "buf.h"
#include "span.h"

/*
 * Add the body to `out` with such rows made fit: a '|' in code is part of it,
 * as kramdown has it, and what is still beyond goes into the last cell.  Lines
 * keep their numbers.  False when there is none; what is in `out` is of no use
 * then.
 */
bool markdown_rows(struct buf *out, struct span body);

#endif
