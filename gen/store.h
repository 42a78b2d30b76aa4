/* SPDX-License-Identifier: ISC */
/*
 * Values as bytes, in the order of this machine: what is kept between builds.
 * Strings are followed by a NUL, so that what is read needs no copy.
 */
#ifndef GEN_STORE_H
#define GEN_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "losses.h"
#include "span.h"

void store_number(struct buf *b, uint64_t number);
void store_span(struct buf *b, struct span s);
/* The losses from the `first` on. */
void store_losses(struct buf *b, const struct losses *losses, size_t first);

/* Bytes being read.  What is missing reads as 0 or empty, and is_bad says so. */
struct reader {
	struct span rest;
	bool is_bad;
};

uint64_t reader_number(struct reader *r);
/* Points into what is read. */
struct span reader_span(struct reader *r);
/* Add them; file names point into what is read. */
void reader_losses(struct reader *r, struct losses *losses);

#endif
