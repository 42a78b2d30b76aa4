/* SPDX-License-Identifier: ISC */
/*
 * OUTPUT/.cache: what the last build knew, so that the next one need not read
 * and write all again.  It has a table of sources (with what was read in them),
 * one of tasks (what they were made of and what they made), and one of names
 * (what stood at each path), each in the order of the build.  A cache that is
 * damaged, or of another program or other settings, is none.
 *
 * A build that changed little adds a record to the file instead of writing it
 * again: new data, and which bytes of the tables are others now.  What is
 * mapped has all records applied.
 *
 * It is only right while nobody else writes into OUTPUT: it is taken away
 * before the first file there changes and put back after the last.
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
	uint64_t check;		  /* hash of what follows, without records */
	uint64_t len;		  /* of all but the records */
	uint64_t settings;	  /* hash of all that every page depends on */
	int64_t moment;		  /* ns: when the sources were looked at */
	uint64_t today, next_due; /* as year * 10000 + month * 100 + day */
	struct cache_summary summary;
	uint64_t sources, source_at;
	uint64_t tasks, task_at;
	uint64_t names, name_at;
	uint64_t slugs_at, slugs_len;
	uint64_t losses_at, losses_len; /* of the whole build */
};

/* By path. */
struct cache_source {
	uint64_t size;
	int64_t modified, changed; /* ns */
	uint32_t path, path_len;
	uint32_t data, data_len;
};

struct cache_task {
	uint64_t key; /* of its name */
	uint64_t input, related;
	uint32_t keys, keys_len;     /* asked for: 32 bits of each */
	uint32_t files, files_len;   /* each: '0' + tree, path, NUL */
	uint32_t losses, losses_len; /* 0: none */
	uint64_t file_count;
};

struct cache_name {
	uint64_t key, value;
};

struct cache {
	const char *bytes; /* NULL: none */
	size_t len;
	bool is_shared; /* the file has other names: nothing may be added */
	const struct cache_head *head;
	const struct cache_source *source;
	const struct cache_task *task;
	const struct cache_name *name;
};

/* Open what is in the folder; without a good one cache->bytes is NULL. */
void cache_open(struct cache *cache, int dir_fd);
void cache_close(struct cache *cache);

struct span cache_bytes(const struct cache *cache, uint64_t at, uint64_t len);
struct span cache_losses(const struct cache *cache);
struct span cache_slugs(const struct cache *cache);

/*
 * What is written: a whole cache, or a record to be added to one.  Data are
 * added with cache_data() and, if whole, tables with cache_table(); both return
 * the place in the file.  cache_end() is the last; then `b` has the bytes.
 */
struct cache_writer {
	struct buf b;
	const struct cache *old; /* NULL: a whole one is written */
	struct buf changes;	 /* of the old one's bytes */
	uint64_t change_count;
};

void cache_begin(struct cache_writer *w, const struct cache *old);
void cache_release(struct cache_writer *w);
uint64_t cache_data(struct cache_writer *w, struct span data);
uint64_t cache_table(struct cache_writer *w, const void *table, size_t size);
/* In a record: these bytes stand now where `place` points to in the old one. */
void cache_change(
    struct cache_writer *w, const void *place, const void *bytes, size_t size);
/* With magic, check and length as they must be. */
void cache_end(struct cache_writer *w, struct cache_head *head);

#endif
