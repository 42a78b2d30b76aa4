/* SPDX-License-Identifier: ISC */
/*
 * The home page: the newest posts, ways to find more, the website's menu, and
 * what else there is.
 */
#include "lists.h"

#include <stdint.h>

#include "article.h"
#include "labels.h"
#include "languages.h"
#include "links.h"
#include "markdown.h"
#include "postlist.h"
#include "variant.h"

/* A heading; what follows it is its block for links. */
static struct block *
add_section(struct doc *doc, struct span words, unsigned only)
{
	struct block *heading = doc_heading(doc, 2, words);

	heading->only = (unsigned char)only;
	doc_add(doc, NULL, BLOCK_PARAGRAPH);
	return (heading);
}

static int
add_opening(struct doc *doc, const struct site *site, struct span bytes,
    struct losses *losses)
{
	struct markdown_source source = { .title = site->capsule.title };
	struct block *mark;

	if (site->home == NULL) {
		doc_heading(doc, 1, site->capsule.title);
	} else {
		source.file = site->home->file;
		source.body = page_body(bytes, &source.first_line);
		if (markdown_parse(doc, &source, losses) != 0)
			return (-1);
		links_resolve(site, site->home, doc, losses);
	}
	if (site->capsule.tagline.len == 0)
		return (0);
	mark = doc->last;
	doc_paragraph(doc, site->capsule.tagline);
	article_move_up(doc, mark);
	return (0);
}

static void
add_all_posts(struct doc *doc, struct block *block, const struct labels *labels,
    size_t posts, unsigned only)
{
	struct buf b;

	if (only == 0)
		return;
	buf_init(&b, 1024);
	labels_add_count(&b, labels, LABEL_ALL_POSTS, posts);
	doc_link(doc, block, LINK_PAGE, SPAN("/archive/"), buf_span(&b))->only =
	    (unsigned char)only;
	buf_release(&b);
}

/* Each protocol's newest posts, and how many there are. */
static void
add_latest(
    struct doc *doc, const struct site *site, const struct labels *labels)
{
	unsigned only = FOR_ALL & ~tally_left_out(&site->tally), in;
	struct tally taken = { 0 };
	struct block *block;
	size_t i;

	if (only == 0)
		return;
	block =
	    add_section(doc, span_str(labels->text[LABEL_LATEST]), only)->next;
	for (i = 0; i < site->posts &&
	     !tally_is_full(&taken, &site->tally, site->capsule.recent);
	     i++) {
		in = tally_take(&taken, site->post[i], site->capsule.recent);
		if (in != 0)
			postlist_add_post(doc, block, site->post[i])->only =
			    (unsigned char)in;
	}
	if (site->tally.gemini == site->tally.gopher) {
		add_all_posts(doc, block, labels, site->tally.gemini, only);
		return;
	}
	add_all_posts(
	    doc, block, labels, site->tally.gemini, only & FOR_GEMTEXT);
	add_all_posts(
	    doc, block, labels, site->tally.gopher, only & FOR_GOPHER);
}

/* "Tags (29)": a list of terms and how many it has. */
static void
add_terms(struct doc *doc, struct block *block, const char *path,
    const char *label, const struct tally *terms)
{
	postlist_add_counted(doc, block, span_str(path), span_str(label), terms,
	    tally_left_out(terms));
}

static void
add_find(struct doc *doc, const struct site *site, const struct labels *labels)
{
	struct tally categories = list_count_terms(site, TERM_CATEGORY);
	struct tally tags = list_count_terms(site, TERM_TAG);
	struct tally authors = list_count_terms(site, TERM_AUTHOR);
	struct tally all;
	struct block *block;

	/* Who wrote everything is no way to find something. */
	if (authors.gemini < 2)
		authors.gemini = 0;
	if (authors.gopher < 2)
		authors.gopher = 0;
	all.gemini = categories.gemini + tags.gemini + authors.gemini;
	all.gopher = categories.gopher + tags.gopher + authors.gopher;
	if (all.gemini + all.gopher == 0)
		return;
	block = add_section(doc, span_str(labels->text[LABEL_FIND]),
	    FOR_ALL & ~tally_left_out(&all))
		    ->next;
	add_terms(doc, block, "/category/", labels->text[LABEL_CATEGORIES],
	    &categories);
	add_terms(doc, block, "/tag/", labels->text[LABEL_TAGS], &tags);
	add_terms(
	    doc, block, "/author/", labels->text[LABEL_AUTHORS], &authors);
}

/* One entry of the menu; `above` is what stands before its label. */
static void
add_entry(struct doc *doc, const struct site *site, struct block *block,
    const struct nav_item *item, struct span above)
{
	const struct target *target;
	struct span label = item->label;
	enum setting_link kind;
	struct link *link;
	struct buf url;

	buf_init(&url, SIZE_MAX);
	kind = links_read(site, NULL, item->target, &target, &url);
	if (label.len == 0)
		label = kind == SETTING_PLACE && target->title.len > 0
		    ? target->title
		    : item->target;
	if (above.len > 0)
		label = doc_printf(
		    doc, "%.*s / %.*s", SPAN_ARG(above), SPAN_ARG(label));
	if (kind == SETTING_PLACE) {
		link = doc_link(doc, block, LINK_PAGE, target->path, label);
		links_limit(target, link);
	} else if (kind == SETTING_URL || kind == SETTING_WEBSITE) {
		doc_link(
		    doc, block, LINK_URL, doc_copy(doc, buf_span(&url)), label);
	}
	buf_release(&url);
}

/* All entries below one, flat: a deeper one says what it stands below. */
/* NOLINTNEXTLINE(misc-no-recursion): the menu has at most four levels */
static void
add_entries(struct doc *doc, const struct site *site, struct block *block,
    const struct nav_item *item, struct span above)
{
	for (; item != NULL; item = item->next) {
		if (item->first == NULL)
			add_entry(doc, site, block, item, above);
		else
			add_entries(doc, site, block, item->first, item->label);
	}
}

/* The publisher's own part of the last section. */
static bool
is_about(const struct nav_item *item, const struct labels *labels)
{
	return (span_eq_nocase(
	    item->label, span_str(labels->text[LABEL_ABOUT_CAPSULE])));
}

static void
add_navigation(
    struct doc *doc, const struct site *site, const struct labels *labels)
{
	const struct nav_item *item = site->capsule.navigation.first;
	struct block *heading;

	for (; item != NULL; item = item->next) {
		if (item->first == NULL || is_about(item, labels))
			continue;
		heading = add_section(doc, item->label, FOR_ALL);
		add_entries(doc, site, heading->next, item->first, SPAN(""));
		article_limit_section(heading);
	}
}

/* The home of another language leads to it, wherever the page is there. */
static bool
is_at_its_language(const struct site *site, const struct page *page)
{
	const struct language *l = site->language;
	unsigned left_out;
	size_t i;

	for (i = 0; i < site->languages; i++, l++) {
		if (!language_is(l->tag, page->lang) ||
		    (l->home == NULL && !l->has_index))
			continue;
		left_out = l->home != NULL ? l->home->left_out
					   : tally_left_out(&l->tally);
		return ((left_out & ~(unsigned)page->left_out) == 0);
	}
	return (false);
}

/* Single entries of the menu, pages that it does not name, the feed. */
static void
add_about(struct doc *doc, const struct site *site, const struct labels *labels)
{
	const struct nav_item *item = site->capsule.navigation.first;
	struct block *heading = add_section(
	    doc, span_str(labels->text[LABEL_ABOUT_CAPSULE]), FOR_ALL);
	struct block *block = heading->next;
	struct span mail;
	size_t i;

	for (; item != NULL; item = item->next)
		if (item->first == NULL)
			add_entry(doc, site, block, item, SPAN(""));
		else if (is_about(item, labels))
			add_entries(doc, site, block, item->first, SPAN(""));
	for (i = 0; i < site->plains; i++)
		if (!site->plain[i]->is_listed &&
		    language_home_of(site, site->plain[i]) == NULL &&
		    !is_at_its_language(site, site->plain[i]))
			page_limit_link(site->plain[i],
			    doc_link(doc, block, LINK_PAGE,
				site->plain[i]->path, site->plain[i]->title));
	language_add_homes(doc, block, site);
	postlist_add_feed(doc, block, labels, SPAN("/"), &site->tally);
	variant_add_homes(doc, block, &site->capsule, labels);
	mail = doc_printf(doc, "mailto:%.*s", SPAN_ARG(site->capsule.email));
	if (site->capsule.email.len > 0 && !doc_links_to(doc, mail))
		doc_link(doc, block, LINK_URL, mail, site->capsule.email);
	article_limit_section(heading);
}

int
home_add(struct doc *doc, const struct site *site, struct span bytes,
    struct losses *losses)
{
	const struct labels *labels =
	    capsule_labels(&site->capsule, site->capsule.lang);

	if (add_opening(doc, site, bytes, losses) != 0)
		return (-1);
	add_latest(doc, site, labels);
	add_find(doc, site, labels);
	add_navigation(doc, site, labels);
	add_about(doc, site, labels);
	if (site->capsule.footer.len > 0)
		doc_paragraph(doc, site->capsule.footer);
	return (0);
}
