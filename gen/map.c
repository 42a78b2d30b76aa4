/* SPDX-License-Identifier: ISC */
/*
 * Entries stand in the order in which they came; a table of their numbers, by
 * linear probing at a load of at most one half, is small enough to stay near
 * the processor.
 */
#include "map.h"

#include <stdint.h>
#include <stdlib.h>

#include "die.h"
#include "hash.h"
#include "messages.h"

struct map_entry {
	struct span key;
	uint64_t hash;
	void *value;
};

struct map_slot {
	uint32_t hash;	 /* a part of it, that most others do not share */
	uint32_t number; /* of the entry, from 1; 0: free */
};

void
map_init(struct map *map)
{
	map->slot = NULL;
	map->entry = NULL;
	map->cap = map->count = 0;
}

void
map_release(struct map *map)
{
	free(map->slot);
	free(map->entry);
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
	const struct map_slot *slot = &map->slot[i];

	while (slot->number != 0 &&
	    (slot->hash != (uint32_t)(hash >> 32) ||
		!span_eq(map->entry[slot->number - 1].key, key))) {
		i = (i + 1) & (map->cap - 1);
		slot = &map->slot[i];
	}
	return (&map->slot[i]);
}

static void
put_number(struct map *map, size_t number)
{
	uint64_t hash = map->entry[number - 1].hash;
	size_t i = (size_t)hash & (map->cap - 1);

	while (map->slot[i].number != 0)
		i = (i + 1) & (map->cap - 1);
	map->slot[i] =
	    (struct map_slot){ (uint32_t)(hash >> 32), (uint32_t)number };
}

static void
resize(struct map *map, size_t cap)
{
	size_t i;

	if (cap > UINT32_MAX)
		die(MSG_OUT_OF_MEMORY);
	free(map->slot);
	map->cap = cap;
	map->slot = xcalloc(cap, sizeof(*map->slot));
	map->entry =
	    xreallocarray(map->entry, cap / 2 + 1, sizeof(*map->entry));
	for (i = 1; i <= map->count; i++)
		put_number(map, i);
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
	const struct map_slot *slot;

	if (map->cap == 0)
		return (NULL);
	slot = find(map, key, hash_of(key));
	return (slot->number == 0 ? NULL : map->entry[slot->number - 1].value);
}

void *
map_at(const struct map *map, size_t i, struct span *key)
{
	*key = map->entry[i].key;
	return (map->entry[i].value);
}

bool
map_add(struct map *map, struct span key, void *value)
{
	struct map_slot *slot;
	uint64_t hash = hash_of(key);

	if (map->count * 2 >= map->cap)
		resize(map, map->cap == 0 ? 64 : map->cap * 2);
	slot = find(map, key, hash);
	if (slot->number != 0)
		return (false);
	map->entry[map->count++] = (struct map_entry){ key, hash, value };
	*slot =
	    (struct map_slot){ (uint32_t)(hash >> 32), (uint32_t)map->count };
	return (true);
}
