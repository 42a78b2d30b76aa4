/* SPDX-License-Identifier: ISC */
/*
 * Which lines of Markdown are code because they are indented, for the passes
 * over a body before it is parsed.
 */
#ifndef GEN_MARKDOWN_CODE_H
#define GEN_MARKDOWN_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "span.h"

/* may_begin is set before the first line, all else zeroed. */
struct markdown_code {
	size_t column;	/* of the words in the list item or footnote above */
	bool may_begin; /* after an empty line, or code */
};

/* Look at the next line: true when it is code, or an empty one within. */
bool markdown_watch_code(struct markdown_code *code, struct span line);

#endif
