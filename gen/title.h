/* SPDX-License-Identifier: ISC */
/*
 * A page has one level-1 heading, its title: which of the title and the body's
 * headings that is, and where the others go.
 */
#ifndef GEN_TITLE_H
#define GEN_TITLE_H

#include "doc.h"
#include "span.h"

/*
 * With a `title`, which is the doc's first block already: the body's first
 * heading is dropped when it says the same.  Without one: the first heading at
 * the top of the doc becomes the title and moves to the front.  Then other
 * headings move down by one where any of them is of level 1.
 */
void title_settle(struct doc *doc, struct span title);

#endif
