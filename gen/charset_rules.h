/* SPDX-License-Identifier: ISC */
/*
 * How languages write their letters in those of others: rules for ICU's
 * transliterator, in UTF-8.  For charset.c.
 */
#ifndef GEN_CHARSET_RULES_H
#define GEN_CHARSET_RULES_H

#include "span.h"

/* The rules of a language, "" for one that goes by the general ones. */
const char *charset_rules(struct span lang);

/* What of the letters and digits in raised, lowered and circled forms is plain:
 * for every language, after its own rules. */
extern const char charset_letter_forms[];

/* What stands for a sign that is no letter, or NULL. */
const char *charset_sign(unsigned long c);

#endif
