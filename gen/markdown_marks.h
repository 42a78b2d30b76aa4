/* SPDX-License-Identifier: ISC */
/*
 * kramdown's marks: "{: .class #id}" after a block or a span, "{:toc}",
 * "{::comment} … {:/comment}".  They are for its HTML, not for readers; other
 * words in braces, as Ruby's {:key => 1}, are left as they are.
 */
#ifndef GEN_MARKDOWN_MARKS_H
#define GEN_MARKDOWN_MARKS_H

#include <stdbool.h>
#include <stddef.h>

#include "span.h"

enum markdown_mark {
	MARK_NONE,
	MARK_ATTRIBUTES, /* what stands before it has a class, an id … */
	MARK_TOC,     /* a table of contents goes here, instead of its item */
	MARK_COMMENT, /* a comment begins */
	MARK_END      /* it ends, or another extension does */
};

/*
 * What the text begins with; *len is how much of it.  `is_own`: the mark may be
 * a name alone, "{:toc}" or "{:note}", since it has a line to itself or follows
 * a span.
 */
enum markdown_mark markdown_mark(struct span text, bool is_own, size_t *len);

/* A line that is nothing but a mark with a line to itself. */
bool markdown_mark_line(struct span line);

#endif
