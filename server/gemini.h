/* SPDX-License-Identifier: ISC */
/*
 * Gemini (specification 0.24.1), server side, as pure functions over bytes:
 * where a request ends, what it asks for, how headers are written.  The rows
 * of the decision table that need no file are here.
 */
#ifndef SERVER_GEMINI_H
#define SERVER_GEMINI_H

#include "buf.h"
#include "protocol.h"
#include "span.h"
#include "uri.h"

#define GEMINI_PORT 1965
/* "Requests": the URI's limit, without CRLF. */
#define GEMINI_URI_MAX 1024
/* Specification 0.16.1 §3.1, and what clients take. */
#define GEMINI_META_MAX 1024

enum gemini_status {
	GEMINI_SUCCESS = 20,
	GEMINI_ELSEWHERE = 30,
	GEMINI_MOVED = 31,
	GEMINI_TEMPORARY = 40,
	GEMINI_SLOW_DOWN = 44,
	GEMINI_NOT_FOUND = 51,
	GEMINI_GONE = 52,
	GEMINI_REFUSED = 53,
	GEMINI_BAD = 59,
	GEMINI_CERT_NEEDED = 60,
	GEMINI_CERT_UNKNOWN = 61,
	GEMINI_CERT_INVALID = 62
};

/* A request that could be read; the spans are views of its line. */
struct gemini_request {
	struct uri uri;
	char host[256]; /* as hosts are compared, NUL-terminated */
	unsigned port;
};

/* Where the server was asked. */
struct gemini_place {
	struct span sni; /* p NULL when the client named no host */
	unsigned port;
	unsigned public_port;
};

/* The end of the request line: CR LF within the first 1026 bytes. */
enum parse gemini_find_end(struct span in, struct span *line);
/*
 * Take a request line apart.  0, or the status to answer: BAD for what cannot
 * be parsed or may not be sent, REFUSED for another scheme ("Requests",
 * "Status codes").
 */
int gemini_parse(struct span line, struct gemini_request *r);
/* 0 when SNI and port fit the place, else REFUSED. */
int gemini_check_place(
    const struct gemini_request *r, const struct gemini_place *place);

/* "NN meaning\r\n" for any status but success. */
void gemini_add_status(struct buf *b, int status);
/* Letters, digits and '-' (BCP 47): fit for a parameter without quotes. */
bool gemini_is_language(struct span lang);
/* "20 type; lang=…\r\n"; lang only for gemtext, and only when it is one. */
void gemini_add_success(
    struct buf *b, struct span media_type, struct span lang);
/*
 * A redirect (GEMINI_ELSEWHERE or GEMINI_MOVED) to `target`: a URI as it is, or
 * a path (raw, absolute) on the host and port that were asked, with the query.
 * -1, nothing added, when META would be too long.
 */
int gemini_add_redirect(struct buf *b, int status,
    const struct gemini_request *r, struct span target);

#endif
