/* SPDX-License-Identifier: ISC */
/*
 * What a connection reads from and writes to: TLS, plain TCP, or the fake of
 * the unit tests.  The state machine above does not know which it is.
 *
 * Every operation is non-blocking.  IO_WANT_READ and IO_WANT_WRITE say what to
 * wait for before the same operation is called again; a repeated write() must
 * offer the same bytes, which may stand elsewhere by then.
 */
#ifndef SERVER_TRANSPORT_H
#define SERVER_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "span.h"

enum io {
	IO_DONE,
	IO_WANT_READ,
	IO_WANT_WRITE,
	IO_CLOSED, /* the peer has ended its side */
	IO_FAILED  /* nothing more can be done here but release() */
};

struct transport;
struct client_cert;

struct transport_ops {
	/* Until the first byte of the request may be read. */
	enum io (*handshake)(struct transport *t);
	/* The host that the client named in the handshake (SNI); p NULL when it
	 * named none.  Lives until shutdown(). */
	struct span (*host)(struct transport *t);
	/* IO_DONE: *got > 0 bytes have been put at `to`. */
	enum io (*read)(struct transport *t, char *to, size_t cap, size_t *got);
	/* IO_DONE: *done > 0 bytes of `from` have been taken.  They may be
	 * held back until shutdown(), which always follows. */
	enum io (*write)(
	    struct transport *t, const char *from, size_t len, size_t *done);
	/* Say that the answer is complete (TLS: close_notify), push what was
	 * held back, end our side of the TCP connection. */
	enum io (*shutdown)(struct transport *t);
	/* After shutdown(): throw away what the peer still sends.  IO_DONE:
	 * *got > 0 bytes are gone. */
	enum io (*drain)(struct transport *t, size_t *got);
	/* Bytes that the peer has not acknowledged yet. */
	size_t (*unsent)(struct transport *t);
	/* Close the descriptor and free everything. */
	void (*release)(struct transport *t);
	/* Before handshake(): look at the bytes that have come, *got > 0, and
	 * take as many of them as skip() says off. */
	enum io (*peek)(struct transport *t, char *to, size_t cap, size_t *got);
	enum io (*skip)(struct transport *t, size_t len);
	/* After handshake(): the certificate that the client showed; *cert,
	 * all zero, stays so when it showed none.  NULL: none ever is. */
	void (*cert)(struct transport *t, struct client_cert *cert);
};

struct transport {
	const struct transport_ops *ops;
	void *shared; /* of all connections of its kind; not owned */
	void *state;  /* of this connection; owned */
	int fd;
	uint32_t carried; /* bytes read and written so far, modulo 2^32 */
	bool is_corked;	 /* a write in progress lets the kernel wait for more */
	bool has_spoken; /* the last thing done to the socket was a write */
};

extern const struct transport_ops plain_ops;

/* The socket halves that both kinds share. */
enum io socket_peek(struct transport *t, char *to, size_t cap, size_t *got);
enum io socket_skip(struct transport *t, size_t len);
enum io socket_drain(struct transport *t, size_t *got);
size_t socket_unsent(struct transport *t);
/* What errno means after a failed call on a non-blocking socket;
 * `again` is what EAGAIN stands for. */
enum io socket_failure(enum io again);

#endif
