/* SPDX-License-Identifier: ISC */
/*
 * Character sets of old terminals, by ICU: UTF-8 text -> the same words in
 * letters that the set has -> bytes.  The two steps are apart because lines
 * are measured and broken in between.
 *
 * A charset belongs to one thread.
 */
#ifndef GEN_CHARSET_H
#define GEN_CHARSET_H

#include <stdbool.h>

#include "buf.h"
#include "span.h"

struct charset;

/* By any name that ICU knows ("koi8-u", "ISO-8859-2").  NULL: it knows none,
 * or bytes below 0x80 would not be ASCII, as Gopher needs them. */
struct charset *charset_new(struct span name);
/* NULL is accepted. */
void charset_free(struct charset *c);

/* The name as the internet writes it ("KOI8-U"); lives as long as `c`. */
struct span charset_name(const struct charset *c);

/*
 * Add the text, UTF-8 still, with each character that the set lacks as others
 * that it has: letters by the rules of `lang`, punctuation by its look,
 * pictures by their names.  LF and TAB stay.
 */
void charset_fit(
    struct charset *c, struct buf *b, struct span text, struct span lang);
/* Add text in UTF-8 as bytes of the set; '?' for what it lacks. */
void charset_encode(struct charset *c, struct buf *b, struct span text);

#endif
