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

static size_t
find_pair(struct span s, const char *pair)
{
	const char *end = s.p + s.len - 1;
	const char *hit = s.p;

	while (hit < end &&
	    (hit = memchr(hit, pair[0], (size_t)(end - hit))) != NULL) {
		if (hit[1] == pair[1])
			return (size_t)(hit - s.p);
		hit++;
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
	/* Marks of two bytes are looked for in every text. */
	if (needle.len == 2)
		return find_pair(s, needle.p);
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
