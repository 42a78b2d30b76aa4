/* SPDX-License-Identifier: ISC */
/*
 * HTML elements that say markdown="1" (kramdown, PHP Markdown Extra): what is
 * in them is Markdown.  CommonMark takes it for that after an empty line,
 * which is put in here, before the text is parsed.  And "<?" that has no end,
 * which would take all the rest of the text for code, becomes words.  What
 * markdown_mend.h tells is done too.
 */
#ifndef GEN_MARKDOWN_OPEN_H
#define GEN_MARKDOWN_OPEN_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "span.h"

/* Where lines were put in, by their numbers in the new text, ascending.
 * Zeroed before first use. */
struct markdown_shift {
	unsigned *line;
	size_t count, cap;
};

/* Zeroed before the first line. */
struct markdown_fence {
	char mark; /* 0: outside */
	size_t len;
};

/* Four columns in, or more: code, or what belongs to what is above it. */
bool markdown_is_indented(struct span line);
/* Look at the next line: it may open or close a fence around code. */
void markdown_watch_fence(struct markdown_fence *fence, struct span line);

/* Note a line that was put in; in ascending order. */
void markdown_shift_add(struct markdown_shift *shift, unsigned line);
/* Add the body with such elements opened, such marks escaped, and its HTML
 * mended, to `out`.  False, and nothing added, when it has none.  What `shift`
 * holds of the body already is kept, by the numbers of the new text. */
bool markdown_open(
    struct buf *out, struct span body, struct markdown_shift *shift);
/* The number that a line of the new text had before. */
unsigned markdown_shift_back(const struct markdown_shift *shift, unsigned line);
void markdown_shift_release(struct markdown_shift *shift);

#endif
