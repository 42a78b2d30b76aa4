/* SPDX-License-Identifier: ISC */
/* Language tags: gen/langtag.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "langtag.h"

static const struct {
	const char *text, *tag; /* "": none */
} cases[] = {
	{ "ro", "ro" },
	{ "RO", "ro" },
	{ "ro_RO", "ro-RO" },
	{ "en_us", "en-US" },
	{ "pt-br", "pt-BR" },
	{ "ro_RO.UTF-8", "ro-RO" },
	{ "sr_RS@latin", "sr-RS" },
	{ "ZH-hant-tw", "zh-Hant-TW" },
	{ "es-419", "es-419" },
	{ "de-CH-1901", "de-CH-1901" },
	{ "en-u-ca-gregory", "en-u-ca-gregory" },
	{ "yue", "yue" },
	{ "", "" },
	{ "r", "" },
	{ "English", "" },
	{ "ro RO", "" },
	{ "ro-", "" },
	{ "ro--RO", "" },
	{ "-ro", "" },
	{ "ro-abcdefghi", "" },
	{ "12", "" },
	{ "рo", "" },
	{ "en-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd", "" },
};

static void
takes_every_spelling_of_a_tag(void **state)
{
	struct arena arena;
	struct span tag;
	size_t i;

	(void)state;
	arena_init(&arena);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		tag = langtag_make(&arena, span_str(cases[i].text));
		assert_string_equal(tag.p, cases[i].tag);
		assert_true(span_eq(tag, span_str(cases[i].tag)));
	}
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_every_spelling_of_a_tag),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
