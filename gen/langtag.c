/* SPDX-License-Identifier: ISC */
/*
 * The form alone is looked at: ICU knows which languages there are.
 */
#include "langtag.h"

#include <string.h>

#define TAG_MAX 35 /* RFC 5646, 4.4.1: no tag in use is longer */

static char
upper(char c)
{
	return ((char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c));
}

/* Where the part ends that begins at `at`. */
static size_t
part_end(const char *tag, size_t len, size_t at)
{
	while (at < len && tag[at] != '-')
		at++;
	return (at);
}

/* A language of two or three letters, then parts of one to eight. */
static bool
is_tag(const char *tag, size_t len)
{
	size_t at = part_end(tag, len, 0), end, i;

	if (at < 2 || at > 3)
		return (false);
	for (i = 0; i < at; i++)
		if (!ascii_is_alpha(tag[i]))
			return (false);
	for (; at < len; at = end) {
		end = part_end(tag, len, at + 1);
		if (end - at < 2 || end - at > 9)
			return (false);
		for (i = at + 1; i < end; i++)
			if (!ascii_is_alpha(tag[i]) && !ascii_is_digit(tag[i]))
				return (false);
	}
	return (true);
}

/* "zh-Hant-TW": scripts have four letters, regions two. */
static void
set_case(char *tag, size_t len)
{
	size_t at = part_end(tag, len, 0), end, i;

	for (; at < len; at = end) {
		end = part_end(tag, len, at + 1);
		if (end - at == 2)
			return; /* "x", "u": what follows stays small */
		if (end - at == 5 && ascii_is_alpha(tag[at + 1]))
			tag[at + 1] = upper(tag[at + 1]);
		for (i = at + 1; end - at == 3 && i < end; i++)
			tag[i] = upper(tag[i]);
	}
}

struct span
langtag_make(struct arena *arena, struct span text)
{
	size_t i;
	char *tag;

	/* "ro_RO.UTF-8", "sr@latin": names of locales. */
	text = span_first(text, span_find(text, '.'));
	text = span_first(text, span_find(text, '@'));
	if (text.len > TAG_MAX)
		return (SPAN(""));
	tag = arena_alloc(arena, text.len + 1);
	for (i = 0; i < text.len; i++)
		tag[i] = text.p[i] == '_' ? '-' : ascii_lower(text.p[i]);
	if (!is_tag(tag, text.len))
		return (SPAN(""));
	set_case(tag, text.len);
	return (span_make(tag, text.len));
}
