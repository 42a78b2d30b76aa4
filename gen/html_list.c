/* SPDX-License-Identifier: ISC */
/*
 * Lists and their numbers.
 */
#include "html_list.h"

#include "html_leaf.h"

/* Of an item. */
#define NUMBER_MAX 1000000000

void
html_list(struct builder *b, const char *name, const xmlChar **attributes,
    bool is_start)
{
	struct block *list;
	uint64_t start;

	if (!is_start) {
		builder_close(b, BUILDER_HTML, BLOCK_LIST);
		return;
	}
	list = builder_open(b, BUILDER_HTML, BLOCK_LIST);
	if (list == NULL)
		return;
	list->is_ordered = strcmp(name, "ol") == 0;
	list->is_tight = true;
	list->level = 1;
	if (span_number(
		html_attribute(attributes, "start"), NUMBER_MAX, &start))
		list->level = (unsigned)start;
}

/* An item may say its number; those after it go on from there. */
void
html_list_item(struct builder *b, const xmlChar **attributes, bool is_start)
{
	struct block *item;
	uint64_t value;

	if (!is_start) {
		builder_close(b, BUILDER_HTML, BLOCK_ITEM);
		return;
	}
	item = builder_open(b, BUILDER_HTML, BLOCK_ITEM);
	if (item != NULL && item->parent->is_ordered &&
	    span_number(
		html_attribute(attributes, "value"), NUMBER_MAX, &value))
		item->level = (unsigned)value;
}
