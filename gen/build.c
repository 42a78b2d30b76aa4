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

#include "cache.h"
#include "command.h"
#include "desk.h"
#include "die.h"
#include "heap.h"
#include "losses.h"
#include "markdown.h"
#include "messages.h"
#include "messages_desk.h"
#include "output.h"
#include "pool.h"
#include "publish.h"
#include "rebuild.h"
#include "related.h"
#include "site.h"
#include "span.h"
#include "store.h"
#include "types.h"
#include "wrap.h"

/* Seconds of silence before progress is shown, and between two lines. */
#define PATIENCE 0.5
#define PROGRESS_EVERY 0.1

#define FEW_TASKS 64
#define FEW_LOSSES 20

struct options {
	const char *content, *output, *losses;
	bool has_drafts, has_future, has_marks, is_strict, is_full;
};

struct build {
	const struct options *options;
	struct losses losses;
	struct site site;
	struct output output;
	struct cache cache;
	struct rebuild rebuild;
	struct cache_summary summary;
	bool has_site;
	unsigned threads;
	double started;
	struct tasks tasks;
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
	(void)fprintf(
	    stderr, MSG_BUILD_PROGRESS, done, build->rebuild.needed_count);
	(void)fflush(stderr);
}

static void
run_task(void *ctx, unsigned worker, size_t index)
{
	struct build *build = ctx;
	size_t done;

	if (rebuild_do(&build->rebuild, &build->publisher[worker], worker,
		build->rebuild.needed[index]) != 0)
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
		return (MSG_WARNING);
	case LOSS_DROPPED:
		return (MSG_LEFT_OUT);
	case LOSS_NOTE:
		return (MSG_NOTE);
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
	size_t i, shown = 0, hidden = 0;
	/* Nobody reads hundreds of lines that pass by. */
	size_t most = build->has_terminal ? FEW_LOSSES : SIZE_MAX;

	for (i = 0; i < l->count; i++) {
		if (l->item[i].kind == LOSS_ERROR || shown < most) {
			shown += l->item[i].kind != LOSS_ERROR;
			print_loss(stderr, &l->item[i]);
		} else {
			hidden++;
		}
	}
	if (hidden > 0)
		(void)fprintf(stderr, MSG_BUILD_MORE, hidden);
}

/* The file of `--losses`; -1 when it cannot be written, which has been said. */
static int
write_losses(const char *name, const struct losses *l)
{
	FILE *out = fopen(name, "we");
	bool is_bad = out == NULL;
	size_t i;

	for (i = 0; !is_bad && i < l->count; i++)
		print_loss(out, &l->item[i]);
	if (out != NULL)
		is_bad = fflush(out) != 0 || ferror(out) != 0;
	if (is_bad)
		warn("%s: %s", name, strerror(errno));
	if (out != NULL)
		(void)fclose(out);
	return (is_bad ? -1 : 0);
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
	struct site_options options = { .content = build->options->content,
		.has_drafts = build->options->has_drafts,
		.has_future = build->options->has_future,
		.threads = build->threads,
		.has_marks = build->options->has_marks };

	build->has_site = true;
	if (site_read_cached(
		&build->site, &options, &build->cache, &build->losses) != 0)
		return (-1);
	if (build->site.is_unchanged)
		return (0);
	if (site_link(&build->site) != 0)
		return (-1);
	types_find(&build->site);
	return (has_errors(build) ? -1 : 0);
}

/* Nothing is to be done: say again what the last build said. */
static int
recall(struct build *build)
{
	struct reader r = { .rest = cache_losses(&build->cache) };

	reader_losses(&r, &build->losses);
	build->summary = build->cache.head->summary;
	return (has_errors(build) ? -1 : 0);
}

/* Posts of one time share terms: what one of them looks at is still at hand for
 * the next, as it is not when a page is made between the two. */
#define RELATED_BATCH 128

static void
settle_related(void *ctx, unsigned worker, size_t batch)
{
	struct build *build = ctx;
	size_t i = batch * RELATED_BATCH, end = i + RELATED_BATCH;

	(void)worker;
	if (end > build->site.posts)
		end = build->site.posts;
	/* The tasks of posts come first, in their order. */
	for (; i < end; i++)
		if (build->rebuild.is_needed[i])
			related_settle(&build->site, build->site.post[i]);
}

/* Render what needs it.  -1 when something failed. */
static int
publish(struct build *build)
{
	struct rebuild *rebuild = &build->rebuild;
	unsigned i;

	tasks_plan(&build->tasks, &build->site);
	rebuild_init(rebuild, &build->site, &build->tasks);
	if (rebuild->needed_count > 0)
		wrap_init();
	/* A thread costs as much as a few pages. */
	if (rebuild->needed_count < FEW_TASKS)
		build->threads = 1;
	build->publisher = xcalloc(build->threads, sizeof(*build->publisher));
	for (i = 0; i < build->threads; i++)
		publisher_init(
		    &build->publisher[i], &build->site, &build->output);
	pool_run(build->site.posts / RELATED_BATCH + 1, build->threads,
	    settle_related, build);
	pool_run(rebuild->needed_count, build->threads, run_task, build);
	for (i = 0; i < build->threads; i++) {
		losses_move(&build->losses, &build->publisher[i].losses);
		publisher_release(&build->publisher[i]);
	}
	free(build->publisher);
	rebuild_recall_losses(rebuild, &build->losses);
	if (build->shown > 0)
		(void)fprintf(stderr, "\r\033[K");
	return (atomic_load(&build->has_failed) || has_errors(build) ? -1 : 0);
}

static void
sum_up(struct build *build)
{
	const struct site *site = &build->site;
	size_t i;
	int kind;

	build->summary.posts = site->posts;
	build->summary.pages = site->plains + (site->home != NULL ? 1 : 0);
	for (kind = 0; kind < TERM_KINDS; kind++)
		for (i = 0; i < site->terms.count[kind]; i++)
			if (site->terms.item[kind][i]->has_page)
				build->summary.terms++;
	build->summary.files = build->output.files;
}

static int
commit(struct build *build)
{
	struct cache_writer cache;
	struct buf manifest;
	int result;

	buf_init(&manifest, SIZE_MAX);
	publish_manifest(&build->site, &manifest);
	rebuild_settle_output(&build->rebuild, &build->output);
	sum_up(build);
	losses_sort(&build->losses);
	rebuild_save(&build->rebuild, &cache, &build->summary, &build->losses);
	if (buf_ok(&cache.b)) {
		build->output.cache = buf_span(&cache.b);
		build->output.cache_at = cache.old != NULL ? cache.old->len : 0;
	}
	build->is_committing = true;
	result = output_commit(&build->output, buf_span(&manifest));
	cache_release(&cache);
	buf_release(&manifest);
	return (result);
}

static int
write_output(struct build *build)
{
	int result;

	if (build->site.is_unchanged)
		return (recall(build));
	build->output.is_trusted = build->site.cache != NULL;
	result = publish(build);
	if (result == 0)
		result = commit(build);
	rebuild_release(&build->rebuild);
	return (result);
}

/* All between opening and closing the output, which is locked meanwhile. */
static int
run_locked(struct build *build)
{
	int result;

	if (output_open(&build->output, build->options->output) != 0) {
		warn("%s", build->output.error);
		return (-1);
	}
	if (!build->options->is_full && output_is_whole(&build->output))
		cache_open(&build->cache, build->output.fd);
	result = read_sources(build);
	if (result == 0)
		result = write_output(build);
	if (!build->is_committing)
		output_abort(&build->output);
	if (build->output.error[0] != '\0')
		warn("%s", build->output.error);
	output_release(&build->output);
	return (result);
}

static void
print_summary(const struct build *build)
{
	const struct cache_summary *sum = &build->summary;
	const struct output *output = &build->output;

	(void)printf(MSG_BUILD_SUMMARY, (unsigned long long)sum->posts,
	    (unsigned long long)sum->pages, (unsigned long long)sum->terms,
	    (unsigned long long)sum->files, output->changed, output->removed,
	    now() - build->started);
	if (losses_count(&build->losses, LOSS_WARNING) +
		losses_count(&build->losses, LOSS_DROPPED) >
	    0)
		(void)printf(MSG_BUILD_LOSSES,
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

/* The folder of the capsule is easily taken for that of its sources. */
static void
need_sources(const char *content)
{
	struct buf here, inner;

	desk_need_content(content);
	buf_init(&here, 65536);
	buf_init(&inner, 65536);
	buf_printf(&here, "%s/capsule.yaml", content);
	buf_printf(&inner, "%s/" DESK_CONTENT "/capsule.yaml", content);
	if (access(here.data, F_OK) != 0 && access(inner.data, F_OK) == 0)
		die(MSG_BUILD_MEANT, content, content, content);
	buf_release(&inner);
	buf_release(&here);
}

static int
run(const struct options *options)
{
	struct build build = { .options = options };
	int result, listed = 0;

	build.started = now();
	build.threads = pool_size();
	build.has_terminal = isatty(STDERR_FILENO) != 0;
	atomic_init(&build.done, 0);
	atomic_init(&build.has_failed, false);
	losses_init(&build.losses);
	heap_prepare();
	markdown_init();
	if (is_inside(options->output, options->content))
		die(MSG_BUILD_INSIDE, options->output, options->content);
	need_sources(options->content);
	result = run_locked(&build);
	losses_sort(&build.losses);
	print_losses(&build);
	if (options->losses != NULL)
		listed = write_losses(options->losses, &build.losses);
	if (result == 0)
		print_summary(&build);
	else
		warn(build.is_committing ? MSG_BUILD_CUT_OFF
					 : MSG_BUILD_UNCHANGED);
	tasks_release(&build.tasks);
	if (build.has_site)
		site_release(&build.site);
	losses_release(&build.losses);
	cache_close(&build.cache);
	return (result == 0 && listed == 0 ? 0 : 1);
}

int
build_main(int argc, char **argv)
{
	struct options options = { .content = "content", .output = "public" };
	int c;

	while ((c = command_next("build", argc, argv)) != -1) {
		switch (c) {
		case 'd':
			options.has_drafts = true;
			break;
		case 'f':
			options.has_future = true;
			break;
		case 'm':
			options.has_marks = true;
			break;
		case 'F':
			options.is_full = true;
			break;
		case 's':
			options.is_strict = true;
			break;
		case 'l':
			options.losses = optarg;
			break;
		default:
			return (command_usage("build"));
		}
	}
	if (argc - optind > 2)
		return (command_usage("build"));
	if (optind < argc)
		options.content = argv[optind];
	if (optind + 1 < argc)
		options.output = argv[optind + 1];
	return (run(&options));
}
