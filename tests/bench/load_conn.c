/* SPDX-License-Identifier: ISC */
/* One non-blocking connection to the server, with TLS or without. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>

#include "bench.h"
#include "load.h"

enum { CHUNK = 65536 };

SSL_CTX *
conn_context(bool is_old)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());

	if (!context)
		bench_die("no TLS context");
	SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
	if (is_old)
		SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
	SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
	return context;
}

/* The TLS half of a connection whose socket exists. */
static int
add_tls(struct conn *c, const struct target *t)
{
	char host[256]; /* the macro below casts const away */

	snprintf(host, sizeof(host), "%s", t->host);
	c->ssl = SSL_new(t->context);
	if (!c->ssl || !SSL_set_fd(c->ssl, c->fd) ||
	    !SSL_set_tlsext_host_name(c->ssl, host) ||
	    (t->session && !SSL_set_session(c->ssl, t->session)))
		return -1;
	SSL_set_connect_state(c->ssl);
	return 0;
}

int
conn_open(struct conn *c, const struct target *t, int segment, int window)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	int on = 1;

	memset(c, 0, sizeof(*c));
	c->start = bench_now();
	to.sin_port = htons(t->port);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		return -1;
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (segment)
		setsockopt(
		    c->fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof(segment));
	if (window)
		setsockopt(
		    c->fd, SOL_SOCKET, SO_RCVBUF, &window, sizeof(window));
	if ((connect(c->fd, (struct sockaddr *)&to, sizeof(to)) < 0 &&
		errno != EINPROGRESS) ||
	    (!t->is_plain && add_tls(c, t) < 0)) {
		int reason = errno;

		conn_close(c);
		errno = reason;
		return -1;
	}
	return 0;
}

static enum conn_result
result_of(const struct conn *c, int result)
{
	switch (SSL_get_error(c->ssl, result)) {
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE:
		return CONN_WAIT;
	case SSL_ERROR_ZERO_RETURN:
		return CONN_DONE;
	default:
		return CONN_FAILED;
	}
}

/* Whether the three-way handshake is over. */
static enum conn_result
finish_connect(struct conn *c)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);

	if (getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &len) < 0)
		return CONN_FAILED;
	if (info.tcpi_state == TCP_SYN_SENT)
		return CONN_WAIT;
	if (info.tcpi_state == TCP_CLOSE)
		return CONN_FAILED;
	c->state = c->ssl ? CONN_HANDSHAKE : CONN_OPEN;
	return CONN_DONE;
}

enum conn_result
conn_shake(struct conn *c)
{
	int result;

	if (c->state == CONN_CONNECT) {
		enum conn_result done = finish_connect(c);

		if (done != CONN_DONE)
			return done;
	}
	if (c->state == CONN_OPEN)
		return CONN_DONE;
	ERR_clear_error();
	result = SSL_do_handshake(c->ssl);
	if (result != 1)
		return result_of(c, result);
	c->state = CONN_OPEN;
	return CONN_DONE;
}

int
conn_send(struct conn *c, const char *bytes, size_t len)
{
	ssize_t put;

	ERR_clear_error();
	put = c->ssl ? SSL_write(c->ssl, bytes, (int)len)
		     : send(c->fd, bytes, len, MSG_NOSIGNAL);
	if (put != (ssize_t)len)
		return -1;
	c->sent += len;
	return 0;
}

enum conn_result
conn_drain(struct conn *c)
{
	static char chunk[CHUNK];
	ssize_t got;

	for (;;) {
		ERR_clear_error();
		got = c->ssl ? SSL_read(c->ssl, chunk, sizeof(chunk))
			     : read(c->fd, chunk, sizeof(chunk));
		if (got <= 0)
			break;
		if (c->body == 0)
			memcpy(c->head, chunk, sizeof(c->head));
		c->body += (uint64_t)got;
	}
	if (c->ssl)
		return result_of(c, (int)got);
	if (got == 0)
		return CONN_DONE;
	return errno == EAGAIN ? CONN_WAIT : CONN_FAILED;
}

enum conn_result
conn_fetch(struct conn *c, const struct target *t)
{
	if (c->state != CONN_OPEN) {
		enum conn_result done = conn_shake(c);

		if (done != CONN_DONE)
			return done;
	}
	if (c->sent == 0 && conn_send(c, t->request, t->request_len) < 0)
		return CONN_FAILED;
	return conn_drain(c);
}

uint64_t
conn_bytes_down(const struct conn *c)
{
	return c->ssl ? BIO_number_read(SSL_get_rbio(c->ssl)) : c->body;
}

uint64_t
conn_bytes_up(const struct conn *c)
{
	return c->ssl ? BIO_number_written(SSL_get_wbio(c->ssl)) : c->sent;
}

void
conn_close(struct conn *c)
{
	if (c->ssl)
		SSL_free(c->ssl);
	if (c->fd >= 0)
		close(c->fd);
	c->ssl = NULL;
	c->fd = -1;
}
