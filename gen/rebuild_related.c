/* SPDX-License-Identifier: ISC */
/*
 * A post's related posts are chosen among those nearest to it in the lists of
 * its terms.  So what changes in one post, or comes, or goes, is seen only by
 * posts that stand near it in a list, as it was or as it is.
 */
#include "rebuild_related.h"

#include <stdlib.h>

#include "die.h"
#include "page_store.h"
#include "related.h"
#include "terms.h"

/* Beyond so many changes all posts are looked at. */
#define CHANGES_MAX 200

struct marking {
	const struct rebuild *r;
	bool *is_affected;
	bool *is_still; /* by source: it changed, but not among the posts */
	size_t changes; /* that may stand between a post and its place */
};

/* The first post in a list, newest first, that is not newer than the date;
 * with `is_after`, that is older. */
static size_t
place_of(const struct term *term, const struct date *date, bool is_after)
{
	size_t low = 0, high = term->posts, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = date_cmp(date, &term->post[middle]->date);
		if (order < 0 || (is_after && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return (low);
}

static void
mark_near(struct marking *m, const struct term *term, const struct date *date)
{
	size_t around = RELATED_NEAREST + m->changes + 1;
	size_t first, end;

	for (; term != NULL; term = term->parent) {
		first = place_of(term, date, false);
		end = place_of(term, date, true);
		first = first > around ? first - around : 0;
		end = term->posts - end > around ? end + around : term->posts;
		for (; first < end; first++)
			m->is_affected[term->post[first] - m->r->site->page] =
			    true;
	}
}

/* A post of now, or as it was. */
static void
mark_post(struct marking *m, const struct page *page)
{
	const struct terms *terms = &m->r->site->terms;
	const struct term *term;
	size_t i;
	int kind;

	for (kind = 0; kind < TERM_AUTHOR; kind++) {
		for (i = 0; i < page->names[kind].count; i++) {
			term = terms_find(terms, (enum term_kind)kind,
			    page->names[kind].item[i]);
			mark_near(m, term, &page->date);
		}
	}
}

/* Read a post as it was.  Its strings point into the cache. */
static bool
load_old(const struct marking *m, const struct cache_source *source,
    struct page *page, struct arena *arena)
{
	struct reader reader = { .rest = cache_bytes(m->r->cache, source->data,
				     source->data_len) };

	*page = (struct page){ .kind = PAGE_POST };
	return (page_load(page, arena, &reader));
}

static void
mark_old(struct marking *m, const struct cache_source *source)
{
	struct arena arena;
	struct page page;

	arena_init(&arena);
	if (load_old(m, source, &page, &arena))
		mark_post(m, &page);
	arena_release(&arena);
}

static bool
are_equal(const struct names *a, const struct names *b)
{
	size_t i;

	for (i = 0; i < a->count && i < b->count; i++)
		if (!span_eq(a->item[i], b->item[i]))
			return (false);
	return (a->count == b->count);
}

/* All that a post's path, date and terms are made of is as it was. */
static bool
has_same_place(
    const struct marking *m, const struct page *old, const struct page *now)
{
	struct span lang =
	    old->lang.len > 0 ? old->lang : m->r->site->capsule.lang;
	int kind;

	for (kind = 0; kind < TERM_KINDS; kind++)
		if (!are_equal(&old->names[kind], &now->names[kind]))
			return (false);
	return (date_cmp(&old->date, &now->date) == 0 &&
	    old->date.when == now->date.when &&
	    old->is_draft == now->is_draft && old->left_out == now->left_out &&
	    span_eq(lang, now->lang) && span_eq(old->name, now->name) &&
	    span_eq(old->slug, now->slug) &&
	    span_eq(old->permalink, now->permalink) &&
	    /* Else the title gives the path. */
	    (old->name.len > 0 || old->slug.len > 0));
}

static void
find_still(struct marking *m)
{
	const struct site *site = m->r->site;
	const struct scan_file *file;
	struct arena arena;
	struct page old;
	size_t i;

	arena_init(&arena);
	for (i = 0; i < site->posts; i++) {
		file = site->post[i]->scan;
		if (m->r->old[i] != NULL && !file->is_same &&
		    file->old != NULL && load_old(m, file->old, &old, &arena))
			m->is_still[file - site->scan.file] =
			    has_same_place(m, &old, site->post[i]);
	}
	arena_release(&arena);
}

/* Old sources that are another file now, or none: only posts can be told. */
static size_t
each_old(struct marking *m, bool is_marking)
{
	const struct scan *scan = &m->r->site->scan;
	const struct cache_source *old = m->r->cache->source;
	size_t count = 0, next = 0, i;

	for (i = 0; i < m->r->cache->head->sources; i++) {
		while (next < scan->count &&
		    (scan->file[next].old == NULL ||
			scan->file[next].old < &old[i]))
			next++;
		if (next < scan->count && scan->file[next].old == &old[i] &&
		    (scan->file[next].is_same || m->is_still[next]))
			continue;
		if (!span_starts(
			cache_bytes(m->r->cache, old[i].path, old[i].path_len),
			SPAN("posts/")))
			continue;
		count++;
		if (is_marking)
			mark_old(m, &old[i]);
	}
	return (count);
}

static bool
is_changed(const struct marking *m, size_t post)
{
	const struct scan_file *file = m->r->site->post[post]->scan;

	return (m->r->old[post] == NULL ||
	    (!file->is_same && !m->is_still[file - m->r->site->scan.file]));
}

static void
mark_all(struct marking *m)
{
	const struct site *site = m->r->site;
	size_t i;

	(void)each_old(m, true);
	for (i = 0; i < site->posts; i++)
		if (is_changed(m, i))
			mark_post(m, site->post[i]);
}

void
rebuild_mark_related(const struct rebuild *r, bool *is_affected)
{
	struct marking m = { .r = r, .is_affected = is_affected };
	size_t i;

	if (r->site->capsule.related == 0)
		return;
	m.is_still = xcalloc(r->site->scan.count + 1, sizeof(*m.is_still));
	find_still(&m);
	m.changes = each_old(&m, false);
	for (i = 0; i < r->site->posts; i++)
		m.changes += is_changed(&m, i);
	if (m.changes > CHANGES_MAX)
		for (i = 0; i < r->site->pages; i++)
			is_affected[i] = true;
	else if (m.changes > 0)
		mark_all(&m);
	free(m.is_still);
}
