/* SPDX-License-Identifier: ISC */
/*
 * The two maps of a site: what stands at each path, and what is made from each
 * source.
 */
#ifndef GEN_PLACES_H
#define GEN_PLACES_H

#include "site.h"
#include "span.h"
#include "tally.h"

/*
 * Fill the maps: lists of our own with their numbered pages, pages, files,
 * former paths.  Paths and posts of pages, terms and periods are known.  What
 * would stand where something else does, or has the name of a file that is
 * made there, is a LOSS_ERROR.
 */
void places_put(struct site *site);

/*
 * Put former paths of pages (`aliases:`, a `permalink:` that ends in .html) and
 * of terms (`same_as:`, names that would share a path), as redirects sorted by
 * path.  All else is in its place.  An alias where something stands already is
 * a LOSS_ERROR.
 */
void places_put_former(struct site *site);

/* A file of ours is made at the path: pages and lists have some, and lists
 * have a feed too. */
bool places_is_made(const struct site *site, struct span path);

/*
 * Put the numbered pages of a list in their places: "/ro/" -> "/ro/page/1/".
 * A page or file that stands there already is a LOSS_ERROR.  `left_out`: where
 * the list itself is not (enum rendition bits).
 */
void places_put_sheets(struct site *site, struct span path,
    const struct tally *tally, unsigned left_out);

/*
 * Once all is in its place, that of the languages too: an attachment that has
 * the name of a file made there, that lies in the place of a variant or of the
 * server, or that is a file where something else needs a folder, is a
 * LOSS_ERROR.
 */
void places_check_files(struct site *site);

/* True for a file that pages and lists have in their folders ("gophermap"),
 * or with `is_top` the capsule in its own ("robots.txt"). */
bool places_is_file_name(struct span name, bool is_top);

#endif
