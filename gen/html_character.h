/* SPDX-License-Identifier: ISC */
/*
 * Characters that old pages name by their numbers in windows-1252.
 */
#ifndef GEN_HTML_CHARACTER_H
#define GEN_HTML_CHARACTER_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "span.h"

/* What the number of a character reference stands for: 128 to 159 are those of
 * windows-1252, what is no character U+FFFD (HTML, "Numeric character reference
 * end state"). */
uint32_t html_character(uint64_t number);

/* Where the first C1 control (U+0080 to U+009F) stands that windows-1252 has a
 * character for, as such a reference leaves it behind; the length of `s` when
 * there is none. */
size_t html_find_windows(struct span s);

/* utf8_add_clean(), with those controls as the characters they stand for. */
void html_add_clean(struct buf *b, struct span s);

#endif
