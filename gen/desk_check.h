/* SPDX-License-Identifier: ISC */
/*
 * The parts of `bookmobile check`.  What they find goes into the desk's losses
 * with a place and a way to mend it.
 */
#ifndef GEN_DESK_CHECK_H
#define GEN_DESK_CHECK_H

#include <stdbool.h>

#include "charset.h"
#include "desk.h"
#include "map.h"

/* Pictures above this are worth a word. */
#define CHECK_PICTURE ((uint64_t)200 * 1024)

struct check {
	struct desk desk;
	const char *folder; /* of the build */
	struct map linked;  /* paths that some page links to */
};

/* The sources of all pages: headings, pictures, titles, dates, links out. */
void check_sources(struct check *check);
/* Names that may be one name, and names not spelled as they are shown. */
void check_terms(struct check *check);
/* What was built: its form, its size, and what no page leads to. */
void check_built(struct check *check);

/* The charsets of the capsule's variants, in their order; NULL where one is
 * UTF-8. */
struct charset **check_charsets_new(const struct capsule *capsule);
void check_charsets_free(
    const struct capsule *capsule, struct charset **charsets);
/* The page's menus and texts in all variants.  `pre` is what is preformatted
 * in its gemtext, `file` the source that is told of. */
void check_variants(struct check *check, const struct built_page *page,
    struct span pre, const char *file, struct charset *const *charsets);

/* List the links that lead out of what is published, with their places, as
 * "file:line: URL" or JSON; the exit status. */
int check_external(bool is_json);

/* Check everything; the losses are sorted.  -1 when the sources cannot be
 * built. */
int check_all(struct check *check, const struct desk_temp *temp);
/* Nothing is called well that could not be built. */
void check_print(const struct check *check, bool is_built);
void check_release(struct check *check);
/* 0, or 1: there are errors, or warnings when it is strict. */
int check_status(const struct check *check, bool is_strict);

#endif
