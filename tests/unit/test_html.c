/* SPDX-License-Identifier: ISC */
/* The HTML reader: gen/html.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "html.h"

static void
keeps_a_tag_open_across_pieces(void **state)
{
	struct losses losses;
	struct builder b;
	struct html *html;
	struct doc doc;

	(void)state;
	html_init();
	doc_init(&doc);
	losses_init(&losses);
	builder_init(&b, &doc, &losses, "a.md");
	html = html_new(&b);
	html_feed(html, SPAN("<blockquote>one"), 1);
	builder_end(&b);
	builder_text(&b, SPAN("two"));
	html_feed(html, SPAN("</blockquote>three"), 2);
	html_free(html);
	builder_release(&b);
	assert_int_equal(doc.first->kind, BLOCK_QUOTE);
	assert_true(span_eq(doc.first->last->text.words, SPAN("two")));
	assert_true(span_eq(doc.last->text.words, SPAN("three")));
	losses_release(&losses);
	doc_release(&doc);
}

static void
reports_a_script_that_never_ends(void **state)
{
	struct losses losses;
	struct builder b;
	struct html *html;
	struct doc doc;

	(void)state;
	doc_init(&doc);
	losses_init(&losses);
	builder_init(&b, &doc, &losses, "a.md");
	html = html_new(&b);
	html_feed(html, SPAN("<style>p {"), 3);
	builder_text(&b, SPAN("not seen"));
	html_free(html);
	builder_release(&b);
	assert_null(doc.first);
	assert_int_equal(losses.count, 2);
	assert_int_equal(losses.item[0].line, 3);
	losses_release(&losses);
	doc_release(&doc);
}

static void
refuses_endless_nesting(void **state)
{
	struct losses losses;
	struct builder b;
	struct html *html;
	struct doc doc;

	(void)state;
	doc_init(&doc);
	losses_init(&losses);
	builder_init(&b, &doc, &losses, "a.md");
	html = html_new(&b);
	for (int i = 0; i < 1000; i++)
		html_feed(html, SPAN("<b><i>"), 1);
	html_free(html);
	builder_release(&b);
	assert_int_equal(losses_count(&losses, LOSS_ERROR), 1);
	losses_release(&losses);
	doc_release(&doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_a_tag_open_across_pieces),
		cmocka_unit_test(reports_a_script_that_never_ends),
		cmocka_unit_test(refuses_endless_nesting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
