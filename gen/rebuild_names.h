/* SPDX-License-Identifier: ISC */
/*
 * Which tasks asked for a path or a source that leads elsewhere now.
 */
#ifndef GEN_REBUILD_NAMES_H
#define GEN_REBUILD_NAMES_H

#include "rebuild.h"

/* Fill in r->value. */
void rebuild_name_places(struct rebuild *r);
/* Mark the tasks that are needed for that, and find out whether the places are
 * those of the cache, of which there must be one. */
void rebuild_find_by_names(struct rebuild *r);

#endif
