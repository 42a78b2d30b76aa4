/* SPDX-License-Identifier: ISC */
/* Names -> parts of paths, and names that are one: gen/slug.c, gen/fold.c. */
#include <ctype.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fold.h"
#include "slug.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *name, *lang, *slug;
} cases[] = {
	{ "Public Libraries as Active Citizens Hubs", "en",
	    "public-libraries-as-active-citizens-hubs" },
	{ "GOAL 17: Partnerships to achieve the Goal", "en",
	    "goal-17-partnerships-to-achieve-the-goal" },
	{ "C++", "en", "c-plus-plus" },
	{ "C#", "en", "c-sharp" },
	{ "C", "en", "c" },
	{ "#metoo", "en", "metoo" },
	{ "Don't / panic!", "en", "dont-panic" },
	{ "  a -- b  ", "en", "a-b" },
	/* Romanian */
	{ "Ora să ȘTIM", "ro", "ora-sa-stim" },
	/* Ukrainian, Resolution 55 of 2010 */
	{ "Харків", "uk", "kharkiv" },
	{ "Згурський", "uk", "zghurskyi" },
	{ "Єнакієве", "uk", "yenakiieve" },
	{ "Їжакевич, Юрій і Яготин", "uk", "yizhakevych-yurii-i-yahotyn" },
	{ "Щербухи", "uk", "shcherbukhy" },
	{ "Знам'янка", "uk", "znamianka" },
	{ "Ґалаґан", "uk", "galagan" },
	/* Greek */
	{ "Αθήνα", "el", "athina" },
	/* others */
	{ "Ærøskøbing Straße", "da", "aeroskobing-strasse" },
	{ "“Antim Ivireanul” – Vâlcea", "en", "antim-ivireanul-valcea" },
};

static void
makes_slugs_by_language(void **state)
{
	struct slugger slugger;
	struct arena arena;
	struct span slug;
	size_t i;

	(void)state;
	slugger_init(&slugger);
	arena_init(&arena);
	for (i = 0; i < COUNT(cases); i++) {
		slug = slug_make(&slugger, &arena, span_str(cases[i].name),
		    span_str(cases[i].lang));
		assert_string_equal(slug.p, cases[i].slug);
		assert_true(slug_is_fit(slug));
	}
	arena_release(&arena);
	slugger_release(&slugger);
}

static void
ascii_names_open_no_transliterator(void **state)
{
	struct slugger slugger;
	struct arena arena;

	(void)state;
	slugger_init(&slugger);
	arena_init(&arena);
	(void)slug_make(&slugger, &arena, SPAN("Plain"), SPAN("uk"));
	assert_null(slugger.any);
	assert_null(slugger.ukrainian);
	arena_release(&arena);
}

static void
long_names_are_cut_at_a_word_and_none_is_empty(void **state)
{
	struct slugger slugger;
	struct arena arena;
	struct span slug;
	char name[300];

	(void)state;
	slugger_init(&slugger);
	arena_init(&arena);
	slug = slug_make(&slugger, &arena,
	    SPAN("An ecosystem of innovation, recordings and support materials "
		 "of the webinar"),
	    SPAN("en"));
	assert_string_equal(slug.p,
	    "an-ecosystem-of-innovation-recordings-and-support-materials");
	memset(name, 'a', sizeof(name));
	slug = slug_make(
	    &slugger, &arena, span_make(name, sizeof(name)), SPAN("en"));
	assert_int_equal(slug.len, SLUG_MAX);
	slug =
	    slug_make(&slugger, &arena, SPAN("\xf0\x9f\x93\x9a!"), SPAN("en"));
	assert_int_equal(slug.len, 8);
	slug = slug_make(&slugger, &arena, SPAN("図書館"), SPAN("ja"));
	assert_true(slug_is_fit(slug));
	arena_release(&arena);
	slugger_release(&slugger);
}

static void
only_plain_names_stay_as_they_are(void **state)
{
	unsigned i;
	char c;

	(void)state;
	assert_true(slug_is_fit(SPAN("A.b_c~d-9")));
	assert_false(slug_is_fit(SPAN("")));
	assert_false(slug_is_fit(SPAN("..")));
	assert_false(slug_is_fit(SPAN("a b")));
	assert_false(slug_is_fit(SPAN("a/b")));
	assert_false(slug_is_fit(SPAN("\xc3\xa9")));
	for (i = 0; i <= UCHAR_MAX; i++) {
		c = (char)i;
		assert_int_equal(slug_is_fit(span_make(&c, 1)),
		    c != '.' && i < 128 &&
			(isalnum((int)i) != 0 ||
			    (c != '\0' && strchr("-_~", c) != NULL)));
	}
}

static void
folding_makes_twins_one(void **state)
{
	static const char *const twins[][2] = {
		{ "PLACH - Hubs", "plach – hubs" },
		{ "Occupy\u00a0Library", "occupy  library " },
		{ "Café", "CAFE\u0301" },
		{ "Straße", "STRASSE" },
		{ "Бібліотека", "БІБЛІОТЕКА" },
	};
	struct arena arena;
	size_t i;

	(void)state;
	arena_init(&arena);
	for (i = 0; i < COUNT(twins); i++)
		assert_string_equal(fold_name(&arena, span_str(twins[i][0])).p,
		    fold_name(&arena, span_str(twins[i][1])).p);
	assert_string_not_equal(fold_name(&arena, SPAN("Café")).p,
	    fold_name(&arena, SPAN("Cafe")).p);
	arena_release(&arena);
}

static void
numbers_sort_by_value_and_letters_by_language(void **state)
{
	struct collation c;

	(void)state;
	collation_init(&c, SPAN("en"));
	assert_true(collation_cmp(&c, SPAN("GOAL 3"), SPAN("GOAL 10")) < 0);
	assert_true(collation_cmp(&c, SPAN("éclair"), SPAN("fable")) < 0);
	assert_true(collation_cmp(&c, SPAN("a"), SPAN("B")) < 0);
	assert_int_equal(collation_cmp(&c, SPAN("a"), SPAN("a")), 0);
	assert_true(collation_cmp(&c, SPAN("a"), SPAN("A")) != 0);
	collation_release(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_slugs_by_language),
		cmocka_unit_test(ascii_names_open_no_transliterator),
		cmocka_unit_test(
		    long_names_are_cut_at_a_word_and_none_is_empty),
		cmocka_unit_test(only_plain_names_stay_as_they_are),
		cmocka_unit_test(folding_makes_twins_one),
		cmocka_unit_test(numbers_sort_by_value_and_letters_by_language),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
