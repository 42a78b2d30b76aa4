/* SPDX-License-Identifier: ISC */
/*
 * Which posts may have other related posts than at the last build.
 */
#ifndef GEN_REBUILD_RELATED_H
#define GEN_REBUILD_RELATED_H

#include <stdbool.h>

#include "rebuild.h"

/* Mark them, by page.  The inputs and old tasks are known. */
void rebuild_mark_related(const struct rebuild *r, bool *is_affected);

#endif
