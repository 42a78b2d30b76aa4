/* SPDX-License-Identifier: ISC */
/*
 * ASCII names are cut to slugs here; all others go through ICU first.
 */
#include "slug.h"

#include <openssl/sha.h>
#include <stdlib.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "die.h"
#include "messages.h"

/* Names are cut before they are transliterated: a slug holds 60 bytes. */
#define NAME_MAX_UNITS 256
#define WORK_UNITS 2048

#define TO_ASCII "; Latin-ASCII; [^\\u0020-\\u007e] Remove"

/* Resolution 55 of the Cabinet of Ministers of Ukraine, 2010: the letters
 * with two forms take the first at the beginning of a word.  The text is in
 * lower case already. */
static const char ukrainian_rules[] =
    "$inside = [[:L:][:M:]\\u0027\\u2019\\u02bc];\n"
    "\\u0027 > ; \\u2019 > ; \\u02bc > ; \\u044c > ;\n"
    "\\u0437\\u0433 > zgh;\n"
    "$inside { \\u0454 > ie; \\u0454 > ye;\n"
    "$inside { \\u0457 > i; \\u0457 > yi;\n"
    "$inside { \\u0439 > i; \\u0439 > y;\n"
    "$inside { \\u044e > iu; \\u044e > yu;\n"
    "$inside { \\u044f > ia; \\u044f > ya;\n"
    "\\u0430 > a; \\u0431 > b; \\u0432 > v; \\u0433 > h; \\u0491 > g;\n"
    "\\u0434 > d; \\u0435 > e; \\u0436 > zh; \\u0437 > z; \\u0438 > y;\n"
    "\\u0456 > i; \\u043a > k; \\u043b > l; \\u043c > m; \\u043d > n;\n"
    "\\u043e > o; \\u043f > p; \\u0440 > r; \\u0441 > s; \\u0442 > t;\n"
    "\\u0443 > u; \\u0444 > f; \\u0445 > kh; \\u0446 > ts; \\u0447 > ch;\n"
    "\\u0448 > sh; \\u0449 > shch;\n"
    "::Any-Latin; ::Latin-ASCII; ::[^\\u0020-\\u007e] Remove;\n";

void
slugger_init(struct slugger *slugger)
{
	slugger->any = slugger->ukrainian = slugger->greek = NULL;
	map_init(&slugger->known);
	arena_init(&slugger->arena);
}

void
slugger_release(struct slugger *slugger)
{
	if (slugger->any != NULL)
		utrans_close(slugger->any);
	if (slugger->ukrainian != NULL)
		utrans_close(slugger->ukrainian);
	if (slugger->greek != NULL)
		utrans_close(slugger->greek);
	map_release(&slugger->known);
	arena_release(&slugger->arena);
	slugger_init(slugger);
}

static UTransliterator *
open_rules(const char *id, const char *rules)
{
	UChar id_units[128], rule_units[2048];
	UErrorCode status = U_ZERO_ERROR;
	UTransliterator *t;
	UParseError error;

	(void)u_uastrncpy(id_units, id, 128);
	if (rules != NULL)
		(void)u_uastrncpy(rule_units, rules, 2048);
	t = utrans_openU(id_units, -1, UTRANS_FORWARD,
	    rules != NULL ? rule_units : NULL, -1, &error, &status);
	if (U_FAILURE(status))
		die(MSG_ICU_HAS_NO, id, u_errorName(status));
	return (t);
}

static UTransliterator *
transliterator_for(struct slugger *slugger, struct span lang)
{
	struct span main = span_first(lang, span_find(lang, '-'));

	if (span_eq_nocase(main, SPAN("uk"))) {
		if (slugger->ukrainian == NULL)
			slugger->ukrainian =
			    open_rules("Ukrainian-2010", ukrainian_rules);
		return (slugger->ukrainian);
	}
	if (span_eq_nocase(main, SPAN("el"))) {
		if (slugger->greek == NULL)
			slugger->greek = open_rules(
			    "Greek-Latin/UNGEGN; Any-Latin" TO_ASCII, NULL);
		return (slugger->greek);
	}
	if (slugger->any == NULL)
		slugger->any = open_rules("Any-Latin" TO_ASCII, NULL);
	return (slugger->any);
}

static bool
is_ascii(struct span s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return (false);
	return (true);
}

/* Add `name` in lower case and in ASCII letters. */
static void
add_ascii(
    struct slugger *slugger, struct buf *b, struct span name, struct span lang)
{
	UChar given[NAME_MAX_UNITS * 4], work[WORK_UNITS];
	UErrorCode status = U_ZERO_ERROR;
	int32_t len = 0, limit, i;

	(void)u_strFromUTF8WithSub(given, NAME_MAX_UNITS * 4, &len, name.p,
	    (int32_t)name.len, 0xfffd, NULL, &status);
	len = u_strToLower(work, WORK_UNITS, given, len, "", &status);
	if (U_FAILURE(status))
		return;
	limit = len;
	utrans_transUChars(transliterator_for(slugger, lang), work, &len,
	    WORK_UNITS, 0, &limit, &status);
	if (U_FAILURE(status))
		return;
	for (i = 0; i < len; i++)
		buf_char(b, (char)work[i]);
}

static void
add_word(struct buf *b, const char *word)
{
	if (b->len > 0 && b->data[b->len - 1] != '-')
		buf_char(b, '-');
	buf_str(b, word);
	buf_char(b, '-');
}

/* ASCII text as words with '-' between them. */
static void
add_slug(struct buf *b, struct span text)
{
	bool is_after_word = false;
	size_t i;
	char c;

	for (i = 0; i < text.len; i++) {
		c = ascii_lower(text.p[i]);
		if (ascii_is_alpha(c) || ascii_is_digit(c)) {
			buf_char(b, c);
			is_after_word = true;
		} else if ((c == '+' || c == '#') && is_after_word) {
			add_word(b, c == '+' ? "plus" : "sharp");
		} else if (c != '\'') {
			if (b->len > 0 && b->data[b->len - 1] != '-')
				buf_char(b, '-');
			is_after_word = false;
		}
	}
	while (b->len > 0 && b->data[b->len - 1] == '-')
		buf_truncate(b, b->len - 1);
}

static void
cut_at_word(struct buf *b)
{
	size_t len = SLUG_MAX;

	if (b->len <= SLUG_MAX)
		return;
	while (len > 0 && b->data[len] != '-')
		len--;
	buf_truncate(b, len > 0 ? len : SLUG_MAX);
}

bool
slug_is_fit(struct span text)
{
	/* One bit for each of "-.0-9", "A-Z_", and "a-z~": every path of every
	 * post is looked at in every build. */
	static const uint32_t fit[8] = { 0, 0x03ff6000, 0x87fffffe,
		0x47fffffe };
	unsigned char c;
	size_t i;

	if (text.len == 0 || span_eq(text, SPAN(".")) ||
	    span_eq(text, SPAN("..")))
		return (false);
	for (i = 0; i < text.len; i++) {
		c = (unsigned char)text.p[i];
		if ((fit[c / 32] >> c % 32 & 1) == 0)
			return (false);
	}
	return (true);
}

void
slug_add_hash(struct buf *b, struct span text, size_t digits)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char sum[SHA256_DIGEST_LENGTH];
	size_t i;

	(void)SHA256((const unsigned char *)text.p, text.len, sum);
	for (i = 0; i < digits && i < sizeof(sum) * 2; i++)
		buf_char(
		    b, hex[i % 2 == 0 ? sum[i / 2] >> 4 : sum[i / 2] & 15]);
}

/* A name with its language, and the ASCII that ICU makes of it. */
static struct span
to_ascii(struct slugger *slugger, struct span name, struct span lang)
{
	const struct span *known;
	struct span key, *made;
	struct buf b;

	buf_init(&b, WORK_UNITS * 8);
	buf_span_add(&b, lang);
	buf_char(&b, '\n');
	buf_span_add(&b, name);
	known = map_get(&slugger->known, buf_span(&b));
	if (known == NULL) {
		key = arena_copy(&slugger->arena, buf_span(&b));
		buf_reset(&b);
		add_ascii(slugger, &b, name, lang);
		made = arena_alloc(&slugger->arena, sizeof(*made));
		*made = arena_copy(&slugger->arena, buf_span(&b));
		(void)map_add(&slugger->known, key, made);
		known = made;
	}
	buf_release(&b);
	return (*known);
}

void
slugger_save(const struct slugger *slugger, struct buf *b)
{
	const struct span *made;
	struct span key;
	size_t i;

	store_number(b, slugger->known.count);
	for (i = 0; i < slugger->known.count; i++) {
		made = map_at(&slugger->known, i, &key);
		store_span(b, key);
		store_span(b, *made);
	}
}

void
slugger_recall(struct slugger *slugger, struct reader *r)
{
	uint64_t count = reader_number(r);
	struct span key, *made;

	for (; count > 0 && !r->is_bad; count--) {
		key = reader_span(r);
		made = arena_alloc(&slugger->arena, sizeof(*made));
		*made = reader_span(r);
		if (!r->is_bad)
			(void)map_add(&slugger->known, key, made);
	}
}

struct span
slug_make(struct slugger *slugger, struct arena *arena, struct span name,
    struct span lang)
{
	struct buf ascii, slug;
	struct span made;
	size_t cut = name.len;

	if (cut > NAME_MAX_UNITS) {
		cut = NAME_MAX_UNITS;
		while (cut > 0 && ((unsigned char)name.p[cut] & 0xc0) == 0x80)
			cut--;
	}
	buf_init(&ascii, WORK_UNITS * 2);
	buf_init(&slug, WORK_UNITS * 8);
	if (is_ascii(name))
		buf_span_add(&ascii, span_first(name, cut));
	else
		buf_span_add(
		    &ascii, to_ascii(slugger, span_first(name, cut), lang));
	add_slug(&slug, buf_span(&ascii));
	cut_at_word(&slug);
	if (slug.len == 0)
		slug_add_hash(&slug, name, 8);
	made = arena_copy(arena, buf_span(&slug));
	buf_release(&slug);
	buf_release(&ascii);
	return (made);
}
