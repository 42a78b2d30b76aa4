/* SPDX-License-Identifier: ISC */
/*
 * The event loop around the connections; the only file that includes libev.
 */
#include <sys/prctl.h>
#include <sys/socket.h>

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <ev.h>

#include "clock.h"
#include "die.h"
#include "docroot.h"
#include "serve.h"
#include "worker.h"

/* Room for four TLS records and a header: big files want big reads. */
#define SCRATCH_LEN ((size_t)96 * 1024)
/* How long to leave the listeners alone when descriptors are used up. */
#define PAUSE_S 0.2
/* What a reader who has not asked yet is given when the server stops. */
#define LAST_REQUEST_MS 5000
/* Memory freed by a burst of connections goes back to the system after this. */
#define TRIM_S 3.0

struct worker;

struct client {
	ev_io io; /* its data is the worker */
	ev_timer timer;
	union {
		int64_t timer_at;	  /* when the timer fires */
		struct client *next_free; /* of one that is not used */
	};
	struct client *next_ready;
	bool is_used;
	bool is_ready;
	struct conn conn;
};

struct acceptor {
	ev_io io;
	const struct listener *listener;
	struct worker *worker;
};

struct worker {
	struct generation *g;
	struct ev_loop *loop;
	struct acceptor acceptor[LISTENERS_MAX];
	struct client *slab;
	size_t slab_used; /* clients at the front that were ever used */
	struct client *free;
	struct client *ready; /* whose turn it is, first come, first served */
	size_t active;
	bool is_paused;
	bool is_draining;
	ev_timer pause;
	ev_timer trim;
	ev_timer drain;
	ev_signal signal[3];
	struct vhost vhost[CAPSULES_MAX];
	struct service service;
	struct conn_env env;
	char scratch[SCRATCH_LEN];
};

/* ---- listeners ---------------------------------------------------------- */

static void
listeners_stop(struct worker *w)
{
	for (size_t i = 0; i < w->g->listeners.count; i++)
		ev_io_stop(w->loop, &w->acceptor[i].io);
}

static void
listeners_start(struct worker *w)
{
	if (w->is_draining || w->is_paused || w->active == w->g->connections)
		return;
	for (size_t i = 0; i < w->g->listeners.count; i++)
		ev_io_start(w->loop, &w->acceptor[i].io);
}

static void
on_pause_end(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct worker *w = timer->data;

	(void)loop;
	(void)events;
	w->is_paused = false;
	listeners_start(w);
}

/* Out of descriptors: an accept that fails at once would spin. */
static void
listeners_pause(struct worker *w)
{
	w->is_paused = true;
	listeners_stop(w);
	ev_timer_set(&w->pause, PAUSE_S, 0);
	ev_timer_start(w->loop, &w->pause);
}

/* ---- clients ------------------------------------------------------------ */

static struct client *
client_take(struct worker *w)
{
	struct client *c = w->free;

	if (c != NULL)
		w->free = c->next_free;
	else
		c = &w->slab[w->slab_used++];
	w->active++;
	c->is_used = true;
	if (w->active == w->g->connections)
		listeners_stop(w);
	return c;
}

static void
client_close(struct client *c)
{
	struct worker *w = c->io.data;

	ev_io_stop(w->loop, &c->io);
	ev_timer_stop(w->loop, &c->timer);
	conn_end(&c->conn);
	c->is_used = c->is_ready = false;
	c->next_free = w->free;
	w->free = c;
	if (w->active-- == w->g->connections)
		listeners_start(w);
	if (w->is_draining && w->active == 0)
		ev_break(w->loop, EVBREAK_ALL);
}

/* A timer that fires too early only looks again, so it is moved only when the
 * deadline has come nearer. */
static void
client_set_timer(struct client *c, int64_t now)
{
	struct ev_loop *loop = ((struct worker *)c->io.data)->loop;
	int64_t wait = c->conn.deadline - now;

	if (ev_is_active(&c->timer) && c->timer_at <= c->conn.deadline)
		return;
	ev_timer_stop(loop, &c->timer);
	ev_timer_set(&c->timer, wait > 0 ? (double)wait / 1000 : 0, 0);
	ev_timer_start(loop, &c->timer);
	c->timer_at = c->conn.deadline;
}

/* The one place where watcher and deadline are armed. */
static void
client_wait(struct client *c, enum want want, int64_t now)
{
	struct worker *w = c->io.data;
	int events = want == WANT_READ ? EV_READ : EV_WRITE;

	if (want == WANT_CLOSE) {
		client_close(c);
		return;
	}
	if (!ev_is_active(&c->io) || (c->io.events & 3) != events) {
		ev_io_stop(w->loop, &c->io);
		ev_io_set(&c->io, c->conn.transport.fd, events);
		ev_io_start(w->loop, &c->io);
	}
	client_set_timer(c, now);
}

static void
on_client(struct ev_loop *loop, ev_io *io, int events)
{
	struct client *c = (struct client *)io; /* its first member */
	struct worker *w = io->data;

	(void)loop;
	(void)events;
	c->is_ready = true;
	c->next_ready = w->ready;
	w->ready = c;
}

/* libev calls back the last event first.  Readers are served in the order in
 * which they came, else some of a crowd wait half as long again as others. */
static void
on_turn(struct ev_loop *loop)
{
	struct worker *w = ev_userdata(loop);
	struct client *c;
	int64_t now;

	ev_invoke_pending(loop);
	while ((c = w->ready) != NULL) {
		w->ready = c->next_ready;
		if (!c->is_ready)
			continue;
		c->is_ready = false;
		now = clock_ms();
		client_wait(c, conn_step(&c->conn, now), now);
	}
}

static void
on_client_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct client *c = timer->data;
	int64_t now = clock_ms();
	enum want want;

	(void)loop;
	(void)events;
	if (now < c->conn.deadline) {
		client_set_timer(c, now);
		return;
	}
	want = conn_expire(&c->conn, now);
	client_wait(c, want, now);
}

static struct in6_addr
peer_address(const struct sockaddr_storage *from)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	struct in6_addr a = { 0 };

	if (from->ss_family == AF_INET6) {
		memcpy(&v6, from, sizeof(v6));
		return v6.sin6_addr;
	}
	memcpy(&v4, from, sizeof(v4));
	a.s6_addr[10] = a.s6_addr[11] = 0xff;
	memcpy(a.s6_addr + 12, &v4.sin_addr, 4);
	return a;
}

static void
client_begin(struct worker *w, const struct listener *l, int fd,
    const struct sockaddr_storage *from)
{
	struct client *c = client_take(w);
	int64_t now = clock_ms();

	c->conn.transport = (struct transport){
		.ops = l->protocol->is_tls ? &tls_ops : &plain_ops,
		.shared = w->g->tls,
		.fd = fd,
	};
	c->conn.env = &w->env;
	c->conn.protocol = l->protocol;
	c->conn.visit = (struct visit){ .port = l->port,
		.public_port = l->public_port,
		.capsule = l->capsule };
	c->conn.peer = peer_address(from);
	ev_init(&c->io, on_client);
	ev_init(&c->timer, on_client_timer);
	c->io.data = w;
	c->timer.data = c;
	client_wait(c, conn_begin(&c->conn, now) ? WANT_READ : WANT_CLOSE, now);
}

/* One connection a turn: the loop comes back at once while there are more,
 * and the other workers get theirs. */
static void
on_accept(struct ev_loop *loop, ev_io *io, int events)
{
	const struct acceptor *a = io->data;
	struct worker *w = a->worker;
	struct sockaddr_storage from = { 0 };
	socklen_t len = sizeof(from);
	int fd = accept4(a->listener->fd, (struct sockaddr *)&from, &len,
	    SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)events;
	if (fd != -1)
		client_begin(w, a->listener, fd, &from);
	else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
	    errno == ENOMEM)
		listeners_pause(w);
	if (!ev_is_active(&w->trim))
		ev_timer_again(loop, &w->trim);
}

/* ---- the worker --------------------------------------------------------- */

static void
on_trim(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)events;
	ev_timer_stop(loop, timer);
	malloc_trim(0);
}

static void
on_drain_end(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)timer;
	(void)events;
	ev_break(loop, EVBREAK_ALL);
}

/* Accept nobody, and end when all there are have gone. */
static void
retire(struct worker *w)
{
	w->is_draining = true;
	listeners_stop(w);
	/* Once all processes have done so, new readers are refused. */
	for (size_t i = 0; i < w->g->listeners.count; i++)
		close(w->g->listeners.at[i].fd);
	if (w->active == 0)
		ev_break(w->loop, EVBREAK_ALL);
}

/* Let answers under way end, hurry those who have not asked. */
static void
stop(struct worker *w)
{
	int64_t now = clock_ms();

	if (ev_is_active(&w->drain))
		return;
	for (size_t i = 0; i < w->slab_used; i++) {
		struct client *c = &w->slab[i];

		if (!c->is_used)
			continue;
		conn_hurry(&c->conn, now, LAST_REQUEST_MS);
		client_set_timer(c, now);
	}
	ev_timer_set(&w->drain, (double)w->g->config.drain_ms / 1000, 0);
	ev_timer_start(w->loop, &w->drain);
}

static void
on_signal(struct ev_loop *loop, ev_signal *signal, int events)
{
	struct worker *w = signal->data;

	(void)events;
	if (!w->is_draining)
		retire(w);
	if (signal->signum == SIGTERM)
		stop(w);
	else if (signal->signum == SIGINT)
		ev_break(loop, EVBREAK_ALL);
	/* SIGHUP: the next generation serves already. */
}

static void
on_done(void *ctx, const struct conn *c)
{
	const struct worker *w = ctx;

	log_request(&w->g->log,
	    &(struct log_entry){ .when = time(NULL),
		.peer = &c->peer,
		.prefix = c->protocol->log_prefix,
		.line = c->line,
		.status = c->answer.status,
		.bytes = c->sent });
}

static void
on_notice(void *ctx, const char *text)
{
	(void)ctx;
	warn("%s", text);
}

static struct worker *
worker_new(struct generation *g)
{
	struct worker *w = xcalloc(1, sizeof(*w));

	w->g = g;
	w->slab = xcalloc(g->connections, sizeof(*w->slab));
	w->loop = ev_loop_new(EVFLAG_NOENV | EVBACKEND_EPOLL);
	if (w->loop == NULL)
		die_errno("a worker cannot start");
	ev_set_userdata(w->loop, w);
	ev_set_invoke_pending_cb(w->loop, on_turn);
	for (size_t i = 0; i < g->capsules; i++) {
		const struct capsule *from = &g->capsule[i];

		vhost_init(&w->vhost[i], span_str(from->host), from->root_fd,
		    clock_ms());
		w->vhost[i].rules = from->rules;
	}
	w->service = (struct service){
		.vhost = w->vhost, .count = g->capsules, .notice = on_notice
	};
	w->env = (struct conn_env){ .limits = &g->config.times,
		.proxies = &g->config.proxy,
		.readers = g->readers,
		.service = &w->service,
		.scratch = w->scratch,
		.scratch_len = sizeof(w->scratch),
		.done = on_done,
		.done_ctx = w };
	return w;
}

/* Be ready for all that can happen. */
static void
watch(struct worker *w)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGINT };

	for (size_t i = 0; i < w->g->listeners.count; i++) {
		struct acceptor *a = &w->acceptor[i];

		a->listener = &w->g->listeners.at[i];
		a->worker = w;
		ev_io_init(&a->io, on_accept, a->listener->fd, EV_READ);
		a->io.data = a;
	}
	listeners_start(w);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		ev_signal_init(&w->signal[i], on_signal, signals[i]);
		w->signal[i].data = w;
		ev_signal_start(w->loop, &w->signal[i]);
	}
	ev_init(&w->pause, on_pause_end);
	ev_init(&w->drain, on_drain_end);
	ev_timer_init(&w->trim, on_trim, 0, TRIM_S);
	w->pause.data = w;
}

static void
worker_release(struct worker *w)
{
	for (size_t i = 0; i < w->slab_used; i++)
		if (w->slab[i].is_used)
			client_close(&w->slab[i]);
	for (size_t i = 0; i < w->g->capsules; i++)
		vhost_release(&w->vhost[i]);
	free(w->slab);
	ev_loop_destroy(w->loop);
	free(w);
}

static int
check_root(const struct capsule *capsule)
{
	int folder = docroot_folder(capsule->root_fd, ".");

	if (folder == -1)
		return warn(
		    "the root of %s cannot be read by the workers' user (%s): "
		    "chmod a+rx it, or set user:",
		    capsule->host, strerror(errno));
	close(folder);
	return 0;
}

/* The sandbox, and proof that the roots can still be read. */
static int
enter(const struct generation *g)
{
	BUF_LOCAL(why, 1024);

	if (sandbox_enter(&g->sandbox, &why) == -1)
		return warn("%s", why.data);
	/* Cleared by the change of user, so set again now: without the
	 * supervisor nobody would replace or stop this process. */
	prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
	for (size_t i = 0; i < g->capsules; i++)
		if (check_root(&g->capsule[i]) == -1)
			return -1;
	return 0;
}

int
worker_run(struct generation *g, size_t index, int ready_fd)
{
	struct worker *w;
	sigset_t none;
	char ready = 'r';

	signal(SIGPIPE, SIG_IGN);
	if (enter(g) == -1)
		return 1;
	w = worker_new(g);
	limits_begin(g->readers, index);
	watch(w);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* Nobody waits for the word of one that replaces another. */
	(void)!write(ready_fd, &ready, 1);
	close(ready_fd);
	ev_run(w->loop, 0);
	worker_release(w);
	return 0;
}
