/* SPDX-License-Identifier: ISC */
/*
 * The lists of posts of a term are sorted by date: the nearest stand around
 * the post itself.
 */
#include "related.h"

#include <stdbool.h>
#include <stdlib.h>

#include "terms.h"

#define NEAREST 20

struct candidate {
	struct page *page;
	struct span path;
	size_t shared;
	int64_t distance;
};

/* Newest first, as in the lists of terms. */
static int
order_of(const struct page *a, const struct page *b)
{
	int order = date_cmp(&b->date, &a->date);

	return (order != 0 ? order : span_cmp(a->path, b->path));
}

static size_t
place_in(const struct term *term, const struct page *post)
{
	size_t low = 0, high = term->posts, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (order_of(term->post[middle], post) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return (low);
}

static int64_t
distance_of(const struct page *a, const struct page *b)
{
	return (llabs((long long)(a->date.when - b->date.when)));
}

/* Both lists have the order of kind and rank. */
static size_t
shared_terms(const struct page *a, const struct page *b)
{
	size_t i = 0, j = 0, count = 0;
	const struct term *x, *y;

	while (i < a->terms && j < b->terms) {
		x = a->term[i];
		y = b->term[j];
		if (x == y) {
			count += x->kind != TERM_AUTHOR;
			i++;
			j++;
		} else if (x->kind < y->kind ||
		    (x->kind == y->kind && x->rank < y->rank)) {
			i++;
		} else {
			j++;
		}
	}
	return (count);
}

static bool
is_better(const struct candidate *a, const struct candidate *b)
{
	if (a->shared != b->shared)
		return (a->shared > b->shared);
	if (a->distance != b->distance)
		return (a->distance < b->distance);
	return (span_cmp(a->path, b->path) < 0);
}

/* Keep the best `max`, best first. */
static void
offer(struct candidate *best, size_t *count, size_t max,
    const struct page *post, struct page *page)
{
	struct candidate c = { page, page->path, 0, distance_of(post, page) };
	size_t i;

	for (i = 0; i < *count; i++)
		if (best[i].page == page)
			return;
	c.shared = shared_terms(post, page);
	if (*count == max && !is_better(&c, &best[max - 1]))
		return;
	if (*count < max)
		(*count)++;
	for (i = *count - 1; i > 0 && is_better(&c, &best[i - 1]); i--)
		best[i] = best[i - 1];
	best[i] = c;
}

/* The posts nearest in date of one term. */
static void
offer_term(struct candidate *best, size_t *count, size_t max,
    const struct page *post, const struct term *term)
{
	size_t at = place_in(term, post);
	size_t up = at, down = at + 1, i;
	bool has_up, has_down;

	for (i = 0; i < NEAREST; i++) {
		has_up = up > 0;
		has_down = down < term->posts;
		if (!has_up && !has_down)
			return;
		if (has_up &&
		    (!has_down ||
			distance_of(post, term->post[up - 1]) <=
			    distance_of(post, term->post[down])))
			offer(best, count, max, post, term->post[--up]);
		else
			offer(best, count, max, post, term->post[down++]);
	}
}

size_t
related_find(
    const struct page *post, struct page *related[RELATED_MAX], size_t max)
{
	struct candidate best[RELATED_MAX] = { { .page = NULL } };
	size_t i, count = 0;

	if (max > RELATED_MAX)
		max = RELATED_MAX;
	for (i = 0; i < post->terms && max > 0; i++)
		if (post->term[i]->kind != TERM_AUTHOR)
			offer_term(best, &count, max, post, post->term[i]);
	for (i = 0; i < count; i++)
		related[i] = best[i].page;
	return (count);
}
