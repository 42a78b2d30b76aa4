/* SPDX-License-Identifier: ISC */
/*
 * PROXY headers, byte for byte, and who is believed.
 */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proxy.h"

#define SIG "\r\n\r\n\0\r\nQUIT\n"
#define A4 "\xc0\x00\x02\x01\xc6\x33\x64\x07\xdc\x04\x07\xad"
#define A6                                           \
	"\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01" \
	"\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x02" \
	"\xdc\x04\x07\xad"

struct row {
	struct span in;
	enum parse result;
	size_t len;
	const char *from; /* NULL: none */
	unsigned port;
};

static const struct row rows[] = {
	/* version 1 */
	{ SPAN_INIT("PROXY TCP4 192.0.2.1 198.51.100.7 56324 1965\r\nxyz"),
	    PARSE_OK, 46, "::ffff:192.0.2.1", 1965 },
	{ SPAN_INIT("PROXY TCP6 2001:DB8::1 2001:db8::2 56324 70\r\n"),
	    PARSE_OK, 45, "2001:db8::1", 70 },
	{ SPAN_INIT("PROXY TCP4 0.0.0.0 0.0.0.0 0 0\r\n"), PARSE_OK, 32,
	    "::ffff:0.0.0.0", 0 },
	{ SPAN_INIT("PROXY UNKNOWN\r\n"), PARSE_OK, 15, NULL, 0 },
	{ SPAN_INIT("PROXY UNKNOWN any thing\r\n"), PARSE_OK, 25, NULL, 0 },
	{ SPAN_INIT("PROXY UNKNOWNS\r\n"), PARSE_DROP, 0, NULL, 0 },
	/* not the whole of it, or none */
	{ SPAN_INIT(""), PARSE_MORE, 0, NULL, 0 },
	{ SPAN_INIT("PRO"), PARSE_MORE, 0, NULL, 0 },
	{ SPAN_INIT("PRX"), PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT("gemini://h/\r\n"), PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT("\x16\x03\x01"), PARSE_DROP, 0, NULL, 0 },
	/* lone CR or LF (§2.1) */
	{ SPAN_INIT("PROXY UNKNOWN\n"), PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT("PROXY UNKNOWN \r \r\n"), PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT("PROXY UNKNOWN\r"), PARSE_MORE, 0, NULL, 0 },
	/* wrong words */
	{ SPAN_INIT("PROXY TCP4 192.0.2.1 198.51.100.7 56324\r\n"), PARSE_DROP,
	    0, NULL, 0 },
	{ SPAN_INIT("PROXY TCP4 192.0.2.1 198.51.100.7 56324 1965 \r\n"),
	    PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT("PROXY TCP4  192.0.2.1 198.51.100.7 56324 1965\r\n"),
	    PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT("PROXY TCP4 192.0.2.01 198.51.100.7 56324 1965\r\n"),
	    PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT("PROXY TCP4 192.0.2.1 198.51.100.7 056324 1965\r\n"),
	    PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT("PROXY TCP4 192.0.2.1 198.51.100.7 65536 1965\r\n"),
	    PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT("PROXY TCP4 ::1 ::1 1 2\r\n"), PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT("PROXY TCP6 192.0.2.1 198.51.100.7 1 2\r\n"), PARSE_DROP, 0,
	    NULL, 0 },
	{ SPAN_INIT("PROXY TCP4 1.2.3.4\0 1.2.3.4 1 2\r\n"), PARSE_DROP, 0,
	    NULL, 0 },
	{ SPAN_INIT("proxy UNKNOWN\r\n"), PARSE_DROP, 0, NULL, 0 },
	/* version 2 */
	{ SPAN_INIT(SIG "\x21\x11\0\x0c" A4 "rest"), PARSE_OK, 28,
	    "::ffff:192.0.2.1", 1965 },
	{ SPAN_INIT(SIG "\x21\x21\0\x24" A6), PARSE_OK, 52, "2001:db8::1",
	    1965 },
	{ SPAN_INIT(SIG "\x20\0\0\0"), PARSE_OK, 16, NULL, 0 },
	/* LOCAL skips what is added, whatever it is */
	{ SPAN_INIT(SIG "\x20\x11\0\x02zz"), PARSE_OK, 18, NULL, 0 },
	{ SPAN_INIT(SIG "\x21\0\0\0"), PARSE_OK, 16, NULL, 0 },
	/* UDP is taken for what has no address */
	{ SPAN_INIT(SIG "\x21\x12\0\x0c" A4), PARSE_OK, 28, NULL, 0 },
	/* NOOP and ALPN */
	{ SPAN_INIT(SIG "\x21\x11\0\x13" A4 "\x04\0\0\x01\0\x01z"), PARSE_OK,
	    35, "::ffff:192.0.2.1", 1965 },
	{ SPAN_INIT(SIG "\x21\x11\0\x10" A4 "\x04\0\x05z"), PARSE_DROP, 0, NULL,
	    0 },
	{ SPAN_INIT(SIG "\x21\x11\0\x0e" A4 "\x04\0"), PARSE_DROP, 0, NULL, 0 },
	/* CRC-32C, computed elsewhere; a wrong one; one that is too short */
	{ SPAN_INIT(SIG "\x21\x11\0\x17" A4 "\x03\0\x04\xd9\x69\x40\xf2"
			"\x04\0\x01x"),
	    PARSE_OK, 39, "::ffff:192.0.2.1", 1965 },
	{ SPAN_INIT(SIG "\x21\x11\0\x17" A4 "\x03\0\x04\xd9\x69\x40\xf3"
			"\x04\0\x01x"),
	    PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT(SIG "\x21\x11\0\x12" A4 "\x03\0\x03\xd9\x69\x40"),
	    PARSE_DROP, 0, NULL, 0 },
	/* not the whole of it */
	{ SPAN_INIT("\r\n\r\n\0"), PARSE_MORE, 0, NULL, 0 },
	{ SPAN_INIT(SIG "\x21\x11\0"), PARSE_MORE, 0, NULL, 0 },
	{ SPAN_INIT(SIG "\x21\x11\0\x0c"
			"\xc0"),
	    PARSE_MORE, 0, NULL, 0 },
	/* what it may not be */
	{ SPAN_INIT("\r\n"), PARSE_MORE, 0, NULL, 0 },
	{ SPAN_INIT("\r\nx"), PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT(SIG "\x11\x11\0\x0c" A4), PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT(SIG "\x22\x11\0\x0c" A4), PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT(SIG "\x21\x41\0\x0c" A4), PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT(SIG "\x21\x13\0\x0c" A4), PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT(SIG "\x21\x11\0\x0b" A4), PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT(SIG "\x21\x21\0\x0c" A4), PARSE_DROP, 0, NULL, 0 },
	{ SPAN_INIT(SIG "\x21\x11\x02\x09"), PARSE_DROP, 0, NULL, 0 },
};

static void
reads_headers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct proxy_header h;
		char text[INET6_ADDRSTRLEN];

		if (proxy_parse(rows[i].in, &h) != rows[i].result)
			fail_msg("row %zu", i);
		if (rows[i].result != PARSE_OK)
			continue;
		assert_int_equal(h.len, rows[i].len);
		assert_int_equal(h.has_source, rows[i].from != NULL);
		assert_int_equal(h.port, rows[i].port);
		if (rows[i].from == NULL)
			continue;
		inet_ntop(AF_INET6, &h.from, text, sizeof(text));
		assert_string_equal(text, rows[i].from);
	}
}

static void
wants_more_of_every_beginning(void **state)
{
	struct proxy_header h;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (size_t n = 0; n < rows[i].len; n++)
			assert_int_equal(
			    proxy_parse(span_first(rows[i].in, n), &h),
			    PARSE_MORE);
}

static void
bounds_a_line(void **state)
{
	struct proxy_header h;
	char line[200];

	(void)state;
	memset(line, 'x', sizeof(line));
	memcpy(line, "PROXY UNKNOWN ", 14);
	assert_int_equal(proxy_parse(span_make(line, 106), &h), PARSE_MORE);
	assert_int_equal(proxy_parse(span_make(line, 107), &h), PARSE_DROP);
	memcpy(line + 105, "\r\n", 2);
	assert_int_equal(proxy_parse(span_make(line, 107), &h), PARSE_OK);
	memcpy(line + 105, "x\r\n", 3);
	assert_int_equal(proxy_parse(span_make(line, 108), &h), PARSE_DROP);
}

static void
believes_whom_it_was_told_to(void **state)
{
	static const struct {
		const char *peer;
		bool is_source;
	} peers[] = {
		{ "::ffff:127.0.0.1", true },
		{ "::ffff:127.0.0.2", false },
		{ "::1", true },
		{ "::2", false },
		{ "::ffff:10.255.0.1", true },
		{ "::ffff:11.0.0.1", false },
		{ "2001:db8:7fff::1", true },
		{ "2001:db8:8000::1", false },
		{ "::10.0.0.1", false },
	};
	struct proxy_sources s = { .count = 0 };

	(void)state;
	assert_int_equal(proxy_add_source(&s, SPAN("127.0.0.1")), 0);
	assert_int_equal(proxy_add_source(&s, SPAN("::1")), 0);
	assert_int_equal(proxy_add_source(&s, SPAN("10.0.0.0/8")), 0);
	assert_int_equal(proxy_add_source(&s, SPAN("2001:db8::/33")), 0);
	for (size_t i = 0; i < sizeof(peers) / sizeof(*peers); i++) {
		struct in6_addr a;

		assert_int_equal(inet_pton(AF_INET6, peers[i].peer, &a), 1);
		if (proxy_is_source(&s, &a) != peers[i].is_source)
			fail_msg("%s", peers[i].peer);
	}
	assert_int_equal(proxy_add_source(&s, SPAN("10.0.0.0/33")), -1);
	assert_int_equal(proxy_add_source(&s, SPAN("10.0.0.0/")), -1);
	assert_int_equal(proxy_add_source(&s, SPAN("haproxy")), -1);
	assert_int_equal(proxy_add_source(&s, SPAN("")), -1);
	while (s.count < PROXY_SOURCES_MAX)
		assert_int_equal(proxy_add_source(&s, SPAN("::/0")), 0);
	assert_int_equal(proxy_add_source(&s, SPAN("::/0")), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_headers),
		cmocka_unit_test(wants_more_of_every_beginning),
		cmocka_unit_test(bounds_a_line),
		cmocka_unit_test(believes_whom_it_was_told_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
