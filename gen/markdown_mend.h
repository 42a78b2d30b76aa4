/* SPDX-License-Identifier: ISC */
/*
 * The HTML in a body, mended before CommonMark reads it line by line:
 *
 * - an empty line within <pre> or a comment does not end its HTML block,
 *   unless that has no end of its own;
 * - nor does one within a <blockquote>, <div> or the like whose lines are
 *   indented from there to its end, or in a list or table before an indented
 *   tag: they are no code;
 * - a table or cell that is never closed ends before the Markdown after it;
 * - tags with ':' in their names, which CommonMark takes for words or links
 *   (<o:p>, <fb:like>), are left out;
 * - <any-name> with an end tag is marked as an element, so that html.c does
 *   not take it for words in angle brackets.
 *
 * Code between fences, backticks and indented four columns is left alone.
 */
#ifndef GEN_MARKDOWN_MEND_H
#define GEN_MARKDOWN_MEND_H

#include <stdbool.h>

#include "buf.h"
#include "markdown_open.h"
#include "span.h"

/* Add the mended body to `out`, and the lines put in to `shift`.  False, and
 * nothing added, when it has no such tags.  Grows by 1 MiB at most: beyond
 * that nothing more is mended. */
bool markdown_mend(
    struct buf *out, struct span body, struct markdown_shift *shift);

#endif
