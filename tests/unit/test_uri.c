/* SPDX-License-Identifier: ISC */
/* URIs: server/base/uri*.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "uri.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
show(struct buf *b, const char *name, struct span part)
{
	if (uri_has(part))
		buf_printf(b, "%s(%.*s)", name, SPAN_ARG(part));
}

static void
splits_a_reference_into_its_parts(void **state)
{
	static const struct {
		const char *text;
		const char *parts;
	} row[] = {
		{ "gemini://h.example", "s(gemini)h(h.example)P()" },
		{ "gemini://h?q", "s(gemini)h(h)P()q(q)" },
		{ "gemini://h:/a?b?c#d/?",
		    "s(gemini)h(h)p()P(/a)q(b?c)f(d/?)" },
		{ "gemini://me:x@h:1965/", "s(gemini)u(me:x)h(h)p(1965)P(/)" },
		{ "gemini://[::1]:7/", "s(gemini)h([::1])p(7)P(/)" },
		{ "gemini:///x", "s(gemini)h()P(/x)" }, /* empty host */
		{ "//h/x", "h(h)P(/x)" },		/* network path */
		{ "/", "P(/)" }, { "", "P()" },
		{ "a/b:c", "P(a/b:c)" },		/* no scheme */
		{ "?q", "P()q(q)" }, { "#", "P()f()" }, /* present, empty */
		{ "mailto:a@b.c", "s(mailto)P(a@b.c)" },
		{ "a+b-c.1:x", "s(a+b-c.1)P(x)" },
		{ "/\xc8\x9b", "P(/\xc8\x9b)" } /* an IRI */
	};
	struct uri uri;
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(row); i++) {
		assert_int_equal(
		    uri_parse(span_str(row[i].text), &uri), URI_OK);
		buf_reset(&b);
		show(&b, "s", uri.scheme);
		show(&b, "u", uri.userinfo);
		show(&b, "h", uri.host);
		show(&b, "p", uri.port);
		show(&b, "P", uri.path);
		show(&b, "q", uri.query);
		show(&b, "f", uri.fragment);
		assert_string_equal(b.data, row[i].parts);
	}
	buf_release(&b);
}

static void
refuses_what_breaks_the_grammar(void **state)
{
	static const struct span row[] = { SPAN_INIT(
					       "Hello Gemini!"), /* space */
		SPAN_INIT("a\0b"),				 /* NUL */
		SPAN_INIT("a\tb"),				 /* control */
		SPAN_INIT("a\x7f"),				 /* DEL */
		SPAN_INIT("/\xdc"), /* invalid UTF-8 */
		SPAN_INIT("/%zz"),  /* no hex digits */
		SPAN_INIT("/%4"),   /* cut off */
		SPAN_INIT("/a\\b"), SPAN_INIT("/<a>"),
		SPAN_INIT(":a"),	/* empty scheme */
		SPAN_INIT("1a:b"),	/* begins with a digit */
		SPAN_INIT("a_b:c"),	/* '_' in a scheme */
		SPAN_INIT("//h:65536"), /* port too large */
		SPAN_INIT("//h:1x"),	/* port no number */
		SPAN_INIT("//h:1:2"), SPAN_INIT("//a@b@c"),
		SPAN_INIT("//[::1"),   /* open bracket */
		SPAN_INIT("//[::1]x"), /* behind the bracket */
		SPAN_INIT("//x[::1]"), SPAN_INIT("#a#b") };
	struct uri uri;

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		if (uri_parse(row[i], &uri) != URI_BAD)
			fail_msg("row %zu", i);
}

static void
gives_the_port_or_the_fallback(void **state)
{
	struct uri uri;

	(void)state;
	assert_int_equal(uri_parse(SPAN("//h:443"), &uri), URI_OK);
	assert_int_equal(uri_port(&uri, 1965), 443);
	assert_int_equal(uri_parse(SPAN("//h:"), &uri), URI_OK);
	assert_int_equal(uri_port(&uri, 1965), 1965);
	assert_int_equal(uri_parse(SPAN("//h"), &uri), URI_OK);
	assert_int_equal(uri_port(&uri, 1965), 1965);
}

static void
brings_hosts_into_one_form(void **state)
{
	static const struct {
		const char *host;
		const char *want; /* NULL: refused */
	} row[] = { { "H.Example", "h.example" },
		{ "h.example.", "h.example" }, /* one dot */
		{ "h..example", NULL }, { "h.example..", NULL }, { "", NULL },
		{ ".", NULL },
		{ "B\xc3\xbc"
		  "cher.example",
		    "xn--bcher-kva.example" },
		{ "B\xc3\x9c"
		  "CHER.example",
		    "xn--bcher-kva.example" },
		{ "b%C3%BCcher.example", "xn--bcher-kva.example" },
		{ "\xd0\x9f\xd0\xa0\xd0\x98\xd0\x92\xd0\x95\xd0\xa2.example",
		    "xn--b1agh1afp.example" }, /* Cyrillic capitals */
		{ "\xc4\x8c\x65\xc5\xa1tina.cz", "xn--etina-gya30d.cz" },
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e.jp",
		    "xn--wgv71a119e.jp" }, /* no letter case */
		{ "xn--Bcher-KVA.example", "xn--bcher-kva.example" },
		{ "127.0.0.1", "127.0.0.1" },
		{ "[::FFFF:127.0.0.1]", "[::ffff:127.0.0.1]" }, { "[]", NULL },
		{ "[::1", NULL }, { "[x::]", NULL }, { "a b", NULL },
		{ "a%20b", NULL }, { "a%2fb", NULL }, { "a%zz", NULL },
		{ "%ff", NULL }, /* invalid UTF-8 */
		{ "a\xe2\x80\x8b"
		  "b",
		    NULL }, /* invisible */
		{ "a_b-c", "a_b-c" } };
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(row); i++) {
		buf_reset(&b);
		buf_char(&b, '=');
		if (uri_add_host(&b, span_str(row[i].host)) < 0) {
			assert_null(row[i].want);
			assert_string_equal(b.data, "=");
		} else {
			assert_non_null(row[i].want);
			assert_string_equal(b.data + 1, row[i].want);
		}
	}
	buf_release(&b);
}

static void
limits_labels_to_63_bytes_and_names_to_253(void **state)
{
	struct buf name;
	struct buf out;

	(void)state;
	buf_init(&name, 1000);
	buf_init(&out, 1000);
	buf_repeat(&name, 'a', 63);
	assert_int_equal(uri_add_host(&out, buf_span(&name)), 0);
	buf_char(&name, 'a');
	assert_int_equal(uri_add_host(&out, buf_span(&name)), -1);
	buf_reset(&name);
	for (int i = 0; i < 126; i++)
		buf_str(&name, "a.");
	buf_char(&name, 'a');
	assert_int_equal(uri_add_host(&out, buf_span(&name)), 0);
	buf_char(&name, 'a');
	assert_int_equal(uri_add_host(&out, buf_span(&name)), -1);
	buf_release(&name);
	buf_release(&out);
}

static void
percent_codes_and_decodes(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	uri_encode_path(&b, SPAN("a b#1\xc3\xa9?%[]\"-._~!$&'()*+,;=:@/"));
	assert_string_equal(
	    b.data, "a%20b%231%C3%A9%3F%25%5B%5D%22-._~!$&'()*+,;=:@/");
	buf_reset(&b);
	uri_encode_component(&b, SPAN("a+b c/\n~"));
	assert_string_equal(b.data, "a%2Bb%20c%2F%0A~");
	buf_reset(&b);
	assert_int_equal(uri_decode(&b, SPAN("a+b%20c%2f%00%25%32%35")), 0);
	assert_int_equal(b.len, 10);
	assert_memory_equal(b.data, "a+b c/\0%25", 10);
	buf_reset(&b);
	assert_int_equal(uri_decode(&b, SPAN("abc%2")), -1);
	assert_int_equal(b.len, 0);
	buf_release(&b);
}

static void
makes_references_fit_for_a_link_line(void **state)
{
	static const struct {
		const char *text;
		const char *want;
	} row[] = { { "https://e.org/a%20b?q=1#f",
			"https://e.org/a%20b?q=1#f" },
		{ "/a b", "/a%20b" }, { "/100%", "/100%25" },
		{ "/\xc8\x9b", "/%C8%9B" },
		{ "/[a]\"<>`{|}\\^", "/%5Ba%5D%22%3C%3E%60%7B%7C%7D%5C%5E" },
		{ "/a\nb\t", "/a%0Ab%09" },
		{ "//b\xc3\xbc"
		  "cher.de:70/x",
		    "//xn--bcher-kva.de:70/x" },
		{ "gemini://me@\xc3\xa9.fr", "gemini://me@xn--9ca.fr" },
		{ "http://[::1]/", "http://[::1]/" }, { "a#b#c", "a#b%23c" },
		{ "9:30.txt", "./9:30.txt" }, /* no scheme */
		{ "mailto:a@b.c", "mailto:a@b.c" }, { "", "" } };
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(row); i++) {
		buf_reset(&b);
		uri_add_clean(&b, span_str(row[i].text));
		assert_string_equal(b.data, row[i].want);
	}
	buf_release(&b);
}

static void
maps_request_paths_to_files_below_the_root(void **state)
{
	static const struct {
		const char *path;
		const char *want; /* NULL: refused */
	} row[] = { { "", "" }, { "/", "" }, { "/a", "a" }, { "/a/", "a/" },
		{ "//a//b", "a/b" }, /* empty segments */
		{ "/a/./b/.", "a/b/" }, { "/a/../b", "b" }, { "/a/b/..", "a/" },
		{ "/a/..", "" }, { "/a%20b/%C8%9B", "a b/\xc8\x9b" },
		{ "/...", "..." },   /* a name */
		{ "/%252e", "%2e" }, /* decoded once */
		{ "/..", NULL },     /* nothing to pop */
		{ "/../../", NULL }, { "/a/../../b", NULL },
		{ "/%2e%2e/etc/passwd", NULL }, { "/.%2e/x", NULL },
		{ "/%2e", NULL }, { "/a%2fb", NULL }, /* '/' by decoding */
		{ "/a%00", NULL }, { "/%zz", NULL } };
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(row); i++) {
		int rc;

		buf_reset(&b);
		buf_str(&b, "root/");
		rc = uri_path_to_file(&b, span_str(row[i].path));
		assert_int_equal(rc, row[i].want == NULL ? -1 : 0);
		assert_string_equal(
		    b.data + 5, row[i].want == NULL ? "" : row[i].want);
	}
	buf_release(&b);
}

/* RFC 3986 §5.4, against "http://a/b/c/d;p?q", and cases of our own. */
static void
resolves_the_examples_of_rfc_3986(void **state)
{
	static const char base[] = "http://a/b/c/d;p?q";
	static const struct {
		const char *base;
		const char *ref;
		const char *want;
	} row[] = { { base, "g:h", "g:h" }, { base, "g", "http://a/b/c/g" },
		{ base, "./g", "http://a/b/c/g" },
		{ base, "g/", "http://a/b/c/g/" }, { base, "/g", "http://a/g" },
		{ base, "//g", "http://g" },
		{ base, "?y", "http://a/b/c/d;p?y" },
		{ base, "g?y#s", "http://a/b/c/g?y#s" },
		{ base, "#s", "http://a/b/c/d;p?q#s" },
		{ base, ";x", "http://a/b/c/;x" },
		{ base, "", "http://a/b/c/d;p?q" },
		{ base, ".", "http://a/b/c/" }, { base, "..", "http://a/b/" },
		{ base, "../..", "http://a/" },
		{ base, "../../../g", "http://a/g" },
		{ base, "/../g", "http://a/g" },
		{ base, "g.", "http://a/b/c/g." },
		{ base, "..g", "http://a/b/c/..g" },
		{ base, "./g/.", "http://a/b/c/g/" },
		{ base, "g/../h", "http://a/b/c/h" },
		{ base, "g;x=1/../y", "http://a/b/c/y" },
		{ base, "g?y/../x", "http://a/b/c/g?y/../x" },
		{ "gemini://h", "x", "gemini://h/x" }, /* empty path */
		{ "/dir/", "x.gmi", "/dir/x.gmi" },
		{ "/dir", "x.gmi", "/x.gmi" },
		{ "/a", ".//b", "/.//b" }, /* not host b */
		{ "/a/b", "//h:1/", "//h:1/" },
		{ "a/b", "c", NULL }, /* base not absolute */
		{ "/a", "b c", NULL }, { "http://a b", "c", NULL } };
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(row); i++) {
		int rc;

		buf_reset(&b);
		rc = uri_resolve(
		    &b, span_str(row[i].base), span_str(row[i].ref));
		assert_int_equal(rc, row[i].want == NULL ? -1 : 0);
		if (rc == 0)
			assert_string_equal(b.data, row[i].want);
	}
	buf_release(&b);
}

static void
links_down_relatively_and_elsewhere_absolutely(void **state)
{
	static const struct {
		const char *from;
		const char *to;
		const char *want;
	} row[] = {
		{ "/category/", "/category/hub/", "hub/" },
		{ "/category/hub/", "/category/", "/category/" },
		{ "/a/", "/b/", "/b/" },
		{ "/a/", "/ab/", "/ab/" }, /* no common folder */
		{ "/a/", "/a/", "./" }, { "/", "/", "./" },
		{ "/a/x.gmi", "/a/y.gmi", "y.gmi" },
		{ "/a/x.gmi", "/a/x.gmi", "x.gmi" },
		{ "/a/", "/a/x:y.gmi", "./x:y.gmi" },
		{ "/a/", "/a/b/x:y", "b/x:y" }, /* not the first */
		{ "/a/", "/a/?q:r", "./?q:r" },
		{ "/", "/atom.xml", "atom.xml" }, /* beside the home */
		{ "/", "/about/", "/about/" },	  /* page from home */
		{ "/a/", "/a//b", "/a//b" }	  /* "/b" is elsewhere */
	};
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(row); i++) {
		buf_reset(&b);
		uri_add_relative(
		    &b, span_str(row[i].from), span_str(row[i].to));
		assert_string_equal(b.data, row[i].want);
	}
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_a_reference_into_its_parts),
		cmocka_unit_test(refuses_what_breaks_the_grammar),
		cmocka_unit_test(gives_the_port_or_the_fallback),
		cmocka_unit_test(brings_hosts_into_one_form),
		cmocka_unit_test(limits_labels_to_63_bytes_and_names_to_253),
		cmocka_unit_test(percent_codes_and_decodes),
		cmocka_unit_test(makes_references_fit_for_a_link_line),
		cmocka_unit_test(maps_request_paths_to_files_below_the_root),
		cmocka_unit_test(resolves_the_examples_of_rfc_3986),
		cmocka_unit_test(links_down_relatively_and_elsewhere_absolutely)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
