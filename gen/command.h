/* SPDX-License-Identifier: ISC */
/*
 * The commands of `bookmobile`: their names, options and help in one table,
 * from which options are read and help is printed.  What a command does is in
 * its own file.
 */
#ifndef GEN_COMMAND_H
#define GEN_COMMAND_H

#include <stdbool.h>
#include <stdio.h>

/* One option.  `id` is what command_next() returns, and the option's letter
 * when it has one. */
struct command_option {
	int id;
	bool has_letter;
	const char *name;     /* NULL: only a letter */
	const char *argument; /* NULL: none */
	const char *help;
};

struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *arguments;		     /* "[SOURCE [OUTPUT]]" */
	const char *summary;		     /* one line */
	const struct command_option *option; /* ends with id 0 */
};

/* All commands, ends with name NULL. */
extern const struct command commands[];

/* The command of a name, or NULL. */
const struct command *command_find(const char *name);
/* The name that may have been meant, or NULL. */
const char *command_nearest(const char *name);

/*
 * The next option of a command's arguments, as getopt_long(3): its id, with
 * its value in `optarg`; -1 when there is no more and `optind` is the first
 * argument; '?' after a message.  -C DIR is done here.
 */
int command_next(const char *name, int argc, char **argv);
/* Say how the command is used; the exit status 2. */
int command_usage(const char *name);
/* What --help prints. */
void command_help(FILE *out, const struct command *command);

#endif
