/* SPDX-License-Identifier: ISC */
/*
 * When two names are the same name, and which of two comes first.
 */
#ifndef GEN_FOLD_H
#define GEN_FOLD_H

#include "arena.h"
#include "span.h"

/*
 * The name in the form in which names are compared: without letter case, NFC,
 * every kind of space as one space, every kind of dash as '-'.  ICU is used
 * only where letters beyond ASCII are left.
 */
struct span fold_name(struct arena *arena, struct span name);

/* The order of readers: by language, numbers by value. */
struct collation {
	void *collator; /* opened on first need */
	struct span lang;
};

void collation_init(struct collation *collation, struct span lang);
void collation_release(struct collation *collation);
/* <0, 0, >0; names that count as equal are told apart by their bytes. */
int collation_cmp(struct collation *collation, struct span a, struct span b);

#endif
