/* SPDX-License-Identifier: ISC */
/*
 * The lists of posts of a term are sorted by date: the nearest stand around
 * the post itself.
 */
#include "related.h"

#include <stdbool.h>
#include <stdlib.h>

#include "doc.h"
#include "terms.h"

/* Posts that were looked at lately are known by this many places. */
#define SEEN 256

struct candidate {
	struct page *page;
	struct span path;
	size_t shared;
	int64_t distance;
};

struct choice {
	const struct page *post;
	struct candidate best[RELATED_MAX];
	size_t count, max;
	size_t hidden; /* keys of the post that share their bit with another */
	const struct page *seen[SEEN];
};

/* Further apart than any two zones of time. */
#define FAR ((int64_t)9 * 24 * 60 * 60)

/* Newest first, as in the lists of terms. */
static int
order_of(const struct page *a, const struct page *b)
{
	int order = date_cmp(&b->date, &a->date);

	return (order != 0 ? order : span_cmp(a->path, b->path));
}

/* The same of a post in such a list: moments tell, but for posts of which
 * each calls its day by its own zone. */
static bool
is_before(const struct term *term, size_t place, const struct page *post)
{
	int64_t when = term->outline[place].when;

	if (when - post->date.when > FAR || post->date.when - when > FAR)
		return (when > post->date.when);
	return (order_of(term->post[place], post) < 0);
}

static size_t
place_in(const struct term *term, const struct page *post)
{
	size_t low = 0, high = term->posts, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (is_before(term, middle, post))
			low = middle + 1;
		else
			high = middle;
	}
	return (low);
}

static int64_t
distance_of(const struct choice *choice, const struct term *term, size_t place)
{
	return (llabs(
	    (long long)(choice->post->date.when - term->outline[place].when)));
}

static size_t
shared_terms(const struct page *a, const struct page *b)
{
	size_t i = 0, j = 0, count = 0;
	uint32_t x, y;

	while (i < a->keys && j < b->keys) {
		x = a->key[i];
		y = b->key[j];
		count += x == y;
		i += x <= y;
		j += y <= x;
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

/* True when it cannot be better than the last of the best: most share few
 * terms, which their bits tell at once. */
static bool
is_hopeless(const struct choice *choice, uint64_t key_bits, int64_t distance)
{
	const struct candidate *last = &choice->best[choice->max - 1];
	uint64_t bits = choice->post->key_bits & key_bits;
	size_t most = choice->hidden;

	if (choice->count < choice->max)
		return (false);
	for (; bits != 0 && most <= last->shared; bits &= bits - 1)
		most++;
	return (most < last->shared ||
	    (most == last->shared && distance > last->distance));
}

static bool
is_seen(struct choice *choice, const struct page *page)
{
	size_t slot = (size_t)((uintptr_t)page / sizeof(*page)) % SEEN;
	size_t i;

	if (choice->seen[slot] == page)
		return (true);
	choice->seen[slot] = page;
	for (i = 0; i < choice->count; i++)
		if (choice->best[i].page == page)
			return (true);
	return (false);
}

/* Keep the best `max`, best first. */
static void
offer(struct choice *choice, const struct term *term, size_t place)
{
	struct candidate *best = choice->best;
	struct candidate c = { .page = term->post[place],
		.distance = distance_of(choice, term, place) };
	size_t i;

	if (is_hopeless(choice, term->outline[place].key_bits, c.distance) ||
	    is_seen(choice, c.page) ||
	    (c.page->left_out & ~(unsigned)choice->post->left_out) != 0)
		return;
	c.path = c.page->path;
	c.shared = shared_terms(choice->post, c.page);
	if (choice->count == choice->max &&
	    !is_better(&c, &best[choice->max - 1]))
		return;
	if (choice->count < choice->max)
		choice->count++;
	for (i = choice->count - 1; i > 0 && is_better(&c, &best[i - 1]); i--)
		best[i] = best[i - 1];
	best[i] = c;
}

/* The posts nearest in date of one term. */
static void
offer_term(struct choice *choice, const struct term *term)
{
	size_t at = place_in(term, choice->post);
	size_t up = at, down = at + 1, i;
	bool has_up, has_down;

	for (i = 0; i < RELATED_NEAREST; i++) {
		has_up = up > 0;
		has_down = down < term->posts;
		if (!has_up && !has_down)
			return;
		if (has_up &&
		    (!has_down ||
			distance_of(choice, term, up - 1) <=
			    distance_of(choice, term, down)))
			offer(choice, term, --up);
		else
			offer(choice, term, down++);
	}
}

size_t
related_find(
    const struct page *post, struct page *related[RELATED_MAX], size_t max)
{
	struct choice choice = { .post = post, .max = max };
	uint64_t bits = post->key_bits;
	size_t i;

	for (choice.hidden = post->keys; bits != 0; bits &= bits - 1)
		choice.hidden--;
	if (choice.max > RELATED_MAX)
		choice.max = RELATED_MAX;
	for (i = 0; i < post->terms && choice.max > 0; i++)
		if (post->term[i]->kind != TERM_AUTHOR)
			offer_term(&choice, post->term[i]);
	for (i = 0; i < choice.count; i++)
		related[i] = choice.best[i].page;
	return (choice.count);
}

/* The next or previous post in some rendition: it is named anyway. */
static bool
is_neighbour(const struct page *post, const struct page *other)
{
	unsigned left = FOR_LINKS & ~(unsigned)post->left_out;
	bool is_newer = order_of(other, post) < 0;
	const struct page *next = post;

	while (left != 0) {
		next = is_newer ? next->newer : next->older;
		if (next == NULL || next == other)
			return (next != NULL);
		left &= next->left_out;
	}
	return (false);
}

static bool
is_translation(const struct page *post, const struct page *other)
{
	const struct also *also;

	for (also = post->also; also != NULL; also = also->next)
		if (also->kind == LINK_PAGE &&
		    span_eq(also->target, other->path))
			return (true);
	return (false);
}

void
related_settle(const struct site *site, struct page *post)
{
	struct page *found[RELATED_MAX];
	size_t i, count, left = site->capsule.related, named = 4;
	const struct also *also;

	if (post->has_related)
		return;
	post->has_related = true;
	post->relateds = 0;
	for (also = post->also; also != NULL; also = also->next)
		named++;
	count = left > 0 ? related_find(post, found, left + named) : 0;
	for (i = 0; i < count && post->relateds < left; i++)
		if (!is_neighbour(post, found[i]) &&
		    !is_translation(post, found[i]))
			post->related[post->relateds++] = found[i];
}
