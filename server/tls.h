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
/* The certificate for one more host, for readers who name it (SNI); all others
 * get the one of tls_new().  -1 as above. */
int tls_add(
    struct tls *tls, const char *host, struct span pem, struct buf *why);
/* Ask readers of the n-th host (0: of tls_new()) for a certificate.  None, or
 * any, will do: what it is worth is for the request to decide.  There are no
 * tickets then, for no host: a connection that is resumed is asked nothing. */
void tls_ask(struct tls *tls, size_t n);
void tls_free(struct tls *tls);

/* For transports whose `shared` is a struct tls. */
extern const struct transport_ops tls_ops;

#endif
