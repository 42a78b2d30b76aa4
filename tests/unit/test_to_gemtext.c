/* SPDX-License-Identifier: ISC */
/* The gemtext writer beyond the golden cases: gen/to_gemtext.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "markdown.h"
#include "render.h"

static void
writes_links_relative_below_the_page(void **state)
{
	struct render how = { .self = SPAN_INIT("/a/") };
	struct block *p;
	struct doc doc;
	struct buf out;

	(void)state;
	how.labels = labels_for(SPAN("en"));
	doc_init(&doc);
	buf_init(&out, 10000);
	doc_heading(&doc, 1, SPAN("T"));
	p = doc_paragraph(&doc, SPAN(""));
	doc_link(&doc, p, LINK_PAGE, SPAN("/a/b/"), SPAN("Below"));
	doc_link(&doc, p, LINK_PAGE, SPAN("/c/"), SPAN("Elsewhere"));
	doc_link(&doc, p, LINK_PAGE, SPAN("/a/x y.jpg"), SPAN(""))->note =
	    SPAN("jpeg, 3 KiB");
	doc_link(&doc, p, LINK_NONE, SPAN(""), SPAN("Dead"));
	doc_link(&doc, p, LINK_PAGE, SPAN("/menu/"), SPAN("Menu"))->only =
	    FOR_MENU;
	doc_paragraph(&doc, SPAN("for text"))->only = FOR_TEXT;
	doc_paragraph(&doc, SPAN("end"));
	to_gemtext(&doc, &how, &out);
	assert_string_equal(out.data,
	    "# T\n=> b/ Below\n=> /c/ Elsewhere\n"
	    "=> x%20y.jpg x y.jpg (jpeg, 3 KiB)\nDead\n\nend\n");
	how.self = SPAN("/");
	buf_reset(&out);
	to_gemtext(&doc, &how, &out);
	assert_non_null(strstr(out.data, "=> /a/b/ Below\n"));
	buf_release(&out);
	doc_release(&doc);
}

/* A page goes on after its notes. */
static void
numbers_links_from_after_the_notes(void **state)
{
	struct markdown_source source = {
		.body = SPAN_INIT("[a](http://x/1), [a](http://x/2)[^1]\n\n"
				  "[^1]: Note.\n"),
		.first_line = 1,
		.file = "a.md",
		.title = SPAN_INIT("T")
	};
	struct render how = { .self = SPAN_INIT("/a/") };
	struct losses losses;
	struct doc doc;
	struct buf out;

	(void)state;
	markdown_init();
	how.labels = labels_for(SPAN("en"));
	losses_init(&losses);
	doc_init(&doc);
	buf_init(&out, 10000);
	assert_int_equal(markdown_parse(&doc, &source, &losses), 0);
	doc_paragraph(&doc, SPAN("end"));
	to_gemtext(&doc, &how, &out);
	assert_string_equal(out.data,
	    "# T\n\na[2], a[3][1]\n=> http://x/1 [2] a\n"
	    "=> http://x/2 [3] a\n\n[1] Note.\n\nend\n");
	buf_release(&out);
	doc_release(&doc);
	losses_release(&losses);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_links_relative_below_the_page),
		cmocka_unit_test(numbers_links_from_after_the_notes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
