/* SPDX-License-Identifier: ISC */
/* Gemtext lines: server/base/gemtext.c.  "digest" is the gemtext digest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gemtext.h"
#include "uri.h"
#include "utf8.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A document as one string: a letter per line, its parts in brackets. */
static void
assert_read(struct span text, const char *want)
{
	static const char letter[] = "tl123iq`p";
	struct span rest = utf8_skip_bom(text);
	struct span line;
	struct buf got;
	bool pre = false;

	buf_init(&got, 10000);
	while (span_line(&rest, &line)) {
		struct gemtext_line l = gemtext_read(line, &pre);

		buf_char(&got, letter[l.kind]);
		if (l.kind == GEMTEXT_LINK)
			buf_printf(&got, "(%.*s)", SPAN_ARG(l.url));
		else
			assert_int_equal(l.url.len, 0);
		buf_printf(&got, "[%.*s]", (int)l.text.len,
		    l.text.len > 0 ? l.text.p : "");
	}
	assert_string_equal(got.data, want);
	buf_release(&got);
}

static void
reads_the_vectors_of_the_digest(void **state)
{
	(void)state;
	assert_read(SPAN("# T\n\nHi\n=> /a b\n=>/c\n* x\n> q\n```alt\n"
			 "=> not link\n```ignored\nend\n"),
	    "1[T]t[]t[Hi]l(/a)[b]l(/c)[]i[x]q[q]`[alt]p[=> not link]`[]t[end]");
	assert_read(SPAN("```\nopen to the end"), "`[]p[open to the end]");
	assert_read(
	    SPAN("=>\n=> \n=\n*a\n#### x\n"), "t[=>]t[=> ]t[=]t[*a]3[# x]");
	assert_read(SPAN("=> a\tb  c \r\n"), "l(a)[b  c]");
	assert_read(SPAN("\xef\xbb\xbf# T\n"), "1[T]");
}

static void
reads_the_edge_cases_of_the_digest(void **state)
{
	(void)state;
	assert_read(SPAN("=>\t/a\tlabel\n"), "l(/a)[label]");
	assert_read(SPAN("= > a\n => x\n"), "t[= > a]t[ => x]");
	assert_read(SPAN("#\n#a\n##b\n### \n"), "1[]1[a]2[b]3[]");
	assert_read(SPAN("*\n*\ta\n* \n"), "t[*]t[*\ta]i[]");
	assert_read(SPAN(">a\n> a\n>\n"), "q[a]q[a]q[]");
	assert_read(SPAN("```````\n"), "`[````]");
	assert_read(SPAN("a\r\nb\nc\rd\n"), "t[a]t[b]t[c\rd]");
	assert_read(
	    SPAN("```\n ```\n# x\r\n```\n# y"), "`[]p[ ```]p[# x]`[]1[y]");
}

static void
guards_text_that_would_be_misread(void **state)
{
	static const struct {
		const char *text;
		const char *line;
	} row[] = { { "#1 is best", " #1 is best\n" }, /* digest, vectors */
		{ "=> is an arrow", " => is an arrow\n" }, { "> 5", " > 5\n" },
		{ "* x", " * x\n" },
		{ "*\tx", " * x\n" }, /* the TAB is a space now */
		{ "*", " *\n" }, { "```", " ```\n" },
		{ "*x*", "*x*\n" }, /* emphasis is text */
		{ "= 5", "= 5\n" }, { "``x``", "``x``\n" },
		{ " # x", " # x\n" },	 /* guarded already */
		{ "\x01# x", " # x\n" }, /* cleaning uncovers it */
		{ "\xe2\x80\xae=> x", " => x\n" },
		{ "a\n# b", "a # b\n" }, /* never two lines */
		{ "\xef\xbb\xbf# x", " \xef\xbb\xbf# x\n" }, /* BOM */
		{ "", "\n" } };
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(row); i++) {
		buf_reset(&b);
		gemtext_text(&b, span_str(row[i].text));
		assert_string_equal(b.data, row[i].line);
	}
	buf_release(&b);
}

static void
guards_behind_other_lines_too(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	gemtext_text(&b, SPAN("one"));
	gemtext_text(&b, SPAN("# two"));
	gemtext_text(&b, SPAN("three"));
	assert_string_equal(b.data, "one\n # two\nthree\n");
	buf_release(&b);
}

static void
writes_each_kind(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	gemtext_heading(&b, 1, SPAN("a"));
	gemtext_heading(&b, 3, SPAN("# b"));
	gemtext_heading(&b, 6, SPAN("c\nd"));
	gemtext_item(&b,
	    SPAN("e\xe2\x80\xa8"
		 "f"));
	gemtext_quote(&b, SPAN("g"));
	gemtext_quote(&b, SPAN(""));
	gemtext_blank(&b);
	gemtext_link(&b, SPAN("/a"), SPAN("l\tm"));
	gemtext_link(&b, SPAN("/a"), SPAN(" \n"));
	gemtext_link(&b, SPAN("/a b\n"), SPAN("n"));
	gemtext_link(&b, SPAN(""), SPAN("#o"));
	assert_string_equal(b.data,
	    "# a\n### # b\n### c d\n* e f\n> g\n>\n\n=> /a l m\n=> /a\n"
	    "=> /a%20b%0A n\n #o\n");
	buf_release(&b);
}

static void
writes_preformatted_text_that_cannot_end_early(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	gemtext_pre_open(&b, SPAN("python\nx"));
	gemtext_pre_line(&b, SPAN("```"));
	gemtext_pre_line(&b, SPAN("\x01```"));
	gemtext_pre_line(&b, SPAN("\tif x:\r"));
	gemtext_pre_line(&b, SPAN("# a\tb\n"));
	gemtext_pre_line(&b, SPAN(""));
	gemtext_pre_close(&b);
	assert_string_equal(
	    b.data, "```python x\n ```\n ```\n\tif x:\n# a\tb \n\n```\n");
	buf_release(&b);
}

/* digest §8: file names in link lines */
static void
writes_file_names_as_links(void **state)
{
	struct buf url;
	struct buf b;

	(void)state;
	buf_init(&url, 1000);
	buf_init(&b, 1000);
	uri_encode_path(&url, SPAN("a b#1\xc3\xa9.png"));
	gemtext_link(&b, buf_span(&url), SPAN("a b#1\xc3\xa9.png"));
	buf_reset(&url);
	uri_add_relative(&url, SPAN("/d/"), SPAN("/d/x:y.gmi"));
	gemtext_link(&b, buf_span(&url), SPAN("x:y.gmi"));
	assert_string_equal(b.data,
	    "=> a%20b%231%C3%A9.png a b#1\xc3\xa9.png\n"
	    "=> ./x:y.gmi x:y.gmi\n");
	buf_release(&url);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_vectors_of_the_digest),
		cmocka_unit_test(reads_the_edge_cases_of_the_digest),
		cmocka_unit_test(guards_text_that_would_be_misread),
		cmocka_unit_test(guards_behind_other_lines_too),
		cmocka_unit_test(writes_each_kind),
		cmocka_unit_test(
		    writes_preformatted_text_that_cannot_end_early),
		cmocka_unit_test(writes_file_names_as_links)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
