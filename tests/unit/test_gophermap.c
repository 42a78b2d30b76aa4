/* SPDX-License-Identifier: ISC */
/* Gophermaps and menu lines: server/base/gophermap.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gophermap.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
show(struct buf *b, struct span s)
{
	if (s.p == NULL)
		buf_str(b, "-");
	else
		buf_printf(b, "[%.*s]", SPAN_ARG(s));
}

/* "kind type display selector host port" */
static void
assert_line(const char *text, const char *want)
{
	static const char *const kind[] = { "info", "item", "comment", "title",
		"hide", "type", "include", "listing", "end" };
	struct gophermap_line l = gophermap_read(span_str(text));
	struct buf got;

	buf_init(&got, 1000);
	buf_str(&got, kind[l.kind]);
	if (l.kind == GOPHERMAP_ITEM || l.kind == GOPHERMAP_TYPE)
		buf_printf(&got, " %c", l.type);
	buf_char(&got, ' ');
	show(&got, l.display);
	show(&got, l.selector);
	show(&got, l.host);
	buf_printf(&got, "%u", l.port);
	if (strcmp(got.data, want) != 0)
		fail_msg("\"%s\": got %s, want %s", text, got.data, want);
	buf_release(&got);
}

static void
reads_items_as_bucktooth_does(void **state)
{
	(void)state;
	assert_line("hello", "info [hello]--0");
	assert_line("", "info []--0");
	assert_line("hello\r", "info [hello]--0");
	/* selector = name */
	assert_line("0a.txt\t", "item 0 [a.txt][a.txt]-0");
	assert_line("0a.txt\t\t", "item 0 [a.txt][a.txt]-0");
	assert_line("0A\ta.txt", "item 0 [A][a.txt]-0");
	assert_line("1A\t/a\th.example", "item 1 [A][/a][h.example]0");
	assert_line("1A\t/a\th.example\t71\r", "item 1 [A][/a][h.example]71");
	/* an empty selector of another host is its root */
	assert_line("1A\t\th.example\t70", "item 1 [A][][h.example]70");
	assert_line(
	    "hA\tURL:https://e.org/", "item h [A][URL:https://e.org/]-0");
	/* Gopher+ field */
	assert_line("1A\t/a\th\t70\t+", "item 1 [A][/a][h]70");
	assert_line("iText\t\tx\t1", "info [Text][][x]1");
}

static void
takes_no_bad_port_and_no_bad_type(void **state)
{
	(void)state;
	assert_line("1A\t/a\th\t0", "item 1 [A][/a][h]0");
	assert_line("1A\t/a\th\t65535", "item 1 [A][/a][h]65535");
	assert_line("1A\t/a\th\t65536", "item 1 [A][/a][h]0");
	assert_line("1A\t/a\th\t7x", "item 1 [A][/a][h]0");
	/* prose that holds a TAB */
	assert_line(" a\tb", "info [ a\tb]--0");
	assert_line("\ta", "info [\ta]--0");
	assert_line("\xc8\x99i\tb", "info [\xc8\x99i\tb]--0");
}

static void
reads_marks_in_their_strict_form(void **state)
{
	(void)state;
	assert_line("# c", "comment [ c]--0");
	assert_line("#1A\t/a", "comment [1A\t/a]--0"); /* item commented out */
	assert_line("!Title", "title [Title]--0");
	assert_line("-draft.txt", "hide -[draft.txt]-0");
	assert_line(":tar.gz=5", "type 5 -[tar.gz]-0");
	assert_line("=footer", "include -[footer]-0");
	assert_line("*", "listing ---0");
	assert_line("*\r", "listing ---0");
	assert_line(".", "end ---0");
}

static void
leaves_prose_that_begins_like_a_mark(void **state)
{
	static const char *const row[] = {
		"* bullet", "** bold **", "*bold*",	/* lists, emphasis */
		"- dash", "--", "---------", "-",	/* lists, rules */
		"...", ".hidden", ". ",			/* dots */
		"= heading =", "=====", "=", "=> link", /* headings, links */
		"!", "! mind", "!!!",			/* exclamations */
		":", ":-)", ":a=", ":a=bc", ":a b=0",	/* faces */
		"~user", "%host"			/* not ours */
	};
	struct buf want;

	(void)state;
	buf_init(&want, 100);
	for (size_t i = 0; i < COUNT(row); i++) {
		struct gophermap_line l = gophermap_read(span_str(row[i]));

		if (l.kind != GOPHERMAP_INFO)
			fail_msg("\"%s\" is taken for a mark", row[i]);
		assert_true(span_eq(l.display, span_str(row[i])));
		assert_int_equal(l.selector.len, 0);
		assert_int_equal(l.type, 'i');
	}
	buf_release(&want);
}

static void
writes_complete_info_lines(void **state)
{
	static const struct {
		const char *text;
		const char *line;
	} row[] = { { "", "i\t\tx\t1\r\n" }, { "Hello", "iHello\t\tx\t1\r\n" },
		{ "a\tb\nc", "ia b c\t\tx\t1\r\n" },
		{ ".", "i .\t\tx\t1\r\n" }, /* end of a menu */
		{ "..", "i..\t\tx\t1\r\n" },
		{ "=> a", "i => a\t\tx\t1\r\n" }, /* Lagrange: a link */
		{ "```", "i ```\t\tx\t1\r\n" },	  /* Lagrange: a toggle */
		{ "\x01.", "i .\t\tx\t1\r\n" },	  /* after cleaning */
		/* Never U+009B, which terminals obey. */
		{ "\xe9\xc2\x01\x9b", "i\xe9\xc2 \x9b\t\tx\t1\r\n" },
		{ "* a", "i* a\t\tx\t1\r\n" } };
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(row); i++) {
		buf_reset(&b);
		gophermap_info(&b, span_str(row[i].text));
		assert_string_equal(b.data, row[i].line);
	}
	buf_release(&b);
}

static void
writes_items_and_errors_without_stray_tabs(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	gophermap_item(&b, '1', SPAN("A\tb"), SPAN("/a/"));
	gophermap_item(&b, '1', SPAN("Home"), SPAN(""));
	gopher_menu_item(
	    &b, '0', SPAN("T\r\n"), SPAN("/t"), SPAN("g.example"), 7070);
	gopher_menu_item(&b, '1', SPAN("R"), SPAN(""), SPAN("h"), 70);
	gopher_menu_end(&b);
	assert_string_equal(b.data,
	    "1A b\t/a/\r\n1Home\t/\r\n0T \t/t\tg.example\t7070\r\n"
	    "1R\t\th\t70\r\n.\r\n");
	buf_reset(&b);
	gopher_menu_error(&b, SPAN("Not found: /no\tpe"));
	assert_string_equal(b.data, "3Not found: /no pe\t\tx\t1\r\n.\r\n");
	buf_release(&b);
}

static void
knows_what_may_be_a_selector(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	buf_repeat(&b, 'a', 255);
	assert_true(gopher_is_selector(buf_span(&b)));
	buf_char(&b, 'a');
	assert_false(gopher_is_selector(buf_span(&b)));
	buf_release(&b);
	assert_true(gopher_is_selector(SPAN("")));
	assert_true(gopher_is_selector(SPAN("URL:https://e.org/?a=b c~")));
	assert_false(gopher_is_selector(SPAN("a\tb")));
	assert_false(gopher_is_selector(SPAN("a\0b")));
	assert_false(gopher_is_selector(SPAN("a\x7f")));
	assert_false(gopher_is_selector(SPAN("\xc3\xa9")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(
						reads_items_as_bucktooth_does),
		cmocka_unit_test(takes_no_bad_port_and_no_bad_type),
		cmocka_unit_test(reads_marks_in_their_strict_form),
		cmocka_unit_test(leaves_prose_that_begins_like_a_mark),
		cmocka_unit_test(writes_complete_info_lines),
		cmocka_unit_test(writes_items_and_errors_without_stray_tabs),
		cmocka_unit_test(knows_what_may_be_a_selector) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
