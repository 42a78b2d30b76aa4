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

/* What a task that was done leaves behind: in the buffer of its worker, one
 * after the other, as struct cache_task has them. */
struct rebuild_result {
	uint64_t related;
	size_t at, keys_len, files_len, losses_len, file_count;
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

	uint64_t *value; /* by place of the site: hash of its target */
	/* Which tasks there are, and which places, is as in the cache. */
	bool has_same_tasks, has_same_names;
	struct buf data[POOL_MAX];
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
/*
 * The next cache: the whole of it, or when little changed a record to be added
 * to the one there is (then w->old is that).  `losses` are all of the build,
 * sorted.  The caller releases the writer.
 */
void rebuild_save(const struct rebuild *r, struct cache_writer *w,
    const struct cache_summary *summary, const struct losses *losses);

#endif
