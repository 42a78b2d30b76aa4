/* SPDX-License-Identifier: ISC */
/*
 * Linear probing at a load of at most one half; FNV-1a.
 */
#include "map.h"

#include <stdint.h>
#include <stdlib.h>

#include "die.h"

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
	uint64_t hash = 0xcbf29ce484222325u;
	size_t i;

	for (i = 0; i < key.len; i++)
		hash = (hash ^ (unsigned char)key.p[i]) * 0x100000001b3u;
	return (hash ^ hash >> 32);
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
grow(struct map *map)
{
	struct map old = *map;
	size_t i;

	map->cap = old.cap == 0 ? 64 : old.cap * 2;
	map->slot = xcalloc(map->cap, sizeof(*map->slot));
	for (i = 0; i < old.cap; i++)
		if (old.slot[i].value != NULL)
			*find(map, old.slot[i].key, old.slot[i].hash) =
			    old.slot[i];
	free(old.slot);
}

void *
map_get(const struct map *map, struct span key)
{
	if (map->cap == 0)
		return (NULL);
	return (find(map, key, hash_of(key))->value);
}

bool
map_add(struct map *map, struct span key, void *value)
{
	struct map_slot *slot;
	uint64_t hash = hash_of(key);

	if (map->count * 2 >= map->cap)
		grow(map);
	slot = find(map, key, hash);
	if (slot->value != NULL)
		return (false);
	slot->key = key;
	slot->hash = hash;
	slot->value = value;
	map->count++;
	return (true);
}
