/* SPDX-License-Identifier: ISC */
/*
 * UTF-8 by RFC 3629: validation, decoding, encoding, and the character
 * classes that the protocols forbid.  Knows no widths and no languages.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "span.h"

#define UTF8_REPLACEMENT 0xfffdU

/* True when all of `s` is well-formed UTF-8 (no surrogates, no overlong
 * forms, nothing above U+10FFFF).  NUL is well-formed. */
bool utf8_valid(struct span s);
/* How many bytes at the front of `s` are well-formed. */
size_t utf8_valid_len(struct span s);

/*
 * Take one character off the front of *s and return it.  A byte that begins
 * no well-formed sequence is taken alone and gives UTF8_REPLACEMENT.  `s`
 * must not be empty.
 */
uint32_t utf8_next(struct span *s);

/* Add the character; one that UTF-8 cannot hold adds U+FFFD. */
void utf8_put(struct buf *b, uint32_t c);

/* `s` cut to at most `max` bytes, never inside a character. */
struct span utf8_cut(struct span s, size_t max);

/* The byte-order mark EF BB BF taken off the front, if it is there. */
struct span utf8_skip_bom(struct span s);

/* C0 with TAB, CR and LF, DEL, and C1 (U+0080..9F): forbidden in a Gemini
 * header (spec 0.24.1, "Responses"). */
bool utf8_is_control(uint32_t c);
/* U+2028, U+2029, U+202A..202E, U+2066..2069: break lines or turn the reading
 * direction of what follows; removed from text beside control characters
 * (gemtext digest §4.1). */
bool utf8_is_unsafe_format(uint32_t c);

/*
 * Add `s` as one line of clean text: TAB, CR, LF and the line separators
 * become a space, other control characters and bidi overrides are left out,
 * invalid bytes become U+FFFD.  CR LF gives one space; runs of spaces are kept
 * as they are.
 */
void utf8_add_clean(struct buf *b, struct span s);
/* True when utf8_add_clean() would add exactly the same bytes. */
bool utf8_is_clean(struct span s);

#endif
