/* SPDX-License-Identifier: ISC */
/*
 * The width table has a byte for each character of planes 0 and 1, all others
 * go by rule.  wrap_init() fills it but for what may be wide, which is asked
 * for when it is met.
 */
#include "wrap.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "bytes16.h"
#include "die.h"
#include "messages.h"
#include "utf8.h"

#define TABLE_SIZE 0x20000
#define WIDTH 3U    /* bits of the width */
#define UNSPACED 4U /* the script is written without spaces */
#define ASK 8U	    /* one column or two: not asked yet */
#define FIRST_WIDE 0x1100U

#define JOINER 0x200dU
#define EMOJI_STYLE 0xfe0fU

struct wrap_breaker {
	UBreakIterator *iterator;
	UText text;
};

static unsigned char table[TABLE_SIZE];

/* What stands before the next character of a line. */
struct cluster {
	uint32_t base;
	unsigned width;
	bool is_joined;
};

static bool
is_unspaced(uint32_t c)
{
	return (c >= 0x0e00 && c <= 0x0eff) || /* Thai, Lao */
	    (c >= 0x1000 && c <= 0x109f) ||    /* Myanmar */
	    (c >= 0x1780 && c <= 0x17ff) ||    /* Khmer */
	    (c >= 0x2e80 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
	    (c >= 0xfe30 && c <= 0xfe4f) || (c >= 0xff00 && c <= 0xffef) ||
	    (c >= 0x1f000 && c <= 0x1faff) || /* pictures */
	    c >= 0x20000;
}

static UBool U_CALLCONV
fill_by_type(
    const void *context, UChar32 start, UChar32 limit, UCharCategory type)
{
	unsigned char value = 1;

	(void)context;
	if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
	    type == U_FORMAT_CHAR || type == U_CONTROL_CHAR)
		value = 0;
	for (UChar32 c = start; c < limit && c < TABLE_SIZE; c++)
		table[c] = value;
	return true;
}

void
wrap_init(void)
{
	if (table['a'] != 0)
		return;
	u_enumCharTypes(fill_by_type, NULL);
	if (table['a'] != 1)
		die(MSG_ICU_NO_DATA);
	/* Nothing below Hangul's leading consonants is wide. */
	for (uint32_t c = FIRST_WIDE; c < TABLE_SIZE; c++) {
		if (c >= 0xac00 && c <= 0xd7a3)
			table[c] = 2;
		else if (table[c] == 1)
			table[c] = ASK;
		if (is_unspaced(c))
			table[c] |= UNSPACED;
	}
	for (uint32_t c = 0x0e00; c <= 0x0eff; c++)
		table[c] |= UNSPACED;
	for (uint32_t c = 0x1000; c <= 0x109f; c++)
		table[c] |= UNSPACED;
	/* Vowels and finals that are written into the syllable before them. */
	for (uint32_t c = 0x1160; c <= 0x11ff; c++)
		table[c] = 0;
	table[0xad] = 1; /* the soft hyphen is shown by most terminals */
}

/* Ask ICU, and remember: several threads may do it for one character, and
 * find the same. */
static unsigned
ask(uint32_t c, unsigned class)
{
	int width = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);

	class = (class & UNSPACED) |
	    (width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1);
	__atomic_store_n(&table[c], (unsigned char)class, __ATOMIC_RELAXED);
	return class;
}

static unsigned
class_of(uint32_t c)
{
	unsigned class;

	if (c < FIRST_WIDE)
		return table[c];
	if (c < TABLE_SIZE) {
		class = __atomic_load_n(&table[c], __ATOMIC_RELAXED);
		return (class & ASK) != 0 ? ask(c, class) : class;
	}
	if (c < 0x40000)
		return 2 | UNSPACED;
	return c >= 0xe0000 && c < 0xe1000 ? 0 : 1; /* tags, selectors */
}

static bool
is_symbol(uint32_t c, unsigned width)
{
	return width == 2 ||
	    u_hasBinaryProperty((UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC);
}

/* What the emoji style makes two columns wide: pictures, digits of keycaps. */
static bool
is_emoji(uint32_t c)
{
	return u_hasBinaryProperty((UChar32)c, UCHAR_EMOJI);
}

/* Columns that `c` adds to the line. */
static unsigned
advance(struct cluster *cluster, uint32_t c, unsigned width)
{
	if (c == JOINER) {
		cluster->is_joined = true;
		return 0;
	}
	if (cluster->is_joined && is_symbol(c, width)) {
		cluster->is_joined = false;
		return 0;
	}
	cluster->is_joined = false;
	if (c == EMOJI_STYLE && cluster->width == 1 &&
	    is_emoji(cluster->base)) {
		cluster->width = 2;
		return 1;
	}
	/* The colours of skin belong to the person before them. */
	if (c >= 0x1f3fb && c <= 0x1f3ff && cluster->width == 2)
		return 0;
	if (width > 0) {
		cluster->base = c;
		cluster->width = width;
	}
	return width;
}

size_t
wrap_width(struct span s)
{
	struct cluster cluster = { 0 };
	size_t columns = 0;

	while (s.len > 0) {
		uint32_t c;

		if ((unsigned char)s.p[0] < 0x80 && s.p[0] >= ' ') {
			cluster =
			    (struct cluster){ (uint32_t)s.p[0], 1, false };
			columns++;
			s = span_skip(s, 1);
			continue;
		}
		c = utf8_next(&s);
		columns += advance(&cluster, c, class_of(c) & WIDTH);
	}
	return columns;
}

void
wrap_begin(struct wrap *w, struct span text)
{
	w->text = text;
	w->at = 0;
}

void
wrap_release(struct wrap *w)
{
	if (w->breaker != NULL) {
		ubrk_close(w->breaker->iterator);
		utext_close(&w->breaker->text);
		free(w->breaker);
	}
	*w = (struct wrap){ 0 };
}

/* How far beyond a line ICU looks: whole words, but never a whole page. */
#define LOOK_AHEAD 96

/* A breaker over the text from `start` to a little behind `over`. */
static UBreakIterator *
breaker(struct wrap *w, size_t start, size_t over)
{
	struct span part = span_skip(w->text, start);
	UErrorCode status = U_ZERO_ERROR;

	if (w->breaker == NULL) {
		w->breaker = xcalloc(1, sizeof(*w->breaker));
		w->breaker->text = (UText)UTEXT_INITIALIZER;
		w->breaker->iterator =
		    ubrk_open(UBRK_LINE, "", NULL, 0, &status);
	}
	part = utf8_cut(part, over - start + LOOK_AHEAD);
	utext_openUTF8(&w->breaker->text, part.p, (int64_t)part.len, &status);
	ubrk_setUText(w->breaker->iterator, &w->breaker->text, &status);
	if (U_FAILURE(status))
		die(MSG_ICU_LINES, u_errorName(status));
	return w->breaker->iterator;
}

/* A line being measured. */
struct line {
	size_t start, space; /* space: the last one that fits, or start */
	size_t column;
	bool has_unspaced; /* since that space */
	bool is_overlong;
	struct cluster cluster;
};

static void
finish(struct wrap *w, const struct line *line, size_t end, struct span *out)
{
	w->at = end;
	while (end > line->start && w->text.p[end - 1] == ' ')
		end--;
	*out = span_make(w->text.p + line->start, end - line->start);
}

/* Where ICU begins to look for the end of a line: at its start, but not again
 * and again at all of one that cannot be broken. */
static size_t
look_from(const struct wrap *w, const struct line *line, size_t over)
{
	size_t start = line->start;

	if (line->is_overlong && over - start > LOOK_AHEAD)
		start = over - LOOK_AHEAD;
	while (start > line->start && start < over &&
	    ((unsigned char)w->text.p[start] & 0xc0U) == 0x80)
		start--;
	return start;
}

/* The text from `over` on does not fit: true when the line ends before. */
static bool
break_before(struct wrap *w, struct line *line, size_t over, struct span *out)
{
	if (line->has_unspaced) {
		size_t start = look_from(w, line, over);
		UBreakIterator *iterator = breaker(w, start, over);
		int32_t at = (int32_t)(over - start);

		if (!ubrk_isBoundary(iterator, at))
			at = ubrk_preceding(iterator, at);
		if (at > 0 && start + (size_t)at > line->space) {
			finish(w, line, start + (size_t)at, out);
			return true;
		}
	}
	if (line->space > line->start) {
		finish(w, line, line->space, out);
		return true;
	}
	line->is_overlong = true;
	return false;
}

/* The length of a character of up to three bytes that is just one column wide
 * and changes nothing of what stands around it; else 0. */
static inline size_t
plain_len(struct span rest)
{
	const unsigned char *p = (const unsigned char *)rest.p;

	if (p[0] >= ' ' && p[0] <= '~')
		return 1;
	if (rest.len < 2 || (p[1] & 0xc0U) != 0x80)
		return 0;
	if (p[0] >= 0xc3 && p[0] <= 0xdf)
		return table[(p[0] & 0x1fU) << 6 | (p[1] & 0x3fU)] == 1 ? 2 : 0;
	/* Dashes, quotation marks, the ellipsis: U+2010 to U+2027. */
	return p[0] == 0xe2 && p[1] == 0x80 && rest.len > 2 && p[2] >= 0x90 &&
		p[2] <= 0xa7
	    ? 3
	    : 0;
}

#define BLOCK 16

/*
 * The same for the BLOCK bytes at p, which one more follows, when all of them
 * are ASCII or letters of Latin, Greek and Cyrillic (U+00C0..02FF and
 * U+0380..047F, where nothing combines): their length, BLOCK or one more, and
 * their width; else 0.
 */
static inline size_t
plain_block(const char *p, size_t *width)
{
	bytes16 v = bytes16_load(p);
	bytes16 tails, letters, ascii, has_tail;

	*width = BLOCK;
	if (bytes16_is_plain(v))
		return BLOCK;
	tails = bytes16_tails(v);
	letters = bytes16_range(v, -61, -53) | bytes16_range(v, -50, -47);
	ascii = bytes16_range(v, ' ', '~');
	has_tail = bytes16_tails(bytes16_load(p + 1));
	if (((unsigned char)p[0] & 0xc0U) == 0x80 ||
	    bytes16_any((has_tail ^ letters) | ~(ascii | letters | tails)))
		return 0;
	*width -= bytes16_count(tails);
	return BLOCK + ((unsigned char)p[BLOCK - 1] >= 0xc0);
}

/* What is measured at once. */
struct piece {
	size_t len, width;
	bool is_unspaced;
};

/* Plain characters and spaces, at most `room` columns of them. */
static struct piece
take_plain(struct span text, size_t room)
{
	struct piece run = { 0 };

	for (;;) {
		size_t len, width, stop;

		while (text.len - run.len > BLOCK &&
		    (len = plain_block(text.p + run.len, &width)) > 0 &&
		    run.width + width <= room) {
			run.len += len;
			run.width += width;
		}
		for (stop = run.len + BLOCK; run.len < stop; run.len += len) {
			if (run.len == text.len || run.width == room)
				return run;
			len = plain_len(span_skip(text, run.len));
			if (len == 0)
				return run;
			run.width++;
		}
	}
}

/* The character that ends the run: a picture's style may follow it. */
static struct cluster
cluster_at_end(struct span run)
{
	const unsigned char *p = (const unsigned char *)run.p + run.len;

	return (struct cluster){ p[-1] < 0x80 ? p[-1] : 0, 1, false };
}

static struct piece
take_character(struct span rest, struct cluster *cluster)
{
	struct piece piece = { 0 };
	struct span after = rest;
	uint32_t c = utf8_next(&after);
	unsigned class = class_of(c);

	piece.len = rest.len - after.len;
	piece.width = advance(cluster, c, class & WIDTH);
	piece.is_unspaced = (class & UNSPACED) != 0;
	return piece;
}

/* As much as fits and needs no second look, from `i` on: its length. */
static size_t
skip_plain(struct wrap *w, struct line *line, size_t i, size_t width)
{
	struct span rest = span_skip(w->text, i);
	const char *space;
	struct piece run;

	if (line->is_overlong || line->column >= width)
		return 0;
	run = take_plain(rest, width - line->column);
	if (run.len == 0)
		return 0;
	space = memrchr(rest.p, ' ', run.len);
	if (space != NULL) {
		line->space = i + (size_t)(space - rest.p);
		line->has_unspaced = false;
	}
	line->cluster = cluster_at_end(span_first(rest, run.len));
	line->column += run.width;
	return run.len;
}

bool
wrap_next(struct wrap *w, size_t width, struct span *out)
{
	struct line line = { 0 };
	size_t i = w->at;

	while (i < w->text.len && w->text.p[i] == ' ')
		i++;
	if (i == w->text.len)
		return false;
	line.start = line.space = i;
	while (i < w->text.len && w->text.p[i] != '\n') {
		size_t plain = skip_plain(w, &line, i, width);
		struct piece piece;

		if (plain > 0) {
			i += plain;
			continue;
		}
		if (w->text.p[i] == ' ') {
			if (line.is_overlong)
				break;
			line.space = i++;
			line.column++;
			line.has_unspaced = false;
			continue;
		}
		piece = take_character(span_skip(w->text, i), &line.cluster);
		/* What is no column wide stays with what it follows, unless
		 * that is a space beyond the line. */
		if (line.column + piece.width > width &&
		    (piece.width > 0 || line.column > width) &&
		    (!line.is_overlong || line.has_unspaced) &&
		    break_before(w, &line, i, out))
			return true;
		line.has_unspaced = line.has_unspaced || piece.is_unspaced;
		line.column += piece.width;
		i += piece.len;
	}
	finish(w, &line, i, out);
	if (i < w->text.len && w->text.p[i] == '\n')
		w->at = i + 1;
	return true;
}
