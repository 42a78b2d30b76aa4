/* SPDX-License-Identifier: ISC */
/*
 * Which pages are published today: no drafts, none before its day or after its
 * last.
 */
#include "site.h"

#include "buf.h"
#include "die.h"
#include "messages_content.h"
#include "messages_desk.h"
#include "withheld.h"

uint64_t
site_due_day(const struct page *page)
{
	return (site_day(date_is_set(&page->due) ? &page->due : &page->date));
}

bool
site_is_past(const struct site *site, const struct page *page)
{
	return (page->kind != PAGE_HOME && date_is_set(&page->end) &&
	    site_day(&page->end) <= site_day(&site->today));
}

bool
site_is_due(const struct site *site, const struct page *page)
{
	return (page->kind != PAGE_POST ||
	    site_due_day(page) <= site_day(&site->today));
}

bool
site_is_undated(const struct page *page)
{
	return (page->kind == PAGE_POST && !date_is_set(&page->date));
}

static bool
is_out(struct site *site, const struct page *page)
{
	struct buf day;

	if (page->is_broken || (page->is_draft && !site->has_drafts) ||
	    (site->undated == UNDATED_OUT && site_is_undated(page)) ||
	    (!site->has_future && !site_is_due(site, page)))
		return (true);
	if (site->has_future || !site_is_past(site, page))
		return (false);
	buf_init(&day, 64);
	date_add_iso(&day, &page->end);
	losses_add(
	    site->losses, LOSS_NOTE, page->file, 0, MSG_FILE_EXPIRED, day.data);
	buf_release(&day);
	return (true);
}

uint64_t
site_next_day(const struct site *site)
{
	uint64_t today = site_day(&site->today), first = UINT64_MAX, day;
	size_t i;

	for (i = 0; i < site->pages; i++) {
		day = site_due_day(&site->page[i]);
		if (day > today && day < first)
			first = day;
		day = site_day(&site->page[i].end);
		if (day > today && day < first)
			first = day;
	}
	return (first);
}

/* One spelling of the capsule's own language. */
static void
set_lang(const struct site *site, struct page *page)
{
	if (page->lang.len == 0)
		page->lang = page->suffix;
	if (page->lang.len == 0 ||
	    span_eq_nocase(page->lang, site->capsule.lang))
		page->lang = site->capsule.lang;
}

void
site_choose(struct site *site)
{
	struct page *page;
	size_t i;

	site->is_out = xcalloc(site->pages + 1, sizeof(*site->is_out));
	site->post = xcalloc(site->pages + 1, sizeof(struct page *));
	site->plain = xcalloc(site->pages + 1, sizeof(struct page *));
	for (i = 0; i < site->pages; i++) {
		page = &site->page[i];
		set_lang(site, page);
		if (page->title.len == 0 && page->name.len == 0)
			page->title = site->capsule.title; /* index.ro.md */
		site->is_out[i] = is_out(site, page);
		if (site->is_out[i])
			continue;
		(void)map_add(&site->langs, page->lang, page);
		if (page->kind == PAGE_POST)
			site->post[site->posts++] = page;
		else if (page->kind == PAGE_PLAIN)
			site->plain[site->plains++] = page;
		else
			site->home = page;
	}
	withheld_drop(site);
}

void
site_mark(struct site *site)
{
	struct page *page;
	const char *mark;
	size_t i;

	for (i = 0; site->has_marks && i < site->pages; i++) {
		page = &site->page[i];
		if (page->is_draft)
			mark = "draft";
		else if (!site_is_due(site, page))
			mark = MSG_MARK_NOT_DUE;
		else if (site_is_past(site, page))
			mark = MSG_MARK_PAST;
		else
			continue;
		page->own_title = page->title;
		page->title = arena_printf(
		    &site->arena, "[%s] %.*s", mark, SPAN_ARG(page->title));
	}
}
