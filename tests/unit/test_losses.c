/* SPDX-License-Identifier: ISC */
/* The list of losses: gen/losses.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "losses.h"

static void
sorts_and_drops_repeats(void **state)
{
	struct losses a;
	struct losses b;

	(void)state;
	losses_init(&a);
	losses_init(&b);
	losses_add(&a, LOSS_WARNING, "b.md", 2, "two");
	losses_add(&b, LOSS_ERROR, "a.md", 9, "nine %d", 9);
	losses_add(&b, LOSS_WARNING, "b.md", 2, "two");
	losses_add(&b, LOSS_DROPPED, "b.md", 1, "one");
	losses_move(&a, &b);
	assert_int_equal(b.count, 0);
	losses_sort(&a);
	assert_int_equal(a.count, 3);
	assert_string_equal(a.item[0].message, "nine 9");
	assert_string_equal(a.item[1].message, "one");
	assert_int_equal(losses_count(&a, LOSS_WARNING), 1);
	losses_release(&b);
	losses_release(&a);
	losses_sort(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorts_and_drops_repeats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
