/* SPDX-License-Identifier: ISC */
/*
 * Gopher requests, gophermap expansion and URL: pages (Gopher digest §1, §6,
 * §7).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "find_end.h"
#include "gopher.h"
#include "gophermap.h"

static void
finds_the_end_of_a_request(void **state)
{
	static const struct find_end_row rows[] = {
		{ SPAN_INIT("\r\n"), PARSE_OK, 0 },
		{ SPAN_INIT("\n"), PARSE_OK, 0 },
		{ SPAN_INIT("/x\r\n"), PARSE_OK, 2 },
		{ SPAN_INIT("/x\n"), PARSE_OK, 2 },
		{ SPAN_INIT("/x\r\r\n"), PARSE_OK, 3 },
		{ SPAN_INIT("/x\nGARBAGE"), PARSE_OK, 2 },
		{ SPAN_INIT(""), PARSE_MORE, 0 },
		{ SPAN_INIT("/x\r"), PARSE_MORE, 0 },
		{ SPAN_INIT("\x16\x03\x01"), PARSE_DROP, 0 },
	};
	char full[REQUEST_MAX];
	struct span line;

	(void)state;
	check_ends(gopher_find_end, rows, sizeof(rows) / sizeof(*rows));
	memset(full, 'a', sizeof(full));
	assert_int_equal(
	    gopher_find_end(span_make(full, sizeof(full)), &line), PARSE_BAD);
}

static void
parses_selectors(void **state)
{
	static const struct {
		struct span line;
		enum gopher_kind kind;
		const char *path;
	} rows[] = {
		{ SPAN_INIT(""), GOPHER_PATH, "" },
		{ SPAN_INIT("/"), GOPHER_PATH, "" },
		{ SPAN_INIT("x"), GOPHER_PATH, "x" },
		{ SPAN_INIT("/x"), GOPHER_PATH, "x" },
		{ SPAN_INIT("//x"), GOPHER_PATH, "x" },
		{ SPAN_INIT("/./x"), GOPHER_PATH, "x" },
		{ SPAN_INIT("/a//b/./c/"), GOPHER_PATH, "a/b/c" },
		{ SPAN_INIT("/a\tsome words"), GOPHER_PATH, "a" },
		{ SPAN_INIT("/\t+"), GOPHER_PATH, "" },
		{ SPAN_INIT("/\t$"), GOPHER_PATH, "" },
		{ SPAN_INIT("/a\twords\t+text"), GOPHER_PATH, "a" },
		/* nothing is decoded */
		{ SPAN_INIT("/%2e%2e/x"), GOPHER_PATH, "%2e%2e/x" },
		{ SPAN_INIT("/../etc/passwd"), GOPHER_BAD, "" },
		{ SPAN_INIT("/a/../b"), GOPHER_BAD, "a" },
		{ SPAN_INIT(".."), GOPHER_BAD, "" },
		{ SPAN_INIT("/a\0b"), GOPHER_BAD, "" },
		{ SPAN_INIT("/a\rb"), GOPHER_BAD, "" },
		{ SPAN_INIT("/a\x7f"), GOPHER_BAD, "" },
		{ SPAN_INIT("URL:https://e.org/"), GOPHER_URL, "" },
		{ SPAN_INIT("/URL:https://e.org/"), GOPHER_URL, "" },
		{ SPAN_INIT("URLs.txt"), GOPHER_PATH, "URLs.txt" },
	};
	struct buf path;

	(void)state;
	buf_init(&path, 4096);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct gopher_request r;

		buf_reset(&path);
		gopher_parse(rows[i].line, &r, &path);
		assert_int_equal(r.kind, rows[i].kind);
		assert_string_equal(path.data, rows[i].path);
		if (r.kind == GOPHER_URL)
			assert_true(span_eq(r.url, SPAN("https://e.org/")));
	}
	buf_release(&path);
}

/* One line of a map in `folder`, expanded for host g.example, port 7070. */
static void
expands(const char *map, const char *folder, const char *menu)
{
	struct gopher_self self = { SPAN("g.example"), 7070 };
	struct gopher_map m = { .folder = span_str(folder), .self = &self };
	struct buf b;

	buf_init(&b, 1 << 20);
	buf_init(&m.marks, 1024);
	gopher_expand(&b, span_str(map), &m);
	gopher_menu_end(&b);
	assert_string_equal(b.data, menu);
	buf_release(&m.marks);
	buf_release(&b);
}

static void
expands_gophermaps(void **state)
{
	static const struct {
		const char *map;
		const char *folder;
		const char *menu;
	} rows[] = {
		{ "", "", ".\r\n" },
		{ "Hello\n", "", "iHello\t\tx\t1\r\n.\r\n" },
		{ "\n", "", "i\t\tx\t1\r\n.\r\n" },
		{ "iHello\t\tnull.host\t1\r\n", "",
		    "iHello\t\tnull.host\t1\r\n.\r\n" },
		{ "1Dir\t/dir/\r\n", "x",
		    "1Dir\t/dir/\tg.example\t7070\r\n.\r\n" },
		{ "0Text\ta.txt\n", "",
		    "0Text\t/a.txt\tg.example\t7070\r\n.\r\n" },
		{ "0Text\ta.txt\n", "deep/er",
		    "0Text\t/deep/er/a.txt\tg.example\t7070\r\n.\r\n" },
		{ "1Up\t../\n", "deep/er",
		    "1Up\t/deep/\tg.example\t7070\r\n.\r\n" },
		{ "1Up\t..\n", "deep", "1Up\t/\tg.example\t7070\r\n.\r\n" },
		{ "1Sub\tsub/\n", "a",
		    "1Sub\t/a/sub/\tg.example\t7070\r\n.\r\n" },
		{ "1name\t\n", "a",
		    "1name\t/a/name\tg.example\t7070\r\n.\r\n" },
		{ "hWeb\tURL:https://e.org/\n", "a",
		    "hWeb\tURL:https://e.org/\tg.example\t7070\r\n.\r\n" },
		{ "1Far\t/x\tfar.example\n", "",
		    "1Far\t/x\tfar.example\t7070\r\n.\r\n" },
		{ "1Far\tx\tfar.example\t70\n", "a",
		    "1Far\tx\tfar.example\t70\r\n.\r\n" },
		{ "one\n.\ntwo\n", "", "ione\t\tx\t1\r\n.\r\n" },
		{ "# note\nText\n", "", "iText\t\tx\t1\r\n.\r\n" },
		{ "!Title\n", "", "iTitle\tTITLE\tx\t1\r\n.\r\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		expands(rows[i].map, rows[i].folder, rows[i].menu);
}

static void
writes_url_pages_for_harmless_schemes(void **state)
{
	static const struct {
		struct span url;
		int rc;
	} rows[] = {
		{ SPAN_INIT("https://e.org/"), 0 },
		{ SPAN_INIT("HTTP://e.org/"), 0 },
		{ SPAN_INIT("gemini://e.org/"), 0 },
		{ SPAN_INIT("ftp://e.org/"), 0 },
		{ SPAN_INIT("irc://e.org/"), 0 },
		{ SPAN_INIT("mailto:a@e.org"), 0 },
		{ SPAN_INIT("javascript:alert(1)"), -1 },
		{ SPAN_INIT("gopher://e.org/"), -1 },
		{ SPAN_INIT("telnet://e.org/"), -1 },
		{ SPAN_INIT("data:text/html,x"), -1 },
		{ SPAN_INIT(""), -1 },
		{ SPAN_INIT("https://e.org/\0"), -1 },
		{ SPAN_INIT("https://e.org/\x1b[2J"), -1 },
		{ SPAN_INIT("https://e.org/\xff"), -1 },
	};
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		buf_reset(&b);
		assert_int_equal(
		    gopher_add_url_page(&b, rows[i].url), rows[i].rc);
		assert_int_equal(b.len > 0, rows[i].rc == 0);
	}
	buf_release(&b);
}

static void
escapes_html_in_url_pages(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	assert_int_equal(
	    gopher_add_url_page(&b, SPAN("https://e.org/?a=1&b='\"><script>")),
	    0);
	assert_null(strstr(b.data, "<script>"));
	assert_non_null(strstr(b.data,
	    "5;URL=https://e.org/?a=1&#38;b=&#39;&#34;&#62;&#60;script&#62;\">"));
	buf_release(&b);
}

static void
writes_errors_that_lead_nowhere(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	gopher_add_error(&b, "Not found", SPAN("/no\tpe\x1b"));
	assert_string_equal(b.data, "3Not found: /no pe\t\tx\t1\r\n.\r\n");
	buf_reset(&b);
	gopher_add_error(&b, "Too long", SPAN(""));
	assert_string_equal(b.data, "3Too long\t\tx\t1\r\n.\r\n");
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_end_of_a_request),
		cmocka_unit_test(parses_selectors),
		cmocka_unit_test(expands_gophermaps),
		cmocka_unit_test(writes_url_pages_for_harmless_schemes),
		cmocka_unit_test(escapes_html_in_url_pages),
		cmocka_unit_test(writes_errors_that_lead_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
