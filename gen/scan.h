/* SPDX-License-Identifier: ISC */
/*
 * The content folder -> the list of its files.  What is hidden, a backup, a
 * system file or a symlink to a folder is left out.
 */
#ifndef GEN_SCAN_H
#define GEN_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "arena.h"
#include "losses.h"
#include "span.h"

struct cache;
struct cache_source;

struct scan_file {
	struct span source; /* below the folder, NUL-terminated */
	const char *file;   /* with the folder's name, for messages */
	uint64_t size;
	int64_t modified, changed; /* ns */
	/* By scan_compare(): what the last build knew of it, and that it has
	 * not changed since. */
	const struct cache_source *old;
	bool is_same;
};

struct scan {
	struct scan_file *file; /* sorted by source */
	size_t count, cap;
	int64_t moment; /* ns: when it began */
};

/*
 * List all files below the folder open as `fd`; `name` is put before each in
 * messages.  -1 after a LOSS_ERROR for each folder that cannot be read.
 */
int scan_folder(struct scan *scan, struct arena *arena, int fd,
    const char *name, struct losses *losses);
/* Find each file in a cache.  Returns how many have not changed. */
size_t scan_compare(struct scan *scan, const struct cache *cache);
void scan_release(struct scan *scan);
/* The last part of a source: "a.md" of "posts/a.md". */
struct span scan_name(struct span source);

#endif
