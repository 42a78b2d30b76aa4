/* SPDX-License-Identifier: ISC */
/*
 * The PROXY protocol, versions 1 and 2 (haproxy, doc/proxy-protocol.txt, §2):
 * the line or header in which a proxy says whose connection it passes on.  A
 * pure parser, and the list of proxies that are believed.
 */
#ifndef SERVER_PROXY_H
#define SERVER_PROXY_H

#include <netinet/in.h>

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "protocol.h"
#include "span.h"
#include "yaml.h"

/* A header may be this long (§2.2: what every receiver must take). */
#define PROXY_MAX 536
#define PROXY_SOURCES_MAX 16

struct proxy_header {
	size_t len;	      /* of the header itself */
	bool has_source;      /* false: the connection's own addresses hold */
	struct in6_addr from; /* IPv4 mapped */
	unsigned port;	      /* that the client connected to */
};

/*
 * PARSE_OK when `in` begins with a whole header.  PARSE_MORE when all of `in`
 * belongs to a header that goes on.  PARSE_DROP when it is none, or is longer
 * than PROXY_MAX.
 */
enum parse proxy_parse(struct span in, struct proxy_header *header);

struct proxy_source {
	struct in6_addr network;
	unsigned bits; /* of 128 */
};

struct proxy_sources {
	struct proxy_source at[PROXY_SOURCES_MAX];
	size_t count;
};

/* "192.0.2.1", "10.0.0.0/8", "2001:db8::/32".  -1 when it is none of them, or
 * when there is no room. */
int proxy_add_source(struct proxy_sources *sources, struct span text);
/* Read a list of them from a configuration; -1 after at least one report. */
int proxy_read_sources(struct proxy_sources *sources,
    const struct yaml_node *list, const struct yaml_reporter *reporter);
/* As a list that reads back the same. */
void proxy_print_sources(const struct proxy_sources *sources, struct buf *out);
bool proxy_is_source(
    const struct proxy_sources *sources, const struct in6_addr *peer);

#endif
