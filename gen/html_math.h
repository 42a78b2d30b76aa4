/* SPDX-License-Identifier: ISC */
/*
 * Formulas of MathML as one line of words: a/(b+c), x^2, √(y).  For html.c.
 */
#ifndef GEN_HTML_MATH_H
#define GEN_HTML_MATH_H

#include <stdbool.h>

#include "builder.h"

#define HTML_MATH_DEPTH 32 /* deeper ones are words without signs */

struct html_math_tag;

/* The elements that are open, from <math> on. */
struct html_math {
	unsigned depth;
	struct html_math_level {
		const struct html_math_tag *tag;
		unsigned children; /* that have begun */
		bool has_brackets;
	} level[HTML_MATH_DEPTH];
};

/* An element begins or ends.  False when it is none of a formula. */
bool html_math(
    struct html_math *math, struct builder *b, const char *name, bool is_start);
/* Spaces between two elements of a formula mean nothing. */
bool html_math_is_between(const struct html_math *math);

#endif
