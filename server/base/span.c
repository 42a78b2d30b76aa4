/* SPDX-License-Identifier: ISC */
/*
 * Views of bytes.  The pointer of an empty span may be NULL, and NULL + 0 is
 * undefined in C: hence the tests for an empty span before every sum.
 */
#include "span.h"

bool
span_eq_nocase(struct span a, struct span b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	return true;
}

int
span_cmp(struct span a, struct span b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len == 0 ? 0 : memcmp(a.p, b.p, len);

	if (order != 0)
		return order < 0 ? -1 : 1;
	return (a.len > b.len) - (a.len < b.len);
}

bool
span_has(struct span s, char c)
{
	return span_find(s, c) < s.len;
}

struct span
span_trim(struct span s)
{
	size_t skip = 0;

	while (s.len > 0 && ascii_is_space(s.p[s.len - 1]))
		s.len--;
	while (skip < s.len && ascii_is_space(s.p[skip]))
		skip++;
	return span_skip(s, skip);
}

size_t
span_find(struct span s, char c)
{
	const char *hit = s.len == 0 ? NULL : memchr(s.p, c, s.len);

	return hit == NULL ? s.len : (size_t)(hit - s.p);
}

size_t
span_rfind(struct span s, char c)
{
	const char *hit = s.len == 0 ? NULL : memrchr(s.p, c, s.len);

	return hit == NULL ? s.len : (size_t)(hit - s.p);
}

#define NEEDLE_SHORT 16

/* Where in the needle to begin: letters and spaces stand everywhere, marks
 * do not. */
static size_t
rarest(struct span needle)
{
	size_t i;

	for (i = 0; i < needle.len; i++)
		if (needle.p[i] > ' ' && !ascii_is_alpha(needle.p[i]))
			return i;
	return 0;
}

/* memchr() goes over 32 bytes at a time, memmem() over one or two. */
static size_t
search_short(struct span s, struct span needle)
{
	size_t at = rarest(needle);
	const char *p = s.p + at;
	const char *end = s.p + s.len - needle.len + at + 1;

	while ((p = memchr(p, needle.p[at], (size_t)(end - p))) != NULL) {
		if (memcmp(p - at, needle.p, needle.len) == 0)
			return (size_t)(p - at - s.p);
		p++;
	}
	return s.len;
}

size_t
span_search(struct span s, struct span needle)
{
	const char *hit;

	if (needle.len == 0)
		return 0;
	if (s.len < needle.len)
		return s.len;
	if (needle.len <= NEEDLE_SHORT)
		return search_short(s, needle);
	hit = memmem(s.p, s.len, needle.p, needle.len);
	return hit == NULL ? s.len : (size_t)(hit - s.p);
}

bool
span_cut(struct span *s, char sep, struct span *head)
{
	size_t end;

	if (s->len == 0 && s->p == NULL)
		return false;
	end = span_find(*s, sep);
	*head = span_first(*s, end);
	if (end < s->len)
		*s = span_skip(*s, end + 1);
	else
		*s = (struct span){ NULL, 0 };
	return true;
}

bool
span_line(struct span *s, struct span *line)
{
	size_t end;

	if (s->len == 0)
		return false;
	end = span_find(*s, '\n');
	*line = span_first(*s, end);
	*s = span_skip(*s, end < s->len ? end + 1 : end);
	if (line->len > 0 && line->p[line->len - 1] == '\r')
		line->len--;
	return true;
}

bool
span_number(struct span s, uint64_t max, uint64_t *value)
{
	uint64_t sum = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		uint64_t digit;

		if (!ascii_is_digit(s.p[i]))
			return false;
		digit = (uint64_t)(s.p[i] - '0');
		if (digit > max || sum > (max - digit) / 10)
			return false;
		sum = sum * 10 + digit;
	}
	*value = sum;
	return true;
}
