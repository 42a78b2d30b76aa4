/* SPDX-License-Identifier: ISC */
/* The growing buffer: server/base/buf.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <unistd.h>

#include "buf.h"

static void
is_a_c_string_from_the_start(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_string_equal(b.data, "");
	buf_add(&b, NULL, 0);
	assert_int_equal(b.cap, 0);
	buf_str(&b, "ab");
	buf_char(&b, 'c');
	buf_span_add(&b, SPAN("de"));
	assert_string_equal(b.data, "abcde");
	buf_truncate(&b, 2);
	assert_string_equal(b.data, "ab");
	buf_release(&b);
	assert_string_equal(b.data, "");
	buf_release(&b);
}

static void
takes_exactly_the_limit_and_then_fails_for_good(void **state)
{
	struct buf b;

	(void)state;
	for (size_t limit = 0; limit < 200; limit++) {
		buf_init(&b, limit);
		for (size_t i = 0; i < limit; i++)
			buf_char(&b, 'x');
		assert_true(buf_ok(&b));
		assert_int_equal(b.len, limit);
		buf_char(&b, 'y');
		assert_false(buf_ok(&b));
		assert_int_equal(b.len, limit);
		assert_null(strchr(b.data, 'y'));
		buf_reset(&b);
		assert_true(buf_ok(&b));
		buf_release(&b);
	}
}

static void
adds_nothing_of_what_does_not_fit(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 5);
	buf_str(&b, "abc");
	buf_str(&b, "def");
	assert_string_equal(b.data, "abc");
	buf_char(&b, 'd');
	assert_string_equal(b.data, "abc");
	buf_reset(&b);
	buf_printf(&b, "%d", 123456);
	assert_false(buf_ok(&b));
	assert_string_equal(b.data, "");
	buf_reset(&b);
	buf_repeat(&b, '-', 5);
	assert_string_equal(b.data, "-----");
	buf_repeat(&b, '-', 1);
	assert_false(buf_ok(&b));
	buf_release(&b);
}

static void
refuses_sizes_that_would_wrap(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, SIZE_MAX);
	buf_char(&b, 'a');
	buf_repeat(&b, 'x', SIZE_MAX - 1);
	assert_false(buf_ok(&b));
	assert_string_equal(b.data, "a");
	buf_reset(&b);
	buf_repeat(&b, 'x', SIZE_MAX);
	assert_false(buf_ok(&b));
	buf_release(&b);
}

static void
prints_across_a_growth(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	buf_repeat(&b, 'a', 60);
	buf_printf(&b, "[%s:%d]", "0123456789", 42);
	assert_string_equal(b.data + 60, "[0123456789:42]");
	assert_int_equal(b.len, 75);
	buf_release(&b);
}

static void
hands_its_bytes_over(void **state)
{
	struct buf b;
	size_t len = 9;
	char *text;

	(void)state;
	buf_init(&b, 10);
	text = buf_detach(&b, &len);
	assert_string_equal(text, "");
	assert_int_equal(len, 0);
	free(text);
	buf_add(&b, "a\0b", 3);
	text = buf_detach(&b, &len);
	assert_int_equal(len, 3);
	assert_memory_equal(text, "a\0b", 4);
	assert_int_equal(b.len, 0);
	free(text);
}

static void
reads_a_descriptor_up_to_the_limit(void **state)
{
	struct buf b;
	int fd[2];

	(void)state;
	for (size_t limit = 4; limit < 7; limit++) {
		assert_int_equal(pipe(fd), 0);
		assert_int_equal(write(fd[1], "hello", 5), 5);
		close(fd[1]);
		buf_init(&b, limit);
		errno = 0;
		assert_int_equal(buf_read_fd(&b, fd[0]), limit < 5 ? -1 : 0);
		if (limit < 5) {
			assert_int_equal(errno, EFBIG);
			assert_false(buf_ok(&b));
		} else {
			assert_string_equal(b.data, "hello");
		}
		buf_release(&b);
		close(fd[0]);
	}
	buf_init(&b, 10);
	assert_int_equal(buf_read_fd(&b, -1), -1);
	assert_int_equal(errno, EBADF);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(
						is_a_c_string_from_the_start),
		cmocka_unit_test(
		    takes_exactly_the_limit_and_then_fails_for_good),
		cmocka_unit_test(adds_nothing_of_what_does_not_fit),
		cmocka_unit_test(refuses_sizes_that_would_wrap),
		cmocka_unit_test(prints_across_a_growth),
		cmocka_unit_test(hands_its_bytes_over),
		cmocka_unit_test(reads_a_descriptor_up_to_the_limit) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
