/* SPDX-License-Identifier: ISC */
/*
 * How many posts a list has: not the same number in both protocols where some
 * of them have `only:`.
 */
#ifndef GEN_TALLY_H
#define GEN_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct page;

struct tally {
	size_t gemini, gopher;
};

void tally_add(struct tally *tally, const struct page *post);
/* Take a post where it is among the first `max`: in which renditions that is
 * (enum rendition bits; 0: in none). */
unsigned tally_take(struct tally *tally, const struct page *post, size_t max);

/* True when nothing of `all` is left to take. */
bool tally_is_full(
    const struct tally *tally, const struct tally *all, size_t max);

/* The renditions in which there is none. */
unsigned tally_left_out(const struct tally *tally);

uint64_t tally_hash(uint64_t hash, const struct tally *tally);

#endif
