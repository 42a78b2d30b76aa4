/* SPDX-License-Identifier: ISC */
/*
 * Tags that enclose code: highlight of Jekyll and Hugo, codeblock of Octopress
 * and Hexo.
 */
#ifndef GEN_TEMPLATE_CODEBLOCK_H
#define GEN_TEMPLATE_CODEBLOCK_H

#include <stdbool.h>

#include "span.h"
#include "template_code.h"
#include "template_tags.h"
#include "template_write.h"

/* Open the block that the tag stands for, under its title; `after` is what
 * follows the tag in the source.  False when it is no such tag. */
bool template_codeblock_begin(struct template_code *code,
    struct template_writer *w, struct template_tag *tag, struct span after);

/* True for the tag that ends the open block. */
bool template_codeblock_is_end(
    const struct template_code *code, const struct template_tag *tag);

#endif
