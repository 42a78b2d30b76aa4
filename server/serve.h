/* SPDX-License-Identifier: ISC */
/*
 * From a request line to an answer: the two protocols put together with the
 * capsule they serve.  Knows no sockets.
 */
#ifndef SERVER_SERVE_H
#define SERVER_SERVE_H

#include "protocol.h"
#include "vhost.h"

/* What all answers of a worker are made from. */
struct service {
	struct vhost *vhost; /* one for each capsule, the default first */
	size_t count;
	/* A line for the operator; may be NULL. */
	void (*notice)(void *ctx, const char *text);
	void *notice_ctx;
};

extern const struct protocol serve_gemini;
extern const struct protocol serve_gopher;

#endif
