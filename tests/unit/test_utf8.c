/* SPDX-License-Identifier: ISC */
/* UTF-8: server/base/utf8.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "utf8.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
knows_well_formed_from_ill_formed(void **state)
{
	static const struct {
		struct span text;
		size_t valid;
	} row[] = {
		{ SPAN_INIT(""), 0 },
		{ SPAN_INIT("a\0b"), 3 },		 /* NUL is fine */
		{ SPAN_INIT("\xc8\x99"), 2 },		 /* s with comma */
		{ SPAN_INIT("\xed\x9f\xbf"), 3 },	 /* last before ... */
		{ SPAN_INIT("\xed\xa0\x80"), 0 },	 /* ... a surrogate */
		{ SPAN_INIT("\xf4\x8f\xbf\xbf"), 4 },	 /* U+10FFFF */
		{ SPAN_INIT("\xf4\x90\x80\x80"), 0 },	 /* one more */
		{ SPAN_INIT("\xc1\xbf"), 0 },		 /* overlong, 2 */
		{ SPAN_INIT("\xe0\x9f\xbf"), 0 },	 /* overlong, 3 */
		{ SPAN_INIT("\xf0\x8f\xbf\xbf"), 0 },	 /* overlong, 4 */
		{ SPAN_INIT("\x80"), 0 },		 /* a tail alone */
		{ SPAN_INIT("abc\xe2\x82"), 3 },	 /* cut off */
		{ SPAN_INIT("01234567\xff"), 8 },	 /* behind 8 bytes */
		{ SPAN_INIT("0123456\xc3\xa9tail"), 13 } /* across them */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		assert_int_equal(utf8_valid_len(row[i].text), row[i].valid);
		assert_int_equal(
		    utf8_valid(row[i].text), row[i].valid == row[i].text.len);
	}
}

static void
decodes_every_character_that_it_encodes(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 8);
	for (uint32_t c = 0; c < 0x110800; c++) {
		bool is_char = c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
		struct span s;

		buf_reset(&b);
		utf8_put(&b, c);
		s = buf_span(&b);
		if (utf8_next(&s) != (is_char ? c : UTF8_REPLACEMENT) ||
		    s.len != 0)
			fail_msg("U+%04X", c);
	}
	buf_release(&b);
}

static void
takes_bad_bytes_one_at_a_time(void **state)
{
	struct span s = SPAN("\xe2\x82"
			     "a");

	(void)state;
	assert_int_equal(utf8_next(&s), UTF8_REPLACEMENT);
	assert_int_equal(utf8_next(&s), UTF8_REPLACEMENT);
	assert_int_equal(utf8_next(&s), 'a');
	assert_int_equal(s.len, 0);
}

static void
cuts_between_characters(void **state)
{
	static const struct {
		const char *text;
		size_t max;
		size_t len;
	} row[] = {
		{ "abc", 5, 3 },	   /* short enough */
		{ "abc", 2, 2 },	   /* ASCII */
		{ "a\xe2\x82\xac", 3, 1 }, /* inside the sign */
		{ "a\xe2\x82\xac", 4, 4 }, /* behind it */
		{ "\xf0\x9f\x98\x80"
		  "a",
		    3, 0 },			     /* nothing fits */
		{ "\x80\x80\x80\x80\x80\x80", 5, 5 } /* no characters */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		assert_int_equal(
		    utf8_cut(span_str(row[i].text), row[i].max).len,
		    row[i].len);
}

static void
cleans_text_to_one_safe_line(void **state)
{
	static const struct {
		struct span text;
		const char *clean;
	} row[] = { { SPAN_INIT("plain"), "plain" },
		{ SPAN_INIT("a  b"), "a  b" }, /* spaces are kept */
		{ SPAN_INIT("a\tb\nc\rd\r\ne"), "a b c d e" },
		{ SPAN_INIT("a\xe2\x80\xa8"
			    "b\xe2\x80\xa9"
			    "c"),
		    "a b c" },
		{ SPAN_INIT("a\0\x1b[1m\x7f"), "a[1m" }, /* C0, DEL */
		{ SPAN_INIT("a\xc2\x85\xc2\x9f\xc2\xa0"),
		    "a\xc2\xa0" }, /* C1 */
		{ SPAN_INIT("\xe2\x80\xae"
			    "a\xe2\x81\xa6"),
		    "a" },				 /* bidi */
		{ SPAN_INIT("\xe2\x80\xa7\xe2\x80\xaf"), /* beside them */
		    "\xe2\x80\xa7\xe2\x80\xaf" },
		{ SPAN_INIT("\xe2\x81\xa5\xe2\x81\xaa"),
		    "\xe2\x81\xa5\xe2\x81\xaa" },
		{ SPAN_INIT("a\xff"
			    "b"),
		    "a\xef\xbf\xbd"
		    "b" },				       /* invalid */
		{ SPAN_INIT("\xef\xbf\xbd"), "\xef\xbf\xbd" }, /* a real one */
		{ SPAN_INIT("0123456\x7f"
			    "9"),
		    "01234569" },			   /* in a word */
		{ SPAN_INIT("01234567\x1f"), "01234567" }, /* behind one */
		{ SPAN_INIT("\xd0\x96\xd0\xb8\xc8\x9b\xf0\x9f\x98\x80"),
		    "\xd0\x96\xd0\xb8\xc8\x9b\xf0\x9f\x98\x80" } };
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(row); i++) {
		buf_reset(&b);
		utf8_add_clean(&b, row[i].text);
		assert_string_equal(b.data, row[i].clean);
		assert_int_equal(utf8_is_clean(row[i].text),
		    span_eq(buf_span(&b), row[i].text));
		assert_true(utf8_is_clean(buf_span(&b)));
	}
	buf_release(&b);
}

/* The fast path over eight bytes must agree with the classes, everywhere. */
static void
finds_each_dirty_byte_at_each_place(void **state)
{
	char text[24];

	(void)state;
	for (size_t at = 0; at < sizeof(text); at++) {
		for (unsigned c = 0; c < 0x80; c++) {
			memset(text, 'a', sizeof(text));
			text[at] = (char)c;
			assert_int_equal(
			    utf8_is_clean(span_make(text, sizeof(text))),
			    !utf8_is_control(c));
		}
	}
}

static void
skips_one_byte_order_mark(void **state)
{
	(void)state;
	assert_int_equal(utf8_skip_bom(SPAN("\xef\xbb\xbf"
					    "a"))
			     .len,
	    1);
	assert_int_equal(utf8_skip_bom(SPAN("\xef\xbb")).len, 2);
	assert_int_equal(utf8_skip_bom(SPAN("a\xef\xbb\xbf")).len, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_well_formed_from_ill_formed),
		cmocka_unit_test(decodes_every_character_that_it_encodes),
		cmocka_unit_test(takes_bad_bytes_one_at_a_time),
		cmocka_unit_test(cuts_between_characters),
		cmocka_unit_test(cleans_text_to_one_safe_line),
		cmocka_unit_test(finds_each_dirty_byte_at_each_place),
		cmocka_unit_test(skips_one_byte_order_mark)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
