/* SPDX-License-Identifier: ISC */
/*
 * UTF-8 read sixteen bytes at a time must be what it is read byte by byte:
 * here the table of RFC 3629 §4 is written down once more, plainly.
 */
#include <stdint.h>

#include "buf.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* How long a character that begins with this byte is, or 0. */
static size_t
length_by(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first > 0xf4)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* The character at the front and its length, or 0. */
static size_t
read_plainly(struct span s, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = (unsigned char)s.p[0];
	size_t len = length_by(first);

	if (len == 0 || len > s.len)
		return 0;
	*c = len == 1 ? first : first & (0x7fU >> len);
	for (size_t i = 1; i < len; i++) {
		unsigned char tail = (unsigned char)s.p[i];

		if ((tail & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (tail & 0x3f);
	}
	return *c < least[len] || *c > 0x10ffff ||
		(*c >= 0xd800 && *c <= 0xdfff)
	    ? 0
	    : len;
}

static bool
is_clean_char(uint32_t c)
{
	bool is_control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
	bool is_unsafe =
	    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);

	require(is_control == utf8_is_control(c));
	require(is_unsafe == utf8_is_unsafe_format(c));
	return !is_control && !is_unsafe;
}

/* The bytes in front that are valid; *is_clean for those. */
static size_t
check_characters(struct span s, bool *is_clean)
{
	struct span rest = s;
	bool is_valid = true;
	size_t valid = 0;

	*is_clean = true;
	while (s.len > 0) {
		uint32_t c = UTF8_REPLACEMENT;
		size_t n = read_plainly(s, &c);

		is_valid = is_valid && n > 0;
		valid += is_valid ? n : 0;
		if (n == 0)
			c = UTF8_REPLACEMENT;
		else if (is_valid)
			*is_clean = is_clean_char(c) && *is_clean;
		s = span_skip(s, n > 0 ? n : 1);
		require(utf8_next(&rest) == c && rest.len == s.len);
	}
	return valid;
}

static void
check(struct span s)
{
	struct buf once;
	struct buf twice;
	bool is_clean;
	size_t valid = check_characters(s, &is_clean);

	require(utf8_valid_len(s) == valid);
	require(utf8_valid(s) == (valid == s.len));
	is_clean = is_clean && valid == s.len;
	require(utf8_is_clean(s) == is_clean);
	buf_init(&once, 1 << 24);
	buf_init(&twice, 1 << 24);
	utf8_add_clean(&once, s);
	utf8_add_clean(&twice, buf_span(&once));
	require(buf_ok(&once) && utf8_is_clean(buf_span(&once)));
	require(span_eq(buf_span(&once), buf_span(&twice)));
	require(span_eq(buf_span(&once), s) == is_clean);
	require(check_characters(buf_span(&once), &is_clean) == once.len);
	require(is_clean);
	buf_release(&once);
	buf_release(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct span text = span_make((const char *)data, len);

	check(text);
	for (size_t max = 0; max < 40 && max <= len; max++) {
		struct span cut = utf8_cut(text, max);

		require(cut.p == text.p && cut.len <= max);
		require(max - cut.len < 4 || !utf8_valid(text));
	}
	/* Blocks that begin elsewhere. */
	check(span_skip(text, 1));
	return 0;
}
