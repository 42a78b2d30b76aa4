/* SPDX-License-Identifier: ISC */
/*
 * What single template tags mean in Markdown.  For template.c, which finds
 * them.
 */
#ifndef GEN_TEMPLATE_TAGS_H
#define GEN_TEMPLATE_TAGS_H

#include <stdbool.h>

#include "buf.h"
#include "span.h"

#define TEMPLATE_ARGS 16

struct template_arg {
	struct span key; /* empty: by position */
	struct span value;
};

struct template_tag {
	struct span name;
	struct template_arg arg[TEMPLATE_ARGS];
	size_t args;
};

/* Take a tag apart: `image "a.png" alt="b"`. */
void template_tag_parse(struct span text, struct template_tag *tag);

/* Add the Markdown that the tag means.  False: unknown, nothing added. */
bool template_tag_expand(struct buf *out, const struct template_tag *tag);

/* The same for an expression `"/path" | url` or `site.baseurl`. */
bool template_value_expand(struct buf *out, struct span expression);

/* True for a tag that only ends or divides what another began. */
bool template_tag_is_end(const struct template_tag *tag);

#endif
