/* SPDX-License-Identifier: ISC */
/*
 * What the builder has to know of characters.  For builder.c.
 */
#ifndef GEN_BUILDER_WORDS_H
#define GEN_BUILDER_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "span.h"

/* One web address and nothing else. */
bool builder_is_address(struct span s);

/* A line break of the source between the two stands for nothing: both sides
 * are of a script that is written without spaces.  `next` is not empty. */
bool builder_is_unspaced(struct span before, struct span next);

/* The length of the longest row of backticks. */
size_t builder_longest_backticks(struct span code);

#endif
