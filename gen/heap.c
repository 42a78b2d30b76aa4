/* SPDX-License-Identifier: ISC */
#include "heap.h"

#include <sys/mman.h>

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#define HEAP_STEP (32 * 1024 * 1024)
#define LARGE_PAGE ((uintptr_t)2 * 1024 * 1024)

void
heap_prepare(void)
{
	char *first = sbrk(0), *end, *volatile large;
	size_t skip;

	(void)mallopt(M_TOP_PAD, HEAP_STEP);
	(void)mallopt(M_TRIM_THRESHOLD, HEAP_STEP * 2);
	(void)mallopt(M_MMAP_THRESHOLD, HEAP_STEP);
	/* Too large for what is free: the heap grows by a step. */
	large = malloc(HEAP_STEP / 2);
	free(large);
	end = sbrk(0);
	skip = (size_t)(LARGE_PAGE - (uintptr_t)first % LARGE_PAGE);
	if (end - first > (ptrdiff_t)(skip + LARGE_PAGE))
		(void)madvise(
		    first + skip, (size_t)(end - first) - skip, MADV_HUGEPAGE);
}
