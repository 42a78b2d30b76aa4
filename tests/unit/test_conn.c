/* SPDX-License-Identifier: ISC */
/*
 * The connection state machine over a fake transport that gives one piece of
 * the request at a time, takes one piece of the answer at a time, and says
 * WANT_READ or WANT_WRITE before each of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "conn.h"
#include "gemini.h"
#include "gopher.h"

struct fake {
	struct span in;	  /* what the peer sends */
	size_t taken;	  /* of it */
	size_t first;	  /* the first read ends here */
	size_t write_max; /* bytes that one write takes */
	bool is_slow;	  /* says WANT_* before each operation */
	bool was_asked;	  /* ... and has just done so */
	bool is_closed;	  /* the peer ends its side after `in` */
	bool has_failed;  /* writes fail from now on */
	unsigned handshakes;
	unsigned shutdowns;
	unsigned releases;
	size_t unsent;
	size_t flood; /* bytes that the peer sends while we drain */
	struct buf out;
};

/* True every other time: the caller must wait first. */
static bool
must_wait(struct fake *f)
{
	f->was_asked = f->is_slow && !f->was_asked;
	return f->was_asked;
}

static enum io
fake_handshake(struct transport *t)
{
	struct fake *f = t->state;

	if (must_wait(f))
		return f->handshakes++ % 2 ? IO_WANT_WRITE : IO_WANT_READ;
	return IO_DONE;
}

static struct span
fake_host(struct transport *t)
{
	(void)t;
	return SPAN("h.example");
}

static enum io
fake_read(struct transport *t, char *to, size_t cap, size_t *got)
{
	struct fake *f = t->state;
	size_t n = f->in.len - f->taken;

	if (must_wait(f))
		return IO_WANT_READ;
	if (n == 0)
		return f->is_closed ? IO_CLOSED : IO_WANT_READ;
	if (f->taken < f->first)
		n = f->first - f->taken;
	if (n > cap)
		n = cap;
	memcpy(to, f->in.p + f->taken, n);
	f->taken += n;
	*got = n;
	return IO_DONE;
}

static enum io
fake_write(struct transport *t, const char *from, size_t len, size_t *done)
{
	struct fake *f = t->state;

	if (f->has_failed)
		return IO_FAILED;
	if (must_wait(f))
		return IO_WANT_WRITE;
	*done = len < f->write_max ? len : f->write_max;
	buf_add(&f->out, from, *done);
	return IO_DONE;
}

static enum io
fake_shutdown(struct transport *t)
{
	struct fake *f = t->state;

	if (must_wait(f))
		return IO_WANT_WRITE;
	f->shutdowns++;
	return IO_DONE;
}

static enum io
fake_drain(struct transport *t, size_t *got)
{
	struct fake *f = t->state;

	if (must_wait(f))
		return IO_WANT_READ;
	if (f->flood == 0)
		return f->is_closed ? IO_CLOSED : IO_WANT_READ;
	*got = f->flood < 4096 ? f->flood : 4096;
	f->flood -= *got;
	return IO_DONE;
}

static size_t
fake_unsent(struct transport *t)
{
	const struct fake *f = t->state;

	return f->unsent;
}

static void
fake_release(struct transport *t)
{
	struct fake *f = t->state;

	f->releases++;
}

static enum io
fake_peek(struct transport *t, char *to, size_t cap, size_t *got)
{
	struct fake *f = t->state;
	size_t before = f->taken;
	enum io io = fake_read(t, to, cap, got);

	f->taken = before;
	return io;
}

static enum io
fake_skip(struct transport *t, size_t len)
{
	struct fake *f = t->state;

	f->taken += len;
	return IO_DONE;
}

static const struct transport_ops fake_ops = { fake_handshake, fake_host,
	fake_read, fake_write, fake_shutdown, fake_drain, fake_unsent,
	fake_release, fake_peek, fake_skip, NULL };

/* A protocol whose answer repeats the request and says where it came from. */
static void
echo_answer(struct service *s, const struct visit *visit, struct span line,
    struct answer *a)
{
	(void)s;
	a->status = 20;
	buf_printf(
	    &a->text, "20 %.*s:%.*s\r\n", SPAN_ARG(visit->sni), SPAN_ARG(line));
}

static void
echo_fail(struct answer *a)
{
	a->status = 59;
	buf_str(&a->text, "59 Bad request\r\n");
}

static void
echo_slow_down(struct answer *a, unsigned seconds)
{
	a->status = 44;
	buf_printf(&a->text, "44 %u\r\n", seconds);
}

static const struct protocol gemini_like = {
	.name = "gemini",
	.log_prefix = "",
	.is_tls = true,
	.find_end = gemini_find_end,
	.answer = echo_answer,
	.fail = echo_fail,
	.slow_down = echo_slow_down,
};
static const struct protocol gopher_like = {
	.name = "gopher",
	.log_prefix = "gopher:",
	.is_tls = false,
	.find_end = gopher_find_end,
	.answer = echo_answer,
	.fail = echo_fail,
	.slow_down = echo_slow_down,
};

static const struct conn_limits limits = { .handshake_ms = 60000,
	.request_ms = 30000,
	.stalled_ms = 60000,
	.rate = 30 };

static unsigned logged;

static void
on_done(void *ctx, const struct conn *c)
{
	(void)ctx;
	(void)c;
	logged++;
}

static char scratch[16384];
static const struct conn_env env = { .limits = &limits,
	.scratch = scratch,
	.scratch_len = sizeof(scratch),
	.done = on_done };

static void
begin(struct conn *c, struct fake *f, const struct protocol *p, const char *in)
{
	*f = (struct fake){ .in = span_str(in), .write_max = SIZE_MAX };
	buf_init(&f->out, 1 << 20);
	memset(c, 0, sizeof(*c));
	c->transport =
	    (struct transport){ .ops = &fake_ops, .state = f, .fd = -1 };
	c->env = &env;
	c->protocol = p;
	logged = 0;
	conn_begin(c, 1000);
}

static void
end(struct conn *c, struct fake *f)
{
	conn_end(c);
	assert_int_equal(f->releases, 1);
	buf_release(&f->out);
}

/* Step until the machine waits for something that will not come. */
static enum want
run(struct conn *c, const struct fake *f)
{
	enum want want = WANT_READ;

	for (int i = 0; i < 10000; i++) {
		want = conn_step(c, 2000);
		if (want == WANT_CLOSE)
			break;
		assert_true(c->deadline > 2000);
		if (!f->is_slow &&
		    (c->state == CONN_DRAIN || c->state == CONN_REQUEST))
			break;
	}
	return want;
}

static void
answers_wherever_input_is_split(void **state)
{
	static const struct {
		const struct protocol *protocol;
		const char *in;
		const char *out;
	} rows[] = {
		{ &gemini_like, "gemini://h.example/x\r\n",
		    "20 h.example:gemini://h.example/x\r\n" },
		{ &gemini_like, "gemini://h/\r\nGARBAGE",
		    "20 h.example:gemini://h/\r\n" },
		{ &gopher_like, "/x\r\n", "20 h.example:/x\r\n" },
		{ &gopher_like, "/x\n", "20 h.example:/x\r\n" },
		{ &gopher_like, "\n", "20 h.example:\r\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (size_t split = 0; split <= strlen(rows[i].in); split++) {
			struct conn c;
			struct fake f;

			begin(&c, &f, rows[i].protocol, rows[i].in);
			f.first = split;
			f.write_max = split + 1;
			f.is_slow = true;
			f.is_closed = true;
			assert_int_equal(run(&c, &f), WANT_CLOSE);
			assert_string_equal(f.out.data, rows[i].out);
			assert_int_equal(f.shutdowns, 1);
			end(&c, &f);
			assert_int_equal(logged, 1);
		}
}

static void
answers_one_byte_at_a_time(void **state)
{
	struct conn c;
	struct fake f;

	(void)state;
	begin(&c, &f, &gemini_like, "gemini://h/\r\n");
	f.write_max = 1;
	f.is_slow = f.is_closed = true;
	for (size_t i = 1; i <= f.in.len; i++) {
		f.first = i;
		for (int k = 0; k < 4; k++)
			conn_step(&c, 2000);
	}
	assert_int_equal(run(&c, &f), WANT_CLOSE);
	assert_string_equal(f.out.data, "20 h.example:gemini://h/\r\n");
	end(&c, &f);
}

static void
says_nothing_without_a_whole_request(void **state)
{
	static const struct {
		const struct protocol *protocol;
		const char *in;
	} rows[] = {
		{ &gemini_like, "" },
		{ &gemini_like, "gemini://h/" },
		{ &gemini_like, "gemini://h/\n" },
		{ &gopher_like, "/x" },
		{ &gopher_like, "\x16\x03\x01\x02" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct conn c;
		struct fake f;

		begin(&c, &f, rows[i].protocol, rows[i].in);
		f.is_slow = f.is_closed = true;
		assert_int_equal(run(&c, &f), WANT_CLOSE);
		assert_int_equal(f.out.len, 0);
		assert_int_equal(f.shutdowns, 0);
		end(&c, &f);
		assert_int_equal(logged, 0);
	}
}

static void
refuses_what_is_too_long(void **state)
{
	static const struct protocol *const both[] = { &gemini_like,
		&gopher_like };
	char in[5000];

	(void)state;
	memset(in, 'a', sizeof(in) - 1);
	in[sizeof(in) - 1] = '\0';
	for (int i = 0; i < 2; i++) {
		struct conn c;
		struct fake f;

		begin(&c, &f, both[i], in);
		assert_int_equal(run(&c, &f), WANT_READ);
		assert_int_equal(c.state, CONN_DRAIN);
		assert_string_equal(f.out.data, "59 Bad request\r\n");
		assert_int_equal(f.taken, REQUEST_MAX);
		end(&c, &f);
	}
}

static void
keeps_a_deadline_in_every_state(void **state)
{
	struct conn c;
	struct fake f;

	(void)state;
	begin(&c, &f, &gemini_like, "gemini://h/\r\n");
	f.is_slow = true;
	assert_int_equal(c.deadline, 1000 + 60000);
	assert_int_equal(conn_step(&c, 3000), WANT_READ);
	assert_int_equal(c.state, CONN_HANDSHAKE);
	assert_int_equal(c.deadline, 1000 + 60000);
	/* the handshake ends at 4000 */
	assert_int_equal(conn_step(&c, 4000), WANT_READ);
	assert_int_equal(c.state, CONN_REQUEST);
	assert_int_equal(c.deadline, 4000 + 30000);
	/* the answer begins at 5000: 26 bytes, so no second more than 60, and
	 * four looks until then */
	assert_int_equal(conn_step(&c, 5000), WANT_WRITE);
	assert_int_equal(c.state, CONN_ANSWER);
	assert_int_equal(c.answer_deadline, 5000 + 60000);
	assert_int_equal(c.deadline, 5000 + 15000);
	assert_int_equal(conn_step(&c, 6000), WANT_WRITE);
	assert_int_equal(c.state, CONN_SHUTDOWN);
	assert_int_equal(conn_step(&c, 7000), WANT_READ);
	assert_int_equal(c.state, CONN_DRAIN);
	assert_int_equal(c.deadline, 7000 + 1000);
	end(&c, &f);

	begin(&c, &f, &gopher_like, "");
	assert_int_equal(c.deadline, 1000 + 30000);
	end(&c, &f);
}

static void
gives_a_slow_line_longer_to_ask(void **state)
{
	struct conn c;
	struct fake f;

	(void)state;
	begin(&c, &f, &gemini_like, "gemini://h/\r\n");
	f.is_slow = true;
	assert_int_equal(conn_step(&c, 2000), WANT_READ);
	c.transport.carried = 1500;
	assert_int_equal(conn_expire(&c, 61000), WANT_READ);
	assert_int_equal(c.state, CONN_REQUEST);
	assert_int_equal(c.deadline, 61000 + 30000);
	/* What the handshake took counts no more. */
	assert_int_equal(conn_expire(&c, 91000), WANT_CLOSE);
	end(&c, &f);

	/* A second for each 30 bytes, up to 8 KB. */
	begin(&c, &f, &gemini_like, "");
	c.transport.carried = 29;
	assert_int_equal(conn_expire(&c, 61000 + 966), WANT_CLOSE);
	c.transport.carried = 30;
	assert_int_equal(conn_expire(&c, 61000 + 966), WANT_READ);
	end(&c, &f);
	begin(&c, &f, &gemini_like, "");
	c.transport.carried = 1 << 20;
	assert_int_equal(conn_expire(&c, 61000 + 273066), WANT_CLOSE);
	end(&c, &f);

	/* Part of a request, not yet readable in its TLS record. */
	begin(&c, &f, &gemini_like, "");
	assert_int_equal(conn_step(&c, 2000), WANT_READ);
	assert_int_equal(c.deadline, 2000 + 30000);
	c.transport.carried = 300;
	assert_int_equal(conn_expire(&c, 32000), WANT_READ);
	assert_int_equal(c.deadline, 2000 + 30000 + 10000);
	assert_int_equal(conn_expire(&c, 42000), WANT_CLOSE);
	c.transport.carried = 5000;
	assert_int_equal(
	    conn_expire(&c, 32000 + REQUEST_MAX * 1000 / 30), WANT_CLOSE);
	end(&c, &f);

	/* Bytes that came in records of their own count as what they are. */
	begin(&c, &f, &gemini_like, "gemini://h.example/12345678901");
	assert_int_equal(conn_step(&c, 2000), WANT_READ);
	assert_int_equal(c.in_len, 30);
	assert_int_equal(conn_expire(&c, 32000), WANT_READ);
	assert_int_equal(c.deadline, 2000 + 30000 + 1000);
	end(&c, &f);
}

static void
closes_at_the_deadline_but_not_what_is_on_its_way(void **state)
{
	struct conn c;
	struct fake f;

	(void)state;
	begin(&c, &f, &gemini_like, "");
	assert_int_equal(run(&c, &f), WANT_READ);
	assert_int_equal(conn_expire(&c, c.deadline), WANT_CLOSE);
	end(&c, &f);

	/* A slow line: the kernel still holds what was written. */
	begin(&c, &f, &gemini_like, "gemini://h/\r\n");
	f.unsent = 26;
	assert_int_equal(run(&c, &f), WANT_READ);
	assert_int_equal(conn_expire(&c, 3000), WANT_READ);
	assert_int_equal(c.deadline, 4000);
	f.unsent = 10;
	assert_int_equal(conn_expire(&c, 61000), WANT_READ);
	f.unsent = 0;
	assert_int_equal(conn_expire(&c, 61500), WANT_READ);
	assert_int_equal(conn_expire(&c, 61900), WANT_CLOSE);
	end(&c, &f);

	/* It takes nothing any more. */
	begin(&c, &f, &gemini_like, "gemini://h/\r\n");
	f.unsent = 26;
	assert_int_equal(run(&c, &f), WANT_READ);
	assert_int_equal(conn_expire(&c, 3000), WANT_READ);
	assert_int_equal(conn_expire(&c, 61000), WANT_READ);
	assert_int_equal(conn_expire(&c, 2000 + 60000), WANT_CLOSE);
	end(&c, &f);
}

static void
sees_a_slow_reader_through_the_kernels_buffer(void **state)
{
	struct conn c;
	struct fake f;

	(void)state;
	begin(&c, &f, &gopher_like, "/x\n");
	f.is_slow = true;
	f.unsent = 1000;
	for (int i = 0; i < 4 && c.state != CONN_ANSWER; i++)
		conn_step(&c, 2000);
	assert_int_equal(conn_step(&c, 2000), WANT_WRITE);
	assert_int_equal(c.deadline, 2000 + 15000);
	f.unsent = 999;
	assert_int_equal(conn_expire(&c, 62000), WANT_CLOSE);
	end(&c, &f);

	/* As above, but of an answer that may take longer. */
	static char line[20000];
	memset(line, 'a', 1000);
	line[1000] = '\n';
	begin(&c, &f, &gopher_like, line);
	f.is_slow = true;
	f.unsent = 1000;
	for (int i = 0; i < 6 && c.state != CONN_ANSWER; i++)
		conn_step(&c, 2000);
	assert_int_equal(c.state, CONN_ANSWER);
	f.unsent = 999;
	assert_int_equal(conn_expire(&c, 62000), WANT_WRITE);
	assert_int_equal(c.deadline, 62000 + 15000);
	f.unsent = 998;
	assert_int_equal(conn_expire(&c, 90000), WANT_WRITE);
	assert_int_equal(c.deadline, 2000 + 60000 + 33000);
	assert_int_equal(conn_expire(&c, c.deadline), WANT_CLOSE);
	end(&c, &f);

	/* What it took at first is seen soon, and gives it a minute from
	 * there, not from when that minute would have been over. */
	begin(&c, &f, &gopher_like, line);
	f.is_slow = true;
	f.unsent = 1000;
	for (int i = 0; i < 6 && c.state != CONN_ANSWER; i++)
		conn_step(&c, 2000);
	f.unsent = 900;
	assert_int_equal(conn_expire(&c, 17000), WANT_WRITE);
	assert_int_equal(conn_expire(&c, 76999), WANT_WRITE);
	assert_int_equal(c.deadline, 77000);
	assert_int_equal(conn_expire(&c, 77000), WANT_CLOSE);
	end(&c, &f);
}

static void
ends_answers_that_take_too_long_as_a_whole(void **state)
{
	static char body[3000];
	struct conn c;
	struct fake f;
	int64_t now = 2000;

	(void)state;
	begin(&c, &f, &gopher_like, body);
	memset(body, 'a', 900);
	f.in = span_make(body, 901);
	body[900] = '\n';
	f.is_slow = true;
	f.write_max = 1;
	/* 918 bytes: 60 s and 30 s more; a byte every ten seconds. */
	while (c.state != CONN_ANSWER)
		conn_step(&c, now);
	while (now < c.deadline) {
		assert_int_not_equal(conn_step(&c, now), WANT_CLOSE);
		now += 10000;
	}
	assert_int_equal(c.deadline, 2000 + 60000 + 30000);
	assert_int_equal(conn_expire(&c, now), WANT_CLOSE);
	end(&c, &f);
}

static void
stops_draining_a_flood(void **state)
{
	struct conn c;
	struct fake f;

	(void)state;
	begin(&c, &f, &gemini_like, "gemini://h/\r\n");
	assert_int_equal(run(&c, &f), WANT_READ);
	f.flood = 60000;
	assert_int_equal(conn_step(&c, 2000), WANT_READ);
	f.flood = 60000;
	assert_int_equal(conn_step(&c, 2000), WANT_CLOSE);
	end(&c, &f);
}

static void
closes_when_the_peer_is_gone(void **state)
{
	struct conn c;
	struct fake f;

	(void)state;
	begin(&c, &f, &gemini_like, "gemini://h/\r\n");
	f.has_failed = true;
	assert_int_equal(run(&c, &f), WANT_CLOSE);
	assert_int_equal(f.shutdowns, 0);
	end(&c, &f);
	assert_int_equal(logged, 1);
}

static void
hurries_when_the_server_stops(void **state)
{
	struct conn c;
	struct fake f;

	(void)state;
	begin(&c, &f, &gemini_like, "gemini://h/\r\n");
	conn_hurry(&c, 1000, 5000);
	assert_int_equal(c.deadline, 6000);
	assert_int_equal(run(&c, &f), WANT_READ);
	conn_hurry(&c, 2500, 5000);
	assert_int_equal(c.deadline, 2500);
	assert_int_equal(conn_expire(&c, 2500), WANT_CLOSE);
	end(&c, &f);
}

static void
takes_the_readers_address_from_a_proxy(void **state)
{
	static const char in[] = "PROXY TCP4 192.0.2.1 192.0.2.9 5 1965\r\n"
				 "gemini://h.example/x\r\n";
	struct proxy_sources proxies = { .count = 0 };
	struct conn_env proxied = env;

	(void)state;
	/* The peer of these tests is "::". */
	assert_int_equal(proxy_add_source(&proxies, SPAN("::/128")), 0);
	proxied.proxies = &proxies;
	for (size_t split = 1; split < sizeof(in); split++) {
		struct conn c;
		struct fake f;

		begin(&c, &f, &gemini_like, in);
		c.env = &proxied;
		f.first = split;
		assert_true(conn_begin(&c, 1000));
		run(&c, &f);
		assert_string_equal(
		    f.out.data, "20 h.example:gemini://h.example/x\r\n");
		assert_int_equal(c.peer.s6_addr[15], 1);
		assert_int_equal(c.visit.public_port, 1965);
		end(&c, &f);
	}
}

static void
drops_a_proxys_connection_without_header(void **state)
{
	struct proxy_sources proxies = { .count = 0 };
	struct conn_env proxied = env;
	struct conn c;
	struct fake f;

	(void)state;
	assert_int_equal(proxy_add_source(&proxies, SPAN("::/128")), 0);
	proxied.proxies = &proxies;
	begin(&c, &f, &gopher_like, "/x\r\n");
	c.env = &proxied;
	assert_true(conn_begin(&c, 1000));
	assert_int_equal(run(&c, &f), WANT_CLOSE);
	assert_int_equal(f.out.len, 0);
	end(&c, &f);
}

static void
tells_who_asks_too_often_to_wait(void **state)
{
	static const struct limits_rules rules = { .per_address = 1,
		.per_minute = 1,
		.prefix_v4 = 24,
		.prefix_v6 = 48 };
	struct conn_env counted = env;
	struct conn c;
	struct conn other;
	struct fake f;

	(void)state;
	counted.readers = limits_new(&rules, 1, 10);
	assert_non_null(counted.readers);
	for (int i = 0; i < 2; i++) {
		begin(&c, &f, &gopher_like, "/x\r\n");
		c.env = &counted;
		assert_true(conn_begin(&c, 1000));
		other = c;
		assert_false(conn_begin(&other, 1000));
		run(&c, &f);
		assert_string_equal(
		    f.out.data, i == 0 ? "20 h.example:/x\r\n" : "44 58\r\n");
		end(&c, &f);
	}
	limits_free(counted.readers);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_wherever_input_is_split),
		cmocka_unit_test(answers_one_byte_at_a_time),
		cmocka_unit_test(says_nothing_without_a_whole_request),
		cmocka_unit_test(refuses_what_is_too_long),
		cmocka_unit_test(keeps_a_deadline_in_every_state),
		cmocka_unit_test(gives_a_slow_line_longer_to_ask),
		cmocka_unit_test(
		    closes_at_the_deadline_but_not_what_is_on_its_way),
		cmocka_unit_test(sees_a_slow_reader_through_the_kernels_buffer),
		cmocka_unit_test(ends_answers_that_take_too_long_as_a_whole),
		cmocka_unit_test(stops_draining_a_flood),
		cmocka_unit_test(closes_when_the_peer_is_gone),
		cmocka_unit_test(hurries_when_the_server_stops),
		cmocka_unit_test(takes_the_readers_address_from_a_proxy),
		cmocka_unit_test(drops_a_proxys_connection_without_header),
		cmocka_unit_test(tells_who_asks_too_often_to_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
