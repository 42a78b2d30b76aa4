/* SPDX-License-Identifier: ISC */
/*
 * One line of words that may hold HTML, as titles, names and summaries in front
 * matter do -> what a browser shows of it.
 */
#ifndef GEN_HTML_PLAIN_H
#define GEN_HTML_PLAIN_H

#include "buf.h"
#include "span.h"

/*
 * Add the text with its character references (&amp;, &#8217;) as characters
 * and, where it has an end tag or a line break, without the tags of HTML's
 * elements; comments go too.  "<b>" in a text without any "</" is a word of it,
 * as is an angle bracket around a name that is no element's.  One that a
 * reference stands for is never taken for a tag.
 */
void html_plain(struct buf *b, struct span text);

#endif
