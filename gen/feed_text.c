/* SPDX-License-Identifier: ISC */
/*
 * The post becomes a doc once more: feeds have few posts, and only those whose
 * posts have changed are made again.
 */
#include "feed_text.h"

#include "article.h"
#include "mediatype.h"
#include "render.h"

#define TEXT_MAX ((size_t)64 << 20)

void
feed_text_init(struct feed_text *t, const struct site *site)
{
	*t = (struct feed_text){ .site = site };
	doc_init(&t->doc);
	buf_init(&t->source, PAGE_MAX_SOURCE);
	buf_init(&t->text, TEXT_MAX);
	buf_init(&t->url, 65536);
	losses_init(&t->ignored);
}

void
feed_text_release(struct feed_text *t)
{
	doc_release(&t->doc);
	buf_release(&t->source);
	buf_release(&t->text);
	buf_release(&t->url);
	losses_release(&t->ignored);
}

static char
item_type(const struct link *link)
{
	const char *type = mediatype_by_suffix(link->target);

	if (link->gopher_type != 0)
		return (link->gopher_type);
	if (span_ends(link->target, SPAN("/")))
		return ('1');
	return (type != NULL ? mediatype_gopher(span_str(type)) : '9');
}

static void
complete(struct feed_text *t, const struct feed_place *place, struct link *link)
{
	/* Files are there once, for all variants. */
	struct feed_place own = *place;

	if (link->kind != LINK_PAGE)
		return;
	if (!span_ends(link->target, SPAN("/")))
		own.variant = SPAN("");
	buf_reset(&t->url);
	feed_add_address(
	    &t->url, &t->site->capsule, &own, link->target, item_type(link));
	link->kind = LINK_URL;
	link->target = doc_copy(&t->doc, buf_span(&t->url));
}

/* Title and byline, the first blocks of a post's doc. */
static void
hide_head(struct doc *doc)
{
	struct block *block = doc->first;
	int i;

	for (i = 0; i < 3 && block != NULL; i++) {
		block->only = 0;
		block = block->next;
	}
}

struct span
feed_text_of(struct feed_text *t, const struct page *post,
    const struct feed_place *place)
{
	const struct capsule *capsule = &t->site->capsule;
	struct render how = { .self = SPAN(""),
		.labels = capsule_labels(capsule, post->lang),
		.width = capsule->gopher_width,
		.links = capsule->links,
		.has_table_lists = capsule->has_table_lists };
	struct block *block;
	struct link *link;

	doc_reset(&t->doc);
	buf_reset(&t->text);
	if (site_load(t->site, post->source, &t->source) != 0 ||
	    article_add_body(
		&t->doc, t->site, post, buf_span(&t->source), &t->ignored) != 0)
		return (SPAN(""));
	hide_head(&t->doc);
	for (block = t->doc.first; block != NULL; block = doc_next(block))
		for (link = block->text.first; link != NULL; link = link->next)
			complete(t, place, link);
	if (place->protocol == FEED_GEMINI)
		to_gemtext(&t->doc, &how, &t->text);
	else
		to_text(&t->doc, &how, &t->text);
	return (buf_ok(&t->text) ? span_trim(buf_span(&t->text)) : SPAN(""));
}
