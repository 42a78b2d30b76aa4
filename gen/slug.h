/* SPDX-License-Identifier: ISC */
/*
 * Names -> parts of paths.  ICU is opened for the first name that is not
 * ASCII.
 */
#ifndef GEN_SLUG_H
#define GEN_SLUG_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "map.h"
#include "span.h"
#include "store.h"

#define SLUG_MAX 60

/* Opened transliterators, and what they have made; one thread's. */
struct slugger {
	void *any, *ukrainian, *greek;
	struct map known; /* language and name -> struct span */
	struct arena arena;
};

void slugger_init(struct slugger *slugger);
void slugger_release(struct slugger *slugger);
/* What has been made, as bytes, and back: opening a transliterator takes ICU
 * longer than all else of a small build.  What is read must outlive it. */
void slugger_save(const struct slugger *slugger, struct buf *b);
void slugger_recall(struct slugger *slugger, struct reader *r);

/* True when `text` can stand in a path as it is: not empty, only
 * [A-Za-z0-9._~-], not "." or "..". */
bool slug_is_fit(struct span text);

/*
 * The slug of a name: Latin letters by the rules of `lang` (uk: the national
 * standard of 2010; el: UNGEGN; else Any-Latin), ASCII, lower case, '+' and '#'
 * after a word spelled, '-' between words, cut at a word, at most SLUG_MAX.
 * Never empty: a name without a letter or digit gives eight digits of its
 * hash.
 */
struct span slug_make(struct slugger *slugger, struct arena *arena,
    struct span name, struct span lang);

/* Add the first `digits` (at most 64) hex digits of the SHA-256 of `text`. */
void slug_add_hash(struct buf *b, struct span text, size_t digits);

#endif
