/* SPDX-License-Identifier: ISC */
/* Letters for old terminals: gen/charset.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "charset.h"

static void
writes_words_in_letters_that_the_set_has(void **state)
{
	static const struct {
		const char *charset, *lang, *text, *fit;
	} row[] = {
		{ "us-ascii", "en", "plain", "plain" },
		/* The standard of 2010, with two forms at a word's start. */
		{ "us-ascii", "uk", "Юрій Їжак, м’яч, Згурський, ЩО Щука",
		    "Yurii Yizhak, m'iach, Zghurskyi, SHCHO Shchuka" },
		{ "us-ascii", "uk-UA", "Київ", "Kyiv" },
		{ "us-ascii", "de", "Über ÖL, groß", "Ueber OEL, gross" },
		{ "us-ascii", "el", "Η βιβλιοθήκη", "I vivliothiki" },
		{ "us-ascii", "ro", "„Neamț” ă", "\"Neamt\" a" },
		{ "us-ascii", "en", "日本", "ri ben" },
		/* Composed and decomposed. */
		{ "us-ascii", "fr", "café cafe\xcc\x81", "cafe cafe" },
		{ "iso-8859-1", "fr", "cafe\xcc\x81 čas", "café cas" },
		{ "iso-8859-2", "ro", "ȘTIM ț", "ŞTIM ţ" },
		{ "koi8-u", "uk", "ґанок é", "ґанок e" },
		{ "us-ascii", "en", "“a” – b… • → € ✓ ½",
		    "\"a\" - b... * -> EUR [x] 1/2" },
		{ "us-ascii", "en", "m² CO₂ 10⁶ 10⁻³ 10¹² 1½ 2ⁿ 1ª ② Ⓐ",
		    "m2 CO2 10^6 10^-3 10^12 1 1/2 2^n 1a (2) (A)" },
		{ "us-ascii", "uk", "10⁶ Щука", "10^6 Shchuka" },
		{ "iso-8859-1", "en", "m² 10⁶", "m² 10^6" },
		{ "us-ascii", "en", "sof\xc2\xadt ⟨x⟩ ‣ ⁃ ‡",
		    "soft <x> * - ++" },
		{ "us-ascii", "en", "😀 🇷🇴 👍🏽 ❤️",
		    "[grinning face] RO [thumbs up sign] [heavy black heart]" },
		{ "us-ascii", "en", "┌─┐│", "+-+|" },
		{ "us-ascii", "en", "a\tb\nc é", "a\tb\nc e" },
		{ "utf-8", "en", "é 日 😀", "é 日 😀" },
	};
	struct buf b;

	(void)state;
	buf_init(&b, 10000);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct charset *c = charset_new(span_str(row[i].charset));

		assert_non_null(c);
		buf_reset(&b);
		charset_fit(
		    c, &b, span_str(row[i].text), span_str(row[i].lang));
		assert_string_equal(b.data, row[i].fit);
		charset_free(c);
	}
	buf_release(&b);
}

/* 200 KiB of letters, signs that become sentences, and no space at all. */
static void
takes_long_texts_in_their_stride(void **state)
{
	static const char *const text[] = { "Харків ", "Харків", "\xef\xb7\xba",
		"日本語 ", "😀", "e\xcc\x81" };

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		struct charset *c = charset_new(SPAN("us-ascii"));
		struct buf b, out;

		buf_init(&b, 1 << 20);
		buf_init(&out, 1 << 26);
		while (b.len < 200 * 1024)
			buf_str(&b, text[i]);
		charset_fit(c, &out, buf_span(&b), SPAN("uk"));
		assert_true(buf_ok(&out) && out.len > 10000);
		for (size_t j = 0; j < out.len; j++)
			assert_true((unsigned char)out.data[j] < 0x80);
		buf_release(&out);
		buf_release(&b);
		charset_free(c);
	}
}

static void
writes_bytes_of_the_set(void **state)
{
	struct charset *c = charset_new(SPAN("koi8-u"));
	struct buf b;

	(void)state;
	buf_init(&b, 100000);
	assert_true(span_eq(charset_name(c), SPAN("KOI8-U")));
	charset_encode(c, &b, SPAN("i\xd0\x90\t/\r\n\xe2\x82\xac"));
	assert_string_equal(b.data, "i\xe1\t/\r\n?");
	buf_reset(&b);
	for (int i = 0; i < 3000; i++)
		buf_str(&b, "\xd0\x90");
	{
		struct buf out;

		buf_init(&out, 100000);
		charset_encode(c, &out, buf_span(&b));
		assert_int_equal(out.len, 3000);
		buf_release(&out);
	}
	buf_release(&b);
	charset_free(c);
}

static void
refuses_what_gopher_cannot_carry(void **state)
{
	static const char *const name[] = { "", "nonsense", "utf-16", "utf-7",
		"iso-2022-jp", "ebcdic-cp-us", "hz" };

	(void)state;
	for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++)
		assert_null(charset_new(span_str(name[i])));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_words_in_letters_that_the_set_has),
		cmocka_unit_test(takes_long_texts_in_their_stride),
		cmocka_unit_test(writes_bytes_of_the_set),
		cmocka_unit_test(refuses_what_gopher_cannot_carry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
