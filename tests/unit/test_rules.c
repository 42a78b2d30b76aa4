/* SPDX-License-Identifier: ISC */
/*
 * What server.yaml says about paths, as readers of both protocols see it:
 * rules, zones, listings, and the marks of gophermaps.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "config.h"
#include "serve.h"
#include "temptree.h"

#define COUNT(rows) (sizeof(rows) / sizeof(*(rows)))
#define PRINT_A \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define PRINT_B \
	"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static struct temptree t;
static struct vhost vhost;
static struct service service = { .vhost = &vhost, .count = 1 };
static struct config config;
static char scratch[65536];

static void
on_report(void *ctx, unsigned line, const char *message)
{
	(void)ctx;
	fail_msg("%u: %s", line, message);
}

/* Serve by these rules from now on. */
static void
use(const char *yaml)
{
	struct yaml_reporter reporter = { on_report, NULL };

	config_release(&config);
	config_init(&config);
	assert_int_equal(
	    config_parse(&config, span_str(yaml), "/", &reporter), 0);
	vhost.rules = &config.rules;
}

static int
set_up(void **state)
{
	(void)state;
	temptree_make(&t);
	temptree_file(&t, "pub/manifest",
	    "bookmobile 1\th.example\ten\nredirect\t/moved/\t/dir/\n");
	temptree_file(&t, "pub/gemini/index.gmi", "# Home\n");
	temptree_file(&t, "pub/gemini/ro/index.gmi", "# Acasa\n");
	temptree_file(&t, "pub/gemini/dir/b.txt", "b\n");
	temptree_file(&t, "pub/gemini/dir/a: b.txt", "a\n");
	temptree_file(&t, "pub/gemini/dir/sub/x", "x\n");
	temptree_file(&t, "pub/gemini/dir/.hidden", "h\n");
	temptree_file(&t, "pub/gemini/key.asc", "k\n");
	temptree_file(&t, "pub/gemini/private/index.gmi", "# Private\n");
	temptree_file(&t, "pub/gemini/private/deep/index.gmi", "# Deep\n");
	temptree_file(&t, "secret", "outside\n");
	temptree_file(&t, "pub/gopher/dir/b.txt", "b\n.\n");
	temptree_file(&t, "pub/gopher/dir/a.tar.gz", "a\n");
	temptree_file(&t, "pub/gopher/dir/sub/x.gif", "x\n");
	temptree_file(&t, "pub/gopher/dir/.hidden", "h\n");
	temptree_file(&t, "pub/gopher/map/gophermap",
	    "Before\n-b.txt\n:gz=9\n=/more\n=self\n=../../secret\n*\nAfter\n");
	temptree_file(&t, "pub/gopher/map/b.txt", "b\n");
	temptree_file(&t, "pub/gopher/map/c.gz", "c\n");
	temptree_file(&t, "pub/gopher/map/self", "S\n=self\n");
	temptree_file(&t, "pub/gopher/more", "1More\tmore/\n.\nno more\n");
	temptree_file(&t, "pub/gopher/private/a.txt", "p\n");
	temptree_file(&t, "pub/gopher/private/gophermap", "Private\n");
	temptree_file(&t, "pub/gopher/ascii/private/a.txt", "p\n");
	temptree_file(&t, "pub/gopher/get", "=private/a.txt\n");
	assert_int_equal(
	    symlinkat("../../../secret", t.fd, "pub/gemini/dir/link"), 0);
	vhost_init(&vhost, SPAN("h.example"),
	    openat(t.fd, "pub", O_RDONLY | O_DIRECTORY), 0);
	config_init(&config);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	close(vhost.root_fd);
	vhost_release(&vhost);
	config_release(&config);
	temptree_remove(&t);
	return 0;
}

struct row {
	const char *line;
	const char *out;
};

static void
check_as(const char *fingerprint, bool is_current, const struct row *rows,
    size_t count)
{
	struct visit visit = { .port = 1965, .public_port = 1965 };
	struct answer_chunk chunk;
	struct answer a;
	struct buf out;

	snprintf(visit.cert.fingerprint, sizeof(visit.cert.fingerprint), "%s",
	    fingerprint);
	visit.cert.is_current = is_current;
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < count; i++) {
		bool is_gemini = strstr(rows[i].line, "://") != NULL;

		visit.public_port = is_gemini ? 1965 : 70;
		answer_init(&a);
		(is_gemini ? &serve_gemini : &serve_gopher)
		    ->answer(&service, &visit, span_str(rows[i].line), &a);
		buf_reset(&out);
		while (!answer_is_done(&a)) {
			assert_int_equal(
			    answer_next(&a, scratch, sizeof(scratch), &chunk),
			    0);
			buf_span_add(&out, chunk.bytes);
			answer_advance(&a, &chunk, chunk.bytes.len);
		}
		answer_release(&a);
		if (strcmp(out.data, rows[i].out) != 0)
			fail_msg("%s: %s", rows[i].line, out.data);
	}
	buf_release(&out);
}

static void
check(const struct row *rows, size_t count)
{
	check_as("", false, rows, count);
}

#define G "gemini://h.example"
#define ERR(text) "3" text "\t\tx\t1\r\n.\r\n"
#define MOVED(item) \
	"iThis has moved:\t\tx\t1\r\n" item "\th.example\t70\r\n.\r\n"

static void
redirects_by_pattern(void **state)
{
	static const struct row rows[] = {
		{ G "/old/a%20b", "30 " G "/new/a%20b\r\n" },
		{ G "/old/?q", "30 " G "/new/?q\r\n" },
		{ G "/2021/x.html", "31 " G "/x/2021\r\n" },
		{ G "/2021/x.htm", "51 Not found\r\n" },
		{ G "/web/a/b%20c", "30 https://e.org/a/b%20c?x\r\n" },
		{ G "/exact", "31 " G "/dir/\r\n" },
		{ G "/exact/", "51 Not found\r\n" },
		{ G "/moved/", "31 " G "/dir/\r\n" },
		{ "/old/a.gif", MOVED("g/new/a.gif\t/new/a.gif") },
		{ "old/a/", MOVED("1/new/a/\t/new/a/") },
		{ "/web/a",
		    MOVED("hhttps://e.org/a?x\tURL:https://e.org/a?x") },
		{ "/moved", MOVED("1/dir/\t/dir/") },
	};

	(void)state;
	use("redirects:\n"
	    "  - {from: /old/*, to: /new/$1}\n"
	    "  - {from: '/20*/*.html', to: /$2/20$1, permanent: true}\n"
	    "  - {from: /web/*, to: 'https://e.org/$1?x'}\n"
	    "  - {from: /exact, to: /dir/, permanent: true}\n");
	check(rows, COUNT(rows));
}

static void
says_what_is_gone(void **state)
{
	static const struct row rows[] = {
		{ G "/drafts/x", "52 Gone\r\n" },
		{ G "/dir/b.txt", "52 Gone\r\n" },
		{ G "/nope", "51 Not found\r\n" },
		{ "/dir/b.txt", ERR("Gone: /dir/b.txt") },
		{ "/drafts", ERR("Gone: /drafts") },
	};

	(void)state;
	use("gone: [/drafts/*, '*b.txt']\n");
	check(rows, COUNT(rows));
}

static void
sets_types_and_languages(void **state)
{
	static const struct row rows[] = {
		{ G "/key.asc", "20 text/plain; charset=utf-8\r\nk\n" },
		{ G "/ro/", "20 text/gemini; lang=ro\r\n# Acasa\n" },
		{ G "/", "20 text/gemini; lang=en\r\n# Home\n" },
		{ "/dir/a.tar.gz", "a\r\n" },
	};

	(void)state;
	use("types: {'*.asc': text/plain; charset=utf-8, '*.gz': text/x}\n"
	    "lang: {/ro/*: ro}\n");
	check(rows, COUNT(rows));
}

static void
lists_folders_when_asked_to(void **state)
{
	static const struct row without[] = {
		{ G "/dir/", "51 Not found\r\n" },
		{ "/dir/", ERR("Not found: /dir/") },
	};
	static const struct row rows[] = {
		{ G "/dir/",
		    "20 text/gemini\r\n# /dir/\n\n=> ../ Up\n"
		    "=> sub/ sub/\n"
		    "=> ./a:%20b.txt a: b.txt, text/plain, 2 bytes\n"
		    "=> b.txt b.txt, text/plain, 2 bytes\n" },
		{ G "/dir", "31 " G "/dir/\r\n" },
		{ G "/none/", "51 Not found\r\n" },
		{ G "/key.asc/", "51 Not found\r\n" },
		{ G "/", "20 text/gemini; lang=en\r\n# Home\n" },
		{ "/dir",
		    "1sub/\t/dir/sub/\th.example\t70\r\n"
		    "5a.tar.gz, 2 bytes\t/dir/a.tar.gz\th.example\t70\r\n"
		    "0b.txt, 4 bytes\t/dir/b.txt\th.example\t70\r\n.\r\n" },
		{ "/dir/sub/",
		    "gx.gif, 2 bytes\t/dir/sub/x.gif\th.example\t70\r\n"
		    ".\r\n" },
		{ "/none", ERR("Not found: /none") },
	};

	(void)state;
	use("");
	check(without, COUNT(without));
	use("listing: true\n");
	check(rows, COUNT(rows));
}

static void
obeys_the_marks_of_a_gophermap(void **state)
{
	static const struct row rows[] = {
		{ "/map/",
		    "iBefore\t\tx\t1\r\n"
		    "1More\t/map/more/\th.example\t70\r\n"
		    "iS\t\tx\t1\r\niS\t\tx\t1\r\niS\t\tx\t1\r\niS\t\tx\t1\r\n"
		    "9c.gz, 2 bytes\t/map/c.gz\th.example\t70\r\n"
		    "0self, 8 bytes\t/map/self\th.example\t70\r\n"
		    ".\r\n" },
	};

	(void)state;
	use("");
	check(rows, COUNT(rows));
}

static void
ends_strict_text_with_a_dot(void **state)
{
	static const struct row rows[] = {
		{ "/dir/b.txt", "b\r\n..\r\n.\r\n" },
		{ "/dir/a.tar.gz", "a\n" },
	};

	(void)state;
	use("gopher: {strict_text: true}\n");
	check(rows, COUNT(rows));
}

static void
tells_web_browsers_where_they_are(void **state)
{
	static const struct row rows[] = {
		{ "HEAD /dir/ HTTP/1.1",
		    "HTTP/1.0 501 Not Implemented\r\n"
		    "Content-Type: text/html; charset=utf-8\r\n\r\n" },
		{ "GET / HTTP/1.0",
		    "HTTP/1.0 501 Not Implemented\r\n"
		    "Content-Type: text/html; charset=utf-8\r\n\r\n"
		    "<!DOCTYPE html>\r\n<title>Gopher</title>\r\n"
		    "<p>This is no web server: a Gopher client opens "
		    "<a href=\"gopher://h.example/\">gopher://h.example/</a>."
		    "</p>\r\n" },
		{ "GET lost", ERR("Not found: GET lost") },
	};

	(void)state;
	use("");
	check(rows, COUNT(rows));
}

static void
lets_into_zones_whom_it_should(void **state)
{
	static const struct row nobody[] = {
		{ G "/private/", "60 A client certificate is needed here\r\n" },
		{ G "/x/..//private/index.gmi",
		    "60 A client certificate is needed here\r\n" },
		{ G "/private/nope",
		    "60 A client certificate is needed here\r\n" },
		{ G "/private", "31 " G "/private/\r\n" },
		{ G "/", "20 text/gemini; lang=en\r\n# Home\n" },
		{ "/private/a.txt", ERR("Only over Gemini: /private/a.txt") },
		{ "/private", ERR("Only over Gemini: /private") },
		{ "/ascii/private/a.txt",
		    ERR("Only over Gemini: /ascii/private/a.txt") },
	};
	static const struct row a[] = {
		{ G "/private/", "20 text/gemini; lang=en\r\n# Private\n" },
		{ G "/private/deep/",
		    "61 This certificate is not let in here\r\n" },
	};
	static const struct row b[] = {
		{ G "/private/deep/", "20 text/gemini; lang=en\r\n# Deep\n" },
	};
	static const struct row expired[] = {
		{ G "/private/", "62 The certificate is not valid today\r\n" },
		{ G "/", "20 text/gemini; lang=en\r\n# Home\n" },
	};
	static const struct row open[] = {
		{ "/private/a.txt", "p\r\n" },
		{ "/private/", "iPrivate\t\tx\t1\r\n.\r\n" },
	};

	(void)state;
	use("zones:\n"
	    "  - {path: /private/, require: any}\n"
	    "  - {path: /private/deep/, require: [" PRINT_B "]}\n");
	check_as("", false, nobody, COUNT(nobody));
	check_as(PRINT_A, true, a, COUNT(a));
	check_as(PRINT_B, true, b, COUNT(b));
	check_as(PRINT_A, false, expired, COUNT(expired));
	use("zones: [{path: /private/, require: any, gopher: true}]\n");
	check(open, COUNT(open));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(redirects_by_pattern),
		cmocka_unit_test(says_what_is_gone),
		cmocka_unit_test(sets_types_and_languages),
		cmocka_unit_test(lists_folders_when_asked_to),
		cmocka_unit_test(obeys_the_marks_of_a_gophermap),
		cmocka_unit_test(ends_strict_text_with_a_dot),
		cmocka_unit_test(tells_web_browsers_where_they_are),
		cmocka_unit_test(lets_into_zones_whom_it_should),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
