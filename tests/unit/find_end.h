/* SPDX-License-Identifier: ISC */
/*
 * Where a request ends: rows for the find_end() of a protocol.  To be included
 * after cmocka.
 */
#ifndef TESTS_FIND_END_H
#define TESTS_FIND_END_H

#include "protocol.h"

struct find_end_row {
	struct span in;
	enum parse result;
	size_t len; /* of the line */
};

static inline void
check_ends(enum parse (*find_end)(struct span in, struct span *line),
    const struct find_end_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct span line = { NULL, 0 };

		assert_int_equal(find_end(rows[i].in, &line), rows[i].result);
		assert_int_equal(line.len, rows[i].len);
	}
}

#endif
