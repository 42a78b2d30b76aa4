/* SPDX-License-Identifier: ISC */
/*
 * Threads that take the next index from one atomic counter.
 */
#include "pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

struct pool {
	atomic_size_t next;
	size_t count;
	void (*task)(void *ctx, unsigned worker, size_t index);
	void *ctx;
};

struct worker {
	struct pool *pool;
	pthread_t thread;
	unsigned number;
	bool is_started;
};

unsigned
pool_size(void)
{
	cpu_set_t usable;
	int count;

	if (sched_getaffinity(0, sizeof(usable), &usable) == -1)
		return (1);
	count = CPU_COUNT(&usable);
	return (count > POOL_MAX ? POOL_MAX : (unsigned)count);
}

static void *
work(void *arg)
{
	struct worker *worker = arg;
	struct pool *pool = worker->pool;
	size_t index;

	for (;;) {
		index = atomic_fetch_add(&pool->next, 1);
		if (index >= pool->count)
			return (NULL);
		pool->task(pool->ctx, worker->number, index);
	}
}

void
pool_run(size_t count, unsigned threads,
    void (*task)(void *ctx, unsigned worker, size_t index), void *ctx)
{
	struct worker worker[POOL_MAX];
	struct pool pool = { .count = count, .task = task, .ctx = ctx };
	unsigned i;

	atomic_init(&pool.next, 0);
	if (threads > POOL_MAX)
		threads = POOL_MAX;
	worker[0].pool = &pool;
	worker[0].number = 0;
	for (i = 1; i < threads; i++) {
		worker[i].pool = &pool;
		worker[i].number = i;
		worker[i].is_started = i < count &&
		    pthread_create(&worker[i].thread, NULL, work, &worker[i]) ==
			0;
	}
	(void)work(&worker[0]);
	for (i = 1; i < threads; i++)
		if (worker[i].is_started)
			(void)pthread_join(worker[i].thread, NULL);
}
