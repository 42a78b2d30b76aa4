/* SPDX-License-Identifier: ISC */
/* Atom feeds and related posts: gen/feed.c, gen/related.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "doc.h"
#include "feed.h"
#include "related.h"
#include "terms.h"

#define POSTS 30

struct fixture {
	struct capsule capsule;
	struct page page[POSTS];
	struct page *post[POSTS];
	struct term *term[POSTS][2];
	char path[POSTS][16];
};

static void
make_posts(struct fixture *f)
{
	size_t i;

	memset(f, 0, sizeof(*f));
	f->capsule.title = SPAN("Title & <more>");
	f->capsule.host = SPAN("h.example");
	f->capsule.gopher_port = 70;
	for (i = 0; i < POSTS; i++) {
		(void)snprintf(f->path[i], sizeof(f->path[i]), "/%02zu/", i);
		f->page[i].path = span_str(f->path[i]);
		f->page[i].title = SPAN("A \"title\"");
		f->page[i].term = f->term[i];
		f->page[i].date =
		    date_of_epoch(1600000000 - (int64_t)i * 86400);
		f->post[i] = &f->page[i];
	}
}

static size_t
times(const struct buf *b, const char *needle)
{
	const char *p = b->data;
	size_t count = 0;

	while ((p = strstr(p, needle)) != NULL) {
		count++;
		p += strlen(needle);
	}
	return (count);
}

static void
a_feed_has_what_the_rfc_asks_for(void **state)
{
	struct feed feed = { .title = SPAN_INIT("F"),
		.path = SPAN_INIT("/tag/a b/"),
		.posts = POSTS };
	struct feed_place place = { .protocol = FEED_GOPHER };
	static struct fixture f;
	struct buf b;

	(void)state;
	make_posts(&f);
	feed.post = f.post;
	buf_init(&b, 1 << 20);
	feed_add(&b, &f.capsule, &feed, &place);
	assert_true(buf_ok(&b));
	assert_int_equal(times(&b, "<entry>"), FEED_MAX_ENTRIES);
	assert_int_equal(times(&b, "<id>"), FEED_MAX_ENTRIES + 1);
	assert_int_equal(times(&b, "<updated>"), FEED_MAX_ENTRIES + 1);
	assert_int_equal(times(&b, "rel=\"alternate\""), FEED_MAX_ENTRIES + 1);
	assert_int_equal(
	    times(&b, "<id>gemini://h.example/tag/a%20b/</id>"), 1);
	assert_int_equal(
	    times(&b,
		"rel=\"self\" type=\"application/atom+xml\" "
		"href=\"gopher://h.example/0/tag/a%20b/atom.xml\""),
	    1);
	assert_int_equal(times(&b, "<name>Title &amp; &lt;more&gt;</name>"), 1);
	assert_int_equal(
	    times(&b, "<title>A &quot;title&quot;</title>"), FEED_MAX_ENTRIES);
	assert_int_equal(times(&b, "2020-09-13T12:26:40Z"), 3);
	buf_release(&b);
}

static void
a_change_moves_the_feed_and_a_character_xml_lacks_goes(void **state)
{
	struct feed feed = {
		.title = SPAN_INIT("F"), .path = SPAN_INIT("/"), .posts = 2
	};
	struct feed_place place = { .protocol = FEED_GEMINI };
	static struct fixture f;
	struct buf b;

	(void)state;
	make_posts(&f);
	feed.post = f.post;
	f.page[1].updated = date_of_epoch(1700000000);
	f.page[1].title = SPAN("a\x01\xef\xbf\xbe"
			       "b");
	buf_init(&b, 1 << 20);
	feed_add(&b, &f.capsule, &feed, &place);
	assert_int_equal(times(&b, "<updated>2023-11-14T22:13:20Z"), 2);
	assert_int_equal(times(&b, "<title>ab</title>"), 1);
	buf_release(&b);
}

static void
a_feed_has_the_posts_and_links_of_its_place(void **state)
{
	struct feed feed = {
		.title = SPAN_INIT("F"), .path = SPAN_INIT("/"), .posts = POSTS
	};
	struct feed_place place = { FEED_GOPHER, SPAN_INIT("ascii"), true };
	static struct fixture f;
	struct buf b;
	size_t i;

	(void)state;
	make_posts(&f);
	feed.post = f.post;
	for (i = 0; i < 3; i++)
		f.page[i].left_out = FOR_GOPHER;
	f.page[3].left_out = FOR_GEMTEXT;
	buf_init(&b, 1 << 20);
	feed_add(&b, &f.capsule, &feed, &place);
	assert_int_equal(times(&b, "<entry>"), POSTS - 3);
	assert_int_equal(times(&b, "href=\"gopher://h.example/1/ascii/\""), 1);
	assert_int_equal(times(&b,
			     "type=\"text/plain\" "
			     "href=\"gopher://h.example/0/ascii/29/index.txt"),
	    1);
	assert_int_equal(times(&b, "<id>gemini://h.example/29/</id>"), 1);
	/* The newest of those that are there. */
	assert_int_equal(times(&b, "<updated>2020-09-10T12:26:40Z"), 2);
	buf_reset(&b);
	place = (struct feed_place){ .protocol = FEED_GEMINI };
	feed_add(&b, &f.capsule, &feed, &place);
	assert_int_equal(times(&b, "<entry>"), POSTS - 1);
	buf_release(&b);
}

static void
related_posts_share_most_and_are_near(void **state)
{
	static struct fixture f;
	struct page *found[RELATED_MAX];
	struct term a = { .kind = TERM_TAG }, b = { .kind = TERM_CATEGORY };
	uint32_t key[2] = { 0, 1 }; /* of b and a, for all */
	size_t i;

	(void)state;
	make_posts(&f);
	for (i = 0; i < POSTS; i++) {
		f.term[i][0] = &b; /* categories come first */
		f.page[i].terms = f.page[i].keys = 1;
		f.page[i].key = key;
		f.page[i].key_bits = i >= 10 && (i - 10) % 9 == 0 ? 3 : 1;
		terms_add_post(&b, &f.page[i]);
	}
	for (i = 10; i < POSTS; i += 9) { /* 10, 19, 28 */
		f.term[i][1] = &a;
		f.page[i].terms = f.page[i].keys = 2;
		terms_add_post(&a, &f.page[i]);
	}
	assert_int_equal(related_find(&f.page[10], found, 3), 3);
	assert_ptr_equal(found[0], &f.page[19]); /* two terms, 9 days */
	assert_ptr_equal(found[1], &f.page[28]); /* two terms, 18 days */
	assert_ptr_equal(found[2], &f.page[9]);	 /* a day, and "/09/" first */
	assert_int_equal(related_find(&f.page[10], found, 0), 0);
	free(a.post);
	free(a.outline);
	free(b.post);
	free(b.outline);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_feed_has_what_the_rfc_asks_for),
		cmocka_unit_test(
		    a_change_moves_the_feed_and_a_character_xml_lacks_goes),
		cmocka_unit_test(a_feed_has_the_posts_and_links_of_its_place),
		cmocka_unit_test(related_posts_share_most_and_are_near),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
