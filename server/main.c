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
    "  cert show        show the host's certificate and its fingerprint\n"
    "  cert new         make one; one that is there is never replaced\n";

struct options {
	const char *config;
	unsigned check; /* how many -n */
	const char *gemini;
	const char *gopher;
	const char *host;
	const char *certs;
	const char *root;
};

_Noreturn static void
usage(void)
{
	fputs(usage_text, stderr);
	exit(1);
}

enum { OPT_GEMINI = 256, OPT_GOPHER, OPT_HOST, OPT_CERTS, OPT_HELP, OPT_VER };

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

static void
read_config(struct config *c, char *path)
{
	struct yaml_reporter reporter = { report, path };
	char *folder = folder_of(path);
	struct buf text;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int rc;

	if (fd == -1)
		die_errno("cannot open %s", path);
	buf_init(&text, CONFIG_MAX);
	if (buf_read_fd(&text, fd) == -1)
		die_errno("cannot read %s", path);
	close(fd);
	rc = config_parse(c, buf_span(&text), folder, &reporter);
	free(folder);
	buf_release(&text);
	if (rc == -1)
		exit(1);
}

static void
set_text(char **to, const char *from)
{
	if (from == NULL)
		return;
	free(*to);
	*to = xstrdup(from);
}

static void
set_listen(struct config_service *s, const char *option, const char *value)
{
	if (value == NULL)
		return;
	if (config_parse_listen(&s->listen[0], span_str(value)) == -1)
		die("--%s: %s is neither PORT nor ADDRESS:PORT", option, value);
	s->count = 1;
}

static void
set_host(struct config *c, const char *host)
{
	struct buf canonical;

	if (host == NULL)
		return;
	buf_init(&canonical, 256);
	if (uri_add_host(&canonical, span_str(host)) == -1 ||
	    !buf_ok(&canonical))
		die("--host: %s is no host name", host);
	set_text(&c->host, canonical.data);
	buf_release(&canonical);
}

/* Options win over the file, the file over the manifest. */
static void
configure(struct config *c, const struct options *o)
{
	char *path;

	config_init(c);
	c->is_local = o->config == NULL;
	if (o->config != NULL) {
		path = xstrdup(o->config);
		read_config(c, path);
		free(path);
	}
	set_listen(&c->gemini, "gemini", o->gemini);
	set_listen(&c->gopher, "gopher", o->gopher);
	set_host(c, o->host);
	set_text(&c->certs, o->certs);
	set_text(&c->root, o->root);
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
	const char *folder = supervisor_certs(c);
	enum certfile_result result;
	struct buf path;
	struct buf pem;
	struct buf why;
	int root_fd = c->root == NULL
	    ? -1
	    : open(c->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *host = supervisor_host(c, root_fd);
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
	configure(&config, &options);
	if (verb != NULL)
		status = run_cert(&config, verb);
	else if (options.check > 0)
		status = options.check > 1 ? print_config(&config) : 0;
	else
		status = supervisor_run(&config);
	config_release(&config);
	return status;
}
