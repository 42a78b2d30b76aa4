/* SPDX-License-Identifier: ISC */
/*
 * Options are read from the table with getopt_long(3), which says nothing
 * itself: what is wrong is told in the words of this program.
 */
#include <assert.h>
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "command.h"
#include "die.h"
#include "messages_help.h"
#include "span.h"
#include "yaml.h"

#define MAX_OPTIONS 24

/* The option whose name is meant where it is mistyped, or NULL. */
static const char *
nearest_option(const struct command *command, struct span word)
{
	const char *names[MAX_OPTIONS + 2] = { "help" };
	const struct command_option *o;
	size_t count = 1;

	for (o = command->option; o->id != 0 && count <= MAX_OPTIONS; o++)
		if (o->name != NULL)
			names[count++] = o->name;
	names[count] = NULL;
	return (yaml_nearest(word, names));
}

/* The options that a shortened name may stand for. */
static size_t
add_candidates(struct buf *b, const struct command *command, struct span word)
{
	const struct command_option *o;
	size_t count = 0;

	for (o = command->option; o->id != 0; o++) {
		if (o->name == NULL || !span_starts(span_str(o->name), word))
			continue;
		buf_printf(b, "%s--%s", count++ > 0 ? ", " : "", o->name);
	}
	return (count);
}

/* "--nmae=value" */
static void
refuse_long(const struct command *command, struct span word)
{
	const char *nearest;
	struct buf names;

	word = span_skip(word, 2);
	word = span_first(word, span_find(word, '='));
	buf_init(&names, 4096);
	nearest = nearest_option(command, word);
	if (add_candidates(&names, command, word) > 1)
		warn(MSG_OPTION_SHORTENED, command->name, SPAN_ARG(word),
		    names.data);
	else if (nearest != NULL)
		warn(
		    MSG_OPTION_NEAREST, command->name, SPAN_ARG(word), nearest);
	else
		warn(MSG_OPTION_UNKNOWN, command->name, SPAN_ARG(word));
	buf_release(&names);
}

static void
refuse_value(const struct command *command, int id, bool is_missing)
{
	const struct command_option *o;

	for (o = command->option; o->id != 0 && o->id != id; o++)
		continue;
	if (is_missing && o->name != NULL)
		warn(MSG_OPTION_NO_VALUE, o->name, o->name, o->argument);
	else if (is_missing)
		warn(MSG_OPTION_LETTER_NO_VALUE, o->id, o->id, o->argument);
	else
		warn(MSG_OPTION_VALUE, o->name);
}

/* Say what getopt_long() did not take; `word` is the argument it was in. */
static void
explain(const struct command *command, int id, struct span word)
{
	bool is_long = span_starts(word, SPAN("--"));

	if (id == ':' || (is_long && optopt != 0))
		refuse_value(command, optopt, id == ':');
	else if (optopt == 0)
		refuse_long(command, word);
	else if ((optopt & 0x80) == 0)
		warn(MSG_OPTION_LETTER, command->name, optopt);
	else
		warn(MSG_OPTION_BYTE, command->name);
}

/* The table as getopt_long() wants it. */
static void
read_table(const struct command *command, struct option *longs, char *shorts)
{
	const struct command_option *o;
	size_t count = 0, letters = 0;

	shorts[letters++] = ':'; /* a missing value is ':' */
	for (o = command->option; o->id != 0; o++) {
		if (o->has_letter) {
			assert(letters < MAX_OPTIONS * 2);
			shorts[letters++] = (char)o->id;
			if (o->argument != NULL)
				shorts[letters++] = ':';
		}
		if (o->name == NULL)
			continue;
		assert(count < MAX_OPTIONS);
		longs[count].name = o->name;
		longs[count].has_arg =
		    o->argument != NULL ? required_argument : no_argument;
		longs[count++].val = o->id;
	}
	shorts[letters] = '\0';
}

int
command_next(const char *name, int argc, char **argv)
{
	const struct command *command = command_find(name);
	struct option longs[MAX_OPTIONS + 1] = { 0 };
	char shorts[MAX_OPTIONS * 2 + 3];
	const char *word;
	int id;

	assert(command != NULL); /* `name` is the caller's own */
	read_table(command, longs, shorts);
	opterr = 0;
	do {
		id = getopt_long(argc, argv, shorts, longs, NULL);
		if (id == 'C' && chdir(optarg) != 0)
			die_errno("%s", optarg);
	} while (id == 'C');
	if (id == '?' || id == ':') {
		word = optind > 0 ? argv[optind - 1] : "";
		explain(command, id, span_str(word));
		return ('?');
	}
	return (id);
}
