/* SPDX-License-Identifier: ISC */
/*
 * One table.  The controls are two bytes in UTF-8, the first of them 0xc2.
 */
#include "html_character.h"

#include "utf8.h"

uint32_t
html_character(uint64_t number)
{
	static const unsigned short windows[32] = { 0x20ac, 0x81, 0x201a, 0x192,
		0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
		0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d,
		0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153,
		0x9d, 0x17e, 0x178 };

	if (number >= 128 && number < 160)
		return windows[number - 128];
	return number == 0 || number > 0x10ffff ? UTF8_REPLACEMENT
						: (uint32_t)number;
}

size_t
html_find_windows(struct span s)
{
	for (size_t i = span_find(s, '\xc2'); i + 1 < s.len;
	     i += 1 + span_find(span_skip(s, i + 1), '\xc2')) {
		unsigned char c = (unsigned char)s.p[i + 1];

		if (c >= 0x80 && c < 0xa0 && html_character(c) != c)
			return i;
	}
	return s.len;
}

void
html_add_clean(struct buf *b, struct span s)
{
	size_t at;

	while ((at = html_find_windows(s)) < s.len) {
		utf8_add_clean(b, span_first(s, at));
		utf8_put(b, html_character((unsigned char)s.p[at + 1]));
		s = span_skip(s, at + 2);
	}
	utf8_add_clean(b, s);
}
