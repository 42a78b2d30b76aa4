/* SPDX-License-Identifier: ISC */
/*
 * The other side of TLS, for the monitoring probe alone.
 */
#ifndef SERVER_TLS_CLIENT_H
#define SERVER_TLS_CLIENT_H

#include <stdbool.h>

#include "buf.h"
#include "span.h"

struct tls_reply {
	struct buf text; /* all that was sent, up to its limit */
	struct buf pem;	 /* the server's certificate */
	bool is_whole;	 /* it ended with close_notify */
};

/*
 * Over a connected, blocking socket: name `host` (SNI), send the request, read
 * to the end.  Any certificate will do.  The reply's buffers come initialised.
 * -1 with a sentence added to `why`.
 */
int tls_fetch(int fd, const char *host, struct span request,
    struct tls_reply *reply, struct buf *why);

#endif
