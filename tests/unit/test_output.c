/* SPDX-License-Identifier: ISC */
/* The folder that is written: gen/output.c, gen/output_tree.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "manifest.h"
#include "output.h"
#include "temptree.h"

static const struct span manifest = SPAN_INIT("bookmobile 1\th\ten\n");

static const char *
path_in(const struct temptree *t, const char *name)
{
	static char path[128];

	(void)snprintf(path, sizeof(path), "%s/%s", t->path, name);
	return (path);
}

static struct stat
look(const struct temptree *t, const char *name)
{
	struct stat st = { 0 };

	(void)fstatat(t->fd, name, &st, AT_SYMLINK_NOFOLLOW);
	return (st);
}

static bool
is_there(const struct temptree *t, const char *name)
{
	struct stat st;

	return (fstatat(t->fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0);
}

static void
write_two(struct output *o, const char *first, const char *second)
{
	assert_int_equal(
	    output_write(o, OUTPUT_GEMINI, SPAN("a/b/one"), span_str(first)),
	    0);
	assert_int_equal(
	    output_write(o, OUTPUT_GOPHER, SPAN("two"), span_str(second)), 0);
}

static void
nothing_is_seen_before_the_commit(void **state)
{
	struct temptree t;
	struct output o;

	(void)state;
	temptree_make(&t);
	assert_int_equal(output_open(&o, path_in(&t, "out")), 0);
	write_two(&o, "1", "2");
	assert_false(is_there(&t, "out/gemini"));
	assert_false(is_there(&t, "out/manifest"));
	assert_int_equal(output_commit(&o, manifest), 0);
	output_release(&o);
	assert_true(is_there(&t, "out/gemini/a/b/one"));
	assert_true(is_there(&t, "out/gopher/two"));
	assert_true(is_there(&t, "out/manifest"));
	assert_false(is_there(&t, "out/.new"));

	assert_int_equal(output_open(&o, path_in(&t, "out")), 0);
	write_two(&o, "changed", "2");
	assert_int_equal(look(&t, "out/gemini/a/b/one").st_size, 1);
	output_abort(&o);
	output_release(&o);
	assert_int_equal(look(&t, "out/gemini/a/b/one").st_size, 1);
	assert_false(is_there(&t, "out/.new"));
	temptree_remove(&t);
}

static void
unchanged_files_are_left_alone_and_stale_ones_go(void **state)
{
	struct stat before, after;
	struct temptree t;
	struct output o;

	(void)state;
	temptree_make(&t);
	assert_int_equal(output_open(&o, path_in(&t, "out")), 0);
	write_two(&o, "1", "2");
	assert_int_equal(
	    output_write(&o, OUTPUT_GEMINI, SPAN("old/x/y"), SPAN("3")), 0);
	assert_int_equal(output_commit(&o, manifest), 0);
	assert_int_equal(o.files, 3);
	output_release(&o);
	before = look(&t, "out/gemini/a/b/one");

	assert_int_equal(output_open(&o, path_in(&t, "out")), 0);
	write_two(&o, "1", "22");
	assert_int_equal(output_commit(&o, manifest), 0);
	assert_int_equal(o.changed, 1);
	assert_int_equal(o.removed, 1);
	output_release(&o);
	after = look(&t, "out/gemini/a/b/one");
	assert_int_equal(before.st_ino, after.st_ino);
	assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
	assert_int_equal(look(&t, "out/gopher/two").st_size, 2);
	assert_false(is_there(&t, "out/gemini/old"));
	temptree_remove(&t);
}

static void
what_is_not_ours_is_refused(void **state)
{
	struct output o, other;
	struct temptree t;

	(void)state;
	temptree_make(&t);
	temptree_bytes(&t, "foreign/manifest", "else\n", 5);
	assert_int_equal(output_open(&o, path_in(&t, "foreign")), -1);
	assert_true(o.error[0] != '\0');
	assert_int_equal(output_open(&o, path_in(&t, "no/such")), -1);
	assert_int_equal(output_open(&o, path_in(&t, "out")), 0);
	assert_int_equal(output_open(&other, path_in(&t, "out")), -1);
	output_abort(&o);
	output_release(&o);
	/* What was made for nothing is gone again. */
	assert_false(is_there(&t, "out"));
	temptree_remove(&t);
}

static void
modes_do_not_depend_on_the_umask(void **state)
{
	struct temptree t;
	struct output o;

	(void)state;
	temptree_make(&t);
	(void)umask(077);
	assert_int_equal(output_open(&o, path_in(&t, "out")), 0);
	write_two(&o, "1", "2");
	assert_int_equal(output_commit(&o, manifest), 0);
	output_release(&o);
	assert_int_equal(look(&t, "out").st_mode & 07777, 0755);
	assert_int_equal(look(&t, "out/gemini/a").st_mode & 07777, 0755);
	assert_int_equal(look(&t, "out/gemini/a/b/one").st_mode & 07777, 0644);
	assert_int_equal(look(&t, "out/manifest").st_mode & 07777, 0644);
	temptree_remove(&t);
}

static void
a_link_in_the_tree_is_never_followed(void **state)
{
	struct temptree t;
	struct output o;

	(void)state;
	temptree_make(&t);
	temptree_bytes(&t, "victim", "keep", 4);
	assert_int_equal(output_open(&o, path_in(&t, "out")), 0);
	write_two(&o, "1", "2");
	assert_int_equal(output_commit(&o, manifest), 0);
	output_release(&o);
	assert_int_equal(unlinkat(t.fd, "out/gopher/two", 0), 0);
	assert_int_equal(symlinkat("../../victim", t.fd, "out/gopher/two"), 0);
	assert_int_equal(output_open(&o, path_in(&t, "out")), 0);
	write_two(&o, "1", "keep");
	assert_int_equal(output_commit(&o, manifest), 0);
	output_release(&o);
	assert_true(S_ISREG(look(&t, "out/gopher/two").st_mode));
	assert_int_equal(look(&t, "victim").st_size, 4);
	temptree_remove(&t);
}

static void
commit_cache(
    const struct temptree *t, struct span cache, uint64_t at, int result)
{
	struct output o;

	assert_int_equal(output_open(&o, path_in(t, "out")), 0);
	o.is_trusted = true;
	o.cache = cache;
	o.cache_at = at;
	assert_int_equal(output_commit(&o, manifest), result);
	output_release(&o);
}

static void
a_cache_is_added_to_where_it_ends_and_nowhere_else(void **state)
{
	struct temptree t;
	struct stat first;

	(void)state;
	temptree_make(&t);
	commit_cache(&t, SPAN("image"), 0, 0);
	first = look(&t, "out/.cache");
	commit_cache(&t, SPAN("record"), 5, 0);
	assert_int_equal(look(&t, "out/.cache").st_size, 11);
	assert_int_equal(look(&t, "out/.cache").st_ino, first.st_ino);
	/* Somebody else has written into it: better none than a wrong one. */
	commit_cache(&t, SPAN("record"), 10, -1);
	assert_false(is_there(&t, "out/.cache"));
	/* None is there any more. */
	commit_cache(&t, SPAN("record"), 5, 0);
	assert_false(is_there(&t, "out/.cache"));
	assert_false(is_there(&t, "out/.new"));
	temptree_remove(&t);
}

static void
a_file_takes_no_folder_in_which_something_stays(void **state)
{
	struct temptree t;
	struct output o;
	int result;
	int i;

	(void)state;
	temptree_make(&t);
	for (i = 0; i < 3; i++) {
		assert_int_equal(output_open(&o, path_in(&t, "out")), 0);
		if (i < 2)
			write_two(&o, "1", "2");
		if (i > 0)
			assert_int_equal(output_write(&o, OUTPUT_GEMINI,
					     SPAN("a"), SPAN("file")),
			    0);
		result = output_commit(&o, manifest);
		if (result != 0)
			output_abort(&o);
		output_release(&o);
		assert_int_equal(result, i == 1 ? -1 : 0);
		assert_int_equal(is_there(&t, "out/gemini/a/b/one"), i < 2);
	}
	assert_int_equal(look(&t, "out/gemini/a").st_size, 4);
	/* The same when it is told what goes. */
	assert_int_equal(output_open(&o, path_in(&t, "out")), 0);
	write_two(&o, "1", "2");
	assert_int_equal(output_commit(&o, manifest), 0);
	output_release(&o);
	assert_int_equal(output_open(&o, path_in(&t, "out")), 0);
	o.is_trusted = true;
	output_discard(&o, OUTPUT_GEMINI, SPAN("a/b/one"));
	assert_int_equal(
	    output_write(&o, OUTPUT_GEMINI, SPAN("a"), SPAN("file")), 0);
	assert_int_equal(output_commit(&o, manifest), 0);
	assert_int_equal(o.removed, 1);
	output_release(&o);
	assert_int_equal(look(&t, "out/gemini/a").st_size, 4);
	temptree_remove(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_seen_before_the_commit),
		cmocka_unit_test(
		    unchanged_files_are_left_alone_and_stale_ones_go),
		cmocka_unit_test(what_is_not_ours_is_refused),
		cmocka_unit_test(modes_do_not_depend_on_the_umask),
		cmocka_unit_test(a_link_in_the_tree_is_never_followed),
		cmocka_unit_test(
		    a_cache_is_added_to_where_it_ends_and_nowhere_else),
		cmocka_unit_test(
		    a_file_takes_no_folder_in_which_something_stays),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
