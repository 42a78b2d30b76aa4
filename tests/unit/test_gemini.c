/* SPDX-License-Identifier: ISC */
/*
 * Gemini request lines and headers (Gemini digest §2, §2.1, §3, §6).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "find_end.h"
#include "gemini.h"

static void
finds_the_end_of_a_request(void **state)
{
	static const struct find_end_row rows[] = {
		{ SPAN_INIT("gemini://h/\r\n"), PARSE_OK, 11 },
		{ SPAN_INIT("\r\n"), PARSE_OK, 0 },
		/* What follows the first CRLF is ignored. */
		{ SPAN_INIT("gemini://h/\r\nGARBAGE\r\n"), PARSE_OK, 11 },
		{ SPAN_INIT(""), PARSE_MORE, 0 },
		{ SPAN_INIT("gemini://h/"), PARSE_MORE, 0 },
		{ SPAN_INIT("gemini://h/\r"), PARSE_MORE, 0 },
		/* A bare LF ends nothing. */
		{ SPAN_INIT("gemini://h/\n"), PARSE_MORE, 0 },
		{ SPAN_INIT("gemini://h/\n\r\n"), PARSE_OK, 12 },
	};

	(void)state;
	check_ends(gemini_find_end, rows, sizeof(rows) / sizeof(*rows));
}

static void
takes_1024_bytes_and_refuses_1025(void **state)
{
	char in[REQUEST_MAX + 1];
	struct span line = { NULL, 0 };

	(void)state;
	memset(in, 'a', sizeof(in));
	memcpy(in + 1024, "\r\n", 2);
	assert_int_equal(gemini_find_end(span_make(in, 1026), &line), PARSE_OK);
	assert_int_equal(line.len, 1024);
	memcpy(in + 1024, "a\r\n", 3);
	assert_int_equal(
	    gemini_find_end(span_make(in, 1025), &line), PARSE_MORE);
	assert_int_equal(
	    gemini_find_end(span_make(in, 1026), &line), PARSE_BAD);
}

struct row {
	const char *line;
	int status; /* 0: goes on to the file */
};

static void
judges_request_lines(void **state)
{
	static const struct row rows[] = {
		/* row 3: no request at all */
		{ "", 59 },
		{ "/", 59 },
		{ "//h.example/", 59 },
		{ "h.example", 59 },
		{ "Hello Gemini!", 59 },
		{ "gemini://h.example/a b", 59 },
		{ "gemini://h.example/\t", 59 },
		{ "gemini://h.example/\x01", 59 },
		{ "gemini://h.example/\xdc", 59 },
		{ "gemini://h.example/%zz", 59 },
		{ "gemini://h.example/%2", 59 },
		{ "\xef\xbb\xbfgemini://h.example/", 59 },
		{ "gemini://h.example:70000/", 59 },
		/* row 4, before scheme and host */
		{ "gemini://me@h.example/", 59 },
		{ "gemini://h.example/#top", 59 },
		{ "https://me@h.example/", 59 },
		{ "gemini://other.example/#top", 59 },
		/* rows 5 and 6 */
		{ "https://h.example/", 53 },
		{ "http://h.example/", 53 },
		{ "gopher://h.example/", 53 },
		{ "titan://h.example/x;size=1", 53 },
		{ "mailto:x@h.example", 53 },
		/* row 7 */
		{ "gemini:///x", 59 },
		{ "gemini:/x", 59 },
		{ "gemini:x", 59 },
		{ "gemini://:1965/", 59 },
		/* fine */
		{ "gemini://h.example", 0 },
		{ "gemini://h.example/", 0 },
		{ "GEMINI://H.EXAMPLE/", 0 },
		{ "gemini://h.example?q", 0 },
		{ "gemini://h.example:/", 0 },
		{ "gemini://h.example:1965/", 0 },
		{ "gemini://h.example./", 0 },
		{ "gemini://h.example/\xc8\x9b", 0 },
		{ "gemini://h.example/?q=\xc8\x9b\xc4\x83", 0 },
		{ "gemini://127.0.0.1/", 0 },
		{ "gemini://[::1]/", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct gemini_request r;
		int status = gemini_parse(span_str(rows[i].line), &r);

		if (status != rows[i].status)
			fail_msg("%s gives %d, not %d", rows[i].line, status,
			    rows[i].status);
	}
}

static void
compares_hosts_in_one_form(void **state)
{
	static const struct {
		const char *line;
		const char *host;
	} rows[] = {
		{ "gemini://H.Example./", "h.example" },
		{ "gemini://b\xc3\xbc"
		  "cher.example/",
		    "xn--bcher-kva.example" },
		{ "gemini://[::1]:1965/", "[::1]" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct gemini_request r;

		assert_int_equal(gemini_parse(span_str(rows[i].line), &r), 0);
		assert_string_equal(r.host, rows[i].host);
	}
}

static void
refuses_another_port_or_sni(void **state)
{
	static const struct {
		const char *line;
		const char *sni;
		unsigned port;
		unsigned public_port;
		int status;
	} rows[] = {
		{ "gemini://h.example/", NULL, 1965, 1965, 0 },
		{ "gemini://h.example/", "h.example", 1965, 1965, 0 },
		{ "gemini://h.example/", "H.example", 1965, 1965, 0 },
		{ "gemini://h.example/", "x.example", 1965, 1965, 53 },
		{ "gemini://h.example/", "", 1965, 1965, 53 },
		{ "gemini://h.example:443/", NULL, 1965, 1965, 53 },
		{ "gemini://h.example:11965/", NULL, 11965, 11965, 0 },
		/* no port means 1965, which is not ours */
		{ "gemini://h.example/", NULL, 11965, 11965, 53 },
		/* behind a port forward */
		{ "gemini://h.example/", NULL, 11965, 1965, 0 },
		{ "gemini://h.example:11965/", NULL, 11965, 1965, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct gemini_place place = { span_str(rows[i].sni),
			rows[i].port, rows[i].public_port };
		struct gemini_request r;

		assert_int_equal(gemini_parse(span_str(rows[i].line), &r), 0);
		assert_int_equal(
		    gemini_check_place(&r, &place), rows[i].status);
	}
}

static void
writes_headers(void **state)
{
	static const struct {
		const char *type;
		const char *lang;
		const char *header;
	} rows[] = {
		{ "text/gemini", "", "20 text/gemini\r\n" },
		{ "text/gemini", "ro", "20 text/gemini; lang=ro\r\n" },
		{ "text/gemini", "pt-BR", "20 text/gemini; lang=pt-BR\r\n" },
		{ "text/gemini", "x\r\n40 y", "20 text/gemini\r\n" },
		{ "image/png", "ro", "20 image/png\r\n" },
	};
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		buf_reset(&b);
		gemini_add_success(
		    &b, span_str(rows[i].type), span_str(rows[i].lang));
		assert_string_equal(b.data, rows[i].header);
	}
	buf_reset(&b);
	gemini_add_status(&b, 51);
	assert_string_equal(b.data, "51 Not found\r\n");
	buf_release(&b);
}

static void
redirects_to_absolute_urls(void **state)
{
	static const struct {
		const char *line;
		const char *path;
		const char *header;
	} rows[] = {
		{ "gemini://h.example/dir", "/dir/",
		    "31 gemini://h.example/dir/\r\n" },
		{ "gemini://H.example:1965/dir", "/dir/",
		    "31 gemini://h.example/dir/\r\n" },
		{ "gemini://h.example:7000/dir?a=b%20c", "/dir/",
		    "31 gemini://h.example:7000/dir/?a=b%20c\r\n" },
		{ "gemini://h.example/x", "/caf\xc3\xa9 \r\n/",
		    "31 gemini://h.example/caf%C3%A9%20%0D%0A/\r\n" },
		{ "gemini://h.example/x?\xc8\x9b", "/y",
		    "31 gemini://h.example/y?%C8%9B\r\n" },
	};
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct gemini_request r;

		buf_reset(&b);
		assert_int_equal(gemini_parse(span_str(rows[i].line), &r), 0);
		assert_int_equal(
		    gemini_add_redirect(&b, 31, &r, span_str(rows[i].path)), 0);
		assert_string_equal(b.data, rows[i].header);
	}
	buf_release(&b);
}

static void
writes_no_meta_over_1024_bytes(void **state)
{
	struct gemini_request r;
	char path[1100];
	struct buf b;

	(void)state;
	memset(path, 'a', sizeof(path));
	path[0] = '/';
	buf_init(&b, 4096);
	assert_int_equal(gemini_parse(span_str("gemini://h.example/x"), &r), 0);
	assert_int_equal(
	    gemini_add_redirect(&b, 31, &r, span_make(path, 1007)), -1);
	assert_int_equal(b.len, 0);
	/* "gemini://h.example" is 18 bytes. */
	assert_int_equal(
	    gemini_add_redirect(&b, 31, &r, span_make(path, 1006)), 0);
	assert_int_equal(b.len, 3 + 1024 + 2);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_end_of_a_request),
		cmocka_unit_test(takes_1024_bytes_and_refuses_1025),
		cmocka_unit_test(judges_request_lines),
		cmocka_unit_test(compares_hosts_in_one_form),
		cmocka_unit_test(refuses_another_port_or_sni),
		cmocka_unit_test(writes_headers),
		cmocka_unit_test(redirects_to_absolute_urls),
		cmocka_unit_test(writes_no_meta_over_1024_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
