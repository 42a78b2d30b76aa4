/* SPDX-License-Identifier: ISC */
/*
 * What stands for something is put in first; then paths are made part by part,
 * and parts that do not fit become slugs.
 */
#include "permalink.h"

#include "buf.h"
#include "languages.h"
#include "map.h"
#include "messages_content.h"
#include "messages_settings.h"
#include "slug.h"
#include "webpath.h"

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

/* Add the paths of its first categories, as written, below /category/ and
 * without their last '/'. */
static void
add_categories(
    const struct site *site, const struct page *page, struct buf *b, size_t max)
{
	const struct names *names = &page->names[TERM_CATEGORY];
	const struct term *term;
	struct span path;
	size_t i, count = 0;

	for (i = 0; page->terms > 0 && i < names->count && count < max; i++) {
		term = terms_find(&site->terms, TERM_CATEGORY, names->item[i]);
		if (term == NULL || term->is_hidden)
			continue;
		path = span_skip(term->path, sizeof("/category/") - 1);
		if (count++ > 0)
			buf_char(b, '/');
		buf_span_add(b, span_first(path, path.len - 1));
	}
	if (count == 0 && max == 1)
		buf_str(b, "uncategorized");
}

enum word {
	WORD_SLUG,
	WORD_CATEGORY,
	WORD_CATEGORIES,
	WORD_NOTHING,
	WORD_YEAR,
	WORD_SHORT_YEAR,
	WORD_MONTH,
	WORD_SHORT_MONTH,
	WORD_DAY,
	WORD_SHORT_DAY,
	WORD_UNKNOWN
};

/* Ours, and what Jekyll and Hugo call the same. */
static enum word
word_of(const struct page *page, struct span name)
{
	static const struct {
		const char *name;
		enum word word;
	} words[] = { { "slug", WORD_SLUG }, { "title", WORD_SLUG },
		{ "filename", WORD_SLUG }, { "slugorfilename", WORD_SLUG },
		{ "contentbasename", WORD_SLUG },
		{ "slugorcontentbasename", WORD_SLUG },
		{ "category", WORD_CATEGORY },
		{ "categories", WORD_CATEGORIES },
		{ "output_ext", WORD_NOTHING }, { "year", WORD_YEAR },
		{ "short_year", WORD_SHORT_YEAR }, { "month", WORD_MONTH },
		{ "i_month", WORD_SHORT_MONTH }, { "day", WORD_DAY },
		{ "i_day", WORD_SHORT_DAY } };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_eq(name, span_str(words[i].name)) &&
		    (words[i].word < WORD_YEAR || date_is_set(&page->date)))
			return (words[i].word);
	return (WORD_UNKNOWN);
}

static void
add_word(
    struct site *site, const struct page *page, struct buf *b, enum word word)
{
	const struct date *date = &page->date;

	switch (word) {
	case WORD_SLUG:
		buf_span_add(b, slug_of(site, page));
		break;
	case WORD_CATEGORY:
		add_categories(site, page, b, 1);
		break;
	case WORD_CATEGORIES:
		add_categories(site, page, b, SIZE_MAX);
		break;
	case WORD_YEAR:
		buf_printf(b, "%04d", date->year);
		break;
	case WORD_SHORT_YEAR:
		buf_printf(b, "%02d", date->year % 100);
		break;
	case WORD_MONTH:
		buf_printf(b, "%02d", date->month);
		break;
	case WORD_SHORT_MONTH:
		buf_printf(b, "%d", date->month);
		break;
	case WORD_DAY:
		buf_printf(b, "%02d", date->day);
		break;
	case WORD_SHORT_DAY:
		buf_printf(b, "%d", date->day);
		break;
	case WORD_NOTHING:
	case WORD_UNKNOWN:
		break;
	}
}

/* The name after a ':', as "i_month". */
static struct span
name_at(struct span text)
{
	size_t len = 0;

	while (len < text.len &&
	    (ascii_is_alpha(text.p[len]) || (text.p[len] == '_' && len > 0)))
		len++;
	while (len > 0 && text.p[len - 1] == '_')
		len--;
	return (span_first(text, len));
}

/* Put what they stand for in the place of ":slug" and the like. */
static struct span
fill(struct site *site, const struct page *page, struct span pattern)
{
	struct span name, filled;
	char before = '/';
	enum word word;
	struct buf b;

	if (!span_has(pattern, ':'))
		return (pattern);
	buf_init(&b, PAGE_MAX_SOURCE);
	while (pattern.len > 0) {
		name = name_at(span_skip(pattern, 1));
		word = WORD_UNKNOWN;
		if (pattern.p[0] == ':' && name.len > 0)
			word = word_of(page, name);
		if (word != WORD_UNKNOWN) {
			add_word(site, page, &b, word);
			pattern = span_skip(pattern, name.len + 1);
			before = ':';
			continue;
		}
		if (pattern.p[0] == ':' && name.len > 0 && before == '/')
			losses_add(site->losses, LOSS_WARNING, page->file, 1,
			    MSG_FRONT_PERMALINK_WORD, SPAN_ARG(name));
		before = pattern.p[0];
		buf_char(&b, before);
		pattern = span_skip(pattern, 1);
	}
	filled = arena_copy(&site->arena, buf_span(&b));
	buf_release(&b);
	return (filled);
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
		buf_span_add(&b, fit_part(site, page, part));
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

/* Cut the first part of a path off; the rest is empty when it is the only
 * one. */
static struct span
cut_first(struct span *path)
{
	struct span part = { "", 0 };

	*path = span_skip(*path, 1);
	(void)span_cut(path, '/', &part);
	return (part);
}

/* A language's home and feed stand there. */
static bool
is_language_part(struct site *site, struct span part)
{
	struct span tag;
	size_t i;

	for (i = 0; i < site->langs.count; i++) {
		(void)map_at(&site->langs, i, &tag);
		if (language_is(tag, part) &&
		    span_eq(language_part(&site->arena, tag), part))
			return (true);
	}
	return (false);
}

bool
permalink_is_taken(struct site *site, const struct page *page)
{
	const struct variant *variant = site->capsule.variants;
	struct span rest = page->path;
	struct span part = cut_first(&rest);

	if ((is_year(part) && rest.len == 0) || is_name_of_ours(part))
		return (true);
	for (; variant != NULL; variant = variant->next)
		if (span_eq(part, variant->path))
			return (true);
	return (page->kind == PAGE_POST && rest.len == 0 &&
	    is_language_part(site, part));
}

/* What the first part of a pattern that is not empty once filled in is made
 * of: WORD_UNKNOWN when it is written there. */
static enum word
first_word(struct site *site, const struct page *page, struct span pattern)
{
	struct span part = { "", 0 };

	while (span_cut(&pattern, '/', &part))
		if (fill(site, page, part).len > 0)
			break;
	return (
	    word_of(page, name_at(span_skip(part, span_find(part, ':') + 1))));
}

/* The one that begins the path, or NULL. */
static const struct term *
top_category(const struct site *site, const struct page *page)
{
	const struct names *names = &page->names[TERM_CATEGORY];
	const struct term *term;
	size_t i;

	for (i = 0; i < names->count; i++) {
		term = terms_find(&site->terms, TERM_CATEGORY, names->item[i]);
		if (term == NULL || term->is_hidden)
			continue;
		while (term->parent != NULL)
			term = term->parent;
		return (term);
	}
	return (NULL);
}

/* How another first part is had, where a pattern gives it: "slug: about-tag"
 * helps only where a slug begins the path.  Empty: in capsule.yaml. */
static struct span
pattern_advice(struct site *site, const struct page *page, struct span part,
    struct span pattern)
{
	const struct term *term = NULL;
	enum word word = first_word(site, page, pattern);

	if (word == WORD_SLUG)
		return (arena_printf(
		    &site->arena, MSG_PLACE_OWN_SLUG, SPAN_ARG(part)));
	if (word == WORD_CATEGORY || word == WORD_CATEGORIES)
		term = top_category(site, page);
	if (term != NULL)
		return (arena_printf(&site->arena, MSG_PLACE_OWN_CATEGORY,
		    SPAN_ARG(term->name)));
	return (
	    page->permalink.len > 0 ? SPAN(MSG_PLACE_OWN_PERMALINK) : SPAN(""));
}

/* The path begins with the language that the file's name ends in. */
static bool
has_language_part(const struct site *site, const struct page *page)
{
	return (page->suffix.len > 0 && page->permalink.len == 0 &&
	    !span_eq(page->suffix, site->capsule.lang));
}

static struct span
advice_for(struct site *site, const struct page *page, struct span part,
    struct span pattern)
{
	struct span rest = page->path, folder = page->source;

	if (has_language_part(site, page))
		return (SPAN(MSG_PLACE_OWN_SUFFIX));
	if (page->kind == PAGE_POST || page->permalink.len > 0)
		return (pattern_advice(site, page, part, pattern));
	(void)cut_first(&rest);
	if (rest.len == 0)
		return (arena_printf(
		    &site->arena, MSG_PLACE_OWN_SLUG, SPAN_ARG(part)));
	(void)cut_first(&folder); /* pages/ */
	folder.len = span_find(folder, '/');
	return (
	    arena_printf(&site->arena, MSG_PLACE_OWN_FOLDER, SPAN_ARG(folder)));
}

/* `pattern`: as written, of the page or of capsule.yaml. */
static void
report_taken(struct site *site, const struct page *page, struct span pattern)
{
	struct span rest = page->path;
	struct span part = cut_first(&rest);
	struct span advice = advice_for(site, page, part, pattern);

	if (advice.len > 0)
		losses_add(site->losses, LOSS_ERROR, page->file, 1,
		    MSG_PLACE_OWN, SPAN_ARG(part), SPAN_ARG(advice));
	else /* the same for every post: said once */
		losses_add(site->losses, LOSS_ERROR, site->capsule.file,
		    site->capsule.permalink_line, MSG_PERMALINK_OWN,
		    SPAN_ARG(part));
}

/* A language has one place, where its home is: "/pt-br/". */
static void
place_language(struct site *site, struct page *page)
{
	struct span rest = page->path;
	struct span lang = page->lang;

	if (has_language_part(site, page)) {
		lang = page->suffix;
	} else {
		if (page->kind != PAGE_PLAIN || page->permalink.len > 0 ||
		    language_is(lang, site->capsule.lang) ||
		    !language_is(cut_first(&rest), lang))
			return;
		rest = span_skip(page->path, lang.len + 1);
	}
	page->path = arena_printf(&site->arena, "/%.*s%.*s",
	    SPAN_ARG(language_part(&site->arena, lang)), SPAN_ARG(rest));
}

void
permalink_set(struct site *site, struct page *page)
{
	struct span pattern, given;

	webpath_settle(site, page);
	if (page->kind == PAGE_HOME) {
		page->path = SPAN("/");
		return;
	}
	given = page->permalink;
	page->permalink = fill(site, page, given);
	if (page->permalink.len == 0)
		given = site->capsule.permalink;
	if (page->permalink.len > 0)
		pattern = without_suffix(page->permalink);
	else if (page->kind == PAGE_POST)
		pattern = fill(site, page, given);
	else
		pattern = plain_pattern(site, page);
	page->path = expand(site, page, pattern);
	place_language(site, page);
	if (permalink_is_taken(site, page))
		report_taken(site, page, given);
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
