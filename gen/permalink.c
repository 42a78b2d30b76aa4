/* SPDX-License-Identifier: ISC */
/*
 * Paths are made part by part; parts that do not fit become slugs.
 */
#include "permalink.h"

#include "buf.h"
#include "map.h"
#include "messages_content.h"
#include "slug.h"

static bool
is_year(struct span part)
{
	size_t i;

	for (i = 0; i < part.len; i++)
		if (!ascii_is_digit(part.p[i]))
			return (false);
	return (part.len == 4);
}

/* A part that stays as it is, or its slug. */
static struct span
fit_part(struct site *site, const struct page *page, struct span part)
{
	if (slug_is_fit(part))
		return (part);
	return (slug_make(&site->slugger, &site->arena, part, page->lang));
}

static struct span
slug_of(struct site *site, const struct page *page)
{
	if (page->slug.len > 0)
		return (fit_part(site, page, page->slug));
	if (page->name.len > 0)
		return (fit_part(site, page, page->name));
	return (
	    slug_make(&site->slugger, &site->arena, page->title, page->lang));
}

/* The path of the first category below /category/, without its last '/'. */
static struct span
category_of(const struct page *page)
{
	struct span path;

	if (page->terms == 0 || page->term[0]->kind != TERM_CATEGORY)
		return (SPAN("uncategorized"));
	path = span_skip(page->term[0]->path, sizeof("/category/") - 1);
	return (span_first(path, path.len - 1));
}

static void
add_part(
    struct site *site, const struct page *page, struct buf *b, struct span part)
{
	if (span_eq(part, SPAN(":slug")))
		buf_span_add(b, slug_of(site, page));
	else if (span_eq(part, SPAN(":year")))
		buf_printf(b, "%04d", page->date.year);
	else if (span_eq(part, SPAN(":month")))
		buf_printf(b, "%02d", page->date.month);
	else if (span_eq(part, SPAN(":day")))
		buf_printf(b, "%02d", page->date.day);
	else if (span_eq(part, SPAN(":category")))
		buf_span_add(b, category_of(page));
	else
		buf_span_add(b, fit_part(site, page, part));
}

static struct span
expand(struct site *site, const struct page *page, struct span pattern)
{
	struct span part, path;
	struct buf b;

	buf_init(&b, PAGE_MAX_SOURCE);
	buf_char(&b, '/');
	while (span_cut(&pattern, '/', &part)) {
		if (part.len == 0 || span_eq(part, SPAN(".")) ||
		    span_eq(part, SPAN("..")))
			continue;
		add_part(site, page, &b, part);
		buf_char(&b, '/');
	}
	path = arena_copy(&site->arena, buf_span(&b));
	buf_release(&b);
	return (path);
}

/* `permalink: /a/b.html` of a website: the page stands at /a/b/. */
static struct span
without_suffix(struct span path)
{
	if (span_ends(path, SPAN("/index.html")))
		path.len -= sizeof("index.html") - 1;
	else if (span_ends(path, SPAN(".html")))
		path.len -= sizeof(".html") - 1;
	return (path);
}

/* pages/a/b.md and pages/a/b/index.md stand at /a/b/, index.ro.md at the top
 * at /. */
static struct span
plain_pattern(struct site *site, const struct page *page)
{
	struct span folder;

	if (!span_starts(page->source, SPAN("pages/")) ||
	    span_eq(page->folder, SPAN("pages/")))
		return (SPAN("/"));
	if (page->folder.len > 0) {
		folder = span_first(page->folder, page->folder.len - 1);
		folder.len = span_rfind(folder, '/') + 1;
		if (folder.len > page->folder.len)
			folder.len = 0;
	} else {
		folder = page->source;
		folder.len = span_rfind(folder, '/') + 1;
	}
	folder = span_skip(folder, sizeof("pages/") - 1);
	return (arena_printf(&site->arena, "/%.*s%.*s/", SPAN_ARG(folder),
	    SPAN_ARG(slug_of(site, page))));
}

static bool
is_name_of_ours(struct span part)
{
	static const struct span ours[] = { SPAN_INIT("category"),
		SPAN_INIT("tag"), SPAN_INIT("archive"), SPAN_INIT("author"),
		SPAN_INIT("search"), SPAN_INIT("reply"), SPAN_INIT("inbox"),
		SPAN_INIT("offline") };
	size_t i;

	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (span_eq(part, ours[i]))
			return (true);
	return (false);
}

bool
permalink_is_ours(struct span part)
{
	return (is_year(part) || is_name_of_ours(part));
}

static void
check_first_part(struct site *site, const struct page *page)
{
	const struct variant *variant = site->capsule.variants;
	struct span rest = span_skip(page->path, 1);
	struct span part = { "", 0 };
	bool is_ours;

	(void)span_cut(&rest, '/', &part);
	is_ours = (is_year(part) && rest.len == 0) || is_name_of_ours(part);
	for (; variant != NULL; variant = variant->next)
		is_ours = is_ours || span_eq(part, variant->path);
	if (page->kind == PAGE_POST && rest.len == 0)
		is_ours = is_ours || map_get(&site->langs, part) != NULL;
	if (!is_ours)
		return;
	losses_add(site->losses, LOSS_ERROR, page->file, 1, MSG_PLACE_OWN,
	    SPAN_ARG(part), SPAN_ARG(part));
}

void
permalink_set(struct site *site, struct page *page)
{
	struct span pattern;

	if (page->kind == PAGE_HOME) {
		page->path = SPAN("/");
		return;
	}
	if (page->permalink.len > 0)
		pattern = without_suffix(page->permalink);
	else if (page->kind == PAGE_POST)
		pattern = site->capsule.permalink;
	else
		pattern = plain_pattern(site, page);
	page->path = expand(site, page, pattern);
	if (page->suffix.len > 0 && page->permalink.len == 0 &&
	    !span_eq(page->suffix, site->capsule.lang))
		page->path = arena_printf(&site->arena, "/%.*s%.*s",
		    SPAN_ARG(page->suffix), SPAN_ARG(page->path));
	check_first_part(site, page);
}

struct span
permalink_clean(struct arena *arena, struct span path)
{
	struct span part, clean, last = { "", 0 };
	struct buf b;

	buf_init(&b, path.len + 3);
	buf_char(&b, '/');
	while (span_cut(&path, '/', &part)) {
		if (part.len == 0 || span_eq(part, SPAN(".")) ||
		    span_eq(part, SPAN("..")))
			continue;
		buf_span_add(&b, part);
		buf_char(&b, '/');
		last = part;
	}
	if (span_has(last, '.') && b.len > 1)
		buf_truncate(&b, b.len - 1);
	clean = arena_copy(arena, buf_span(&b));
	buf_release(&b);
	return (clean);
}

/* True when year and month (and day) with the last part of the path name every
 * post alone. */
static bool
is_parted(const struct site *site, bool has_day)
{
	struct arena arena;
	struct map map;
	const struct page *post;
	bool is_alone = true;
	struct span key;
	size_t i;

	arena_init(&arena);
	map_init(&map);
	for (i = 0; i < site->posts && is_alone; i++) {
		post = site->post[i];
		key = arena_printf(&arena, "%d %d %d %.*s", post->date.year,
		    post->date.month, has_day ? post->date.day : 0,
		    SPAN_ARG(post->slug.len > 0 ? post->slug : post->name));
		is_alone = map_add(&map, key, site->post[i]);
	}
	map_release(&map);
	arena_release(&arena);
	return (is_alone);
}

const char *
permalink_advice(const struct site *site)
{
	if (is_parted(site, false))
		return (MSG_PLACE_BY_MONTH);
	if (is_parted(site, true))
		return (MSG_PLACE_BY_DAY);
	return (MSG_PLACE_SLUG_ONE);
}
