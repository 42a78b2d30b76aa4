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

/* What stands for a sign that is no letter, or NULL. */
const char *charset_sign(unsigned long c);

#endif
