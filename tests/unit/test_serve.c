/* SPDX-License-Identifier: ISC */
/*
 * Request lines answered from a tree: the byte vectors of the Gemini digest
 * §11 and the Gopher digest §12, and what the manifest changes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "serve.h"
#include "temptree.h"

static struct temptree t;
static struct vhost vhost;
static struct service service = { .vhost = &vhost, .count = 1 };
static unsigned notices;
static char scratch[65536];

static void
on_notice(void *ctx, const char *text)
{
	(void)ctx;
	assert_string_equal(text,
	    "asked for wikipedia.org, I am h.example: set host: (or --host)");
	notices++;
}

static int
set_up(void **state)
{
	(void)state;
	temptree_make(&t);
	temptree_file(&t, "secret", "outside\n");
	temptree_file(&t, "pub/manifest",
	    "bookmobile 1\th.example\ten\n"
	    "page\t/dir/\t\tro\n"
	    "page\t/plain\ttext/markdown\t\n"
	    "redirect\t/old/\t/dir/\n");
	temptree_file(&t, "pub/gemini/index.gmi", "# Home\n");
	temptree_file(&t, "pub/gemini/dir/index.gmi", "# Dir\n");
	temptree_file(&t, "pub/gemini/alt/index.gemini", "# Alt\n");
	temptree_file(&t, "pub/gemini/a.txt", "a\n");
	temptree_file(&t, "pub/gemini/plain", "p\n");
	temptree_file(&t, "pub/gemini/note", "n\n");
	temptree_bytes(&t, "pub/gemini/data", "\xff\0", 2);
	temptree_file(&t, "pub/gemini/.hidden", "h\n");
	temptree_file(&t, "pub/gemini/b c.txt", "bc\n");
	temptree_folder(&t, "pub/gemini/empty");
	temptree_file(&t, "pub/gopher/gophermap", "Home\n1Dir\tdir/\n");
	temptree_file(&t, "pub/gopher/dir/gophermap", "0B\tb.txt\n");
	temptree_file(&t, "pub/gopher/dir/b.txt", "b\n");
	temptree_file(&t, "pub/gopher/a.txt", "a\nb\r\n");
	temptree_bytes(&t, "pub/gopher/a.bin", "\xff\n\0", 3);
	temptree_file(&t, "pub/gopher/robots.txt", "User-agent: *\r\n");
	temptree_file(&t, "pub/gopher/.hidden", "h\n");
	temptree_folder(&t, "pub/gopher/empty");
	assert_int_equal(symlinkat("../../secret", t.fd, "pub/gemini/link"), 0);
	assert_int_equal(mkfifoat(t.fd, "pub/gemini/fifo", 0644), 0);
	vhost_init(&vhost, SPAN("h.example"),
	    openat(t.fd, "pub", O_RDONLY | O_DIRECTORY), 0);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	close(vhost.root_fd);
	vhost_release(&vhost);
	temptree_remove(&t);
	return 0;
}

/* The whole answer to one request line. */
static void
ask(const struct protocol *p, struct span line, const struct visit *visit,
    struct buf *out)
{
	struct answer_chunk chunk;
	struct answer a;

	answer_init(&a);
	p->answer(&service, visit, line, &a);
	buf_reset(out);
	while (!answer_is_done(&a)) {
		assert_int_equal(
		    answer_next(&a, scratch, sizeof(scratch), &chunk), 0);
		buf_span_add(out, chunk.bytes);
		answer_advance(&a, &chunk, chunk.bytes.len);
	}
	answer_release(&a);
}

struct row {
	struct span line;
	const char *out;
};

static void
check(const struct protocol *p, const struct visit *visit,
    const struct row *rows, size_t count)
{
	struct buf out;

	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < count; i++) {
		ask(p, rows[i].line, visit, &out);
		if (strcmp(out.data, rows[i].out) != 0)
			fail_msg("%.*s: %s", SPAN_ARG(rows[i].line), out.data);
	}
	buf_release(&out);
}

#define COUNT(rows) (sizeof(rows) / sizeof(*(rows)))
#define HOME "20 text/gemini; lang=en\r\n# Home\n"
#define NO51 "51 Not found\r\n"
#define NO53 "53 Not served here\r\n"
#define NO59 "59 Bad request\r\n"

static void
answers_the_gemini_vectors(void **state)
{
	static const struct row rows[] = {
		{ SPAN_INIT("gemini://h.example"), HOME },
		{ SPAN_INIT("gemini://h.example/"), HOME },
		{ SPAN_INIT("gemini://H.EXAMPLE:1965/"), HOME },
		{ SPAN_INIT("gemini://h.example:/"), HOME },
		{ SPAN_INIT("gemini://h.example./"), HOME },
		{ SPAN_INIT("gemini://h.example?q"), HOME },
		{ SPAN_INIT("gemini://h.example/nope"), NO51 },
		{ SPAN_INIT("gemini://h.example/#top"), NO59 },
		{ SPAN_INIT("gemini://me@h.example/"), NO59 },
		{ SPAN_INIT("//h.example/"), NO59 },
		{ SPAN_INIT("/"), NO59 },
		{ SPAN_INIT(""), NO59 },
		{ SPAN_INIT("Hello Gemini!"), NO59 },
		{ SPAN_INIT("gemini://h.example:443/"), NO53 },
		{ SPAN_INIT("https://h.example/"), NO53 },
		{ SPAN_INIT("gopher://h.example/"), NO53 },
		{ SPAN_INIT("titan://h.example/x;size=3"), NO53 },
		{ SPAN_INIT("gemini://h.example/\xdc"), NO59 },
		{ SPAN_INIT("gemini://h.example/%zz"), NO59 },
		{ SPAN_INIT("gemini://h.example/../../"), NO51 },
		{ SPAN_INIT("gemini://h.example/%2e%2e/etc/passwd"), NO51 },
		{ SPAN_INIT("gemini://h.example/dir"),
		    "31 gemini://h.example/dir/\r\n" },
		{ SPAN_INIT("gemini://h.example/dir?a%20b"),
		    "31 gemini://h.example/dir/?a%20b\r\n" },
		{ SPAN_INIT("gemini://127.0.0.1/"), NO53 },
	};
	static const struct visit visit = { .port = 1965, .public_port = 1965 };

	(void)state;
	check(&serve_gemini, &visit, rows, COUNT(rows));
}

static void
serves_files_over_gemini(void **state)
{
	static const struct row rows[] = {
		{ SPAN_INIT("gemini://h.example/dir/"),
		    "20 text/gemini; lang=ro\r\n# Dir\n" },
		{ SPAN_INIT("gemini://h.example/x/../dir/"),
		    "20 text/gemini; lang=ro\r\n# Dir\n" },
		{ SPAN_INIT("gemini://h.example/alt/"),
		    "20 text/gemini; lang=en\r\n# Alt\n" },
		{ SPAN_INIT("gemini://h.example/a.txt"),
		    "20 text/plain\r\na\n" },
		{ SPAN_INIT("gemini://h.example/a%2Etxt?query"),
		    "20 text/plain\r\na\n" },
		{ SPAN_INIT("gemini://h.example/b%20c.txt"),
		    "20 text/plain\r\nbc\n" },
		{ SPAN_INIT("gemini://h.example/plain"),
		    "20 text/markdown\r\np\n" },
		{ SPAN_INIT("gemini://h.example/note"),
		    "20 text/plain\r\nn\n" },
		{ SPAN_INIT("gemini://h.example/data"),
		    "20 application/octet-stream\r\n\xff" },
		{ SPAN_INIT("gemini://h.example/old/"),
		    "31 gemini://h.example/dir/\r\n" },
		{ SPAN_INIT("gemini://h.example/.hidden"), NO51 },
		{ SPAN_INIT("gemini://h.example/%2Ehidden"), NO51 },
		{ SPAN_INIT("gemini://h.example/link"), NO51 },
		{ SPAN_INIT("gemini://h.example/fifo"), NO51 },
		{ SPAN_INIT("gemini://h.example/a.txt/"), NO51 },
		{ SPAN_INIT("gemini://h.example/a.txt%00"), NO51 },
		{ SPAN_INIT("gemini://h.example/dir%2Findex.gmi"), NO51 },
		{ SPAN_INIT("gemini://h.example/empty/"), NO51 },
		{ SPAN_INIT("gemini://h.example/manifest"), NO51 },
		{ SPAN_INIT("gemini://h.example/../gopher/a.txt"), NO51 },
	};
	static const struct visit visit = { .port = 1965, .public_port = 1965 };

	(void)state;
	check(&serve_gemini, &visit, rows, COUNT(rows));
}

static void
serves_localhost_by_its_addresses(void **state)
{
	static const struct row rows[] = {
		{ SPAN_INIT("gemini://localhost:7000/"), HOME },
		{ SPAN_INIT("gemini://127.0.0.1:7000/"), HOME },
		{ SPAN_INIT("gemini://[::1]:7000/"), HOME },
		{ SPAN_INIT("gemini://localhost/"), NO53 },
		{ SPAN_INIT("gemini://h.example:7000/"), NO53 },
	};
	static const struct visit visit = { .port = 7000, .public_port = 7000 };

	(void)state;
	vhost.host = SPAN("localhost");
	check(&serve_gemini, &visit, rows, COUNT(rows));
	vhost.host = SPAN("h.example");
}

static void
says_once_that_it_has_another_name(void **state)
{
	static const struct row rows[] = {
		{ SPAN_INIT("gemini://wikipedia.org/"), NO53 },
		{ SPAN_INIT("gemini://wikipedia.org/"), NO53 },
	};
	static const struct visit visit = { .port = 1965, .public_port = 1965 };

	(void)state;
	vhost.has_warned_host = false;
	service.notice = on_notice;
	check(&serve_gemini, &visit, rows, COUNT(rows));
	assert_int_equal(notices, 1);
	service.notice = NULL;
}

#define MENU "iHome\t\tx\t1\r\n1Dir\t/dir/\th.example\t70\r\n.\r\n"
#define DIR "0B\t/dir/b.txt\th.example\t70\r\n.\r\n"
#define ERR(text) "3" text "\t\tx\t1\r\n.\r\n"

static void
answers_the_gopher_vectors(void **state)
{
	static const struct row rows[] = {
		{ SPAN_INIT(""), MENU },
		{ SPAN_INIT("/"), MENU },
		{ SPAN_INIT("/\t+"), MENU },
		{ SPAN_INIT("/\t$"), MENU },
		{ SPAN_INIT("/nope"), ERR("Not found: /nope") },
		{ SPAN_INIT("a.txt"), "a\r\nb\r\n" },
		{ SPAN_INIT("/a.txt"), "a\r\nb\r\n" },
		{ SPAN_INIT("//a.txt"), "a\r\nb\r\n" },
		{ SPAN_INIT("/./a.txt"), "a\r\nb\r\n" },
		{ SPAN_INIT("/a.bin"), "\xff\n" },
		{ SPAN_INIT("/dir/"), DIR },
		{ SPAN_INIT("/dir"), DIR },
		{ SPAN_INIT("dir"), DIR },
		{ SPAN_INIT("/dir/b.txt\tsearch words"), "b\r\n" },
		{ SPAN_INIT("robots.txt"), "User-agent: *\r\n" },
		{ SPAN_INIT("/robots.txt"), "User-agent: *\r\n" },
		{ SPAN_INIT("/../etc/passwd"),
		    ERR("Bad request: /../etc/passwd") },
		{ SPAN_INIT("URL:javascript:alert(1)"),
		    ERR("Not a link to follow: URL:javascript:alert(1)") },
		{ SPAN_INIT("/.hidden"), ERR("Not found: /.hidden") },
		{ SPAN_INIT("/gophermap"), ERR("Not found: /gophermap") },
		{ SPAN_INIT("/empty"), ERR("Not found: /empty") },
		{ SPAN_INIT("/old"),
		    "iThis has moved:\t\tx\t1\r\n"
		    "1/dir/\t/dir/\th.example\t70\r\n.\r\n" },
		{ SPAN_INIT("/old/"),
		    "iThis has moved:\t\tx\t1\r\n"
		    "1/dir/\t/dir/\th.example\t70\r\n.\r\n" },
	};
	static const struct visit visit = { .port = 7070, .public_port = 70 };
	struct buf out;

	(void)state;
	check(&serve_gopher, &visit, rows, COUNT(rows));
	buf_init(&out, 4096);
	ask(&serve_gopher, SPAN("URL:https://e.org/"), &visit, &out);
	assert_true(span_starts(buf_span(&out), SPAN("<!DOCTYPE HTML")));
	buf_release(&out);
}

/* ---- the tree under our feet -------------------------------------------- */

static void
sees_a_new_manifest_within_a_second(void **state)
{
	static const struct row before[] = {
		{ SPAN_INIT("gemini://h.example/new"), NO51 },
	};
	static const struct row after[] = {
		{ SPAN_INIT("gemini://h.example/new"),
		    "31 gemini://h.example/dir/\r\n" },
	};
	struct visit visit = { .port = 1965, .public_port = 1965 };

	(void)state;
	check(&serve_gemini, &visit, before, 1);
	temptree_file(&t, "pub/manifest.new",
	    "bookmobile 1\th.example\ten\nredirect\t/new\t/dir/\n");
	assert_int_equal(
	    renameat(t.fd, "pub/manifest.new", t.fd, "pub/manifest"), 0);
	visit.now = 999;
	check(&serve_gemini, &visit, before, 1);
	visit.now = 1000;
	check(&serve_gemini, &visit, after, 1);
}

static void
finds_a_replaced_tree_at_once(void **state)
{
	static const struct row rows[] = {
		{ SPAN_INIT("gemini://h.example/fresh.txt"),
		    "20 text/plain\r\nfresh\n" },
	};
	static const struct row old[] = {
		{ SPAN_INIT("gemini://h.example/a.txt"),
		    "20 text/plain\r\na\n" },
	};
	struct visit visit = { .port = 1965, .public_port = 1965, .now = 1000 };

	(void)state;
	temptree_file(&t, "pub/gemini.new/fresh.txt", "fresh\n");
	assert_int_equal(
	    renameat(t.fd, "pub/gemini", t.fd, "pub/gemini.old"), 0);
	/* Between the renames the old tree still answers. */
	check(&serve_gemini, &visit, old, 1);
	assert_int_equal(
	    renameat(t.fd, "pub/gemini.new", t.fd, "pub/gemini"), 0);
	check(&serve_gemini, &visit, rows, 1);
}

static void
serves_a_plain_folder_on_both_protocols(void **state)
{
	static const struct row gemini[] = {
		{ SPAN_INIT("gemini://h.example/"),
		    "20 text/gemini\r\n# Plain\n" },
		{ SPAN_INIT("gemini://h.example/a.txt"),
		    "20 text/plain\r\na\n" },
	};
	static const struct row gopher[] = {
		{ SPAN_INIT("/"), ERR("Not found: /") },
		{ SPAN_INIT("/a.txt"), "a\r\n" },
		{ SPAN_INIT("/gemini/x.txt"), "x\r\n" },
	};
	static const struct visit visit = { .port = 1965, .public_port = 1965 };
	struct vhost plain;
	int fd;

	(void)state;
	temptree_file(&t, "plain/index.gmi", "# Plain\n");
	temptree_file(&t, "plain/a.txt", "a\n");
	/* A folder that happens to have this name is no tree of ours. */
	temptree_file(&t, "plain/gemini/x.txt", "x\n");
	fd = openat(t.fd, "plain", O_RDONLY | O_DIRECTORY);
	vhost_init(&plain, SPAN("h.example"), fd, 0);
	service.vhost = &plain;
	check(&serve_gemini, &visit, gemini, COUNT(gemini));
	check(&serve_gopher, &visit, gopher, COUNT(gopher));
	service.vhost = &vhost;
	vhost_release(&plain);
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_the_gemini_vectors),
		cmocka_unit_test(serves_files_over_gemini),
		cmocka_unit_test(serves_localhost_by_its_addresses),
		cmocka_unit_test(says_once_that_it_has_another_name),
		cmocka_unit_test(answers_the_gopher_vectors),
		cmocka_unit_test(sees_a_new_manifest_within_a_second),
		cmocka_unit_test(finds_a_replaced_tree_at_once),
		cmocka_unit_test(serves_a_plain_folder_on_both_protocols),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
