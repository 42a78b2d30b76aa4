/* SPDX-License-Identifier: ISC */
/*
 * What each list of posts has beside its posts, and the lists of terms.
 */
#include "lists.h"

#include "labels.h"
#include "postlist.h"

static const enum label kind_label[TERM_KINDS] = { LABEL_CATEGORIES, LABEL_TAGS,
	LABEL_AUTHORS };

static const struct labels *
labels_of(const struct site *site)
{
	return (capsule_labels(&site->capsule, site->capsule.lang));
}

/* A month as a feed reader can tell it from others. */
static struct span
period_name(struct doc *doc, const struct period *period)
{
	if (period->month == 0)
		return (doc_printf(doc, "%04d", period->year));
	return (doc_printf(doc, "%04d-%02d", period->year, period->month));
}

static void
add_period(struct doc *doc, struct block *block, const struct period *period)
{
	postlist_add_counted(doc, block, period->path, period_name(doc, period),
	    &period->tally, tally_left_out(&period->tally));
}

void
list_archive(struct doc *doc, const struct site *site, size_t sheet)
{
	const struct labels *labels = labels_of(site);
	struct postlist list = { .path = SPAN("/archive/"),
		.name = span_str(labels->text[LABEL_ARCHIVE]),
		.labels = labels,
		.post = site->post,
		.posts = site->posts,
		.tally = &site->tally,
		.sheet = sheet };
	struct block *block = postlist_add(doc, site, &list);
	size_t i;

	if (block == NULL)
		return;
	for (i = 0; i < site->years; i++)
		add_period(doc, block, &site->year[i]);
	postlist_add_home(doc, block, site);
}

/* From a month to its year, from a year to the archive. */
static void
add_period_up(struct doc *doc, struct block *block, const struct site *site,
    const struct period *period)
{
	const struct labels *labels = labels_of(site);
	const char *up = labels->text[LABEL_UP];

	if (period->month == 0)
		doc_link(doc, block, LINK_PAGE, SPAN("/archive/"),
		    doc_printf(doc, "%s: %s", up, labels->text[LABEL_ARCHIVE]));
	else
		doc_link(doc, block, LINK_PAGE,
		    doc_printf(doc, "/%04d/", period->year),
		    doc_printf(doc, "%s: %04d", up, period->year));
}

void
list_period(struct doc *doc, const struct site *site,
    const struct period *period, size_t sheet)
{
	struct postlist list = { .path = period->path,
		.name = period_name(doc, period),
		.labels = labels_of(site),
		.post = period->post,
		.posts = period->posts,
		.tally = &period->tally,
		.sheet = sheet };
	struct block *block = postlist_add(doc, site, &list);
	size_t i;

	if (block == NULL)
		return;
	for (i = 0; period->month == 0 && i < site->months; i++)
		if (site->month[i].year == period->year)
			add_period(doc, block, &site->month[i]);
	add_period_up(doc, block, site, period);
	postlist_add_home(doc, block, site);
}

struct tally
list_count_terms(const struct site *site, enum term_kind kind)
{
	struct tally count = { 0 };
	const struct term *term;
	size_t i;

	for (i = 0; i < site->terms.count[kind]; i++) {
		term = site->terms.item[kind][i];
		if (!term->has_page)
			continue;
		count.gemini += (term->left_out & FOR_GEMTEXT) == 0;
		count.gopher += (term->left_out & FOR_MENU) == 0;
	}
	return (count);
}

static void
add_term(struct doc *doc, struct block *block, const struct term *term,
    struct span label)
{
	postlist_add_counted(
	    doc, block, term->path, label, &term->tally, term->left_out);
}

void
list_terms(struct doc *doc, const struct site *site, enum term_kind kind)
{
	struct span title = span_str(labels_of(site)->text[kind_label[kind]]);
	struct block *block;
	const struct term *term;
	struct buf b;
	size_t i;

	doc_heading(doc, 1,
	    doc_printf(doc, "%.*s · %.*s", SPAN_ARG(title),
		SPAN_ARG(site->capsule.title)));
	block = doc_add(doc, NULL, BLOCK_PARAGRAPH);
	for (i = 0; i < site->terms.count[kind]; i++) {
		term = site->terms.item[kind][i];
		if (!term->has_page)
			continue;
		buf_init(&b, 65536);
		term_add_label(&b, term);
		add_term(doc, block, term, buf_span(&b));
		buf_release(&b);
	}
	postlist_add_home(doc, doc_add(doc, NULL, BLOCK_PARAGRAPH), site);
}

/* The link to what stands above a term, with its count. */
static void
add_up(struct doc *doc, const struct site *site, struct block *block,
    const struct term *term)
{
	const struct labels *labels = labels_of(site);
	const char *up = labels->text[LABEL_UP];

	if (term->parent != NULL && term->parent->has_page)
		add_term(doc, block, term->parent,
		    doc_printf(
			doc, "%s: %.*s", up, SPAN_ARG(term->parent->name)));
	else if (term->kind == TERM_AUTHOR)
		doc_link(doc, block, LINK_PAGE, SPAN("/author/"),
		    doc_printf(doc, "%s: %s", up, labels->text[LABEL_AUTHORS]));
	else
		doc_link(doc, block, LINK_PAGE,
		    term->kind == TERM_TAG ? SPAN("/tag/") : SPAN("/category/"),
		    doc_printf(doc, "%s: %s", up,
			labels->text[kind_label[term->kind]]));
}

/* The tag of a category's name, or the category of a tag's. */
static void
add_twin(struct doc *doc, const struct labels *labels, struct block *block,
    const struct term *term)
{
	enum label label =
	    term->kind == TERM_TAG ? LABEL_ALSO_CATEGORY : LABEL_ALSO_TAG;

	if (term->twin != NULL)
		add_term(doc, block, term->twin,
		    doc_printf(doc, "%s: %.*s", labels->text[label],
			SPAN_ARG(term->twin->name)));
}

void
list_term(struct doc *doc, const struct site *site, const struct term *term,
    size_t sheet)
{
	const struct labels *labels = labels_of(site);
	struct postlist list = { .path = term->path,
		.name = term->name,
		.labels = labels,
		.post = term->post,
		.posts = term->posts,
		.tally = &term->tally,
		.sheet = sheet };
	struct block *block = postlist_add(doc, site, &list);
	const struct term *child;

	if (block == NULL)
		return;
	for (child = term->first; child != NULL; child = child->next)
		if (child->has_page)
			add_term(doc, block, child, child->name);
	add_up(doc, site, block, term);
	add_twin(doc, labels, block, term);
	postlist_add_feed(doc, block, labels, term->path, &term->tally);
	postlist_add_home(doc, block, site);
}
