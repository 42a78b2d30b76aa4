/* SPDX-License-Identifier: ISC */
/*
 * The part of the builder that knows links: what a target is, what a label
 * is, and when a paragraph is nothing but links.  For builder.c.
 */
#ifndef GEN_BUILDER_LINK_H
#define GEN_BUILDER_LINK_H

#include <stdbool.h>

#include "builder.h"

/* The text ends while a link may be open: one that has words ends with it,
 * one that has none yet goes on into the next text. */
void builder_link_split(struct builder *b);

/* True when only spaces and marks such as "|" stand outside the links, and
 * none of the links is an anchor in this page. */
bool builder_only_links(const struct text *text);

#endif
