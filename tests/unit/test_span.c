/* SPDX-License-Identifier: ISC */
/* Views of bytes: server/base/span.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "span.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
assert_span(struct span got, const char *want)
{
	if (!span_eq(got, span_str(want)))
		fail_msg("got \"%.*s\", want \"%s\"", SPAN_ARG(got), want);
}

static void
cut_gives_every_part_also_an_empty_last_one(void **state)
{
	struct span rest = SPAN("a,b,");
	struct span head;

	(void)state;
	assert_true(span_cut(&rest, ',', &head));
	assert_span(head, "a");
	assert_true(span_cut(&rest, ',', &head));
	assert_span(head, "b");
	assert_true(span_cut(&rest, ',', &head));
	assert_span(head, "");
	assert_false(span_cut(&rest, ',', &head));
}

static void
line_drops_lf_and_one_cr_and_makes_no_extra_line(void **state)
{
	struct span rest = SPAN("a\r\nb\r\r\n\nc\rd\n");
	struct span line;

	(void)state;
	assert_true(span_line(&rest, &line));
	assert_span(line, "a");
	assert_true(span_line(&rest, &line));
	assert_span(line, "b\r");
	assert_true(span_line(&rest, &line));
	assert_span(line, "");
	assert_true(span_line(&rest, &line));
	assert_span(line, "c\rd");
	assert_false(span_line(&rest, &line));
}

static void
number_takes_only_digits_up_to_the_maximum(void **state)
{
	static const struct {
		const char *text;
		uint64_t max;
		bool ok;
		uint64_t value;
	} row[] = {
		{ "0", 0, true, 0 },		 /* the maximum itself */
		{ "007", 9, true, 7 },		 /* leading zeros */
		{ "65535", 65535, true, 65535 }, /* a port */
		{ "65536", 65535, false, 0 },	 /* one more */
		{ "", 9, false, 0 },		 /* no digit */
		{ "+1", 9, false, 0 },		 /* no sign */
		{ "1 ", 9, false, 0 },		 /* no space */
		{ "5", 3, false, 0 },		 /* one digit, too much */
		{ "18446744073709551615", UINT64_MAX, true, UINT64_MAX },
		{ "18446744073709551616", UINT64_MAX, false, 0 }, /* wraps */
		{ "99999999999999999999", UINT64_MAX, false, 0 }  /* wraps */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		uint64_t value = 77;

		assert_int_equal(
		    span_number(span_str(row[i].text), row[i].max, &value),
		    row[i].ok);
		assert_true(value == (row[i].ok ? row[i].value : 77));
	}
}

static void
finding_gives_the_place_or_the_length(void **state)
{
	struct span s = SPAN("abcabc");

	(void)state;
	assert_int_equal(span_find(s, 'b'), 1);
	assert_int_equal(span_rfind(s, 'b'), 4);
	assert_int_equal(span_find(s, 'x'), 6);
	assert_int_equal(span_rfind(s, 'x'), 6);
	assert_int_equal(span_search(s, SPAN("ca")), 2);
	assert_int_equal(span_search(s, SPAN("cb")), 6);
	assert_int_equal(span_search(s, SPAN("")), 0);
	assert_true(span_has(s, 'c'));
	assert_false(span_has(s, '\0'));
}

/* Every part of a text is found where it first stands, whichever of its bytes
 * the search begins with. */
static void
every_part_of_a_text_is_found(void **state)
{
	struct span s = SPAN("a: b::c [^d](e) \n: f <b>gg</b>  hhh  \n: f!");
	size_t at, len, found;

	(void)state;
	for (at = 0; at < s.len; at++)
		for (len = 1; len <= s.len - at; len++) {
			struct span part = span_make(s.p + at, len);

			found = span_search(s, part);
			assert_true(found <= at);
			assert_memory_equal(s.p + found, part.p, len);
			assert_int_equal(
			    span_search(span_first(s, found + len - 1), part),
			    found + len - 1);
		}
	assert_int_equal(span_search(s, SPAN("\n: g")), s.len);
	assert_int_equal(span_search(s, SPAN("f!?")), s.len);
}

static void
comparing_orders_like_memcmp_and_the_shorter_first(void **state)
{
	(void)state;
	assert_true(span_cmp(SPAN("a"), SPAN("b")) < 0);
	assert_true(span_cmp(SPAN("a"), SPAN("ab")) < 0);
	assert_true(span_cmp(SPAN("\xff"), SPAN("a")) > 0);
	assert_int_equal(span_cmp(SPAN("a"), SPAN("a")), 0);
	assert_true(span_eq_nocase(SPAN("aZ"), SPAN("Az")));
	assert_false(span_eq_nocase(SPAN("a@"), SPAN("a`")));
	assert_true(span_starts(SPAN("ab"), SPAN("a")));
	assert_false(span_starts(SPAN("a"), SPAN("ab")));
	assert_true(span_ends(SPAN("ab"), SPAN("b")));
	assert_false(span_ends(SPAN("b"), SPAN("ab")));
}

static void
the_null_span_is_an_empty_span(void **state)
{
	struct span none = { NULL, 0 };
	struct span part;

	(void)state;
	assert_true(span_eq(none, SPAN("")));
	assert_true(span_starts(none, none));
	assert_int_equal(span_find(none, 'a'), 0);
	assert_int_equal(span_rfind(none, 'a'), 0);
	assert_int_equal(span_search(none, SPAN("a")), 0);
	assert_int_equal(span_skip(none, 3).len, 0);
	assert_int_equal(span_trim(none).len, 0);
	assert_false(span_cut(&none, ',', &part));
	assert_false(span_line(&none, &part));
	assert_int_equal(span_str(NULL).len, 0);
}

static void
trimming_and_cutting_stay_inside(void **state)
{
	(void)state;
	assert_span(span_trim(SPAN(" \t\r\n\v\fa b\n ")), "a b");
	assert_span(span_trim(SPAN("  ")), "");
	assert_span(span_skip(SPAN("abc"), 5), "");
	assert_span(span_first(SPAN("abc"), 5), "abc");
	assert_span(span_first(SPAN("abc"), 2), "ab");
	assert_int_equal(ascii_hex('f'), 15);
	assert_int_equal(ascii_hex('F'), 15);
	assert_int_equal(ascii_hex('g'), -1);
	assert_int_equal(ascii_lower('\xc4'), '\xc4');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cut_gives_every_part_also_an_empty_last_one),
		cmocka_unit_test(
		    line_drops_lf_and_one_cr_and_makes_no_extra_line),
		cmocka_unit_test(number_takes_only_digits_up_to_the_maximum),
		cmocka_unit_test(finding_gives_the_place_or_the_length),
		cmocka_unit_test(every_part_of_a_text_is_found),
		cmocka_unit_test(
		    comparing_orders_like_memcmp_and_the_shorter_first),
		cmocka_unit_test(the_null_span_is_an_empty_span),
		cmocka_unit_test(trimming_and_cutting_stay_inside)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
