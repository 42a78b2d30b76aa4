/* SPDX-License-Identifier: ISC */
/*
 * Media types of attachments whose suffix says nothing: libmagic looks at
 * them.  The only file that includes it.
 */
#ifndef GEN_TYPES_H
#define GEN_TYPES_H

#include "site.h"

/* Set `type` of every such attachment; the library is opened for the first. */
void types_find(struct site *site);

#endif
