/* SPDX-License-Identifier: ISC */
/*
 * One list of the fields for each direction, in one order.
 */
#include "page_store.h"

static void
save_date(struct buf *b, const struct date *date)
{
	store_number(b, (uint64_t)date->year);
	store_number(b, (uint64_t)date->month);
	store_number(b, (uint64_t)date->day);
	store_number(b, date->has_time);
	store_number(b, (uint64_t)date->when);
}

static void
save_names(struct buf *b, const struct names *names)
{
	size_t i;

	store_number(b, names->count);
	for (i = 0; i < names->count; i++)
		store_span(b, names->item[i]);
}

void
page_save(struct buf *b, const struct page *page)
{
	size_t i;
	int kind;

	store_number(b, page->content);
	store_span(b, page->suffix);
	store_span(b, page->name);
	store_span(b, page->title);
	store_span(b, page->slug);
	store_span(b, page->permalink);
	store_span(b, page->lang);
	store_span(b, page->summary);
	save_date(b, &page->date);
	save_date(b, &page->updated);
	save_date(b, &page->due);
	save_date(b, &page->end);
	for (kind = 0; kind < TERM_KINDS; kind++)
		save_names(b, &page->names[kind]);
	save_names(b, &page->aliases);
	store_number(b, page->likes);
	store_number(b, page->is_draft);
	store_number(b, page->left_out);
	store_number(b, page->translations);
	for (i = 0; i < page->translations; i++) {
		store_span(b, page->translation[i].lang);
		store_span(b, page->translation[i].target);
		store_number(b, page->translation[i].line);
	}
}

static void
load_date(struct reader *r, struct date *date)
{
	date->year = (int)reader_number(r);
	date->month = (int)reader_number(r);
	date->day = (int)reader_number(r);
	date->has_time = reader_number(r) != 0;
	date->when = (int64_t)reader_number(r);
}

/* How many follow; each takes a byte at least. */
static size_t
load_count(struct reader *r)
{
	uint64_t count = reader_number(r);

	if (count > r->rest.len) {
		r->is_bad = true;
		return (0);
	}
	return ((size_t)count);
}

static void
load_names(struct reader *r, struct arena *arena, struct names *names)
{
	size_t i;

	names->count = load_count(r);
	if (names->count == 0)
		return;
	names->item = arena_alloc(arena, names->count * sizeof(*names->item));
	for (i = 0; i < names->count; i++)
		names->item[i] = reader_span(r);
}

static void
load_translations(struct reader *r, struct arena *arena, struct page *page)
{
	size_t i;

	page->translations = load_count(r);
	if (page->translations == 0)
		return;
	page->translation =
	    arena_alloc(arena, page->translations * sizeof(*page->translation));
	for (i = 0; i < page->translations; i++) {
		page->translation[i].lang = reader_span(r);
		page->translation[i].target = reader_span(r);
		page->translation[i].line = (unsigned)reader_number(r);
	}
}

bool
page_load(struct page *page, struct arena *arena, struct reader *r)
{
	int kind;

	page->content = reader_number(r);
	page->suffix = reader_span(r);
	page->name = reader_span(r);
	page->title = reader_span(r);
	page->slug = reader_span(r);
	page->permalink = reader_span(r);
	page->lang = reader_span(r);
	page->summary = reader_span(r);
	load_date(r, &page->date);
	load_date(r, &page->updated);
	load_date(r, &page->due);
	load_date(r, &page->end);
	for (kind = 0; kind < TERM_KINDS; kind++)
		load_names(r, arena, &page->names[kind]);
	load_names(r, arena, &page->aliases);
	page->likes = (unsigned long)reader_number(r);
	page->is_draft = reader_number(r) != 0;
	page->left_out = (unsigned char)reader_number(r);
	load_translations(r, arena, page);
	return (!r->is_bad);
}
