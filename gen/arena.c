/* SPDX-License-Identifier: ISC */
/*
 * A list of chunks; the first is the one being filled.
 */
#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"

#define CHUNK_SIZE ((size_t)64 * 1024)
#define ALIGNMENT ((size_t)16)

struct arena_chunk {
	struct arena_chunk *next;
	size_t used, size;
	_Alignas(16) unsigned char bytes[];
};

void
arena_init(struct arena *arena)
{
	arena->chunk = NULL;
}

void
arena_release(struct arena *arena)
{
	struct arena_chunk *chunk, *next;

	for (chunk = arena->chunk; chunk != NULL; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	arena->chunk = NULL;
}

void
arena_join(struct arena *arena, struct arena *from)
{
	struct arena_chunk *last = from->chunk;

	if (last == NULL)
		return;
	while (last->next != NULL)
		last = last->next;
	last->next = arena->chunk;
	arena->chunk = from->chunk;
	from->chunk = NULL;
}

static struct arena_chunk *
chunk_new(size_t size)
{
	struct arena_chunk *chunk;

	if (size > SIZE_MAX - sizeof(*chunk))
		die("out of memory");
	chunk = xmalloc(sizeof(*chunk) + size);
	chunk->next = NULL;
	chunk->used = 0;
	chunk->size = size;
	return (chunk);
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = arena->chunk;
	void *p;

	if (size > SIZE_MAX - ALIGNMENT)
		die("out of memory");
	size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	if (chunk == NULL || chunk->size - chunk->used < size) {
		chunk = chunk_new(size > CHUNK_SIZE ? size : CHUNK_SIZE);
		chunk->next = arena->chunk;
		arena->chunk = chunk;
	}
	p = chunk->bytes + chunk->used;
	chunk->used += size;
	return (memset(p, 0, size));
}

struct span
arena_copy(struct arena *arena, struct span s)
{
	char *p = arena_alloc(arena, s.len + 1);

	if (s.len > 0)
		memcpy(p, s.p, s.len);
	return (span_make(p, s.len));
}

struct span
arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list ap, again;
	char *p;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		die("a string could not be formatted");
	p = arena_alloc(arena, (size_t)len + 1);
	(void)vsnprintf(p, (size_t)len + 1, fmt, again);
	va_end(again);
	return (span_make(p, (size_t)len));
}
