/* SPDX-License-Identifier: ISC */
/*
 * Terms that are finished: their posts, which of them have a page, and how
 * lists call them.
 */
#include <stdlib.h>

#include "die.h"
#include "doc.h"
#include "terms.h"

void
terms_expect_post(struct term *term)
{
	for (; term != NULL; term = term->parent)
		term->expected++;
}

static void
make_room(struct term *term)
{
	term->cap = term->cap > 0 ? term->cap * 2 : term->expected + 1;
	term->post =
	    xreallocarray(term->post, term->cap, sizeof(struct page *));
	term->outline =
	    xreallocarray(term->outline, term->cap, sizeof(*term->outline));
}

void
terms_add_post(struct term *term, struct page *post)
{
	for (; term != NULL; term = term->parent) {
		if (term->posts > 0 && term->post[term->posts - 1] == post)
			continue;
		if (term->posts == term->cap)
			make_room(term);
		term->outline[term->posts] =
		    (struct term_post){ post->date.when, post->key_bits };
		term->post[term->posts++] = post;
		tally_add(&term->tally, post);
	}
}

/* A page for posts, for what stands below, or because the menu names it. */
static void
settle_page(struct term *term)
{
	if (term->is_wanted)
		term->left_out = 0;
	else
		term->left_out &= (unsigned char)tally_left_out(&term->tally);
	if (term->posts > 0 || term->is_wanted)
		term->has_page = true;
	if (term->has_page && term->parent != NULL) {
		term->parent->has_page = true;
		term->parent->left_out &= term->left_out;
	}
	if (term->is_hidden)
		term->has_page = false;
}

static void
settle_pages(struct terms *terms, enum term_kind kind)
{
	size_t i;

	for (i = 0; i < terms->count[kind]; i++)
		terms->item[kind][i]->left_out = FOR_ALL;
	/* Children before their parents. */
	for (i = terms->count[kind]; i-- > 0;)
		settle_page(terms->item[kind][i]);
}

void
terms_settle(struct terms *terms)
{
	const struct term *found;
	struct term *term, *tag;
	size_t i;
	int kind;

	for (kind = 0; kind < TERM_KINDS; kind++)
		settle_pages(terms, (enum term_kind)kind);
	for (i = 0; i < terms->count[TERM_CATEGORY]; i++) {
		term = terms->item[TERM_CATEGORY][i];
		found = terms_find(terms, TERM_TAG, term->fold);
		if (found == NULL || !found->has_page || !term->has_page)
			continue;
		tag = terms->item[TERM_TAG][found->rank];
		term->twin = tag;
		if (tag->twin == NULL)
			tag->twin = term;
	}
}

void
term_add_label(struct buf *b, const struct term *term)
{
	if (term->parent != NULL) {
		buf_span_add(b,
		    term->parent->short_name.len > 0 ? term->parent->short_name
						     : term->parent->name);
		buf_str(b, " / ");
	}
	buf_span_add(b, term->name);
}
