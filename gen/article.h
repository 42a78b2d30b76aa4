/* SPDX-License-Identifier: ISC */
/*
 * The doc of a post or page: title, byline, body; then what leads on.
 */
#ifndef GEN_ARTICLE_H
#define GEN_ARTICLE_H

#include <stddef.h>

#include "doc.h"
#include "losses.h"
#include "page.h"
#include "site.h"

/*
 * Add title, byline and body of a page whose file holds `bytes`; links are
 * resolved.  What is added is all that the plain-text rendition shows.  -1
 * after a LOSS_ERROR.
 */
int article_add_body(struct doc *doc, const struct site *site,
    const struct page *page, struct span bytes, struct losses *losses);
/* Add the rest; `text_size` is the length of the plain-text rendition.  A post
 * must have been through related_settle(). */
void article_add_end(struct doc *doc, const struct site *site,
    const struct page *page, size_t text_size);

/* A heading with a block for links behind it is only where one of these links
 * is. */
void article_limit_section(struct block *heading);

/* Move what was added after `mark` (the doc's last block then) to the place
 * behind the first block of the doc, which must not be `mark`'s successor. */
void article_move_up(struct doc *doc, struct block *mark);

#endif
