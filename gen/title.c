/* SPDX-License-Identifier: ISC */
/*
 * Titles are compared by their letters and digits alone, whatever their case:
 * front matter and heading often differ in quotes and dashes.
 */
#include "title.h"

#include <unicode/uchar.h>

#include "utf8.h"

static uint32_t
next_letter(struct span *s)
{
	while (s->len > 0) {
		UChar32 c = (UChar32)utf8_next(s);

		if (u_isalnum(c))
			return (uint32_t)u_tolower(c);
	}
	return 0;
}

static bool
says_the_same(struct span a, struct span b)
{
	uint32_t c;

	do {
		c = next_letter(&a);
		if (c != next_letter(&b))
			return false;
	} while (c != 0);
	return true;
}

static struct block *
before_first_heading(struct block *block, struct block **heading)
{
	struct block *before = NULL;

	while (block != NULL && block->kind != BLOCK_HEADING) {
		before = block;
		block = block->next;
	}
	*heading = block;
	return before;
}

static void
unlink_block(struct doc *doc, struct block *before, struct block *block)
{
	if (before != NULL)
		before->next = block->next;
	else
		doc->first = block->next;
	if (doc->last == block)
		doc->last = before;
	block->next = NULL;
}

static void
drop_repeated(struct doc *doc, struct span title)
{
	struct block *heading;
	struct block *before = before_first_heading(doc->first->next, &heading);

	if (heading == NULL || !says_the_same(heading->text.words, title))
		return;
	/* Deeper in the text it may be a section of the same name. */
	if (before != NULL && heading->level > 1)
		return;
	if (heading->text.first != NULL) {
		/* Its links are kept, as a paragraph of links. */
		heading->kind = BLOCK_PARAGRAPH;
		heading->text.words = SPAN("");
		heading->text.is_links = true;
		return;
	}
	unlink_block(doc, before != NULL ? before : doc->first, heading);
}

static void
take_first_heading(struct doc *doc)
{
	struct block *heading;
	struct block *before = before_first_heading(doc->first, &heading);

	if (heading == NULL)
		return;
	unlink_block(doc, before, heading);
	heading->next = doc->first;
	doc->first = heading;
	if (doc->last == NULL)
		doc->last = heading;
	heading->level = 1;
}

static void
shift(struct block *first)
{
	bool has_top = false;

	for (const struct block *b = first; b != NULL; b = doc_next(b))
		has_top =
		    has_top || (b->kind == BLOCK_HEADING && b->level == 1);
	if (!has_top)
		return;
	for (struct block *b = first; b != NULL; b = doc_next(b)) {
		if (b->kind == BLOCK_HEADING && b->level < 6)
			b->level++;
	}
}

void
title_settle(struct doc *doc, struct span title)
{
	if (title.len > 0)
		drop_repeated(doc, title);
	else
		take_first_heading(doc);
	if (doc->first == NULL)
		return;
	shift(doc->first->kind == BLOCK_HEADING && doc->first->level == 1
		? doc->first->next
		: doc->first);
}
