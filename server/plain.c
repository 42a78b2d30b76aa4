/* SPDX-License-Identifier: ISC */
/*
 * The transport over bare TCP: Gopher.
 */
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <errno.h>
#include <unistd.h>

#include <linux/sockios.h>

#include "transport.h"

enum io
socket_failure(enum io again)
{
	if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
		return again;
	return IO_FAILED;
}

static enum io
receive(struct transport *t, char *to, size_t cap, int flags, size_t *got)
{
	ssize_t n = recv(t->fd, to, cap, flags);

	if (n > 0) {
		*got = (size_t)n;
		return IO_DONE;
	}
	return n == 0 ? IO_CLOSED : socket_failure(IO_WANT_READ);
}

enum io
socket_peek(struct transport *t, char *to, size_t cap, size_t *got)
{
	return receive(t, to, cap, MSG_PEEK, got);
}

enum io
socket_skip(struct transport *t, size_t len)
{
	char waste[1024];
	size_t got = 0;

	if (len > sizeof(waste) || receive(t, waste, len, 0, &got) != IO_DONE)
		return IO_FAILED;
	return got == len ? IO_DONE : IO_FAILED;
}

enum io
socket_drain(struct transport *t, size_t *got)
{
	char waste[4096];

	return receive(t, waste, sizeof(waste), 0, got);
}

size_t
socket_unsent(struct transport *t)
{
	int bytes = 0;

	if (ioctl(t->fd, SIOCOUTQ, &bytes) == -1 || bytes < 0)
		return 0;
	return (size_t)bytes;
}

static enum io
plain_handshake(struct transport *t)
{
	(void)t;
	return IO_DONE;
}

static struct span
plain_host(struct transport *t)
{
	(void)t;
	return (struct span){ NULL, 0 };
}

static enum io
plain_read(struct transport *t, char *to, size_t cap, size_t *got)
{
	enum io io = receive(t, to, cap, 0, got);

	if (io == IO_DONE)
		t->carried += (uint32_t)*got;
	return io;
}

static enum io
plain_write(struct transport *t, const char *from, size_t len, size_t *done)
{
	ssize_t n = send(t->fd, from, len, MSG_NOSIGNAL | MSG_MORE);

	if (n < 0)
		return socket_failure(IO_WANT_WRITE);
	*done = (size_t)n;
	t->carried += (uint32_t)*done;
	return IO_DONE;
}

static enum io
plain_shutdown(struct transport *t)
{
	/* Fails when the peer has gone: drain() will notice that too. */
	(void)shutdown(t->fd, SHUT_WR);
	return IO_DONE;
}

static void
plain_release(struct transport *t)
{
	if (t->fd != -1)
		close(t->fd);
	t->fd = -1;
}

const struct transport_ops plain_ops = {
	.peek = socket_peek,
	.skip = socket_skip,
	.handshake = plain_handshake,
	.host = plain_host,
	.read = plain_read,
	.write = plain_write,
	.shutdown = plain_shutdown,
	.drain = socket_drain,
	.unsent = socket_unsent,
	.release = plain_release,
};
