/* SPDX-License-Identifier: ISC */
/*
 * What the files that read capsule.yaml share.  capsule.c has the plain keys
 * and the menu, capsule_render.c what the writers are told, capsule_gopher.c
 * Gopher and its variants.
 */
#ifndef GEN_CAPSULE_READ_H
#define GEN_CAPSULE_READ_H

#include "capsule.h"
#include "yaml.h"

struct capsule_reading {
	struct capsule *capsule;
	struct arena *arena;
	struct losses *losses;
	struct yaml_reporter reporter;
	unsigned errors;
};

/* One line of clean text in the arena. */
struct span capsule_keep(struct capsule_reading *r, struct span text);
/* The text of a node; NULL leaves *value as it is. */
void capsule_text(struct capsule_reading *r, const struct yaml_node *node,
    const char *what, struct span *value);
void capsule_number(struct capsule_reading *r, const struct yaml_node *map,
    const char *key, unsigned min, unsigned max, unsigned *value);

/* links, tables, feeds, labels, max_media */
void capsule_read_render(
    struct capsule_reading *r, const struct yaml_node *root);
/* gopher; NULL: the key is not there. */
void capsule_read_gopher(
    struct capsule_reading *r, const struct yaml_node *map);
/* budget; NULL: the key is not there. */
void capsule_read_budget(
    struct capsule_reading *r, const struct yaml_node *map);

#endif
