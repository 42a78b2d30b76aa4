/* SPDX-License-Identifier: ISC */
/*
 * What the writers are told, and the three writers: to_gemtext.c writes
 * gemtext, to_gopher.c menus and plain text.
 * Pure functions: a doc in, bytes out; they may be called in several threads.
 */
#ifndef GEN_RENDER_H
#define GEN_RENDER_H

#include <stdbool.h>

#include "buf.h"
#include "doc.h"
#include "labels.h"
#include "linkplace.h"

/* Columns that words have in menus and text however deep they are indented. */
#define RENDER_ROOM_MIN 10

struct render {
	struct span self; /* the page's path, "/a/"; links below it become
	                   * relative in gemtext.  Empty: all absolute */
	const struct labels *labels; /* of the page's language; never NULL */
	unsigned width; /* gopher menu lines; text is 3 wider, 80 at most */
	struct span selector_prefix; /* put before local selectors: a variant */
	enum link_place
	    links;	      /* gemtext and menu; text has them in its words */
	bool has_table_lists; /* every table is a list of rows */
};

void to_gemtext(
    const struct doc *doc, const struct render *how, struct buf *out);
void to_menu(const struct doc *doc, const struct render *how, struct buf *out);
void to_text(const struct doc *doc, const struct render *how, struct buf *out);

#endif
