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
	size_t capsule;	  /* whose it is, set by who opened it; Gemini is the
			   * first one's */
	char address[64]; /* as it was asked for; "" when it was inherited */
	unsigned asked;	  /* likewise, the port; 0 for any */
};

#define LISTENERS_MAX (4 * CONFIG_LISTEN_MAX)

struct listener_set {
	struct listener at[LISTENERS_MAX];
	size_t count;
	bool has_no_ipv6; /* an address of "all" or loopback was left out */
	const struct listener_set *old; /* may be NULL; what is open there
					 * already is taken, not opened */
};

/*
 * Open what the service asks for and add it to the set.  A port without an
 * address means every address, or loopback when is_local; where one of IPv4
 * and IPv6 does not exist here the other is enough.  -1 with a sentence that
 * says what to do added to `why`.
 */
int listener_open(struct listener_set *set, const struct config_service *s,
    const struct protocol *protocol, bool is_local, struct buf *why);
/*
 * Add a socket that was opened elsewhere.  -1 with a sentence added to `why`
 * when it does not listen on TCP.
 */
int listener_adopt(struct listener_set *set, int fd,
    const struct protocol *protocol, unsigned public_port, struct buf *why);
/* The port of a TCP socket that listens, or 0. */
unsigned listener_port(int fd);
/* Empty the set; close all in it but what is in `kept` (or NULL) as well. */
void listener_close(struct listener_set *set, const struct listener_set *kept);
/* The first listener of a protocol for the capsule, or NULL. */
const struct listener *listener_first(const struct listener_set *set,
    const struct protocol *protocol, size_t capsule);

#endif
