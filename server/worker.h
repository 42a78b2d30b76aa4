/* SPDX-License-Identifier: ISC */
/*
 * A worker: one process, one event loop, many connections.  Its settings never
 * change; it opens nothing by path.
 */
#ifndef SERVER_WORKER_H
#define SERVER_WORKER_H

#include "conn.h"
#include "listener.h"
#include "log.h"
#include "sandbox.h"
#include "tls.h"

#define CAPSULES_MAX 64

/* What is served under one name. */
struct capsule {
	char *host; /* owned by the supervisor */
	int root_fd;
	const struct rules *rules;
};

struct worker_setup {
	const struct listener_set *listeners;
	struct conn_limits limits;
	const struct capsule *capsule; /* the default first */
	size_t capsules;
	struct tls *tls; /* NULL when no TLS is spoken */
	struct log *log;
	struct limits *readers;
	const struct proxy_sources *proxies; /* NULL for none */
	size_t index;			     /* which of the workers it is */
	struct sandbox sandbox;
	size_t connections; /* at once; more wait in the listener's queue */
	int64_t drain_ms;   /* how long SIGTERM waits for answers under way */
	int ready_fd;	    /* one byte is written here when it accepts */
};

/*
 * Enter the sandbox and serve until SIGTERM (answers under way are finished,
 * for drain_ms at most), SIGHUP (no more connections are accepted, those there
 * are take what time they may) or SIGINT (at once).  Called in the child right
 * after fork(), with these signals blocked.  Returns the process's exit status.
 */
int worker_run(const struct worker_setup *setup);

#endif
