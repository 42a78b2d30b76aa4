/* SPDX-License-Identifier: ISC */
/* Front matter -> struct page: gen/page.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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
takes_every_spelling_of_a_list(void **state)
{
	struct fixture f;
	struct page *p = &f.page;

	(void)state;
	assert_int_equal(
	    read_as(&f, PAGE_POST, "2021-03-09-x",
		"---\ncategories: []\ncategory: X\ntags: ''\ntag: t, u\n"
		"aliases: /old2\nalias: ['/a?b', /old4]\n"
		"redirect_from: [/old3, /old2]\nauthor: Ana\n"
		"authors: [Ion, Ana]\n---\n"),
	    0);
	assert_int_equal(p->names[TERM_CATEGORY].count, 1);
	assert_string_equal(p->names[TERM_CATEGORY].item[0].p, "X");
	assert_int_equal(p->names[TERM_TAG].count, 2);
	assert_int_equal(p->aliases.count, 3);
	assert_string_equal(p->aliases.item[0].p, "/old2");
	assert_string_equal(p->aliases.item[1].p, "/old4");
	assert_string_equal(p->aliases.item[2].p, "/old3");
	assert_int_equal(losses_count(&f.losses, LOSS_WARNING), 1);
	assert_int_equal(p->names[TERM_AUTHOR].count, 2);
	assert_string_equal(p->names[TERM_AUTHOR].item[0].p, "Ana");
	release(&f);
}

static void
takes_authors_that_are_maps(void **state)
{
	static const struct {
		const char *author, *name; /* NULL: an error */
	} cases[] = {
		{ "{display_name: Ana, login: admin}", "Ana" },
		{ "{name: Jane, login: j}", "Jane" },
		{ "{login: admin, email: a@b.c}", "admin" },
		{ "{name: '', display_name: Ana}", "Ana" },
		{ "[{display_name: Ana}]", "Ana" },
		{ "{first: Ana}", NULL },
		{ "{name: [a, b]}", NULL },
	};
	struct fixture f;
	struct names *names = &f.page.names[TERM_AUTHOR];
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)snprintf(text, sizeof(text),
		    "---\ntitle: t\nauthor: %s\n---\n", cases[i].author);
		assert_int_equal(read_as(&f, PAGE_PLAIN, "x", text),
		    cases[i].name == NULL ? 1 : 0);
		assert_int_equal(names->count, cases[i].name == NULL ? 0 : 1);
		if (cases[i].name != NULL)
			assert_string_equal(names->item[0].p, cases[i].name);
		release(&f);
	}
}

static void
takes_an_empty_value_for_none(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(read_as(&f, PAGE_POST, "2021-03-09-a",
			     "---\ntitle: ''\ndate: \"\"\nupdated: ''\n"
			     "draft: ''\nlikes: \" \"\nonly: ''\n"
			     "translations: ''\nauthor: ''\nsummary: ''\n"
			     "excerpt: Short\n---\n# Heading\n"),
	    0);
	assert_string_equal(f.page.title.p, "Heading");
	assert_string_equal(f.page.summary.p, "Short");
	assert_int_equal(f.page.date.year, 2021);
	assert_int_equal(f.page.updated.year, 0);
	assert_int_equal(f.page.names[TERM_AUTHOR].count, 0);
	release(&f);
}

static void
shows_what_the_website_shows(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(read_as(&f, PAGE_PLAIN, "x",
			     "---\ntitle: 'Tips &amp; Tricks &#8217;s'\n"
			     "category: 'Tips &amp; Tricks, b'\n"
			     "tags: ['R&amp;D']\nslug: a&amp;b\n"
			     "excerpt: '<p>Foo &amp; <b>bar</b></p>'\n---\n"),
	    0);
	assert_string_equal(f.page.title.p, "Tips & Tricks ’s");
	assert_int_equal(f.page.names[TERM_CATEGORY].count, 2);
	assert_string_equal(
	    f.page.names[TERM_CATEGORY].item[0].p, "Tips & Tricks");
	assert_string_equal(f.page.names[TERM_TAG].item[0].p, "R&D");
	assert_string_equal(f.page.slug.p, "a&amp;b");
	assert_string_equal(f.page.summary.p, "Foo & bar");
	release(&f);
	/* A heading is read as Markdown already. */
	assert_int_equal(read_as(&f, PAGE_PLAIN, "x", "# About &amp;lt;\n"), 0);
	assert_string_equal(f.page.title.p, "About &lt;");
	release(&f);
}

static void
knows_a_language_by_its_tag(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(read_as(&f, PAGE_PLAIN, "x",
			     "---\ntitle: t\nlang: ro_RO\n"
			     "translations: {pt_br: /b/}\n---\n"),
	    0);
	assert_string_equal(f.page.lang.p, "ro-RO");
	assert_string_equal(f.page.translation[0].lang.p, "pt-BR");
	release(&f);
	assert_int_equal(
	    read_as(&f, PAGE_PLAIN, "x", "---\ntitle: t\nlang: English\n---\n"),
	    0);
	assert_int_equal(f.page.lang.len, 0);
	assert_int_equal(losses_count(&f.losses, LOSS_WARNING), 1);
	assert_int_equal(f.losses.item[0].line, 3);
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
	/* An empty line before front matter hides nothing of it. */
	assert_int_equal(read_as(&f, PAGE_POST, "2021-03-09-a",
			     "\n---\ntitle: t\ndraft: true\n---\n"),
	    0);
	assert_true(f.page.is_draft);
	release(&f);
	assert_int_equal(
	    read_as(&f, PAGE_POST, "a", "\n\n---\ndate: soon\n---\n"), 1);
	assert_int_equal(f.losses.item[0].line, 4);
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
		cmocka_unit_test(takes_every_spelling_of_a_list),
		cmocka_unit_test(takes_authors_that_are_maps),
		cmocka_unit_test(takes_an_empty_value_for_none),
		cmocka_unit_test(shows_what_the_website_shows),
		cmocka_unit_test(knows_a_language_by_its_tag),
		cmocka_unit_test(takes_date_and_title_from_elsewhere),
		cmocka_unit_test(knows_what_is_not_to_be_published),
		cmocka_unit_test(reports_every_error_of_a_file_with_its_line),
	};

	markdown_init();
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
