/* SPDX-License-Identifier: ISC */
/*
 * What a task asked of the site's tables is kept as 32 bits of each key: those
 * of places that are others now are looked for among them, and a false hit
 * only costs time.
 */
#include "rebuild_names.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"

/* Bits of a filter, small enough to stay near the processor. */
#define FILTER_BITS ((size_t)1 << 16)

/* Parts of keys that lead elsewhere than at the last build. */
struct changed {
	uint32_t *part; /* sorted before it is searched */
	size_t count, cap;
	unsigned char filter[FILTER_BITS / 8];
};

static void
add_changed(struct changed *c, uint64_t key)
{
	uint32_t part = (uint32_t)(key >> 32);
	size_t bit = part % FILTER_BITS;

	if (c->count == c->cap) {
		c->cap = c->cap == 0 ? 64 : c->cap * 2;
		c->part = xreallocarray(c->part, c->cap, sizeof(*c->part));
	}
	c->part[c->count++] = part;
	c->filter[bit / 8] |= (unsigned char)(1U << bit % 8);
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return ((x > y) - (x < y));
}

static bool
asked_for(const struct changed *c, struct span keys)
{
	uint32_t part;
	size_t bit;

	for (; keys.len >= sizeof(part); keys = span_skip(keys, sizeof(part))) {
		memcpy(&part, keys.p, sizeof(part));
		bit = part % FILTER_BITS;
		if ((c->filter[bit / 8] >> bit % 8 & 1U) != 0 &&
		    bsearch(&part, c->part, c->count, sizeof(part),
			by_number) != NULL)
			return (true);
	}
	return (false);
}

/* The names of the last build that have not been seen in this one. */
struct old_names {
	const struct cache_name *name;
	uint32_t *place; /* 1 + number, by key and value; 0: empty */
	bool *is_seen;
	size_t cap;
};

static size_t
slot_of(const struct old_names *old, uint64_t key, uint64_t value)
{
	return ((size_t)(key ^ value) & (old->cap - 1));
}

static void
index_names(struct old_names *old, const struct cache *cache)
{
	size_t count = (size_t)cache->head->names, i, at;

	old->name = cache->name;
	for (old->cap = 64; old->cap < count * 2; old->cap *= 2)
		continue;
	old->place = xcalloc(old->cap, sizeof(*old->place));
	old->is_seen = xcalloc(count + 1, sizeof(*old->is_seen));
	for (i = 0; i < count; i++) {
		at = slot_of(old, cache->name[i].key, cache->name[i].value);
		while (old->place[at] != 0)
			at = (at + 1) & (old->cap - 1);
		old->place[at] = (uint32_t)i + 1;
	}
}

/* True when there was one with this key and value; it is seen now. */
static bool
find_name(struct old_names *old, uint64_t key, uint64_t value)
{
	size_t at = slot_of(old, key, value), i;

	for (; old->place[at] != 0; at = (at + 1) & (old->cap - 1)) {
		i = old->place[at] - 1;
		if (old->name[i].key == key && old->name[i].value == value) {
			old->is_seen[i] = true;
			return (true);
		}
	}
	return (false);
}

/* Places came, went, or stand in another order. */
static void
compare_any(const struct rebuild *r, struct changed *c)
{
	const struct site *site = r->site;
	struct old_names old;
	size_t i;

	index_names(&old, r->cache);
	for (i = 0; i < site->places; i++)
		if (!find_name(&old, site->place[i].key, r->value[i]))
			add_changed(c, site->place[i].key);
	for (i = 0; i < r->cache->head->names; i++)
		if (!old.is_seen[i])
			add_changed(c, r->cache->name[i].key);
	free(old.place);
	free(old.is_seen);
}

static bool
has_same_names(const struct rebuild *r)
{
	size_t i;

	if (r->site->places != r->cache->head->names)
		return (false);
	for (i = 0; i < r->site->places; i++)
		if (r->site->place[i].key != r->cache->name[i].key)
			return (false);
	return (true);
}

static void
compare_same(const struct rebuild *r, struct changed *c)
{
	size_t i;

	for (i = 0; i < r->site->places; i++)
		if (r->value[i] != r->cache->name[i].value)
			add_changed(c, r->site->place[i].key);
}

void
rebuild_name_places(struct rebuild *r)
{
	const struct target *target, *last = NULL;
	size_t i;

	r->value = xcalloc(r->site->places + 1, sizeof(*r->value));
	for (i = 0; i < r->site->places; i++) {
		target = r->site->place[i].target;
		r->value[i] = target == last
		    ? r->value[i - 1]
		    : inputs_target(&r->inputs, target);
		last = target;
	}
}

void
rebuild_find_by_names(struct rebuild *r)
{
	struct changed *c = xcalloc(1, sizeof(*c));
	const struct cache_task *old;
	size_t i;

	r->has_same_names = has_same_names(r);
	if (r->has_same_names)
		compare_same(r, c);
	else
		compare_any(r, c);
	if (c->count > 0) {
		qsort(c->part, c->count, sizeof(*c->part), by_number);
		for (i = 0; i < r->tasks->count; i++) {
			old = r->old[i];
			if (!r->is_needed[i])
				r->is_needed[i] = asked_for(c,
				    cache_bytes(
					r->cache, old->keys, old->keys_len));
		}
	}
	free(c->part);
	free(c);
}
