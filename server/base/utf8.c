/* SPDX-License-Identifier: ISC */
/*
 * UTF-8.  Clean text is the common case by far, so the checks go over eight or
 * sixteen bytes at a time and the cleaner appends whole stretches.
 */
#include "utf8.h"

#include "bytes16.h"

#define ONES 0x0101010101010101U
#define TOPS 0x8080808080808080U

static inline bool
is_tail(unsigned char c)
{
	return (c & 0xc0U) == 0x80U;
}

/*
 * The length of the well-formed sequence at p, by the table of RFC 3629 §4;
 * 0 when there is none.
 */
static size_t
sequence_len(const unsigned char *p, size_t len)
{
	unsigned char low = 0x80;
	unsigned char high = 0xbf;
	size_t need;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	if (p[0] < 0xe0)
		return len > 1 && is_tail(p[1]) ? 2 : 0;
	need = p[0] < 0xf0 ? 3 : 4;
	if (p[0] == 0xe0)
		low = 0xa0; /* else overlong */
	else if (p[0] == 0xed)
		high = 0x9f; /* else a surrogate */
	else if (p[0] == 0xf0)
		low = 0x90; /* else overlong */
	else if (p[0] == 0xf4)
		high = 0x8f; /* else above U+10FFFF */
	if (len < need || p[1] < low || p[1] > high || !is_tail(p[2]))
		return 0;
	return need == 3 || is_tail(p[3]) ? need : 0;
}

static uint64_t
load8(const unsigned char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof(word));
	return word;
}

#define BLOCK 16

/*
 * How many of the BLOCK + 1 bytes at p, where a character begins, are whole
 * characters that are ASCII from `first` to `last` or have two bytes, the
 * first of them from `letter` on: BLOCK, one more when the last is such a
 * letter, or 0 when there is anything else.
 */
static inline size_t
whole_block(
    const unsigned char *p, signed char first, signed char last, int letter)
{
	bytes16 v = bytes16_load(p);
	bytes16 tails = bytes16_tails(v);
	bytes16 letters = bytes16_range(v, (signed char)(letter - 256), -33);
	bytes16 ascii = bytes16_range(v, first, last);
	bytes16 has_tail = bytes16_tails(bytes16_load(p + 1));

	if (is_tail(p[0]) ||
	    bytes16_any((has_tail ^ letters) | ~(ascii | letters | tails)))
		return 0;
	return BLOCK + (p[BLOCK - 1] >= 0xc0);
}

size_t
utf8_valid_len(struct span s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0;

	while (i < s.len) {
		size_t n;

		while (s.len - i >= BLOCK &&
		    !bytes16_any((bytes16)(bytes16_load(p + i) < 0)))
			i += BLOCK;
		while (s.len - i > BLOCK &&
		    (n = whole_block(p + i, 0, 0x7f, 0xc2)) > 0)
			i += n;
		while (s.len - i >= 8 && (load8(p + i) & TOPS) == 0)
			i += 8;
		if (i == s.len)
			break;
		n = sequence_len(p + i, s.len - i);
		if (n == 0)
			break;
		i += n;
	}
	return i;
}

bool
utf8_valid(struct span s)
{
	return utf8_valid_len(s) == s.len;
}

uint32_t
utf8_next(struct span *s)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t len;
	uint32_t c;

	if (p[0] < 0x80) {
		*s = span_skip(*s, 1);
		return p[0];
	}
	len = sequence_len(p, s->len);

	*s = span_skip(*s, len > 0 ? len : 1);
	switch (len) {
	case 2:
		return (p[0] & 0x1fU) << 6 | (p[1] & 0x3fU);
	case 3:
		c = (p[0] & 0x0fU) << 12 | (p[1] & 0x3fU) << 6;
		return c | (p[2] & 0x3fU);
	case 4:
		c = (p[0] & 0x07U) << 18 | (p[1] & 0x3fU) << 12;
		return c | (p[2] & 0x3fU) << 6 | (p[3] & 0x3fU);
	default:
		return UTF8_REPLACEMENT;
	}
}

void
utf8_put(struct buf *b, uint32_t c)
{
	char out[4];
	size_t len;

	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = UTF8_REPLACEMENT;
	if (c < 0x80) {
		buf_char(b, (char)c);
		return;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0U | c >> 6);
		len = 2;
	} else if (c < 0x10000) {
		out[0] = (char)(0xe0U | c >> 12);
		len = 3;
	} else {
		out[0] = (char)(0xf0U | c >> 18);
		len = 4;
	}
	for (size_t i = len - 1; i > 0; i--) {
		out[i] = (char)(0x80U | (c & 0x3fU));
		c >>= 6;
	}
	buf_add(b, out, len);
}

struct span
utf8_cut(struct span s, size_t max)
{
	size_t len = max;

	if (s.len <= max)
		return s;
	/* A character has at most three bytes after its first. */
	while (len > 0 && max - len < 3 && is_tail((unsigned char)s.p[len]))
		len--;
	/* Only tails that no first byte heads: any place is as good. */
	if (is_tail((unsigned char)s.p[len]))
		len = max;
	return span_first(s, len);
}

struct span
utf8_skip_bom(struct span s)
{
	return span_starts(s, SPAN("\xef\xbb\xbf")) ? span_skip(s, 3) : s;
}

bool
utf8_is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

static bool
is_line_separator(uint32_t c)
{
	return c == 0x2028 || c == 0x2029;
}

bool
utf8_is_unsafe_format(uint32_t c)
{
	return (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* True when all eight bytes are printable ASCII. */
static bool
is_plain8(uint64_t word)
{
	uint64_t below = (word - ONES * 0x20U) & ~word;
	uint64_t not_del = word ^ ONES * 0x7fU;
	uint64_t del = (not_del - ONES) & ~not_del;

	return ((word | below | del) & TOPS) == 0;
}

/* Two bytes above C1: most of what Latin, Greek and Cyrillic are written in. */
static inline bool
is_letter2(const unsigned char *p, size_t len)
{
	return p[0] - 0xc3U < 0x1dU && len > 1 && is_tail(p[1]);
}

/* The length of the clean character at p, or 0. */
static inline size_t
clean_char(const unsigned char *p, size_t len)
{
	size_t n;

	if (p[0] < 0x80)
		return p[0] >= 0x20 && p[0] != 0x7f;
	n = sequence_len(p, len);
	if (n == 2 && p[0] == 0xc2 && p[1] < 0xa0)
		return 0; /* C1 */
	if (n == 3 && p[0] == 0xe2 && (p[1] == 0x80 || p[1] == 0x81)) {
		uint32_t c = 0x2000U | (p[1] & 1U) << 6 | (p[2] & 0x3fU);

		return utf8_is_unsafe_format(c) ? 0 : 3;
	}
	return n;
}

/* How many bytes at p are clean, looking at no more than about BLOCK. */
static size_t
clean_run(const unsigned char *p, size_t len)
{
	size_t i = 0;

	while (i < len && i < BLOCK) {
		size_t n = 2;

		if (len - i >= 8 && is_plain8(load8(p + i)))
			n = 8;
		else if (p[i] >= 0x20 && p[i] < 0x7f)
			n = 1;
		else if (!is_letter2(p + i, len - i))
			n = clean_char(p + i, len - i);
		if (n == 0)
			break;
		i += n;
	}
	return i;
}

/* The last bytes of a text, BLOCK at most, once more with clean ones before
 * them: how many of them are clean then, or 0. */
static inline size_t
last_block(const unsigned char *p, size_t len)
{
	const unsigned char *from = p + len - BLOCK - 1;
	size_t n;

	from -= is_tail(from[0]);
	n = whole_block(from, 0x20, 0x7e, 0xc3);
	return from + n > p ? (size_t)(from + n - p) : 0;
}

static size_t
clean_len(struct span s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0;

	while (i < s.len) {
		size_t n = 0;

		if (s.len - i >= BLOCK && bytes16_is_plain(bytes16_load(p + i)))
			n = BLOCK;
		else if (s.len - i > BLOCK)
			n = whole_block(p + i, 0x20, 0x7e, 0xc3);
		else if (i > BLOCK)
			n = last_block(p + i, s.len - i);
		if (n == 0) {
			n = clean_run(p + i, s.len - i);
			if (n < BLOCK && n < s.len - i)
				return i + n;
		}
		i += n;
	}
	return i;
}

bool
utf8_is_clean(struct span s)
{
	return clean_len(s) == s.len;
}

void
utf8_add_clean(struct buf *b, struct span s)
{
	for (;;) {
		size_t n = clean_len(s);
		uint32_t c;

		buf_add(b, s.p, n);
		s = span_skip(s, n);
		if (s.len == 0)
			return;
		c = utf8_next(&s);
		if (c == '\r' && s.len > 0 && s.p[0] == '\n')
			continue; /* CR LF is one end of line */
		if (c == '\t' || c == '\r' || c == '\n' || is_line_separator(c))
			buf_char(b, ' ');
		else if (c == UTF8_REPLACEMENT)
			utf8_put(b, c);
	}
}
