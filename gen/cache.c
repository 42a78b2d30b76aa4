/* SPDX-License-Identifier: ISC */
/*
 * The file is mapped and used as it is; its tables need no work on reading.
 */
#include "cache.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "hash.h"

#define MAGIC "bmcache4"
#define ALIGNMENT 8

/* A record: data follow, then the changes.  Its length is a multiple of
 * ALIGNMENT. */
struct record {
	uint64_t check; /* of what is before it, and of what follows here */
	uint64_t len, changes_at, changes;
};

/* Its bytes follow, and zeros up to ALIGNMENT. */
struct change {
	uint64_t at, len;
};

static uint64_t
padded(uint64_t len)
{
	return ((len + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
}

/* In four lanes: each multiplication waits for the one before in its own. */
static uint64_t
check_of(uint64_t before, struct span s)
{
	uint64_t a = before, b = before + 1, c = before + 2, d = before + 3;
	uint64_t word[4];

	while (s.len >= sizeof(word)) {
		memcpy(word, s.p, sizeof(word));
		a = hash_number(a, word[0]);
		b = hash_number(b, word[1]);
		c = hash_number(c, word[2]);
		d = hash_number(d, word[3]);
		s.p += sizeof(word);
		s.len -= sizeof(word);
	}
	return (
	    hash_span(hash_number(hash_number(a, b), hash_number(c, d)), s));
}

static uint64_t
image_check(const char *bytes, uint64_t len)
{
	size_t skip = offsetof(struct cache_head, len);

	return (
	    check_of(HASH_SEED, span_make(bytes + skip, (size_t)len - skip)));
}

static uint64_t
record_check(uint64_t before, const char *bytes, uint64_t len)
{
	size_t skip = offsetof(struct record, len);

	return (check_of(before, span_make(bytes + skip, (size_t)len - skip)));
}

static bool
has_table(const struct cache *cache, uint64_t at, uint64_t count, size_t size)
{
	return (at % ALIGNMENT == 0 && at <= cache->len &&
	    count <= (cache->len - at) / size);
}

static bool
has_tables(const struct cache *cache)
{
	const struct cache_head *head = cache->head;

	return (has_table(cache, head->source_at, head->sources,
		    sizeof(struct cache_source)) &&
	    has_table(
		cache, head->task_at, head->tasks, sizeof(struct cache_task)) &&
	    has_table(
		cache, head->name_at, head->names, sizeof(struct cache_name)));
}

/* Without what records say. */
static bool
is_good(const struct cache *cache)
{
	const struct cache_head *head = cache->head;

	return (memcmp(head->magic, MAGIC, sizeof(head->magic)) == 0 &&
	    head->len >= sizeof(*head) && head->len <= cache->len &&
	    head->len % ALIGNMENT == 0 &&
	    head->check == image_check(cache->bytes, head->len));
}

static bool
apply_changes(
    const struct cache *cache, char *bytes, const struct record *record)
{
	struct span rest =
	    span_skip(span_make(bytes, cache->len), (size_t)record->changes_at);
	uint64_t left = record->changes;
	struct change change;

	for (; left > 0 && rest.len >= sizeof(change); left--) {
		memcpy(&change, rest.p, sizeof(change));
		rest = span_skip(rest, sizeof(change));
		if (change.len > rest.len || change.at > cache->head->len ||
		    change.len > cache->head->len - change.at)
			return (false);
		memcpy(bytes + change.at, rest.p, (size_t)change.len);
		rest = span_skip(rest, (size_t)padded(change.len));
	}
	return (left == 0);
}

/* Bring the private copy up to the last record. */
static bool
apply_records(struct cache *cache, char *bytes)
{
	uint64_t at = cache->head->len, check = cache->head->check, len = at;
	const struct record *record;

	if (at < cache->len &&
	    mprotect(bytes, cache->len, PROT_READ | PROT_WRITE) != 0)
		return (false);
	for (; at < cache->len; at += record->len) {
		record = (const void *)(bytes + at);
		if (cache->len - at < sizeof(*record) ||
		    record->len < sizeof(*record) ||
		    record->len > cache->len - at ||
		    record->len % ALIGNMENT != 0 ||
		    record->check !=
			record_check(check, bytes + at, record->len))
			return (false);
		check = record->check;
		if (!apply_changes(cache, bytes, record))
			return (false);
	}
	return (cache->head->len == len);
}

static bool
map_file(struct cache *cache, int fd, void **bytes)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
	    (size_t)st.st_size < sizeof(struct cache_head))
		return (false);
	*bytes = mmap(NULL, (size_t)st.st_size, PROT_READ,
	    MAP_PRIVATE | MAP_POPULATE, fd, 0);
	if (*bytes == MAP_FAILED)
		return (false);
	cache->bytes = *bytes;
	cache->head = *bytes;
	cache->len = (size_t)st.st_size;
	cache->is_shared = st.st_nlink > 1;
	return (true);
}

void
cache_open(struct cache *cache, int dir_fd)
{
	bool is_mapped;
	void *bytes;
	int fd = openat(
	    dir_fd, CACHE_NAME, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	*cache = (struct cache){ 0 };
	if (fd == -1)
		return;
	is_mapped = map_file(cache, fd, &bytes);
	(void)close(fd);
	if (!is_mapped)
		return;
	if (!is_good(cache) || !apply_records(cache, bytes) ||
	    !has_tables(cache)) {
		cache_close(cache);
		return;
	}
	cache->source = (const void *)(cache->bytes + cache->head->source_at);
	cache->task = (const void *)(cache->bytes + cache->head->task_at);
	cache->name = (const void *)(cache->bytes + cache->head->name_at);
}

void
cache_close(struct cache *cache)
{
	union {
		const char *in;
		void *out;
	} bytes = { cache->bytes };

	if (cache->bytes != NULL)
		(void)munmap(bytes.out, cache->len);
	*cache = (struct cache){ 0 };
}

struct span
cache_bytes(const struct cache *cache, uint64_t at, uint64_t len)
{
	if (at > cache->len || len > cache->len - at)
		return (SPAN(""));
	return (span_make(cache->bytes + at, (size_t)len));
}

struct span
cache_losses(const struct cache *cache)
{
	return (cache_bytes(
	    cache, cache->head->losses_at, cache->head->losses_len));
}

struct span
cache_slugs(const struct cache *cache)
{
	return (
	    cache_bytes(cache, cache->head->slugs_at, cache->head->slugs_len));
}

void
cache_begin(struct cache_writer *w, const struct cache *old)
{
	w->old = old;
	w->change_count = 0;
	buf_init(&w->b, UINT32_MAX - (old != NULL ? old->len : 0));
	buf_init(&w->changes, UINT32_MAX);
	buf_repeat(&w->b, '\0',
	    old != NULL ? sizeof(struct record) : sizeof(struct cache_head));
}

void
cache_release(struct cache_writer *w)
{
	buf_release(&w->b);
	buf_release(&w->changes);
}

static uint64_t
place_in_file(const struct cache_writer *w)
{
	return ((w->old != NULL ? w->old->len : 0) + w->b.len);
}

static void
pad(struct buf *b)
{
	buf_repeat(b, '\0', (size_t)padded(b->len) - b->len);
}

uint64_t
cache_data(struct cache_writer *w, struct span data)
{
	uint64_t at = place_in_file(w);

	buf_span_add(&w->b, data);
	return (at);
}

uint64_t
cache_table(struct cache_writer *w, const void *table, size_t size)
{
	pad(&w->b);
	return (cache_data(w, span_make(table, size)));
}

void
cache_change(
    struct cache_writer *w, const void *place, const void *bytes, size_t size)
{
	struct change change = { .len = size };

	if (memcmp(place, bytes, size) == 0)
		return;
	change.at = (uint64_t)((const char *)place - w->old->bytes);
	buf_add(&w->changes, &change, sizeof(change));
	buf_add(&w->changes, bytes, size);
	pad(&w->changes);
	w->change_count++;
}

static void
end_image(struct cache_writer *w, struct cache_head *head)
{
	pad(&w->b);
	if (w->b.failed)
		return;
	memcpy(head->magic, MAGIC, sizeof(head->magic));
	head->len = w->b.len;
	memcpy(w->b.data, head, sizeof(*head));
	head->check = image_check(w->b.data, head->len);
	memcpy(w->b.data, head, sizeof(*head));
}

/* What a record is chained to: the last record, or the image. */
static uint64_t
last_check(const struct cache *cache)
{
	const struct record *record = NULL;
	uint64_t at;

	for (at = cache->head->len; at < cache->len; at += record->len)
		record = (const void *)(cache->bytes + at);
	return (record != NULL ? record->check : cache->head->check);
}

static void
end_record(struct cache_writer *w, const struct cache_head *head)
{
	size_t skip = offsetof(struct cache_head, settings);
	struct record record = { 0 };

	cache_change(w, (const char *)w->old->head + skip,
	    (const char *)head + skip, sizeof(*head) - skip);
	pad(&w->b);
	record.changes_at = cache_data(w, buf_span(&w->changes));
	record.changes = w->change_count;
	record.len = w->b.len;
	if (w->changes.failed)
		w->b.failed = true;
	if (w->b.failed)
		return;
	memcpy(w->b.data, &record, sizeof(record));
	record.check = record_check(last_check(w->old), w->b.data, record.len);
	memcpy(w->b.data, &record, sizeof(record));
}

void
cache_end(struct cache_writer *w, struct cache_head *head)
{
	if (w->old != NULL)
		end_record(w, head);
	else
		end_image(w, head);
}
