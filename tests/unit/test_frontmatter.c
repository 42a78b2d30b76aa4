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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_every_form),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
