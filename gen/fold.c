/* SPDX-License-Identifier: ISC */
/*
 * The simple part by hand (it is most names), the rest by ICU.
 */
#include "fold.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "buf.h"
#include "die.h"
#include "messages.h"
#include "utf8.h"

static bool
is_space(uint32_t c)
{
	return (c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 ||
	    c == 0x1680 || (c >= 0x2000 && c <= 0x200b) || c == 0x2028 ||
	    c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000 ||
	    c == 0xfeff);
}

static bool
is_dash(uint32_t c)
{
	return (c == '-' || c == 0xad || (c >= 0x2010 && c <= 0x2015) ||
	    c == 0x2212 || c == 0xfe58 || c == 0xfe63 || c == 0xff0d);
}

/* Lower ASCII, one kind of dash, single spaces; true when all is ASCII. */
static bool
fold_simple(struct buf *b, struct span name)
{
	bool is_ascii = true, is_gap = false;
	uint32_t c;

	while (name.len > 0) {
		c = utf8_next(&name);
		if (is_space(c)) {
			is_gap = b->len > 0;
			continue;
		}
		if (is_gap)
			buf_char(b, ' ');
		is_gap = false;
		if (is_dash(c)) {
			buf_char(b, '-');
		} else if (c < 0x80) {
			buf_char(b, ascii_lower((char)c));
		} else {
			utf8_put(b, c);
			is_ascii = false;
		}
	}
	return (is_ascii);
}

/* Case folding, then NFC. */
static struct span
fold_letters(struct arena *arena, struct span name)
{
	size_t cap = name.len * 4 + 16;
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	UChar *a = xreallocarray(NULL, cap, sizeof(*a));
	UChar *b = xreallocarray(NULL, cap, sizeof(*b));
	char *out = xmalloc(cap * 3);
	int32_t len = 0;
	struct span folded;

	(void)u_strFromUTF8WithSub(a, (int32_t)cap, &len, name.p,
	    (int32_t)name.len, 0xfffd, NULL, &status);
	len = u_strFoldCase(
	    b, (int32_t)cap, a, len, U_FOLD_CASE_DEFAULT, &status);
	len = unorm2_normalize(nfc, b, len, a, (int32_t)cap, &status);
	(void)u_strToUTF8(out, (int32_t)cap * 3, &len, a, len, &status);
	folded = arena_copy(
	    arena, U_FAILURE(status) ? name : span_make(out, (size_t)len));
	free(out);
	free(b);
	free(a);
	return (folded);
}

struct span
fold_name(struct arena *arena, struct span name)
{
	struct span folded;
	struct buf b;

	buf_init(&b, name.len * 3 + 1);
	if (fold_simple(&b, name))
		folded = arena_copy(arena, buf_span(&b));
	else
		folded = fold_letters(arena, buf_span(&b));
	buf_release(&b);
	return (folded);
}

void
collation_init(struct collation *collation, struct span lang)
{
	collation->collator = NULL;
	collation->lang = lang;
}

void
collation_release(struct collation *collation)
{
	if (collation->collator != NULL)
		ucol_close(collation->collator);
	collation->collator = NULL;
}

int
collation_cmp(struct collation *collation, struct span a, struct span b)
{
	UErrorCode status = U_ZERO_ERROR;
	UCollationResult order;

	if (collation->collator == NULL) {
		collation->collator = ucol_open(collation->lang.p, &status);
		if (U_FAILURE(status))
			die(MSG_ICU_SORT, u_errorName(status));
		ucol_setAttribute(collation->collator, UCOL_NUMERIC_COLLATION,
		    UCOL_ON, &status);
	}
	order = ucol_strcollUTF8(collation->collator, a.p, (int32_t)a.len, b.p,
	    (int32_t)b.len, &status);
	if (order != UCOL_EQUAL && U_SUCCESS(status))
		return (order == UCOL_LESS ? -1 : 1);
	return (span_cmp(a, b));
}
