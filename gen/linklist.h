/* SPDX-License-Identifier: ISC */
/*
 * The links of a block as the reader gets them: in order, the same one once,
 * numbered only where the same words lead to different places.
 */
#ifndef GEN_LINKLIST_H
#define GEN_LINKLIST_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "doc.h"

struct linklist_entry {
	const struct link *link;
	unsigned number; /* 0: none */
	bool is_shown;	 /* gets a line; false: a repeat, or not for us */
};

/* Zeroed before first use. */
struct linklist {
	struct linklist_entry *item;
	size_t count, cap;
	size_t *order; /* for sorting; `cap` long */
	size_t cursor; /* the entry of the next text's first link */
	size_t shown;
	unsigned rendition;    /* enum rendition, one bit */
	unsigned numbers_from; /* first number: after the footnotes' */
	struct buf words;      /* of the last linklist_words() */
	/* Put where a link leads behind its words instead of a number. */
	void (*add_target)(struct buf *b, const struct link *link);
};

void linklist_init(
    struct linklist *l, unsigned rendition, const struct doc *doc);
void linklist_release(struct linklist *l);

/* True when the link leads somewhere: no anchor, no dead link. */
bool linklist_leads(const struct link *link);

/*
 * Gather the links of `block` and of all that is in it.  `has_words` tells
 * that the words the links stand in are written too: then a repeat needs no
 * line even if its label differs.
 */
void linklist_gather(
    struct linklist *l, const struct block *block, bool has_words);

/*
 * The same for all blocks from `first` up to `end` (NULL: the last) that are
 * for this rendition and whose links can wait: one list, one numbering.
 */
void linklist_gather_range(
    struct linklist *l, const struct block *first, const struct block *end);

/*
 * The words of a text with numbers (or targets) in them.  Texts must be asked
 * for in the order of the doc, each once; the span lives until the next call.
 */
struct span linklist_words(struct linklist *l, const struct text *text);

#endif
