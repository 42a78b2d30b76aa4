/* SPDX-License-Identifier: ISC */
/*
 * Nothing here keeps a state.
 */
#include "builder_words.h"

#include <string.h>

#include "builder.h"
#include "html_character.h"
#include "utf8.h"

bool
builder_is_address(struct span s)
{
	size_t scheme = span_search(s, SPAN("://"));

	if (!span_eq_nocase(span_first(s, scheme), SPAN("http")) &&
	    !span_eq_nocase(span_first(s, scheme), SPAN("https")))
		return false;
	s = span_skip(s, scheme + 3);
	for (size_t i = 0; i < s.len; i++) {
		if (ascii_is_space(s.p[i]) || strchr("<>\"`", s.p[i]) != NULL)
			return false;
	}
	return s.len > 0 && s.p[0] != '/';
}

/* Ideographs, kana and their punctuation: scripts written without spaces, in
 * which a line break of the source stands for nothing. */
static bool
is_unspaced(uint32_t c)
{
	return (c >= 0x2e80 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
	    (c >= 0xfe30 && c <= 0xfe4f) || (c >= 0xff00 && c <= 0xffef) ||
	    (c >= 0x20000 && c <= 0x3ffff);
}

static bool
ends_unspaced(struct span s)
{
	struct span tail;

	if (s.len < 3 || (unsigned char)s.p[s.len - 1] < 0x80)
		return false;
	tail = span_skip(s, s.len - 3);
	if (((unsigned char)tail.p[0] & 0xc0U) == 0x80 && s.len > 3)
		tail = span_skip(s, s.len - 4);
	return is_unspaced(utf8_next(&tail));
}

bool
builder_is_unspaced(struct span before, struct span next)
{
	return (unsigned char)next.p[0] >= 0x80 && ends_unspaced(before) &&
	    is_unspaced(utf8_next(&next));
}

/* Controls as the characters they stand for; nothing else is changed. */
static void
add_verbatim(struct buf *words, struct span valid)
{
	size_t at;

	while ((at = html_find_windows(valid)) < valid.len) {
		buf_span_add(words, span_first(valid, at));
		utf8_put(words, html_character((unsigned char)valid.p[at + 1]));
		valid = span_skip(valid, at + 2);
	}
	buf_span_add(words, valid);
}

void
builder_add_verbatim(struct buf *words, struct span text)
{
	struct span part;

	while (span_cut(&text, '\r', &part)) {
		size_t valid;

		while ((valid = utf8_valid_len(part)) < part.len) {
			add_verbatim(words, span_first(part, valid));
			part = span_skip(part, valid);
			utf8_put(words, utf8_next(&part));
		}
		add_verbatim(words, part);
	}
}

size_t
builder_longest_backticks(struct span code)
{
	size_t longest = 0;
	size_t run = 0;

	for (size_t i = 0; i < code.len; i++) {
		run = code.p[i] == '`' ? run + 1 : 0;
		if (run > longest)
			longest = run;
	}
	return longest;
}
