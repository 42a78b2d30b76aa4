/* SPDX-License-Identifier: ISC */
/*
 * The files that programs ask for by name.
 */
#ifndef GEN_WELLKNOWN_H
#define GEN_WELLKNOWN_H

#include "buf.h"
#include "capsule.h"

/* robots.txt: everything may be read (robots.txt for Gemini; Veronica-2). */
void wellknown_robots(struct buf *b);
/* caps.txt for Gopher; the key that names the separator is misspelt by those
 * who made it. */
void wellknown_caps(struct buf *b, const struct capsule *capsule);

#endif
