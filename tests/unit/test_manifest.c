/* SPDX-License-Identifier: ISC */
/* The manifest: server/base/manifest.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "manifest.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define HEAD "bookmobile 1\th.example\ten\n"

static void
reads_back_what_it_wrote(void **state)
{
	const struct manifest_entry *e;
	struct manifest m;
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	manifest_add_head(&b, SPAN("h.example"), SPAN("en"));
	manifest_add_page(&b, SPAN("/a b/"), SPAN(""), SPAN("ro"));
	manifest_add_page(&b, SPAN("/x"), SPAN("text/plain"), SPAN(""));
	manifest_add_redirect(&b, SPAN("/old/"), SPAN("/a b/"));
	assert_string_equal(b.data,
	    HEAD "page\t/a b/\t\tro\npage\t/x\ttext/plain\t\n"
		 "redirect\t/old/\t/a b/\n");
	assert_int_equal(manifest_parse(&m, buf_span(&b)), 0);
	buf_release(&b);
	assert_true(span_eq(m.host, SPAN("h.example")));
	assert_true(span_eq(m.lang, SPAN("en")));
	e = manifest_page(&m, SPAN("/a b/"));
	assert_non_null(e);
	assert_true(span_eq(e->lang, SPAN("ro")));
	e = manifest_page(&m, SPAN("/x"));
	assert_true(span_eq(e->media_type, SPAN("text/plain")));
	assert_null(manifest_page(&m, SPAN("/old/")));
	e = manifest_redirect(&m, SPAN("/old/"));
	assert_true(span_eq(e->media_type, SPAN("/a b/")));
	assert_null(manifest_redirect(&m, SPAN("/a")));
	manifest_release(&m);
	manifest_release(&m);
}

static void
leaves_out_paths_that_no_line_can_hold(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	manifest_add_page(&b, SPAN("/a\tb"), SPAN(""), SPAN("ro"));
	manifest_add_page(&b, SPAN("/a\nb"), SPAN(""), SPAN("ro"));
	manifest_add_page(&b, SPAN("a"), SPAN(""), SPAN("ro"));
	manifest_add_redirect(&b, SPAN("/a"), SPAN("/\r"));
	assert_int_equal(b.len, 0);
	buf_release(&b);
}

static void
finds_every_entry_whatever_the_order_of_lines(void **state)
{
	struct manifest m;
	struct buf b;

	(void)state;
	buf_init(&b, 100000);
	buf_str(&b, HEAD);
	for (int i = 999; i >= 0; i--)
		buf_printf(&b, "page\t/%d/\t\tro\n", i);
	buf_str(&b, "page\t/7/\t\tuk\n"); /* the first one counts */
	assert_int_equal(manifest_parse(&m, buf_span(&b)), 0);
	assert_int_equal(m.pages, 1001);
	for (int i = 0; i < 1000; i++) {
		const struct manifest_entry *e;

		buf_reset(&b);
		buf_printf(&b, "/%d/", i);
		e = manifest_page(&m, buf_span(&b));
		assert_non_null(e);
		assert_true(span_eq(e->lang, SPAN("ro")));
	}
	assert_null(manifest_page(&m, SPAN("/1000/")));
	manifest_release(&m);
	buf_release(&b);
}

static void
skips_malformed_lines(void **state)
{
	static const char *const row[] = { "page\t/a\t\n", /* a field short */
		"page\t/a\t\tro\tx\n",			   /* one too many */
		"page\ta\t\tro\n",			   /* not absolute */
		"page\t/a\ttext\tro\n",			   /* no media type */
		"page\t/a\ttext/x; a=\"\x1b\"\tro\n",	   /* control byte */
		"page\t/a\t\tro;x=y\n",			   /* no language */
		"pages\t/a\t\tro\n",
		"redirect\t/a\thttp://x/\n", /* leaves the capsule */
		"redirect\t/a\n", "\n", "page\n" };
	struct manifest m;
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(row); i++) {
		buf_reset(&b);
		buf_printf(&b, "%s%spage\t/z\t\tro", HEAD, row[i]);
		assert_int_equal(manifest_parse(&m, buf_span(&b)), 0);
		if (m.pages != 1 || m.redirects != 0)
			fail_msg("row %zu", i);
		manifest_release(&m);
	}
	buf_release(&b);
}

static void
refuses_what_is_no_manifest(void **state)
{
	static const char *const row[] = { "", "bookmobile 1",
		"bookmobile 2\t\t\n", "bookmobile 1\th\n",
		"bookmobile 1\th\ten\tx\n", "bookmobile 1\th\x01\ten\n",
		"bookmobile 1\th\te n\n", "# Title\n" };
	struct manifest m;

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		if (manifest_parse(&m, span_str(row[i])) != -1)
			fail_msg("row %zu", i);
		assert_null(m.text);
		assert_int_equal(m.pages, 0);
		manifest_release(&m);
	}
	assert_true(manifest_is_ours(SPAN(HEAD)));
	assert_false(manifest_is_ours(SPAN("bookmobile")));
	assert_false(manifest_is_ours(SPAN("")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(
						reads_back_what_it_wrote),
		cmocka_unit_test(leaves_out_paths_that_no_line_can_hold),
		cmocka_unit_test(finds_every_entry_whatever_the_order_of_lines),
		cmocka_unit_test(skips_malformed_lines),
		cmocka_unit_test(refuses_what_is_no_manifest) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
