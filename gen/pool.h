/* SPDX-License-Identifier: ISC */
/*
 * Work of many equal tasks on all processors.
 */
#ifndef GEN_POOL_H
#define GEN_POOL_H

#include <stddef.h>

/* At most this many threads: more gain nothing on one disk. */
#define POOL_MAX 16

/* How many threads are worth while here: the processors that the process may
 * use (taskset(1), a container's share), 1..POOL_MAX. */
unsigned pool_size(void);

/*
 * Call task(ctx, worker, index) for every index below `count`, in `threads`
 * threads, and return when all are done.  `worker` is below `threads`; two
 * tasks with one worker number never run at a time.  Tasks start in the order
 * of their indexes and may end in any.  With one thread (or when no other can
 * be started) the caller does all.
 */
void pool_run(size_t count, unsigned threads,
    void (*task)(void *ctx, unsigned worker, size_t index), void *ctx);

#endif
