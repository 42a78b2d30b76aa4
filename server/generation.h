/* SPDX-License-Identifier: ISC */
/*
 * All that one generation of workers is born with: configuration, roots, keys,
 * listeners, log, limits.  It never changes; a reload makes the next one.
 */
#ifndef SERVER_GENERATION_H
#define SERVER_GENERATION_H

#include <stdbool.h>

#include "config.h"
#include "systemd.h"
#include "worker.h"

struct generation {
	struct config config;		      /* owned */
	struct capsule capsule[CAPSULES_MAX]; /* the default first */
	size_t capsules;
	struct tls *tls;
	struct log log;
	struct listener_set listeners;
	struct limits *readers;
	struct worker_setup setup;
	size_t workers;
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
