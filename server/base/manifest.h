/* SPDX-License-Identifier: ISC */
/*
 * The manifest: what `build` tells the server about a tree, beyond the tree.
 *
 *	bookmobile 1<TAB>HOST<TAB>LANG
 *	page<TAB>PATH<TAB>MEDIA-TYPE<TAB>LANG
 *	redirect<TAB>PATH<TAB>TARGET-PATH
 *
 * Lines end in LF.  `page` lines stand only for what differs from the defaults
 * (media type by suffix, LANG of line 1); an empty field means the default.
 * PATH is absolute and raw (not percent-encoded), a folder's ends in '/' and
 * stands for its index.  Lines are sorted by PATH within their kind.  The
 * manifest is a hint and no permission: what it does not name goes by suffix.
 */
#ifndef BASE_MANIFEST_H
#define BASE_MANIFEST_H

#include <stddef.h>

#include "buf.h"
#include "span.h"

#define MANIFEST_NAME "manifest"

struct manifest_entry {
	struct span path;
	struct span media_type; /* or target path of a redirect */
	struct span lang;
};

/* All spans point into memory that the manifest owns. */
struct manifest {
	struct span host;
	struct span lang;
	struct manifest_entry *page;
	size_t pages;
	struct manifest_entry *redirect;
	size_t redirects;
	char *text;
};

/* A manifest with nothing in it. */
void manifest_init(struct manifest *m);
/*
 * Read the manifest's text, which is copied.  -1 when there is no memory or
 * line 1 is not of this format (then *m is as manifest_init() leaves it); a
 * malformed later line is skipped.  Entries are sorted again if need be.
 */
int manifest_parse(struct manifest *m, struct span text);
void manifest_release(struct manifest *m);

/* The entry for a path, by binary search, or NULL. */
const struct manifest_entry *manifest_page(
    const struct manifest *m, struct span path);
const struct manifest_entry *manifest_redirect(
    const struct manifest *m, struct span path);

/* True when `text` begins as a manifest of ours does. */
bool manifest_is_ours(struct span text);

/* Writers, a line each; the caller sorts.  What no line can hold (control bytes
 * in a path or type, a path that is not absolute) is left out. */
void manifest_add_head(struct buf *b, struct span host, struct span lang);
void manifest_add_page(
    struct buf *b, struct span path, struct span media_type, struct span lang);
void manifest_add_redirect(struct buf *b, struct span path, struct span target);

#endif
