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
	return (capsule_labels(&site->capsule, site->capsule.lang));
}

static void
add_title(struct doc *doc, const struct site *site, struct span name)
{
	doc_heading(doc, 1,
	    doc_printf(doc, "%.*s · %.*s", SPAN_ARG(name),
		SPAN_ARG(site->capsule.title)));
}

/* "News, 2": readers see the title alone in their list of feeds. */
static struct span
sheet_name(struct doc *doc, struct span name, size_t sheet)
{
	if (sheet == 0)
		return (name);
	return (doc_printf(doc, "%.*s, %zu", SPAN_ARG(name), sheet));
}

static struct block *
add_links(struct doc *doc)
{
	return (doc_add(doc, NULL, BLOCK_PARAGRAPH));
}

void
list_add_post(struct doc *doc, struct block *block, const struct page *post)
{
	struct link *link = doc_link(doc, block, LINK_PAGE, post->path,
	    doc_printf(doc, "%04d-%02d-%02d %.*s", post->date.year,
		post->date.month, post->date.day, SPAN_ARG(post->title)));

	link->is_post = true;
	link->lang = post->lang;
	page_limit_link(post, link);
}

size_t
list_sheets(const struct site *site, size_t posts)
{
	size_t full = posts / site->capsule.page_size;

	return (full > 1 ? full - 1 : 0);
}

void
list_range(const struct site *site, size_t posts, size_t sheet, size_t *first,
    size_t *end)
{
	size_t size = site->capsule.page_size;
	size_t sheets = list_sheets(site, posts);

	*first = sheet == 0 ? 0 : posts - sheet * size;
	*end = sheet == 0 ? posts - sheets * size : *first + size;
}

struct span
list_sheet_path(struct doc *doc, struct span path, size_t sheet)
{
	if (sheet == 0)
		return (path);
	return (doc_printf(doc, "%.*spage/%zu/", SPAN_ARG(path), sheet));
}

/* The posts of one sheet, and how many there are: in all on the newest, which
 * changes with each post anyway. */
static void
add_posts(struct doc *doc, const struct site *site, struct page *const *post,
    size_t posts, size_t sheet)
{
	struct block *block;
	struct buf b;
	size_t i, end;

	list_range(site, posts, sheet, &i, &end);
	buf_init(&b, 1024);
	labels_add_count(&b, labels_of(site), LABEL_NEWEST_FIRST,
	    sheet == 0 ? posts : end - i);
	doc_paragraph(doc, buf_span(&b));
	buf_release(&b);
	if (posts == 0)
		return;
	block = add_links(doc);
	for (; i < end; i++)
		list_add_post(doc, block, post[i]);
}

/* Links to the sheets beside one. */
static void
add_turns(struct doc *doc, const struct site *site, struct block *block,
    struct span path, size_t posts, size_t sheet)
{
	const struct labels *labels = labels_of(site);
	size_t sheets = list_sheets(site, posts);
	size_t older = sheet == 0 ? sheets : sheet - 1;

	if (sheet > 0)
		doc_link(doc, block, LINK_PAGE,
		    list_sheet_path(doc, path, sheet == sheets ? 0 : sheet + 1),
		    span_str(labels->text[LABEL_NEWER]));
	if (older > 0)
		doc_link(doc, block, LINK_PAGE,
		    list_sheet_path(doc, path, older),
		    span_str(labels->text[LABEL_OLDER]));
}

static void
add_home(struct doc *doc, const struct site *site, struct block *block)
{
	doc_link(doc, block, LINK_PAGE, SPAN("/"), site->capsule.title);
}

/* The end of a numbered sheet: nothing there changes with a new post, except
 * that the last one gets a newer one beside it. */
static void
end_sheet(struct doc *doc, const struct site *site, struct span path,
    struct span name, size_t posts, size_t sheet)
{
	struct block *block = add_links(doc);

	add_turns(doc, site, block, path, posts, sheet);
	doc_link(doc, block, LINK_PAGE, path,
	    doc_printf(doc, "%s: %.*s", labels_of(site)->text[LABEL_UP],
		SPAN_ARG(name)));
	add_home(doc, site, block);
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
list_archive(struct doc *doc, const struct site *site, size_t sheet)
{
	struct span name = span_str(labels_of(site)->text[LABEL_ARCHIVE]);
	struct block *block;
	size_t i;

	add_title(doc, site, sheet_name(doc, name, sheet));
	add_posts(doc, site, site->post, site->posts, sheet);
	if (sheet > 0) {
		end_sheet(
		    doc, site, SPAN("/archive/"), name, site->posts, sheet);
		return;
	}
	block = add_links(doc);
	add_turns(doc, site, block, SPAN("/archive/"), site->posts, sheet);
	for (i = 0; i < site->years; i++)
		add_counted(doc, block, site->year[i].path,
		    period_name(doc, &site->year[i]), site->year[i].posts);
	add_home(doc, site, block);
}

void
list_period(struct doc *doc, const struct site *site,
    const struct period *period, size_t sheet)
{
	const char *up = labels_of(site)->text[LABEL_UP];
	struct span name = period_name(doc, period);
	struct block *block;
	size_t i;

	add_title(doc, site, sheet_name(doc, name, sheet));
	add_posts(doc, site, period->post, period->posts, sheet);
	if (sheet > 0) {
		end_sheet(doc, site, period->path, name, period->posts, sheet);
		return;
	}
	block = add_links(doc);
	add_turns(doc, site, block, period->path, period->posts, sheet);
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
list_term(struct doc *doc, const struct site *site, const struct term *term,
    size_t sheet)
{
	const struct labels *labels = labels_of(site);
	const struct term *child;
	struct block *block;

	add_title(doc, site, sheet_name(doc, term->name, sheet));
	add_posts(doc, site, term->post, term->posts, sheet);
	if (sheet > 0) {
		end_sheet(
		    doc, site, term->path, term->name, term->posts, sheet);
		return;
	}
	block = add_links(doc);
	add_turns(doc, site, block, term->path, term->posts, sheet);
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
