/* SPDX-License-Identifier: ISC */
/*
 * From front matter to a site: terms, paths, the order of posts, archives.
 */
#include "site.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "languages.h"
#include "links.h"
#include "permalink.h"
#include "places.h"

/* So many are sorted by hand. */
#define TERMS_FEW 24

static int
by_rank(const void *a, const void *b)
{
	const struct term *x = *(struct term *const *)a;
	const struct term *y = *(struct term *const *)b;

	if (x->kind != y->kind)
		return (x->kind < y->kind ? -1 : 1);
	if (x->rank == y->rank)
		return (0);
	return (x->rank < y->rank ? -1 : 1);
}

/* Each term once, in the order of kinds and names. */
static void
name_terms(struct site *site, struct page *post)
{
	struct names *names;
	struct term *term;
	size_t i, count = 0;
	int kind;

	for (kind = 0; kind < TERM_KINDS; kind++)
		count += post->names[kind].count;
	post->term = arena_alloc(&site->arena, count * sizeof(struct term *));
	for (kind = 0; kind < TERM_KINDS; kind++) {
		names = &post->names[kind];
		for (i = 0; i < names->count; i++) {
			term = terms_name(
			    &site->terms, (enum term_kind)kind, names->item[i]);
			if (term == NULL || term->is_hidden ||
			    term->named_by == post)
				continue;
			term->named_by = post;
			post->term[post->terms++] = term;
		}
	}
}

/* Most posts have a handful. */
static void
sort_few(struct term **item, size_t count)
{
	struct term *term;
	size_t i, j;

	for (i = 1; i < count; i++) {
		term = item[i];
		for (j = i; j > 0 && by_rank(&item[j - 1], &term) > 0; j--)
			item[j] = item[j - 1];
		item[j] = term;
	}
}

/* Categories and tags in the order of readers; authors stay as written.  All
 * hear of the post, while it is at hand. */
static void
take_terms(struct site *site, struct page *post)
{
	const struct term *term;
	size_t i, count = 0;

	while (count < post->terms && post->term[count]->kind != TERM_AUTHOR)
		count++;
	if (count > TERMS_FEW)
		qsort(post->term, count, sizeof(struct term *), by_rank);
	else
		sort_few(post->term, count);
	post->related = arena_alloc(
	    &site->arena, site->capsule.related * sizeof(struct page *));
	post->key = arena_alloc(&site->arena, count * sizeof(*post->key));
	for (i = 0; i < count; i++) {
		term = post->term[i];
		post->key[post->keys++] =
		    (uint32_t)term->kind << 31 | (uint32_t)term->rank;
		post->key_bits |= UINT64_C(1) << term->rank % 64;
	}
	for (i = 0; i < post->terms; i++)
		terms_expect_post(post->term[i]);
}

static void
want_terms(struct site *site, const struct nav_item *item)
{
	for (; item != NULL; item = item->next) {
		if (span_starts(item->target, SPAN("/category/")) ||
		    span_starts(item->target, SPAN("/tag/")))
			(void)terms_want(
			    &site->terms, item->target, item->label);
		want_terms(site, item->first);
	}
}

static void
make_terms(struct site *site)
{
	size_t i;

	collation_init(&site->collation, site->capsule.lang);
	terms_init(&site->terms, &site->arena, &site->capsule, site->losses,
	    &site->slugger);
	terms_declare(&site->terms);
	for (i = 0; i < site->posts; i++)
		name_terms(site, site->post[i]);
	want_terms(site, site->capsule.navigation.first);
	terms_finish(&site->terms, &site->collation);
	for (i = 0; i < site->posts; i++)
		take_terms(site, site->post[i]);
}

static int
newest_first(const void *a, const void *b)
{
	const struct page *x = *(struct page *const *)a;
	const struct page *y = *(struct page *const *)b;
	int order = date_cmp(&y->date, &x->date);

	return (order != 0 ? order : span_cmp(x->path, y->path));
}

/* Posts come by source, and most sources begin with the date: turned round,
 * they are almost in order.  Those that are not are sorted like any list. */
static void
sort_posts(struct page **post, size_t count)
{
	size_t left = count * 4, i, j;
	struct page *page;

	for (i = 0; i < count / 2; i++) {
		page = post[i];
		post[i] = post[count - 1 - i];
		post[count - 1 - i] = page;
	}
	for (i = 1; i < count && left > 0; i++) {
		page = post[i];
		for (j = i;
		     j > 0 && left > 0 && newest_first(&post[j - 1], &page) > 0;
		     j--, left--)
			post[j] = post[j - 1];
		post[j] = page;
	}
	if (left == 0 && count > 1)
		qsort(post, count, sizeof(struct page *), newest_first);
}

static int
by_path(const void *a, const void *b)
{
	const struct page *x = *(struct page *const *)a;
	const struct page *y = *(struct page *const *)b;

	return (span_cmp(x->path, y->path));
}

static void
fill_terms(struct site *site)
{
	struct page *post;
	size_t i, j;

	for (i = 0; i < site->posts; i++) {
		post = site->post[i];
		for (j = 0; j < post->terms; j++)
			terms_add_post(post->term[j], post);
	}
	terms_settle(&site->terms);
}

/* Next and previous are read in one language: the others are translations, or
 * for other readers. */
static void
link_neighbours(struct site *site)
{
	struct page **last =
	    xcalloc(site->langs.count + 1, sizeof(struct page *));
	struct page *post, **newer;
	struct map by_lang;
	size_t i, count = 0;

	map_init(&by_lang);
	for (i = 0; i < site->posts; i++) {
		post = site->post[i];
		newer = map_get(&by_lang, post->lang);
		if (newer == NULL) {
			newer = &last[count++];
			(void)map_add(&by_lang, post->lang, newer);
		} else {
			post->newer = *newer;
			(*newer)->older = post;
		}
		*newer = post;
	}
	map_release(&by_lang);
	free(last);
}

static void
sort_pages(struct site *site)
{
	size_t i;

	for (i = 0; i < site->pages; i++)
		if (!site->is_out[i])
			permalink_set(site, &site->page[i]);
	sort_posts(site->post, site->posts);
	if (site->plains > 1)
		qsort(
		    site->plain, site->plains, sizeof(struct page *), by_path);
	for (i = 0; i < site->posts; i++)
		tally_add(&site->tally, site->post[i]);
	link_neighbours(site);
	fill_terms(site);
}

/* One more than the years, or the months, of the posts. */
static size_t
count_periods(const struct site *site, bool has_months)
{
	const struct date *last, *date;
	size_t i, count = 2;

	for (i = 1; i < site->posts; i++) {
		last = &site->post[i - 1]->date;
		date = &site->post[i]->date;
		count += date->year != last->year ||
		    (has_months && date->month != last->month);
	}
	return (count);
}

/* Posts of one year, or of one month, stand together. */
static void
make_periods(struct site *site)
{
	struct period *year = NULL, *month = NULL;
	struct page *post;
	size_t i;

	site->year = xcalloc(count_periods(site, false), sizeof(*site->year));
	site->month = xcalloc(count_periods(site, true), sizeof(*site->month));
	for (i = 0; i < site->posts; i++) {
		post = site->post[i];
		if (year == NULL || year->year != post->date.year) {
			year = &site->year[site->years++];
			year->year = post->date.year;
			year->post = &site->post[i];
			year->path =
			    arena_printf(&site->arena, "/%04d/", year->year);
			month = NULL;
		}
		if (month == NULL || month->month != post->date.month) {
			month = &site->month[site->months++];
			month->year = post->date.year;
			month->month = post->date.month;
			month->post = &site->post[i];
			month->path = arena_printf(&site->arena, "/%04d/%02d/",
			    month->year, month->month);
		}
		year->posts++;
		month->posts++;
		tally_add(&year->tally, post);
		tally_add(&month->tally, post);
	}
}

int
site_link(struct site *site)
{
	size_t before = losses_count(site->losses, LOSS_ERROR);

	site_choose(site);
	make_terms(site);
	sort_pages(site);
	site_mark(site);
	make_periods(site);
	places_put(site);
	languages_link(site);
	places_check_files(site);
	links_check_navigation(site);
	return (losses_count(site->losses, LOSS_ERROR) == before ? 0 : -1);
}

void
site_link_rest(struct site *site)
{
	struct losses *all = site->losses, more;
	const struct loss *item;
	size_t i;

	losses_init(&more);
	site->losses = &more;
	(void)site_link(site);
	site->losses = site->terms.losses = all;
	/* Links to what is broken are not: warnings would be wrong. */
	for (i = 0; i < more.count; i++) {
		item = &more.item[i];
		if (item->kind == LOSS_ERROR)
			losses_add(all, LOSS_ERROR, item->file, item->line,
			    "%s", item->message);
	}
	losses_release(&more);
}
