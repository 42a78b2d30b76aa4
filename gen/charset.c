/* SPDX-License-Identifier: ISC */
/*
 * A transliterator is opened on first need, one for each set of rules.  Its
 * filter lets it touch only what the character set lacks, while its rules see
 * the whole text around.
 */
#include "charset.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unorm2.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "charset_rules.h"
#include "die.h"
#include "messages.h"
#include "utf8.h"

#define RULE_SETS 4
#define RULES_MAX 4096
#define NAME_MAX_LEN 128
#define PIECE_MAX 1024 /* bytes */
/* A byte becomes this many units at most: a sign may stand for a sentence. */
#define GROWTH 32
#define GROWTH_MIN 256

struct charset {
	UConverter *converter;
	USet *set;
	char name[NAME_MAX_LEN];
	struct {
		const char *rules;
		UTransliterator *it;
	} opened[RULE_SETS];
	size_t opens;
	UChar *units; /* room to work in */
	size_t room;
	struct buf work;
};

#define WORK_MAX ((size_t)256 << 20)

/* ASCII bytes are ASCII, one by one, and nothing is shifted. */
static bool
is_usable(UConverter *converter)
{
	UConverterType type = ucnv_getType(converter);
	UErrorCode status = U_ZERO_ERROR;
	UChar units[8];
	char bytes[16];
	int32_t len;

	if (type == UCNV_ISO_2022 || type == UCNV_HZ || type == UCNV_UTF7 ||
	    type == UCNV_SCSU || type == UCNV_BOCU1 ||
	    type == UCNV_IMAP_MAILBOX || type == UCNV_COMPOUND_TEXT)
		return (false);
	for (char c = '\t'; c < 0x7f; c++) {
		if (c > '\r' && c < ' ')
			continue;
		units[0] = (UChar)c;
		len = ucnv_fromUChars(
		    converter, bytes, sizeof(bytes), units, 1, &status);
		if (U_FAILURE(status) || len != 1 || bytes[0] != c)
			return (false);
	}
	return (true);
}

static void
keep_name(struct charset *c, struct span given)
{
	UErrorCode status = U_ZERO_ERROR;
	const char *id = ucnv_getName(c->converter, &status);
	const char *name = ucnv_getStandardName(id, "MIME", &status);

	if (U_FAILURE(status) || name == NULL) {
		status = U_ZERO_ERROR;
		name = ucnv_getStandardName(id, "IANA", &status);
	}
	if (U_FAILURE(status) || name == NULL)
		(void)snprintf(
		    c->name, sizeof(c->name), "%.*s", SPAN_ARG(given));
	else
		(void)snprintf(c->name, sizeof(c->name), "%s", name);
}

struct charset *
charset_new(struct span name)
{
	UErrorCode status = U_ZERO_ERROR;
	char copy[NAME_MAX_LEN];
	struct charset *c;
	UConverter *converter;

	if (name.len == 0 || name.len >= sizeof(copy))
		return (NULL);
	memcpy(copy, name.p, name.len);
	copy[name.len] = '\0';
	converter = ucnv_open(copy, &status);
	if (U_FAILURE(status))
		return (NULL);
	ucnv_setSubstChars(converter, "?", 1, &status);
	if (!is_usable(converter)) {
		ucnv_close(converter);
		return (NULL);
	}
	c = xcalloc(1, sizeof(*c));
	c->converter = converter;
	c->set = uset_openEmpty();
	status = U_ZERO_ERROR;
	ucnv_getUnicodeSet(converter, c->set, UCNV_ROUNDTRIP_SET, &status);
	if (U_FAILURE(status))
		die(MSG_ICU_LETTERS, copy);
	uset_freeze(c->set);
	buf_init(&c->work, WORK_MAX);
	keep_name(c, name);
	return (c);
}

void
charset_free(struct charset *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->opens; i++)
		utrans_close(c->opened[i].it);
	uset_close(c->set);
	ucnv_close(c->converter);
	free(c->units);
	buf_release(&c->work);
	free(c);
}

struct span
charset_name(const struct charset *c)
{
	return (span_str(c->name));
}

static bool
fits(const struct charset *c, struct span text)
{
	while (text.len > 0) {
		if ((unsigned char)text.p[0] < 0x80)
			text = span_skip(text, 1);
		else if (!uset_contains(c->set, (UChar32)utf8_next(&text)))
			return (false);
	}
	return (true);
}

/* What the set lacks, as a pattern: the transliterator's filter. */
static void
set_filter(struct charset *c, UTransliterator *it)
{
	UErrorCode status = U_ZERO_ERROR;
	USet *lacking = uset_cloneAsThawed(c->set);
	int32_t len;
	UChar *pattern;

	uset_complement(lacking);
	len = uset_toPattern(lacking, NULL, 0, true, &status);
	pattern = xreallocarray(NULL, (size_t)len + 1, sizeof(*pattern));
	status = U_ZERO_ERROR;
	(void)uset_toPattern(lacking, pattern, len + 1, true, &status);
	utrans_setFilter(it, pattern, len, &status);
	if (U_FAILURE(status))
		die(MSG_ICU_FILTER, u_errorName(status));
	free(pattern);
	uset_close(lacking);
}

static UTransliterator *
open_rules(struct charset *c, const char *rules)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar id[16], units[RULES_MAX];
	UTransliterator *it;
	UParseError error;
	struct buf text;
	int32_t len = 0;

	buf_init(&text, RULES_MAX * 2);
	buf_str(&text, rules);
	buf_str(&text, charset_letter_forms);
	buf_str(&text, "::Any-Latin;\n::Latin-ASCII;\n");
	(void)u_strFromUTF8(
	    units, RULES_MAX, &len, text.data, (int32_t)text.len, &status);
	(void)u_uastrncpy(id, "Charset", 16);
	it = utrans_openU(id, -1, UTRANS_FORWARD, units, len, &error, &status);
	if (U_FAILURE(status))
		die(MSG_ICU_TRANSLITERATE, u_errorName(status));
	buf_release(&text);
	set_filter(c, it);
	return (it);
}

static UTransliterator *
transliterator(struct charset *c, struct span lang)
{
	const char *rules = charset_rules(lang);
	size_t i;

	for (i = 0; i < c->opens; i++)
		if (c->opened[i].rules == rules)
			return (c->opened[i].it);
	c->opened[i].rules = rules;
	c->opened[i].it = open_rules(c, rules);
	c->opens++;
	return (c->opened[i].it);
}

/* The text composed (NFC) in c->units; its length. */
static int32_t
load(struct charset *c, struct span text)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	size_t room = text.len * GROWTH + GROWTH_MIN;
	int32_t len = 0;
	UChar *given;

	if (room > c->room) {
		c->units = xreallocarray(c->units, room, sizeof(*c->units));
		c->room = room;
	}
	given = xreallocarray(NULL, text.len + 1, sizeof(*given));
	(void)u_strFromUTF8WithSub(given, (int32_t)text.len + 1, &len, text.p,
	    (int32_t)text.len, 0xfffd, NULL, &status);
	len = unorm2_normalize(
	    nfc, given, len, c->units, (int32_t)c->room, &status);
	free(given);
	return (U_FAILURE(status) ? 0 : len);
}

/* "[grinning face]" for a picture, '?' for what has no name. */
static void
add_name(struct buf *b, UChar32 c)
{
	UErrorCode status = U_ZERO_ERROR;
	char name[NAME_MAX_LEN];
	int32_t len;

	len = u_charName(c, U_UNICODE_CHAR_NAME, name, sizeof(name), &status);
	if (U_FAILURE(status) || len <= 0) {
		buf_char(b, '?');
		return;
	}
	buf_char(b, '[');
	for (int32_t i = 0; i < len; i++)
		buf_char(b, ascii_lower(name[i]));
	buf_char(b, ']');
}

/* A character that no rule of letters has changed. */
static void
add_lacking(struct buf *b, UChar32 c)
{
	const char *sign = charset_sign((unsigned long)c);
	int8_t type = u_charType(c);

	if (sign != NULL)
		buf_str(b, sign);
	else if (c >= 0x1f1e6 && c <= 0x1f1ff) /* half a flag */
		buf_char(b, (char)('A' + (c - 0x1f1e6)));
	else if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
	    type == U_FORMAT_CHAR || (c >= 0x1f3fb && c <= 0x1f3ff))
		return;
	else if (type == U_OTHER_SYMBOL || type == U_MATH_SYMBOL)
		add_name(b, c);
	else if (type == U_SPACE_SEPARATOR)
		buf_char(b, ' ');
	else
		buf_char(b, '?');
}

/* Romanian letters with a comma had a cedilla before the tables knew it. */
static uint32_t
with_cedilla(uint32_t c)
{
	if (c == 0x218 || c == 0x219)
		return (c - 0x218 + 0x15e);
	return (c == 0x21a || c == 0x21b ? c - 0x21a + 0x162 : c);
}

/* Signs first: the general rules have no names for some of them. */
static void
replace_signs(struct charset *c, struct buf *b, struct span text)
{
	while (text.len > 0) {
		uint32_t next = utf8_next(&text);
		const char *sign = NULL;

		if (next < 0x80 || uset_contains(c->set, (UChar32)next)) {
			utf8_put(b, next);
			continue;
		}
		sign = charset_sign(next);
		if (uset_contains(c->set, (UChar32)with_cedilla(next)))
			next = with_cedilla(next);
		if (sign != NULL)
			buf_str(b, sign);
		else
			utf8_put(b, next);
	}
}

static UChar32
next_character(const UChar *units, int32_t len, int32_t *i)
{
	UChar32 c;

	U16_NEXT(units, *i, len, c);
	return (c);
}

/* A piece that is short enough for ICU, which moves all that follows with
 * each letter it changes. */
static void
fit_piece(struct charset *c, struct buf *b, struct span piece, struct span lang)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t i = 0, len, limit;

	if (fits(c, piece)) {
		buf_span_add(b, piece);
		return;
	}
	buf_reset(&c->work);
	replace_signs(c, &c->work, piece);
	limit = len = load(c, buf_span(&c->work));
	utrans_transUChars(transliterator(c, lang), c->units, &len,
	    (int32_t)c->room, 0, &limit, &status);
	if (U_FAILURE(status))
		len = load(c, buf_span(&c->work));
	while (i < len) {
		UChar32 next = next_character(c->units, len, &i);

		if (next < 0x80 || uset_contains(c->set, next))
			utf8_put(b, (uint32_t)next);
		else
			add_lacking(b, next);
	}
}

void
charset_fit(
    struct charset *c, struct buf *b, struct span text, struct span lang)
{
	while (text.len > 0) {
		struct span piece = utf8_cut(text, PIECE_MAX);
		size_t space = span_rfind(piece, ' ');

		if (piece.len < text.len && space < piece.len)
			piece.len = space + 1;
		if (piece.len == 0) /* no character begins so */
			piece.len = text.len < PIECE_MAX ? text.len : PIECE_MAX;
		fit_piece(c, b, piece, lang);
		text = span_skip(text, piece.len);
	}
}

void
charset_encode(struct charset *c, struct buf *b, struct span text)
{
	UErrorCode status = U_ZERO_ERROR;
	char bytes[1024];
	int32_t len;

	if (text.len == 0) /* there may be no units yet */
		return;
	if (text.len * 2 > c->room) {
		c->room = text.len * 2;
		c->units = xreallocarray(c->units, c->room, sizeof(*c->units));
	}
	(void)u_strFromUTF8WithSub(c->units, (int32_t)c->room, &len, text.p,
	    (int32_t)text.len, '?', NULL, &status);
	if (U_FAILURE(status))
		return;
	const UChar *from = c->units;
	const UChar *end = from + len;

	ucnv_reset(c->converter);
	do {
		char *to = bytes;

		status = U_ZERO_ERROR;
		ucnv_fromUnicode(c->converter, &to, bytes + sizeof(bytes),
		    &from, end, NULL, true, &status);
		buf_add(b, bytes, (size_t)(to - bytes));
	} while (status == U_BUFFER_OVERFLOW_ERROR);
}
