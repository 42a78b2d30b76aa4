/* SPDX-License-Identifier: ISC */
/*
 * Preformatted text of HTML: the language of its code, as the tools that
 * colour code write it, and the tables in which they set the numbers of the
 * lines beside the code.  For html.c.
 */
#ifndef GEN_HTML_PRE_H
#define GEN_HTML_PRE_H

#include <stdbool.h>

#include <libxml/HTMLparser.h>

#include "buf.h"
#include "builder.h"
#include "html_tags.h"
#include "span.h"

/* Zeroed, but for html_pre_init(). */
struct html_pre {
	bool is_open;	      /* a <pre> */
	struct span said;     /* the language of that, or empty */
	struct span language; /* the doc's, or empty */
	unsigned depth;	      /* of the element that says it */

	/* Of the table that is open. */
	bool is_cell;	  /* the <pre> stands in a cell */
	bool has_words;	  /* in cells, which are no numbers and not in a pre */
	struct buf words; /* of the <pre> in a cell */
	unsigned codes;	  /* <pre> that are no numbers */
	struct span code; /* of the last of them; the doc's */
	struct span alt;
	uint64_t first, numbers; /* of the lines: from which, and how many */
};

void html_pre_init(struct html_pre *pre);
void html_pre_release(struct html_pre *pre);

/* Any element begins, before anything else is done with it, or has ended;
 * `depth` counts the elements that are open, this one too when it begins. */
void html_pre_look(struct html_pre *pre, struct builder *b,
    enum html_action action, const xmlChar **attributes, unsigned depth);
void html_pre_leave(struct html_pre *pre, unsigned depth);

void html_pre_begin(struct html_pre *pre, struct builder *b);
void html_pre_end(struct html_pre *pre, struct builder *b);
/* Words, or what shows as words, in a table's cell. */
void html_pre_words(struct html_pre *pre, struct span words);

void html_pre_table_begins(struct html_pre *pre);
/* The table has been closed.  One that holds nothing but one piece of code,
 * and the numbers of its lines, becomes preformatted text; that the numbers
 * are left out is reported. */
void html_pre_table_ends(struct html_pre *pre, struct builder *b);

#endif
