/* SPDX-License-Identifier: ISC */
/*
 * Terms that are finished: their posts, and how lists call them.
 */
#include <stdlib.h>

#include "die.h"
#include "terms.h"

void
terms_add_post(struct term *term, struct page *post)
{
	for (; term != NULL; term = term->parent) {
		if (term->posts > 0 && term->post[term->posts - 1] == post)
			continue;
		if (term->posts == term->cap) {
			term->cap = term->cap == 0 ? 4 : term->cap * 2;
			term->post = xreallocarray(
			    term->post, term->cap, sizeof(struct page *));
		}
		term->post[term->posts++] = post;
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
