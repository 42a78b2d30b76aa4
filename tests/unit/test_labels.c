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
		{ "uk", LABEL_NEWEST_FIRST, 1, "1 допис." },
		{ "uk", LABEL_ALL_POSTS, 1, "1 допис" },
		{ "uk", LABEL_ALL_POSTS, 21, "Усі дописи (21)" },
		{ "uk", LABEL_LIKES, 1, "1 вподобання" },
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

/* The number goes into the form that the language's grammar wants. */
static void
has_the_plural_forms_of_each_language(void **state)
{
	static const enum label counted[] = { LABEL_ALL_POSTS,
		LABEL_NEWEST_FIRST, LABEL_LIKES, LABEL_COLUMNS };
	static const struct {
		const char *lang;
		size_t forms;
	} row[] = {
		{ "en", 2 },
		{ "ro", 3 },
		{ "uk", 3 },
		{ "el", 2 },
		{ "fr", 2 },
		{ "de", 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		const struct labels *l = labels_for(span_str(row[i].lang));

		for (size_t k = 0; k < COUNT(counted); k++) {
			struct span rest = span_str(l->text[counted[k]]);
			struct span form;
			size_t forms = 0;

			while (span_cut(&rest, '|', &form)) {
				assert_true(form.len > 0);
				forms++;
			}
			/* Ukrainian may have one more, for 1 alone. */
			if (strcmp(row[i].lang, "uk") == 0 && forms == 4)
				forms--;
			assert_int_equal(forms, row[i].forms);
		}
	}
}

/* Titles of lists, and the ways between their pages. */
static void
names_lists_in_each_language(void **state)
{
	static const enum label named[] = { LABEL_CATEGORIES, LABEL_TAGS,
		LABEL_AUTHORS, LABEL_ARCHIVE, LABEL_UP, LABEL_OLDER,
		LABEL_NEWER };
	static const struct {
		const char *lang, *text[COUNT(named)];
	} row[] = {
		{ "en",
		    { "Categories", "Tags", "Authors", "Archive", "Up", "Older",
			"Newer" } },
		{ "ro",
		    { "Categorii", "Etichete", "Autori", "Arhivă", "Sus",
			"Mai vechi", "Mai noi" } },
		{ "uk",
		    { "Категорії", "Теги", "Автори", "Архів", "Угору",
			"Давніші", "Новіші" } },
		{ "el",
		    { "Κατηγορίες", "Ετικέτες", "Συντάκτες", "Αρχείο", "Επάνω",
			"Παλαιότερα", "Νεότερα" } },
		{ "fr",
		    { "Catégories", "Étiquettes", "Auteurs", "Archives",
			"Au-dessus", "Plus anciens", "Plus récents" } },
		{ "de",
		    { "Kategorien", "Schlagwörter", "Autoren", "Archiv",
			"Nach oben", "Ältere", "Neuere" } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		const struct labels *l = labels_for(span_str(row[i].lang));

		for (size_t k = 0; k < COUNT(named); k++)
			assert_string_equal(l->text[named[k]], row[i].text[k]);
	}
}

/* The line below the title of each list. */
static void
counts_posts_in_the_words_of_each_language(void **state)
{
	static const struct {
		const char *lang;
		unsigned long count;
		const char *text;
	} row[] = {
		{ "en", 0, "0 posts, newest first." },
		{ "en", 1, "1 post." },
		{ "en", 2, "2 posts, newest first." },
		{ "ro", 0, "0 articole, cele mai noi întâi." },
		{ "ro", 1, "1 articol." },
		{ "ro", 2, "2 articole, cele mai noi întâi." },
		{ "ro", 19, "19 articole, cele mai noi întâi." },
		{ "ro", 20, "20 de articole, cele mai noi întâi." },
		{ "ro", 100, "100 de articole, cele mai noi întâi." },
		{ "ro", 101, "101 articole, cele mai noi întâi." },
		{ "ro", 119, "119 articole, cele mai noi întâi." },
		{ "ro", 120, "120 de articole, cele mai noi întâi." },
		{ "uk", 0, "0 дописів, спершу найновіші." },
		{ "uk", 1, "1 допис." },
		{ "uk", 2, "2 дописи, спершу найновіші." },
		{ "uk", 4, "4 дописи, спершу найновіші." },
		{ "uk", 5, "5 дописів, спершу найновіші." },
		{ "uk", 11, "11 дописів, спершу найновіші." },
		{ "uk", 14, "14 дописів, спершу найновіші." },
		{ "uk", 21, "21 допис, спершу найновіші." },
		{ "uk", 22, "22 дописи, спершу найновіші." },
		{ "uk", 25, "25 дописів, спершу найновіші." },
		{ "uk", 101, "101 допис, спершу найновіші." },
		{ "uk", 111, "111 дописів, спершу найновіші." },
		{ "uk", 112, "112 дописів, спершу найновіші." },
		{ "uk", 122, "122 дописи, спершу найновіші." },
		{ "el", 0, "0 αναρτήσεις, πρώτα οι νεότερες." },
		{ "el", 1, "1 ανάρτηση." },
		{ "el", 21, "21 αναρτήσεις, πρώτα οι νεότερες." },
		{ "fr", 0, "0 article." },
		{ "fr", 1, "1 article." },
		{ "fr", 2, "2 articles, du plus récent au plus ancien." },
		{ "de", 0, "0 Beiträge, die neuesten zuerst." },
		{ "de", 1, "1 Beitrag." },
		{ "de", 2, "2 Beiträge, die neuesten zuerst." },
	};
	struct buf b;

	(void)state;
	buf_init(&b, 200);
	for (size_t i = 0; i < COUNT(row); i++) {
		buf_reset(&b);
		labels_add_count(&b, labels_for(span_str(row[i].lang)),
		    LABEL_NEWEST_FIRST, row[i].count);
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
		cmocka_unit_test(has_the_plural_forms_of_each_language),
		cmocka_unit_test(names_lists_in_each_language),
		cmocka_unit_test(counts_posts_in_the_words_of_each_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
