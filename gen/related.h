/* SPDX-License-Identifier: ISC */
/*
 * Posts that share terms with a post.
 */
#ifndef GEN_RELATED_H
#define GEN_RELATED_H

#include <stddef.h>

#include "page.h"
#include "site.h"

#define RELATED_MAX 24
#define RELATED_NEAREST 20 /* of each term, by date */

/*
 * Choose at most `max` (<= RELATED_MAX) posts: among the RELATED_NEAREST in
 * date in each of the post's categories and tags, those with most shared terms
 * first, then the nearer in date, then by path.  None is left out of a protocol
 * that the post is in.  Returns how many.
 */
size_t related_find(
    const struct page *post, struct page *related[RELATED_MAX], size_t max);

/* Set the posts that a post names as related, unless that has been done; its
 * neighbours and translations, which are named anyway, are none.  Different
 * posts may be settled in several threads. */
void related_settle(const struct site *site, struct page *post);

#endif
