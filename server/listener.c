/* SPDX-License-Identifier: ISC */
/*
 * Listening sockets, one per address and port.
 */
#include <sys/socket.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

#include "listener.h"

/* Of 256 readers who come at once none shall lose a SYN. */
#define BACKLOG 1024
/* A port that is free on IPv4 may be taken on IPv6. */
#define PORT_TRIES 32

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static socklen_t
fill(union address *a, const char *text, unsigned port)
{
	memset(a, 0, sizeof(*a));
	if (strchr(text, ':') != NULL) {
		a->v6.sin6_family = AF_INET6;
		a->v6.sin6_port = htons((uint16_t)port);
		inet_pton(AF_INET6, text, &a->v6.sin6_addr);
		return sizeof(a->v6);
	}
	a->v4.sin_family = AF_INET;
	a->v4.sin_port = htons((uint16_t)port);
	inet_pton(AF_INET, text, &a->v4.sin_addr);
	return sizeof(a->v4);
}

static int
set_options(int fd, int family)
{
	int one = 1;

	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) == -1)
		return -1;
	if (family == AF_INET6 &&
	    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one)) == -1)
		return -1;
	/* Accepted sockets inherit it. */
	return setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
}

unsigned
listener_port(int fd)
{
	union address a;
	socklen_t len = sizeof(a);
	socklen_t int_len = sizeof(int);
	int is_listening = 0;

	memset(&a, 0, sizeof(a));
	if (getsockname(fd, &a.any, &len) == -1 ||
	    getsockopt(
		fd, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &int_len) == -1 ||
	    !is_listening)
		return 0;
	if (a.any.sa_family == AF_INET6)
		return ntohs(a.v6.sin6_port);
	return a.any.sa_family == AF_INET ? ntohs(a.v4.sin_port) : 0;
}

static bool
has_fd(const struct listener_set *set, int fd)
{
	for (size_t i = 0; set != NULL && i < set->count; i++)
		if (set->at[i].fd == fd)
			return true;
	return false;
}

/* Take all from `first` on out; close what is not in `kept` as well. */
static void
close_from(
    struct listener_set *set, size_t first, const struct listener_set *kept)
{
	int saved = errno;

	for (size_t i = first; i < set->count; i++)
		if (!has_fd(kept, set->at[i].fd))
			close(set->at[i].fd);
	set->count = first;
	errno = saved;
}

/* The same socket in the old set, unless the new one has it already. */
static int
find_old(const struct listener_set *set, const struct listener *like,
    const char *text, unsigned *port)
{
	for (size_t i = 0; set->old != NULL && i < set->old->count; i++) {
		const struct listener *l = &set->old->at[i];

		if (l->protocol != like->protocol || l->asked != like->asked ||
		    strcmp(l->address, text) != 0 || has_fd(set, l->fd))
			continue;
		*port = l->port;
		return l->fd;
	}
	return -1;
}

/* Add a listening socket like that, at the address; -1 with errno.  The port
 * becomes what was got. */
static int
open_one(struct listener_set *set, struct listener *like, const char *text)
{
	union address a;
	socklen_t len = fill(&a, text, like->port);
	struct listener *l = &set->at[set->count];
	int fd;

	errno = EMFILE;
	if (set->count == LISTENERS_MAX)
		return -1;
	fd = find_old(set, like, text, &like->port);
	if (fd == -1)
		fd = socket(a.any.sa_family,
		    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -1;
	*l = *like;
	l->fd = fd;
	snprintf(l->address, sizeof(l->address), "%s", text);
	set->count++;
	if (has_fd(set->old, fd))
		return 0;
	if (set_options(fd, a.any.sa_family) == -1 ||
	    bind(fd, &a.any, len) == -1 || listen(fd, BACKLOG) == -1) {
		close_from(set, set->count - 1, set->old);
		return -1;
	}
	like->port = l->port = listener_port(fd);
	return 0;
}

static bool
is_family_missing(int error)
{
	return error == EAFNOSUPPORT || error == EADDRNOTAVAIL ||
	    error == EPROTONOSUPPORT;
}

/* The port at both addresses, or one of them where the other's family does not
 * exist.  -1 with errno when neither can be had, or one is taken. */
static int
open_pair(
    struct listener_set *set, struct listener *like, const char *const text[2])
{
	size_t first = set->count;

	for (int try = 0; try < PORT_TRIES; try++) {
		int error = 0;

		like->port = like->asked;
		for (int i = 0; i < 2 && error == 0; i++)
			if (open_one(set, like, text[i]) == -1 &&
			    !is_family_missing(errno))
				error = errno;
		if (error == 0)
			return set->count > first ? 0 : -1;
		close_from(set, first, set->old);
		errno = error;
		if (like->asked != 0 || error != EADDRINUSE)
			break;
	}
	return -1;
}

static void
explain(struct buf *why, const struct config_listen *l, const char *name)
{
	int error = errno;

	buf_printf(why, "cannot listen on %s%sport %u for %s: %s", l->address,
	    l->address[0] ? " " : "", l->port, name, strerror(error));
	if (error == EACCES || error == EPERM)
		buf_printf(why,
		    "\n  Ports below 1024 need a right. Take another one:"
		    " --%s %u,\n  or use the systemd unit, or: "
		    "setcap cap_net_bind_service=+ep bookmobiled",
		    name, l->port == 70 ? 7070 : 1024 + l->port);
	else if (error == EADDRINUSE)
		buf_printf(why,
		    "\n  Another program has it. Take another one: --%s PORT"
		    " (0 takes a free one);\n  with make: make run "
		    "GEMINI=PORT GOPHER=PORT",
		    name);
}

static int
open_listen(struct listener_set *set, const struct config_listen *l,
    bool is_local, struct listener *like)
{
	static const char *const all[2] = { "0.0.0.0", "::" };
	static const char *const loopback[2] = { "127.0.0.1", "::1" };

	like->asked = like->port = l->port;
	if (l->address[0] != '\0')
		return open_one(set, like, l->address);
	if (open_pair(set, like, is_local ? loopback : all) == -1)
		return -1;
	if (strchr(set->at[set->count - 1].address, ':') == NULL)
		set->has_no_ipv6 = true;
	return 0;
}

int
listener_open(struct listener_set *set, const struct config_service *s,
    const struct protocol *protocol, bool is_local, struct buf *why)
{
	for (size_t i = 0; i < s->count; i++) {
		size_t first = set->count;
		struct listener like = { .protocol = protocol };

		if (open_listen(set, &s->listen[i], is_local, &like) == -1) {
			explain(why, &s->listen[i], protocol->name);
			return -1;
		}
		for (; first < set->count; first++)
			set->at[first].public_port = s->public_port != 0
			    ? (unsigned)s->public_port
			    : like.port;
	}
	return 0;
}

int
listener_adopt(struct listener_set *set, int fd,
    const struct protocol *protocol, unsigned public_port, struct buf *why)
{
	struct listener l = {
		.fd = fd, .protocol = protocol, .port = listener_port(fd)
	};
	int one = 1;

	if (l.port == 0 || set->count == LISTENERS_MAX ||
	    fcntl(fd, F_SETFL, O_NONBLOCK) == -1 ||
	    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) == -1) {
		buf_printf(why, "descriptor %d does not listen on TCP", fd);
		return -1;
	}
	l.public_port = public_port != 0 ? public_port : l.port;
	set->at[set->count++] = l;
	return 0;
}

void
listener_close(struct listener_set *set, const struct listener_set *kept)
{
	close_from(set, 0, kept);
}

const struct listener *
listener_first(const struct listener_set *set, const struct protocol *protocol,
    size_t capsule)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->at[i].protocol == protocol &&
		    set->at[i].capsule == capsule)
			return &set->at[i];
	return NULL;
}
