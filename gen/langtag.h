/* SPDX-License-Identifier: ISC */
/*
 * Language tags as posts write them -> BCP 47.
 */
#ifndef GEN_LANGTAG_H
#define GEN_LANGTAG_H

#include "arena.h"
#include "span.h"

/*
 * "ro", "pt-BR", "zh-Hant-TW" of "RO", "pt_br" or "pt_BR.UTF-8", "zh-hant-tw":
 * parts joined by '-', in the letter case of RFC 5646, 2.1.1.  NUL-terminated;
 * empty when the text is no tag of a language of two or three letters.
 */
struct span langtag_make(struct arena *arena, struct span text);

#endif
