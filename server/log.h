/* SPDX-License-Identifier: ISC */
/*
 * One line per request, in the "common" form of web servers:
 *
 *	- - - [22/Nov/2026:16:20:36 +0000] "gemini://h.example/x?-" 20 5190
 *
 * The first word is the reader's address, if it is to be kept at all; queries,
 * search words and what stands before the host ("name:password@") are never
 * kept; bytes that could break the line are
 * escaped.  Lines are written with one write(2) each and never wait: one that
 * cannot be written at once is counted and the count is written later.
 */
#ifndef SERVER_LOG_H
#define SERVER_LOG_H

#include <netinet/in.h>

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "buf.h"
#include "span.h"

enum log_addresses {
	LOG_ADDRESSES_NONE,
	LOG_ADDRESSES_TRUNCATED, /* to /24 and /48 */
	LOG_ADDRESSES_WHOLE
};

struct log {
	int fd;
	bool is_socket;
	enum log_addresses addresses;
	uint64_t lost;
};

struct log_entry {
	time_t when;
	const struct in6_addr *peer; /* IPv4 mapped */
	const char *prefix;	     /* written before the request */
	struct span line;	     /* the request as it came */
	int status;
	uint64_t bytes;
};

/*
 * Open `to`, a file to append to or "stderr".  Pipes and terminals are opened
 * anew where that is possible, so that they cannot make the server wait.
 * -1 with errno.
 */
int log_open(struct log *log, const char *to, enum log_addresses addresses);
void log_close(struct log *log);
void log_request(struct log *log, const struct log_entry *entry);

/* The line itself, LF included. */
void log_add_line(
    struct buf *b, const struct log_entry *entry, enum log_addresses addresses);

#endif
