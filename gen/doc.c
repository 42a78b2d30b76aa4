/* SPDX-License-Identifier: ISC */
/*
 * The document's arena and its tree.  Memory comes in chunks that grow; a
 * reset keeps the largest, so that a thread which makes page after page soon
 * allocates nothing.
 */
#include <stdarg.h>

#include "die.h"
#include "doc.h"

#define CHUNK_MIN 16384
#define ALIGNMENT _Alignof(max_align_t)

struct doc_chunk {
	struct doc_chunk *next;
	size_t used, cap;
	max_align_t data[];
};

void
doc_init(struct doc *doc)
{
	*doc = (struct doc){ 0 };
}

static void
free_chunks(struct doc_chunk *chunk)
{
	while (chunk != NULL) {
		struct doc_chunk *next = chunk->next;

		free(chunk);
		chunk = next;
	}
}

void
doc_release(struct doc *doc)
{
	free_chunks(doc->chunk);
	doc_init(doc);
}

void
doc_reset(struct doc *doc)
{
	struct doc_chunk *keep = doc->chunk;

	doc_init(doc);
	if (keep == NULL)
		return;
	/* The newest chunk is the largest: each is twice the one before. */
	free_chunks(keep->next);
	keep->next = NULL;
	keep->used = 0;
	doc->chunk = keep;
}

static void
add_chunk(struct doc *doc, size_t size)
{
	size_t cap = doc->chunk != NULL ? doc->chunk->cap * 2 : CHUNK_MIN;
	struct doc_chunk *chunk;

	if (cap < size)
		cap = size;
	chunk = xmalloc(sizeof(*chunk) + cap);
	chunk->next = doc->chunk;
	chunk->used = 0;
	chunk->cap = cap;
	doc->chunk = chunk;
}

void *
doc_alloc(struct doc *doc, size_t size)
{
	void *p;

	if (size > SIZE_MAX / 4)
		die("out of memory");
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (doc->chunk == NULL || doc->chunk->cap - doc->chunk->used < size)
		add_chunk(doc, size);
	p = (char *)doc->chunk->data + doc->chunk->used;
	doc->chunk->used += size;
	return p;
}

struct span
doc_copy(struct doc *doc, struct span s)
{
	char *p;

	if (s.len == 0)
		return SPAN("");
	p = doc_alloc(doc, s.len + 1);
	memcpy(p, s.p, s.len);
	p[s.len] = '\0';
	return span_make(p, s.len);
}

struct span
doc_printf(struct doc *doc, const char *fmt, ...)
{
	va_list ap;
	char *p;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		die("cannot format a text");
	p = doc_alloc(doc, (size_t)len + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)len + 1, fmt, ap);
	va_end(ap);
	return span_make(p, (size_t)len);
}

struct block *
doc_add(struct doc *doc, struct block *parent, enum block_kind kind)
{
	struct block *block = doc_alloc(doc, sizeof(*block));
	struct block **first = parent != NULL ? &parent->first : &doc->first;
	struct block **last = parent != NULL ? &parent->last : &doc->last;

	*block = (struct block){ .kind = kind, .parent = parent };
	block->only = FOR_ALL;
	if (kind == BLOCK_ITEM && parent != NULL && parent->is_ordered)
		block->level =
		    *last != NULL ? (*last)->level + 1 : parent->level;
	if (*last != NULL)
		(*last)->next = block;
	else
		*first = block;
	*last = block;
	return block;
}

struct block *
doc_heading(struct doc *doc, unsigned level, struct span words)
{
	struct block *block = doc_add(doc, NULL, BLOCK_HEADING);

	block->level = level;
	block->text.words = doc_copy(doc, words);
	return block;
}

struct block *
doc_paragraph(struct doc *doc, struct span words)
{
	struct block *block = doc_add(doc, NULL, BLOCK_PARAGRAPH);

	block->text.words = doc_copy(doc, words);
	return block;
}

struct link *
doc_link(struct doc *doc, struct block *block, enum link_kind kind,
    struct span target, struct span label)
{
	struct link *link = doc_alloc(doc, sizeof(*link));

	*link = (struct link){ .kind = kind, .only = FOR_ALL };
	link->target = doc_copy(doc, target);
	link->label = doc_copy(doc, label);
	text_add_link(&block->text, link);
	return link;
}

void
text_add_link(struct text *text, struct link *link)
{
	link->next = NULL;
	if (text->last != NULL)
		text->last->next = link;
	else
		text->first = link;
	text->last = link;
}

struct block *
doc_next(const struct block *block)
{
	if (block->first != NULL)
		return block->first;
	while (block != NULL && block->next == NULL)
		block = block->parent;
	return block != NULL ? block->next : NULL;
}

void
doc_walk_init(
    struct doc_walk *walk, const struct doc *doc, const struct block *root)
{
	walk->root = root;
	walk->next = root != NULL ? root : doc->first;
	walk->is_entering = true;
}

const struct block *
doc_walk_next(struct doc_walk *walk, bool *is_entering)
{
	const struct block *block = walk->next;

	if (block == NULL)
		return NULL;
	*is_entering = walk->is_entering;
	if (walk->is_entering && block->first != NULL) {
		walk->next = block->first;
	} else if (walk->is_entering) {
		walk->is_entering = false; /* the same block is left next */
	} else if (block == walk->root) {
		walk->next = NULL;
	} else if (block->next != NULL) {
		walk->next = block->next;
		walk->is_entering = true;
	} else {
		walk->next = block->parent;
	}
	return block;
}

void
doc_walk_skip(struct doc_walk *walk, const struct block *block)
{
	walk->next = block;
	walk->is_entering = false;
}
