/* SPDX-License-Identifier: ISC */
/*
 * Where the links of a text get their lines: right after their block, at the
 * end of their section, or at the end of the text.
 */
#ifndef GEN_LINKPLACE_H
#define GEN_LINKPLACE_H

#include <stdbool.h>

#include "doc.h"
#include "span.h"

enum link_place {
	LINKS_PARAGRAPH, /* after the block that they stand in */
	LINKS_SECTION,	 /* before the next heading, or the notes */
	LINKS_END	 /* after the text, before what the capsule adds */
};

/* By its name in the settings: paragraph, section, end.  False: unknown. */
bool linkplace_parse(struct span name, enum link_place *place);

/*
 * The block before which the links of what begins at `first` stand; NULL: at
 * the end of the doc.  What we add ourselves (no line of its own) after what
 * has a source is no part of the text.
 */
const struct block *linkplace_end(
    const struct block *first, enum link_place place);

/* True when the block has words whose links can wait: it is no paragraph and
 * no list of nothing but links. */
bool linkplace_can_wait(const struct block *block);

#endif
