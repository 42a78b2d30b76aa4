/* SPDX-License-Identifier: ISC */
/*
 * Access lines: one line whatever the request holds, and nothing personal.
 */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "log.h"
#include "temptree.h"

static struct log_entry
entry_of(struct span line, const struct in6_addr *peer)
{
	return (struct log_entry){ .when = 1795364436,
		.peer = peer,
		.prefix = "",
		.line = line,
		.status = 20,
		.bytes = 5190 };
}

static void
escapes_requests_and_drops_queries(void **state)
{
	static const struct {
		struct span line;
		const char *prefix;
		const char *shown;
	} rows[] = {
		{ SPAN_INIT("gemini://h/x"), "", "gemini://h/x" },
		{ SPAN_INIT("gemini://h/s?secret"), "", "gemini://h/s?-" },
		{ SPAN_INIT("gemini://h/s?"), "", "gemini://h/s?-" },
		{ SPAN_INIT("/search\tsecret words"),
		    "gopher:", "gopher:/search?-" },
		{ SPAN_INIT("/a\t+"), "gopher:", "gopher:/a?-" },
		{ SPAN_INIT(""), "gopher:", "gopher:" },
		{ SPAN_INIT("a\"b\\c"), "", "a\\\"b\\\\c" },
		{ SPAN_INIT("a\r\nb\x1b[2J"), "", "a\\x0d\\x0ab\\x1b[2J" },
		{ SPAN_INIT("a\0b\x7f"), "", "a\\x00b\\x7f" },
		/* a name and a password are not for the log */
		{ SPAN_INIT("gemini://u:p@h/x"), "", "gemini://-@h/x" },
		{ SPAN_INIT("gemini://u:p@w@h"), "", "gemini://-@h" },
		{ SPAN_INIT("//u@h?q"), "", "//-@h?-" },
		{ SPAN_INIT("gemini://h/a@b"), "", "gemini://h/a@b" },
		{ SPAN_INIT("mail@h"), "", "mail@h" },
		{ SPAN_INIT("URL:http://u:p@h/"),
		    "gopher:", "gopher:URL:http://-@h/" },
		{ SPAN_INIT("/\xc8\x9b"), "", "/\xc8\x9b" },
		{ SPAN_INIT("/\xdc"), "", "/\\xdc" },
		/* C1: U+009B is a terminal's CSI */
		{ SPAN_INIT("/\xc2\x9b"), "", "/\\xc2\\x9b" },
	};
	struct in6_addr peer = IN6ADDR_LOOPBACK_INIT;
	struct buf b;

	(void)state;
	buf_init(&b, 8192);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct log_entry e = entry_of(rows[i].line, &peer);
		char expected[256];

		e.prefix = rows[i].prefix;
		buf_reset(&b);
		log_add_line(&b, &e, LOG_ADDRESSES_NONE);
		snprintf(expected, sizeof(expected),
		    "- - - [22/Nov/2026:16:20:36 +0000] \"%s\" 20 5190\n",
		    rows[i].shown);
		assert_string_equal(b.data, expected);
	}
	buf_release(&b);
}

static void
shows_as_much_of_an_address_as_it_may(void **state)
{
	static const struct {
		const char *peer;
		enum log_addresses addresses;
		const char *shown;
	} rows[] = {
		{ "::ffff:192.0.2.77", LOG_ADDRESSES_NONE, "-" },
		{ "::ffff:192.0.2.77", LOG_ADDRESSES_TRUNCATED, "192.0.2.0" },
		{ "::ffff:192.0.2.77", LOG_ADDRESSES_WHOLE, "192.0.2.77" },
		{ "2001:db8:1:2:3:4:5:6", LOG_ADDRESSES_NONE, "-" },
		{ "2001:db8:1:2:3:4:5:6", LOG_ADDRESSES_TRUNCATED,
		    "2001:db8:1::" },
		{ "2001:db8:1:2:3:4:5:6", LOG_ADDRESSES_WHOLE,
		    "2001:db8:1:2:3:4:5:6" },
	};
	struct buf b;

	(void)state;
	buf_init(&b, 8192);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct in6_addr peer;
		struct log_entry e = entry_of(SPAN("x"), &peer);

		assert_int_equal(inet_pton(AF_INET6, rows[i].peer, &peer), 1);
		buf_reset(&b);
		log_add_line(&b, &e, rows[i].addresses);
		assert_true(span_starts(buf_span(&b), span_str(rows[i].shown)));
		assert_int_equal(b.data[strlen(rows[i].shown)], ' ');
	}
	buf_release(&b);
}

static void
cuts_requests_that_are_too_long(void **state)
{
	struct in6_addr peer = IN6ADDR_LOOPBACK_INIT;
	char line[1026];
	struct log_entry e;
	struct buf b;

	(void)state;
	memset(line, '\x01', sizeof(line));
	e = entry_of(span_make(line, sizeof(line)), &peer);
	buf_init(&b, 4096);
	log_add_line(&b, &e, LOG_ADDRESSES_WHOLE);
	assert_true(buf_ok(&b));
	assert_int_equal(span_find(buf_span(&b), '\n'), b.len - 1);
	buf_release(&b);
}

static void
appends_to_a_file(void **state)
{
	struct in6_addr peer = IN6ADDR_LOOPBACK_INIT;
	struct log_entry e = entry_of(SPAN("x"), &peer);
	struct temptree t;
	struct log log;
	struct buf b;
	char path[128];
	int fd;

	(void)state;
	temptree_make(&t);
	snprintf(path, sizeof(path), "%s/log", t.path);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(log_open(&log, path, LOG_ADDRESSES_NONE), 0);
		log_request(&log, &e);
		log_close(&log);
	}
	buf_init(&b, 8192);
	fd = openat(t.fd, "log", O_RDONLY);
	assert_int_equal(buf_read_fd(&b, fd), 0);
	close(fd);
	assert_int_equal(b.len,
	    2 *
		strlen("- - - [22/Nov/2026:16:20:36 "
		       "+0000] \"x\" 20 5190\n"));
	buf_release(&b);
	temptree_remove(&t);
}

static void
counts_the_lines_that_a_full_pipe_refuses(void **state)
{
	struct in6_addr peer = IN6ADDR_LOOPBACK_INIT;
	struct log_entry e = entry_of(SPAN("x"), &peer);
	struct log log = { .fd = -1 };
	char waste[65536];
	int fd[2];

	(void)state;
	assert_int_equal(pipe2(fd, O_NONBLOCK), 0);
	log.fd = fd[1];
	memset(waste, 'x', sizeof(waste));
	while (write(fd[1], waste, sizeof(waste)) > 0)
		;
	log_request(&log, &e);
	log_request(&log, &e);
	assert_int_equal(log.lost, 2);
	while (read(fd[0], waste, sizeof(waste)) > 0)
		;
	log_request(&log, &e);
	assert_int_equal(log.lost, 0);
	assert_true(read(fd[0], waste, sizeof(waste)) > 0);
	assert_memory_equal(waste, "# 2 lines could not be written\n- ", 33);
	close(fd[0]);
	close(fd[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes_requests_and_drops_queries),
		cmocka_unit_test(shows_as_much_of_an_address_as_it_may),
		cmocka_unit_test(cuts_requests_that_are_too_long),
		cmocka_unit_test(appends_to_a_file),
		cmocka_unit_test(counts_the_lines_that_a_full_pipe_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
