/* SPDX-License-Identifier: ISC */
/*
 * Elements within a line whose meaning is shown by characters: code, struck,
 * raised and lowered words, quotes, abbreviations.  For html.c.
 */
#ifndef GEN_HTML_MARKS_H
#define GEN_HTML_MARKS_H

#include <stdbool.h>
#include <stddef.h>

#include "builder.h"
#include "html_tags.h"
#include "span.h"

struct html_marks {
	size_t script_at;      /* where a <sup> or <sub> begins, in the words */
	struct span expansion; /* of the <abbr> that is open */
};

/* The element begins or ends; `title` is its attribute. */
void html_mark(struct html_marks *marks, struct builder *b,
    enum html_action action, bool is_start, struct span title);

#endif
