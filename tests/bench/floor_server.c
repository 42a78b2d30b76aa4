/* SPDX-License-Identifier: ISC */
/*
 * floor_server: the smallest server that does the bare work, one process with
 * epoll and OpenSSL, a page from memory.
 *
 *     floor_server [--plain] [--pem FILE] [--page FILE] [--big FILE]
 *                  [--tickets N]
 *
 * Listens on a free port of 127.0.0.1 and prints "ready PORT".  Every request
 * gets the page, one whose path begins with /big the other file, streamed in
 * reads of 64 KB and records of 16 KB.  It logs nothing, checks nothing, has
 * no deadline and opens no file for a page: what a real server costs more
 * than this is what its work is worth.  TLS settings are those of bookmobiled.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "bench.h"

enum {
	REQUEST_MAX = 1026,
	RECORD = 16384,
	CHUNK = 65536,
	EVENTS = 256,
};

enum state { REQUEST, PAGE, BIG, SHUTDOWN };

struct client {
	SSL *ssl;
	int fd, big_fd;
	enum state state;
	size_t request_len, sent;
	char *chunk; /* only while the big file is sent */
	size_t chunk_len;
	char request[REQUEST_MAX];
};

static struct {
	const char *pem, *page, *big;
	bool is_plain;
	size_t tickets;
} options;

static SSL_CTX *context;
static char *answer;
static size_t answer_len;
static int poller;

static void
client_free(struct client *c)
{
	if (c->ssl)
		SSL_free(c->ssl);
	if (c->big_fd >= 0)
		close(c->big_fd);
	close(c->fd);
	free(c->chunk);
	free(c);
}

/* What the last TLS call waits for; 0 when the connection is lost. */
static uint32_t
wanted(struct client *c, int result)
{
	switch (SSL_get_error(c->ssl, result)) {
	case SSL_ERROR_WANT_READ:
		return EPOLLIN;
	case SSL_ERROR_WANT_WRITE:
		return EPOLLOUT;
	default:
		return 0;
	}
}

/* As read and write, on either kind of connection; *want as wanted(). */
static ssize_t
client_read(struct client *c, char *to, size_t len, uint32_t *want)
{
	ssize_t got;

	if (c->ssl) {
		got = SSL_read(c->ssl, to, (int)len);
		if (got <= 0)
			*want = wanted(c, (int)got);
		return got;
	}
	got = read(c->fd, to, len);
	*want = got < 0 && errno == EAGAIN ? EPOLLIN : 0;
	return got;
}

static ssize_t
client_write(struct client *c, const char *from, size_t len, uint32_t *want)
{
	ssize_t put;

	if (c->ssl) {
		put = SSL_write(c->ssl, from, (int)len);
		if (put <= 0)
			*want = wanted(c, (int)put);
		return put;
	}
	put = write(c->fd, from, len);
	*want = put < 0 && errno == EAGAIN ? EPOLLOUT : 0;
	return put;
}

static bool
asks_for_big(const struct client *c)
{
	return options.big &&
	    memmem(c->request, c->request_len, "/big", 4) != NULL;
}

/* Each step returns true when the next may follow at once. */
static bool
step_request(struct client *c, uint32_t *want)
{
	ssize_t got = client_read(
	    c, c->request + c->request_len, REQUEST_MAX - c->request_len, want);

	if (got <= 0)
		return false;
	c->request_len += (size_t)got;
	if (!memchr(c->request, '\n', c->request_len)) {
		*want = c->request_len < REQUEST_MAX ? EPOLLIN : 0;
		return false;
	}
	c->state = PAGE;
	if (asks_for_big(c)) {
		c->big_fd = open(options.big, O_RDONLY | O_CLOEXEC);
		c->chunk = bench_alloc(1, CHUNK);
		c->state = BIG;
		if (!options.is_plain) {
			memcpy(c->chunk, "20 text/plain\r\n", 15);
			c->chunk_len = 15;
		}
	}
	return true;
}

static bool
step_page(struct client *c, uint32_t *want)
{
	ssize_t put =
	    client_write(c, answer + c->sent, answer_len - c->sent, want);

	if (put <= 0)
		return false;
	c->sent += (size_t)put;
	if (c->sent == answer_len)
		c->state = SHUTDOWN;
	return true;
}

/* Fill the chunk behind what it holds; at the end of the file, close. */
static bool
refill(struct client *c)
{
	ssize_t got =
	    read(c->big_fd, c->chunk + c->chunk_len, CHUNK - c->chunk_len);

	c->sent = 0;
	if (got > 0)
		c->chunk_len += (size_t)got;
	return c->chunk_len > 0;
}

static bool
step_big(struct client *c, uint32_t *want)
{
	size_t len;
	ssize_t put;

	if (c->sent == c->chunk_len) {
		c->chunk_len = 0;
		if (!refill(c)) {
			c->state = SHUTDOWN;
			return true;
		}
	} else if (c->sent == 0 && c->chunk_len == 15 && !refill(c)) {
		return false;
	}
	len = c->chunk_len - c->sent;
	put = client_write(
	    c, c->chunk + c->sent, len < RECORD ? len : RECORD, want);
	if (put <= 0)
		return false;
	c->sent += (size_t)put;
	return true;
}

static uint32_t
client_step(struct client *c)
{
	uint32_t want = 0;

	if (!options.is_plain && !c->ssl) {
		c->ssl = SSL_new(context);
		if (!c->ssl || !SSL_set_fd(c->ssl, c->fd))
			return 0;
		SSL_set_accept_state(c->ssl);
	}
	ERR_clear_error();
	for (;;) {
		bool go_on = false;

		switch (c->state) {
		case REQUEST:
			go_on = step_request(c, &want);
			break;
		case PAGE:
			go_on = step_page(c, &want);
			break;
		case BIG:
			go_on = step_big(c, &want);
			break;
		case SHUTDOWN:
			if (c->ssl)
				SSL_shutdown(c->ssl);
			return 0;
		}
		if (!go_on)
			return want;
	}
}

static void
client_serve(struct client *c, uint32_t had)
{
	struct epoll_event event = { .data.ptr = c };
	uint32_t want = client_step(c);

	if (!want) {
		client_free(c);
		return;
	}
	event.events = want;
	if (want != (had & (EPOLLIN | EPOLLOUT)) &&
	    epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &event) < 0)
		client_free(c);
}

static void
accept_all(int listener)
{
	int fd, on = 1;

	while ((fd = accept4(
		    listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		struct client *c = bench_alloc(1, sizeof(*c));
		struct epoll_event event = { EPOLLIN, { .ptr = c } };

		c->fd = fd;
		c->big_fd = -1;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) < 0)
			client_free(c);
	}
}

static int
listen_somewhere(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) < 0 ||
	    listen(fd, 4096) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &len) < 0)
		bench_die_errno("cannot listen");
	printf("ready %u\n", ntohs(address.sin_port));
	fflush(stdout);
	return fd;
}

static void
context_init(void)
{
	context = SSL_CTX_new(TLS_server_method());
	if (!context ||
	    !SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) ||
	    !SSL_CTX_set_ciphersuites(context,
		"TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:"
		"TLS_AES_256_GCM_SHA384") ||
	    SSL_CTX_use_certificate_chain_file(context, options.pem) != 1 ||
	    SSL_CTX_use_PrivateKey_file(
		context, options.pem, SSL_FILETYPE_PEM) != 1) {
		ERR_print_errors_fp(stderr);
		bench_die("cannot use %s", options.pem);
	}
	SSL_CTX_set_options(
	    context, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_RENEGOTIATION);
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_num_tickets(context, options.tickets);
	if (options.tickets == 0)
		SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
	SSL_CTX_set_mode(context,
	    SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
		SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

static void
read_options(int argc, char **argv)
{
	static const struct option names[] = {
		{ "plain", no_argument, NULL, 'p' },
		{ "pem", required_argument, NULL, 'c' },
		{ "page", required_argument, NULL, 'f' },
		{ "big", required_argument, NULL, 'b' },
		{ "tickets", required_argument, NULL, 't' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
		switch (option) {
		case 'p':
			options.is_plain = true;
			break;
		case 'c':
			options.pem = optarg;
			break;
		case 'f':
			options.page = optarg;
			break;
		case 'b':
			options.big = optarg;
			break;
		case 't':
			options.tickets = bench_number(optarg, 0, 16);
			break;
		default:
			exit(2);
		}
	}
	if (!options.page || (!options.pem && !options.is_plain))
		bench_die("--page is needed, and --pem or --plain");
}

/* The page with its header in front, in one piece. */
static void
load_answer(void)
{
	size_t len = 0, size;
	char *page = bench_read(options.page, &len);

	if (!page)
		bench_die_errno("%s", options.page);
	size = len + 64;
	answer = bench_alloc(1, size);
	if (!options.is_plain)
		answer_len =
		    (size_t)snprintf(answer, size, "20 text/gemini\r\n");
	memcpy(answer + answer_len, page, len);
	answer_len += len;
	free(page);
}

int
main(int argc, char **argv)
{
	static struct epoll_event events[EVENTS];
	struct epoll_event event = { .events = EPOLLIN };
	int listener;

	bench_name = "floor_server";
	signal(SIGPIPE, SIG_IGN);
	read_options(argc, argv);
	bench_raise_descriptors();
	load_answer();
	if (!options.is_plain)
		context_init();
	poller = epoll_create1(EPOLL_CLOEXEC);
	listener = listen_somewhere();
	if (poller < 0 ||
	    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event) < 0)
		bench_die_errno("epoll");
	for (;;) {
		int count = epoll_wait(poller, events, EVENTS, -1);

		for (int i = 0; i < count; i++) {
			if (events[i].data.ptr)
				client_serve(
				    events[i].data.ptr, events[i].events);
			else
				accept_all(listener);
		}
	}
}
