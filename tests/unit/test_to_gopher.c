/* SPDX-License-Identifier: ISC */
/* The Gopher writers beyond the golden cases: gen/to_gopher.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render.h"
#include "wrap.h"

static void
puts_the_variant_before_local_selectors(void **state)
{
	struct render how = { .width = 40,
		.selector_prefix = SPAN_INIT("/ascii") };
	struct block *p;
	struct doc doc;
	struct buf out;

	(void)state;
	how.labels = labels_for(SPAN("en"));
	doc_init(&doc);
	buf_init(&out, 10000);
	p = doc_paragraph(&doc, SPAN(""));
	doc_link(&doc, p, LINK_PAGE, SPAN("/a/"), SPAN("A"));
	doc_link(&doc, p, LINK_PAGE, SPAN("/a/b.txt"), SPAN("B"));
	doc_link(&doc, p, LINK_PAGE, SPAN("/a/c.bin"), SPAN("C"))->gopher_type =
	    '0';
	doc_link(&doc, p, LINK_URL, SPAN("https://e.org/"), SPAN("E"));
	doc_link(&doc, p, LINK_PAGE, SPAN("/g/"), SPAN("G"))->only =
	    FOR_GEMTEXT;
	to_menu(&doc, &how, &out);
	assert_string_equal(out.data,
	    "1A\t/ascii/a/\r\n0B\t/ascii/a/b.txt\r\n0C\t/ascii/a/c.bin\r\n"
	    "hE\tURL:https://e.org/\r\n");
	buf_release(&out);
	doc_release(&doc);
}

static void
wraps_text_three_columns_wider(void **state)
{
	struct render how = { .width = 20 };
	struct doc doc;
	struct buf out;

	(void)state;
	how.labels = labels_for(SPAN("en"));
	doc_init(&doc);
	buf_init(&out, 10000);
	doc_paragraph(&doc, SPAN("0123456789 0123456789ab cd"));
	to_text(&doc, &how, &out);
	assert_string_equal(out.data, "0123456789 0123456789ab\r\ncd\r\n");
	buf_reset(&out);
	to_menu(&doc, &how, &out);
	assert_string_equal(
	    out.data, "i0123456789\t\tx\t1\r\ni0123456789ab cd\t\tx\t1\r\n");
	buf_release(&out);
	doc_release(&doc);
}

static int
start(void **state)
{
	(void)state;
	wrap_init();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_the_variant_before_local_selectors),
		cmocka_unit_test(wraps_text_three_columns_wider),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
