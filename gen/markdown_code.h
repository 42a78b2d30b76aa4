/* SPDX-License-Identifier: ISC */
/*
 * Which lines of Markdown are code, between fences or by their indentation, for
 * the passes over a body before it is parsed.
 */
#ifndef GEN_MARKDOWN_CODE_H
#define GEN_MARKDOWN_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "span.h"

#define MARKDOWN_NESTING 16

/* may_begin is set before the first line, all else zeroed. */
struct markdown_code {
	/* The columns of the list items and footnotes around, outermost first;
	 * 0 for a quote. */
	size_t width[MARKDOWN_NESTING];
	size_t depth;
	char fence; /* '`' or '~' within one, else 0 */
	size_t fence_len;
	bool may_begin; /* indented code: not in a paragraph */
};

/* Look at the next line: true when it is code, or a fence around it
 * (CommonMark 0.31, "Fenced code blocks", "Indented code blocks"). */
bool markdown_watch_code(struct markdown_code *code, struct span line);
/* How many marks a fence at the front of the line has; 0: it is none. */
size_t markdown_fence_run(struct span line);

#endif
