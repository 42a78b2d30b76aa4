/* SPDX-License-Identifier: ISC */
/*
 * Slugs that cannot stand as they are: two of one kind below one parent, or
 * one that is the name of a file there.
 */
#include <stdlib.h>

#include "messages_settings.h"
#include "places.h"
#include "terms.h"

/* Its slug with four digits of its name's hash. */
static struct span
slug_aside(struct terms *terms, const struct term *term)
{
	struct span slug;
	struct buf b;

	buf_init(&b, 1024);
	buf_span_add(&b, term->slug);
	buf_char(&b, '-');
	slug_add_hash(&b, term->fold, 4);
	slug = arena_copy(terms->arena, buf_span(&b));
	buf_release(&b);
	return (slug);
}

/* Two terms below one parent have one slug: `term` moves aside, unless
 * capsule.yaml gave it. */
static void
part_slug(struct terms *terms, struct term *term, const struct term *other)
{
	if (term->has_fixed_slug) {
		if (other->has_fixed_slug)
			losses_add(terms->losses, LOSS_ERROR,
			    terms->capsule->file, term->line,
			    MSG_TERM_SLUG_TAKEN, SPAN_ARG(term->slug),
			    SPAN_ARG(other->name));
		return;
	}
	term->shared_slug = term->slug;
	term->slug = slug_aside(terms, term);
	losses_add(terms->losses, LOSS_WARNING, terms->capsule->file, 0,
	    MSG_TERM_ONE_PATH, SPAN_ARG(term->name), SPAN_ARG(other->name),
	    SPAN_ARG(term->name), SPAN_ARG(term->slug));
}

/* A tag "gophermap" cannot stand where a file of that name is made. */
static void
part_from_file(struct terms *terms, struct term *term)
{
	if (!places_is_file_name(term->slug, false))
		return;
	if (term->has_fixed_slug) {
		if (term->line > 0)
			return; /* said of its settings */
		losses_add(terms->losses, LOSS_ERROR, terms->capsule->file, 0,
		    MSG_TERM_SLUG_FILE, SPAN_ARG(term->slug));
		return;
	}
	term->slug = slug_aside(terms, term);
	losses_add(terms->losses, LOSS_WARNING, terms->capsule->file, 0,
	    MSG_TERM_FILE_PATH, SPAN_ARG(term->name), SPAN_ARG(term->name),
	    SPAN_ARG(term->slug));
}

static int
by_parent_and_slug(const void *a, const void *b)
{
	const struct term *x = *(struct term *const *)a;
	const struct term *y = *(struct term *const *)b;
	unsigned x_up = x->parent == NULL ? 0 : x->parent->id + 1;
	unsigned y_up = y->parent == NULL ? 0 : y->parent->id + 1;
	int order;

	if (x_up != y_up)
		return (x_up < y_up ? -1 : 1);
	order = span_cmp(x->slug, y->slug);
	return (order != 0 ? order : span_cmp(x->fold, y->fold));
}

/* Every member of a group with one slug is parted from the group's first, and
 * the first from the second. */
void
terms_part_slugs(struct terms *terms, enum term_kind kind)
{
	struct term **item = terms->item[kind];
	size_t count = terms->count[kind];
	size_t i, j, end;
	struct span slug;

	if (count > 1)
		qsort(item, count, sizeof(struct term *), by_parent_and_slug);
	for (i = 0; i < count; i = end) {
		slug = item[i]->slug;
		for (end = i + 1; end < count; end++)
			if (item[end]->parent != item[i]->parent ||
			    !span_eq(item[end]->slug, slug))
				break;
		for (j = i; j < end && end - i > 1; j++)
			part_slug(terms, item[j], item[j == i ? i + 1 : i]);
	}
	for (i = 0; i < count; i++)
		part_from_file(terms, item[i]);
}
