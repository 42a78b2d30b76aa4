/* SPDX-License-Identifier: ISC */
/*
 * The connection state machine.
 */
#include "conn.h"

/* How often DRAIN looks whether the peer has taken what the kernel holds, and
 * how many times ANSWER does so before the peer counts as stalled. */
#define DRAIN_TICK_MS 1000
#define LOOKS 4
/* What a peer may still send before it is cut off (Gemini digest §8). */
#define DRAIN_MAX ((size_t)64 * 1024)
/* Bytes that lengthen a handshake: more than it has, even with a chain of
 * certificates and the biggest keys of today. */
#define HANDSHAKE_MAX ((uint64_t)8 * 1024)
/* Bytes written in one turn, so that one fast reader stops nobody else. */
#define TURN_MAX ((uint64_t)1024 * 1024)

static int64_t
min_time(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void
enter(struct conn *c, enum conn_state state, int64_t deadline)
{
	c->state = state;
	c->deadline = deadline;
}

/* As above, for what a slow line makes longer; see expire_asking(). */
static void
enter_asking(struct conn *c, enum conn_state state, int64_t deadline)
{
	c->asking_deadline = deadline;
	c->carried_before = c->transport.carried;
	enter(c, state, deadline);
}

/* The peer took something: it may stall anew, but not for ever. */
static void
note_progress(struct conn *c, int64_t now)
{
	c->stalled_deadline = now + c->env->limits->stalled_ms;
	c->deadline = min_time(c->stalled_deadline, c->answer_deadline);
}

/* When to look next whether the peer takes what the kernel holds. */
static void
look_again(struct conn *c, int64_t now)
{
	int64_t wait = c->state == CONN_DRAIN
	    ? DRAIN_TICK_MS
	    : c->env->limits->stalled_ms / LOOKS;

	c->deadline = min_time(c->stalled_deadline, c->answer_deadline);
	c->deadline = min_time(c->deadline, now + wait);
}

/* What the kernel holds now; conn_expire() compares. */
static void
note_blocked(struct conn *c, int64_t now)
{
	c->unsent = c->transport.ops->unsent(&c->transport);
	look_again(c, now);
}

/* Count the peer, who is known now. */
static bool
admit(struct conn *c, int64_t now)
{
	struct limits *readers = c->env->readers;

	return readers == NULL ||
	    limits_enter(readers, &c->peer, now, &c->place);
}

bool
conn_begin(struct conn *c, int64_t now)
{
	const struct conn_limits *l = c->env->limits;
	const struct proxy_sources *proxies = c->env->proxies;

	c->place = (struct limits_place){ { 0, 0 } };
	answer_init(&c->answer);
	c->sent = 0;
	c->drained = 0;
	c->unsent = 0;
	c->line = (struct span){ NULL, 0 };
	c->in_len = 0;
	enter_asking(c, CONN_HANDSHAKE,
	    now + (c->protocol->is_tls ? l->handshake_ms : l->request_ms));
	if (proxies == NULL || !proxy_is_source(proxies, &c->peer))
		return admit(c, now);
	c->state = CONN_PROXY;
	return true;
}

/* Take the header off the front, not a byte more: TLS wants the rest. */
static enum io
step_proxy(struct conn *c, int64_t now)
{
	const struct transport_ops *ops = c->transport.ops;
	struct proxy_header header;
	enum parse parse;
	size_t got = 0;
	enum io io = ops->peek(
	    &c->transport, c->in + c->in_len, PROXY_MAX - c->in_len, &got);

	if (io != IO_DONE)
		return io;
	parse = proxy_parse(span_make(c->in, c->in_len + got), &header);
	if (parse == PARSE_OK)
		got = header.len - c->in_len;
	else if (parse != PARSE_MORE)
		return IO_FAILED;
	io = ops->skip(&c->transport, got);
	c->in_len += got;
	if (io != IO_DONE || parse == PARSE_MORE)
		return io;
	c->in_len = 0;
	c->state = CONN_HANDSHAKE;
	/* The proxy's own looks whether we live are nobody's to count. */
	if (!header.has_source)
		return IO_DONE;
	c->peer = header.from;
	/* A public_port of the configuration knows better. */
	if (header.port != 0 && c->visit.public_port == c->visit.port)
		c->visit.public_port = header.port;
	return admit(c, now) ? IO_DONE : IO_FAILED;
}

static enum io
step_handshake(struct conn *c, int64_t now)
{
	enum io io = c->transport.ops->handshake(&c->transport);

	if (io == IO_DONE) {
		c->visit.sni = c->transport.ops->host(&c->transport);
		if (c->transport.ops->cert != NULL)
			c->transport.ops->cert(&c->transport, &c->visit.cert);
		enter_asking(c, CONN_REQUEST, now + c->env->limits->request_ms);
	}
	return io;
}

static void
begin_answer(struct conn *c, int64_t now)
{
	const struct conn_limits *l = c->env->limits;
	uint64_t seconds;

	if (!buf_ok(&c->answer.text)) {
		/* No memory, or a page that is too long: no half answers. */
		answer_release(&c->answer);
	}
	seconds = answer_left(&c->answer) / l->rate;
	if (seconds > INT32_MAX)
		seconds = INT32_MAX;
	c->answer_deadline = now + l->stalled_ms + (int64_t)seconds * 1000;
	enter(c, CONN_ANSWER, 0);
	note_progress(c, now);
}

/* Answer what was sent, be it a request or not. */
static void
answer_line(struct conn *c, int64_t now, bool is_request)
{
	struct limits *readers = c->env->readers;
	unsigned wait =
	    readers != NULL ? limits_request(readers, &c->place, now) : 0;

	c->visit.now = now;
	if (wait > 0)
		c->protocol->slow_down(&c->answer, wait);
	else if (is_request)
		c->protocol->answer(
		    c->env->service, &c->visit, c->line, &c->answer);
	else
		c->protocol->fail(&c->answer);
	begin_answer(c, now);
}

static enum io
step_request(struct conn *c, int64_t now)
{
	size_t got = 0;
	enum io io = c->transport.ops->read(
	    &c->transport, c->in + c->in_len, sizeof(c->in) - c->in_len, &got);

	if (io != IO_DONE)
		return io;
	c->in_len += got;
	c->carried_before = c->transport.carried;
	switch (c->protocol->find_end(span_make(c->in, c->in_len), &c->line)) {
	case PARSE_OK:
		answer_line(c, now, true);
		return IO_DONE;
	case PARSE_MORE:
		return IO_DONE;
	case PARSE_BAD:
		c->line = span_make(c->in, c->in_len);
		answer_line(c, now, false);
		return IO_DONE;
	case PARSE_DROP:
		break;
	}
	return IO_FAILED;
}

static enum io
step_answer(struct conn *c, int64_t now)
{
	const struct conn_env *env = c->env;
	uint64_t turn = 0;
	struct answer_chunk chunk;

	while (!answer_is_done(&c->answer)) {
		if (turn >= TURN_MAX) {
			note_blocked(c, now);
			return IO_WANT_WRITE;
		}
		if (answer_next(&c->answer, env->scratch, env->scratch_len,
			&chunk) == -1)
			return IO_FAILED;
		while (chunk.bytes.len > 0) {
			size_t n = 0;
			enum io io = c->transport.ops->write(
			    &c->transport, chunk.bytes.p, chunk.bytes.len, &n);

			if (io != IO_DONE) {
				note_blocked(c, now);
				return io;
			}
			answer_advance(&c->answer, &chunk, n);
			c->sent += n;
			turn += n;
			note_progress(c, now);
		}
	}
	c->state = CONN_SHUTDOWN;
	return IO_DONE;
}

static enum io
step_shutdown(struct conn *c, int64_t now)
{
	enum io io = c->transport.ops->shutdown(&c->transport);

	if (io != IO_DONE) {
		note_blocked(c, now);
		return io;
	}
	c->unsent = UINT32_MAX;
	enter(c, CONN_DRAIN, now + DRAIN_TICK_MS);
	/* The peer has yet to read: a read now would be in vain. */
	return IO_WANT_READ;
}

static enum io
step_drain(struct conn *c)
{
	size_t got = 0;
	enum io io = c->transport.ops->drain(&c->transport, &got);

	if (io == IO_DONE) {
		c->drained += got;
		if (c->drained > DRAIN_MAX)
			return IO_FAILED;
	}
	return io;
}

static enum io
step(struct conn *c, int64_t now)
{
	switch (c->state) {
	case CONN_PROXY:
		return step_proxy(c, now);
	case CONN_HANDSHAKE:
		return step_handshake(c, now);
	case CONN_REQUEST:
		return step_request(c, now);
	case CONN_ANSWER:
		return step_answer(c, now);
	case CONN_SHUTDOWN:
		return step_shutdown(c, now);
	case CONN_DRAIN:
		return step_drain(c);
	}
	return IO_FAILED;
}

enum want
conn_step(struct conn *c, int64_t now)
{
	enum io io;

	do
		io = step(c, now);
	while (io == IO_DONE);
	switch (io) {
	case IO_WANT_READ:
		return WANT_READ;
	case IO_WANT_WRITE:
		return WANT_WRITE;
	default:
		return WANT_CLOSE;
	}
}

/* On a line of 300 bit/s a ClientHello of today alone may take 50 s: who has
 * been as fast as `rate` is still welcome.  Of a TLS record that is not whole
 * yet only the transport knows. */
static enum want
expire_asking(struct conn *c, int64_t now)
{
	uint64_t most =
	    c->state == CONN_HANDSHAKE ? HANDSHAKE_MAX : REQUEST_MAX;
	uint32_t bytes = c->in_len + c->transport.carried - c->carried_before;

	if (bytes > most)
		bytes = most;
	c->deadline =
	    c->asking_deadline + (int64_t)(bytes * 1000 / c->env->limits->rate);
	return now < c->deadline ? conn_step(c, now) : WANT_CLOSE;
}

/* The deadline of a connection whose peer has yet to take something. */
static enum want
expire_sending(struct conn *c, int64_t now)
{
	size_t unsent = c->transport.ops->unsent(&c->transport);
	bool is_over = c->state == CONN_DRAIN && unsent == 0 && c->unsent == 0;

	/* The kernel takes much at once and wakes us late, so a slow reader
	 * shows only here; on a slow line the peer's FIN comes long after our
	 * last write, and closing before it could reset the tail away. */
	if (unsent < c->unsent)
		c->stalled_deadline = now + c->env->limits->stalled_ms;
	if (is_over || now >= c->stalled_deadline || now >= c->answer_deadline)
		return WANT_CLOSE;
	c->unsent = unsent;
	look_again(c, now);
	return c->state == CONN_DRAIN ? WANT_READ : WANT_WRITE;
}

enum want
conn_expire(struct conn *c, int64_t now)
{
	switch (c->state) {
	case CONN_ANSWER:
	case CONN_SHUTDOWN:
	case CONN_DRAIN:
		return expire_sending(c, now);
	case CONN_HANDSHAKE:
	case CONN_REQUEST:
		return expire_asking(c, now);
	case CONN_PROXY:
		break;
	}
	return WANT_CLOSE;
}

void
conn_end(struct conn *c)
{
	if (c->line.p != NULL && c->env->done != NULL)
		c->env->done(c->env->done_ctx, c);
	if (c->env->readers != NULL)
		limits_leave(c->env->readers, &c->place);
	answer_release(&c->answer);
	c->transport.ops->release(&c->transport);
}

void
conn_hurry(struct conn *c, int64_t now, int64_t ms)
{
	switch (c->state) {
	case CONN_PROXY:
	case CONN_HANDSHAKE:
	case CONN_REQUEST:
		c->deadline = min_time(c->deadline, now + ms);
		c->asking_deadline = min_time(c->asking_deadline, c->deadline);
		break;
	case CONN_DRAIN:
		if (c->transport.ops->unsent(&c->transport) > 0)
			break;
		c->unsent = 0;
		c->deadline = now;
		break;
	case CONN_ANSWER:
	case CONN_SHUTDOWN:
		break;
	}
}
