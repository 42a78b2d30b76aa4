/* SPDX-License-Identifier: ISC */
/*
 * Sixteen bytes looked at together: what gcc and clang make one instruction of
 * on machines that have them, and a plain loop on others.  A mask has all bits
 * of a byte set where something is true of it.
 */
#ifndef BASE_BYTES16_H
#define BASE_BYTES16_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Signed: 0x80..0xff are -128..-1, so that a range is two comparisons. */
typedef signed char bytes16 __attribute__((vector_size(16)));

static inline bytes16
bytes16_load(const void *p)
{
	bytes16 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline bool
bytes16_any(bytes16 mask)
{
#ifdef __SSE2__
	return _mm_movemask_epi8((__m128i)mask) != 0;
#else
	uint64_t half[2];

	memcpy(half, &mask, sizeof(half));
	return (half[0] | half[1]) != 0;
#endif
}

/* How many bytes of the mask are set. */
static inline unsigned
bytes16_count(bytes16 mask)
{
	const uint64_t ones = 0x0101010101010101U;
	uint64_t half[2];

	memcpy(half, &mask, sizeof(half));
	return (unsigned)(((half[0] & ones) + (half[1] & ones)) * ones >> 56);
}

/* The bytes within a character of UTF-8 that are not its first. */
static inline bytes16
bytes16_tails(bytes16 v)
{
	return (bytes16)(v < -64);
}

/* True when all are ASCII that can be seen, or spaces. */
static inline bool
bytes16_is_plain(bytes16 v)
{
	return !bytes16_any((bytes16)(v < ' ') | (bytes16)(v == 0x7f));
}

/* Bytes from `first` to `last`, both as signed. */
static inline bytes16
bytes16_range(bytes16 v, signed char first, signed char last)
{
	return (bytes16)(v >= first) & (bytes16)(v <= last);
}

#endif
