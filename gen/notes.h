/* SPDX-License-Identifier: ISC */
/*
 * Footnotes that the parser leaves out: definitions that nothing refers to are
 * missing from its tree and are looked for in the source; and words that it
 * takes for a footnote and loses.
 */
#ifndef GEN_NOTES_H
#define GEN_NOTES_H

#include "buf.h"
#include "losses.h"
#include "markdown.h"
#include "markdown_open.h"
#include "span.h"

/* A set of line numbers, in any order, with repeats. */
struct line_set {
	unsigned *line;
	size_t count, cap;
};

void line_set_add(struct line_set *set, unsigned line);
void line_set_release(struct line_set *set);

/* "   [^label]:" -> label; false when the line is something else. */
bool notes_is_definition(struct span line, struct span *label);

/* False when nothing in the body can be the definition of a footnote. */
bool notes_has_any(struct span body);

/*
 * cmark-gfm takes "[^", words and a "]" on a later line of the paragraph for a
 * footnote and loses the words.  Add the body with such marks escaped to `out`;
 * lines keep their numbers.  False when it has none; what is in `out` is of no
 * use then.
 */
bool notes_escape(struct buf *out, struct span body);

/*
 * Report each line of `body` that defines a footnote and is not in `known`:
 * the first lines of the definitions used and the lines of code.  `known` is
 * sorted on return.  Lines of `body` are counted from the source's first one;
 * `shift` tells those that were put in.
 */
void notes_report_unused(struct span body, const struct markdown_source *source,
    struct line_set *known, const struct markdown_shift *shift,
    struct losses *losses);

#endif
