/* SPDX-License-Identifier: ISC */
/*
 * What one reader, and one network, may have at once and ask for in a minute.
 * Counted for the server as a whole: each worker writes a table of its own in
 * memory that all share, and adds up everybody's.  So there are no locks, and
 * a worker that dies takes nothing but its own counts along.
 *
 * An IPv6 reader is its /64, because that is what a household is given.
 * Addresses are kept as keyed hashes only.
 */
#ifndef SERVER_QUOTA_H
#define SERVER_QUOTA_H

#include <netinet/in.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct limits_rules {
	uint64_t per_address;  /* connections at once; 0: any number */
	uint64_t per_minute;   /* requests */
	uint64_t prefix_times; /* a network may have this many times as much;
				* 0: any number */
	uint64_t prefix_v4;    /* bits of a network: 8-32 */
	uint64_t prefix_v6;    /* 16-64 */
	uint64_t has_loopback; /* 1: it is counted too */
};

struct limits;

/* What a connection is counted under; all zero for none. */
struct limits_place {
	uint32_t slot[2]; /* address, network; 0 for none, else index + 1 */
};

/*
 * Tables for `workers`, each with room for `connections`.  Made before the
 * fork.  NULL with errno.
 */
struct limits *limits_new(
    const struct limits_rules *rules, size_t workers, size_t connections);
void limits_free(struct limits *l);
/* In worker `index`, from now on the writer of that table: empty it. */
void limits_begin(struct limits *l, size_t index);
/*
 * A connection has come: false when there are too many, and nothing has been
 * counted.  Else limits_leave() must follow once.
 */
bool limits_enter(struct limits *l, const struct in6_addr *peer, int64_t now,
    struct limits_place *place);
void limits_leave(struct limits *l, struct limits_place *place);
/* A request: 0 when it may be answered, else the seconds to wait.  `now` in ms
 * of a clock that all workers share. */
unsigned limits_request(
    struct limits *l, const struct limits_place *place, int64_t now);

#endif
