/* SPDX-License-Identifier: ISC */
/*
 * bookmobiled: arguments, configuration, start.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cert.h"
#include "certfile.h"
#include "config.h"
#include "die.h"
#include "generation.h"
#include "probe.h"
#include "supervisor.h"
#include "uri.h"

#define CONFIG_MAX ((size_t)1024 * 1024)

static const char usage_text[] =
    "usage: bookmobiled [-c server.yaml] [-n | -nn] [--gemini [ADDR:]PORT]\n"
    "                   [--gopher [ADDR:]PORT] [--host NAME] [--certs DIR]"
    " [ROOT]\n"
    "       bookmobiled cert show|new [-c server.yaml] [--host NAME]"
    " [--certs DIR]\n"
    "                   [ROOT]\n"
    "       bookmobiled --check URL [--connect ADDR[:PORT]]\n"
    "       bookmobiled --help | --version\n";

static const char help_text[] =
    "\n"
    "Serve ROOT (what `bookmobile build` wrote, or a plain folder) over "
    "Gemini\nand Gopher. Without a configuration only this machine can "
    "connect.\n"
    "\n"
    "  -c FILE          read the configuration FILE (server.yaml(5))\n"
    "  -n, -nn          check it and end; -nn prints what was understood\n"
    "  --gemini PORT    where to listen for Gemini (1965; 0: any free one)\n"
    "  --gopher PORT    where to listen for Gopher (70; 0: any free one)\n"
    "  --host NAME      the capsule's public name\n"
    "  --certs DIR      where certificates are kept (./certs)\n"
    "\n"
    "  --check URL      ask that server once: 0 well, 1 a warning, 2 failing\n"
    "  --connect ADDR   at this address instead of the URL's\n"
    "\n"
    "  cert show        show the host's certificate and its fingerprint\n"
    "  cert new         make one; one that is there is never replaced\n";

struct options {
	const char *config;
	unsigned check; /* how many -n */
	const char *gemini;
	const char *gopher;
	const char *host;
	const char *certs;
	const char *probe; /* a URL */
	const char *connect;
	const char *root;
};

_Noreturn static void
usage(void)
{
	fputs(usage_text, stderr);
	exit(1);
}

enum {
	OPT_GEMINI = 256,
	OPT_GOPHER,
	OPT_HOST,
	OPT_CERTS,
	OPT_CHECK,
	OPT_CONNECT,
	OPT_HELP,
	OPT_VER
};

static void
help(void)
{
	printf("%s%s", usage_text, help_text);
	exit(0);
}

static void
take_option(struct options *o, int option)
{
	switch (option) {
	case 'c':
		o->config = optarg;
		break;
	case 'n':
		o->check++;
		break;
	case OPT_GEMINI:
		o->gemini = optarg;
		break;
	case OPT_GOPHER:
		o->gopher = optarg;
		break;
	case OPT_HOST:
		o->host = optarg;
		break;
	case OPT_CERTS:
		o->certs = optarg;
		break;
	case OPT_CHECK:
		o->probe = optarg;
		break;
	case OPT_CONNECT:
		o->connect = optarg;
		break;
	case OPT_HELP:
		help();
		break;
	case OPT_VER:
		printf("bookmobiled %s\n", BOOKMOBILE_VERSION);
		exit(0);
	default:
		usage();
	}
}

static void
parse_options(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "gemini", required_argument, NULL, OPT_GEMINI },
		{ "gopher", required_argument, NULL, OPT_GOPHER },
		{ "host", required_argument, NULL, OPT_HOST },
		{ "certs", required_argument, NULL, OPT_CERTS },
		{ "check", required_argument, NULL, OPT_CHECK },
		{ "connect", required_argument, NULL, OPT_CONNECT },
		{ "help", no_argument, NULL, OPT_HELP },
		{ "version", no_argument, NULL, OPT_VER },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "c:n", longs, NULL)) != -1)
		take_option(o, option);
	if (argc - optind > 1)
		usage();
	if (optind < argc)
		o->root = argv[optind];
}

static void
report(void *ctx, unsigned line, const char *message)
{
	const char *file = ctx;

	if (line > 0)
		fprintf(stderr, "%s:%u: %s\n", file, line, message);
	else
		fprintf(stderr, "%s: %s\n", file, message);
}

/* The folder of a file's path, for the paths that the file names. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return xstrdup(".");
	return xstrndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static int
read_config(struct config *c, char *path)
{
	struct yaml_reporter reporter = { report, path };
	char *folder;
	struct buf text;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int rc = -1;

	buf_init(&text, CONFIG_MAX);
	if (fd == -1 || buf_read_fd(&text, fd) == -1) {
		warn("cannot read %s: %s", path, strerror(errno));
	} else {
		folder = folder_of(path);
		rc = config_parse(c, buf_span(&text), folder, &reporter);
		free(folder);
	}
	if (fd != -1)
		close(fd);
	buf_release(&text);
	return rc;
}

static void
set_text(char **to, const char *from)
{
	if (from == NULL)
		return;
	free(*to);
	*to = xstrdup(from);
}

static int
set_listen(struct config_service *s, const char *option, const char *value)
{
	if (value == NULL)
		return 0;
	if (config_parse_listen(&s->listen[0], span_str(value)) == -1) {
		warn(
		    "--%s: %s is neither PORT nor ADDRESS:PORT", option, value);
		return -1;
	}
	s->count = 1;
	return 0;
}

static int
set_host(struct config *c, const char *host)
{
	struct buf canonical;
	int rc = 0;

	if (host == NULL)
		return 0;
	buf_init(&canonical, 256);
	if (uri_add_host(&canonical, span_str(host)) == -1 ||
	    !buf_ok(&canonical)) {
		warn("--host: %s is no host name", host);
		rc = -1;
	} else {
		set_text(&c->host, canonical.data);
	}
	buf_release(&canonical);
	return rc;
}

/* Options win over the file, the file over the manifest.  A supervisor_load;
 * ctx is the struct options. */
static int
configure(struct config *c, void *ctx)
{
	const struct options *o = ctx;
	char *path = o->config != NULL ? xstrdup(o->config) : NULL;
	int rc = 0;

	config_init(c);
	c->is_local = path == NULL;
	if (path != NULL)
		rc = read_config(c, path);
	free(path);
	if (rc == 0 && set_listen(&c->gemini, "gemini", o->gemini) == 0 &&
	    set_listen(&c->gopher, "gopher", o->gopher) == 0 &&
	    set_host(c, o->host) == 0) {
		set_text(&c->certs, o->certs);
		set_text(&c->root, o->root);
		return 0;
	}
	config_release(c);
	return -1;
}

static int
print_config(const struct config *c)
{
	struct buf out;

	buf_init(&out, CONFIG_MAX);
	config_print(c, &out);
	fwrite(out.data, 1, out.len, stdout);
	buf_release(&out);
	return 0;
}

/* ---- cert show, cert new ------------------------------------------------ */

static void
print_certificate(const char *path, struct span pem, const char *host)
{
	struct cert_info info;

	if (cert_look(pem, host, time(NULL), &info) == -1)
		die("%s: no certificate in it can be read", path);
	printf("file         %s\n", path);
	printf("host         %s%s\n", host,
	    info.is_for_host ? "" : " (the certificate is for another one)");
	printf("valid        %s to %s%s\n", info.not_before, info.not_after,
	    info.is_valid_now ? "" : " (not today)");
	printf("size         %zu bytes\n", info.der_len);
	printf("fingerprint  SHA-256 %s\n", info.fingerprint);
}

static int
run_cert(const struct config *c, const char *verb)
{
	const char *folder = generation_certs(c);
	enum certfile_result result;
	struct buf path;
	struct buf pem;
	struct buf why;
	int root_fd = c->root == NULL
	    ? -1
	    : open(c->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *host = generation_host(c, root_fd);
	bool is_new = strcmp(verb, "new") == 0;

	if (root_fd != -1)
		close(root_fd);
	buf_init(&path, 8192);
	buf_init(&pem, CONFIG_MAX);
	buf_init(&why, 8192);
	certfile_add_path(&path, folder, host);
	result = is_new ? certfile_make(&pem, folder, host, &why)
			: certfile_read(&pem, folder, host, &why);
	if (result == CERTFILE_FAILED)
		die("%s", why.data);
	if (result == CERTFILE_ABSENT && is_new)
		die("%s is there already, and readers trust it: to replace it,"
		    " move it away first",
		    path.data);
	if (result == CERTFILE_ABSENT)
		die("%s is not there: bookmobiled cert new makes it",
		    path.data);
	print_certificate(path.data, buf_span(&pem), host);
	explicit_bzero(pem.data, pem.len);
	buf_release(&pem);
	buf_release(&path);
	buf_release(&why);
	free(host);
	return 0;
}

int
main(int argc, char **argv)
{
	struct options options = { .config = NULL };
	struct config config;
	const char *verb = NULL;
	int status;

	die_set_name("bookmobiled");
	if (argc > 1 && strcmp(argv[1], "cert") == 0) {
		verb = argc > 2 ? argv[2] : "";
		if (strcmp(verb, "show") != 0 && strcmp(verb, "new") != 0)
			usage();
		argc -= 2;
		argv += 2;
	}
	parse_options(&options, argc, argv);
	if (options.probe != NULL)
		return (int)probe_run(options.probe, options.connect);
	if (verb == NULL && options.check == 0)
		return supervisor_run(configure, &options);
	if (configure(&config, &options) == -1)
		return 1;
	if (verb != NULL)
		status = run_cert(&config, verb);
	else
		status = options.check > 1 ? print_config(&config) : 0;
	config_release(&config);
	return status;
}
