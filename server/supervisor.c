/* SPDX-License-Identifier: ISC */
/*
 * Start-up, and the life of the workers.
 */
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cert.h"
#include "certfile.h"
#include "die.h"
#include "serve.h"
#include "supervisor.h"
#include "worker.h"

#define WORKERS_MAX 64
#define WORKERS_DEFAULT 4
/* Descriptors of a worker that no connection has. */
#define DESCRIPTORS_KEPT 32
/* A worker that dies sooner than this is replaced this much later. */
#define RESPAWN_MS 1000
/* What stopping may take longer than draining. */
#define KILL_AFTER_MS 1000
#define PEM_MAX ((size_t)256 * 1024)
/* Address space of a worker: libraries, manifest, and per connection. */
#define WORKER_MEMORY ((size_t)1024 * 1024 * 1024)
#define CONNECTION_MEMORY ((size_t)128 * 1024)

struct child {
	pid_t pid; /* 0: to be started at `start_at` */
	int64_t started;
	int64_t start_at;
};

struct supervisor {
	const struct config *config;
	char *host;
	int root_fd;
	struct tls *tls;
	struct log log;
	struct listener_set listeners;
	struct worker_setup setup;
	struct child child[WORKERS_MAX];
	size_t workers;
	sigset_t signals;
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- what is opened ----------------------------------------------------- */

char *
supervisor_host(const struct config *c, int root_fd)
{
	char *host = NULL;

	if (c->host != NULL)
		return xstrdup(c->host);
	if (root_fd != -1)
		host = vhost_manifest_host(root_fd);
	return host != NULL ? host : xstrdup("localhost");
}

const char *
supervisor_certs(const struct config *c)
{
	return c->certs != NULL ? c->certs : "./certs";
}

static void
open_root(struct supervisor *s)
{
	if (s->config->root == NULL)
		die("no root: name a folder, or a configuration with -c");
	s->root_fd = open(s->config->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->root_fd == -1)
		die_errno("cannot open the root %s", s->config->root);
}

static void
open_log(struct supervisor *s)
{
	const char *to = s->config->log_to ? s->config->log_to : "stderr";

	if (log_open(&s->log, to,
		(enum log_addresses)s->config->log_addresses) == -1)
		die_errno("cannot write the log to %s", to);
}

static void
open_listeners(struct supervisor *s)
{
	const struct config *c = s->config;
	struct buf why;

	buf_init(&why, 4096);
	if (c->gemini.count + c->gopher.count == 0)
		die("neither gemini: nor gopher: has anything to listen on");
	if (listener_open(&s->listeners, &c->gemini, &serve_gemini, c->is_local,
		&why) == -1 ||
	    listener_open(&s->listeners, &c->gopher, &serve_gopher, c->is_local,
		&why) == -1)
		die("%s", why.data);
	if (s->listeners.has_no_ipv6)
		warn("no IPv6 here: listening on IPv4 alone");
	buf_release(&why);
}

/* Tell operators and readers what there is to trust. */
static void
show_certificate(const char *path, struct span pem, const char *host)
{
	struct cert_info info;

	if (cert_look(pem, host, time(NULL), &info) == -1)
		return;
	warn("certificate %s, valid until %s, SHA-256 fingerprint %s", path,
	    info.not_after, info.fingerprint);
	if (!info.is_valid_now)
		warn("%s is not valid today: from %s to %s", path,
		    info.not_before, info.not_after);
	if (!info.is_for_host)
		warn("%s is not for %s: most readers will be refused", path,
		    host);
}

static void
open_certificate(struct supervisor *s)
{
	const char *folder = supervisor_certs(s->config);
	enum certfile_result result;
	struct buf path;
	struct buf pem;
	struct buf why;

	buf_init(&path, 8192);
	buf_init(&pem, PEM_MAX);
	buf_init(&why, 8192);
	certfile_add_path(&path, folder, s->host);
	result = certfile_read(&pem, folder, s->host, &why);
	if (result == CERTFILE_ABSENT) {
		result = certfile_make(&pem, folder, s->host, &why);
		/* Another server may have made it in the meantime. */
		if (result == CERTFILE_ABSENT)
			result = certfile_read(&pem, folder, s->host, &why);
		else if (result == CERTFILE_OK)
			warn("made %s: keep it, readers will remember it",
			    path.data);
	}
	if (result != CERTFILE_OK)
		die("no certificate: %s",
		    why.len > 0 ? why.data : "it comes and goes");
	s->tls = tls_new(buf_span(&pem), (unsigned)s->config->tickets, &why);
	if (s->tls == NULL)
		die("%s: %s", path.data, why.data);
	show_certificate(path.data, buf_span(&pem), s->host);
	explicit_bzero(pem.data, pem.len);
	buf_release(&pem);
	buf_release(&path);
	buf_release(&why);
}

/* ---- what workers get --------------------------------------------------- */

static void
set_sandbox(struct supervisor *s)
{
	const struct config *c = s->config;
	const char *name = c->user ? c->user : "nobody";
	struct sandbox *box = &s->setup.sandbox;
	const struct passwd *user;

	box->has_landlock = c->sandbox != 0;
	box->root_fd = s->root_fd;
	if (box->has_landlock && !sandbox_is_available())
		die("this kernel has no Landlock (CONFIG_SECURITY_LANDLOCK=y,"
		    " and landlock among lsm=):\n  to serve without it, say "
		    "`sandbox: off` in server.yaml");
	if (geteuid() != 0) {
		if (c->user != NULL)
			warn("user: %s is for a start as root", name);
		return;
	}
	user = getpwnam(name);
	if (user != NULL) {
		box->has_user = true;
		box->uid = user->pw_uid;
		box->gid = user->pw_gid;
	} else {
		die("user: there is no user %s", name);
	}
}

static size_t
processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : (size_t)n;
}

static void
set_workers(struct supervisor *s)
{
	size_t n = (size_t)s->config->workers;

	if (n == 0) {
		n = processors();
		if (n > WORKERS_DEFAULT)
			n = WORKERS_DEFAULT;
	}
	s->workers = n < WORKERS_MAX ? n : WORKERS_MAX;
}

/* A connection may need two descriptors: its socket and a file. */
static void
set_connections(struct supervisor *s)
{
	size_t wanted = (size_t)s->config->connections;
	size_t each = (wanted + s->workers - 1) / s->workers;
	rlim_t need = 2 * each + DESCRIPTORS_KEPT;
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == -1)
		die_errno("cannot read the limit of descriptors");
	if (r.rlim_cur < need) {
		if (r.rlim_max < need && geteuid() == 0)
			r.rlim_max = need;
		r.rlim_cur = r.rlim_max < need ? r.rlim_max : need;
		if (setrlimit(RLIMIT_NOFILE, &r) == -1)
			(void)getrlimit(RLIMIT_NOFILE, &r);
	}
	if (r.rlim_cur < need) {
		each = r.rlim_cur > DESCRIPTORS_KEPT + 2
		    ? (r.rlim_cur - DESCRIPTORS_KEPT) / 2
		    : 1;
		warn("%zu connections at most: the limit of descriptors"
		     " (ulimit -n) is %llu",
		    each * s->workers, (unsigned long long)r.rlim_cur);
	}
	s->setup.connections = each;
	s->setup.sandbox.memory = WORKER_MEMORY + each * CONNECTION_MEMORY;
}

static void
set_up(struct supervisor *s)
{
	const struct config *c = s->config;

	open_root(s);
	s->host = supervisor_host(c, s->root_fd);
	open_log(s);
	set_sandbox(s);
	open_listeners(s);
	if (c->gemini.count > 0)
		open_certificate(s);
	s->setup.listeners = &s->listeners;
	s->setup.limits =
	    (struct conn_limits){ .handshake_ms = (int64_t)c->handshake_ms,
		    .request_ms = (int64_t)c->request_ms,
		    .stalled_ms = (int64_t)c->stalled_ms,
		    .rate = c->rate };
	s->setup.host = span_str(s->host);
	s->setup.root_fd = s->root_fd;
	s->setup.tls = s->tls;
	s->setup.log = &s->log;
	s->setup.drain_ms = (int64_t)c->drain_ms;
	set_workers(s);
	set_connections(s);
}

/* ---- workers ------------------------------------------------------------ */

/* Start one.  Returns the end of a pipe from which a byte can be read when it
 * accepts; -1 when there can be no new process now. */
static int
start_worker(struct supervisor *s, struct child *child)
{
	int pipe_fd[2];
	pid_t pid;

	if (pipe2(pipe_fd, O_CLOEXEC) == -1)
		return -1;
	pid = fork();
	if (pid == 0) {
		close(pipe_fd[0]);
		s->setup.ready_fd = pipe_fd[1];
		exit(worker_run(&s->setup));
	}
	close(pipe_fd[1]);
	if (pid == -1) {
		close(pipe_fd[0]);
		return -1;
	}
	child->pid = pid;
	child->started = now_ms();
	return pipe_fd[0];
}

static void
tell_workers(const struct supervisor *s, int sig)
{
	for (size_t i = 0; i < s->workers; i++)
		if (s->child[i].pid > 0)
			kill(s->child[i].pid, sig);
}

/* All or none: a server that cannot start says so and ends. */
static void
start_all(struct supervisor *s)
{
	for (size_t i = 0; i < s->workers; i++) {
		char ready;
		int fd = start_worker(s, &s->child[i]);
		ssize_t n;

		if (fd == -1)
			die_errno("cannot start a worker");
		do
			n = read(fd, &ready, 1);
		while (n == -1 && errno == EINTR);
		close(fd);
		if (n != 1) {
			tell_workers(s, SIGKILL);
			die("a worker could not start");
		}
	}
}

static void
print_ready(const struct supervisor *s)
{
	const struct listener *gemini =
	    listener_first(&s->listeners, &serve_gemini);
	const struct listener *gopher =
	    listener_first(&s->listeners, &serve_gopher);

	printf("ready");
	if (gemini != NULL)
		printf(" gemini://%s:%u/", s->host, gemini->port);
	if (gopher != NULL)
		printf(" gopher://%s:%u/", s->host, gopher->port);
	printf("\n");
	fflush(stdout);
}

/* Take note of the dead; how many are left. */
static size_t
reap(struct supervisor *s)
{
	size_t alive = 0;
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < s->workers; i++) {
			struct child *c = &s->child[i];
			int64_t now = now_ms();

			if (c->pid != pid)
				continue;
			c->pid = 0;
			c->start_at = now - c->started < RESPAWN_MS
			    ? now + RESPAWN_MS
			    : now;
		}
	for (size_t i = 0; i < s->workers; i++)
		alive += s->child[i].pid > 0;
	return alive;
}

/* Replace the dead that are due; ms until the next is due, or -1. */
static int64_t
replace_dead(struct supervisor *s)
{
	int64_t next = -1;

	for (size_t i = 0; i < s->workers; i++) {
		struct child *c = &s->child[i];
		int64_t wait = c->start_at - now_ms();
		int fd;

		if (c->pid > 0)
			continue;
		if (wait <= 0) {
			warn("a worker has died and is replaced");
			fd = start_worker(s, c);
			if (fd != -1) {
				close(fd);
				continue;
			}
			c->start_at = now_ms() + RESPAWN_MS;
			wait = RESPAWN_MS;
		}
		if (next == -1 || wait < next)
			next = wait;
	}
	return next;
}

/* The next signal, or 0 after `ms` (-1: never). */
static int
next_signal(const struct supervisor *s, int64_t ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };
	int sig;

	do
		sig = ms < 0 ? sigwaitinfo(&s->signals, NULL)
			     : sigtimedwait(&s->signals, NULL, &t);
	while (sig == -1 && errno == EINTR);
	return sig == -1 ? 0 : sig;
}

static void
close_listeners(struct supervisor *s)
{
	for (size_t i = 0; i < s->listeners.count; i++)
		close(s->listeners.at[i].fd);
	s->listeners.count = 0;
}

/* SIGTERM lets answers under way end, SIGINT (or a second signal) does not. */
static void
stop(struct supervisor *s, int sig)
{
	int64_t end =
	    now_ms() + KILL_AFTER_MS + (sig == SIGTERM ? s->setup.drain_ms : 0);

	close_listeners(s);
	tell_workers(s, sig);
	while (reap(s) > 0) {
		int64_t left = end - now_ms();

		if (left <= 0) {
			tell_workers(s, SIGKILL);
			left = KILL_AFTER_MS;
		}
		sig = next_signal(s, left);
		if (sig == SIGTERM || sig == SIGINT)
			tell_workers(s, SIGINT);
	}
}

static void
block_signals(struct supervisor *s)
{
	sigemptyset(&s->signals);
	sigaddset(&s->signals, SIGTERM);
	sigaddset(&s->signals, SIGINT);
	sigaddset(&s->signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &s->signals, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void
release(struct supervisor *s)
{
	tls_free(s->tls);
	log_close(&s->log);
	close(s->root_fd);
	free(s->host);
	free(s);
}

int
supervisor_run(const struct config *c)
{
	struct supervisor *s = xcalloc(1, sizeof(*s));
	int sig = 0;

	/* The key is in memory: no core dumps, no debugger. */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	s->config = c;
	block_signals(s);
	set_up(s);
	start_all(s);
	print_ready(s);
	while (sig != SIGTERM && sig != SIGINT) {
		reap(s);
		sig = next_signal(s, replace_dead(s));
	}
	stop(s, sig);
	release(s);
	return 0;
}
