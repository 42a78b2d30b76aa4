/* SPDX-License-Identifier: ISC */
/*
 * Chunks that are filled from the front; each piece is headed by its size,
 * which realloc needs.  Nothing is freed alone.
 */
#include "markdown_memory.h"

#include <stddef.h>
#include <stdint.h>

#include "die.h"
#include "messages.h"

#define CHUNK_MIN ((size_t)32768)
#define CHUNK_MAX ((size_t)4 << 20)
#define ALIGNMENT _Alignof(max_align_t)

struct markdown_chunk {
	struct markdown_chunk *next;
	size_t used, cap;
	max_align_t data[];
};

static _Thread_local struct markdown_pool *current;

static void
add_chunk(size_t size)
{
	size_t cap = CHUNK_MIN;
	struct markdown_chunk *chunk;

	if (current->chunk != NULL)
		cap = current->chunk->cap * 2;
	if (cap > CHUNK_MAX)
		cap = CHUNK_MAX;
	if (cap < size)
		cap = size;
	chunk = xmalloc(sizeof(*chunk) + cap);
	chunk->next = current->chunk;
	chunk->used = 0;
	chunk->cap = cap;
	current->chunk = chunk;
}

static void *
take(size_t size)
{
	struct markdown_chunk *chunk;
	char *p;

	if (size > SIZE_MAX / 4)
		die(MSG_OUT_OF_MEMORY);
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + ALIGNMENT;
	chunk = current->chunk;
	if (chunk == NULL || chunk->cap - chunk->used < size) {
		add_chunk(size);
		chunk = current->chunk;
	}
	p = (char *)chunk->data + chunk->used;
	chunk->used += size;
	*(size_t *)(void *)p = size - ALIGNMENT;
	return p + ALIGNMENT;
}

static void *
pool_calloc(size_t count, size_t size)
{
	void *p;

	if (size > 0 && count > SIZE_MAX / size)
		die(MSG_OUT_OF_MEMORY);
	p = take(count * size);
	memset(p, 0, count * size);
	return p;
}

static void *
pool_realloc(void *old, size_t size)
{
	size_t old_size;
	void *p;

	if (old == NULL)
		return take(size);
	old_size = *(size_t *)(void *)((char *)old - ALIGNMENT);
	if (size <= old_size)
		return old;
	p = take(size);
	memcpy(p, old, old_size);
	return p;
}

static void
pool_free(void *p)
{
	(void)p; /* goes with its pool */
}

static cmark_mem memory = { pool_calloc, pool_realloc, pool_free };

void
markdown_pool_enter(struct markdown_pool *pool)
{
	current = pool;
}

void
markdown_pool_leave(struct markdown_pool *pool)
{
	while (pool->chunk != NULL) {
		struct markdown_chunk *next = pool->chunk->next;

		free(pool->chunk);
		pool->chunk = next;
	}
	current = NULL;
}

cmark_mem *
markdown_pool_memory(void)
{
	return &memory;
}
