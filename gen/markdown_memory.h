/* SPDX-License-Identifier: ISC */
/*
 * Memory for the parser library: it makes many small nodes that all go at
 * once.  One pool at a time is current in a thread, since the library passes
 * no context to its allocator.
 */
#ifndef GEN_MARKDOWN_MEMORY_H
#define GEN_MARKDOWN_MEMORY_H

#include <cmark-gfm.h>

struct markdown_pool {
	struct markdown_chunk *chunk;
};

/* Make `pool` (zeroed) the current one of this thread. */
void markdown_pool_enter(struct markdown_pool *pool);
/* Free all that was given out of it. */
void markdown_pool_leave(struct markdown_pool *pool);

/* The allocator, for use between the two calls above. */
cmark_mem *markdown_pool_memory(void);

#endif
