/* SPDX-License-Identifier: ISC */
/*
 * All that page_read() finds in a page, as bytes, and back: so that a page
 * whose file has not changed need not be read.
 */
#ifndef GEN_PAGE_STORE_H
#define GEN_PAGE_STORE_H

#include <stdbool.h>

#include "arena.h"
#include "buf.h"
#include "page.h"
#include "store.h"

void page_save(struct buf *b, const struct page *page);
/* Fill in a page; kind, file, source and folder are set already.  Its strings
 * point into what is read.  False when the bytes are none of page_save()'s. */
bool page_load(struct page *page, struct arena *arena, struct reader *r);

#endif
