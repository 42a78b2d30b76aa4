/* SPDX-License-Identifier: ISC */
/* Where front matter ends: gen/frontmatter.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frontmatter.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *file;
	enum frontmatter kind;
	const char *yaml, *body;
	unsigned line;
} cases[] = {
	{ "", FRONTMATTER_NONE, "", "", 1 },
	{ "Text\n", FRONTMATTER_NONE, "", "Text\n", 1 },
	{ "---\na: b\n---\nText\n", FRONTMATTER_YAML, "a: b\n", "Text\n", 4 },
	/* CRLF, a byte-order mark, blanks after the marks */
	{ "\xef\xbb\xbf---  \r\na: b\r\n--- \r\nText\r\n", FRONTMATTER_YAML,
	    "a: b\r\n", "Text\r\n", 4 },
	/* the other end mark of YAML */
	{ "---\na: b\n...\nText\n", FRONTMATTER_YAML, "a: b\n", "Text\n", 4 },
	/* empty, and with nothing after it */
	{ "---\n---", FRONTMATTER_YAML, "", "", 3 },
	/* a line that only begins with the mark */
	{ "---\na: |\n ---\n----\n---\nx", FRONTMATTER_YAML,
	    "a: |\n ---\n----\n", "x", 6 },
	/* a rule, not front matter */
	{ "---\n\nText\n", FRONTMATTER_NONE, "", "---\n\nText\n", 1 },
	{ "---\ntitle: x\n\nText\n", FRONTMATTER_UNTERMINATED, "",
	    "---\ntitle: x\n\nText\n", 1 },
	{ "+++\na = 1\n+++\n", FRONTMATTER_TOML, "", "+++\na = 1\n+++\n", 1 },
	{ "{\n\"a\": 1\n}\n", FRONTMATTER_JSON, "", "{\n\"a\": 1\n}\n", 1 },
	/* empty lines before it */
	{ "\n \t\r\n---\ndraft: true\n---\nText\n", FRONTMATTER_YAML,
	    "draft: true\n", "Text\n", 6 },
	{ "\n\n---\na: b\n", FRONTMATTER_UNTERMINATED, "", "\n\n---\na: b\n",
	    1 },
	{ "\n+++\na = 1\n+++\n", FRONTMATTER_TOML, "", "\n+++\na = 1\n+++\n",
	    1 },
	{ "\n\nText\n", FRONTMATTER_NONE, "", "\n\nText\n", 1 },
	/* blanks before it */
	{ " ---\na: b\n---\nT", FRONTMATTER_YAML, "a: b\n", "T", 4 },
	{ "\t---\n\ta: b\n\t---\nT", FRONTMATTER_YAML, "\ta: b\n", "T", 4 },
	{ " ---\nText\n---\n", FRONTMATTER_NONE, "", " ---\nText\n---\n", 1 },
	{ "----\na: b\n---\n", FRONTMATTER_NONE, "", "----\na: b\n---\n", 1 },
	{ "{% include x %}\n", FRONTMATTER_NONE, "", "{% include x %}\n", 1 },
};

static void
splits_every_form(void **state)
{
	struct span yaml, body;
	unsigned line;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		if (frontmatter_split(span_str(cases[i].file), &yaml, &body,
			&line) != cases[i].kind)
			fail_msg("case %zu: wrong kind", i);
		if (!span_eq(yaml, span_str(cases[i].yaml)))
			fail_msg("case %zu: yaml \"%.*s\"", i, SPAN_ARG(yaml));
		if (!span_eq(body, span_str(cases[i].body)))
			fail_msg("case %zu: body \"%.*s\"", i, SPAN_ARG(body));
		assert_int_equal(line, cases[i].line);
	}
}

static void
knows_the_first_line_of_it(void **state)
{
	struct span yaml, body;
	unsigned line;

	(void)state;
	(void)frontmatter_split(
	    SPAN("---\na: b\nc: d\n---\n"), &yaml, &body, &line);
	assert_int_equal(frontmatter_line(yaml, line), 2);
	(void)frontmatter_split(
	    SPAN("\r\n\r\n---\r\na: b\r\n---"), &yaml, &body, &line);
	assert_int_equal(frontmatter_line(yaml, line), 4);
	(void)frontmatter_split(SPAN("---\n---"), &yaml, &body, &line);
	assert_int_equal(frontmatter_line(yaml, line), 2);
}

static void
tells_files_that_begin_with_it(void **state)
{
	(void)state;
	assert_true(frontmatter_is_there(SPAN("---\nlayout: post\n---\n<p>")));
	assert_true(frontmatter_is_there(SPAN("\n---\n# x\n\nlayout: post\n"
					      "---\n<p>")));
	assert_true(frontmatter_is_there(SPAN("---\nlayout: post\n")));
	assert_true(frontmatter_is_there(SPAN("+++\n")));
	assert_false(frontmatter_is_there(SPAN("<p>Text</p>\n")));
	assert_false(frontmatter_is_there(SPAN("---\nA box\n---\n")));
	assert_false(frontmatter_is_there(SPAN("---\n---\n")));
	assert_false(frontmatter_is_there(SPAN("{\"a\": 1}\n")));
	assert_false(frontmatter_is_there(SPAN("")));
}

static void
finds_what_was_meant_as_such(void **state)
{
	(void)state;
	assert_int_equal(
	    frontmatter_in_text(SPAN("----\ntitle: A\ndraft: true\n----\n")),
	    1);
	assert_int_equal(frontmatter_in_text(SPAN("<!-- a\n-->\n\n---\n"
						  "Published: no\n---\n")),
	    4);
	assert_int_equal(
	    frontmatter_in_text(SPAN("----\ntitle: A\n----\ndraft: true\n")),
	    0);
	assert_int_equal(
	    frontmatter_in_text(SPAN("Text\n\n---\ndraft: true\n---\n")), 0);
	assert_int_equal(
	    frontmatter_in_text(SPAN("----\nA draft: true\n----\n")), 0);
	assert_int_equal(frontmatter_in_text(SPAN("----\ndraft: true\n")), 0);
	assert_int_equal(frontmatter_in_text(SPAN("<!-- never closed\n")), 0);
	assert_int_equal(frontmatter_in_text(SPAN("")), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_every_form),
		cmocka_unit_test(knows_the_first_line_of_it),
		cmocka_unit_test(tells_files_that_begin_with_it),
		cmocka_unit_test(finds_what_was_meant_as_such),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
