/* SPDX-License-Identifier: ISC */
/*
 * `bookmobile`: which command, and nothing else.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "die.h"
#include "messages_desk.h"
#include "messages_help.h"

#ifndef BOOKMOBILE_VERSION
#define BOOKMOBILE_VERSION "unknown"
#endif

static void
print_usage(FILE *out)
{
	const struct command *command;

	(void)fputs(MSG_USAGE, out);
	for (command = commands; command->name != NULL; command++)
		(void)fprintf(
		    out, "  %-9s %s\n", command->name, command->summary);
	(void)fputs(MSG_USAGE_MORE, out);
}

/* "--help" among the arguments, before "--". */
static bool
asks_for_help(int argc, char **argv)
{
	int i;

	for (i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0)
			return (true);
	return (false);
}

static int
refuse(const char *name)
{
	const char *nearest = command_nearest(name);

	if (nearest != NULL)
		warn(MSG_NO_COMMAND_NEAREST, name, nearest);
	else
		warn(MSG_NO_COMMAND, name);
	return (2);
}

/* `bookmobile help`, `bookmobile help new` */
static int
help(int argc, char **argv)
{
	const struct command *command;

	if (argc < 3) {
		print_usage(stdout);
		return (0);
	}
	command = command_find(argv[2]);
	if (command == NULL)
		return (refuse(argv[2]));
	command_help(stdout, command);
	return (0);
}

/* Options before the command; how many words they are, -1 after a message. */
static int
change_folders(int argc, char **argv)
{
	int skip = 0;

	while (argc > skip + 1 && strcmp(argv[skip + 1], "-C") == 0) {
		if (argc == skip + 2) {
			warn(MSG_OPTION_LETTER_NO_VALUE, 'C', 'C', "DIR");
			return (-1);
		}
		if (chdir(argv[skip + 2]) != 0)
			die_errno("%s", argv[skip + 2]);
		skip += 2;
	}
	return (skip);
}

int
main(int argc, char **argv)
{
	const struct command *command;
	int skip;

	die_set_name("bookmobile");
	skip = change_folders(argc, argv);
	if (skip < 0)
		return (2);
	argc -= skip;
	argv += skip;
	if (argc < 2) {
		print_usage(stderr);
		return (2);
	}
	if (strcmp(argv[1], "--help") == 0) {
		print_usage(stdout);
		return (0);
	}
	if (strcmp(argv[1], "--version") == 0) {
		(void)printf(MSG_VERSION, BOOKMOBILE_VERSION);
		return (0);
	}
	if (strcmp(argv[1], "help") == 0)
		return (help(argc, argv));
	command = command_find(argv[1]);
	if (command == NULL)
		return (refuse(argv[1]));
	if (asks_for_help(argc, argv)) {
		command_help(stdout, command);
		return (0);
	}
	return (command->run(argc - 1, argv + 1));
}
