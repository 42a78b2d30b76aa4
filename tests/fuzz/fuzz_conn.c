/* SPDX-License-Identifier: ISC */
/*
 * The connection state machine: byte 0 of the input says what server the peer
 * meets (see enum of bits), the next 16 how much is read or written at once
 * and how time passes meanwhile, the rest is what it sends.  Properties: whole
 * and in pieces give the same answer; one that time cuts off is the beginning
 * of it; every visit ends, and what was counted is counted out again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "conn.h"
#include "gemini.h"
#include "gopher.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define SCRIPT_LEN 16

/* Bits of byte 0. */
enum {
	IS_GOPHER = 1,
	IS_PROXIED = 2,
	HAS_CLOCK = 4,	 /* each wait takes time, and deadlines may pass */
	HAS_QUOTA = 8,	 /* the peer asks too often */
	IS_LONG = 16,	 /* so is the answer */
	HAS_HURRY = 32,	 /* the server is about to stop */
	HAS_UNSENT = 64, /* the kernel is slow to pass on what was written */
	HAS_END = 128	 /* the peer stays silent instead of hanging up */
};

struct peer {
	struct span in;
	const uint8_t *script; /* SCRIPT_LEN bytes, or NULL: all at once */
	uint8_t bits;
	size_t at;	/* where the script stands for bytes, */
	size_t tick;	/* for time, */
	size_t looks;	/* and for the kernel, which holds */
	size_t held;	/* so many bytes */
	size_t flights; /* of the handshake so far */
	bool has_hurried;
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

/* In up to four flights. */
static enum io
peer_handshake(struct transport *t)
{
	struct peer *p = t->state;

	if (p->script == NULL || p->flights == p->script[0] >> 6)
		return IO_DONE;
	t->carried += p->script[++p->flights];
	return p->flights & 1 ? IO_WANT_READ : IO_WANT_WRITE;
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
		return p->bits & HAS_END ? IO_WANT_READ : IO_CLOSED;
	*got = portion(p, left < cap ? left : cap);
	memcpy(to, p->in.p + p->taken, *got);
	p->taken += *got;
	t->carried += *got;
	return *got > 0 ? IO_DONE : IO_WANT_READ;
}

static enum io
peer_write(struct transport *t, const char *from, size_t len, size_t *done)
{
	struct peer *p = t->state;

	*done = portion(p, len);
	buf_add(&p->out, from, *done);
	p->held += *done;
	t->carried += *done;
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
	struct peer *p = t->state;

	if (p->script == NULL || !(p->bits & HAS_UNSENT))
		return 0;
	if (p->script[p->looks++ % SCRIPT_LEN] & 1)
		p->held /= 2;
	return p->held;
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
	buf_span_add(&a->text, line);
	buf_str(&a->text, "\r\n");
	if (visit->capsule > 0)
		buf_repeat(&a->text, '.', 2000);
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
/* One request a minute, one connection at once. */
static const struct limits_rules quota = { 1, 1, 1, 24, 48, true };
static char scratch[16384];
/* Everybody is a proxy: "::/0". */
static const struct proxy_sources proxies = { .count = 1 };

/* Time passes; returns what conn_expire() wants when it is up. */
static enum want
wait(struct conn *c, enum want want, int64_t *now)
{
	struct peer *p = c->transport.state;

	if (p->bits & HAS_HURRY && p->at >= 3 && !p->has_hurried) {
		conn_hurry(c, *now, 500);
		p->has_hurried = true;
	}
	if (p->bits & HAS_CLOCK)
		*now += (p->script[p->tick++ % SCRIPT_LEN] >> 4) * 100;
	/* Nothing else will ever happen. */
	if (want == WANT_READ && p->taken == p->in.len && *now < c->deadline)
		*now = c->deadline;
	return *now < c->deadline ? want : conn_expire(c, *now);
}

static void
visit(struct peer *p, struct limits *readers)
{
	struct conn_env env = { .limits = &limits,
		.proxies = p->bits & IS_PROXIED ? &proxies : NULL,
		.readers = readers,
		.scratch = scratch,
		.scratch_len = sizeof(scratch) };
	struct conn c = { .transport = { .ops = &peer_ops, .state = p },
		.env = &env,
		.protocol = &protocols[p->bits & IS_GOPHER],
		.visit = { .capsule = p->bits & IS_LONG } };
	enum want want;
	int64_t now = 0;
	unsigned steps = 0;

	buf_init(&p->out, 1 << 20);
	if (!conn_begin(&c, now))
		abort();
	while ((want = conn_step(&c, now)) != WANT_CLOSE) {
		need(steps++ < 100000);
		if (wait(&c, want, &now) == WANT_CLOSE)
			break;
		need(c.deadline > now || p->bits & HAS_HURRY);
	}
	conn_end(&c);
}

static bool
can_move(const uint8_t *script)
{
	bool can = false;

	for (int i = 0; i < SCRIPT_LEN; i++)
		can = can || script[i] % 16 > 0;
	return can;
}

/* Empty, and the only reader of a minute has been there. */
static struct limits *
use_up_quota(struct peer first)
{
	static struct limits *readers;

	if (readers == NULL)
		readers = limits_new(&quota, 1, 8);
	need(readers != NULL);
	limits_begin(readers, 0);
	visit(&first, readers);
	buf_release(&first.out);
	return readers;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct peer whole = { .script = NULL };
	struct peer pieces;
	struct limits *readers = NULL;
	struct span out;

	if (len < 1 + SCRIPT_LEN || !can_move(data + 1))
		return 0;
	pieces = (struct peer){ .script = data + 1, .bits = data[0] };
	whole.bits = data[0] & ~(HAS_CLOCK | HAS_HURRY | HAS_UNSENT);
	whole.in = pieces.in = span_make(
	    (const char *)data + 1 + SCRIPT_LEN, len - 1 - SCRIPT_LEN);
	if (data[0] & HAS_QUOTA)
		readers = use_up_quota(whole);
	visit(&whole, readers);
	visit(&pieces, readers);
	out = buf_span(&pieces.out);
	/* How long to wait depends on the time. */
	if (!(data[0] & HAS_QUOTA))
		need(span_starts(buf_span(&whole.out), out));
	if (!(data[0] & (HAS_CLOCK | HAS_HURRY)))
		need(span_eq(buf_span(&whole.out), out));
	buf_release(&whole.out);
	buf_release(&pieces.out);
	return 0;
}
