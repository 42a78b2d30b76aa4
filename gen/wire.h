/* SPDX-License-Identifier: ISC */
/*
 * What a page costs on a reader's line: a model of the bytes that TCP carries
 * both ways.  A test compares it with what bookmobiled and a client exchange.
 *
 * Gemini: one connection with a full TLS 1.3 handshake as OpenSSL 3 makes it
 * (server name sent, one key share offered, no session kept), the
 * server's own P-256 certificate for `host`, TLS_AES_128_GCM_SHA256, no
 * tickets, header and body in one flow of records, close_notify.  An ECDSA
 * signature has 70 to 72 bytes; 71 are counted.
 */
#ifndef GEN_WIRE_H
#define GEN_WIRE_H

#include <stdint.h>

#include "span.h"

struct wire_cost {
	uint64_t up, down; /* bytes */
	unsigned round_trips;
};

/* A line that readers have. */
struct wire_line {
	const char *name;
	unsigned bits;	     /* a second */
	unsigned round_trip; /* milliseconds */
};

#define WIRE_LINES 4

extern const struct wire_line wire_lines[WIRE_LINES];

/* gemini://HOST/PATH with a body of `size` bytes of gemtext.  `lang` may be
 * empty: then the header has none. */
struct wire_cost wire_gemini(
    struct span host, struct span path, struct span lang, uint64_t size);
/* A gophermap at a selector, its items completed with host and port. */
struct wire_cost wire_menu(
    struct span host, unsigned port, struct span path, struct span menu);
/* A text file at a selector. */
struct wire_cost wire_text(struct span path, uint64_t size);

/* Both ways together. */
uint64_t wire_bytes(const struct wire_cost *cost);
/* Bytes at the line's speed, and its round trips; headers of TCP and IP are
 * not counted. */
double wire_seconds(const struct wire_cost *cost, const struct wire_line *line);

#endif
