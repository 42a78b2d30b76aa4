/* SPDX-License-Identifier: ISC */
/*
 * What the two halves of the Gopher writer share: to_gopher.c lays blocks out
 * as lines, to_gopher_link.c writes items and targets.
 */
#ifndef GEN_TO_GOPHER_H
#define GEN_TO_GOPHER_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "linklist.h"
#include "render.h"
#include "wrap.h"

/* How many levels of quotes and lists are shown by what stands before their
 * lines; deeper ones look like the deepest. */
#define GOPHER_DEPTH 8

struct gopher {
	const struct render *how;
	struct buf *out;
	bool is_menu; /* else plain text */
	size_t width;
	struct linklist *links; /* of the block: one of the next two */
	struct linklist own;
	struct linklist section; /* links that wait */
	size_t from;		 /* the block's first in it */
	bool can_wait;		 /* links may: in menus, when told so */
	struct wrap wrap;
	struct buf line; /* being put together */
	struct buf label;
	struct buf scratch;
	struct buf prefix; /* of each line: quote marks, indents */
	struct buf mark;   /* of the next line, instead of its indent */
	size_t indent[GOPHER_DEPTH]; /* prefix lengths to go back to */
	unsigned depth;		     /* levels entered */
	unsigned quotes;
	bool is_clean; /* the words at hand were looked at as a whole */
	bool has_mark;
	bool needs_gap; /* an empty line within a quote is due */
};

/* One line of output, as info line or as text; never a lone ".". */
void gopher_line(struct gopher *g, struct span line);
/* The line broken at the width: `first` stands before its first part, `next`
 * before the others; both are clean, and so are the words if `is_clean`. */
void gopher_wrapped(struct gopher *g, struct span words, bool is_clean,
    struct span first, struct span next);

/* The links that get a line or item of their own after their block. */
void gopher_links(struct gopher *g);
/* Those that waited for the end of their section, after an empty line. */
bool gopher_section_links(struct gopher *g);
/* One of them, with `mark` before its label. */
void gopher_link(
    struct gopher *g, const struct linklist_entry *e, struct span mark);
/* For plain text: " <target>" behind a link's words, unless they are it. */
void gopher_add_target(struct buf *b, const struct link *link);

#endif
