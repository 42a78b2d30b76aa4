/* SPDX-License-Identifier: ISC */
/*
 * HTML that goes on after an empty line, indented as CommonMark's code is.  For
 * markdown_mend.c.
 */
#ifndef GEN_MARKDOWN_BOX_H
#define GEN_MARKDOWN_BOX_H

#include <stdbool.h>

#include "markdown_tag.h"
#include "span.h"

/* <blockquote>, <div> and others that are written around paragraphs. */
bool markdown_is_box(const struct markdown_tag *tag);
/* <td>, <th> */
bool markdown_is_cell(const struct markdown_tag *tag);
/* <ul>, <ol> */
bool markdown_is_list(const struct markdown_tag *tag);

/* The next line that is not empty is indented and begins with the tag of a
 * block. */
bool markdown_next_is_block(struct span rest);

/* The line, of those at the front that are indented or empty, that ends a box
 * which begins before them: its end, or the beginning of `rest` when
 * there is none. */
const char *markdown_find_box_end(struct span rest);

#endif
