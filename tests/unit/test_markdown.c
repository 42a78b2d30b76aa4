/* SPDX-License-Identifier: ISC */
/* Markdown to doc: gen/markdown.c, title.c, notes.c, template.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "markdown.h"

static struct doc doc;
static struct losses losses;

static int
parse(struct span body, struct span title)
{
	struct markdown_source source = {
		.body = body, .first_line = 5, .file = "a.md", .title = title
	};

	doc_reset(&doc);
	losses_release(&losses);
	return markdown_parse(&doc, &source, &losses);
}

static void
check_words(const struct block *b, unsigned level, const char *words)
{
	assert_non_null(b);
	assert_int_equal(b->level, level);
	assert_true(span_eq(b->text.words, span_str(words)));
}

static void
makes_the_title_the_only_first_heading(void **state)
{
	(void)state;
	parse(SPAN("# A\n\n## B\n"), SPAN("T"));
	check_words(doc.first, 1, "T");
	check_words(doc.first->next, 2, "A");
	check_words(doc.first->next->next, 3, "B");
	parse(SPAN("## A\n\n### B\n"), SPAN("T"));
	check_words(doc.first->next, 2, "A");
}

static void
drops_a_heading_that_says_the_same(void **state)
{
	(void)state;
	parse(SPAN("# “Hello” -- World\n\ntext\n"), SPAN("hello – world"));
	check_words(doc.first, 1, "hello – world");
	check_words(doc.first->next, 0, "text");
	assert_null(doc.first->next->next);
}

static void
takes_the_first_heading_as_title(void **state)
{
	(void)state;
	parse(SPAN("intro\n\n## A\n\ntext\n"), SPAN(""));
	check_words(doc.first, 1, "A");
	check_words(doc.first->next, 0, "intro");
	check_words(doc.last, 0, "text");
	parse(SPAN("no heading\n"), SPAN(""));
	check_words(doc.first, 0, "no heading");
}

static void
knows_links_places_and_lines(void **state)
{
	const struct link *link;

	(void)state;
	parse(SPAN("See [a](b.md) and <https://e.org/é>.\n"), SPAN("T"));
	link = doc.last->text.first;
	assert_int_equal(link->kind, LINK_UNKNOWN);
	assert_int_equal(link->at, 4);
	assert_int_equal(link->len, 1);
	assert_int_equal(link->line, 5);
	link = link->next;
	assert_int_equal(link->kind, LINK_URL);
	assert_true(span_eq(link->target, SPAN("https://e.org/%C3%A9")));
	assert_null(link->next);
}

static void
refuses_what_is_too_large(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4000000);
	buf_str(&b, "a\n\n");
	buf_repeat(&b, '|', 10001);
	assert_int_equal(parse(buf_span(&b), SPAN("")), -1);
	assert_int_equal(losses.item[0].line, 7);
	buf_repeat(&b, 'a', (size_t)1 << 20);
	assert_int_equal(parse(buf_span(&b), SPAN("")), -1);
	assert_int_equal(losses.item[0].kind, LOSS_ERROR);
	buf_release(&b);
}

static void
survives_deep_nesting(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4000000);
	buf_repeat(&b, '>', 10000);
	buf_str(&b, " a\n\n");
	for (int i = 0; i < 5000; i++)
		buf_str(&b, "- ");
	assert_int_equal(parse(buf_span(&b), SPAN("")), 0);
	buf_release(&b);
}

static void
reports_what_is_lost_by_line(void **state)
{
	(void)state;
	parse(SPAN("a[^1]\n\n[^1]: x\n[^2]: y\n\n{{ z }}\n"), SPAN("T"));
	losses_sort(&losses);
	assert_int_equal(losses.count, 2);
	assert_int_equal(losses.item[0].line, 8);
	assert_int_equal(losses.item[1].line, 10);
}

/* Of the processor: thirty times what the test below needs or more, and
 * less than it took when each mark looked for itself. */
#define SECONDS 60

/* What many marks look for on one long line is looked for once.  SIGXCPU ends
 * the program otherwise. */
static void
is_linear(void **state)
{
	static const char *const marks[] = { "[a](", "[a](/b c ", "[a](b) ",
		"[^1] ", "[^a", "{# ", "<code>{{", "`{{ x }}` ", "``{{` ",
		"[code]x[/code] ", "{% highlight x %}y{% endhighlight %} ",
		"\\[code\\] " };
	struct rlimit limit, before;
	struct buf b;
	size_t i;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_CPU, &before), 0);
	limit = before;
	limit.rlim_cur = SECONDS;
	assert_int_equal(setrlimit(RLIMIT_CPU, &limit), 0);
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		buf_init(&b, (size_t)1 << 21);
		buf_str(&b, "{{ a }} [/code] ");
		while (b.len < 1000000)
			buf_str(&b, marks[i]);
		(void)parse(buf_span(&b), SPAN("T"));
		assert_non_null(doc.first);
		buf_release(&b);
	}
	assert_int_equal(setrlimit(RLIMIT_CPU, &before), 0);
}

static void
finds_code_at_the_very_beginning(void **state)
{
	(void)state;
	assert_int_equal(parse(SPAN("<pre>{{ a }}</pre>\n"), SPAN("T")), 0);
	assert_int_equal(losses.count, 0);
	check_words(doc.first->next, 0, "{{ a }}");
	assert_int_equal(parse(SPAN("<code>{{ a }}</code> b\n"), SPAN("T")), 0);
	assert_int_equal(losses.count, 0);
	check_words(doc.first->next, 0, "`{{ a }}` b");
}

static int
start(void **state)
{
	(void)state;
	markdown_init();
	doc_init(&doc);
	losses_init(&losses);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	doc_release(&doc);
	losses_release(&losses);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_the_title_the_only_first_heading),
		cmocka_unit_test(drops_a_heading_that_says_the_same),
		cmocka_unit_test(takes_the_first_heading_as_title),
		cmocka_unit_test(knows_links_places_and_lines),
		cmocka_unit_test(refuses_what_is_too_large),
		cmocka_unit_test(survives_deep_nesting),
		cmocka_unit_test(reports_what_is_lost_by_line),
		cmocka_unit_test(is_linear),
		cmocka_unit_test(finds_code_at_the_very_beginning),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
