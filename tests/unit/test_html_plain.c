/* SPDX-License-Identifier: ISC */
/* Words that may be HTML: gen/html_plain.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "html_plain.h"

static const struct {
	const char *text, *plain;
} cases[] = {
	{ "", "" },
	{ "Plain", "Plain" },
	{ "Tips &amp; Tricks &#8217;s", "Tips & Tricks ’s" },
	{ "&#x2019;&#X2019;&rsquo;&eacute;", "’’’é" },
	{ "&lt;b&gt; &quot;x&quot; &apos;", "<b> \"x\" '" },
	/* once, and not what comes out */
	{ "&amp;lt;i&amp;gt;", "&lt;i&gt;" },
	{ "a&nbsp;b", "a b" },
	/* windows-1252, as browsers take it */
	{ "&#146;&#150;", "’–" },
	{ "&#0;&#x110000;&#xd800;", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "&#99999999999;", "&#99999999999;" },
	/* none of them */
	{ "AT&T &copy &; &#; &#x; &nothing; &aVeryLongName; & x;",
	    "AT&T &copy &; &#; &#x; &nothing; &aVeryLongName; & x;" },
	{ "&", "&" },
	{ "&amp", "&amp" },
	/* tags */
	{ "<p>Foo &amp; <b>bar</b></p>", " Foo & bar " },
	{ "a<EM class='x'>b</EM>c<br/>d<br>e", "abc d e" },
	{ "a<!-- b > c -->d</i>", "ad" },
	{ "a <!-- b</i>", "a <!-- b" },
	{ "&lt;b&gt;<i>x</i>", "<b>x" },
	/* words in angle brackets */
	{ "What <came> & went", "What <came> & went" },
	{ "The <video> element", "The <video> element" },
	{ "a < b and c > d", "a < b and c > d" },
	{ "std::vector<int></int>", "std::vector<int></int>" },
	{ "<b>x</b> 1 < 2 <b", "x 1 < 2 <b" },
	{ "</", "</" },
	{ "<", "<" },
	{ ">", ">" },
};

static void
shows_what_a_browser_shows(void **state)
{
	struct buf b;
	size_t i;

	(void)state;
	buf_init(&b, 1024);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		html_plain(&b, span_str(cases[i].text));
		buf_char(&b, '\0');
		assert_true(buf_ok(&b));
		assert_string_equal(b.data, cases[i].plain);
	}
	buf_release(&b);
}

/* Openers without an end must not be looked for again and again. */
static void
is_linear(void **state)
{
	static const char *const openers[] = { "<!--", "<b ", "<x ", "&",
		"</b" };
	struct buf text, plain;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(openers) / sizeof(openers[0]); i++) {
		buf_init(&text, (size_t)1 << 22);
		buf_init(&plain, (size_t)1 << 22);
		buf_str(&text, "</b>");
		while (text.len < (size_t)1 << 20)
			buf_str(&text, openers[i]);
		html_plain(&plain, buf_span(&text));
		assert_true(buf_ok(&plain));
		assert_int_equal(plain.len, text.len - 4);
		buf_release(&text);
		buf_release(&plain);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_what_a_browser_shows),
		cmocka_unit_test(is_linear),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
