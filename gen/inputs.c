/* SPDX-License-Identifier: ISC */
/*
 * Every page and term is hashed once; tasks mix those.
 */
#include "inputs.h"

#include <stdlib.h>

#include "die.h"
#include "feed.h"
#include "hash.h"
#include "languages.h"
#include "lists.h"
#include "postlist.h"

static size_t
index_of(const struct inputs *in, const struct page *page)
{
	return ((size_t)(page - in->site->page));
}

static uint64_t
link_of(const struct inputs *in, const struct page *page)
{
	return (page == NULL ? 0 : in->link[index_of(in, page)]);
}

static uint64_t
hash_link(const struct page *page)
{
	uint64_t hash = hash_span(HASH_SEED, page->path);

	hash = hash_span(hash, page->title);
	hash = hash_span(hash, page->lang);
	hash = hash_number(hash, site_day(&page->date));
	hash = hash_number(hash, page->is_listed);
	return (hash_number(hash, page->left_out));
}

static uint64_t
hash_own(const struct inputs *in, const struct page *page, uint64_t link)
{
	uint64_t hash = hash_number(in->common, link);
	const struct term *term;
	const struct also *also;
	size_t i;

	hash = hash_span(hash, page->record);
	/* Links and pictures are looked for beside it; reports name it. */
	hash = hash_span(hash, page->source);
	hash = hash_span(hash, page->lang);
	for (i = 0; i < page->terms; i++) {
		term = page->term[i];
		hash = hash_number(hash, in->term[term->kind][term->rank]);
	}
	for (also = page->also; also != NULL; also = also->next) {
		hash = hash_span(hash, also->lang);
		hash = hash_span(hash, also->name);
		hash = hash_span(hash, also->target);
		hash = hash_number(hash, also->kind);
	}
	return (hash);
}

static void
hash_terms(struct inputs *in)
{
	const struct terms *terms = &in->site->terms;
	const struct term *term;
	uint64_t hash;
	size_t i;
	int kind;

	for (kind = 0; kind < TERM_KINDS; kind++) {
		in->term[kind] =
		    xcalloc(terms->count[kind] + 1, sizeof(*in->term[kind]));
		for (i = 0; i < terms->count[kind]; i++) {
			term = terms->item[kind][i];
			hash =
			    hash_span(HASH_SEED + (unsigned)kind, term->path);
			hash = hash_span(hash, term->name);
			hash = hash_span(hash, term->short_name);
			hash = hash_span(hash, term->fold);
			hash = hash_number(hash, term->left_out);
			in->term[kind][i] = hash_number(hash, term->has_page);
		}
	}
}

static uint64_t
hash_languages(const struct site *site)
{
	uint64_t hash = HASH_SEED;
	const struct language *l;
	size_t i;

	for (i = 0; i < site->languages; i++) {
		l = &site->language[i];
		hash = hash_span(hash, l->tag);
		hash = hash_span(hash, l->name);
		hash = hash_span(hash, l->title);
		hash = hash_span(hash, l->path);
		hash = hash_number(hash, l->has_index);
		hash = hash_number(hash, tally_left_out(&l->tally));
		hash =
		    hash_number(hash, l->home == NULL ? 0 : hash_link(l->home));
	}
	return (hash);
}

void
inputs_init(struct inputs *in, const struct site *site)
{
	size_t i;

	*in = (struct inputs){ .site = site };
	in->common = hash_languages(site);
	hash_terms(in);
	in->link = xcalloc(site->pages + 1, sizeof(*in->link));
	in->own = xcalloc(site->pages + 1, sizeof(*in->own));
	for (i = 0; i < site->pages; i++) {
		if (site->is_out[i])
			continue;
		in->link[i] = hash_link(&site->page[i]);
		in->own[i] = hash_own(in, &site->page[i], in->link[i]);
	}
	in->plains = HASH_SEED;
	for (i = 0; i < site->plains; i++)
		in->plains =
		    hash_number(in->plains, link_of(in, site->plain[i]));
}

void
inputs_release(struct inputs *in)
{
	int kind;

	for (kind = 0; kind < TERM_KINDS; kind++)
		free(in->term[kind]);
	free(in->link);
	free(in->own);
	*in = (struct inputs){ 0 };
}

uint64_t
inputs_related(const struct page *post)
{
	uint64_t hash = HASH_SEED;
	size_t i;

	for (i = 0; i < post->relateds; i++)
		hash = hash_span(hash, post->related[i]->path);
	return (hash);
}

uint64_t
inputs_target(const struct inputs *in, const struct target *target)
{
	uint64_t hash = hash_number(HASH_SEED, target->is_out);

	if (target->page != NULL)
		hash = hash_number(hash, (uint64_t)target->page->kind + 1);
	/* In the order of pages, where they are at hand. */
	if (target->page != NULL && !target->is_out)
		return (hash_number(hash, link_of(in, target->page)));
	hash = hash_span(hash, target->path);
	hash = hash_span(hash, target->title);
	hash = hash_number(hash, target->left_out);
	if (target->file != NULL) {
		hash = hash_number(hash, target->file->size);
		hash = hash_number(hash, target->file->is_on_web);
		hash = hash_span(hash, span_str(target->file->type));
	}
	return (hash);
}

/* The next posts in one direction, one for each protocol. */
static uint64_t
neighbours(const struct inputs *in, const struct page *page, bool is_newer)
{
	unsigned left = FOR_LINKS & ~(unsigned)page->left_out;
	uint64_t hash = HASH_SEED;

	while (left != 0) {
		page = is_newer ? page->newer : page->older;
		if (page == NULL)
			break;
		if ((left & ~(unsigned)page->left_out) != 0)
			hash = hash_number(hash, link_of(in, page));
		left &= page->left_out;
	}
	return (hash);
}

static uint64_t
post_inputs(const struct inputs *in, const struct page *page)
{
	uint64_t hash = in->own[index_of(in, page)];

	hash = hash_number(hash, neighbours(in, page, true));
	return (hash_number(hash, neighbours(in, page, false)));
}

/* The posts of a sheet, and what stands beside it. */
static uint64_t
sheet_of(const struct inputs *in, const struct postlist *list)
{
	struct postlist_part part[2];
	size_t i, j, parts = postlist_parts(in->site, list, part);
	uint64_t hash = hash_number(HASH_SEED, parts);

	for (i = 0; i < parts; i++) {
		hash = hash_number(hash, part[i].end - part[i].first);
		for (j = part[i].first; j < part[i].end; j++)
			hash = hash_number(hash, link_of(in, list->post[j]));
	}
	/* Is it there, and the last? */
	hash = hash_number(
	    hash, postlist_left_out(in->site, list->tally, list->sheet));
	return (hash_number(
	    hash, postlist_left_out(in->site, list->tally, list->sheet + 1)));
}

/* The newest posts of both protocols. */
static uint64_t
feed_of(const struct inputs *in, const struct postlist *list)
{
	struct tally taken = { 0 };
	uint64_t hash = HASH_SEED;
	const struct page *post;
	size_t i;

	for (i = 0; i < list->posts &&
	     !tally_is_full(&taken, list->tally, FEED_MAX_ENTRIES);
	     i++) {
		post = list->post[i];
		if (tally_take(&taken, post, FEED_MAX_ENTRIES) != 0)
			hash = hash_number(hash, in->own[index_of(in, post)]);
	}
	return (hash);
}

/* A term with how many posts it says it has. */
static uint64_t
counted(const struct inputs *in, const struct term *term)
{
	if (term == NULL || !term->has_page)
		return (0);
	return (tally_hash(in->term[term->kind][term->rank], &term->tally));
}

static uint64_t
terms_of(const struct inputs *in, enum term_kind kind)
{
	const struct terms *terms = &in->site->terms;
	uint64_t hash = HASH_SEED;
	size_t i;

	for (i = 0; i < terms->count[kind]; i++)
		hash = hash_number(hash, counted(in, terms->item[kind][i]));
	return (hash);
}

static uint64_t
plain_inputs(const struct inputs *in, const struct page *page)
{
	uint64_t hash = hash_number(in->own[index_of(in, page)], in->plains);
	const struct language *l = language_home_of(in->site, page);
	struct postlist list = { 0 };

	if (l == NULL)
		return (hash);
	/* The newest posts stand on it, and links to the sheets of others. */
	list.post = l->post;
	list.posts = l->posts;
	list.tally = &l->tally;
	hash = tally_hash(hash, &l->tally);
	return (hash_number(hash, sheet_of(in, &list)));
}

static uint64_t
file_inputs(const struct attachment *file)
{
	uint64_t hash = hash_span(HASH_SEED, file->path);

	hash = hash_number(hash, file->size);
	hash = hash_number(hash, (uint64_t)file->scan->modified);
	hash = hash_number(hash, file->is_on_web);
	return (hash_span(hash, span_str(file->type)));
}

/* What stands on a list's own page beside its posts. */
static uint64_t
term_inputs(const struct inputs *in, const struct term *term)
{
	uint64_t hash = counted(in, term);
	const struct term *child;

	hash = hash_number(hash, counted(in, term->parent));
	hash = hash_number(hash, counted(in, term->twin));
	for (child = term->first; child != NULL; child = child->next)
		hash = hash_number(hash, counted(in, child));
	return (hash);
}

static uint64_t
periods_of(const struct period *period, size_t count)
{
	uint64_t hash = HASH_SEED;
	size_t i;

	for (i = 0; i < count; i++) {
		hash = hash_span(hash, period[i].path);
		hash = tally_hash(hash, &period[i].tally);
	}
	return (hash);
}

/* A list's own page: what stands there besides its posts. */
static uint64_t
list_head(const struct inputs *in, const struct task *task)
{
	const struct site *site = in->site;
	uint64_t hash = HASH_SEED;

	switch (task->kind) {
	case TASK_YEAR:
	case TASK_ARCHIVE:
		hash = periods_of(site->year, site->years);
		return (
		    hash_number(hash, periods_of(site->month, site->months)));
	case TASK_CATEGORY:
	case TASK_TAG:
	case TASK_AUTHOR:
		return (term_inputs(in,
		    site->terms.item[task->kind - TASK_CATEGORY][task->index]));
	case TASK_LANGUAGE:
		return (in->plains);
	default:
		return (hash);
	}
}

static uint64_t
list_inputs(const struct inputs *in, const struct task *task)
{
	struct postlist list = task_posts(task, in->site);
	uint64_t hash = hash_number(in->common, sheet_of(in, &list));

	if (task->kind >= TASK_CATEGORY && task->kind <= TASK_AUTHOR)
		hash = hash_number(
		    hash, in->term[task->kind - TASK_CATEGORY][task->index]);
	if (task->sheet > 0)
		return (hash);
	hash = tally_hash(hash, list.tally);
	hash = hash_number(hash, feed_of(in, &list));
	return (hash_number(hash, list_head(in, task)));
}

static uint64_t
home_inputs(const struct inputs *in)
{
	const struct site *site = in->site;
	uint64_t hash = tally_hash(in->common, &site->tally);
	struct tally taken = { 0 }, terms;
	size_t i;
	int kind;

	for (i = 0; i < site->posts &&
	     !tally_is_full(&taken, &site->tally, site->capsule.recent);
	     i++)
		if (tally_take(&taken, site->post[i], site->capsule.recent) !=
		    0)
			hash = hash_number(hash, link_of(in, site->post[i]));
	if (site->home != NULL)
		hash = hash_number(hash, in->own[index_of(in, site->home)]);
	for (kind = 0; kind < TERM_KINDS; kind++) {
		terms = list_count_terms(site, (enum term_kind)kind);
		hash = tally_hash(hash, &terms);
	}
	return (hash_number(hash, in->plains));
}

uint64_t
inputs_of(const struct inputs *in, const struct task *task)
{
	const struct site *site = in->site;
	struct postlist list;

	switch (task->kind) {
	case TASK_POST:
		return (post_inputs(in, site->post[task->index]));
	case TASK_PLAIN:
		return (plain_inputs(in, site->plain[task->index]));
	case TASK_FILE:
		return (file_inputs(&site->file[task->index]));
	case TASK_HOME:
		return (home_inputs(in));
	case TASK_CATEGORIES:
	case TASK_TAGS:
	case TASK_AUTHORS:
		return (terms_of(
		    in, (enum term_kind)(task->kind - TASK_CATEGORIES)));
	case TASK_FEED:
		list = task_posts(task, site);
		return (feed_of(in, &list));
	case TASK_WELLKNOWN:
	case TASK_KINDS:
		return (HASH_SEED);
	default:
		return (list_inputs(in, task));
	}
}
