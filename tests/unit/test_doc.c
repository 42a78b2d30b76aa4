/* SPDX-License-Identifier: ISC */
/* Documents: gen/doc.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "doc.h"

static void
walks_depth_first_without_recursion(void **state)
{
	struct doc doc;
	struct block *list;
	struct block *item;
	const struct block *b;
	struct doc_walk walk;
	bool is_entering;
	size_t steps = 0;

	(void)state;
	doc_init(&doc);
	doc_heading(&doc, 2, SPAN("H"));
	list = doc_add(&doc, NULL, BLOCK_LIST);
	item = doc_add(&doc, list, BLOCK_ITEM);
	doc_add(&doc, item, BLOCK_PARAGRAPH);
	doc_paragraph(&doc, SPAN("end"));
	b = doc.first;
	assert_int_equal(b->kind, BLOCK_HEADING);
	assert_int_equal((b = doc_next(b))->kind, BLOCK_LIST);
	assert_int_equal((b = doc_next(b))->kind, BLOCK_ITEM);
	assert_int_equal((b = doc_next(b))->kind, BLOCK_PARAGRAPH);
	assert_int_equal((b = doc_next(b))->kind, BLOCK_PARAGRAPH);
	assert_null(doc_next(b));
	doc_walk_init(&walk, &doc, NULL);
	while (doc_walk_next(&walk, &is_entering) != NULL)
		steps++;
	assert_int_equal(steps, 10);
	doc_walk_init(&walk, NULL, list);
	for (steps = 0; doc_walk_next(&walk, &is_entering) != NULL; steps++)
		continue;
	assert_int_equal(steps, 6);
	doc_release(&doc);
}

static void
numbers_the_items_of_an_ordered_list(void **state)
{
	struct doc doc;
	struct block *list;

	(void)state;
	doc_init(&doc);
	list = doc_add(&doc, NULL, BLOCK_LIST);
	list->is_ordered = true;
	list->level = 7;
	assert_int_equal(doc_add(&doc, list, BLOCK_ITEM)->level, 7);
	assert_int_equal(doc_add(&doc, list, BLOCK_ITEM)->level, 8);
	doc_release(&doc);
}

static void
keeps_its_memory_across_a_reset(void **state)
{
	struct doc doc;
	struct span s;

	(void)state;
	doc_init(&doc);
	for (int i = 0; i < 1000; i++)
		doc_paragraph(&doc, SPAN("some words that fill the arena"));
	doc_reset(&doc);
	assert_null(doc.first);
	s = doc_printf(&doc, "%s %d", "number", 5);
	assert_true(span_eq(s, SPAN("number 5")));
	doc_release(&doc);
	doc_release(&doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walks_depth_first_without_recursion),
		cmocka_unit_test(numbers_the_items_of_an_ordered_list),
		cmocka_unit_test(keeps_its_memory_across_a_reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
