/* SPDX-License-Identifier: ISC */
/*
 * Atom feeds (RFC 4287) for Gemini, for Gopher and for each variant there: the
 * same entries and ids in UTF-8, with links of their own place.
 */
#ifndef GEN_FEED_H
#define GEN_FEED_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "capsule.h"
#include "page.h"
#include "span.h"

struct feed_text;

/* Older posts are in the archive. */
#define FEED_MAX_ENTRIES 30

enum feed_protocol { FEED_GEMINI, FEED_GOPHER };

struct feed {
	struct span title;
	struct span path; /* of the page that it belongs to: "/", "/tag/a/" */
	struct page *const *post; /* newest first */
	size_t posts;
	struct feed_text *full; /* makes the texts of posts; NULL: no texts */
};

/* Whose feed it is: pages on Gopher stand below its variant's path, and lists
 * there may lead to plain text. */
struct feed_place {
	enum feed_protocol protocol;
	struct span variant; /* "ascii"; empty: the capsule itself */
	bool has_text_posts;
};

/* Add the address of a path in a place; `type` is its item type on Gopher (RFC
 * 4266, 2.1). */
void feed_add_address(struct buf *b, const struct capsule *capsule,
    const struct feed_place *place, struct span path, char type);

/*
 * Add the feed for one place: at least one post must be there.  Ids are the pages'
 * gemini: URLs wherever they are, so that nothing is new again for a reader who
 * changes over.  An entry is dated by `updated:` where the post has it; the
 * feed by its newest entry.
 */
void feed_add(struct buf *b, const struct capsule *capsule,
    const struct feed *feed, const struct feed_place *place);

#endif
