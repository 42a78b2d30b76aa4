/* SPDX-License-Identifier: ISC */
/*
 * The table looked up and shown.
 */
#include "command.h"

#include <assert.h>
#include <string.h>

#include "buf.h"
#include "messages_help.h"
#include "span.h"
#include "yaml.h"

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

/* Between the options and the arguments, if there are any. */
static const char *
space(const struct command *command)
{
	return (command->arguments[0] != '\0' ? " " : "");
}

int
command_usage(const char *name)
{
	const struct command *command = command_find(name);

	assert(command != NULL);
	(void)fprintf(stderr, MSG_USAGE_COMMAND, command->name, space(command),
	    command->arguments, command->name);
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

	(void)fprintf(out, MSG_HELP_HEAD, command->name, space(command),
	    command->arguments, command->summary);
	for (o = command->option; o->id != 0; o++)
		help_line(out, o);
	(void)fprintf(out, "  %-*s %s\n", HELP_COLUMN, "--help", MSG_HELP_HELP);
}
