/* SPDX-License-Identifier: ISC */
/*
 * Long texts on a terminal.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk.h"

/* Status of a shell that finds no such program. */
#define NOT_FOUND 0x7f00

int
desk_page_out(const struct buf *out)
{
	const char *pager = getenv("PAGER");
	FILE *pipe = NULL;

	if (pager == NULL || pager[0] == '\0')
		pager = "less";
	(void)fflush(stdout);
	if (isatty(STDOUT_FILENO) != 0 && strcmp(pager, "cat") != 0) {
		/* As git has it: less ends by itself on a short text. */
		(void)setenv("LESS", "FRX", 0);
		/* NOLINTNEXTLINE(cert-env33-c): the user's own pager */
		pipe = popen(pager, "w");
	}
	if (pipe != NULL) {
		(void)fwrite(out->data, 1, out->len, pipe);
		if (pclose(pipe) != NOT_FOUND)
			return (0);
	}
	return (fwrite(out->data, 1, out->len, stdout) == out->len ? 0 : -1);
}
