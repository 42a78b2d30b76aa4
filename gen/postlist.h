/* SPDX-License-Identifier: ISC */
/*
 * A list of posts as readers see it, whatever it is a list of.
 *
 * One of more posts than two pages hold goes on in numbered sheets: 1 below
 * "page/1/" has the oldest posts; 0, the list's own page, has the newest: a
 * full page and the rest.  A numbered sheet is full when it is made and keeps
 * its posts; the last one gets another "newer" when the next is made.
 */
#ifndef GEN_POSTLIST_H
#define GEN_POSTLIST_H

#include <stddef.h>

#include "doc.h"
#include "labels.h"
#include "page.h"
#include "site.h"
#include "span.h"
#include "tally.h"

struct postlist {
	struct span path; /* "/tag/a/" */
	struct span name; /* "A", without the capsule's title */
	const struct labels *labels;
	struct page *const *post; /* newest first */
	size_t posts;
	const struct tally *tally; /* of all of them */
	size_t sheet;
};

/* The part of a list that stands on one sheet in some renditions: of the posts
 * [first, end) those that are shown there. */
struct postlist_part {
	size_t first, end;
	unsigned only; /* enum rendition bits; 0: the sheet is not there */
};

/*
 * Sheets are made of what a protocol shows: where `only:` tells lists of both
 * apart, each has its own.
 */
/* How many numbered sheets a list has, in the protocol that has more. */
size_t postlist_sheets(const struct site *site, const struct tally *tally);
/* The renditions that do not have that sheet. */
unsigned postlist_left_out(
    const struct site *site, const struct tally *tally, size_t sheet);
/* What a sheet holds: one part, or two when protocols differ. */
size_t postlist_parts(const struct site *site, const struct postlist *list,
    struct postlist_part part[2]);
/* "/tag/a/" -> "/tag/a/page/1/" */
struct span postlist_path(struct doc *doc, struct span path, size_t sheet);

/* "A · Small library", "A, 1 · Small library": readers see the title alone in
 * their list of feeds. */
struct span postlist_title(
    struct doc *doc, const struct site *site, const struct postlist *list);

/*
 * Add a sheet: title, number of posts, the posts, the sheets beside it.
 * Returns the block of links in which the list's own page goes on, or NULL when
 * the sheet is a numbered one and done.
 */
struct block *postlist_add(
    struct doc *doc, const struct site *site, const struct postlist *list);
/* Its posts alone, and the links to the sheets beside it. */
void postlist_add_posts(
    struct doc *doc, const struct site *site, const struct postlist *list);
void postlist_add_turns(struct doc *doc, struct block *block,
    const struct site *site, const struct postlist *list);

/* "2021-03-09 Title", as a feed's entry. */
struct link *postlist_add_post(
    struct doc *doc, struct block *block, const struct page *post);

/* A link with the number of posts behind it, "News (3)": one for each protocol
 * where they differ, none in the renditions of `left_out`. */
void postlist_add_counted(struct doc *doc, struct block *block,
    struct span path, struct span label, const struct tally *tally,
    unsigned left_out);
/* A link to the feed of the list at a path, in protocols that have one. */
void postlist_add_feed(struct doc *doc, struct block *block,
    const struct labels *labels, struct span path, const struct tally *tally);
/* The way home. */
void postlist_add_home(
    struct doc *doc, struct block *block, const struct site *site);

#endif
