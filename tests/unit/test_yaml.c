/* SPDX-License-Identifier: ISC */
/* YAML trees and values: server/base/yaml.c, yaml_value.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"
#include "yaml.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Every report as "LINE: message\n". */
static void
note(void *ctx, unsigned line, const char *message)
{
	buf_printf(ctx, "%u: %s\n", line, message);
}

static struct yaml_doc *
parse(const char *text, struct buf *reports)
{
	const struct yaml_reporter reporter = { note, reports };

	buf_init(reports, 100000);
	return yaml_parse(span_str(text), 1, &reporter);
}

static void
assert_text(const struct yaml_node *node, const char *want)
{
	assert_non_null(node);
	assert_int_equal(node->kind, YAML_SCALAR);
	assert_string_equal(node->text.p, want);
}

static void
reads_front_matter_into_a_tree_with_lines(void **state)
{
	struct buf reports;
	struct yaml_doc *doc = parse("title: \"GOAL 17: a title\"\n"
				     "date: 2021-03-09\n"
				     "tags: [one, \"GOAL 3: x\"]\n"
				     "map: {a: 1}\n"
				     "none: ~\nempty:\nquoted: \"~\"\n",
	    &reports);
	const struct yaml_node *root = yaml_root(doc);
	const struct yaml_node *tags;

	(void)state;
	assert_int_equal(root->kind, YAML_MAP);
	assert_int_equal(root->count, 7);
	assert_text(yaml_get(root, "title"), "GOAL 17: a title");
	assert_false(yaml_get(root, "title")->is_plain);
	assert_true(yaml_get(root, "date")->is_plain);
	tags = yaml_get(root, "tags");
	assert_int_equal(tags->kind, YAML_LIST);
	assert_int_equal(tags->count, 2);
	assert_int_equal(tags->line, 3);
	assert_text(tags->item[1], "GOAL 3: x");
	assert_text(yaml_get(yaml_get(root, "map"), "a"), "1");
	assert_true(yaml_get(root, "none")->is_null);
	assert_true(yaml_get(root, "empty")->is_null);
	assert_false(yaml_get(root, "quoted")->is_null);
	assert_null(yaml_get(root, "absent"));
	assert_null(yaml_get(tags, "one"));
	assert_null(yaml_get(NULL, "one"));
	assert_int_equal(reports.len, 0);
	yaml_doc_free(doc);
	buf_release(&reports);
}

static void
takes_an_empty_document_for_an_empty_map(void **state)
{
	static const char *const row[] = { "", "# only a comment\n", "---\n",
		"\xef\xbb\xbf", "\r\n", "~\n" };
	struct buf reports;

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct yaml_doc *doc = parse(row[i], &reports);

		assert_non_null(doc);
		assert_int_equal(yaml_root(doc)->kind, YAML_MAP);
		assert_int_equal(yaml_root(doc)->count, 0);
		yaml_doc_free(doc);
		buf_release(&reports);
	}
}

static void
reports_errors_with_their_lines(void **state)
{
	static const struct {
		const char *text;
		const char *reports;
	} row[] = { { "a: 1\nb: 2\na: 3\n",
			"3: \"a\" stands here and in line 1\n" },
		/* three of a kind; each names the one before it */
		{ "a: 1\na: 2\na: 3\n",
		    "2: \"a\" stands here and in line 1\n"
		    "3: \"a\" stands here and in line 2\n" },
		{ "x: {a: 1, a: 2}\n", "1: \"a\" stands here and in line 1\n" },
		/* all errors of a file are told */
		{ "t: [GOAL 3: x, b]\na: 1\na: 2\n",
		    "1: text with \": \" needs quotes: \"GOAL 3: x\"\n"
		    "3: \"a\" stands here and in line 2\n" },
		{ "t: [a: ]\n", "1: text with \": \" needs quotes: \"a:\"\n" },
		{ "x: 1\ntitle: GOAL 17: y\n",
		    "2: text with \": \" needs quotes: "
		    "title: \"GOAL 17: y\"\n" },
		{ "[a]: b\n", "1: a key must be plain text\n" },
		{ "a: 1\n---\nb: 2\n", "2: a second document begins here\n" },
		{ "a: *x\n", "1: *x: there is no &x before it\n" },
		{ "a: &x [*x]\n", "1: *x stands inside its own &x\n" },
		{ "a: 1\nb: \xff\n", "2: invalid UTF-8\n" },
		{ "a: 1\n\nb: \x01\n",
		    "3: control characters are not allowed\n" },
		{ "a: \"\\0\"\n", "1: the text has a NUL byte\n" },
		/* no escape sequence reaches a terminal */
		{ "\"\\e\": 1\n\"\\e\": 2\n",
		    "2: \"\" stands here and in line 1\n" } };
	struct buf reports;

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		assert_null(parse(row[i].text, &reports));
		assert_string_equal(reports.data, row[i].reports);
		buf_release(&reports);
	}
}

/* `depth` nested flow lists, complete. */
static struct yaml_doc *
parse_nested(size_t depth, struct buf *reports)
{
	struct yaml_doc *doc;
	struct buf b;

	buf_init(&b, 1000000);
	buf_repeat(&b, '[', depth);
	buf_repeat(&b, ']', depth);
	doc = parse(b.data, reports);
	buf_release(&b);
	return doc;
}

static void
refuses_to_nest_deeper_than_64(void **state)
{
	struct buf reports;
	struct yaml_doc *doc = parse_nested(63, &reports);

	(void)state;
	assert_non_null(doc);
	yaml_doc_free(doc);
	buf_release(&reports);
	assert_null(parse_nested(65, &reports));
	assert_string_equal(reports.data, "1: nested deeper than 64\n");
	buf_release(&reports);
}

static void
refuses_aliases_that_multiply(void **state)
{
	struct buf reports;
	struct buf b;

	(void)state;
	buf_init(&b, 10000);
	buf_str(&b, "a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
	for (int i = 1; i < 9; i++)
		buf_printf(&b, "a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n", i,
		    i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
	assert_null(parse(b.data, &reports));
	assert_non_null(strstr(reports.data, "aliases multiply"));
	buf_release(&reports);
	/* Depth through aliases counts like written depth. */
	buf_reset(&b);
	buf_str(&b, "a0: &a0 [x]\n");
	for (int i = 1; i < 70; i++)
		buf_printf(&b, "a%d: &a%d [*a%d]\n", i, i, i - 1);
	assert_null(parse(b.data, &reports));
	assert_non_null(strstr(reports.data, "nested deeper than 64"));
	buf_release(&reports);
	buf_release(&b);
}

static void
suggests_the_nearest_known_key(void **state)
{
	static const char *const known[] = { "title", "host", "permalink",
		NULL };
	struct buf reports;
	const struct yaml_reporter reporter = { note, &reports };
	struct yaml_doc *doc = parse("titel: 1\nhost: 2\nfoo: 3\n", &reports);

	(void)state;
	assert_string_equal(yaml_nearest(SPAN("permlnk"), known), "permalink");
	assert_null(yaml_nearest(SPAN("prmlnk"), known)); /* three edits */
	assert_null(yaml_nearest(SPAN("hxxt"), known));	  /* half of it */
	assert_int_equal(yaml_check_keys(yaml_root(doc), known, &reporter), 2);
	assert_string_equal(reports.data,
	    "1: unknown key \"titel\", did you mean \"title\"?\n"
	    "3: unknown key \"foo\"\n");
	yaml_doc_free(doc);
	buf_release(&reports);
}

static void
gives_typed_values_or_says_what_is_wrong(void **state)
{
	struct buf reports;
	const struct yaml_reporter reporter = { note, &reports };
	struct yaml_doc *doc = parse("y: true\nq: \"40\"\nl: [a]\n", &reports);
	const struct yaml_node *root = yaml_root(doc);
	bool flag = false;
	uint64_t n = 0;
	struct span t;

	(void)state;
	assert_int_equal(
	    yaml_bool(yaml_get(root, "y"), &flag, "x", &reporter), 0);
	assert_true(flag);
	assert_int_equal(
	    yaml_number(yaml_get(root, "q"), 1, 40, &n, "x", &reporter), 0);
	assert_int_equal(n, 40);
	yaml_bool(yaml_get(root, "q"), &flag, "draft", &reporter);
	yaml_number(yaml_get(root, "q"), 1, 39, &n, "port", &reporter);
	yaml_text(yaml_get(root, "l"), &t, "title", &reporter);
	assert_int_equal(yaml_text(NULL, &t, "host", &reporter), -1);
	assert_string_equal(reports.data,
	    "2: draft: \"40\" is neither true nor false\n"
	    "2: port: \"40\" is no number from 1 to 39\n"
	    "3: title: a list where one value belongs\n"
	    "0: host is missing\n");
	yaml_doc_free(doc);
	buf_release(&reports);
}

static void
counts_lines_from_the_first_line_in_the_file(void **state)
{
	struct buf reports;
	const struct yaml_reporter reporter = { note, &reports };
	struct yaml_doc *doc;

	(void)state;
	buf_init(&reports, 100000);
	doc = yaml_parse(SPAN("a: 1\nb: 2\n"), 10, &reporter);
	assert_int_equal(yaml_get(yaml_root(doc), "b")->line, 11);
	yaml_doc_free(doc);
	assert_null(yaml_parse(SPAN("a: 1\na: 2\n"), 10, &reporter));
	assert_non_null(strstr(reports.data, "11: "));
	assert_non_null(strstr(reports.data, "line 10"));
	buf_release(&reports);
}

/* Quadratic work would take minutes here. */
static void
finds_a_duplicate_among_50000_keys(void **state)
{
	struct buf reports;
	struct buf text;

	(void)state;
	buf_init(&text, 4000000);
	for (int i = 0; i < 50000; i++)
		buf_printf(&text, "key%d: 1\n", i);
	buf_str(&text, "key25000: 2\n");
	assert_null(parse(text.data, &reports));
	assert_non_null(strstr(reports.data, "50001: "));
	assert_non_null(strstr(reports.data, "line 25001"));
	buf_release(&reports);
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_front_matter_into_a_tree_with_lines),
		cmocka_unit_test(takes_an_empty_document_for_an_empty_map),
		cmocka_unit_test(reports_errors_with_their_lines),
		cmocka_unit_test(counts_lines_from_the_first_line_in_the_file),
		cmocka_unit_test(finds_a_duplicate_among_50000_keys),
		cmocka_unit_test(refuses_to_nest_deeper_than_64),
		cmocka_unit_test(refuses_aliases_that_multiply),
		cmocka_unit_test(suggests_the_nearest_known_key),
		cmocka_unit_test(gives_typed_values_or_says_what_is_wrong)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
