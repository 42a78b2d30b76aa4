/* SPDX-License-Identifier: ISC */
/*
 * What workers are given, from the configuration.
 */
#include <sys/resource.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cert.h"
#include "certfile.h"
#include "die.h"
#include "generation.h"
#include "serve.h"

#define WORKERS_DEFAULT 4
/* Descriptors of a worker that no connection has, and those of a capsule. */
#define DESCRIPTORS_KEPT 32
#define DESCRIPTORS_CAPSULE 6
#define PEM_MAX ((size_t)256 * 1024)
/* Address space of a worker: libraries, manifest, and per connection. */
#define WORKER_MEMORY ((size_t)1024 * 1024 * 1024)
#define CONNECTION_MEMORY ((size_t)128 * 1024)

/* ---- what is opened ----------------------------------------------------- */

char *
generation_host(const struct config *c, int root_fd)
{
	char *host = NULL;

	if (c->host != NULL)
		return xstrdup(c->host);
	if (root_fd != -1)
		host = vhost_manifest_host(root_fd);
	return host != NULL ? host : xstrdup("localhost");
}

const char *
generation_certs(const struct config *c)
{
	return c->certs != NULL ? c->certs : "./certs";
}

/* What the configuration says of a capsule. */
static const struct config *
config_of(const struct generation *g, size_t i)
{
	return i == 0 ? &g->config : &g->config.capsule[i - 1];
}

static int
open_capsule(struct generation *g, size_t i)
{
	const struct config *c = config_of(g, i);
	struct capsule *capsule = &g->capsule[i];

	if (c->root == NULL)
		return warn(
		    "no root: name a folder, or a configuration with -c");
	capsule->root_fd = open(c->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (capsule->root_fd == -1)
		return warn(
		    "cannot open the root %s: %s", c->root, strerror(errno));
	g->capsules++;
	capsule->host = generation_host(c, capsule->root_fd);
	capsule->rules = &c->rules;
	for (size_t j = 0; j < i; j++)
		if (strcmp(g->capsule[j].host, capsule->host) == 0)
			return warn(
			    "two capsules have the host %s", capsule->host);
	return 0;
}

static int
open_capsules(struct generation *g)
{
	size_t count = 1 + g->config.capsules;

	if (count > CAPSULES_MAX)
		return warn("capsules: more than %d", CAPSULES_MAX - 1);
	for (size_t i = 0; i < count; i++)
		if (open_capsule(g, i) == -1)
			return -1;
	return 0;
}

static int
open_log(struct generation *g)
{
	const char *to = g->config.log_to ? g->config.log_to : "stderr";

	if (log_open(
		&g->log, to, (enum log_addresses)g->config.log_addresses) == 0)
		return 0;
	return warn("cannot write the log to %s: %s", to, strerror(errno));
}

static bool
has_port(const struct config_service *s, unsigned port)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->listen[i].port == port)
			return true;
	return false;
}

/* A socket is for whom its name says, else for whom the configuration gives
 * its port. */
static int
adopt(struct generation *g, const struct systemd_socket *s, struct buf *why)
{
	const struct config *c = &g->config;
	unsigned port = listener_port(s->fd);
	bool is_named = strcmp(s->name, "gopher") == 0;
	bool is_gemini = strcmp(s->name, "gemini") == 0;

	if (is_gemini || (!is_named && has_port(&c->gemini, port)))
		return listener_adopt(&g->listeners, s->fd, &serve_gemini,
		    (unsigned)c->gemini.public_port, why);
	for (size_t i = 0; i < g->capsules; i++) {
		const struct config_service *gopher = &config_of(g, i)->gopher;

		if (!has_port(gopher, port) && (i > 0 || !is_named))
			continue;
		if (listener_adopt(&g->listeners, s->fd, &serve_gopher,
			(unsigned)gopher->public_port, why) == -1)
			return -1;
		g->listeners.at[g->listeners.count - 1].capsule = i;
		return 0;
	}
	buf_printf(why,
	    "the inherited socket %d (port %u) is for nobody: "
	    "FileDescriptorName=gemini or gopher, or name the port in listen:",
	    s->fd, port);
	return -1;
}

static int
bind_listeners(struct generation *g, struct buf *why)
{
	const struct config *c = &g->config;

	if (c->gemini.count + c->gopher.count == 0) {
		buf_str(why,
		    "neither gemini: nor gopher: has anything to listen on");
		return -1;
	}
	if (listener_open(&g->listeners, &c->gemini, &serve_gemini, c->is_local,
		why) == -1)
		return -1;
	for (size_t i = 0; i < g->capsules; i++) {
		size_t first = g->listeners.count;

		if (listener_open(&g->listeners, &config_of(g, i)->gopher,
			&serve_gopher, c->is_local, why) == -1)
			return -1;
		for (; first < g->listeners.count; first++)
			g->listeners.at[first].capsule = i;
	}
	return 0;
}

static int
open_listeners(struct generation *g, const struct inherited *inherited)
{
	BUF_LOCAL(why, 4096);
	int rc = 0;

	for (size_t i = 0; i < inherited->count && rc == 0; i++)
		rc = adopt(g, &inherited->at[i], &why);
	if (inherited->count == 0)
		rc = bind_listeners(g, &why);
	if (rc == -1)
		return warn("%s", why.data);
	if (g->listeners.has_no_ipv6)
		warn("no IPv6 here: listening on IPv4 alone");
	return 0;
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

/* Give a capsule's certificate to TLS. */
static int
use_certificate(
    struct generation *g, size_t i, struct span pem, struct buf *why)
{
	const struct capsule *capsule = &g->capsule[i];

	if (i == 0)
		g->tls = tls_new(pem, (unsigned)g->config.tickets, why);
	if (g->tls == NULL ||
	    (i > 0 && tls_add(g->tls, capsule->host, pem, why) == -1))
		return -1;
	if (capsule->rules->zones > 0)
		tls_ask(g->tls, i);
	return 0;
}

/* The host's PEM text, made if need be. */
static enum certfile_result
read_certificate(
    struct buf *pem, const char *folder, const char *host, struct buf *why)
{
	enum certfile_result result = certfile_read(pem, folder, host, why);

	if (result != CERTFILE_ABSENT)
		return result;
	result = certfile_make(pem, folder, host, why);
	/* Another server may have made it in the meantime. */
	if (result == CERTFILE_ABSENT)
		return certfile_read(pem, folder, host, why);
	if (result == CERTFILE_OK)
		warn("made %s/%s.pem: keep it, readers will remember it",
		    folder, host);
	return result;
}

static int
open_certificate(struct generation *g, size_t i)
{
	const struct config *c = config_of(g, i);
	const char *folder = generation_certs(c->certs ? c : &g->config);
	const char *host = g->capsule[i].host;
	BUF_LOCAL(path, 8192);
	BUF_LOCAL(pem, PEM_MAX);
	BUF_LOCAL(why, 8192);
	int rc = -1;

	certfile_add_path(&path, folder, host);
	if (read_certificate(&pem, folder, host, &why) != CERTFILE_OK)
		warn("no certificate: %s",
		    why.len > 0 ? why.data : "it comes and goes");
	else if (use_certificate(g, i, buf_span(&pem), &why) == -1)
		warn("%s: %s", path.data, why.data);
	else
		rc = 0;
	if (rc == 0)
		show_certificate(path.data, buf_span(&pem), host);
	explicit_bzero(pem.data, pem.len);
	return rc;
}

static int
open_certificates(struct generation *g)
{
	if (listener_first(&g->listeners, &serve_gemini, 0) == NULL)
		return 0;
	for (size_t i = 0; i < g->capsules; i++)
		if (open_certificate(g, i) == -1)
			return -1;
	return 0;
}

/* ---- what workers get --------------------------------------------------- */

static int
set_user(struct sandbox *box, const char *name)
{
	const struct passwd *user;

	if (geteuid() != 0) {
		if (name != NULL)
			warn("user: %s is for a start as root", name);
		return 0;
	}
	if (name == NULL)
		name = "nobody";
	user = getpwnam(name);
	if (user == NULL)
		return warn("user: there is no user %s", name);
	box->has_user = true;
	box->uid = user->pw_uid;
	box->gid = user->pw_gid;
	return 0;
}

static int
set_sandbox(struct generation *g)
{
	struct sandbox *box = &g->sandbox;

	box->has_landlock = g->config.sandbox != 0;
	for (box->roots = 0; box->roots < g->capsules; box->roots++)
		box->root_fd[box->roots] = g->capsule[box->roots].root_fd;
	if (box->has_landlock && !sandbox_is_available())
		return warn(
		    "this kernel has no Landlock (CONFIG_SECURITY_LANDLOCK=y,"
		    " and landlock among lsm=):\n  to serve without it, say "
		    "`sandbox: off` in server.yaml");
	return set_user(box, g->config.user);
}

/* Those that we may use, as far as they are of use: a container may have few
 * of many. */
static size_t
processors(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) == -1)
		return 1;
	return CPU_COUNT(&set) < WORKERS_DEFAULT ? (size_t)CPU_COUNT(&set)
						 : WORKERS_DEFAULT;
}

/* A connection may need two descriptors: its socket and a file. */
static int
set_connections(struct generation *g)
{
	size_t wanted = (size_t)g->config.connections;
	size_t each = (wanted + g->workers - 1) / g->workers;
	rlim_t kept = DESCRIPTORS_KEPT + DESCRIPTORS_CAPSULE * g->capsules;
	rlim_t need = 2 * each + kept;
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == -1)
		return warn("cannot read the limit of descriptors: %s",
		    strerror(errno));
	if (r.rlim_cur < need) {
		if (r.rlim_max < need && geteuid() == 0)
			r.rlim_max = need;
		r.rlim_cur = r.rlim_max < need ? r.rlim_max : need;
		if (setrlimit(RLIMIT_NOFILE, &r) == -1)
			(void)getrlimit(RLIMIT_NOFILE, &r);
	}
	if (r.rlim_cur < need) {
		each = r.rlim_cur > kept + 2 ? (r.rlim_cur - kept) / 2 : 1;
		warn("%zu connections at most: the limit of descriptors"
		     " (ulimit -n) is %llu",
		    each * g->workers, (unsigned long long)r.rlim_cur);
	}
	g->connections = each;
	g->sandbox.memory = WORKER_MEMORY + each * CONNECTION_MEMORY;
	return 0;
}

static int
open_limits(struct generation *g)
{
	g->readers = limits_new(&g->config.readers, g->workers, g->connections);
	return g->readers != NULL
	    ? 0
	    : warn("no memory for limits: %s", strerror(errno));
}

struct generation *
generation_new(struct config *config, const struct generation *old,
    const struct inherited *inherited)
{
	struct generation *g = xcalloc(1, sizeof(*g));

	g->config = *config;
	memset(config, 0, sizeof(*config));
	g->log.fd = -1;
	g->listeners.old = old != NULL ? &old->listeners : NULL;
	g->workers =
	    g->config.workers != 0 ? (size_t)g->config.workers : processors();
	if (open_capsules(g) == 0 && open_log(g) == 0 && set_sandbox(g) == 0 &&
	    open_listeners(g, inherited) == 0 && open_certificates(g) == 0 &&
	    set_connections(g) == 0 && open_limits(g) == 0)
		return g;
	generation_free(g, old);
	return NULL;
}

void
generation_free(struct generation *g, const struct generation *kept)
{
	if (g == NULL)
		return;
	listener_close(&g->listeners, kept != NULL ? &kept->listeners : NULL);
	tls_free(g->tls);
	log_close(&g->log);
	limits_free(g->readers);
	for (size_t i = 0; i < g->capsules; i++) {
		close(g->capsule[i].root_fd);
		free(g->capsule[i].host);
	}
	config_release(&g->config);
	free(g);
}

bool
generation_is_moved(const struct generation *g)
{
	for (size_t i = 0; i < g->capsules; i++)
		if (docroot_is_moved(
			g->capsule[i].root_fd, AT_FDCWD, config_of(g, i)->root))
			return true;
	return false;
}
