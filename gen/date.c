/* SPDX-License-Identifier: ISC */
/*
 * Consuming parsers over a span; the calendar is the proleptic Gregorian one.
 */
#include "date.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char month_name[12][4] = { "jan", "feb", "mar", "apr", "may",
	"jun", "jul", "aug", "sep", "oct", "nov", "dec" };

/* Days since 1970-01-01: counts years from March, so that the leap day comes
 * last. */
static int64_t
days_of(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = y / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day;

	return (era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 1 - 719468);
}

struct date
date_of_epoch(int64_t seconds)
{
	struct date date = { 0 };
	struct tm tm;
	time_t t = (time_t)seconds;

	if (gmtime_r(&t, &tm) == NULL)
		return (date);
	date.year = tm.tm_year + 1900;
	date.month = tm.tm_mon + 1;
	date.day = tm.tm_mday;
	date.has_time = true;
	date.when = seconds;
	return (date);
}

struct date
date_today(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	struct date date = { 0 };
	uint64_t seconds;
	struct tm tm;
	time_t now;

	if (epoch != NULL && span_number(span_str(epoch), 1ULL << 37, &seconds))
		return (date_of_epoch((int64_t)seconds));
	now = time(NULL);
	if (localtime_r(&now, &tm) == NULL)
		return (date_of_epoch((int64_t)now));
	date.year = tm.tm_year + 1900;
	date.month = tm.tm_mon + 1;
	date.day = tm.tm_mday;
	date.when = (int64_t)now;
	return (date);
}

/* Take a number of `min` to `max` digits off the front. */
static bool
take_digits(struct span *s, size_t min, size_t max, int *value)
{
	size_t n = 0;
	int v = 0;

	while (n < s->len && n < max && ascii_is_digit(s->p[n]))
		v = v * 10 + (s->p[n++] - '0');
	if (n < min || (n < s->len && ascii_is_digit(s->p[n])))
		return (false);
	*s = span_skip(*s, n);
	*value = v;
	return (true);
}

static bool
take_char(struct span *s, char c)
{
	if (s->len == 0 || s->p[0] != c)
		return (false);
	*s = span_skip(*s, 1);
	return (true);
}

static void
take_space(struct span *s)
{
	while (s->len > 0 && ascii_is_space(s->p[0]))
		*s = span_skip(*s, 1);
}

/* Take a word of letters. */
static struct span
take_word(struct span *s)
{
	struct span word = *s;
	size_t n = 0;

	while (n < s->len && ascii_is_alpha(s->p[n]))
		n++;
	*s = span_skip(*s, n);
	return (span_first(word, n));
}

/* 1..12 by an English name or its first three letters, or 0. */
static int
month_of(struct span word)
{
	int i;

	if (word.len < 3)
		return (0);
	for (i = 0; i < 12; i++)
		if (span_eq_nocase(
			span_first(word, 3), span_make(month_name[i], 3)))
			return (i + 1);
	return (0);
}

static bool
is_day(int year, int month, int day)
{
	static const int length[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (year < 1 || month < 1 || month > 12 || day < 1)
		return (false);
	return (day <= length[month - 1] + (month == 2 && is_leap ? 1 : 0));
}

/* "2021-03-09" with one kind of separator. */
static bool
take_numeric_day(struct span *s, struct date *date)
{
	char separator;

	if (!take_digits(s, 4, 4, &date->year) || s->len == 0)
		return (false);
	separator = s->p[0];
	if (separator != '-' && separator != '/' && separator != '.')
		return (false);
	return (take_char(s, separator) && take_digits(s, 1, 2, &date->month) &&
	    take_char(s, separator) && take_digits(s, 1, 2, &date->day));
}

/* "20210309" */
static bool
take_compact_day(struct span *s, struct date *date)
{
	struct span year = span_first(*s, 4);
	struct span month = span_first(span_skip(*s, 4), 2);
	struct span day = span_first(span_skip(*s, 6), 2);

	*s = span_skip(*s, 8);
	return (take_digits(&year, 4, 4, &date->year) &&
	    take_digits(&month, 2, 2, &date->month) &&
	    take_digits(&day, 2, 2, &date->day));
}

/* "9.3.2021": with '/' or '-' nobody could tell the month from the day. */
static bool
take_dotted_day(struct span *s, struct date *date)
{
	return (take_digits(s, 1, 2, &date->day) && take_char(s, '.') &&
	    take_digits(s, 1, 2, &date->month) && take_char(s, '.') &&
	    take_digits(s, 4, 4, &date->year));
}

/* "9th", "1st" */
static void
take_ordinal(struct span *s)
{
	static const char *const ends[] = { "st", "nd", "rd", "th" };
	size_t i;

	for (i = 0; i < 4; i++)
		if (span_eq_nocase(span_first(*s, 2), span_str(ends[i])))
			*s = span_skip(*s, 2);
}

/* What stands between the words of a date: ". ", ", ", "-" or spaces. */
static void
take_gap(struct span *s)
{
	if (take_char(s, '-'))
		return;
	(void)take_char(s, '.');
	(void)take_char(s, ',');
	take_space(s);
}

/* The year at the end, after the time: "14:05:06 2021", "14:05:06 EET 2021".
 * What is left then is the time, with the space before it. */
static bool
take_year_after_time(struct span *s, struct date *date)
{
	struct span year = span_skip(*s, s->len > 4 ? s->len - 4 : 0);
	const char *space = s->p - 1;

	if (span_find(*s, ':') > 2 || !take_digits(&year, 4, 4, &date->year) ||
	    s->len < 5 || s->p[s->len - 5] != ' ' || *space != ' ')
		return (false);
	*s = span_trim(span_first(*s, s->len - 4));
	*s = span_make(space, s->len + 1);
	return (true);
}

/* "9 March 2021", "March 9th, 2021", "Tue, 09 Mar 2021", "9-Mar-2021". */
static bool
take_worded_day(struct span *s, struct date *date)
{
	struct span word = take_word(s);

	take_gap(s);
	date->month = month_of(word);
	if (word.len > 0 && date->month == 0 && s->len > 0 &&
	    ascii_is_alpha(s->p[0])) { /* after a weekday */
		date->month = month_of(take_word(s));
		take_gap(s);
	}
	if (!take_digits(s, 1, 2, &date->day))
		return (false);
	take_ordinal(s);
	take_gap(s);
	if (date->month == 0) {
		date->month = month_of(take_word(s));
		take_gap(s);
	}
	if (date->month == 0)
		return (false);
	return (
	    take_digits(s, 4, 4, &date->year) || take_year_after_time(s, date));
}

/* A zone by its name, as minutes east of Greenwich: those of RFC 822 and of
 * Europe. */
static bool
zone_of(struct span word, int *minutes)
{
	static const struct {
		const char *name;
		int hours;
	} zones[] = { { "z", 0 }, { "utc", 0 }, { "gmt", 0 }, { "ut", 0 },
		{ "est", -5 }, { "edt", -4 }, { "cst", -6 }, { "cdt", -5 },
		{ "mst", -7 }, { "mdt", -6 }, { "pst", -8 }, { "pdt", -7 },
		{ "wet", 0 }, { "west", 1 }, { "bst", 1 }, { "cet", 1 },
		{ "cest", 2 }, { "eet", 2 }, { "eest", 3 } };
	size_t i;

	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		if (!span_eq_nocase(word, span_str(zones[i].name)))
			continue;
		*minutes = zones[i].hours * 60;
		return (true);
	}
	return (false);
}

/* The name of a zone after its number counts for nothing: "EET", "(EET)", and
 * "+03" where it has none. */
static bool
is_zone_name(struct span s)
{
	size_t i;

	if (s.len > 2 && s.p[0] == '(' && s.p[s.len - 1] == ')')
		s = span_make(s.p + 1, s.len - 2);
	else if (s.len > 2 && (s.p[0] == '+' || s.p[0] == '-'))
		s = span_skip(s, 1);
	for (i = 0; i < s.len; i++)
		if (!ascii_is_alpha(s.p[i]) && !ascii_is_digit(s.p[i]))
			return (false);
	return (s.len > 0 && s.len <= 5);
}

/* "+0200", "+02:00", "-5": seconds east of Greenwich. */
static bool
take_offset(struct span *s, int *offset)
{
	int hour, minute = 0;
	int sign = s->len > 0 && s->p[0] == '-' ? -1 : 1;
	int both;

	if (!take_char(s, '+') && !take_char(s, '-'))
		return (false);
	if (take_digits(s, 4, 4, &both)) {
		hour = both / 100;
		minute = both % 100;
	} else if (!take_digits(s, 1, 2, &hour) ||
	    (take_char(s, ':') && !take_digits(s, 2, 2, &minute))) {
		return (false);
	}
	if (hour > 15 || minute > 59)
		return (false);
	*offset = sign * (hour * 3600 + minute * 60);
	return (true);
}

/* Seconds east of Greenwich. */
static bool
take_zone(struct span *s, int *offset)
{
	int minutes;

	*offset = 0;
	take_space(s);
	if (s->len == 0)
		return (true);
	if (ascii_is_alpha(s->p[0])) {
		if (!zone_of(take_word(s), &minutes))
			return (false);
		*offset = minutes * 60;
		return (s->len == 0);
	}
	if (!take_offset(s, offset))
		return (false);
	return (s->len == 0 || (s->p[0] == ' ' && is_zone_name(span_trim(*s))));
}

/* "10:15 PM": of twelve hours. */
static bool
take_half(struct span *s, int *hour)
{
	struct span rest = *s;
	struct span word;

	take_space(&rest);
	word = take_word(&rest);
	if (!span_eq_nocase(word, SPAN("am")) &&
	    !span_eq_nocase(word, SPAN("pm")))
		return (true);
	*s = rest;
	if (*hour < 1 || *hour > 12)
		return (false);
	*hour = *hour % 12 + (ascii_lower(word.p[0]) == 'p' ? 12 : 0);
	return (true);
}

/* What follows the day: nothing, or a time with or without a zone. */
static bool
take_time(struct span *s, struct date *date)
{
	int hour, minute, second = 0, offset, fraction;

	date->when = days_of(date->year, date->month, date->day) * 86400;
	if (s->len == 0) {
		date->when += 12 * 3600;
		return (true);
	}
	if (!take_char(s, 'T') && !take_char(s, 't') && !take_char(s, ' '))
		return (false);
	take_space(s);
	if (!take_digits(s, 1, 2, &hour) || !take_char(s, ':') ||
	    !take_digits(s, 2, 2, &minute))
		return (false);
	if (take_char(s, ':') && !take_digits(s, 2, 2, &second))
		return (false);
	if (take_char(s, '.') && !take_digits(s, 1, 9, &fraction))
		return (false);
	if (!take_half(s, &hour))
		return (false);
	if (hour > 23 || minute > 59 || second > 60 || !take_zone(s, &offset))
		return (false);
	date->has_time = true;
	date->when += hour * 3600 + minute * 60 + second - offset;
	return (true);
}

bool
date_parse(struct span text, struct date *date)
{
	struct date d = { 0 };
	struct span s = span_trim(text);
	bool has_dot, is_read;
	size_t digits = 0;

	while (digits < s.len && ascii_is_digit(s.p[digits]))
		digits++;
	has_dot = s.len > digits && s.p[digits] == '.';
	if (digits == 8)
		is_read = take_compact_day(&s, &d);
	else if (digits == 4)
		is_read = take_numeric_day(&s, &d);
	else if (digits > 0 && digits <= 2 && has_dot)
		is_read = take_dotted_day(&s, &d);
	else
		is_read = take_worded_day(&s, &d);
	if (!is_read || !is_day(d.year, d.month, d.day) || !take_time(&s, &d))
		return (false);
	*date = d;
	return (true);
}

bool
date_prefix(struct span *name, struct date *date)
{
	struct span rest = *name;
	struct date d = { 0 };

	if (!take_digits(&rest, 4, 4, &d.year) || !take_char(&rest, '-') ||
	    !take_digits(&rest, 1, 2, &d.month) || !take_char(&rest, '-') ||
	    !take_digits(&rest, 1, 2, &d.day) || rest.len == 0 ||
	    !date_parse(span_first(*name, name->len - rest.len), &d) ||
	    !take_char(&rest, '-'))
		return (false);
	*name = rest;
	*date = d;
	return (true);
}

bool
date_is_set(const struct date *date)
{
	return (date->year != 0);
}

int
date_cmp(const struct date *a, const struct date *b)
{
	if (a->year != b->year)
		return (a->year < b->year ? -1 : 1);
	if (a->month != b->month)
		return (a->month < b->month ? -1 : 1);
	if (a->day != b->day)
		return (a->day < b->day ? -1 : 1);
	if (a->when != b->when)
		return (a->when < b->when ? -1 : 1);
	return (0);
}

/* The last digits of a number, with zeros before it. */
static char *
put_digits(char *text, int number, size_t digits)
{
	size_t i;

	for (i = digits; i > 0; i--) {
		text[i - 1] = (char)('0' + number % 10);
		number /= 10;
	}
	return (text + digits);
}

struct span
date_day(const struct date *date, char text[DATE_DAY_SIZE])
{
	char *end = put_digits(text, date->year, 4);

	*end++ = '-';
	end = put_digits(end, date->month, 2);
	*end++ = '-';
	end = put_digits(end, date->day, 2);
	*end = '\0';
	return (span_make(text, (size_t)(end - text)));
}

void
date_add_iso(struct buf *b, const struct date *date)
{
	char day[DATE_DAY_SIZE];

	buf_span_add(b, date_day(date, day));
}

void
date_add_rfc3339(struct buf *b, const struct date *date)
{
	struct date utc = date_of_epoch(date->when);
	int of_day = (int)(((date->when % 86400) + 86400) % 86400);
	char text[] = "T00:00:00Z";

	put_digits(text + 1, of_day / 3600, 2);
	put_digits(text + 4, of_day / 60 % 60, 2);
	put_digits(text + 7, of_day % 60, 2);
	date_add_iso(b, &utc);
	buf_str(b, text);
}
