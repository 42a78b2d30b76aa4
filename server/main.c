/* SPDX-License-Identifier: ISC */
/*
 * bookmobiled: arguments, configuration, start.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <libgen.h>
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

enum {
	OPT_CONFIG,
	OPT_GEMINI,
	OPT_GOPHER,
	OPT_HOST,
	OPT_CERTS,
	OPT_CHECK, /* a URL */
	OPT_CONNECT,
	OPT_TEXTS,
	OPT_HELP,
	OPT_VERSION
};

struct options {
	char *text[OPT_TEXTS]; /* as given, or NULL */
	const char *root;
	unsigned check; /* how many -n */
};

_Noreturn static void
usage(void)
{
	fputs(usage_text, stderr);
	exit(1);
}

static void
take_option(struct options *o, int option)
{
	switch (option) {
	case 'n':
		o->check++;
		break;
	case '?':
		usage();
	case OPT_HELP:
		printf("%s%s", usage_text, help_text);
		exit(0);
	case OPT_VERSION:
		printf("bookmobiled %s\n", BOOKMOBILE_VERSION);
		exit(0);
	default:
		o->text[option == 'c' ? OPT_CONFIG : option] = optarg;
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
		{ "version", no_argument, NULL, OPT_VERSION },
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

static int
read_config(struct config *c, char *path)
{
	struct yaml_reporter reporter = { report, path };
	char *copy = xstrdup(path);
	BUF_LOCAL(text, CONFIG_MAX);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int rc;

	if (fd == -1 || buf_read_fd(&text, fd) == -1)
		rc = warn("cannot read %s: %s", path, strerror(errno));
	else /* Paths in it are relative to its folder. */
		rc = config_parse(c, buf_span(&text), dirname(copy), &reporter);
	if (fd != -1)
		close(fd);
	free(copy);
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
	if (config_parse_listen(&s->listen[0], span_str(value)) == -1)
		return warn(
		    "--%s: %s is neither PORT nor ADDRESS:PORT", option, value);
	s->count = 1;
	return 0;
}

static int
set_host(struct config *c, const char *host)
{
	BUF_LOCAL(canonical, 256);

	if (host == NULL)
		return 0;
	if (uri_add_host(&canonical, span_str(host)) == -1 ||
	    !buf_ok(&canonical))
		return warn("--host: %s is no host name", host);
	set_text(&c->host, canonical.data);
	return 0;
}

/* Options win over the file, the file over the manifest.  A supervisor_load;
 * ctx is the struct options. */
static int
configure(struct config *c, void *ctx)
{
	const struct options *o = ctx;
	char *path = o->text[OPT_CONFIG];

	config_init(c);
	c->is_local = path == NULL;
	if ((path == NULL || read_config(c, path) == 0) &&
	    set_listen(&c->gemini, "gemini", o->text[OPT_GEMINI]) == 0 &&
	    set_listen(&c->gopher, "gopher", o->text[OPT_GOPHER]) == 0 &&
	    set_host(c, o->text[OPT_HOST]) == 0) {
		set_text(&c->certs, o->text[OPT_CERTS]);
		set_text(&c->root, o->root);
		return 0;
	}
	config_release(c);
	return -1;
}

static int
print_config(const struct config *c)
{
	BUF_LOCAL(out, CONFIG_MAX);

	config_print(c, &out);
	fwrite(out.data, 1, out.len, stdout);
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
	BUF_LOCAL(path, 8192);
	BUF_LOCAL(pem, CONFIG_MAX);
	BUF_LOCAL(why, 8192);
	int root_fd = c->root == NULL
	    ? -1
	    : open(c->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *host = generation_host(c, root_fd);
	bool is_new = strcmp(verb, "new") == 0;

	if (root_fd != -1)
		close(root_fd);
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
	free(host);
	return 0;
}

int
main(int argc, char **argv)
{
	struct options options = { .root = NULL };
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
	if (options.text[OPT_CHECK] != NULL)
		return (int)probe_run(
		    options.text[OPT_CHECK], options.text[OPT_CONNECT]);
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
