/* SPDX-License-Identifier: ISC */
/*
 * 64-bit hashes for tables and for what is kept between builds.  Not for
 * anything that somebody may want to forge; the same on one machine only.
 */
#ifndef GEN_HASH_H
#define GEN_HASH_H

#include <stdint.h>
#include <string.h>

#include "span.h"

/* A start that is as good as any. */
#define HASH_SEED 0x2d358dccaa6c78a5U

/* `hash` with another number mixed in. */
static inline uint64_t
hash_number(uint64_t hash, uint64_t number)
{
	__extension__ unsigned __int128 product =
	    (unsigned __int128)(hash ^ 0x9e3779b97f4a7c15U) *
	    (number ^ 0xd6e8feb86659fd93U);

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* The same with bytes; where they end is told by their length. */
static inline uint64_t
hash_span(uint64_t hash, struct span s)
{
	uint64_t word, pair[2];

	hash = hash_number(hash, s.len);
	while (s.len >= sizeof(pair)) {
		memcpy(pair, s.p, sizeof(pair));
		hash = hash_number(hash ^ pair[0], pair[1]);
		s.p += sizeof(pair);
		s.len -= sizeof(pair);
	}
	if (s.len >= sizeof(word)) {
		memcpy(&word, s.p, sizeof(word));
		hash = hash_number(hash, word);
		s.p += sizeof(word);
		s.len -= sizeof(word);
	}
	word = 0;
	if (s.len > 0) {
		memcpy(&word, s.p, s.len);
		hash = hash_number(hash, word);
	}
	return hash;
}

#endif
