/* SPDX-License-Identifier: ISC */
/*
 * Atom feeds (RFC 4287), one for Gemini and one for Gopher: the same entries
 * and ids, with links of their own protocol.
 */
#ifndef GEN_FEED_H
#define GEN_FEED_H

#include <stddef.h>

#include "buf.h"
#include "capsule.h"
#include "page.h"
#include "span.h"

/* Older posts are in the archive. */
#define FEED_MAX_ENTRIES 30

enum feed_protocol { FEED_GEMINI, FEED_GOPHER };

struct feed {
	struct span title;
	struct span path; /* of the page that it belongs to: "/", "/tag/a/" */
	struct page *const *post; /* newest first, at least one */
	size_t posts;
};

/*
 * Add the feed.  Ids are the pages' gemini: URLs in both protocols, so that
 * nothing is new again for a reader who changes over.  An entry is dated by
 * `updated:` where the post has it; the feed by its newest entry.
 */
void feed_add(struct buf *b, const struct capsule *capsule,
    const struct feed *feed, enum feed_protocol protocol);

#endif
