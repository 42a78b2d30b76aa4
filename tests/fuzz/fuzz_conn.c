/* SPDX-License-Identifier: ISC */
/*
 * The connection state machine: the input says how the peer behaves (byte 0:
 * protocol and speed; pairs: how much is read or written at once) and what it
 * sends.  Properties: whole and in pieces give the same answer; it ends.
 */
#include <stdint.h>
#include <stdlib.h>

#include "conn.h"
#include "gemini.h"
#include "gopher.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define SCRIPT_LEN 16

struct peer {
	struct span in;
	const uint8_t *script; /* SCRIPT_LEN bytes, or NULL: all at once */
	size_t at;
	size_t taken;
	struct buf out;
};

static void
need(bool is_so)
{
	if (!is_so)
		abort();
}

/* How many bytes now; 0 means wait. */
static size_t
portion(struct peer *p, size_t want)
{
	size_t n;

	if (p->script == NULL)
		return want;
	n = p->script[p->at++ % SCRIPT_LEN] % 16;
	return n < want ? n : want;
}

static enum io
peer_handshake(struct transport *t)
{
	(void)t;
	return IO_DONE;
}

static struct span
peer_host(struct transport *t)
{
	(void)t;
	return (struct span){ NULL, 0 };
}

static enum io
peer_read(struct transport *t, char *to, size_t cap, size_t *got)
{
	struct peer *p = t->state;
	size_t left = p->in.len - p->taken;

	if (left == 0)
		return IO_CLOSED;
	*got = portion(p, left < cap ? left : cap);
	memcpy(to, p->in.p + p->taken, *got);
	p->taken += *got;
	return *got > 0 ? IO_DONE : IO_WANT_READ;
}

static enum io
peer_write(struct transport *t, const char *from, size_t len, size_t *done)
{
	struct peer *p = t->state;

	*done = portion(p, len);
	buf_add(&p->out, from, *done);
	return *done > 0 ? IO_DONE : IO_WANT_WRITE;
}

static enum io
peer_shutdown(struct transport *t)
{
	(void)t;
	return IO_DONE;
}

static enum io
peer_drain(struct transport *t, size_t *got)
{
	char waste[512];

	return peer_read(t, waste, sizeof(waste), got);
}

static size_t
peer_unsent(struct transport *t)
{
	(void)t;
	return 0;
}

static void
peer_release(struct transport *t)
{
	(void)t;
}

static enum io
peer_peek(struct transport *t, char *to, size_t cap, size_t *got)
{
	struct peer *p = t->state;
	enum io io = peer_read(t, to, cap, got);

	if (io == IO_DONE)
		p->taken -= *got;
	return io;
}

static enum io
peer_skip(struct transport *t, size_t len)
{
	struct peer *p = t->state;

	need(len <= p->in.len - p->taken);
	p->taken += len;
	return IO_DONE;
}

static const struct transport_ops peer_ops = { peer_handshake, peer_host,
	peer_read, peer_write, peer_shutdown, peer_drain, peer_unsent,
	peer_release, peer_peek, peer_skip, NULL };

static void
echo_answer(struct service *s, const struct visit *visit, struct span line,
    struct answer *a)
{
	(void)s;
	(void)visit;
	buf_span_add(&a->text, line);
	buf_str(&a->text, "\r\n");
}

static void
echo_fail(struct answer *a)
{
	buf_str(&a->text, "59 Bad request\r\n");
}

static void
echo_slow_down(struct answer *a, unsigned seconds)
{
	buf_printf(&a->text, "44 %u\r\n", seconds);
}

static const struct protocol protocols[2] = {
	{ "gemini", "", true, gemini_find_end, echo_answer, echo_fail,
	    echo_slow_down },
	{ "gopher", "gopher:", false, gopher_find_end, echo_answer, echo_fail,
	    echo_slow_down },
};

static const struct conn_limits limits = { 1000, 1000, 1000, 30 };
static char scratch[16384];
/* Everybody is a proxy: "::/0". */
static const struct proxy_sources proxies = { .count = 1 };
static const struct conn_env env[2] = {
	{ .limits = &limits,
	    .scratch = scratch,
	    .scratch_len = sizeof(scratch) },
	{ .limits = &limits,
	    .proxies = &proxies,
	    .scratch = scratch,
	    .scratch_len = sizeof(scratch) },
};

static void
visit(struct peer *p, const struct protocol *protocol, bool is_proxied)
{
	struct conn c = { .transport = { .ops = &peer_ops, .state = p },
		.env = &env[is_proxied],
		.protocol = protocol };
	int64_t now = 0;
	unsigned steps = 0;

	buf_init(&p->out, 1 << 20);
	conn_begin(&c, now);
	while (conn_step(&c, now) != WANT_CLOSE) {
		need(c.deadline >= now);
		need(steps++ < 100000);
	}
	conn_end(&c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct peer whole = { .script = NULL };
	struct peer pieces;
	const struct protocol *protocol;
	bool can_move = false;

	if (len < 1 + SCRIPT_LEN)
		return 0;
	protocol = &protocols[data[0] & 1];
	pieces = (struct peer){ .script = data + 1 };
	whole.in = pieces.in = span_make(
	    (const char *)data + 1 + SCRIPT_LEN, len - 1 - SCRIPT_LEN);
	for (int i = 0; i < SCRIPT_LEN; i++)
		can_move = can_move || pieces.script[i] % 16 > 0;
	if (!can_move)
		return 0;
	visit(&whole, protocol, data[0] & 2);
	visit(&pieces, protocol, data[0] & 2);
	need(span_eq(buf_span(&whole.out), buf_span(&pieces.out)));
	buf_release(&whole.out);
	buf_release(&pieces.out);
	return 0;
}
