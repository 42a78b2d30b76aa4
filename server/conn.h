/* SPDX-License-Identifier: ISC */
/*
 * One connection as a state machine: PROXY, HANDSHAKE, REQUEST, ANSWER,
 * SHUTDOWN, DRAIN.  Knows neither the event loop nor TLS: bytes come and go through a
 * transport, time is an argument (milliseconds of a clock that only goes
 * forward), and what to wait for is a return value.
 *
 * Every state has a deadline.  Whoever drives the machine waits for what
 * conn_step() returned until `deadline`, then calls conn_step() or, when the
 * time is up, conn_expire().
 */
#ifndef SERVER_CONN_H
#define SERVER_CONN_H

#include <netinet/in.h>

#include <stdbool.h>
#include <stdint.h>

#include "answer.h"
#include "protocol.h"
#include "proxy.h"
#include "quota.h"
#include "transport.h"

enum want { WANT_READ, WANT_WRITE, WANT_CLOSE };

enum conn_state {
	CONN_PROXY, /* reading whose connection a proxy passes on */
	CONN_HANDSHAKE,
	CONN_REQUEST,  /* reading until the request line is whole */
	CONN_ANSWER,   /* sending header and body */
	CONN_SHUTDOWN, /* saying that the answer is complete */
	CONN_DRAIN     /* waiting for the peer to take it and hang up, since a
		        * close with unread input would reset the tail away */
};

struct conn_limits {
	int64_t handshake_ms; /* from accept to the end of the handshake */
	int64_t request_ms;   /* from there to the end of the request line */
	int64_t stalled_ms;   /* without the peer taking a byte */
	/* For each so many bytes handshake and request may take 1 s more; an
	 * answer stalled_ms and as much. */
	uint64_t rate;
};

struct conn;

/* What all connections of a worker share. */
struct conn_env {
	const struct conn_limits *limits;
	const struct proxy_sources *proxies; /* NULL for none */
	struct limits *readers;		     /* NULL for no limits */
	struct service *service;
	char *scratch; /* for the bytes of one write */
	size_t scratch_len;
	/* Called once per connection that got an answer, at its end. */
	void (*done)(void *ctx, const struct conn *c);
	void *done_ctx;
};

struct conn {
	enum conn_state state;
	uint32_t carried_before;    /* by the transport when `in` was filled */
	struct transport transport; /* ops set by the caller */
	const struct conn_env *env;
	const struct protocol *protocol;
	struct visit visit;
	int64_t deadline;
	int64_t asking_deadline; /* of HANDSHAKE or REQUEST without a byte */
	int64_t answer_deadline; /* of ANSWER to DRAIN together */
	int64_t stalled_deadline;
	struct answer answer;
	uint64_t sent;
	uint32_t drained;
	uint32_t unsent;      /* held by the kernel when last looked at */
	struct in6_addr peer; /* IPv4 mapped */
	struct limits_place place;
	struct span line; /* the request, a view of `in` */
	uint32_t in_len;
	char in[REQUEST_MAX];
};

/*
 * Begin.  transport, env, protocol, peer and visit have been set; the other
 * members need not be.  The connection waits for the first byte: WANT_READ.
 * False when this peer has too many: conn_end() is all that may follow.
 */
bool conn_begin(struct conn *c, int64_t now);
/* Read, write and move on until there is something to wait for. */
enum want conn_step(struct conn *c, int64_t now);
/* The deadline has passed: WANT_CLOSE, or what to wait for until the next. */
enum want conn_expire(struct conn *c, int64_t now);
/* Release the transport and all else, after done() where it applies. */
void conn_end(struct conn *c);
/*
 * The server is about to stop: who has not asked yet is given `ms` more, who
 * has taken everything none.  Moves `deadline`; an answer under way is left
 * alone.
 */
void conn_hurry(struct conn *c, int64_t now, int64_t ms);

#endif
