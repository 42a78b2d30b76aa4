/* SPDX-License-Identifier: ISC */
/*
 * Posts that share terms with a post.
 */
#ifndef GEN_RELATED_H
#define GEN_RELATED_H

#include <stddef.h>

#include "page.h"

#define RELATED_MAX 22

/*
 * Choose at most `max` (<= RELATED_MAX) posts: among the 20 nearest in date in
 * each of the post's categories and tags, those with most shared terms first,
 * then the nearer in date, then by path.  Returns how many.
 */
size_t related_find(
    const struct page *post, struct page *related[RELATED_MAX], size_t max);

#endif
