/* SPDX-License-Identifier: ISC */
/*
 * Every list of posts is a gemsub feed: dated links, newest first, and a title
 * that says whose list it is.
 */
#include "lists.h"

#include <string.h>

#include "labels.h"

static const enum label kind_label[TERM_KINDS] = { LABEL_CATEGORIES, LABEL_TAGS,
	LABEL_AUTHORS };

static const struct labels *
labels_of(const struct site *site)
{
	return (labels_for(site->capsule.lang));
}

static void
add_title(struct doc *doc, const struct site *site, struct span name)
{
	doc_heading(doc, 1,
	    doc_printf(doc, "%.*s · %.*s", SPAN_ARG(name),
		SPAN_ARG(site->capsule.title)));
}

static struct block *
add_links(struct doc *doc)
{
	return (doc_add(doc, NULL, BLOCK_PARAGRAPH));
}

void
list_add_post(struct doc *doc, struct block *block, const struct page *post)
{
	doc_link(doc, block, LINK_PAGE, post->path,
	    doc_printf(doc, "%04d-%02d-%02d %.*s", post->date.year,
		post->date.month, post->date.day, SPAN_ARG(post->title)));
}

static void
add_posts(struct doc *doc, const struct site *site, struct page *const *post,
    size_t posts)
{
	struct block *block;
	struct buf b;
	size_t i;

	buf_init(&b, 1024);
	labels_add_count(&b, labels_of(site), LABEL_NEWEST_FIRST, posts);
	doc_paragraph(doc, buf_span(&b));
	buf_release(&b);
	if (posts == 0)
		return;
	block = add_links(doc);
	for (i = 0; i < posts; i++)
		list_add_post(doc, block, post[i]);
}

static void
add_home(struct doc *doc, const struct site *site, struct block *block)
{
	doc_link(doc, block, LINK_PAGE, SPAN("/"), site->capsule.title);
}

static void
add_counted(struct doc *doc, struct block *block, struct span path,
    struct span label, size_t count)
{
	doc_link(doc, block, LINK_PAGE, path,
	    doc_printf(doc, "%.*s (%zu)", SPAN_ARG(label), count));
}

/* A month as a feed reader can tell it from others. */
static struct span
period_name(struct doc *doc, const struct period *period)
{
	if (period->month == 0)
		return (doc_printf(doc, "%04d", period->year));
	return (doc_printf(doc, "%04d-%02d", period->year, period->month));
}

void
list_archive(struct doc *doc, const struct site *site)
{
	struct block *block;
	size_t i;

	add_title(doc, site, span_str(labels_of(site)->text[LABEL_ARCHIVE]));
	add_posts(doc, site, site->post, site->posts);
	block = add_links(doc);
	for (i = 0; i < site->years; i++)
		add_counted(doc, block, site->year[i].path,
		    period_name(doc, &site->year[i]), site->year[i].posts);
	add_home(doc, site, block);
}

void
list_period(
    struct doc *doc, const struct site *site, const struct period *period)
{
	const char *up = labels_of(site)->text[LABEL_UP];
	struct block *block;
	size_t i;

	add_title(doc, site, period_name(doc, period));
	add_posts(doc, site, period->post, period->posts);
	block = add_links(doc);
	for (i = 0; period->month == 0 && i < site->months; i++)
		if (site->month[i].year == period->year)
			add_counted(doc, block, site->month[i].path,
			    period_name(doc, &site->month[i]),
			    site->month[i].posts);
	if (period->month == 0)
		doc_link(doc, block, LINK_PAGE, SPAN("/archive/"),
		    doc_printf(doc, "%s: %s", up,
			labels_of(site)->text[LABEL_ARCHIVE]));
	else
		doc_link(doc, block, LINK_PAGE,
		    doc_printf(doc, "/%04d/", period->year),
		    doc_printf(doc, "%s: %04d", up, period->year));
	add_home(doc, site, block);
}

size_t
list_count_terms(const struct site *site, enum term_kind kind)
{
	size_t i, count = 0;

	for (i = 0; i < site->terms.count[kind]; i++)
		if (site->terms.item[kind][i]->has_page)
			count++;
	return (count);
}

void
list_terms(struct doc *doc, const struct site *site, enum term_kind kind)
{
	const char *title = labels_of(site)->text[kind_label[kind]];
	struct block *block;
	const struct term *term;
	struct buf b;
	size_t i;

	add_title(doc, site, span_str(title));
	block = add_links(doc);
	for (i = 0; i < site->terms.count[kind]; i++) {
		term = site->terms.item[kind][i];
		if (!term->has_page)
			continue;
		buf_init(&b, 65536);
		term_add_label(&b, term);
		add_counted(doc, block, term->path, buf_span(&b), term->posts);
		buf_release(&b);
	}
	add_home(doc, site, add_links(doc));
}

/* The link to what stands above a term, with its count. */
static void
add_up(struct doc *doc, const struct site *site, struct block *block,
    const struct term *term)
{
	const struct labels *labels = labels_of(site);
	const char *up = labels->text[LABEL_UP];

	if (term->parent != NULL && term->parent->has_page)
		add_counted(doc, block, term->parent->path,
		    doc_printf(
			doc, "%s: %.*s", up, SPAN_ARG(term->parent->name)),
		    term->parent->posts);
	else if (term->kind == TERM_AUTHOR)
		doc_link(doc, block, LINK_PAGE, SPAN("/author/"),
		    doc_printf(doc, "%s: %s", up, labels->text[LABEL_AUTHORS]));
	else
		doc_link(doc, block, LINK_PAGE,
		    term->kind == TERM_TAG ? SPAN("/tag/") : SPAN("/category/"),
		    doc_printf(doc, "%s: %s", up,
			labels->text[kind_label[term->kind]]));
}

void
list_term(struct doc *doc, const struct site *site, const struct term *term)
{
	const struct labels *labels = labels_of(site);
	const struct term *child;
	struct block *block;

	add_title(doc, site, term->name);
	add_posts(doc, site, term->post, term->posts);
	block = add_links(doc);
	for (child = term->first; child != NULL; child = child->next)
		if (child->has_page)
			add_counted(
			    doc, block, child->path, child->name, child->posts);
	add_up(doc, site, block, term);
	if (term->twin != NULL)
		add_counted(doc, block, term->twin->path,
		    doc_printf(doc, "%s: %.*s",
			labels
			    ->text[term->kind == TERM_TAG ? LABEL_ALSO_CATEGORY
							  : LABEL_ALSO_TAG],
			SPAN_ARG(term->twin->name)),
		    term->twin->posts);
	if (term->posts > 0)
		doc_link(doc, block, LINK_PAGE,
		    doc_printf(doc, "%.*satom.xml", SPAN_ARG(term->path)),
		    span_str(labels->text[LABEL_ATOM]));
	add_home(doc, site, block);
}
