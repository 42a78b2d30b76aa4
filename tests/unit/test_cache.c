/* SPDX-License-Identifier: ISC */
/* The file between two builds: it comes back as it was, or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cache.h"
#include "page_store.h"
#include "store.h"
#include "temptree.h"

static void
make(struct cache_writer *w)
{
	struct cache_source source = { .size = 5, .modified = -1 };
	struct cache_task task[2] = { { .key = 63, .input = 1 },
		{ .key = 127, .input = 2 } };
	struct cache_name name = { .key = 1, .value = 3 };
	struct cache_head head = {
		.settings = 7, .sources = 1, .tasks = 2, .names = 1
	};

	cache_begin(w, NULL);
	source.path = (uint32_t)cache_data(w, SPAN("posts/a.md"));
	source.path_len = 10;
	head.source_at = cache_table(w, &source, sizeof(source));
	head.task_at = cache_table(w, task, sizeof(task));
	head.name_at = cache_table(w, &name, sizeof(name));
	head.slugs_at = cache_data(w, SPAN("slugs"));
	head.slugs_len = 5;
	head.losses_at = cache_data(w, SPAN("losses"));
	head.losses_len = 6;
	cache_end(w, &head);
}

/* A record for the second task, with data of `keys`. */
static void
make_record(struct cache_writer *w, const struct cache *old, struct span keys)
{
	struct cache_head head = *old->head;
	struct cache_task task = old->task[1];

	cache_begin(w, old);
	task.input++;
	task.keys = (uint32_t)cache_data(w, keys);
	task.keys_len = (uint32_t)keys.len;
	cache_change(w, &old->task[0], &old->task[0], sizeof(task));
	cache_change(w, &old->task[1], &task, sizeof(task));
	head.moment++;
	cache_end(w, &head);
}

static void
put(int dir, struct span bytes, int flags)
{
	int fd = openat(dir, CACHE_NAME, O_WRONLY | O_CREAT | flags, 0600);

	assert_int_equal(write(fd, bytes.p, bytes.len), (ssize_t)bytes.len);
	assert_int_equal(close(fd), 0);
}

static void
what_is_written_is_found(void **state)
{
	struct cache_writer w;
	struct temptree t;
	struct cache cache;

	(void)state;
	temptree_make(&t);
	make(&w);
	put(t.fd, buf_span(&w.b), O_TRUNC);
	cache_open(&cache, t.fd);
	assert_non_null(cache.bytes);
	assert_int_equal(cache.head->settings, 7);
	assert_int_equal(cache.source[0].modified, -1);
	assert_memory_equal(
	    cache_bytes(&cache, cache.source[0].path, 10).p, "posts/a.md", 10);
	assert_int_equal(cache.task[0].input, 1);
	assert_int_equal(cache.task[1].key, 127);
	assert_int_equal(cache.name[0].value, 3);
	assert_true(span_eq(cache_slugs(&cache), SPAN("slugs")));
	assert_true(span_eq(cache_losses(&cache), SPAN("losses")));
	assert_int_equal(cache_bytes(&cache, UINT32_MAX, 1).len, 0);
	assert_false(cache.is_shared);
	cache_close(&cache);
	cache_release(&w);
	temptree_remove(&t);
}

/* What an open cache says of its second task. */
static void
assert_second(const struct cache *cache, uint64_t input, struct span keys)
{
	const struct cache_task *task = &cache->task[1];

	assert_non_null(cache->bytes);
	assert_int_equal(task->input, input);
	assert_int_equal(task->key, 127);
	assert_true(
	    span_eq(cache_bytes(cache, task->keys, task->keys_len), keys));
	assert_int_equal(cache->task[0].input, 1);
	assert_int_equal(cache->head->moment, input - 2);
	assert_true(span_eq(cache_slugs(cache), SPAN("slugs")));
}

static void
records_are_applied_in_their_order(void **state)
{
	struct cache_writer w;
	struct temptree t;
	struct cache cache;

	(void)state;
	temptree_make(&t);
	make(&w);
	put(t.fd, buf_span(&w.b), O_TRUNC);
	cache_release(&w);
	cache_open(&cache, t.fd);
	assert_second(&cache, 2, SPAN(""));
	make_record(&w, &cache, SPAN("abc"));
	put(t.fd, buf_span(&w.b), O_APPEND);
	cache_release(&w);
	cache_close(&cache);
	cache_open(&cache, t.fd);
	assert_second(&cache, 3, SPAN("abc"));
	make_record(&w, &cache, SPAN("defghijkl"));
	put(t.fd, buf_span(&w.b), O_APPEND);
	cache_release(&w);
	cache_close(&cache);
	cache_open(&cache, t.fd);
	assert_second(&cache, 4, SPAN("defghijkl"));
	cache_close(&cache);
	temptree_remove(&t);
}

static void
a_file_with_another_name_says_so(void **state)
{
	struct cache_writer w;
	struct temptree t;
	struct cache cache;

	(void)state;
	temptree_make(&t);
	make(&w);
	put(t.fd, buf_span(&w.b), O_TRUNC);
	assert_int_equal(linkat(t.fd, CACHE_NAME, t.fd, "other", 0), 0);
	cache_open(&cache, t.fd);
	assert_true(cache.is_shared);
	cache_close(&cache);
	cache_release(&w);
	temptree_remove(&t);
}

static void
assert_none(int dir, struct span bytes)
{
	struct cache cache;

	put(dir, bytes, O_TRUNC);
	cache_open(&cache, dir);
	assert_null(cache.bytes);
}

/* A whole cache with a record; *image is the length of the first. */
static struct span
two_parts(struct buf *b, int dir, size_t *image)
{
	struct cache_writer w;
	struct cache cache;

	make(&w);
	buf_span_add(b, buf_span(&w.b));
	*image = b->len;
	put(dir, buf_span(b), O_TRUNC);
	cache_release(&w);
	cache_open(&cache, dir);
	make_record(&w, &cache, SPAN("abc"));
	buf_span_add(b, buf_span(&w.b));
	cache_release(&w);
	cache_close(&cache);
	return (buf_span(b));
}

static void
a_cache_that_is_cut_or_changed_is_none(void **state)
{
	struct temptree t;
	struct cache cache;
	struct span whole;
	struct buf b;
	size_t i, image;

	(void)state;
	temptree_make(&t);
	buf_init(&b, SIZE_MAX);
	cache_open(&cache, t.fd);
	assert_null(cache.bytes);
	whole = two_parts(&b, t.fd, &image);
	for (i = 0; i < whole.len; i++) {
		if (i != image)
			assert_none(t.fd, span_first(whole, i));
		b.data[i] ^= 1;
		assert_none(t.fd, whole);
		b.data[i] ^= 1;
	}
	put(t.fd, whole, O_TRUNC);
	cache_open(&cache, t.fd);
	assert_second(&cache, 3, SPAN("abc"));
	cache_close(&cache);
	buf_release(&b);
	temptree_remove(&t);
}

static void
a_page_comes_back_with_all_that_was_read(void **state)
{
	static const char text[] = "---\n"
				   "title: Über\ndate: 2020-01-02T03:04:05Z\n"
				   "updated: 2021-01-02\ntags: [a, b]\n"
				   "categories: [c]\nauthor: me\nlikes: 3\n"
				   "aliases: [/x/]\nsummary: s\nlang: ro\n"
				   "slug: sl\ndraft: true\nonly: gopher\n"
				   "translations: {en: /e/}\n---\n";
	struct page page = {
		.kind = PAGE_POST, .file = "f", .name = SPAN("n")
	};
	struct page again = { .kind = PAGE_POST, .file = "f" };
	struct buf first, second;
	struct losses losses;
	struct reader r = { .is_bad = false };
	struct arena arena;

	(void)state;
	arena_init(&arena);
	losses_init(&losses);
	buf_init(&first, SIZE_MAX);
	buf_init(&second, SIZE_MAX);
	assert_int_equal(page_read(&page, &arena, span_str(text), &losses), 0);
	page_save(&first, &page);
	r.rest = buf_span(&first);
	assert_true(page_load(&again, &arena, &r));
	assert_int_equal(r.rest.len, 0);
	page_save(&second, &again);
	assert_true(span_eq(buf_span(&first), buf_span(&second)));
	assert_string_equal(again.title.p, "Über");
	assert_int_equal(again.names[TERM_TAG].count, 2);
	assert_int_equal(again.translations, 1);
	/* Half of it is refused. */
	r = (struct reader){ .rest =
				 span_first(buf_span(&first), first.len / 2) };
	assert_false(page_load(&again, &arena, &r));
	buf_release(&second);
	buf_release(&first);
	losses_release(&losses);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_found),
		cmocka_unit_test(records_are_applied_in_their_order),
		cmocka_unit_test(a_file_with_another_name_says_so),
		cmocka_unit_test(a_cache_that_is_cut_or_changed_is_none),
		cmocka_unit_test(a_page_comes_back_with_all_that_was_read),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
