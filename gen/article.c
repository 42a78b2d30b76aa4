/* SPDX-License-Identifier: ISC */
/*
 * The shape of a post: one link line as byline, so that the first text line of
 * the page is the post's own first sentence.
 */
#include "article.h"

#include "labels.h"
#include "languages.h"
#include "links.h"
#include "markdown.h"
#include "terms.h"
#include "uri.h"

/* A label of the form "By %s" with its word put in. */
static void
add_label(struct buf *b, const struct labels *labels, enum label label,
    struct span word)
{
	struct span text = span_str(labels->text[label]);
	size_t at = span_search(text, SPAN("%s"));

	buf_span_add(b, span_first(text, at));
	buf_span_add(b, word);
	buf_span_add(b, span_skip(text, at + 2));
}

static void
add_day(struct buf *b, const struct labels *labels, const struct date *date)
{
	labels_add_date(b, labels, date->year, date->month, date->day);
}

/* "By admin, 9 March 2021, 40 likes" */
static void
add_byline(struct buf *b, const struct page *page, const struct labels *labels)
{
	struct buf names, day;
	size_t i;

	buf_init(&names, 65536);
	buf_init(&day, 256);
	for (i = 0; i < page->terms; i++) {
		if (page->term[i]->kind != TERM_AUTHOR)
			continue;
		if (names.len > 0)
			buf_str(&names, ", ");
		buf_span_add(&names, page->term[i]->name);
	}
	if (names.len > 0) {
		add_label(b, labels, LABEL_BY, buf_span(&names));
		buf_str(b, ", ");
	}
	add_day(b, labels, &page->date);
	if (page->likes > 0) {
		buf_str(b, ", ");
		labels_add_count(b, labels, LABEL_LIKES, page->likes);
	}
	/* A word on the day itself, or before it, is none to a reader. */
	if (site_day(&page->updated) > site_day(&page->date)) {
		add_day(&day, labels, &page->updated);
		/* A day in Ukrainian ends in "р." by itself. */
		buf_str(b, span_ends(buf_span(b), SPAN(".")) ? " " : ". ");
		add_label(b, labels, LABEL_UPDATED, buf_span(&day));
	}
	buf_release(&day);
	buf_release(&names);
}

/* The first author's page, or the month's when nobody signed. */
static void
add_byline_links(struct doc *doc, const struct site *site,
    const struct page *page, struct span byline)
{
	struct block *block = doc_add(doc, NULL, BLOCK_PARAGRAPH);
	const struct term *term;
	size_t i, authors = 0;

	block->only = FOR_LINKS;
	for (i = 0; i < page->terms; i++) {
		term = page->term[i];
		if (term->kind != TERM_AUTHOR)
			continue;
		doc_link(doc, block, LINK_PAGE, term->path,
		    authors++ == 0 ? byline : term->name);
	}
	if (authors == 0)
		doc_link(doc, block, LINK_PAGE,
		    doc_printf(
			doc, "/%04d/%02d/", page->date.year, page->date.month),
		    byline);
	language_add_translations(doc, block, site, page);
}

/* Above the text of a page that is there in other languages. */
static void
add_translations(
    struct doc *doc, const struct site *site, const struct page *page)
{
	struct block *mark = doc->last;
	struct block *block;

	if (page->also == NULL)
		return;
	block = doc_add(doc, NULL, BLOCK_PARAGRAPH);
	block->only = FOR_LINKS;
	language_add_translations(doc, block, site, page);
	article_move_up(doc, mark);
}

void
article_move_up(struct doc *doc, struct block *mark)
{
	struct block *head = doc->first;
	struct block *added = mark->next;
	struct block *last = doc->last;

	if (added == NULL || head == mark)
		return;
	last->next = head->next;
	head->next = added;
	mark->next = NULL;
	doc->last = mark;
}

int
article_add_body(struct doc *doc, const struct site *site,
    const struct page *page, struct span bytes, struct losses *losses)
{
	struct markdown_source source = { .file = page->file,
		.title =
		    page->own_title.len > 0 ? page->own_title : page->title };
	struct block *mark, *block;
	struct buf byline;

	source.body = page_body(bytes, &source.first_line);
	if (markdown_parse(doc, &source, losses) != 0)
		return (-1);
	if (page->own_title.len > 0 && doc->first != NULL)
		doc->first->text.words = page->title;
	links_resolve(site, page, doc, losses);
	if (page->kind != PAGE_POST) {
		add_translations(doc, site, page);
		return (0);
	}
	mark = doc->last;
	buf_init(&byline, 65536);
	add_byline(&byline, page, capsule_labels(&site->capsule, page->lang));
	add_byline_links(doc, site, page, buf_span(&byline));
	block = doc_paragraph(doc, buf_span(&byline));
	block->only = FOR_TEXT;
	buf_release(&byline);
	article_move_up(doc, mark);
	return (0);
}

/* A heading, with a block for links behind it. */
static struct block *
add_section(struct doc *doc, const char *heading)
{
	struct block *block = doc_heading(doc, 2, span_str(heading));

	block->only = FOR_LINKS;
	doc_add(doc, NULL, BLOCK_PARAGRAPH)->only = FOR_LINKS;
	return (block);
}

void
article_limit_section(struct block *heading)
{
	const struct link *link = heading->next->text.first;
	unsigned only = 0;

	for (; link != NULL; link = link->next)
		only |= link->only;
	heading->only &= (unsigned char)only;
	heading->next->only &= (unsigned char)only;
}

/* A tag that says what a category of the post says already. */
static bool
is_repeated(const struct page *page, const struct term *tag)
{
	size_t i;

	for (i = 0; i < page->terms; i++)
		if (page->term[i]->kind == TERM_CATEGORY &&
		    span_eq(page->term[i]->fold, tag->fold))
			return (true);
	return (false);
}

static void
add_filed_under(
    struct doc *doc, const struct page *page, const struct labels *labels)
{
	struct block *block = NULL;
	const struct term *term;
	size_t i;

	for (i = 0; i < page->terms; i++) {
		term = page->term[i];
		if (term->kind == TERM_AUTHOR ||
		    (term->kind == TERM_TAG && is_repeated(page, term)))
			continue;
		if (block == NULL)
			block =
			    add_section(doc, labels->text[LABEL_FILED_UNDER])
				->next;
		doc_link(doc, block, LINK_PAGE, term->path, term->name);
	}
}

/* A link in some renditions to a page that is there. */
static void
add_next(struct doc *doc, struct block *block, const char *label,
    const struct page *page, unsigned only)
{
	struct link *link = doc_link(doc, block, LINK_PAGE, page->path,
	    doc_join(doc, span_str(label), SPAN(": "), page->title));

	link->lang = page->lang;
	link->only = (unsigned char)only;
	page_limit_link(page, link);
}

/* Each protocol's next one: they differ where a post is in one of them. */
static void
add_neighbours(struct doc *doc, struct block *block, const struct page *page,
    const char *label, bool is_newer)
{
	unsigned left = FOR_LINKS & ~(unsigned)page->left_out;
	const struct page *next = page;

	while (left != 0) {
		next = is_newer ? next->newer : next->older;
		if (next == NULL)
			return;
		if ((left & ~(unsigned)next->left_out) == 0)
			continue;
		add_next(doc, block, label, next, left);
		left &= next->left_out;
	}
}

static void
add_read_next(
    struct doc *doc, const struct page *page, const struct labels *labels)
{
	struct block *heading, *block;
	size_t i;

	if (page->newer == NULL && page->older == NULL && page->relateds == 0)
		return;
	heading = add_section(doc, labels->text[LABEL_READ_NEXT]);
	block = heading->next;
	add_neighbours(doc, block, page, labels->text[LABEL_NEXT], true);
	add_neighbours(doc, block, page, labels->text[LABEL_PREVIOUS], false);
	for (i = 0; i < page->relateds; i++)
		add_next(doc, block, labels->text[LABEL_RELATED],
		    page->related[i], FOR_LINKS);
	article_limit_section(heading);
}

/* Pages right below this one that its text does not lead to. */
static void
add_children(struct doc *doc, const struct site *site, const struct page *page)
{
	struct block *block = NULL;
	const struct page *child;
	struct span rest;
	size_t i;

	for (i = 0; i < site->plains; i++) {
		child = site->plain[i];
		if (child == page || !span_starts(child->path, page->path))
			continue;
		rest = span_skip(child->path, page->path.len);
		if (span_find(rest, '/') + 1 != rest.len ||
		    doc_links_to(doc, child->path))
			continue;
		if (block == NULL) {
			block = doc_add(doc, NULL, BLOCK_PARAGRAPH);
			block->only = FOR_LINKS;
		}
		page_limit_link(child,
		    doc_link(doc, block, LINK_PAGE, child->path, child->title));
	}
}

/* "1.9 KB", as a reader of a slow line counts. */
static struct span
size_of(struct doc *doc, size_t bytes)
{
	if (bytes < 1000)
		return (doc_printf(doc, "%zu B", bytes));
	return (
	    doc_printf(doc, "%zu.%zu KB", bytes / 1000, bytes % 1000 / 100));
}

static void
add_reply(struct doc *doc, const struct site *site, const struct page *page,
    struct block *block, const struct labels *labels)
{
	struct buf b;

	if (!site->capsule.has_mail_replies || page->kind != PAGE_POST)
		return;
	buf_init(&b, 65536);
	buf_str(&b, "mailto:");
	buf_span_add(&b, site->capsule.email);
	buf_str(&b, "?subject=");
	uri_encode_component(&b, page->title);
	doc_link(doc, block, LINK_URL, buf_span(&b),
	    span_str(labels->text[LABEL_REPLY]));
	buf_release(&b);
}

void
article_add_end(struct doc *doc, const struct site *site,
    const struct page *page, size_t text_size)
{
	const struct labels *labels =
	    capsule_labels(&site->capsule, page->lang);
	struct block *block;
	struct link *link;

	if (page->kind == PAGE_POST) {
		add_filed_under(doc, page, labels);
		add_read_next(doc, page, labels);
	} else {
		add_children(doc, site, page);
		if (language_home_of(site, page) != NULL)
			language_add_end(
			    doc, site, language_home_of(site, page));
	}
	block = doc_add(doc, NULL, BLOCK_PARAGRAPH);
	block->only = FOR_LINKS;
	add_reply(doc, site, page, block, labels);
	link = doc_link(doc, block, LINK_PAGE,
	    doc_printf(doc, "%.*sindex.txt", SPAN_ARG(page->path)),
	    doc_printf(doc, "%s, %.*s", labels->text[LABEL_PLAIN_TEXT],
		SPAN_ARG(size_of(doc, text_size))));
	link->only = FOR_MENU;
	link->gopher_type = '0';
	language_add_home(doc, block, site, page);
	doc_link(doc, block, LINK_PAGE, SPAN("/"), site->capsule.title);
}
