/* SPDX-License-Identifier: ISC */
/*
 * Shortcodes of WordPress whose brackets an export to Markdown has escaped,
 * as if they were words: "\[gallery ids="1,2"\]".
 */
#ifndef GEN_TEMPLATE_UNESCAPE_H
#define GEN_TEMPLATE_UNESCAPE_H

#include <stdbool.h>

#include "buf.h"
#include "span.h"

/* Add the body with its shortcodes as they were to `out`, line for line.
 * False, and nothing added, when none is escaped.  Code is left alone. */
bool template_unescape(struct buf *out, struct span body);

#endif
