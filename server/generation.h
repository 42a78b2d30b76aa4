/* SPDX-License-Identifier: ISC */
/*
 * All that one generation of workers is born with: configuration, roots, keys,
 * listeners, log, limits.  It never changes; a reload makes the next one.
 */
#ifndef SERVER_GENERATION_H
#define SERVER_GENERATION_H

#include <stdbool.h>

#include "config.h"
#include "listener.h"
#include "log.h"
#include "sandbox.h"
#include "systemd.h"
#include "tls.h"

#define CAPSULES_MAX 64

/* What is served under one name. */
struct capsule {
	char *host; /* owned */
	int root_fd;
	const struct rules *rules;
};

struct generation {
	struct config config;		      /* owned */
	struct capsule capsule[CAPSULES_MAX]; /* the default first */
	size_t capsules;
	struct tls *tls; /* NULL when no TLS is spoken */
	struct log log;
	struct listener_set listeners;
	struct limits *readers;
	struct sandbox sandbox;
	size_t workers;
	size_t connections; /* of each worker, at once; more wait in the
			     * listener's queue */
};

/* Sockets that somebody else has opened; they stay for ever. */
struct inherited {
	struct systemd_socket at[SYSTEMD_SOCKETS_MAX];
	size_t count;
};

/*
 * Open everything.  Takes *config over, and what `old` (or NULL) has open
 * already.  NULL after messages; `old` is untouched then.
 */
struct generation *generation_new(struct config *config,
    const struct generation *old, const struct inherited *inherited);
/* Close everything but the listeners that `kept` (or NULL) has too. */
void generation_free(struct generation *g, const struct generation *kept);
/* True when a root's path names another folder than the one that is served. */
bool generation_is_moved(const struct generation *g);

/*
 * The capsule's host: what the configuration says, else what the manifest in
 * root_fd (or -1) says, else "localhost".  The caller frees it.
 */
char *generation_host(const struct config *c, int root_fd);
/* The folder of certificates. */
const char *generation_certs(const struct config *c);

#endif
