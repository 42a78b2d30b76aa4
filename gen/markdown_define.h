/* SPDX-License-Identifier: ISC */
/*
 * Definitions of several paragraphs (kramdown, PHP Markdown Extra):
 *
 *	Term
 *
 *	: One.
 *
 *	    More.
 *
 * CommonMark takes what is indented for code.  Such a ':' becomes the mark of a
 * list's item before the text is parsed, and the walk makes a definition of the
 * item.  All other definitions are found by the walk alone.
 */
#ifndef GEN_MARKDOWN_DEFINE_H
#define GEN_MARKDOWN_DEFINE_H

#include <stdbool.h>

#include "buf.h"
#include "notes.h"
#include "span.h"

/* Add the body with such marks to `out`, and the numbers of their lines to
 * `lines`, ascending.  False when it has none; what is in `out` is of no use
 * then.  Lines keep their numbers and their length. */
bool markdown_define(struct buf *out, struct span body, struct line_set *lines);
/* True when the mark of that line was made so. */
bool markdown_is_defined(const struct line_set *lines, unsigned line);

#endif
