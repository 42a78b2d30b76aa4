/* SPDX-License-Identifier: ISC */
/*
 * Template tags that site generators leave in posts (Liquid, Nunjucks, Hugo's
 * shortcodes) -> the Markdown they mean.  Works on the source before it is
 * parsed, since a tag may stand within a link's target.
 */
#ifndef GEN_TEMPLATE_H
#define GEN_TEMPLATE_H

#include <stdbool.h>

#include "buf.h"
#include "losses.h"
#include "markdown.h"
#include "markdown_open.h"
#include "span.h"

/*
 * Add the body with its tags replaced to `out`, line for line, so that line
 * numbers stay true; lines that are put in are noted in `shift`.  False, and
 * nothing added, when it has no tags.  Unknown tags are dropped and reported;
 * what stands between them is kept.  Comments are dropped.  Code is left alone
 * but for raw and endraw, and tags that Hugo only shows.
 */
bool template_expand(struct buf *out, struct span body,
    const struct markdown_source *source, struct markdown_shift *shift,
    struct losses *losses);

#endif
