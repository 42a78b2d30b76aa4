/* SPDX-License-Identifier: ISC */
/*
 * A folder without index as a page: folders first, then files, by name.
 * Hidden is what is never served, and the gophermap.
 */
#ifndef SERVER_LISTING_H
#define SERVER_LISTING_H

#include "buf.h"
#include "gopher.h"
#include "span.h"
#include "vhost.h"

struct listing_entry {
	char name[256];
	char media_type[64]; /* cut */
	uint64_t size;
	bool is_folder;
};

struct listing {
	struct listing_entry *at; /* owned */
	size_t count;
	bool is_cut; /* there are more than a worker may look at */
};

/*
 * Read the names in `folder` (a path below the tree without slashes at its
 * ends) of whatever can be opened.  -1 when there is no such folder or no
 * memory.
 */
int listing_read(struct listing *l, struct vhost *v, enum vhost_tree tree,
    struct span folder);
void listing_release(struct listing *l);

void listing_add_gemtext(
    struct buf *b, const struct listing *l, struct span folder);
/* Lines for the folder of the map, which may hide some of them. */
void listing_add_menu(
    struct buf *b, const struct listing *l, const struct gopher_map *m);

#endif
