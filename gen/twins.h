/* SPDX-License-Identifier: ISC */
/*
 * Names that may be one name: by one typing error, by the plural, by how their
 * words are joined.  Names that fold_name() makes equal are one term anyway.
 */
#ifndef GEN_TWINS_H
#define GEN_TWINS_H

#include <stdbool.h>

#include "span.h"
#include "terms.h"

/*
 * Compare two folded names.  True when they differ only in spaces and dashes,
 * in a plural's ending, or in one letter that is missing, too much, wrong or
 * changed places with the next.  Names that differ in a digit or in their
 * first letter are two names (GOAL 3, GOAL 4), and so are those under five
 * letters.
 */
bool twins_alike(struct span a, struct span b);

/* The term of a kind whose name is like `name`, the one with most posts; NULL
 * when there is none or when one has that very name.  `fold` is folded. */
const struct term *twins_find(
    const struct terms *terms, enum term_kind kind, struct span fold);

#endif
