/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"
#include "outcheck.h"
#include "twins.h"
#include "wrap.h"

/* A row per defect; `finds` is "line: message", empty for none. */
struct row {
	const char *text;
	const char *finds;
};

static void
note(void *ctx, unsigned line, const char *message)
{
	struct buf *found = ctx;

	if (found->len > 0)
		buf_char(found, ';');
	buf_printf(found, "%u: %s", line, message);
}

static void
compare(const struct row *row, const char *form)
{
	struct buf found;
	struct outcheck out = { .report = note, .ctx = &found };

	buf_init(&found, 65536);
	if (form[0] == 'g')
		outcheck_gemtext(span_str(row->text), &out);
	else if (form[0] == 'm')
		outcheck_menu(span_str(row->text), 20, &out);
	else
		outcheck_text(span_str(row->text), 20, &out);
	assert_string_equal(found.data, row->finds);
	buf_release(&found);
}

static void
names_every_defect_of_gemtext(void **state)
{
	static const struct row rows[] = {
		{ "# T\n\ntext\n=> /a b\n* i\n> q\n```x\n\ty\n```\n", "" },
		{ "", "0: nothing in it" },
		{ "# T", "1: the last line has no end" },
		{ "text\n", "1: the first line is not the title" },
		{ "# T\n# U\n", "2: a second level-1 heading" },
		{ "# T\n##\n", "2: a heading without words" },
		{ "# T\n#### U\n",
		    "2: a heading of a level that gemtext has not" },
		{ "# #T\n## #U\n### #V\n", "" },
		{ "# T\na\tb\n", "2: a control byte" },
		{ "# T\r\n", "1: a control byte" },
		{ "# T\na\302\205b\n", "2: a control byte" },
		{ "# T\na\xff\n", "2: not UTF-8" },
		{ "# T\na\342\200\256b\n",
		    "2: a character that turns the direction" },
		{ "# T\n=> /\303\244\n",
		    "2: a URL that is not percent-encoded" },
		{ "# T\n=> /%4\n", "2: a URL that is not percent-encoded" },
		{ "# T\n```\nx\n", "3: preformatted text does not end" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		compare(&rows[i], "gemtext");
}

static void
names_a_url_that_is_too_long(void **state)
{
	struct buf text, found;
	struct outcheck out = { .report = note, .ctx = &found };

	(void)state;
	buf_init(&text, 65536);
	buf_init(&found, 65536);
	buf_str(&text, "# T\n=> /");
	buf_repeat(&text, 'a', 1023);
	buf_char(&text, '\n');
	outcheck_gemtext(buf_span(&text), &out);
	assert_string_equal(found.data, "");
	buf_truncate(&text, text.len - 1);
	buf_str(&text, "a\n");
	outcheck_gemtext(buf_span(&text), &out);
	assert_string_equal(found.data, "2: a URL of more than 1024 bytes");
	buf_release(&found);
	buf_release(&text);
}

static void
names_every_defect_of_menus(void **state)
{
	static const struct row rows[] = {
		{ "iT\t\tx\t1\r\n1Page\t/a/\r\nhWeb\tURL:http://a/\r\n"
		  "1There\t/\tb.example\t70\r\n",
		    "" },
		{ "", "0: nothing in it" },
		{ "iT\t\tx\t1\n", "1: a line that does not end in CRLF" },
		{ "iT\t\tx\r\n", "1: an info line without its four fields" },
		{ "plain\r\n", "1: an info line without its four fields" },
		{ "1Page\t/a/\tb.example\r\n",
		    "1: an item with fields too few or too many" },
		{ "1Page\t/\303\244/\r\n",
		    "1: a selector that is not ASCII or too long" },
		{ "#comment\r\n", "1: neither info line nor item" },
		{ ".\r\n", "1: neither info line nor item" },
		{ "ia\001b\t\tx\t1\r\n", "1: a control byte" },
		{ "ia\xff\t\tx\t1\r\n", "1: not UTF-8" },
		{ "iwords that are many too many\t\tx\t1\r\n",
		    "1: a line that is too wide" },
		{ "i  <https://example.org/a/long/way>\t\tx\t1\r\n", "" },
		{ "i* [x] https://example.org/a/long/way\t\tx\t1\r\n", "" },
		{ "i            1. * ab cdefghi\t\tx\t1\r\n", "" },
		{ "i            1. * ab cdefghij\t\tx\t1\r\n",
		    "1: a line that is too wide" },
		{ "i =>abc defghij klmnop\t\tx\t1\r\n", "" },
		{ "i =>abc defghij klmnopq\t\tx\t1\r\n",
		    "1: a line that is too wide" },
	};
	size_t i;

	(void)state;
	wrap_init();
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		compare(&rows[i], "menu");
}

static void
names_every_defect_of_texts(void **state)
{
	static const struct row rows[] = {
		{ "T\r\n\r\ntext\r\n", "" },
		{ "T\n", "1: a line that does not end in CRLF" },
		{ "T\r\n.\r\n", "2: a lone dot, which ends a text" },
		{ "a\001\r\n", "1: a control byte" },
		{ "words that are many too many\r\n",
		    "1: a line that is too wide" },
	};
	size_t i;

	(void)state;
	wrap_init();
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		compare(&rows[i], "text");
}

/* Columns stand on Gopher for the TABs that gemtext keeps. */
static void
lets_preformatted_text_be_as_wide_as_it_is(void **state)
{
	static const struct row rows[] = {
		{ "        if x          then    y\r\n", "" },
		{ "* a\r\n    if x          then    y\r\n", "" },
		{ "> > if x          then    y\r\n", "" },
		{ "        if x          then    z\r\n",
		    "1: a line that is too wide" },
	};
	struct outcheck out = { .report = note,
		.pre = SPAN("\tif x\t\tthen\ty\n") };
	struct buf found;
	size_t i;

	(void)state;
	wrap_init();
	buf_init(&found, 65536);
	out.ctx = &found;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		buf_reset(&found);
		outcheck_text(span_str(rows[i].text), 20, &out);
		assert_string_equal(found.data, rows[i].finds);
	}
	buf_release(&found);
}

static void
knows_twins_from_strangers(void **state)
{
	static const struct {
		const char *a, *b;
		bool is_alike;
	} rows[] = {
		{ "innovators hub", "innovatoes hub", true },
		{ "library", "libraries", true }, /* plural */
		{ "tag", "tags", true },	  /* short, but a plural */
		{ "box", "boxes", true },
		{ "e-book", "ebook", true },	     /* joints */
		{ "webinar", "weibnar", true },	     /* changed places */
		{ "webinar", "webinarr", true },     /* one more */
		{ "webinar", "webiar", true },	     /* one less */
		{ "webinar", "webinar", false },     /* the very name */
		{ "webinar", "seminar", false },     /* two letters */
		{ "header", "reader", false },	     /* the first letter */
		{ "form", "from", false },	     /* short */
		{ "goal 3: x", "goal 4: x", false }, /* digits */
		{ "goals 1", "goals 10", false },
		{ "level 5", "level 5s", true },
		{ "c", "c#", false },
		{ "", "a", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    twins_alike(span_str(rows[i].a), span_str(rows[i].b)),
		    rows[i].is_alike);
		assert_int_equal(
		    twins_alike(span_str(rows[i].b), span_str(rows[i].a)),
		    rows[i].is_alike);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_every_defect_of_gemtext),
		cmocka_unit_test(names_a_url_that_is_too_long),
		cmocka_unit_test(names_every_defect_of_menus),
		cmocka_unit_test(names_every_defect_of_texts),
		cmocka_unit_test(lets_preformatted_text_be_as_wide_as_it_is),
		cmocka_unit_test(knows_twins_from_strangers),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
