/* SPDX-License-Identifier: ISC */
/*
 * Code in the Markdown that template tags are replaced in: where it begins and
 * ends, and the fences that stand for tags and shortcodes that enclose it.
 */
#ifndef GEN_TEMPLATE_CODE_H
#define GEN_TEMPLATE_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "markdown_code.h"
#include "span.h"
#include "template_write.h"

#define TEMPLATE_PREFIX_MAX 64

enum template_code_kind {
	CODE_NONE,
	CODE_FENCE, /* between ``` or ~~~ */
	CODE_INDENT,
	CODE_HTML,	/* to </pre> or </code> */
	CODE_HIGHLIGHT, /* between highlight and the like and their ends */
	CODE_SHORTCODE, /* between [code] and [/code] */
	CODE_RAW	/* between raw and endraw, outside a fence */
};

struct template_code {
	enum template_code_kind kind;
	struct markdown_code lines; /* as Markdown tells them */
	bool in_pre;		    /* a tag's code within HTML */
	struct span end;	    /* "[/code]", "endhighlight" */
	/* What stands before the lines of a tag's code: '>' and spaces. */
	char prefix[TEMPLATE_PREFIX_MAX];
	size_t prefix_len;
};

/* Look at the next line of the source: is it Markdown's code?  Within an HTML
 * element that is still open, lines are indented for its sake. */
void template_code_watch(
    struct template_code *code, struct span line, bool in_element);

/* Open a block for a tag on a line of its own; `after` is what follows the tag
 * in the source. */
void template_code_begin(struct template_code *code, struct template_writer *w,
    struct span language, struct span after);
void template_code_end(
    struct template_code *code, struct template_writer *w, struct span after);

/* Where the next ends of a text are, as the bytes left from there, so that each
 * is looked for once: many marks on one long line would each look again. */
struct template_ends {
	size_t line, pre, code; /* '\n', "</pre>", "</code>" */
};

/* For a new text. */
void template_ends_init(struct template_ends *ends);
/* The length of the line at the front of `s`, a rest of the text. */
size_t template_ends_line(struct template_ends *ends, struct span s);

/* How long the code span at the front of `s` is, in its paragraph; the marks
 * alone when it has no end there. */
size_t template_code_span(struct span s, struct template_ends *ends);
/* The same for <pre> or <code>, up to its end tag; 0 without one.  <code> ends
 * in its paragraph. */
size_t template_code_html(struct span s, struct template_ends *ends);
/* Words as a code span. */
void template_code_words(struct template_writer *w, struct span words);

#endif
