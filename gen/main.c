/* SPDX-License-Identifier: ISC */
/*
 * `bookmobile`: which command, and nothing else.
 */
#include <stdio.h>
#include <string.h>

#include "build.h"
#include "convert.h"
#include "die.h"

#ifndef BOOKMOBILE_VERSION
#define BOOKMOBILE_VERSION "unknown"
#endif

struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
};

static const struct command commands[] = {
	{ "build", build_main,
	    "[SOURCE [OUTPUT]]  make a capsule of a folder of Markdown" },
	{ "convert", convert_main,
	    "[FILE]           write one Markdown file as gemtext, menu or "
	    "text" },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void
print_usage(FILE *out)
{
	size_t i;

	(void)fputs(
	    "usage: bookmobile COMMAND [OPTION ...] [ARGUMENT ...]\n", out);
	for (i = 0; i < COMMANDS; i++)
		(void)fprintf(
		    out, "  %s %s\n", commands[i].name, commands[i].help);
	(void)fputs(
	    "  --help, --version\nbookmobile(1) tells the rest.\n", out);
}

int
main(int argc, char **argv)
{
	size_t i;

	die_set_name("bookmobile");
	if (argc < 2) {
		print_usage(stderr);
		return (2);
	}
	if (strcmp(argv[1], "--help") == 0) {
		print_usage(stdout);
		return (0);
	}
	if (strcmp(argv[1], "--version") == 0) {
		(void)printf("bookmobile %s\n", BOOKMOBILE_VERSION);
		return (0);
	}
	for (i = 0; i < COMMANDS; i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return (commands[i].run(argc - 1, argv + 1));
	warn("%s is no command", argv[1]);
	print_usage(stderr);
	return (2);
}
