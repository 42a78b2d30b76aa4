/* SPDX-License-Identifier: ISC */
/*
 * Which tasks of a build need doing, by what the last build left in its cache,
 * and the cache for the next one.
 */
#ifndef GEN_REBUILD_H
#define GEN_REBUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "cache.h"
#include "inputs.h"
#include "losses.h"
#include "output.h"
#include "pool.h"
#include "publish.h"
#include "site.h"
#include "tasks.h"

/* What a task that was done leaves behind. */
struct rebuild_result {
	uint64_t related;
	size_t at, len; /* in the buffer of its worker */
	unsigned worker;
};

struct rebuild {
	const struct site *site;
	const struct tasks *tasks;
	const struct cache *cache; /* NULL: none */
	struct inputs inputs;

	/* By task: */
	uint64_t *key, *input;
	const struct cache_task **old; /* NULL: a new one */
	bool *is_needed;
	struct rebuild_result *result;
	size_t *needed; /* the needed ones */
	size_t needed_count;

	struct cache_name *name; /* of now, as in a cache */
	size_t names;
	struct buf data[POOL_MAX];
	struct buf keys[POOL_MAX]; /* asked for by the task being done */
};

/* Decide; the site's cache is used if it has one. */
void rebuild_init(
    struct rebuild *r, const struct site *site, const struct tasks *tasks);
void rebuild_release(struct rebuild *r);

/* Do one needed task; -1 as publish_task(). */
int rebuild_do(
    struct rebuild *r, struct publisher *p, unsigned worker, size_t task);
/* Add the losses of tasks that are not done again. */
void rebuild_recall_losses(struct rebuild *r, struct losses *losses);
/* Tell the output which files no task makes any more, and how many all do. */
void rebuild_settle_output(struct rebuild *r, struct output *output);
/* The bytes of the next cache; `losses` are all of the build, sorted. */
void rebuild_save(struct rebuild *r, struct buf *b,
    const struct cache_summary *summary, const struct losses *losses);

#endif
