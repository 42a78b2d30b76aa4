/* SPDX-License-Identifier: ISC */
/*
 * Where a page stands: its path from `permalink:`, slug, file name and date.
 */
#ifndef GEN_PERMALINK_H
#define GEN_PERMALINK_H

#include <stdbool.h>

#include "page.h"
#include "site.h"

/*
 * Set page->path, after webpath_settle().  The page's terms must be known.  A
 * path that permalink_is_taken() is a LOSS_ERROR, which says what makes its
 * first part.  Words of Jekyll's and Hugo's (":title") in its `permalink:` are
 * filled in; others are a LOSS_WARNING.
 */
void permalink_set(struct site *site, struct page *page);

/* The first part of page->path is one of our own: category, tag, a year, a
 * variant, a language ... */
bool permalink_is_taken(struct site *site, const struct page *page);

/* True for the first part of a path of the capsule's own: "tag", "2021". */
bool permalink_is_ours(struct span part);

/* An absolute path as ours are written: '/' at both ends unless the last part
 * has a suffix, no empty, "." or ".." parts. */
struct span permalink_clean(struct arena *arena, struct span path);

/* A pattern that gives every post its own path, for a message. */
const char *permalink_advice(const struct site *site);

#endif
