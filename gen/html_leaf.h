/* SPDX-License-Identifier: ISC */
/*
 * HTML elements that hold no words of their own, for html.c.
 */
#ifndef GEN_HTML_LEAF_H
#define GEN_HTML_LEAF_H

#include <stdbool.h>

#include <libxml/HTMLparser.h>

#include "builder.h"
#include "html_tags.h"
#include "span.h"

/* The value of an attribute, which is libxml2's, or an empty span. */
struct span html_attribute(const xmlChar **attributes, const char *name);

/*
 * Add the element where the words now stand; others than such elements are
 * left alone.  *has_link, kept by the caller from a `video` to its `source`
 * elements, tells whether the film has its link already.
 */
void html_leaf(struct builder *b, enum html_action action,
    const xmlChar **attributes, bool *has_link);

#endif
