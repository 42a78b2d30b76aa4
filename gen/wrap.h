/* SPDX-License-Identifier: ISC */
/*
 * Display width by grapheme, and lines of a given width.  Widths come from a
 * table that ICU fills once; Latin, Greek, Cyrillic and all else that is
 * written with spaces is broken at spaces by our own code, ICU's line breaker
 * is asked only where a script has none (Chinese, Japanese, Thai and kin).
 */
#ifndef GEN_WRAP_H
#define GEN_WRAP_H

#include <stdbool.h>
#include <stddef.h>

#include "span.h"

/* Fill the table; once, before the first thread starts.  Dies when ICU's data
 * are missing. */
void wrap_init(void);

/* Columns that `s` takes on a terminal: an East Asian wide character or an
 * emoji sequence two, a combining mark none.  LF counts nothing. */
size_t wrap_width(struct span s);

struct wrap_breaker;

/* Text on its way into lines; zeroed before first use. */
struct wrap {
	struct span text;
	size_t at;
	struct wrap_breaker *breaker; /* opened on first need, then kept */
};

void wrap_begin(struct wrap *w, struct span text);
/*
 * The next line of at most `width` columns, without spaces at its ends.  A
 * word that is wider gets a line alone: neither words nor graphemes are cut.
 * LF ends a line.  False at the end of the text.
 */
bool wrap_next(struct wrap *w, size_t width, struct span *line);
void wrap_release(struct wrap *w);

#endif
