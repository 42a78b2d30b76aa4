/* SPDX-License-Identifier: ISC */
/* Dates of posts: gen/date.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "date.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *text;
	const char *day;    /* NULL: no date */
	const char *moment; /* in UTC */
} cases[] = {
	{ "2021-03-09", "2021-03-09", "2021-03-09T12:00:00Z" },
	{ " 2021/3/9 ", "2021-03-09", "2021-03-09T12:00:00Z" },
	{ "2021.03.09", "2021-03-09", "2021-03-09T12:00:00Z" },
	{ "2014-03-12T10:11:00-04:00", "2014-03-12", "2014-03-12T14:11:00Z" },
	{ "2014-03-12 23:30:00 -0400", "2014-03-12", "2014-03-13T03:30:00Z" },
	{ "2014-03-12T01:00+02", "2014-03-12", "2014-03-11T23:00:00Z" },
	{ "2014-03-12t01:00:00.123Z", "2014-03-12", "2014-03-12T01:00:00Z" },
	{ "2014-03-12 01:00 UTC", "2014-03-12", "2014-03-12T01:00:00Z" },
	{ "Tue, 09 Mar 2021 14:05:06 +0200", "2021-03-09",
	    "2021-03-09T12:05:06Z" },
	{ "9 March 2021", "2021-03-09", "2021-03-09T12:00:00Z" },
	{ "March 9, 2021", "2021-03-09", "2021-03-09T12:00:00Z" },
	{ "March 9th, 2021", "2021-03-09", "2021-03-09T12:00:00Z" },
	{ "1st March 2021", "2021-03-01", "2021-03-01T12:00:00Z" },
	{ "20210309", "2021-03-09", "2021-03-09T12:00:00Z" },
	{ "20210309T101112Z", NULL, NULL },
	{ "20210309 10:11", "2021-03-09", "2021-03-09T10:11:00Z" },
	{ "9.3.2021", "2021-03-09", "2021-03-09T12:00:00Z" },
	{ "09.03.2021 18:05", "2021-03-09", "2021-03-09T18:05:00Z" },
	{ "2021-03-09 10:05 PM", "2021-03-09", "2021-03-09T22:05:00Z" },
	{ "2021-03-09 12:05am", "2021-03-09", "2021-03-09T00:05:00Z" },
	{ "2021-03-09 12:05:06 pm -0500", "2021-03-09",
	    "2021-03-09T17:05:06Z" },
	{ "2021-03-09 10:00:00 EST", "2021-03-09", "2021-03-09T15:00:00Z" },
	{ "2021-03-09 10:00 EET", "2021-03-09", "2021-03-09T08:00:00Z" },
	/* as Go prints a time */
	{ "2021-03-09 10:15:00 +0000 UTC", "2021-03-09",
	    "2021-03-09T10:15:00Z" },
	{ "2021-03-09 10:15:00.5 -0500 EST", "2021-03-09",
	    "2021-03-09T15:15:00Z" },
	{ "2021-03-09 10:15:00 +0300 +03", "2021-03-09",
	    "2021-03-09T07:15:00Z" },
	{ "Tue, 09 Mar 2021 10:15:00 +0200 (EET)", "2021-03-09",
	    "2021-03-09T08:15:00Z" },
	{ "2021-03-09 10:15:00 +0000 nowhere at all", NULL, NULL },
	{ "2021-03-09 10:15:00 +00000", NULL, NULL },
	/* as asctime() and date(1) do */
	{ "Tue Mar 9 10:15:00 2021", "2021-03-09", "2021-03-09T10:15:00Z" },
	{ "Tue Mar  9 10:15:00 EST 2021", "2021-03-09",
	    "2021-03-09T15:15:00Z" },
	{ "Tue Mar 9 10:15:00", NULL, NULL },
	{ "Mar 9 1:", NULL, NULL },
	{ "Mar 9 :2021", NULL, NULL },
	{ "Mar 9 1:2021", NULL, NULL },
	{ "9 Mar. 2021", "2021-03-09", "2021-03-09T12:00:00Z" },
	{ "Mar. 9, 2021", "2021-03-09", "2021-03-09T12:00:00Z" },
	{ "9-Mar-2021", "2021-03-09", "2021-03-09T12:00:00Z" },
	{ "9-Mar-2021 10:15", "2021-03-09", "2021-03-09T10:15:00Z" },
	{ "2021-03-09 13:05 PM", NULL, NULL },
	{ "2021-03-09 10:05 XYZ", NULL, NULL },
	{ "13.13.2021", NULL, NULL },
	{ "2020-02-29", "2020-02-29", "2020-02-29T12:00:00Z" },
	{ "1969-12-31", "1969-12-31", "1969-12-31T12:00:00Z" },
	{ "2021-02-29", NULL, NULL }, /* no day of the calendar */
	{ "1900-02-29", NULL, NULL },
	{ "2021-13-01", NULL, NULL },
	{ "2021-03-09T25:00", NULL, NULL },
	{ "2021-03-09x", NULL, NULL },
	{ "2021-03/09", NULL, NULL },
	{ "09-03-2021", NULL, NULL },
	{ "soon", NULL, NULL },
	{ "", NULL, NULL },
	{ "99999-01-01", NULL, NULL },
};

static void
reads_all_forms_seen_in_blogs(void **state)
{
	struct date date;
	struct buf b;
	size_t i;

	(void)state;
	buf_init(&b, 100);
	for (i = 0; i < COUNT(cases); i++) {
		if (date_parse(span_str(cases[i].text), &date) !=
		    (cases[i].day != NULL))
			fail_msg("\"%s\"", cases[i].text);
		if (cases[i].day == NULL)
			continue;
		buf_reset(&b);
		date_add_iso(&b, &date);
		assert_string_equal(b.data, cases[i].day);
		buf_reset(&b);
		date_add_rfc3339(&b, &date);
		assert_string_equal(b.data, cases[i].moment);
	}
	buf_release(&b);
}

static void
takes_the_date_of_a_file_name(void **state)
{
	struct span name = SPAN("2021-03-09-a-name");
	struct span other = SPAN("2021-03-09");
	struct span third = SPAN("2021-99-09-x");
	struct span short_one = SPAN("2021-1-4-x");
	struct span year_only = SPAN("2021-1-a");
	struct date date;

	(void)state;
	assert_true(date_prefix(&name, &date));
	assert_true(span_eq(name, SPAN("a-name")));
	assert_int_equal(date.day, 9);
	assert_false(date_prefix(&other, &date));
	assert_false(date_prefix(&third, &date));
	assert_false(date_prefix(&year_only, &date));
	assert_true(date_prefix(&short_one, &date));
	assert_true(span_eq(short_one, SPAN("x")));
	assert_int_equal(date.month, 1);
	assert_int_equal(date.day, 4);
}

static void
sorts_by_day_and_then_by_moment(void **state)
{
	struct date morning, evening, next;

	(void)state;
	assert_true(date_parse(SPAN("2021-03-09 08:00"), &morning));
	assert_true(date_parse(SPAN("2021-03-09 20:00"), &evening));
	assert_true(date_parse(SPAN("2021-03-10 00:30 +14:00"), &next));
	assert_true(date_cmp(&morning, &evening) < 0);
	assert_true(date_cmp(&evening, &next) < 0);
	assert_int_equal(date_cmp(&next, &next), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_all_forms_seen_in_blogs),
		cmocka_unit_test(takes_the_date_of_a_file_name),
		cmocka_unit_test(sorts_by_day_and_then_by_moment),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
