/* SPDX-License-Identifier: ISC */
/*
 * load: requests to a server on this machine, and what they cost it.
 *
 *     load fetch --port P [options]     N requests, C at a time
 *     load hold --port P [options]      N connections that are held open
 *     load size --pid PID               memory of a server at rest
 *
 * Every line printed is NAME=VALUE pairs.  CPU is that of process PID and its
 * descendants, in microseconds a request; bytes are TCP payload of one
 * connection, the mean of all; times are milliseconds from connect to the
 * answer's end.  A connection without close_notify is an error, and one whose
 * answer has another length than the first, less than --least bytes or
 * another status than --status.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "bench.h"
#include "load.h"

enum { EVENTS = 256, REQUEST_MAX = 1200 };

struct fetch {
	size_t count, concurrency, warm, seconds;
	bool is_resumed;
};

/* A run of requests: what it wants, where it is, what it has seen. */
struct run {
	const struct target *target;
	size_t count, concurrency;
	uint64_t deadline;
	int poller;
	struct conn *conns;
	size_t started, finished, errors, resumed;
	uint64_t down, up, body; /* body: of the first answer */
	uint32_t *times;	 /* microseconds, of the good ones */
	size_t good;
};

static struct target target = {
	.host = "localhost", .status = "20", .least = 1
};
static SSL_SESSION *newest;

static int
keep_session(SSL *ssl, SSL_SESSION *session)
{
	(void)ssl;
	SSL_SESSION_free(newest);
	newest = session;
	return 1;
}

static void
start_one(struct run *r, struct conn *c)
{
	struct epoll_event event = { EPOLLIN | EPOLLOUT | EPOLLET,
		{ .ptr = c } };

	r->started++;
	if (conn_open(c, r->target, 0, 0) < 0 ||
	    epoll_ctl(r->poller, EPOLL_CTL_ADD, c->fd, &event) < 0)
		bench_die_errno("connect");
}

/* Whole, as long as the first one, and with what else was asked for. */
static bool
is_good(const struct run *r, const struct conn *c, enum conn_result result)
{
	return result == CONN_DONE && c->body == r->body &&
	    c->body >= r->target->least &&
	    (!c->ssl ||
		memcmp(c->head, r->target->status, sizeof(c->head)) == 0);
}

static void
finish_one(struct run *r, struct conn *c, enum conn_result result)
{
	uint64_t took = (bench_now() - c->start) / 1000;

	r->finished++;
	if (!r->body)
		r->body = c->body;
	if (is_good(r, c, result)) {
		if (c->ssl)
			SSL_shutdown(c->ssl);
		r->times[r->good++] = (uint32_t)took;
		r->down += conn_bytes_down(c);
		r->up += conn_bytes_up(c);
		r->resumed += c->ssl && SSL_session_reused(c->ssl);
	} else {
		r->errors++;
	}
	conn_close(c);
	if (r->started < r->count && bench_now() < r->deadline)
		start_one(r, c);
}

static void
run_requests(struct run *r)
{
	static struct epoll_event events[EVENTS];

	for (size_t i = 0; i < r->concurrency && i < r->count; i++)
		start_one(r, &r->conns[i]);
	while (r->finished < r->started) {
		int count = epoll_wait(r->poller, events, EVENTS, 1000);

		for (int i = 0; i < count; i++) {
			struct conn *c = events[i].data.ptr;
			enum conn_result result;

			if (c->fd < 0)
				continue;
			result = conn_fetch(c, r->target);
			if (result != CONN_WAIT)
				finish_one(r, c, result);
		}
		/* Those that hang at the end of the time are errors too. */
		if (bench_now() > r->deadline + 5000000000) {
			r->errors += r->started - r->finished;
			break;
		}
	}
}

static int
by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Milliseconds that `percent` of the good ones did not exceed. */
static double
percentile(const struct run *r, size_t percent)
{
	size_t i;

	if (r->good == 0)
		return 0;
	i = (r->good - 1) * percent / 100;
	return r->times[i] / 1e3;
}

static void
run_init(struct run *r, const struct fetch *f, size_t count)
{
	memset(r, 0, sizeof(*r));
	r->target = &target;
	r->count = count;
	r->concurrency = f->concurrency;
	r->deadline = bench_now() + f->seconds * 1000000000;
	r->poller = epoll_create1(EPOLL_CLOEXEC);
	r->conns = bench_alloc(f->concurrency, sizeof(*r->conns));
	r->times = bench_alloc(count, sizeof(*r->times));
	for (size_t i = 0; i < f->concurrency; i++)
		r->conns[i].fd = -1;
}

static void
run_release(struct run *r)
{
	for (size_t i = 0; i < r->concurrency; i++)
		conn_close(&r->conns[i]);
	close(r->poller);
	free(r->conns);
	free(r->times);
}

/* One full connection, whose ticket all later ones show. */
static void
fetch_session(const struct fetch *f)
{
	struct run r;

	SSL_CTX_set_session_cache_mode(target.context,
	    SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
	SSL_CTX_sess_set_new_cb(target.context, keep_session);
	run_init(&r, f, 1);
	run_requests(&r);
	run_release(&r);
	/* Else a later ticket would make this session unusable. */
	SSL_CTX_set_session_cache_mode(target.context, SSL_SESS_CACHE_OFF);
	if (!newest)
		bench_die("the server gave no session to resume");
	target.session = newest;
}

static void
report(struct run *r, double seconds, uint64_t cpu)
{
	double good = r->good ? (double)r->good : 1;

	qsort(r->times, r->good, sizeof(*r->times), by_value);
	printf("requests=%zu errors=%zu resumed=%zu seconds=%.3f rate=%.0f "
	       "p50_ms=%.2f p90_ms=%.2f p99_ms=%.2f max_ms=%.2f ",
	    r->good, r->errors, r->resumed, seconds, (double)r->good / seconds,
	    percentile(r, 50), percentile(r, 90), percentile(r, 99),
	    percentile(r, 100));
	printf("down=%.1f up=%.1f body=%llu cpu_us=%.2f\n",
	    (double)r->down / good, (double)r->up / good,
	    (unsigned long long)r->body, (double)cpu / 1e3 / good);
}

static void
fetch_run(const struct fetch *f, pid_t pid)
{
	struct server server;
	uint64_t cpu, start;
	struct run r;

	bench_raise_descriptors();
	if (f->is_resumed)
		fetch_session(f);
	if (f->warm) {
		run_init(&r, f, f->warm);
		run_requests(&r);
		run_release(&r);
	}
	server_find(&server, pid);
	run_init(&r, f, f->count);
	cpu = server_cpu(&server);
	start = bench_now();
	run_requests(&r);
	report(
	    &r, (double)(bench_now() - start) / 1e9, server_cpu(&server) - cpu);
	run_release(&r);
}

static unsigned
kinds_of(const char *text)
{
	static const char *const names[] = { "silent", "idle", "half", "byte",
		"never" };

	if (strcmp(text, "slow") == 0)
		return 1U << HOLD_SILENT | 1U << HOLD_HALF | 1U << HOLD_BYTE |
		    1U << HOLD_NEVER;
	for (unsigned k = 0; k < HOLD_KINDS; k++)
		if (strcmp(text, names[k]) == 0)
			return 1U << k;
	bench_die("no such kind: %s", text);
}

/* What goes over the wire for a path; the memory is never freed. */
static void
set_request(const char *path)
{
	char *request = bench_alloc(1, REQUEST_MAX);
	int len;

	if (target.is_plain)
		len = snprintf(request, REQUEST_MAX, "%s\r\n", path);
	else
		len = snprintf(request, REQUEST_MAX, "gemini://%s:%u%s\r\n",
		    target.host, target.port, path);
	if (len < 0 || len >= REQUEST_MAX)
		bench_die("path too long");
	target.request = request;
	target.request_len = (size_t)len;
}

enum { OLD = 'o', RESUMED = 'r', SHORT = 's', PLAIN = 'p' };

static const struct option options[] = {
	{ "port", required_argument, NULL, 'P' },
	{ "pid", required_argument, NULL, 'i' },
	{ "path", required_argument, NULL, 'u' },
	{ "host", required_argument, NULL, 'h' },
	{ "status", required_argument, NULL, 'a' },
	{ "count", required_argument, NULL, 'n' },
	{ "concurrency", required_argument, NULL, 'c' },
	{ "least", required_argument, NULL, 'l' },
	{ "warm", required_argument, NULL, 'w' },
	{ "seconds", required_argument, NULL, 't' },
	{ "kind", required_argument, NULL, 'k' },
	{ "plain", no_argument, NULL, PLAIN },
	{ "tls12", no_argument, NULL, OLD },
	{ "resumed", no_argument, NULL, RESUMED },
	{ "short", no_argument, NULL, SHORT },
	{ NULL, 0, NULL, 0 },
};

struct settings {
	struct fetch fetch;
	struct hold hold;
	const char *path;
	pid_t pid;
	bool is_old;
};

static void
set_number(struct settings *s, int option, const char *text)
{
	uint64_t value = bench_number(text, 0, 100000000);

	switch (option) {
	case 'P':
		target.port = (uint16_t)value;
		break;
	case 'i':
		s->pid = (pid_t)value;
		break;
	case 'n':
		s->fetch.count = s->hold.count = value;
		break;
	case 'c':
		s->fetch.concurrency = value ? value : 1;
		break;
	case 'l':
		target.least = value;
		break;
	case 'w':
		s->fetch.warm = value;
		break;
	default:
		s->fetch.seconds = s->hold.seconds = value;
		break;
	}
}

static void
set_option(struct settings *s, int option)
{
	switch (option) {
	case 'u':
		s->path = optarg;
		break;
	case 'h':
		target.host = optarg;
		break;
	case 'a':
		if (strlen(optarg) != 2)
			bench_die("a status has two digits");
		target.status = optarg;
		break;
	case 'k':
		s->hold.kinds = kinds_of(optarg);
		break;
	case PLAIN:
		target.is_plain = true;
		break;
	case OLD:
		s->is_old = true;
		break;
	case RESUMED:
		s->fetch.is_resumed = true;
		break;
	case SHORT:
		s->hold.is_short = true;
		break;
	case '?':
		exit(2);
	default:
		set_number(s, option, optarg);
	}
}

static void
print_size(const struct server *server)
{
	struct server_memory memory = server_memory(server);

	printf("processes=%zu rss_mib=%.2f pss_mib=%.2f descriptors=%zu\n",
	    server->count, (double)memory.rss / 1048576,
	    (double)memory.pss / 1048576, server_descriptors(server));
}

int
main(int argc, char **argv)
{
	struct settings s = {
		.fetch = { .count = 1000, .concurrency = 1, .seconds = 30 },
		.hold = { .count = 1000,
		    .seconds = 30,
		    .kinds = 1U << HOLD_IDLE },
		.path = "/"
	};
	struct server server;
	int option;

	bench_name = "load";
	signal(SIGPIPE, SIG_IGN);
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		set_option(&s, option);
	if (optind + 1 != argc)
		bench_die("usage: load fetch|hold|size --port P …");
	set_request(s.path);
	target.context = conn_context(s.is_old);
	server_find(&server, s.pid);
	if (strcmp(argv[optind], "fetch") == 0)
		fetch_run(&s.fetch, s.pid);
	else if (strcmp(argv[optind], "hold") == 0)
		hold_run(&s.hold, &target, &server);
	else
		print_size(&server);
	return 0;
}
