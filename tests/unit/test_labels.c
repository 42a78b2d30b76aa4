/* SPDX-License-Identifier: ISC */
/* Words and dates by language: gen/labels.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "labels.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
finds_the_table_by_language(void **state)
{
	(void)state;
	assert_string_equal(labels_for(SPAN("ro-MD"))->lang, "ro");
	assert_string_equal(labels_for(SPAN("UK"))->lang, "uk");
	assert_string_equal(labels_for(SPAN("zh"))->lang, "en");
	assert_string_equal(labels_for(SPAN(""))->lang, "en");
}

static void
has_every_label_in_every_language(void **state)
{
	static const char *const langs[] = { "en", "ro", "uk", "el", "fr",
		"de" };

	(void)state;
	for (size_t i = 0; i < COUNT(langs); i++) {
		const struct labels *l = labels_for(span_str(langs[i]));

		assert_string_equal(l->lang, langs[i]);
		for (size_t k = 0; k < LABEL_COUNT_; k++) {
			assert_non_null(l->text[k]);
			assert_true(l->text[k][0] != '\0');
		}
	}
}

static void
writes_dates_in_words(void **state)
{
	static const struct {
		const char *lang, *date;
	} row[] = {
		{ "en", "9 March 2021" },
		{ "ro", "9 martie 2021" },
		{ "uk", "9 березня 2021 р." },
		{ "el", "9 Μαρτίου 2021" },
		{ "fr", "9 mars 2021" },
		{ "de", "9. März 2021" },
	};
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	for (size_t i = 0; i < COUNT(row); i++) {
		buf_reset(&b);
		labels_add_date(
		    &b, labels_for(span_str(row[i].lang)), 2021, 3, 9);
		assert_string_equal(b.data, row[i].date);
	}
	buf_release(&b);
}

static void
counts_in_the_right_plural(void **state)
{
	static const struct {
		const char *lang;
		enum label label;
		unsigned long count;
		const char *text;
	} row[] = {
		{ "en", LABEL_LIKES, 1, "1 like" },
		{ "en", LABEL_LIKES, 40, "40 likes" },
		{ "ro", LABEL_LIKES, 1, "1 apreciere" },
		{ "ro", LABEL_LIKES, 19, "19 aprecieri" },
		{ "ro", LABEL_LIKES, 20, "20 de aprecieri" },
		{ "ro", LABEL_LIKES, 101, "101 aprecieri" },
		{ "uk", LABEL_NEWEST_FIRST, 21, "21 допис, спершу найновіші." },
		{ "uk", LABEL_NEWEST_FIRST, 3, "3 дописи, спершу найновіші." },
		{ "uk", LABEL_NEWEST_FIRST, 12,
		    "12 дописів, спершу найновіші." },
		{ "fr", LABEL_ALL_POSTS, 0, "0 article" },
		{ "de", LABEL_ALL_POSTS, 2, "Alle 2 Beiträge" },
	};
	struct buf b;

	(void)state;
	buf_init(&b, 200);
	for (size_t i = 0; i < COUNT(row); i++) {
		buf_reset(&b);
		labels_add_count(&b, labels_for(span_str(row[i].lang)),
		    row[i].label, row[i].count);
		assert_string_equal(b.data, row[i].text);
	}
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_table_by_language),
		cmocka_unit_test(has_every_label_in_every_language),
		cmocka_unit_test(writes_dates_in_words),
		cmocka_unit_test(counts_in_the_right_plural),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
