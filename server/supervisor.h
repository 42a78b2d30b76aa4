/* SPDX-License-Identifier: ISC */
/*
 * The process that opens sockets, root, log and keys, starts workers, replaces
 * those that die, and whole generations of them when it is told to reload.  It
 * reads no byte from the network.
 */
#ifndef SERVER_SUPERVISOR_H
#define SERVER_SUPERVISOR_H

#include "config.h"

/* Reads the configuration into *c, which need not be initialised; -1 after
 * messages, and *c is empty then. */
typedef int (*supervisor_load)(struct config *c, void *ctx);

/*
 * Serve until SIGTERM or SIGINT; the ready line goes to standard output when
 * all workers accept.  SIGHUP, or a root that has been moved away, loads the
 * configuration again; the old one stays in force when there is anything wrong
 * with the new.  Returns the exit status, after a message when it cannot
 * start.
 */
int supervisor_run(supervisor_load load, void *ctx);

#endif
