/* SPDX-License-Identifier: ISC */
/*
 * Nothing but files and folders below the root.
 */
#include <sys/socket.h>
#include <sys/un.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "docroot.h"
#include "temptree.h"

static struct temptree t;

static int
set_up(void **state)
{
	(void)state;
	temptree_make(&t);
	temptree_file(&t, "secret", "outside");
	temptree_file(&t, "root/a.txt", "text");
	temptree_file(&t, "root/dir/b.txt", "text");
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	temptree_remove(&t);
	return 0;
}

static void
link_to(const char *target, const char *name)
{
	assert_int_equal(symlinkat(target, t.fd, name), 0);
}

static void
make_socket(const char *name)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(a.sun_path, sizeof(a.sun_path), "%s/%s", t.path, name);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	close(fd);
}

static void
opens_nothing_outside_the_root(void **state)
{
	static const struct {
		const char *path;
		enum docroot_kind kind;
	} rows[] = {
		{ "a.txt", DOCROOT_FILE },
		{ "dir/b.txt", DOCROOT_FILE },
		{ "inside", DOCROOT_FILE },
		{ "dir/../a.txt", DOCROOT_FILE },
		{ "", DOCROOT_FOLDER },
		{ "dir", DOCROOT_FOLDER },
		{ "dir/", DOCROOT_FOLDER },
		{ "nope", DOCROOT_NONE },
		{ "a.txt/", DOCROOT_NONE },
		{ "a.txt/x", DOCROOT_NONE },
		{ "../secret", DOCROOT_NONE },
		{ "dir/../../secret", DOCROOT_NONE },
		{ "/etc/passwd", DOCROOT_NONE },
		{ "relative", DOCROOT_NONE },
		{ "absolute", DOCROOT_NONE },
		{ "up/secret", DOCROOT_NONE },
		{ "loop", DOCROOT_NONE },
		{ "fifo", DOCROOT_NONE },
		{ "socket", DOCROOT_NONE },
		{ "environ", DOCROOT_NONE },
	};
	int root = openat(t.fd, "root", O_RDONLY | O_DIRECTORY);

	(void)state;
	link_to("dir/b.txt", "root/inside");
	link_to("../secret", "root/relative");
	link_to("/etc/passwd", "root/absolute");
	link_to("..", "root/up");
	link_to("loop", "root/loop");
	link_to("/proc/self/environ", "root/environ");
	assert_int_equal(mkfifoat(t.fd, "root/fifo", 0644), 0);
	make_socket("root/socket");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct stat st;
		int fd = -1;
		enum docroot_kind kind =
		    docroot_open(root, rows[i].path, &fd, &st);

		if (kind != rows[i].kind)
			fail_msg(
			    "%s: %d, not %d", rows[i].path, kind, rows[i].kind);
		assert_int_equal(kind == DOCROOT_FILE, fd != -1);
		if (fd != -1)
			close(fd);
	}
	close(root);
}

static void
hides_names_that_begin_with_a_dot(void **state)
{
	static const struct {
		const char *path;
		bool is_hidden;
	} rows[] = {
		{ "", false },
		{ "a.txt", false },
		{ "a/b.c/d", false },
		{ ".git", true },
		{ "a/.cache", true },
		{ ".a/b", true },
		{ "a/..b", true },
		{ "a./b", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(docroot_is_hidden(span_str(rows[i].path)),
		    rows[i].is_hidden);
}

static bool
looks_like_text(const char *bytes, size_t len)
{
	bool is_text;
	int fd;

	temptree_bytes(&t, "f", bytes, len);
	fd = openat(t.fd, "f", O_RDONLY);
	is_text = docroot_looks_like_text(fd);
	close(fd);
	return is_text;
}

static void
tells_text_from_bytes(void **state)
{
	char big[8193];

	(void)state;
	assert_true(looks_like_text("", 0));
	assert_true(looks_like_text("plain\n", 6));
	assert_true(looks_like_text("\xc8\x9b\n", 3));
	assert_false(looks_like_text("a\0b", 3));
	assert_false(looks_like_text("\xff\xfe", 2));
	assert_false(looks_like_text("cut \xc8", 5));
	/* A character may be cut by the end of what is looked at. */
	memset(big, 'a', sizeof(big));
	memcpy(big + 8191, "\xc8\x9b", 2);
	assert_true(looks_like_text(big, sizeof(big)));
	big[4000] = '\xff';
	assert_false(looks_like_text(big, sizeof(big)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_nothing_outside_the_root),
		cmocka_unit_test(hides_names_that_begin_with_a_dot),
		cmocka_unit_test(tells_text_from_bytes),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
