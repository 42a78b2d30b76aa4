/* SPDX-License-Identifier: ISC */
/*
 * The other side of a connection, with TLS or without, for the monitoring
 * probe alone.
 */
#ifndef SERVER_TLS_FETCH_H
#define SERVER_TLS_FETCH_H

#include <stdbool.h>

#include "buf.h"
#include "cert.h"
#include "span.h"

struct fetch {
	char *to;   /* HOST or HOST:PORT; an IPv6 address in brackets */
	char *port; /* where `to` names none */
	char *sni;  /* NULL: no TLS */
	struct span request;
	struct buf text; /* all that was answered, up to its limit */
	bool has_cert;
	struct cert_info cert; /* the server's, held against `sni` */
	bool is_whole;	       /* it ended with close_notify */
	struct buf why;	       /* a sentence, when it fails */
};

/*
 * Connect to one of the addresses, send the request, read to the end.  Any
 * certificate will do.  The buffers come initialised.  -1 when it fails.
 */
int fetch_run(struct fetch *f);

#endif
