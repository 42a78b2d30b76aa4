/* SPDX-License-Identifier: ISC */
/*
 * `bookmobile preview`: build, serve, and build again after each save.  Builds
 * go into a folder of their own; one that fails changes nothing there, so the
 * server keeps what was good.
 */
#include "desk_preview.h"

#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "desk.h"
#include "die.h"
#include "messages_desk.h"

/* Milliseconds of silence after an event before the build, and at most: an
 * editor's save is several events. */
#define SETTLE 10
#define SETTLE_MOST 50

struct preview {
	struct desk_temp temp;
	char *root; /* its public/ */
	struct watch watch;
	struct server server;
	bool is_serving, has_ended;
	int signals; /* descriptor */
};

static double
now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ((double)ts.tv_sec * 1000 + (double)ts.tv_nsec / 1e6);
}

/* The line of the source that a message is about. */
static void
print_source(const struct loss *loss)
{
	FILE *in = loss->line > 0 ? fopen(loss->file, "re") : NULL;
	unsigned number = 0;
	char *line = NULL;
	size_t cap = 0;
	ssize_t len = -1;

	while (in != NULL && number < loss->line &&
	    (len = getline(&line, &cap, in)) > 0)
		number++;
	if (in != NULL && number == loss->line && len > 0)
		(void)printf("    %.*s\n",
		    SPAN_ARG(span_trim(span_make(line, (size_t)len))));
	free(line);
	if (in != NULL)
		(void)fclose(in);
}

/* Errors, and what is to be said of the file that was saved. */
static void
print_losses(const struct desk *desk, struct span source)
{
	const struct losses *losses = &desk->losses;
	size_t skip = strlen(desk->content) + 1, i;
	const struct loss *loss;

	for (i = 0; i < losses->count; i++) {
		loss = &losses->item[i];
		if (loss->kind != LOSS_ERROR &&
		    !(strlen(loss->file) > skip && source.len > 0 &&
			span_eq(span_str(loss->file + skip), source)))
			continue;
		desk_print_loss(stdout, loss);
		print_source(loss);
	}
}

/* Where what is made of a source stands; else the home page. */
static struct span
path_of(const struct desk *desk, struct span source)
{
	const struct target *target = site_from(&desk->site, source);

	return (target != NULL && !target->is_out && target->path.len > 0
		? target->path
		: SPAN("/"));
}

/* True when it is time to end. */
static bool
is_over(struct preview *preview)
{
	struct signalfd_siginfo info;

	while (read(preview->signals, &info, sizeof(info)) ==
	    (ssize_t)sizeof(info))
		if (info.ssi_signo != SIGCHLD)
			preview->has_ended = true;
	if (preview->is_serving && server_is_gone(&preview->server)) {
		warn(MSG_PREVIEW_ENDED);
		preview->is_serving = false;
		preview->has_ended = true;
	}
	return (preview->has_ended);
}

/* Build, and say what came of it; 0 when it went well. */
static int
build_here(struct preview *preview, struct span source)
{
	double begun = now(), done;
	const struct site_options marked = {
		.has_drafts = true, .has_future = true, .has_marks = true
	};
	struct desk desk;
	bool is_good;

	is_good = desk_open(&desk, &marked) == 0 &&
	    desk_build(&desk, &preview->temp) == 0;
	done = now();
	print_losses(&desk, source);
	if (is_good && preview->is_serving)
		(void)printf(MSG_PREVIEW_DONE, done - begun,
		    preview->server.gemini.data,
		    SPAN_ARG(path_of(&desk, source)));
	else if (!is_good)
		(void)printf("%s\n",
		    preview->is_serving ? MSG_PREVIEW_UNCHANGED
					: MSG_PREVIEW_NOTHING);
	(void)fflush(stdout);
	desk_release(&desk);
	return (is_good ? 0 : 1);
}

/* Build in a child, which Ctrl-C ends at once; true when it went well. */
static bool
build(struct preview *preview, struct span source)
{
	struct pollfd end = { preview->signals, POLLIN, 0 };
	pid_t parent = getpid(), pid = fork();
	int status = 1;

	if (pid == -1)
		die_errno("fork");
	if (pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		_exit(getppid() == parent ? build_here(preview, source) : 1);
	}
	for (;;) {
		if (is_over(preview)) {
			(void)kill(pid, SIGKILL);
			(void)waitpid(pid, &status, 0);
			return (false);
		}
		if (waitpid(pid, &status, WNOHANG) == pid)
			return (WIFEXITED(status) && WEXITSTATUS(status) == 0);
		(void)poll(&end, 1, -1);
	}
}

static void
serve(struct preview *preview)
{
	if (server_start(&preview->server, preview->root, preview->signals) !=
	    0) {
		preview->has_ended = true;
		return;
	}
	preview->is_serving = true;
	(void)printf(MSG_PREVIEW_READY, preview->server.gemini.data,
	    preview->server.gopher.data);
	(void)fflush(stdout);
}

/* Wait until a source has changed; false: it is time to end. */
static bool
wait_for_change(struct preview *preview, struct buf *source)
{
	struct pollfd ends[2] = { { preview->watch.fd, POLLIN, 0 },
		{ preview->signals, POLLIN, 0 } };
	bool has_changed = false;
	double first = 0;
	int ready;

	buf_reset(source);
	for (;;) {
		ready = poll(ends, 2, has_changed ? SETTLE : -1);
		if (ends[1].revents != 0)
			return (false);
		if (ready == 0 && has_changed)
			return (true);
		if (ready > 0 && watch_read(&preview->watch, source) &&
		    !has_changed) {
			has_changed = true;
			first = now();
		}
		if (has_changed && now() - first > SETTLE_MOST)
			return (true);
	}
}

/* Ends and the server's death are read like files. */
static int
open_signals(void)
{
	sigset_t set;
	int fd;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGHUP);
	(void)sigaddset(&set, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd == -1)
		die_errno("signalfd");
	return (fd);
}

static void
run(struct preview *preview)
{
	struct buf source;

	buf_init(&source, 65536);
	if (build(preview, SPAN("")))
		serve(preview);
	while (!is_over(preview)) {
		if (!wait_for_change(preview, &source))
			continue;
		if (build(preview, buf_span(&source)) && !preview->is_serving)
			serve(preview);
	}
	buf_release(&source);
}

int
preview_main(int argc, char **argv)
{
	struct preview preview = { 0 };
	struct buf root;

	if (command_next("preview", argc, argv) != -1 || argc != optind)
		return (command_usage("preview"));
	desk_need_content(DESK_CONTENT);
	buf_init(&root, 65536);
	watch_init(&preview.watch, DESK_CONTENT);
	preview.signals = open_signals();
	desk_temp_init(&preview.temp);
	buf_printf(&root, "%s/public", preview.temp.name);
	preview.root = root.data;
	run(&preview);
	if (preview.is_serving)
		server_stop(&preview.server);
	desk_temp_release(&preview.temp);
	buf_release(&root);
	watch_release(&preview.watch);
	(void)close(preview.signals);
	return (0);
}
