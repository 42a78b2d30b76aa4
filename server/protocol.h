/* SPDX-License-Identifier: ISC */
/*
 * What a connection must know of its protocol.
 */
#ifndef SERVER_PROTOCOL_H
#define SERVER_PROTOCOL_H

#include <stdbool.h>
#include <stdint.h>

#include "answer.h"
#include "span.h"

/* Bytes kept of a request, its CR LF included. */
#define REQUEST_MAX 1026

enum parse {
	PARSE_OK,   /* a whole request line has been found */
	PARSE_MORE, /* not yet */
	PARSE_BAD,  /* there can be none: fail() answers */
	PARSE_DROP  /* not our protocol at all: close without a word */
};

struct service;

/* By what a visitor can be known again. */
struct client_cert {
	char fingerprint[65]; /* SHA-256 of the DER, lower-case hex; "" none */
	bool is_current;      /* today lies between its dates */
};

/* What is known about a visitor beside the request. */
struct visit {
	struct span sni;      /* p NULL when none was sent */
	unsigned port;	      /* on which the server was reached */
	unsigned public_port; /* by which the world knows it */
	int64_t now;	      /* ms */
	size_t capsule;	      /* of the listener, where no host is named */
	struct client_cert cert;
};

struct protocol {
	const char *name;
	const char *log_prefix; /* makes a request line a URL in the log */
	bool is_tls;
	/* Find the request line in the bytes read so far (up to REQUEST_MAX;
	 * at that many the answer is not PARSE_MORE). */
	enum parse (*find_end)(struct span in, struct span *line);
	/* Answer it; `a` comes initialised. */
	void (*answer)(struct service *s, const struct visit *visit,
	    struct span line, struct answer *a);
	/* Answer bytes that are no request. */
	void (*fail)(struct answer *a);
	/* Answer a reader who asks too often. */
	void (*slow_down)(struct answer *a, unsigned seconds);
};

#endif
