/* SPDX-License-Identifier: ISC */
/* Sources -> a linked site: gen/site.c, gen/site_link.c, gen/links.c,
 * gen/places.c, gen/terms.c, gen/scan.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "links.h"
#include "markdown.h"
#include "site.h"
#include "temptree.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
put(const struct temptree *t, const char *name, const char *text)
{
	temptree_bytes(t, name, text, strlen(text));
}

/* A small capsule; -1 when it has errors. */
static int
load(struct temptree *t, struct site *site, struct losses *losses)
{
	struct site_options options = {
		.content = t->path, .has_future = true, .threads = 2
	};

	losses_init(losses);
	if (site_read(site, &options, losses) != 0)
		return (-1);
	return (site_link(site));
}

static void
make(struct temptree *t)
{
	temptree_make(t);
	put(t, "capsule.yaml", "title: T\nhtml_host: w.example\n");
	put(t, "posts/2021-03-09-a.md",
	    "---\ntitle: A\naliases: [/old/a/]\ntags: [x]\n---\n");
	put(t, "posts/2022/2022-01-01-b/index.md", "---\ntitle: B\n---\n");
	put(t, "posts/2022/2022-01-01-b/img/p.jpg", "jpeg");
	put(t, "posts/loose.png", "png");
	put(t, "pages/guide/index.md", "---\ntitle: G\n---\n");
	put(t, "pages/guide/step one.md", "---\ntitle: S\n---\n");
	put(t, "pages/pic.png", "png");
	put(t, "files/x y.pdf", "pdf");
	put(t, "posts/d/index.md",
	    "---\ntitle: D\ndate: 2021-01-01\ndraft: true\n---\n");
	put(t, "posts/d/secret.txt", "s");
	put(t, ".hidden/x", "h");
	put(t, "backup.md~", "h");
	put(t, "Thumbs.db", "h");
}

static void
references_find_their_page(void **state)
{
	static const struct {
		const char *reference, *path; /* NULL: nothing */
	} cases[] = {
		{ "2021-03-09-a.md", "/a/" },
		{ "./2021-03-09-a.md#part", "/a/" },
		{ "2021-03-09-a", "/a/" },
		{ "2022/2022-01-01-b/index.md", "/b/" },
		{ "2022/2022-01-01-b/", "/b/" },
		{ "2022/2022-01-01-b", "/b/" },
		{ "2022/2022-01-01-b/img/p.jpg", "/b/img/p.jpg" },
		{ "../pages/guide/step%20one.md", "/guide/step-one/" },
		{ "../pages/guide/step one.md", "/guide/step-one/" },
		{ "loose.png", "/posts/loose.png" },
		{ "../b/", "/b/" }, /* as on the website, from /a/ */
		{ "b/", "/b/" },
		{ "/b", "/b/" },
		{ "/b/index.html", "/b/" },
		{ "/b.html?x=1", "/b/" },
		{ "/posts/2021-03-09-a.md", "/a/" },
		{ "/old/a/", "/a/" },
		{ "/old/a", "/a/" },
		{ "/pic.png", "/pic.png" },
		{ "/files/x%20y.pdf", "/files/x y.pdf" },
		{ "/tag/x/", "/tag/x/" },
		{ "/2021/03/", "/2021/03/" },
		{ "/", "/" },
		{ "/atom.xml", "/atom.xml" },
		{ "/nothing/", NULL },
		{ "missing.md", NULL },
		{ "../../../../etc/passwd", NULL },
		{ "", NULL },
		{ "#here", NULL },
		{ "%zz", NULL },
	};
	const struct target *target;
	struct losses losses;
	struct temptree t;
	struct site site;
	size_t i;

	(void)state;
	make(&t);
	assert_int_equal(load(&t, &site, &losses), 0);
	for (i = 0; i < COUNT(cases); i++) {
		target = links_find(
		    &site, site.post[1], span_str(cases[i].reference));
		if ((target == NULL) != (cases[i].path == NULL))
			fail_msg("\"%s\"", cases[i].reference);
		if (target != NULL &&
		    !span_eq(target->path, span_str(cases[i].path)))
			fail_msg("\"%s\" -> %.*s", cases[i].reference,
			    SPAN_ARG(target->path));
	}
	target = links_find(&site, site.post[1], SPAN("d/index.md"));
	assert_non_null(target);
	assert_true(target->is_out);
	site_release(&site);
	losses_release(&losses);
	temptree_remove(&t);
}

static void
nothing_hidden_and_nothing_beside_a_draft_is_published(void **state)
{
	struct losses losses;
	struct temptree t;
	struct site site;
	size_t i, published = 0;

	(void)state;
	make(&t);
	assert_int_equal(load(&t, &site, &losses), 0);
	assert_int_equal(site.posts, 2);
	assert_true(span_eq(site.post[0]->title, SPAN("B")));
	for (i = 0; i < site.files; i++)
		if (site.file[i].path.len > 0)
			published++;
	assert_int_equal(published, 4);
	assert_null(site_at(&site, SPAN("/d/secret.txt")));
	site_release(&site);
	losses_release(&losses);
	temptree_remove(&t);
}

static void
links_in_a_doc_are_resolved_or_reported(void **state)
{
	struct losses losses, found;
	struct block *block;
	struct temptree t;
	struct link *link[5];
	struct site site;
	struct doc doc;

	(void)state;
	make(&t);
	assert_int_equal(load(&t, &site, &losses), 0);
	losses_init(&found);
	doc_init(&doc);
	block = doc_add(&doc, NULL, BLOCK_PARAGRAPH);
	link[0] = doc_link(&doc, block, LINK_UNKNOWN,
	    SPAN("2022/2022-01-01-b/img/p.jpg"), SPAN("p"));
	link[1] =
	    doc_link(&doc, block, LINK_UNKNOWN, SPAN("/gone/"), SPAN("g"));
	link[2] =
	    doc_link(&doc, block, LINK_UNKNOWN, SPAN("gone.md"), SPAN("g"));
	link[3] = doc_link(
	    &doc, block, LINK_URL, SPAN("http://www.w.example/b/"), SPAN("b"));
	link[4] = doc_link(
	    &doc, block, LINK_URL, SPAN("https://w.example/"), SPAN("web"));
	links_resolve(&site, site.post[1], &doc, &found);
	assert_int_equal(link[0]->kind, LINK_PAGE);
	assert_true(span_eq(link[0]->note, SPAN("jpeg, 4 B")));
	assert_int_equal(link[1]->kind, LINK_URL);
	assert_true(span_eq(link[1]->target, SPAN("https://w.example/gone/")));
	assert_int_equal(link[2]->kind, LINK_NONE);
	assert_int_equal(link[3]->kind, LINK_PAGE);
	assert_int_equal(link[4]->kind, LINK_URL);
	assert_int_equal(losses_count(&found, LOSS_WARNING), 2);
	doc_release(&doc);
	losses_release(&found);
	site_release(&site);
	losses_release(&losses);
	temptree_remove(&t);
}

static void
every_error_is_found_in_one_go(void **state)
{
	struct losses losses;
	struct temptree t;
	struct site site;

	(void)state;
	make(&t);
	put(&t, "capsule.yaml",
	    "title: T\npermalink: /:slag/\nlang: en\ntags: [x]\n");
	put(&t, "posts/one.md", "---\ntitle: x\n---\n");
	put(&t, "posts/two.md", "+++\n+++\n");
	assert_int_equal(load(&t, &site, &losses), -1);
	assert_int_equal(losses_count(&losses, LOSS_ERROR), 5);
	site_release(&site);
	losses_release(&losses);
	temptree_remove(&t);
}

static void
two_pages_at_one_path_are_refused(void **state)
{
	struct losses losses;
	struct temptree t;
	struct site site;

	(void)state;
	make(&t);
	put(&t, "posts/2019-01-01-a.md", "---\ntitle: Again\n---\n");
	put(&t, "posts/2018-01-01-c.md",
	    "---\ntitle: C\naliases: [/b/]\n---\n");
	assert_int_equal(load(&t, &site, &losses), -1);
	assert_int_equal(losses_count(&losses, LOSS_ERROR), 2);
	site_release(&site);
	losses_release(&losses);
	temptree_remove(&t);
}

static void
numbered_pages_and_files_of_ours_have_places(void **state)
{
	static const struct {
		const char *path;
		unsigned left_out;
	} cases[] = { { "/archive/page/1/", 0 },
		{ "/archive/page/3/", FOR_GOPHER }, { "/tag/x/page/1/", 0 },
		{ "/2021/page/1/", 0 }, { "/tag/gem/", FOR_GOPHER },
		{ "/author/ge/", FOR_GOPHER }, { "/2020/", FOR_GOPHER },
		{ "/robots.txt", 0 }, { "/caps.txt", FOR_GEMTEXT },
		{ "/ro/", FOR_GOPHER } };
	const struct target *target;
	struct losses losses;
	struct temptree t;
	struct site site;
	size_t i;

	(void)state;
	make(&t);
	put(&t, "capsule.yaml", "title: T\npage_size: 1\n");
	put(&t, "posts/2021-03-10-c.md", "---\ntitle: C\ntags: x\n---\n");
	put(&t, "posts/2020-01-01-g.md",
	    "---\nonly: gemini\ntags: gem\nauthor: Ge\nlang: ro\n---\n");
	assert_int_equal(load(&t, &site, &losses), 0);
	for (i = 0; i < COUNT(cases); i++) {
		target = site_at(&site, span_str(cases[i].path));
		if (target == NULL || target->page != NULL ||
		    target->left_out != cases[i].left_out)
			fail_msg("%s", cases[i].path);
	}
	assert_null(site_at(&site, SPAN("/archive/page/4/")));
	assert_null(site_at(&site, SPAN("/tag/gem/page/1/")));
	site_release(&site);
	losses_release(&losses);
	temptree_remove(&t);
}

static void
authors_stay_in_the_order_of_the_post(void **state)
{
	struct losses losses;
	const struct page *post;
	struct temptree t;
	struct site site;

	(void)state;
	make(&t);
	put(&t, "posts/2021-03-10-c.md",
	    "---\ntitle: C\nauthor: [Zed, Abe, zed]\ntags: [y, x, Y]\n---\n");
	assert_int_equal(load(&t, &site, &losses), 0);
	post = site.post[1];
	assert_true(span_eq(post->title, SPAN("C")));
	assert_int_equal(post->terms, 4);
	assert_true(span_eq(post->term[0]->fold, SPAN("x")));
	assert_true(span_eq(post->term[1]->fold, SPAN("y")));
	assert_true(span_eq(post->term[2]->fold, SPAN("zed")));
	assert_true(span_eq(post->term[3]->fold, SPAN("abe")));
	assert_int_equal(post->keys, 2);
	site_release(&site);
	losses_release(&losses);
	temptree_remove(&t);
}

static void
what_cannot_stand_at_its_path_is_named(void **state)
{
	static const char *const names[] = { "posts/2021-01-01-gophermap.md",
		"posts/2021-01-01-atom.xml.md", "pages/guide/index.txt.md",
		"pages/robots.txt.md", "tag", "a", "gophermap/x" };
	struct losses losses;
	struct temptree t;
	struct site site;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(names); i++) {
		make(&t);
		put(&t, names[i], "x\n");
		assert_int_equal(load(&t, &site, &losses), -1);
		assert_int_equal(losses_count(&losses, LOSS_ERROR), 1);
		losses_sort(&losses);
		assert_non_null(strstr(losses.item[0].file, names[i]));
		site_release(&site);
		losses_release(&losses);
		temptree_remove(&t);
	}
}

static void
the_website_has_a_www_or_none(void **state)
{
	static const char *const settings[] = {
		"title: T\nhtml_host: w.example\n",
		"title: T\nhtml_host: www.w.example\n"
	};
	static const char *const urls[] = { "http://www.w.example/b/",
		"https://w.example/b/", "//W.example/b/" };
	struct losses losses, found;
	struct block *block;
	struct temptree t;
	struct link *link;
	struct site site;
	struct doc doc;
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT(settings) * COUNT(urls); i++) {
		j = i % COUNT(urls);
		make(&t);
		put(&t, "capsule.yaml", settings[i / COUNT(urls)]);
		assert_int_equal(load(&t, &site, &losses), 0);
		losses_init(&found);
		doc_init(&doc);
		block = doc_add(&doc, NULL, BLOCK_PARAGRAPH);
		link = doc_link(
		    &doc, block, LINK_URL, span_str(urls[j]), SPAN("b"));
		links_resolve(&site, site.post[1], &doc, &found);
		assert_int_equal(link->kind, LINK_PAGE);
		assert_true(span_eq(link->target, SPAN("/b/")));
		doc_release(&doc);
		losses_release(&found);
		site_release(&site);
		losses_release(&losses);
		temptree_remove(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references_find_their_page),
		cmocka_unit_test(
		    nothing_hidden_and_nothing_beside_a_draft_is_published),
		cmocka_unit_test(links_in_a_doc_are_resolved_or_reported),
		cmocka_unit_test(every_error_is_found_in_one_go),
		cmocka_unit_test(two_pages_at_one_path_are_refused),
		cmocka_unit_test(numbered_pages_and_files_of_ours_have_places),
		cmocka_unit_test(authors_stay_in_the_order_of_the_post),
		cmocka_unit_test(what_cannot_stand_at_its_path_is_named),
		cmocka_unit_test(the_website_has_a_www_or_none),
	};

	markdown_init();
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
