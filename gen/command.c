/* SPDX-License-Identifier: ISC */
/*
 * Options are read from the table with getopt_long(3).
 */
#include "command.h"

#include <assert.h>
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "die.h"
#include "span.h"
#include "yaml.h"

#define MAX_OPTIONS 24
#define MAX_COMMANDS 24

/* Column of the help text. */
#define HELP_COLUMN 22

const struct command *
command_find(const char *name)
{
	const struct command *command;

	for (command = commands; command->name != NULL; command++)
		if (strcmp(command->name, name) == 0)
			return (command);
	return (NULL);
}

const char *
command_nearest(const char *name)
{
	const char *names[MAX_COMMANDS + 1];
	size_t i;

	for (i = 0; i < MAX_COMMANDS && commands[i].name != NULL; i++)
		names[i] = commands[i].name;
	names[i] = NULL;
	return (yaml_nearest(span_str(name), names));
}

int
command_next(const char *name, int argc, char **argv)
{
	const struct command *command = command_find(name);
	struct option longs[MAX_OPTIONS + 1] = { 0 };
	char shorts[MAX_OPTIONS * 2 + 1];
	const struct command_option *o;
	size_t count = 0, letters = 0;
	int id;

	assert(command != NULL); /* `name` is the caller's own */
	for (o = command->option; o->id != 0 && letters < MAX_OPTIONS * 2 - 1;
	     o++) {
		if (o->has_letter) {
			shorts[letters++] = (char)o->id;
			if (o->argument != NULL)
				shorts[letters++] = ':';
		}
		if (o->name == NULL || count == MAX_OPTIONS)
			continue;
		longs[count].name = o->name;
		longs[count].has_arg =
		    o->argument != NULL ? required_argument : no_argument;
		longs[count++].val = o->id;
	}
	shorts[letters] = '\0';
	while ((id = getopt_long(argc, argv, shorts, longs, NULL)) == 'C')
		if (chdir(optarg) != 0)
			die_errno("%s", optarg);
	return (id);
}

int
command_usage(const char *name)
{
	const struct command *command = command_find(name);

	assert(command != NULL);
	(void)fprintf(stderr,
	    "usage: bookmobile %s [OPTION ...] %s\n"
	    "\"bookmobile %s --help\" names the options.\n",
	    command->name, command->arguments, command->name);
	return (2);
}

static void
help_line(FILE *out, const struct command_option *o)
{
	struct buf b;

	buf_init(&b, 256);
	if (o->has_letter)
		buf_printf(&b, "-%c", o->id);
	if (o->has_letter && o->name != NULL)
		buf_str(&b, ", ");
	if (o->name != NULL)
		buf_printf(&b, "--%s", o->name);
	if (o->argument != NULL)
		buf_printf(&b, " %s", o->argument);
	(void)fprintf(out, "  %-*s %s\n", HELP_COLUMN, b.data, o->help);
	buf_release(&b);
}

void
command_help(FILE *out, const struct command *command)
{
	const struct command_option *o;

	(void)fprintf(out, "usage: bookmobile %s [OPTION ...] %s\n\n%s.\n\n",
	    command->name, command->arguments, command->summary);
	for (o = command->option; o->id != 0; o++)
		help_line(out, o);
	(void)fprintf(out, "  %-*s %s\n", HELP_COLUMN, "--help", "show this");
}
