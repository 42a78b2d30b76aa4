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

#define MAGIC "bmcache2"
#define ALIGNMENT 8

static uint64_t
check_of(const char *bytes, size_t len)
{
	size_t skip = offsetof(struct cache_head, settings);

	return (hash_span(HASH_SEED, span_make(bytes + skip, len - skip)));
}

static bool
has_table(const struct cache *cache, uint64_t at, uint64_t count, size_t size)
{
	return (at % ALIGNMENT == 0 && at <= cache->len &&
	    count <= (cache->len - at) / size);
}

static bool
is_power(uint64_t n)
{
	return (n > 0 && (n & (n - 1)) == 0);
}

static bool
is_good(struct cache *cache)
{
	const struct cache_head *head = cache->head;

	return (cache->len >= sizeof(*head) &&
	    memcmp(head->magic, MAGIC, sizeof(head->magic)) == 0 &&
	    head->check == check_of(cache->bytes, cache->len) &&
	    has_table(cache, head->source_at, head->sources,
		sizeof(struct cache_source)) &&
	    is_power(head->tasks) && is_power(head->names) &&
	    has_table(
		cache, head->task_at, head->tasks, sizeof(struct cache_task)) &&
	    has_table(
		cache, head->name_at, head->names, sizeof(struct cache_name)) &&
	    head->losses_at <= cache->len);
}

void
cache_open(struct cache *cache, int dir_fd)
{
	struct stat st;
	void *bytes;
	int fd = openat(
	    dir_fd, CACHE_NAME, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	*cache = (struct cache){ 0 };
	if (fd == -1)
		return;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
	    (size_t)st.st_size < sizeof(struct cache_head)) {
		(void)close(fd);
		return;
	}
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ,
	    MAP_PRIVATE | MAP_POPULATE, fd, 0);
	(void)close(fd);
	if (bytes == MAP_FAILED)
		return;
	cache->bytes = bytes;
	cache->len = (size_t)st.st_size;
	cache->head = bytes;
	if (!is_good(cache)) {
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

const struct cache_task *
cache_find_task(const struct cache *cache, uint64_t key)
{
	uint64_t mask = cache->head->tasks - 1, i, tried;

	for (i = key & mask, tried = 0; tried <= mask; tried++) {
		if (cache->task[i].key == key)
			return (&cache->task[i]);
		if (cache->task[i].key == 0)
			return (NULL);
		i = (i + 1) & mask;
	}
	return (NULL);
}

const struct cache_name *
cache_find_name(const struct cache *cache, uint64_t key)
{
	uint64_t mask = cache->head->names - 1, i, tried;

	for (i = key & mask, tried = 0; tried <= mask; tried++) {
		if (cache->name[i].key == key)
			return (&cache->name[i]);
		if (cache->name[i].key == 0)
			return (NULL);
		i = (i + 1) & mask;
	}
	return (NULL);
}

struct span
cache_bytes(const struct cache *cache, uint32_t at, uint32_t len)
{
	if (at > cache->len || len > cache->len - at)
		return (SPAN(""));
	return (span_make(cache->bytes + at, len));
}

struct span
cache_losses(const struct cache *cache)
{
	return (span_skip(span_make(cache->bytes, cache->len),
	    (size_t)cache->head->losses_at));
}

struct span
cache_slugs(const struct cache *cache)
{
	return (span_skip(span_make(cache->bytes, cache->len),
	    (size_t)cache->head->slugs_at));
}

void
cache_begin(struct buf *b)
{
	buf_repeat(b, '\0', sizeof(struct cache_head));
}

uint32_t
cache_data(struct buf *b, struct span data)
{
	uint32_t at = (uint32_t)b->len;

	buf_span_add(b, data);
	return (at);
}

uint64_t
cache_table(struct buf *b, const void *table, size_t size)
{
	uint64_t at;

	buf_repeat(b, '\0', (ALIGNMENT - b->len % ALIGNMENT) % ALIGNMENT);
	at = b->len;
	buf_add(b, table, size);
	return (at);
}

void
cache_end(struct buf *b, struct cache_head *head)
{
	if (b->failed)
		return;
	memcpy(head->magic, MAGIC, sizeof(head->magic));
	memcpy(b->data, head, sizeof(*head));
	head->check = check_of(b->data, b->len);
	memcpy(b->data, head, sizeof(*head));
}
