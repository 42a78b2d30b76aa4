/* SPDX-License-Identifier: ISC */
/*
 * What stands before list items, which lists are nothing but links, and where
 * empty lines go: rules that the writers share.
 */
#ifndef GEN_LISTMARK_H
#define GEN_LISTMARK_H

#include <stdbool.h>

#include "doc.h"

/* Deeper items look as deep as this. */
#define LISTMARK_DEPTH 6

struct listmark {
	unsigned depth;	  /* lists around the item, LISTMARK_DEPTH at most */
	bool is_bulleted; /* it, or a list around it, has no numbers */
	char number[64];  /* "2. ", "2.1. " within an item 2; "" */
};

/* Numbers are chained as far as the lists around are ordered: "2.1. ". */
void listmark_find(const struct block *item, struct listmark *mark);

/* "[x] ", "[ ] " or "". */
const char *listmark_task(const struct block *item);

/* True when each item is one paragraph of links, maybe with such a list in
 * it; in an ordered list of one link each. */
bool listmark_is_links(const struct block *list);

/* True when an empty line parts two blocks at the top of a doc: not between a
 * heading and the links below it, nor between notes. */
bool listmark_has_gap(const struct block *before, const struct block *block);

#endif
