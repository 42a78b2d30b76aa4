/* SPDX-License-Identifier: ISC */
/*
 * Bytes -> pointer, by open addressing.  Neither keys nor values are owned:
 * the bytes of a key must live as long as the map.  Reading it in several
 * threads is safe while nobody adds.
 */
#ifndef GEN_MAP_H
#define GEN_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "span.h"

struct map_slot;
struct map_entry;

struct map {
	struct map_slot *slot;
	struct map_entry *entry;
	size_t cap; /* 0 or a power of two */
	size_t count;
};

void map_init(struct map *map);
void map_release(struct map *map);

/* Make room for so many keys. */
void map_reserve(struct map *map, size_t count);
/* The value of a key, or NULL. */
void *map_get(const struct map *map, struct span key);
/* The value and the key of one of the `count` keys, in the order in which they
 * were added. */
void *map_at(const struct map *map, size_t i, struct span *key);
/* Add a key with a value that is not NULL.  False, and nothing changed, when
 * the key is there already. */
bool map_add(struct map *map, struct span key, void *value);

#endif
