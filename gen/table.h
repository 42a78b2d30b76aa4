/* SPDX-License-Identifier: ISC */
/*
 * A table as lines: columns side by side where they fit, else one line a row
 * with the columns' names.  Knows no protocol.
 */
#ifndef GEN_TABLE_H
#define GEN_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "doc.h"
#include "linklist.h"

/*
 * Add the table's lines to `lines`, each with LF.  `links` has gathered the
 * table's links and marks them in the cells.  True: columns of at most `limit`
 * together, two spaces apart, with a line of hyphens below the head when there
 * is one.  False: one line a row, "Name: value; Name: value".
 */
bool table_lay_out(const struct block *table, struct linklist *links,
    size_t limit, struct buf *lines);

#endif
