/* SPDX-License-Identifier: ISC */
/*
 * `bookmobile publish`: check, build, and let rsync carry what changed.
 */
#include <sys/wait.h>

#include <errno.h>
#include <getopt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "desk_check.h"
#include "die.h"
#include "messages_desk.h"

#define OUTPUT "public"

/* Changes that are named on a terminal; all are counted, and elsewhere named. */
#define FEW 15

struct changes {
	size_t made, changed, removed;
	size_t most; /* of them are named; 0: all */
};

/* Start a program with its output in a pipe; the reading end. */
static FILE *
start(char *const argv[], pid_t *pid)
{
	int ends[2];
	FILE *out;

	if (pipe(ends) != 0)
		die_errno("pipe");
	*pid = fork();
	if (*pid == -1)
		die_errno("fork");
	if (*pid == 0) {
		(void)dup2(ends[1], STDOUT_FILENO);
		(void)close(ends[0]);
		(void)close(ends[1]);
		(void)execvp(argv[0], argv);
		warn("%s: %s%s", argv[0], strerror(errno),
		    errno == ENOENT ? MSG_PUBLISH_PACKAGE : "");
		_exit(127);
	}
	(void)close(ends[1]);
	out = fdopen(ends[0], "r");
	if (out == NULL)
		die_errno("pipe");
	return (out);
}

static int
end(FILE *out, pid_t pid)
{
	int status = 0;

	(void)fclose(out);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	return (WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

/* A line of rsync's --out-format=%i %n: eleven marks and a name. */
static void
print_change(struct changes *changes, struct span line)
{
	struct span marks = span_first(line, span_find(line, ' '));
	struct span name = span_trim(span_skip(line, marks.len));
	const char *word;

	if (span_eq(marks, SPAN("*deleting"))) {
		word = MSG_PUBLISH_REMOVED;
		changes->removed++;
	} else if (marks.len < 3 || marks.p[0] == '.' || marks.p[1] != 'f') {
		return;
	} else if (marks.p[2] == '+') {
		word = MSG_PUBLISH_NEW;
		changes->made++;
	} else {
		word = MSG_PUBLISH_CHANGED;
		changes->changed++;
	}
	if (changes->most == 0 ||
	    changes->made + changes->changed + changes->removed <=
		changes->most)
		(void)printf("%-8s %.*s\n", word, SPAN_ARG(name));
}

/* Ours are the two trees and the manifest: what else lies there stays. */
static int
run_rsync(const char *target, bool is_dry)
{
	const char *words[] = { "rsync", "-rt", "--delay-updates",
		"--delete-delay", "--chmod=D755,F644", "--out-format=%i %n",
		"--include=/gemini/***", "--include=/gopher/***",
		"--include=/manifest", "--exclude=*",
		is_dry ? "--dry-run" : "--", is_dry ? "--" : OUTPUT "/",
		is_dry ? OUTPUT "/" : target, is_dry ? target : NULL, NULL };
	char *argv[sizeof(words) / sizeof(words[0])] = { NULL };
	struct changes changes = { .most = isatty(STDOUT_FILENO) ? FEW : 0 };
	char *line = NULL;
	size_t i, all, cap = 0;
	ssize_t len;
	int status;
	pid_t pid;
	FILE *out;

	for (i = 0; words[i] != NULL; i++)
		argv[i] = xstrdup(words[i]);
	out = start(argv, &pid);
	while ((len = getline(&line, &cap, out)) > 0)
		print_change(&changes, span_trim(span_make(line, (size_t)len)));
	status = end(out, pid);
	free(line);
	for (i = 0; argv[i] != NULL; i++)
		free(argv[i]);
	if (status != 0) {
		warn(MSG_PUBLISH_RSYNC, status);
		return (-1);
	}
	all = changes.made + changes.changed + changes.removed;
	if (changes.most > 0 && all > changes.most)
		(void)printf(MSG_PUBLISH_MORE, all - changes.most);
	(void)printf(MSG_PUBLISH_DONE, is_dry ? MSG_PUBLISH_DRY : "",
	    changes.made, changes.changed, changes.removed, target);
	return (0);
}

static int
run_build(void)
{
	char name[] = "/proc/self/exe", build[] = "build", dashes[] = "--";
	char content[] = DESK_CONTENT, output[] = OUTPUT;
	char *argv[] = { name, build, dashes, content, output, NULL };
	char *line = NULL;
	size_t cap = 0;
	pid_t pid;
	FILE *out = start(argv, &pid);

	while (getline(&line, &cap, out) > 0)
		continue;
	free(line);
	return (end(out, pid) == 0 ? 0 : -1);
}

/* What must be set before anything is sent. */
static int
check_settings(const struct capsule *capsule)
{
	if (capsule->publish.len == 0)
		warn(MSG_PUBLISH_NO_PLACE, capsule->file);
	else if (capsule->publish.p[0] == '-')
		warn(MSG_PUBLISH_BAD_PLACE, capsule->file);
	else if (span_eq(capsule->host, SPAN("localhost")))
		warn(MSG_PUBLISH_LOCALHOST, capsule->file);
	else
		return (0);
	return (-1);
}

static int
run(bool is_dry, bool is_strict)
{
	struct check check = { 0 };
	struct desk_temp temp;
	char *target;
	int result;

	desk_temp_init(&temp);
	result = check_all(&check, &temp);
	if (check_status(&check, is_strict) != 0)
		result = -1;
	desk_temp_release(&temp);
	if (check.desk.losses.count > 0)
		check_print(&check, true);
	target = xstrndup(check.desk.site.capsule.publish.len > 0
		? check.desk.site.capsule.publish.p
		: "",
	    check.desk.site.capsule.publish.len);
	if (result == 0)
		result = check_settings(&check.desk.site.capsule);
	check_release(&check);
	if (result == 0)
		result = run_build();
	if (result == 0)
		result = run_rsync(target, is_dry);
	else
		warn(MSG_PUBLISH_NOTHING);
	free(target);
	return (result == 0 ? 0 : 1);
}

int
publish_main(int argc, char **argv)
{
	bool is_dry = false, is_strict = false;
	int id;

	while ((id = command_next("publish", argc, argv)) != -1) {
		if (id == 'n')
			is_dry = true;
		else if (id == 's')
			is_strict = true;
		else
			return (command_usage("publish"));
	}
	if (argc != optind)
		return (command_usage("publish"));
	return (run(is_dry, is_strict));
}
