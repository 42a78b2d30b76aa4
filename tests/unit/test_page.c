/* SPDX-License-Identifier: ISC */
/* Front matter -> struct page: gen/page.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "markdown.h"
#include "page.h"

struct fixture {
	struct arena arena;
	struct losses losses;
	struct page page;
};

/* Read a file named `name` without suffix; the number of errors. */
static size_t
read_as(
    struct fixture *f, enum page_kind kind, const char *name, const char *bytes)
{
	memset(f, 0, sizeof(*f));
	arena_init(&f->arena);
	losses_init(&f->losses);
	f->page.kind = kind;
	f->page.file = "content/posts/x.md";
	f->page.source = SPAN("posts/x.md");
	f->page.name = span_str(name);
	(void)page_read(&f->page, &f->arena, span_str(bytes), &f->losses);
	return (losses_count(&f->losses, LOSS_ERROR));
}

static void
release(struct fixture *f)
{
	losses_release(&f->losses);
	arena_release(&f->arena);
}

static void
reads_the_spellings_of_jekyll_and_hugo(void **state)
{
	struct fixture f;
	struct page *p = &f.page;

	(void)state;
	assert_int_equal(
	    read_as(&f, PAGE_POST, "x",
		"---\ntitle: >\n  A long\n  title\ndate: 2021-03-09\n"
		"lastmod: 2021-04-01\nauthors:\n- name: Ana\n- Ion\n"
		"category: News\ntag: a, b ,a\nlanguage: ro\nurl: /x/y.html\n"
		"redirect_from: /old/\ndescription: Short.\nlikes: 40\n"
		"layout: post\nparams: {x: [1, 2]}\n---\nText\n"),
	    0);
	assert_string_equal(p->title.p, "A long title");
	assert_int_equal(p->updated.month, 4);
	assert_int_equal(p->names[TERM_AUTHOR].count, 2);
	assert_string_equal(p->names[TERM_AUTHOR].item[0].p, "Ana");
	assert_int_equal(p->names[TERM_CATEGORY].count, 1);
	assert_int_equal(p->names[TERM_TAG].count, 2);
	assert_string_equal(p->names[TERM_TAG].item[1].p, "b");
	assert_string_equal(p->lang.p, "ro");
	assert_string_equal(p->permalink.p, "/x/y.html");
	assert_int_equal(p->aliases.count, 1);
	assert_string_equal(p->summary.p, "Short.");
	assert_int_equal(p->likes, 40);
	assert_false(p->is_draft);
	release(&f);
}

static void
takes_date_and_title_from_elsewhere(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(read_as(&f, PAGE_POST, "2021-03-09-a-name",
			     "# The *heading*\n\nText\n"),
	    0);
	assert_string_equal(f.page.title.p, "The heading");
	assert_int_equal(f.page.date.year, 2021);
	assert_true(span_eq(f.page.name, SPAN("a-name")));
	release(&f);

	assert_int_equal(
	    read_as(&f, PAGE_POST, "2021-03-09-a-name", "Text\n"), 0);
	assert_string_equal(f.page.title.p, "A name");
	assert_int_equal(losses_count(&f.losses, LOSS_NOTE), 1);
	release(&f);

	/* The front matter's date wins. */
	assert_int_equal(read_as(&f, PAGE_POST, "2021-03-09-a",
			     "---\ntitle: t\ndate: 2020-01-02\n---\n"),
	    0);
	assert_int_equal(f.page.date.year, 2020);
	release(&f);
}

static void
knows_what_is_not_to_be_published(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(read_as(&f, PAGE_POST, "2021-03-09-a",
			     "---\ntitle: t\ndraft: true\n---\n"),
	    0);
	assert_true(f.page.is_draft);
	release(&f);
	assert_int_equal(read_as(&f, PAGE_POST, "2021-03-09-a",
			     "---\ntitle: t\npublished: false\n---\n"),
	    0);
	assert_true(f.page.is_draft);
	release(&f);
}

static void
reports_every_error_of_a_file_with_its_line(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(read_as(&f, PAGE_POST, "a",
			     "---\ntitle: [t]\ndate: soon\nlikes: many\n---\n"),
	    3);
	losses_sort(&f.losses);
	assert_int_equal(f.losses.item[0].line, 2);
	assert_int_equal(f.losses.item[1].line, 3);
	assert_int_equal(f.losses.item[2].line, 4);
	release(&f);
	/* Pages need no date. */
	assert_int_equal(
	    read_as(&f, PAGE_PLAIN, "a", "---\ntitle: t\n---\n"), 0);
	release(&f);
	assert_int_equal(
	    read_as(&f, PAGE_POST, "a", "---\ntitle: t\n---\n"), 1);
	release(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_spellings_of_jekyll_and_hugo),
		cmocka_unit_test(takes_date_and_title_from_elsewhere),
		cmocka_unit_test(knows_what_is_not_to_be_published),
		cmocka_unit_test(reports_every_error_of_a_file_with_its_line),
	};

	markdown_init();
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
