/* SPDX-License-Identifier: ISC */
/*
 * A list of chunks; the first is the one being filled.
 */
#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "messages.h"

#define CHUNK_MIN ((size_t)16 * 1024)
#define CHUNK_MAX ((size_t)1024 * 1024)
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

void
arena_reset(struct arena *arena)
{
	struct arena_chunk *keep = arena->chunk;
	struct arena rest;

	if (keep == NULL)
		return;
	/* The newest is the largest. */
	rest.chunk = keep->next;
	arena_release(&rest);
	keep->next = NULL;
	keep->used = 0;
}

/* Each chunk is twice the one before, up to CHUNK_MAX. */
static struct arena_chunk *
add_chunk(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk;
	size_t room = CHUNK_MIN;

	if (arena->chunk != NULL)
		room = arena->chunk->size >= CHUNK_MAX ? CHUNK_MAX
						       : arena->chunk->size * 2;
	if (room < size)
		room = size;
	chunk = xmalloc(sizeof(*chunk) + room);
	chunk->next = arena->chunk;
	chunk->used = 0;
	chunk->size = room;
	arena->chunk = chunk;
	return chunk;
}

void *
arena_take(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = arena->chunk;
	void *p;

	if (size > SIZE_MAX / 4)
		die(MSG_OUT_OF_MEMORY);
	size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	if (chunk == NULL || chunk->size - chunk->used < size)
		chunk = add_chunk(arena, size);
	p = chunk->bytes + chunk->used;
	chunk->used += size;
	return p;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	return memset(arena_take(arena, size), 0, size);
}

struct span
arena_copy(struct arena *arena, struct span s)
{
	char *p = arena_take(arena, s.len + 1);

	if (s.len > 0)
		memcpy(p, s.p, s.len);
	p[s.len] = '\0';
	return span_make(p, s.len);
}

struct span
arena_vprintf(struct arena *arena, const char *fmt, va_list ap)
{
	struct arena_chunk *chunk = arena->chunk;
	char *p = NULL;
	size_t room = 0;
	va_list again;
	int len;

	if (chunk != NULL) {
		p = (char *)chunk->bytes + chunk->used;
		room = chunk->size - chunk->used;
	}
	va_copy(again, ap);
	len = vsnprintf(p, room, fmt, ap);
	if (len < 0)
		die(MSG_NO_STRING);
	p = arena_take(arena, (size_t)len + 1);
	if ((size_t)len >= room)
		(void)vsnprintf(p, (size_t)len + 1, fmt, again);
	va_end(again);
	return span_make(p, (size_t)len);
}

struct span
arena_printf(struct arena *arena, const char *fmt, ...)
{
	struct span text;
	va_list ap;

	va_start(ap, fmt);
	text = arena_vprintf(arena, fmt, ap);
	va_end(ap);
	return text;
}
