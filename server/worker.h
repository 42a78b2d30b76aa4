/* SPDX-License-Identifier: ISC */
/*
 * A worker: one process, one event loop, many connections.  Its settings never
 * change; it opens nothing by path.
 */
#ifndef SERVER_WORKER_H
#define SERVER_WORKER_H

#include "generation.h"

/*
 * Enter the sandbox and serve until SIGTERM (answers under way are finished,
 * for drain_ms at most), SIGHUP (no more connections are accepted, those there
 * are take what time they may) or SIGINT (at once).  Called in the child right
 * after fork(), with these signals blocked; `index` is which of the workers it
 * is, and one byte is written to ready_fd when it accepts.  Returns the
 * process's exit status.
 */
int worker_run(struct generation *g, size_t index, int ready_fd);

#endif
