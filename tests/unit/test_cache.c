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
make(struct buf *b)
{
	struct cache_source source = { .size = 5, .modified = -1 };
	struct cache_task task[64] = { { 0 } };
	struct cache_name name[64] = { { 0 } };
	struct cache_head head = {
		.settings = 7, .sources = 1, .tasks = 64, .names = 64
	};

	cache_begin(b);
	source.path = cache_data(b, SPAN("posts/a.md"));
	source.path_len = 10;
	head.source_at = cache_table(b, &source, sizeof(source));
	/* Two keys for one place: the second goes round to the first slot. */
	task[63] = (struct cache_task){ .key = 63, .input = 1 };
	task[0] = (struct cache_task){ .key = 127, .input = 2 };
	head.task_at = cache_table(b, task, sizeof(task));
	name[1] = (struct cache_name){ .key = 1, .value = 3 };
	head.name_at = cache_table(b, name, sizeof(name));
	head.slugs_at = head.losses_at = b->len;
	cache_end(b, &head);
}

static void
put(int dir, struct span bytes)
{
	int fd = openat(dir, CACHE_NAME, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_int_equal(write(fd, bytes.p, bytes.len), (ssize_t)bytes.len);
	assert_int_equal(close(fd), 0);
}

static void
what_is_written_is_found(void **state)
{
	struct temptree t;
	struct cache cache;
	struct buf b;
	int dir;

	(void)state;
	temptree_make(&t);
	dir = t.fd;
	buf_init(&b, SIZE_MAX);
	make(&b);
	put(dir, buf_span(&b));
	cache_open(&cache, dir);
	assert_non_null(cache.bytes);
	assert_int_equal(cache.head->settings, 7);
	assert_int_equal(cache.source[0].modified, -1);
	assert_memory_equal(
	    cache_bytes(&cache, cache.source[0].path, 10).p, "posts/a.md", 10);
	assert_int_equal(cache_find_task(&cache, 63)->input, 1);
	assert_int_equal(cache_find_task(&cache, 127)->input, 2);
	assert_null(cache_find_task(&cache, 191));
	assert_int_equal(cache_find_name(&cache, 1)->value, 3);
	assert_null(cache_find_name(&cache, 2));
	assert_int_equal(cache_bytes(&cache, UINT32_MAX, 1).len, 0);
	cache_close(&cache);
	buf_release(&b);
	temptree_remove(&t);
}

static void
a_cache_that_is_cut_or_changed_is_none(void **state)
{
	struct temptree t;
	struct cache cache;
	struct buf b;
	size_t i;
	int dir;

	(void)state;
	temptree_make(&t);
	dir = t.fd;
	buf_init(&b, SIZE_MAX);
	make(&b);
	cache_open(&cache, dir);
	assert_null(cache.bytes);
	for (i = 0; i < b.len; i += 37) {
		put(dir, span_first(buf_span(&b), i));
		cache_open(&cache, dir);
		assert_null(cache.bytes);
		b.data[i] ^= 1;
		put(dir, buf_span(&b));
		b.data[i] ^= 1;
		cache_open(&cache, dir);
		assert_null(cache.bytes);
	}
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
		cmocka_unit_test(a_cache_that_is_cut_or_changed_is_none),
		cmocka_unit_test(a_page_comes_back_with_all_that_was_read),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
