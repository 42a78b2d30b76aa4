/* SPDX-License-Identifier: ISC */
/* Widths and lines: gen/wrap.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"
#include "wrap.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
measures_by_grapheme(void **state)
{
	static const struct {
		struct span text;
		size_t width;
	} row[] = {
		{ SPAN_INIT("abc"), 3 },
		{ SPAN_INIT("\xc8\x9b\xc4\x83"), 2 }, /* ta, Romanian */
		{ SPAN_INIT("e\xcc\x81"), 1 },	      /* combining acute */
		{ SPAN_INIT("日本"), 4 }, { SPAN_INIT("한국"), 4 },
		{ SPAN_INIT("ｗ"), 2 },			/* full width */
		{ SPAN_INIT("👩‍👩‍👧"), 2 }, /* joined */
		{ SPAN_INIT("❤️"), 2 },		/* emoji style */
		{ SPAN_INIT("🇷🇴"), 2 },			/* a flag */
		{ SPAN_INIT("👍🏽"), 2 },		/* skin colour */
		{ SPAN_INIT("a\xe2\x80\x8b"), 1 },	/* no-width space */
		{ SPAN_INIT("ที่"), 1 },			/* Thai vowel, tone */
		{ SPAN_INIT("1️⃣"), 2 },		/* a keycap */
		{ SPAN_INIT("a️"), 1 },		/* no emoji */
		{ SPAN_INIT("👁️‍🗨️"), 2 }, /* narrow ones, joined */
		{ SPAN_INIT("🖥️"), 2 },	       /* narrow, emoji style */
		{ SPAN_INIT("🏴‍☠️"), 2 },     /* a flag by joining */
		{ SPAN_INIT("🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
		    2 },		  /* and by tags */
		{ SPAN_INIT("🇷🇴🇺🇦"), 4 }, /* two flags */
		{ SPAN_INIT("ℹ️™️"), 4 },
		{ SPAN_INIT("각"), 2 }, /* Hangul in parts */
		{ SPAN_INIT("ё̂"), 1 },	/* two marks */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		assert_int_equal(wrap_width(row[i].text), row[i].width);
}

/* The lines joined by '|'. */
static void
check(struct span text, size_t width, const char *wanted)
{
	struct wrap w = { 0 };
	struct span line;
	struct buf got;

	buf_init(&got, 1000);
	wrap_begin(&w, text);
	while (wrap_next(&w, width, &line)) {
		if (got.len > 0)
			buf_char(&got, '|');
		buf_span_add(&got, line);
	}
	assert_string_equal(got.data, wanted);
	wrap_release(&w);
	buf_release(&got);
}

static void
breaks_at_spaces_and_never_in_words(void **state)
{
	(void)state;
	check(SPAN("aa bb cc"), 5, "aa bb|cc");
	check(SPAN("aa bb cc"), 4, "aa|bb|cc");
	check(SPAN("a longerthanthis b"), 5, "a|longerthanthis|b");
	check(SPAN("aa  bb"), 2, "aa|bb");
	check(SPAN("a\nb c"), 10, "a|b c");
	check(SPAN("  "), 5, "");
	check(SPAN("бібліотека й клуб"), 12, "бібліотека й|клуб");
	check(SPAN("a b\xc2\xa0"
		   "c d"),
	    4,
	    "a|b\xc2\xa0"
	    "c|d"); /* a no-break space */
}

static void
never_cuts_a_grapheme(void **state)
{
	(void)state;
	check(SPAN("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧"), 4,
	    "👩‍👩‍👧👩‍👩‍👧|👩‍👩‍👧");
	check(SPAN("🇷🇴🇺🇦🇲🇩"), 4, "🇷🇴🇺🇦|🇲🇩");
	check(SPAN("e\xcc\x81 e\xcc\x81"), 1, "e\xcc\x81|e\xcc\x81");
	check(SPAN("日本語"), 5, "日本|語");
	check(SPAN("abc def \ufeff"), 7, "abc def|\ufeff");
}

static void
asks_icu_where_a_script_has_no_spaces(void **state)
{
	(void)state;
	check(SPAN("図書館は拠点です。"), 8, "図書館は|拠点で|す。");
	check(SPAN("see 図書館 now"), 8, "see 図書|館 now");
}

/* Half a MiB that must not be broken, then a place where it may. */
static void
takes_long_lines_in_its_stride(void **state)
{
	static const char *const text[] = { "\u3000", "日\u2060", "a",
		"😀\u200d", "\u0e31" };

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		struct wrap w = { 0 };
		struct span line;
		struct buf b;
		size_t len = 0;

		buf_init(&b, 1 << 20);
		while (b.len < 512 * 1024)
			buf_str(&b, text[i]);
		buf_str(&b, "。図書館");
		wrap_begin(&w, buf_span(&b));
		while (wrap_next(&w, 60, &line))
			len += line.len;
		assert_int_equal(len, b.len);
		wrap_release(&w);
		buf_release(&b);
	}
}

static int
start(void **state)
{
	(void)state;
	wrap_init();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(measures_by_grapheme),
		cmocka_unit_test(breaks_at_spaces_and_never_in_words),
		cmocka_unit_test(never_cuts_a_grapheme),
		cmocka_unit_test(asks_icu_where_a_script_has_no_spaces),
		cmocka_unit_test(takes_long_lines_in_its_stride),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
