/* SPDX-License-Identifier: ISC */
/*
 * Memory for what lives equally long, a site or a page: given out in pieces,
 * freed all at once.  One arena belongs to one thread at a time; arena_join()
 * hands a thread's over to another.
 */
#ifndef GEN_ARENA_H
#define GEN_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "span.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk;
};

void arena_init(struct arena *arena);
void arena_release(struct arena *arena);
/* Forget all that was given out but keep the largest piece of memory, so that
 * a thread which makes page after page soon allocates nothing. */
void arena_reset(struct arena *arena);
/* Give all memory of `from` to `arena`; `from` is empty then. */
void arena_join(struct arena *arena, struct arena *from);

/* Aligned for any type, with any content; dies when there is no memory. */
void *arena_take(struct arena *arena, size_t size)
    __attribute__((malloc, returns_nonnull));
/* The same, zeroed. */
void *arena_alloc(struct arena *arena, size_t size)
    __attribute__((malloc, returns_nonnull));
/* A copy that is NUL-terminated after its `len` bytes. */
struct span arena_copy(struct arena *arena, struct span s);
struct span arena_printf(struct arena *arena, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
struct span arena_vprintf(struct arena *arena, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

#endif
