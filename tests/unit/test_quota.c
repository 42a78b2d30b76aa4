/* SPDX-License-Identifier: ISC */
/*
 * Limits per reader and per network, over one worker's table and over several.
 */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "quota.h"

static const struct limits_rules rules = { .per_address = 3,
	.per_minute = 5,
	.prefix_times = 2,
	.prefix_v4 = 24,
	.prefix_v6 = 48 };

static struct in6_addr
address(const char *text)
{
	struct in6_addr a;

	assert_int_equal(inet_pton(AF_INET6, text, &a), 1);
	return a;
}

static bool
enter(struct limits *l, const char *text, struct limits_place *place)
{
	struct in6_addr a = address(text);

	return limits_enter(l, &a, 0, place);
}

static struct limits *
make(const struct limits_rules *r, size_t workers)
{
	struct limits *l = limits_new(r, workers, 1000);

	assert_non_null(l);
	limits_begin(l, 0);
	return l;
}

static void
holds_an_address_to_its_connections(void **state)
{
	struct limits *l = make(&rules, 1);
	struct limits_place p[4];

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_true(enter(l, "::ffff:192.0.2.1", &p[i]));
	assert_false(enter(l, "::ffff:192.0.2.1", &p[3]));
	assert_true(enter(l, "::ffff:192.0.2.2", &p[3]));
	limits_leave(l, &p[0]);
	assert_true(enter(l, "::ffff:192.0.2.1", &p[0]));
	limits_free(l);
}

static void
takes_a_64_for_one_reader(void **state)
{
	struct limits *l = make(&rules, 1);
	struct limits_place p;

	(void)state;
	assert_true(enter(l, "2001:db8:0:1::1", &p));
	assert_true(enter(l, "2001:db8:0:1::2", &p));
	assert_true(enter(l, "2001:db8:0:1:ffff::", &p));
	assert_false(enter(l, "2001:db8:0:1::4", &p));
	assert_true(enter(l, "2001:db8:0:2::1", &p));
	limits_free(l);
}

static void
holds_a_network_to_its_connections(void **state)
{
	struct limits *l = make(&rules, 1);
	struct limits_place p;

	(void)state;
	for (int i = 0; i < 6; i++)
		assert_true(enter(l,
		    (const char *[]){ "::ffff:192.0.2.1", "::ffff:192.0.2.2",
			"::ffff:192.0.2.3", "::ffff:192.0.2.4",
			"::ffff:192.0.2.5", "::ffff:192.0.2.6" }[i],
		    &p));
	assert_false(enter(l, "::ffff:192.0.2.7", &p));
	assert_true(enter(l, "::ffff:192.0.3.7", &p));
	limits_free(l);
}

static void
says_how_long_to_wait(void **state)
{
	struct limits *l = make(&rules, 1);
	struct limits_place p;
	struct limits_place other;

	(void)state;
	assert_true(enter(l, "::ffff:192.0.2.1", &p));
	assert_true(enter(l, "::ffff:198.51.100.1", &other));
	for (int i = 0; i < 5; i++)
		assert_int_equal(limits_request(l, &p, 600000 + i), 0);
	assert_int_equal(limits_request(l, &p, 600000), 60);
	assert_int_equal(limits_request(l, &p, 630001), 30);
	assert_int_equal(limits_request(l, &p, 659999), 1);
	assert_int_equal(limits_request(l, &other, 659999), 0);
	/* a new minute */
	for (int i = 0; i < 5; i++)
		assert_int_equal(limits_request(l, &p, 660000), 0);
	assert_int_equal(limits_request(l, &p, 660000), 60);
	limits_free(l);
}

static void
remembers_requests_of_connections_that_are_gone(void **state)
{
	struct limits *l = make(&rules, 1);

	(void)state;
	for (int i = 0; i < 6; i++) {
		struct limits_place p;

		assert_true(enter(l, "::ffff:192.0.2.1", &p));
		assert_int_equal(limits_request(l, &p, 0), i < 5 ? 0 : 60);
		limits_leave(l, &p);
	}
	limits_free(l);
}

/* In turn, the same process plays both workers. */
static void
adds_up_what_all_workers_count(void **state)
{
	struct limits *l = make(&rules, 2);
	struct limits_place p[4];

	(void)state;
	assert_true(enter(l, "::ffff:192.0.2.1", &p[0]));
	assert_true(enter(l, "::ffff:192.0.2.1", &p[1]));
	for (int i = 0; i < 3; i++)
		assert_int_equal(limits_request(l, &p[0], 0), 0);
	limits_begin(l, 1);
	assert_true(enter(l, "::ffff:192.0.2.1", &p[2]));
	assert_false(enter(l, "::ffff:192.0.2.1", &p[3]));
	for (int i = 0; i < 2; i++)
		assert_int_equal(limits_request(l, &p[2], 0), 0);
	assert_int_equal(limits_request(l, &p[2], 0), 60);
	/* a worker that dies takes its counts along */
	limits_begin(l, 0);
	assert_true(enter(l, "::ffff:192.0.2.1", &p[0]));
	assert_true(enter(l, "::ffff:192.0.2.1", &p[1]));
	assert_false(enter(l, "::ffff:192.0.2.1", &p[3]));
	limits_free(l);
}

static void
leaves_loopback_alone_unless_told(void **state)
{
	struct limits_rules strict = rules;
	struct limits *l = make(&rules, 1);
	struct limits_place p;

	(void)state;
	for (int i = 0; i < 100; i++) {
		assert_true(enter(l, "::1", &p));
		assert_true(enter(l, "::ffff:127.0.0.1", &p));
		assert_int_equal(limits_request(l, &p, 0), 0);
		limits_leave(l, &p);
	}
	limits_free(l);
	strict.has_loopback = true;
	l = make(&strict, 1);
	for (int i = 0; i < 3; i++)
		assert_true(enter(l, "::1", &p));
	assert_false(enter(l, "::1", &p));
	limits_free(l);
}

static void
takes_zero_for_any_number(void **state)
{
	struct limits_rules none = { .prefix_v4 = 24, .prefix_v6 = 48 };
	struct limits *l = make(&none, 1);
	struct limits_place p;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		assert_true(enter(l, "::ffff:192.0.2.1", &p));
		assert_int_equal(limits_request(l, &p, 0), 0);
	}
	limits_free(l);
}

/* More readers than there is room for are not counted, but served. */
static void
stays_within_its_memory(void **state)
{
	struct limits *l = make(&rules, 1);

	(void)state;
	for (uint32_t i = 0; i < 100000; i++) {
		struct in6_addr a = address("2001:db8::");
		struct limits_place p;

		memcpy(a.s6_addr, &i, sizeof(i));
		assert_true(limits_enter(l, &a, 0, &p));
		assert_int_equal(limits_request(l, &p, 0), 0);
		if (i % 2)
			limits_leave(l, &p);
	}
	limits_free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_an_address_to_its_connections),
		cmocka_unit_test(takes_a_64_for_one_reader),
		cmocka_unit_test(holds_a_network_to_its_connections),
		cmocka_unit_test(says_how_long_to_wait),
		cmocka_unit_test(
		    remembers_requests_of_connections_that_are_gone),
		cmocka_unit_test(adds_up_what_all_workers_count),
		cmocka_unit_test(leaves_loopback_alone_unless_told),
		cmocka_unit_test(takes_zero_for_any_number),
		cmocka_unit_test(stays_within_its_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
