/* SPDX-License-Identifier: ISC */
/*
 * What is written for a link, whatever the format: its label, and where it
 * leads when it stands for itself.
 */
#ifndef GEN_LINKNAME_H
#define GEN_LINKNAME_H

#include <stdbool.h>

#include "buf.h"
#include "doc.h"

/*
 * Add "[number] label (note)"; number 0 is left out.  A picture or file
 * without a label gets its file name.  Adds nothing when the target alone says
 * it all: then the format shows the target.
 */
void link_add_label(struct buf *b, const struct link *link, unsigned number);

/* True when `label` is the target, or the target but for "http://",
 * "https://", "mailto:" or a final '/'. */
bool link_is_bare(const struct link *link);

#endif
