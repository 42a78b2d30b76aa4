/* SPDX-License-Identifier: ISC */
/*
 * Listening sockets: free ports, taken ports, both families.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "listener.h"
#include "serve.h"

static struct config_service
service_of(const char *listen)
{
	struct config_service s = { .count = 1 };

	assert_int_equal(
	    config_parse_listen(&s.listen[0], span_str(listen)), 0);
	return s;
}

static void
release(struct listener_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		close(set->at[i].fd);
}

static void
takes_one_free_port_for_both_families(void **state)
{
	struct listener_set set = { .count = 0 };
	struct config_service s = service_of("0");
	struct buf why;

	(void)state;
	buf_init(&why, 1024);
	assert_int_equal(listener_open(&set, &s, &serve_gopher, true, &why), 0);
	assert_in_range(set.count, 1, 2);
	assert_int_equal(set.count, set.has_no_ipv6 ? 1 : 2);
	for (size_t i = 0; i < set.count; i++) {
		assert_true(set.at[i].port > 0);
		assert_int_equal(set.at[i].port, set.at[0].port);
		assert_int_equal(set.at[i].public_port, set.at[0].port);
	}
	assert_ptr_equal(listener_first(&set, &serve_gopher, 0), &set.at[0]);
	assert_null(listener_first(&set, &serve_gemini, 0));
	release(&set);
	buf_release(&why);
}

static void
says_what_to_do_about_a_taken_port(void **state)
{
	struct listener_set set = { .count = 0 };
	struct config_service s = service_of("127.0.0.1:0");
	struct buf why;

	(void)state;
	s.public_port = 70;
	buf_init(&why, 1024);
	assert_int_equal(
	    listener_open(&set, &s, &serve_gopher, false, &why), 0);
	assert_int_equal(set.count, 1);
	assert_int_equal(set.at[0].public_port, 70);
	s.listen[0].port = set.at[0].port;
	assert_int_equal(
	    listener_open(&set, &s, &serve_gopher, false, &why), -1);
	assert_non_null(strstr(why.data, "--gopher"));
	assert_non_null(strstr(why.data, "make run GEMINI=PORT GOPHER=PORT"));
	release(&set);
	buf_release(&why);
}

static void
keeps_what_is_open_already(void **state)
{
	struct listener_set old = { .count = 0 };
	struct listener_set set = { .old = &old };
	struct config_service s = service_of("127.0.0.1:0");
	struct buf why;

	(void)state;
	buf_init(&why, 1024);
	s.listen[1] = s.listen[0];
	s.count = 2;
	assert_int_equal(
	    listener_open(&old, &s, &serve_gopher, false, &why), 0);
	assert_int_equal(
	    listener_open(&set, &s, &serve_gemini, false, &why), 0);
	assert_int_not_equal(set.at[0].fd, old.at[0].fd);
	assert_int_not_equal(set.at[1].fd, old.at[1].fd);
	listener_close(&set, &old);
	assert_int_equal(
	    listener_open(&set, &s, &serve_gopher, false, &why), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(set.at[i].fd, old.at[i].fd);
		assert_int_equal(set.at[i].port, old.at[i].port);
	}
	listener_close(&set, &old);
	assert_int_equal(listener_port(old.at[0].fd), old.at[0].port);
	release(&old);
	buf_release(&why);
}

static void
takes_over_sockets_that_listen(void **state)
{
	struct listener_set opened = { .count = 0 };
	struct listener_set set = { .count = 0 };
	struct config_service s = service_of("127.0.0.1:0");
	struct buf why;

	(void)state;
	buf_init(&why, 1024);
	assert_int_equal(
	    listener_open(&opened, &s, &serve_gopher, false, &why), 0);
	assert_int_equal(
	    listener_adopt(&set, opened.at[0].fd, &serve_gemini, 1965, &why),
	    0);
	assert_int_equal(set.at[0].port, opened.at[0].port);
	assert_int_equal(set.at[0].public_port, 1965);
	assert_int_equal(
	    listener_adopt(&set, STDIN_FILENO, &serve_gemini, 0, &why), -1);
	assert_non_null(strstr(why.data, "descriptor 0"));
	listener_close(&set, NULL);
	buf_release(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_one_free_port_for_both_families),
		cmocka_unit_test(keeps_what_is_open_already),
		cmocka_unit_test(takes_over_sockets_that_listen),
		cmocka_unit_test(says_what_to_do_about_a_taken_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
