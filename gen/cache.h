/* SPDX-License-Identifier: ISC */
/*
 * OUTPUT/.cache: what the last build knew, so that the next one need not read
 * and write all again.  It is a table of sources (with what was read in them),
 * one of tasks (what they were made of and what they made), and one of names
 * (what stood at each path).  A cache that is damaged, or of another program or
 * other settings, is none.
 *
 * It is only right while nobody else writes into OUTPUT: it is removed before
 * the first file there changes and written after the last.
 */
#ifndef GEN_CACHE_H
#define GEN_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "span.h"

#define CACHE_NAME ".cache"

struct cache_summary {
	uint64_t posts, pages, terms, files;
};

struct cache_head {
	char magic[8];
	uint64_t check;		  /* hash of all that follows */
	uint64_t settings;	  /* hash of all that every page depends on */
	int64_t moment;		  /* ns: when the sources were looked at */
	uint64_t today, next_due; /* as year * 10000 + month * 100 + day */
	struct cache_summary summary;
	uint64_t sources, source_at;
	uint64_t tasks, task_at; /* a power of two, empty ones included */
	uint64_t names, name_at; /* the same */
	uint64_t slugs_at;
	uint64_t losses_at; /* of the whole build, to the end */
};

/* By path. */
struct cache_source {
	uint64_t size;
	int64_t modified, changed; /* ns */
	uint32_t path, path_len;
	uint32_t data, data_len;
};

struct cache_task {
	uint64_t key; /* 0: empty */
	uint64_t input, related;
	uint32_t data, data_len;
};

struct cache_name {
	uint64_t key, value; /* key 0: empty */
};

struct cache {
	const char *bytes; /* NULL: none */
	size_t len;
	const struct cache_head *head;
	const struct cache_source *source;
	const struct cache_task *task;
	const struct cache_name *name;
};

/* Open what is in the folder; without a good one cache->bytes is NULL. */
void cache_open(struct cache *cache, int dir_fd);
void cache_close(struct cache *cache);

const struct cache_task *cache_find_task(
    const struct cache *cache, uint64_t key);
const struct cache_name *cache_find_name(
    const struct cache *cache, uint64_t key);
struct span cache_bytes(const struct cache *cache, uint32_t at, uint32_t len);
struct span cache_losses(const struct cache *cache);
struct span cache_slugs(const struct cache *cache);

/*
 * Write one: cache_begin(), data added to `b` with cache_data() and the tables
 * with cache_table(), whose offsets go into *head; cache_end() last.
 */
void cache_begin(struct buf *b);
uint32_t cache_data(struct buf *b, struct span data);
uint64_t cache_table(struct buf *b, const void *table, size_t size);
void cache_end(struct buf *b, struct cache_head *head);

#endif
