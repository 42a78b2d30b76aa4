/* SPDX-License-Identifier: ISC */
/*
 * Blocks at the top of a doc, taken together by where their links stand.
 */
#include "linkplace.h"

#include "listmark.h"

bool
linkplace_parse(struct span name, enum link_place *place)
{
	if (span_eq(name, SPAN("paragraph")))
		*place = LINKS_PARAGRAPH;
	else if (span_eq(name, SPAN("section")))
		*place = LINKS_SECTION;
	else if (span_eq(name, SPAN("end")))
		*place = LINKS_END;
	else
		return false;
	return true;
}

static bool
begins_section(const struct block *before, const struct block *block)
{
	if (block->kind == BLOCK_HEADING)
		return true;
	return block->kind == BLOCK_FOOTNOTE && before->kind != BLOCK_FOOTNOTE;
}

const struct block *
linkplace_end(const struct block *first, enum link_place place)
{
	const struct block *before = first;
	bool has_source = first->line > 0;

	if (place == LINKS_PARAGRAPH)
		return first->next;
	for (const struct block *b = first->next; b != NULL; b = b->next) {
		if (has_source && b->line == 0)
			return b;
		if (place == LINKS_SECTION && begins_section(before, b))
			return b;
		has_source = has_source || b->line > 0;
		before = b;
	}
	return NULL;
}

bool
linkplace_can_wait(const struct block *block)
{
	if (block->kind == BLOCK_PARAGRAPH)
		return block->text.words.len > 0;
	return block->kind != BLOCK_LIST || !listmark_is_links(block);
}
