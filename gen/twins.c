/* SPDX-License-Identifier: ISC */
/*
 * Names are compared as their letters and digits alone.
 */
#include "twins.h"

#include <stdint.h>

#include "utf8.h"

#define MAX_LETTERS 128
#define LEAST_LETTERS 5

struct letters {
	uint32_t at[MAX_LETTERS];
	size_t count;
};

static bool
is_joint(uint32_t c)
{
	return (c < 0x80 && !ascii_is_alpha((char)c) &&
	    !ascii_is_digit((char)c) && c != '+' && c != '#');
}

/* False when the name is longer than names are. */
static bool
read_letters(struct letters *letters, struct span name)
{
	uint32_t c;

	letters->count = 0;
	while (name.len > 0) {
		c = utf8_next(&name);
		if (is_joint(c))
			continue;
		if (letters->count == MAX_LETTERS)
			return (false);
		letters->at[letters->count++] = c;
	}
	return (true);
}

static bool
is_digit(const struct letters *letters, size_t at)
{
	return (at < letters->count && letters->at[at] >= '0' &&
	    letters->at[at] <= '9');
}

static bool
ends_equal(const struct letters *a, size_t i, const struct letters *b, size_t j)
{
	if (a->count - i != b->count - j)
		return (false);
	for (; i < a->count; i++, j++)
		if (a->at[i] != b->at[j])
			return (false);
	return (true);
}

/* `a` is not the longer one. */
static bool
is_one_edit(const struct letters *a, const struct letters *b)
{
	size_t i = 0;

	while (i < a->count && a->at[i] == b->at[i])
		i++;
	if (is_digit(a, i) || is_digit(b, i))
		return (false);
	if (i == 0 || a->count < LEAST_LETTERS)
		return (false);
	if (a->count < b->count)
		return (ends_equal(a, i, b, i + 1));
	if (i == a->count || ends_equal(a, i + 1, b, i + 1))
		return (true);
	return (i + 1 < a->count && a->at[i] == b->at[i + 1] &&
	    a->at[i + 1] == b->at[i] && ends_equal(a, i + 2, b, i + 2));
}

/* "book" and "books", "library" and "libraries", "box" and "boxes". */
static bool
is_plural(struct span one, struct span many)
{
	struct span stem = one;

	if (one.len < 3 || !span_ends(many, SPAN("s")))
		return (false);
	many.len--;
	if (span_eq(one, many))
		return (!ascii_is_digit(one.p[one.len - 1]));
	if (!span_ends(many, SPAN("e")))
		return (false);
	many.len--;
	if (span_eq(one, many))
		return (true);
	stem.len--;
	return (one.p[stem.len] == 'y' && span_ends(many, SPAN("i")) &&
	    span_eq(stem, span_first(many, many.len - 1)));
}

bool
twins_alike(struct span a, struct span b)
{
	struct letters x, y;

	if (span_eq(a, b))
		return (false);
	if (is_plural(a, b) || is_plural(b, a))
		return (true);
	if (!read_letters(&x, a) || !read_letters(&y, b) || x.count == 0)
		return (false);
	if (x.count > y.count + 1 || y.count > x.count + 1)
		return (false);
	if (ends_equal(&x, 0, &y, 0))
		return (true);
	return (x.count <= y.count ? is_one_edit(&x, &y) : is_one_edit(&y, &x));
}

const struct term *
twins_find(const struct terms *terms, enum term_kind kind, struct span fold)
{
	const struct term *best = NULL, *term;
	size_t i;

	for (i = 0; i < terms->count[kind]; i++) {
		term = terms->item[kind][i];
		if (span_eq(term->fold, fold) || span_eq(term->slug, fold))
			return (NULL);
		if (twins_alike(fold, term->fold) &&
		    (best == NULL || term->posts > best->posts))
			best = term;
	}
	return (best);
}
