/* SPDX-License-Identifier: ISC */
/*
 * Connections that are held open: what memory the server needs for them, and
 * when it ends those that do nothing useful.
 */
#include <assert.h>
#include <signal.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "bench.h"
#include "load.h"

enum {
	EVENTS = 256,
	OPENING_MAX = 128, /* connections that are not yet where they belong */
	SETTLE = 2,	   /* seconds until memory is measured */
	SEGMENT = 1400,	   /* of those that never read: as on a real line, or */
	WINDOW = 4096,	   /* loopback would buffer megabytes for each */
};

static const uint64_t SECOND = 1000000000;

static const char *const names[HOLD_KINDS] = { "silent", "idle", "half", "byte",
	"never" };

struct run {
	const struct hold *hold;
	const struct target *target;
	struct server *server;
	struct conn *conns;
	bool *is_held;
	int poller;
	size_t opened, held, closed, failed;
	size_t descriptors; /* of the server before the first connection */
	uint64_t start, freed;
	struct server_memory before;
};

static void
mark_closed(struct run *r, struct conn *c)
{
	size_t i = (size_t)(c - r->conns);

	c->closed = bench_now();
	conn_close(c);
	if (r->is_held[i])
		r->closed++;
	else
		r->failed++;
}

/* Half a request, or the first byte of one, or all of it. */
static int
send_first(struct run *r, struct conn *c)
{
	size_t len = r->target->request_len;

	switch ((enum hold_kind)c->kind) {
	case HOLD_HALF:
		return conn_send(c, r->target->request, len / 2);
	case HOLD_BYTE:
		return conn_send(c, r->target->request, 1);
	case HOLD_NEVER:
		return conn_send(c, r->target->request, len);
	default:
		return 0;
	}
}

static void
mark_held(struct run *r, struct conn *c)
{
	if (send_first(r, c) < 0) {
		mark_closed(r, c);
		return;
	}
	r->is_held[c - r->conns] = true;
	r->held++;
}

static void
on_event(struct run *r, struct conn *c, uint32_t events)
{
	enum conn_result result;

	if (c->fd < 0)
		return;
	if (!r->is_held[c - r->conns]) {
		if (c->kind == HOLD_SILENT)
			result = events & (EPOLLERR | EPOLLHUP) ? CONN_FAILED
			    : events & EPOLLOUT			? CONN_DONE
								: CONN_WAIT;
		else
			result = conn_shake(c);
		if (result == CONN_DONE)
			mark_held(r, c);
		else if (result == CONN_FAILED)
			mark_closed(r, c);
		return;
	}
	if (c->kind == HOLD_NEVER) {
		if (events & (EPOLLERR | EPOLLHUP))
			mark_closed(r, c);
		return;
	}
	if (c->kind == HOLD_SILENT)
		result = events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)
		    ? CONN_DONE
		    : CONN_WAIT;
	else
		result = conn_drain(c);
	if (result != CONN_WAIT)
		mark_closed(r, c);
}

/* One kind after the other, those that are closed last first: on a slow machine
 * too all are there at the same time. */
static unsigned
kind_of(const struct hold *h, size_t index)
{
	unsigned chosen[HOLD_KINDS], count = 0;

	for (unsigned k = HOLD_KINDS; k-- > 0;)
		if (h->kinds & (1U << k))
			chosen[count++] = k;
	assert(count > 0);
	return chosen[index * count / h->count];
}

static void
open_more(struct run *r)
{
	while (r->opened < r->hold->count &&
	    r->opened - r->held - r->failed < OPENING_MAX) {
		struct conn *c = &r->conns[r->opened];
		unsigned kind = kind_of(r->hold, r->opened);
		bool is_never = kind == HOLD_NEVER;
		struct epoll_event event = {
			EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, { .ptr = c }
		};

		r->opened++;
		if (conn_open(c, r->target, is_never ? SEGMENT : 0,
			is_never ? WINDOW : 0) < 0 ||
		    epoll_ctl(r->poller, EPOLL_CTL_ADD, c->fd, &event) < 0)
			bench_die_errno("connection %zu", r->opened);
		c->kind = kind;
	}
}

static void
poll_once(struct run *r)
{
	static struct epoll_event events[EVENTS];
	int count = epoll_wait(r->poller, events, EVENTS, 10);

	for (int i = 0; i < count; i++)
		on_event(r, events[i].data.ptr, events[i].events);
}

/* The next byte of those that send one a second; spread over the second. */
static void
tick(struct run *r, uint64_t now)
{
	for (size_t i = 0; i < r->opened; i++) {
		struct conn *c = &r->conns[i];

		if (c->fd < 0 || !r->is_held[i] || c->kind != HOLD_BYTE)
			continue;
		if ((now - c->start) / SECOND < c->sent)
			continue;
		if (conn_send(c, "a", 1) < 0)
			mark_closed(r, c);
	}
}

static void
report_memory(const struct run *r)
{
	struct server_memory after = server_memory(r->server);

	printf("held=%zu failed=%zu opening_s=%.2f rss_each=%.0f "
	       "pss_each=%.0f\n",
	    r->held - r->closed, r->failed,
	    (double)(bench_now() - r->start) / 1e9,
	    ((double)after.rss - (double)r->before.rss) / (double)r->held,
	    ((double)after.pss - (double)r->before.pss) / (double)r->held);
	fflush(stdout);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Per kind: how many the server ended, and how old they had become. */
static void
report_ends(const struct run *r)
{
	double *ages = bench_alloc(r->opened, sizeof(*ages));

	for (unsigned k = 0; k < HOLD_KINDS; k++) {
		size_t count = 0, open = 0;

		for (size_t i = 0; i < r->opened; i++) {
			const struct conn *c = &r->conns[i];

			if (c->kind != k)
				continue;
			if (c->closed)
				ages[count++] =
				    (double)(c->closed - c->start) / 1e9;
			else
				open++;
		}
		if (count + open == 0)
			continue;
		qsort(ages, count, sizeof(*ages), by_value);
		printf("kind=%s closed=%zu open=%zu first_s=%.1f "
		       "median_s=%.1f last_s=%.1f\n",
		    names[k], count, open, count ? ages[0] : 0.0,
		    count ? ages[count / 2] : 0.0,
		    count ? ages[count - 1] : 0.0);
	}
	free(ages);
}

/*
 * A connection that never reads does not see its end when the server closes
 * it: the bytes before it are still in the way.  The server's descriptors
 * tell: freed is when only a few more than at first were open.
 */
static void
watch_server(struct run *r)
{
	if (r->server->count == 0 || r->freed)
		return;
	if (server_descriptors(r->server) <= r->descriptors + 8)
		r->freed = bench_now();
}

static void
wait_for_ends(struct run *r)
{
	uint64_t end = r->start + r->hold->seconds * SECOND, next = 0;

	while (bench_now() < end && r->closed < r->held && !r->freed) {
		uint64_t now = bench_now();

		poll_once(r);
		tick(r, now);
		if (now >= next) {
			watch_server(r);
			next = now + SECOND;
		}
	}
	/* What the server has just closed may still be on its way. */
	for (int i = 0; i < 50; i++)
		poll_once(r);
	report_ends(r);
	printf("server_freed_s=%.1f\n",
	    r->freed ? (double)(r->freed - r->start) / 1e9 : -1.0);
}

void
hold_run(const struct hold *h, const struct target *t, struct server *s)
{
	struct run r = { .hold = h, .target = t, .server = s };
	uint64_t settled, limit;

	signal(SIGPIPE, SIG_IGN);
	if (bench_raise_descriptors() < h->count + 64)
		bench_die("too few descriptors for %zu connections", h->count);
	r.conns = bench_alloc(h->count, sizeof(*r.conns));
	r.is_held = bench_alloc(h->count, sizeof(*r.is_held));
	r.poller = epoll_create1(EPOLL_CLOEXEC);
	r.before = server_memory(s);
	r.descriptors = server_descriptors(s);
	r.start = bench_now();
	limit = r.start + h->seconds * SECOND;
	while (r.held + r.failed < h->count && bench_now() < limit) {
		open_more(&r);
		poll_once(&r);
		tick(&r, bench_now());
	}
	settled = bench_now() + SETTLE * SECOND;
	while (bench_now() < settled) {
		poll_once(&r);
		tick(&r, bench_now());
	}
	report_memory(&r);
	if (!h->is_short)
		wait_for_ends(&r);
	for (size_t i = 0; i < r.opened; i++)
		conn_close(&r.conns[i]);
	close(r.poller);
	free(r.conns);
	free(r.is_held);
}
