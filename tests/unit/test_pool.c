/* SPDX-License-Identifier: ISC */
/* Threads that share the tasks of a build. */
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pool.h"

#define TASKS 1000
#define THREADS 4

struct seen {
	atomic_uint times[TASKS];
	atomic_bool is_at_work[THREADS];
	atomic_uint wrong;
};

static void
see(void *ctx, unsigned worker, size_t index)
{
	struct seen *seen = ctx;

	if (worker >= THREADS || index >= TASKS ||
	    atomic_exchange(&seen->is_at_work[worker], true)) {
		atomic_fetch_add(&seen->wrong, 1);
		return;
	}
	atomic_fetch_add(&seen->times[index], 1);
	atomic_store(&seen->is_at_work[worker], false);
}

static void
every_task_is_done_once(void **state)
{
	static const unsigned threads[] = { 0, 1, 2, THREADS };
	size_t i, k;

	(void)state;
	for (k = 0; k < sizeof(threads) / sizeof(*threads); k++) {
		static struct seen seen;

		seen = (struct seen){ 0 };
		pool_run(TASKS, threads[k], see, &seen);
		assert_int_equal(atomic_load(&seen.wrong), 0);
		for (i = 0; i < TASKS; i++)
			assert_int_equal(atomic_load(&seen.times[i]), 1);
	}
}

/* What taskset(1) or a container leaves counts, not what the machine has. */
static void
there_are_as_many_threads_as_usable_processors(void **state)
{
	cpu_set_t all, one;
	size_t first = 0;

	(void)state;
	assert_int_equal(sched_getaffinity(0, sizeof(all), &all), 0);
	assert_int_equal(pool_size(),
	    CPU_COUNT(&all) < POOL_MAX ? CPU_COUNT(&all) : POOL_MAX);
	while (!CPU_ISSET(first, &all))
		first++;
	CPU_ZERO(&one);
	CPU_SET(first, &one);
	assert_int_equal(sched_setaffinity(0, sizeof(one), &one), 0);
	assert_int_equal(pool_size(), 1);
	assert_int_equal(sched_setaffinity(0, sizeof(all), &all), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_task_is_done_once),
		cmocka_unit_test(
		    there_are_as_many_threads_as_usable_processors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
