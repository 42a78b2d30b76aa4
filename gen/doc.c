/* SPDX-License-Identifier: ISC */
/*
 * The document's tree.
 */
#include <stdarg.h>
#include <string.h>

#include "doc.h"

void
doc_init(struct doc *doc)
{
	*doc = (struct doc){ 0 };
}

void
doc_release(struct doc *doc)
{
	arena_release(&doc->arena);
	doc_init(doc);
}

void
doc_reset(struct doc *doc)
{
	struct arena kept = doc->arena;

	arena_reset(&kept);
	doc_init(doc);
	doc->arena = kept;
}

void *
doc_alloc(struct doc *doc, size_t size)
{
	return arena_take(&doc->arena, size);
}

struct span
doc_copy(struct doc *doc, struct span s)
{
	return s.len == 0 ? SPAN("") : arena_copy(&doc->arena, s);
}

struct span
doc_printf(struct doc *doc, const char *fmt, ...)
{
	struct span text;
	va_list ap;

	va_start(ap, fmt);
	text = arena_vprintf(&doc->arena, fmt, ap);
	va_end(ap);
	return text;
}

struct span
doc_join(struct doc *doc, struct span a, struct span b, struct span c)
{
	const struct span part[] = { a, b, c };
	char *text = doc_alloc(doc, a.len + b.len + c.len + 1);
	char *end = text;

	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++) {
		if (part[i].len > 0)
			memcpy(end, part[i].p, part[i].len);
		end += part[i].len;
	}
	*end = '\0';
	return span_make(text, (size_t)(end - text));
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
doc_add_like(struct doc *doc, struct block *parent, const struct block *block)
{
	struct block *copy = doc_add(doc, parent, block->kind);

	copy->line = block->line;
	copy->only = block->only;
	copy->level = block->level;
	copy->is_ordered = block->is_ordered;
	copy->is_tight = block->is_tight;
	copy->is_attached = block->is_attached;
	copy->task = block->task;
	copy->align = block->align;
	return copy;
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

bool
doc_links_to(const struct doc *doc, struct span target)
{
	const struct block *block;
	const struct link *link;

	for (block = doc->first; block != NULL; block = doc_next(block))
		for (link = block->text.first; link != NULL; link = link->next)
			if (link->kind != LINK_NONE &&
			    span_eq(link->target, target))
				return true;
	return false;
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
