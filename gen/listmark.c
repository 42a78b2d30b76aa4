/* SPDX-License-Identifier: ISC */
/*
 * Rules about lists.
 */
#include "listmark.h"

#include "linklist.h"

void
listmark_find(const struct block *item, struct listmark *mark)
{
	unsigned chain[LISTMARK_DEPTH] = { 0 };
	unsigned numbers = 0;
	bool is_chained = true;
	size_t len = 0;

	*mark = (struct listmark){ 0 };
	for (const struct block *b = item; b != NULL; b = b->parent) {
		const struct block *list = b->parent;

		if (b->kind != BLOCK_ITEM || list == NULL)
			continue;
		if (mark->depth == LISTMARK_DEPTH)
			break;
		mark->depth++;
		is_chained = is_chained && list->is_ordered;
		if (is_chained)
			chain[numbers++] = b->level;
		else
			mark->is_bulleted = true;
	}
	while (numbers > 0) {
		int n = snprintf(mark->number + len, sizeof(mark->number) - len,
		    "%u.%s", chain[numbers - 1], numbers == 1 ? " " : "");

		if (n < 0 || (size_t)n >= sizeof(mark->number) - len)
			break;
		len += (size_t)n;
		numbers--;
	}
}

const char *
listmark_task(const struct block *item)
{
	if (item->task == TASK_NONE)
		return "";
	return item->task == TASK_DONE ? "[x] " : "[ ] ";
}

static bool
is_link_paragraph(const struct block *p, bool is_single)
{
	if (p->kind != BLOCK_PARAGRAPH || !p->text.is_links)
		return false;
	for (const struct link *l = p->text.first; l != NULL; l = l->next) {
		if (!linklist_leads(l) || l->only != FOR_ALL)
			return false;
	}
	return p->text.first != NULL && (!is_single || !p->text.first->next);
}

static bool
is_link_item(const struct block *item)
{
	const struct block *p = item->first;
	bool is_ordered = item->parent->is_ordered;

	if (p == NULL || item->task != TASK_NONE ||
	    !is_link_paragraph(p, is_ordered))
		return false;
	return p->next == NULL ||
	    (p->next->kind == BLOCK_LIST && !p->next->next);
}

bool
listmark_is_links(const struct block *list)
{
	struct doc_walk walk;
	const struct block *block;
	bool is_entering;

	doc_walk_init(&walk, NULL, list);
	while ((block = doc_walk_next(&walk, &is_entering)) != NULL) {
		if (is_entering && block->kind == BLOCK_ITEM &&
		    !is_link_item(block))
			return false;
	}
	return list->first != NULL;
}

static bool
is_links(const struct block *block)
{
	/* A dead one is written as words. */
	if (block->kind == BLOCK_PARAGRAPH)
		return block->text.words.len == 0 &&
		    (block->text.first == NULL ||
			linklist_leads(block->text.first));
	return block->kind == BLOCK_LIST && listmark_is_links(block);
}

bool
listmark_has_gap(const struct block *before, const struct block *block)
{
	if (block->is_attached)
		return false;
	if (before->kind == BLOCK_HEADING && is_links(block))
		return false;
	return before->kind != BLOCK_FOOTNOTE || block->kind != BLOCK_FOOTNOTE;
}
