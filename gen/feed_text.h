/* SPDX-License-Identifier: ISC */
/*
 * The text of a post for its entry in a feed, when capsule.yaml wants that:
 * without title and byline, which an entry has of its own, and with whole
 * addresses in its links, since a feed is read away from its page.
 */
#ifndef GEN_FEED_TEXT_H
#define GEN_FEED_TEXT_H

#include "buf.h"
#include "doc.h"
#include "feed.h"
#include "losses.h"
#include "page.h"
#include "site.h"
#include "span.h"

/* What one thread works with. */
struct feed_text {
	const struct site *site;
	struct doc doc;
	struct buf source, text, url;
	struct losses ignored; /* the post's own page reports them */
};

void feed_text_init(struct feed_text *t, const struct site *site);
void feed_text_release(struct feed_text *t);

/* Gemtext for Gemini, plain text for Gopher; empty when the post cannot be
 * read.  Good until the next call. */
struct span feed_text_of(struct feed_text *t, const struct page *post,
    const struct feed_place *place);

#endif
