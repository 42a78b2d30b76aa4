/* SPDX-License-Identifier: ISC */
/*
 * The process that opens sockets, root, log and keys, starts workers and
 * replaces those that die.  It reads no byte from the network.
 */
#ifndef SERVER_SUPERVISOR_H
#define SERVER_SUPERVISOR_H

#include "buf.h"
#include "config.h"

/*
 * Serve until SIGTERM or SIGINT; the ready line goes to standard output when
 * all workers accept.  Returns the exit status; dies with a message when it
 * cannot start.
 */
int supervisor_run(const struct config *c);

/*
 * The capsule's host: what the configuration says, else what the manifest in
 * root_fd (or -1) says, else "localhost".  The caller frees it.
 */
char *supervisor_host(const struct config *c, int root_fd);

/* The folder of certificates. */
const char *supervisor_certs(const struct config *c);

#endif
