/* SPDX-License-Identifier: ISC */
/*
 * The life of the workers.
 */
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "generation.h"
#include "serve.h"
#include "supervisor.h"
#include "worker.h"

/* Those of this generation and those that still finish their work. */
#define CHILDREN_MAX 256
/* A worker that dies sooner than this is replaced this much later. */
#define RESPAWN_MS 1000
/* What stopping may take longer than draining. */
#define KILL_AFTER_MS 1000
/* How often to look whether a root has been moved away. */
#define LOOK_MS 1000

struct child {
	pid_t pid; /* 0: none */
	unsigned generation;
	size_t index; /* within it */
	int64_t started;
	int64_t start_at; /* without pid: when it is due; 0 for never */
};

struct supervisor {
	supervisor_load load;
	void *ctx;
	struct inherited inherited;
	struct generation *now;
	unsigned number; /* of the generation that serves */
	unsigned last;	 /* that was given to any */
	struct child child[CHILDREN_MAX];
	bool has_tried_move; /* the root has moved, and the reload failed */
	sigset_t signals;
};

/* ---- workers ------------------------------------------------------------ */

/* Start one, and wait until it accepts or has ended, if that is wanted. */
static int
start_worker(struct generation *g, struct child *child, bool is_awaited)
{
	int pipe_fd[2];
	char ready;
	ssize_t n = 1;
	pid_t pid;

	if (pipe2(pipe_fd, O_CLOEXEC) == -1)
		return warn("cannot start a worker: %s", strerror(errno));
	pid = fork();
	if (pid == 0) {
		close(pipe_fd[0]);
		exit(worker_run(g, child->index, pipe_fd[1]));
	}
	close(pipe_fd[1]);
	if (pid == -1) {
		close(pipe_fd[0]);
		return warn("cannot start a worker: %s", strerror(errno));
	}
	child->pid = pid;
	child->started = clock_ms();
	child->start_at = 0;
	while (is_awaited && (n = read(pipe_fd[0], &ready, 1)) == -1 &&
	    errno == EINTR)
		;
	close(pipe_fd[0]);
	return n == 1 ? 0 : warn("a worker could not start");
}

static bool
is_current(const struct supervisor *s, const struct child *c)
{
	return c->generation == s->number;
}

static void
tell_all(const struct supervisor *s, int sig)
{
	for (size_t i = 0; i < CHILDREN_MAX; i++)
		if (s->child[i].pid > 0)
			kill(s->child[i].pid, sig);
}

static bool
is_free(const struct child *c)
{
	return c->pid == 0 && c->start_at == 0;
}

/* The workers of generation `number`.  All or none: -1 after a message. */
static int
start_all(struct supervisor *s, struct generation *g, unsigned number)
{
	size_t count = 0;
	int rc = 0;

	for (size_t i = 0; i < CHILDREN_MAX && count < g->workers && rc == 0;
	     i++) {
		struct child *c = &s->child[i];

		if (!is_free(c))
			continue;
		*c = (struct child){ .generation = number, .index = count++ };
		rc = start_worker(g, c, true);
	}
	if (rc == 0 && count == g->workers)
		return 0;
	if (rc == 0)
		warn("too many workers still finish their work");
	for (size_t i = 0; i < CHILDREN_MAX; i++)
		if (s->child[i].pid > 0 && s->child[i].generation == number)
			kill(s->child[i].pid, SIGKILL);
	return -1;
}

/* Take note of the dead; how many are left. */
static size_t
reap(struct supervisor *s)
{
	size_t alive = 0;
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
		for (size_t i = 0; i < CHILDREN_MAX; i++) {
			struct child *c = &s->child[i];
			int64_t now = clock_ms();

			if (c->pid != pid)
				continue;
			c->pid = 0;
			if (is_current(s, c))
				c->start_at = now - c->started < RESPAWN_MS
				    ? now + RESPAWN_MS
				    : now;
		}
	for (size_t i = 0; i < CHILDREN_MAX; i++)
		alive += s->child[i].pid > 0;
	return alive;
}

/* Replace the dead that are due. */
static void
replace_dead(struct supervisor *s)
{
	int64_t now = clock_ms();

	for (size_t i = 0; i < CHILDREN_MAX; i++) {
		struct child *c = &s->child[i];

		if (c->pid > 0 || c->start_at == 0 || c->start_at > now)
			continue;
		warn("a worker has died and is replaced");
		if (start_worker(s->now, c, false) == -1)
			c->start_at = now + RESPAWN_MS;
	}
}

/* ---- generations -------------------------------------------------------- */

/* From now on `g` serves; those who did finish their work. */
static void
succeed(struct supervisor *s, struct generation *g, unsigned number)
{
	s->number = number;
	for (size_t i = 0; i < CHILDREN_MAX; i++) {
		struct child *c = &s->child[i];

		if (is_current(s, c))
			continue;
		c->start_at = 0;
		if (c->pid > 0)
			kill(c->pid, SIGHUP);
	}
	generation_free(s->now, g);
	s->now = g;
	g->listeners.old = NULL;
}

/* Load the configuration and start what serves by it.  -1 after a message, and
 * nothing has changed. */
static int
load(struct supervisor *s)
{
	struct config config;
	struct generation *g;

	if (s->load(&config, s->ctx) == -1)
		return -1;
	g = generation_new(&config, s->now, &s->inherited);
	if (g == NULL)
		return -1;
	if (start_all(s, g, ++s->last) == -1) {
		generation_free(g, s->now);
		return -1;
	}
	succeed(s, g, s->last);
	return 0;
}

static void
reload(struct supervisor *s, const char *cause)
{
	systemd_notify_reloading();
	if (load(s) == 0)
		warn("%s: reloaded", cause);
	else
		warn("%s: not reloaded, what was there serves on", cause);
	systemd_notify("READY=1");
}

/* A root that could not be loaded is not tried every second. */
static void
look_at_roots(struct supervisor *s)
{
	bool is_moved = generation_is_moved(s->now);

	if (is_moved && !s->has_tried_move)
		reload(s, "a root's path names another folder");
	s->has_tried_move = is_moved && generation_is_moved(s->now);
}

static void
print_ready(const struct generation *g)
{
	const struct listener *gemini =
	    listener_first(&g->listeners, &serve_gemini, 0);

	printf("ready");
	for (size_t i = 0; i < g->capsules; i++) {
		const struct listener *gopher =
		    listener_first(&g->listeners, &serve_gopher, i);
		const char *host = g->capsule[i].host;

		if (gemini != NULL)
			printf(" gemini://%s:%u/", host, gemini->port);
		if (gopher != NULL)
			printf(" gopher://%s:%u/", host, gopher->port);
	}
	printf("\n");
	fflush(stdout);
}

/* ---- the loop ----------------------------------------------------------- */

/* The next signal, or 0 after `ms`. */
static int
next_signal(const struct supervisor *s, int64_t ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };
	int sig;

	do
		sig = sigtimedwait(&s->signals, NULL, &t);
	while (sig == -1 && errno == EINTR);
	return sig == -1 ? 0 : sig;
}

static void
serve(struct supervisor *s, int *sig)
{
	for (;;) {
		*sig = next_signal(s, LOOK_MS);
		if (*sig == SIGTERM || *sig == SIGINT)
			return;
		reap(s);
		if (*sig == SIGHUP)
			reload(s, "SIGHUP");
		replace_dead(s);
		look_at_roots(s);
	}
}

/* SIGTERM lets answers under way end, SIGINT (or a second signal) does not. */
static void
stop(struct supervisor *s, int sig)
{
	int64_t end = clock_ms() + KILL_AFTER_MS +
	    (sig == SIGTERM ? (int64_t)s->now->config.drain_ms : 0);

	systemd_notify("STOPPING=1");
	listener_close(&s->now->listeners, NULL);
	tell_all(s, sig);
	while (reap(s) > 0) {
		int64_t left = end - clock_ms();

		if (left <= 0) {
			tell_all(s, SIGKILL);
			left = KILL_AFTER_MS;
		}
		sig = next_signal(s, left);
		if (sig == SIGTERM || sig == SIGINT)
			tell_all(s, SIGINT);
	}
}

static void
block_signals(struct supervisor *s)
{
	sigemptyset(&s->signals);
	sigaddset(&s->signals, SIGTERM);
	sigaddset(&s->signals, SIGINT);
	sigaddset(&s->signals, SIGHUP);
	sigaddset(&s->signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &s->signals, NULL);
	signal(SIGPIPE, SIG_IGN);
}

int
supervisor_run(supervisor_load loader, void *ctx)
{
	struct supervisor *s = xcalloc(1, sizeof(*s));
	int sig = 0;
	int status = 1;

	/* The key is in memory: no core dumps, no debugger. */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	s->load = loader;
	s->ctx = ctx;
	s->inherited.count = systemd_take(s->inherited.at);
	block_signals(s);
	if (load(s) == 0) {
		print_ready(s->now);
		systemd_notify("READY=1");
		serve(s, &sig);
		stop(s, sig);
		status = 0;
	}
	generation_free(s->now, NULL);
	free(s);
	return status;
}
