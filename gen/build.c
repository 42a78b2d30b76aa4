/* SPDX-License-Identifier: ISC */
/*
 * Read everything, link, render into the output's waiting room, commit.
 */
#include "build.h"

#include <sys/stat.h>

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "die.h"
#include "losses.h"
#include "markdown.h"
#include "output.h"
#include "pool.h"
#include "publish.h"
#include "site.h"
#include "span.h"
#include "types.h"
#include "wrap.h"

/* Seconds of silence before progress is shown, and between two lines. */
#define PATIENCE 0.5
#define PROGRESS_EVERY 0.1

struct options {
	const char *content, *output, *losses;
	bool has_drafts, has_future, is_strict;
};

struct build {
	const struct options *options;
	struct losses losses;
	struct site site;
	struct output output;
	unsigned threads;
	double started;
	size_t tasks;
	bool is_committing; /* what is seen may have changed */

	/* While the second pass runs: */
	struct publisher *publisher; /* one a thread */
	atomic_size_t done;
	atomic_bool has_failed;
	bool has_terminal;
	double shown; /* by the first thread */
};

static double
now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ((double)ts.tv_sec + (double)ts.tv_nsec / 1e9);
}

static void
show_progress(struct build *build, size_t done)
{
	double at = now();

	if (at - build->started < PATIENCE ||
	    at - build->shown < PROGRESS_EVERY)
		return;
	build->shown = at;
	(void)fprintf(stderr, "\r%zu of %zu", done, build->tasks);
	(void)fflush(stderr);
}

static void
run_task(void *ctx, unsigned worker, size_t index)
{
	struct build *build = ctx;
	size_t done;

	if (publish_task(&build->publisher[worker], index) != 0)
		atomic_store(&build->has_failed, true);
	done = atomic_fetch_add(&build->done, 1) + 1;
	if (worker == 0 && build->has_terminal)
		show_progress(build, done);
}

static const char *
kind_word(enum loss_kind kind)
{
	switch (kind) {
	case LOSS_WARNING:
		return ("warning: ");
	case LOSS_DROPPED:
		return ("left out: ");
	case LOSS_NOTE:
		return ("note: ");
	case LOSS_ERROR:
		break;
	}
	return ("");
}

static void
print_loss(FILE *out, const struct loss *loss)
{
	if (loss->line > 0)
		(void)fprintf(out, "%s:%u: %s%s\n", loss->file, loss->line,
		    kind_word(loss->kind), loss->message);
	else
		(void)fprintf(out, "%s: %s%s\n", loss->file,
		    kind_word(loss->kind), loss->message);
}

static void
print_losses(const struct build *build)
{
	const struct losses *l = &build->losses;
	FILE *out = NULL;
	size_t i;

	if (build->options->losses != NULL) {
		out = fopen(build->options->losses, "we");
		if (out == NULL)
			warn("%s: %s", build->options->losses, strerror(errno));
	}
	for (i = 0; i < l->count; i++) {
		print_loss(stderr, &l->item[i]);
		if (out != NULL)
			print_loss(out, &l->item[i]);
	}
	if (out != NULL && fclose(out) != 0)
		warn("%s: %s", build->options->losses, strerror(errno));
}

/* Under --strict a warning is an error. */
static bool
has_errors(const struct build *build)
{
	return (losses_count(&build->losses, LOSS_ERROR) > 0 ||
	    (build->options->is_strict &&
		losses_count(&build->losses, LOSS_WARNING) > 0));
}

static int
read_sources(struct build *build)
{
	struct site_options options = { build->options->content,
		build->options->has_drafts, build->options->has_future,
		build->threads };

	if (site_read(&build->site, &options, &build->losses) != 0)
		return (-1);
	if (site_link(&build->site) != 0)
		return (-1);
	types_find(&build->site);
	return (has_errors(build) ? -1 : 0);
}

/* Render everything.  -1 when something failed. */
static int
publish(struct build *build)
{
	unsigned i;

	build->tasks = publish_count(&build->site);
	build->publisher = xcalloc(build->threads, sizeof(*build->publisher));
	for (i = 0; i < build->threads; i++)
		publisher_init(
		    &build->publisher[i], &build->site, &build->output);
	pool_run(build->tasks, build->threads, run_task, build);
	for (i = 0; i < build->threads; i++) {
		losses_move(&build->losses, &build->publisher[i].losses);
		publisher_release(&build->publisher[i]);
	}
	free(build->publisher);
	if (build->shown > 0)
		(void)fprintf(stderr, "\r\033[K");
	return (atomic_load(&build->has_failed) || has_errors(build) ? -1 : 0);
}

static int
write_output(struct build *build)
{
	struct buf manifest;
	int result = -1;

	if (output_open(&build->output, build->options->output) != 0) {
		warn("%s", build->output.error);
		return (-1);
	}
	buf_init(&manifest, SIZE_MAX);
	if (publish(build) != 0) {
		output_abort(&build->output);
	} else {
		publish_manifest(&build->site, &manifest);
		build->is_committing = true;
		result = output_commit(&build->output, buf_span(&manifest));
	}
	if (build->output.error[0] != '\0')
		warn("%s", build->output.error);
	buf_release(&manifest);
	output_release(&build->output);
	return (result);
}

static void
print_summary(const struct build *build)
{
	const struct site *site = &build->site;
	const struct output *output = &build->output;
	size_t terms = 0, i;
	int kind;

	for (kind = 0; kind < TERM_KINDS; kind++)
		for (i = 0; i < site->terms.count[kind]; i++)
			if (site->terms.item[kind][i]->has_page)
				terms++;
	(void)printf("%zu posts, %zu pages, %zu terms, %zu files (%zu written, "
		     "%zu removed), %llu bytes written, %.2f s\n",
	    site->posts, site->plains + (site->home != NULL ? 1 : 0), terms,
	    output->files, output->changed, output->removed,
	    (unsigned long long)output->bytes, now() - build->started);
	if (losses_count(&build->losses, LOSS_WARNING) +
		losses_count(&build->losses, LOSS_DROPPED) >
	    0)
		(void)printf("%zu warnings, %zu left out\n",
		    losses_count(&build->losses, LOSS_WARNING),
		    losses_count(&build->losses, LOSS_DROPPED));
}

/* The real path of a folder, or of the one in which it will be made. */
static char *
real_folder(const char *name)
{
	char *path = realpath(name, NULL);
	struct span above = span_str(name);
	char *copy;

	if (path != NULL)
		return (path);
	while (above.len > 1 && above.p[above.len - 1] == '/')
		above.len--;
	above.len = span_rfind(above, '/') == above.len
	    ? 0
	    : span_rfind(above, '/') + 1;
	copy = above.len == 0 ? xstrdup(".") : xstrndup(above.p, above.len);
	path = realpath(copy, NULL);
	free(copy);
	return (path);
}

/* A build into its own sources would read what it wrote. */
static bool
is_inside(const char *output, const char *content)
{
	char *inner = real_folder(output);
	char *outer = realpath(content, NULL);
	bool result = false;
	size_t len;

	if (inner != NULL && outer != NULL) {
		len = strlen(outer);
		result = strncmp(inner, outer, len) == 0 &&
		    (inner[len] == '/' || inner[len] == '\0');
	}
	free(inner);
	free(outer);
	return (result);
}

static int
run(const struct options *options)
{
	struct build build = { .options = options };
	int result = -1;

	build.started = now();
	build.threads = pool_size();
	build.has_terminal = isatty(STDERR_FILENO) != 0;
	atomic_init(&build.done, 0);
	atomic_init(&build.has_failed, false);
	losses_init(&build.losses);
	markdown_init();
	wrap_init();
	if (is_inside(options->output, options->content))
		die("%s lies in %s: choose another place for the output",
		    options->output, options->content);
	if (read_sources(&build) == 0)
		result = write_output(&build);
	losses_sort(&build.losses);
	print_losses(&build);
	if (result == 0)
		print_summary(&build);
	else
		warn(build.is_committing ? "cut off while files were moved "
					   "into place: build again"
					 : "nothing was changed");
	site_release(&build.site);
	losses_release(&build.losses);
	return (result == 0 ? 0 : 1);
}

static int
usage(void)
{
	(void)fputs(
	    "usage: bookmobile build [-C DIR] [--drafts] [--future] "
	    "[--strict]\n"
	    "                        [--losses FILE] [SOURCE [OUTPUT]]\n",
	    stderr);
	return (2);
}

int
build_main(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "drafts", no_argument, NULL, 'd' },
		{ "future", no_argument, NULL, 'f' },
		{ "strict", no_argument, NULL, 's' },
		{ "losses", required_argument, NULL, 'l' }, { NULL, 0, NULL, 0 }
	};
	struct options options = { .content = "content", .output = "public" };
	int c;

	while ((c = getopt_long(argc, argv, "C:", longs, NULL)) != -1) {
		if (c == 'C') {
			if (chdir(optarg) != 0)
				die_errno("%s", optarg);
		} else if (c == 'd') {
			options.has_drafts = true;
		} else if (c == 'f') {
			options.has_future = true;
		} else if (c == 's') {
			options.is_strict = true;
		} else if (c == 'l') {
			options.losses = optarg;
		} else {
			return (usage());
		}
	}
	if (argc - optind > 2)
		return (usage());
	if (optind < argc)
		options.content = argv[optind];
	if (optind + 1 < argc)
		options.output = argv[optind + 1];
	return (run(&options));
}
