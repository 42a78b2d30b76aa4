/* SPDX-License-Identifier: ISC */
/*
 * Markdown (CommonMark and GFM, by cmark-gfm) -> doc.  The only module
 * (markdown*.c) that includes the parser library.  HTML found in it goes through html.c.
 */
#ifndef GEN_MARKDOWN_H
#define GEN_MARKDOWN_H

#include <stdbool.h>

#include "doc.h"
#include "losses.h"
#include "span.h"

struct markdown_source {
	struct span body;    /* without front matter */
	unsigned first_line; /* of the body in its file */
	const char *file;    /* for messages */
	struct span title;   /* of front matter or file; may be empty: then the
	                      * first heading is the title and leaves the body */
	bool is_bare; /* no title at all: headings stay as they are written */
};

/* Once, before the first thread starts. */
void markdown_init(void);

/*
 * Parse and add to `doc`, whose first block becomes the level-1 heading with
 * the title (when there is one).  A first heading that says the same as the
 * title is dropped; other headings move down by one where the body uses '#'.
 * Links are LINK_UNKNOWN (relative, absolute path, anchor) or LINK_URL.
 * 0, or -1 after a LOSS_ERROR: larger than the limits allow.
 */
int markdown_parse(struct doc *doc, const struct markdown_source *source,
    struct losses *losses);

/* The version of the library as it runs; static. */
const char *markdown_library(void);

#endif
