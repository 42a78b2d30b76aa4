/* SPDX-License-Identifier: ISC */
/*
 * Hashed tables of fixed size: buckets of four, the least busy entry without a
 * connection gives way.
 */
#include <sys/mman.h>
#include <sys/random.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "quota.h"

#define WAYS 4
#define MINUTE_MS 60000
/* Room for twice the entries that a worker's connections can need. */
#define ROOM 4
/* So many fill whole pages. */
#define ENTRIES_MIN 512

/* Written by one process, read by all: a reader may see an entry while it
 * changes hands, and then be wrong by one reader for a moment. */
struct entry {
	_Atomic uint64_t tag; /* 0: free */
	_Atomic uint32_t minute;
	_Atomic uint32_t requests; /* in that minute */
	_Atomic uint32_t connections;
};

struct limits {
	struct limits_rules rules;
	uint64_t key[2];
	size_t workers;
	size_t entries;	     /* of one worker; a power of two */
	size_t own;	     /* whose worker this process is */
	struct entry *entry; /* shared: the workers' tables in their order */
};

/* ---- keyed hash (SipHash-1-3) ------------------------------------------- */

static uint64_t
rotate(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

static void
sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[2] += v[3];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] = rotate(v[0], 32);
	v[2] += v[1];
	v[0] += v[3];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] = rotate(v[2], 32);
}

/* Of an address and its kind; never 0. */
static uint64_t
hash(const uint64_t key[2], const struct in6_addr *a, uint64_t kind)
{
	uint64_t v[4] = { key[0] ^ 0x736f6d6570736575,
		key[1] ^ 0x646f72616e646f6d, key[0] ^ 0x6c7967656e657261,
		key[1] ^ 0x7465646279746573 };
	uint64_t word[3] = { 0, 0, (uint64_t)24 << 56 | kind };
	uint64_t sum;

	memcpy(word, a, sizeof(*a));
	for (size_t i = 0; i < 3; i++) {
		v[3] ^= word[i];
		sip_round(v);
		v[0] ^= word[i];
	}
	v[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		sip_round(v);
	sum = v[0] ^ v[1] ^ v[2] ^ v[3];
	return sum != 0 ? sum : 1;
}

/* ---- tables ------------------------------------------------------------- */

struct limits *
limits_new(const struct limits_rules *rules, size_t workers, size_t connections)
{
	struct limits *l = calloc(1, sizeof(*l));
	void *entry;

	if (l == NULL)
		return NULL;
	l->rules = *rules;
	l->workers = workers;
	l->entries = ENTRIES_MIN;
	while (l->entries < ROOM * connections)
		l->entries *= 2;
	entry = mmap(NULL, workers * l->entries * sizeof(*l->entry),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (entry == MAP_FAILED) {
		free(l);
		return NULL;
	}
	l->entry = entry;
	if (getrandom(l->key, sizeof(l->key), 0) != (ssize_t)sizeof(l->key)) {
		limits_free(l);
		return NULL;
	}
	return l;
}

void
limits_free(struct limits *l)
{
	if (l == NULL)
		return;
	munmap(l->entry, l->workers * l->entries * sizeof(*l->entry));
	free(l);
}

void
limits_begin(struct limits *l, size_t index)
{
	size_t size = l->entries * sizeof(*l->entry);

	l->own = index;
	/* Pages that nobody writes stay no memory at all. */
	if (madvise(l->entry + index * l->entries, size, MADV_REMOVE) == -1)
		memset((void *)(l->entry + index * l->entries), 0, size);
}

static struct entry *
bucket(const struct limits *l, size_t worker, uint64_t tag)
{
	return &l->entry[worker * l->entries +
	    (tag & (l->entries - 1) & ~(uint64_t)(WAYS - 1))];
}

static struct entry *
find(const struct limits *l, size_t worker, uint64_t tag)
{
	struct entry *e = bucket(l, worker, tag);

	for (size_t i = 0; i < WAYS; i++)
		if (e[i].tag == tag)
			return &e[i];
	return NULL;
}

static uint32_t
requests_in(const struct entry *e, uint32_t minute)
{
	return e->minute == minute ? e->requests : 0;
}

/* Our own entry for the tag, taken from whom it hurts least; NULL when all
 * have connections. */
static struct entry *
take(const struct limits *l, uint64_t tag, uint32_t minute)
{
	struct entry *e = bucket(l, l->own, tag);
	struct entry *best = find(l, l->own, tag);

	if (best != NULL)
		return best;
	for (size_t i = 0; i < WAYS; i++)
		if (e[i].connections == 0 &&
		    (best == NULL ||
			requests_in(&e[i], minute) < requests_in(best, minute)))
			best = &e[i];
	if (best != NULL) {
		best->requests = 0;
		best->tag = tag;
	}
	return best;
}

/* What all workers count for the tag: connections or, with the minute, its
 * requests. */
static uint64_t
sum(const struct limits *l, uint64_t tag, const uint32_t *minute)
{
	uint64_t total = 0;

	for (size_t i = 0; i < l->workers; i++) {
		const struct entry *e = find(l, i, tag);

		if (e != NULL)
			total +=
			    minute ? requests_in(e, *minute) : e->connections;
	}
	return total;
}

/* ---- readers ------------------------------------------------------------ */

static bool
is_loopback(const struct in6_addr *a)
{
	return IN6_IS_ADDR_LOOPBACK(a) ||
	    (IN6_IS_ADDR_V4MAPPED(a) && a->s6_addr[12] == 127);
}

/* The first `bits` bits. */
static struct in6_addr
cut(const struct in6_addr *a, uint64_t bits)
{
	struct in6_addr cut = *a;

	for (unsigned i = 0; i < sizeof(cut.s6_addr); i++) {
		uint64_t kept = bits > 8 * i ? bits - 8 * i : 0;

		if (kept < 8)
			cut.s6_addr[i] &= (uint8_t)(0xff00 >> kept);
	}
	return cut;
}

/* The tags of an address and of its network. */
static void
make_tags(const struct limits *l, const struct in6_addr *peer, uint64_t tag[2])
{
	bool is_v4 = IN6_IS_ADDR_V4MAPPED(peer);
	struct in6_addr reader = cut(peer, is_v4 ? 128 : 64);
	struct in6_addr network =
	    cut(peer, is_v4 ? 96 + l->rules.prefix_v4 : l->rules.prefix_v6);

	tag[0] = hash(l->key, &reader, 0);
	tag[1] = hash(l->key, &network, 1);
}

/* What the address (0) or the network (1) may have; 0: any number. */
static uint64_t
allowed(const struct limits *l, int which, uint64_t each)
{
	return which == 0 ? each : each * l->rules.prefix_times;
}

bool
limits_enter(struct limits *l, const struct in6_addr *peer, int64_t now,
    struct limits_place *place)
{
	uint32_t minute = (uint32_t)(now / MINUTE_MS);
	uint64_t tag[2];

	*place = (struct limits_place){ { 0, 0 } };
	if (is_loopback(peer) && !l->rules.has_loopback)
		return true;
	make_tags(l, peer, tag);
	for (int i = 0; i < 2; i++) {
		uint64_t most = allowed(l, i, l->rules.per_address);

		if (most > 0 && sum(l, tag[i], NULL) >= most)
			return false;
	}
	for (int i = 0; i < 2; i++) {
		struct entry *e = take(l, tag[i], minute);

		if (e == NULL)
			continue;
		e->connections++;
		place->slot[i] = (uint32_t)(e - l->entry) + 1;
	}
	return true;
}

void
limits_leave(struct limits *l, struct limits_place *place)
{
	for (int i = 0; i < 2; i++)
		if (place->slot[i] != 0)
			l->entry[place->slot[i] - 1].connections--;
	*place = (struct limits_place){ { 0, 0 } };
}

unsigned
limits_request(struct limits *l, const struct limits_place *place, int64_t now)
{
	uint32_t minute = (uint32_t)(now / MINUTE_MS);

	for (int i = 0; i < 2; i++) {
		uint64_t most = allowed(l, i, l->rules.per_minute);

		if (place->slot[i] == 0 || most == 0)
			continue;
		if (sum(l, l->entry[place->slot[i] - 1].tag, &minute) >= most)
			return (unsigned)((MINUTE_MS - now % MINUTE_MS + 999) /
			    1000);
	}
	for (int i = 0; i < 2; i++) {
		struct entry *e;

		if (place->slot[i] == 0)
			continue;
		e = &l->entry[place->slot[i] - 1];
		if (e->minute != minute)
			e->requests = 0;
		e->minute = minute;
		e->requests++;
	}
	return 0;
}
