/* SPDX-License-Identifier: ISC */
/*
 * The transport over TLS.  Beside cert.c the only module that knows OpenSSL.
 */
#ifndef SERVER_TLS_H
#define SERVER_TLS_H

#include "buf.h"
#include "span.h"
#include "transport.h"

struct tls;

/*
 * Settings for all connections, from the PEM text of a certificate (chain) and
 * its key.  `tickets` is how many session tickets a client gets.  NULL, with a
 * sentence added to `why`, when the text cannot be used.  Made before workers
 * are forked, so that all share the ticket keys.
 */
struct tls *tls_new(struct span pem, unsigned tickets, struct buf *why);
void tls_free(struct tls *tls);

/* For transports whose `shared` is a struct tls. */
extern const struct transport_ops tls_ops;

#endif
