/* SPDX-License-Identifier: ISC */
/*
 * Links as sources write them -> places in the capsule.
 */
#ifndef GEN_LINKS_H
#define GEN_LINKS_H

#include "doc.h"
#include "losses.h"
#include "page.h"
#include "site.h"
#include "span.h"

/*
 * What a reference without a scheme leads to: relative to the source file (or
 * to the page's own path, as on a website), absolute below the capsule or the
 * content folder, with or without .md, .html and the last '/'; aliases too.
 * `page` is where it stands, NULL in the settings: then pages/ is the base.
 * The fragment and query do not count.  NULL: nothing is there; a target that
 * is_out is no page either.
 */
const struct target *links_find(
    const struct site *site, const struct page *page, struct span reference);

/*
 * Resolve every LINK_UNKNOWN of a doc, and links to the website's own host
 * that stand in the capsule too: kind, target, and for files the note with
 * type and size.  A link to nothing becomes LINK_NONE with a LOSS_WARNING, or
 * the website's address when there is one (`html_host:`).  One to what is in
 * one protocol alone is limited to it, with a LOSS_WARNING when the page is in
 * the other too; a URL that breaks the grammar becomes LINK_NONE, with one.
 */
void links_resolve(const struct site *site, const struct page *page,
    struct doc *doc, struct losses *losses);

/* What a reference of the settings or of front matter leads to. */
enum setting_link {
	SETTING_PLACE,	 /* of the capsule: *target, which is not out */
	SETTING_URL,	 /* elsewhere: `url` */
	SETTING_WEBSITE, /* a path that only the website may have: `url` */
	SETTING_OUT,	 /* of the capsule, but no page today: *target */
	SETTING_NOTHING,
	SETTING_BROKEN /* breaks the grammar of URLs */
};

/*
 * Read one as links_resolve() reads those of texts: a URL is made fit for a
 * link line, one on the website's own host leads to what the capsule has of
 * it, and an absolute path that the capsule lacks is left to the website
 * (`html_host:`).  `page` as for links_find(); `url` is empty before.
 */
enum setting_link links_read(const struct site *site, const struct page *page,
    struct span reference, const struct target **target, struct buf *url);

/* Take a link out of the renditions in which nothing stands at its target. */
void links_limit(const struct target *target, struct link *link);

/* Add "jpeg, 120 KiB" for a file. */
void links_add_note(struct buf *b, const struct attachment *file);

/*
 * Say which entries of the menu lead nowhere, and mark the pages that it (or a
 * page above them) leads to.
 */
void links_check_navigation(struct site *site);

#endif
