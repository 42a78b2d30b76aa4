/* SPDX-License-Identifier: ISC */
/*
 * The sockets that the supervisor opens and keeps and all workers accept from.
 */
#ifndef SERVER_LISTENER_H
#define SERVER_LISTENER_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "config.h"
#include "protocol.h"

struct listener {
	int fd;
	const struct protocol *protocol;
	unsigned port;
	unsigned public_port;
};

#define LISTENERS_MAX (4 * CONFIG_LISTEN_MAX)

struct listener_set {
	struct listener at[LISTENERS_MAX];
	size_t count;
	bool has_no_ipv6; /* an address of "all" or loopback was left out */
};

/*
 * Open what the service asks for and add it to the set.  A port without an
 * address means every address, or loopback when is_local; where one of IPv4
 * and IPv6 does not exist here the other is enough.  -1 with a sentence that
 * says what to do added to `why`.
 */
int listener_open(struct listener_set *set, const struct config_service *s,
    const struct protocol *protocol, bool is_local, struct buf *why);
/* The first listener of a protocol, or NULL. */
const struct listener *listener_first(
    const struct listener_set *set, const struct protocol *protocol);

#endif
