/* SPDX-License-Identifier: ISC */
/*
 * Linear probing at a load of at most one half.
 */
#include "map.h"

#include <stdint.h>
#include <stdlib.h>

#include "die.h"
#include "hash.h"

struct map_slot {
	struct span key;
	uint64_t hash;
	void *value; /* NULL: free */
};

void
map_init(struct map *map)
{
	map->slot = NULL;
	map->cap = map->count = 0;
}

void
map_release(struct map *map)
{
	free(map->slot);
	map_init(map);
}

static uint64_t
hash_of(struct span key)
{
	return (hash_span(HASH_SEED, key));
}

/* The slot that holds the key, or the free one where it belongs. */
static struct map_slot *
find(const struct map *map, struct span key, uint64_t hash)
{
	size_t i = (size_t)hash & (map->cap - 1);

	while (map->slot[i].value != NULL &&
	    (map->slot[i].hash != hash || !span_eq(map->slot[i].key, key)))
		i = (i + 1) & (map->cap - 1);
	return (&map->slot[i]);
}

static void
resize(struct map *map, size_t cap)
{
	struct map old = *map;
	size_t i;

	map->cap = cap;
	map->slot = xcalloc(map->cap, sizeof(*map->slot));
	for (i = 0; i < old.cap; i++)
		if (old.slot[i].value != NULL)
			*find(map, old.slot[i].key, old.slot[i].hash) =
			    old.slot[i];
	free(old.slot);
}

void
map_reserve(struct map *map, size_t count)
{
	size_t cap = 64;

	while (cap <= count * 2)
		cap *= 2;
	if (cap > map->cap)
		resize(map, cap);
}

void *
map_get(const struct map *map, struct span key)
{
	if (map->cap == 0)
		return (NULL);
	return (find(map, key, hash_of(key))->value);
}

void *
map_slot(const struct map *map, size_t slot, struct span *key)
{
	*key = map->slot[slot].key;
	return (map->slot[slot].value);
}

bool
map_add(struct map *map, struct span key, void *value)
{
	struct map_slot *slot;
	uint64_t hash = hash_of(key);

	if (map->count * 2 >= map->cap)
		resize(map, map->cap == 0 ? 64 : map->cap * 2);
	slot = find(map, key, hash);
	if (slot->value != NULL)
		return (false);
	slot->key = key;
	slot->hash = hash;
	slot->value = value;
	map->count++;
	return (true);
}
