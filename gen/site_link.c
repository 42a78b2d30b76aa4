/* SPDX-License-Identifier: ISC */
/*
 * From front matter to a site: terms, paths, the order of posts, archives, and
 * the two maps that say what stands where.
 */
#include "site.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "languages.h"
#include "links.h"
#include "messages_content.h"
#include "messages_desk.h"
#include "messages_settings.h"
#include "permalink.h"

/* So many are sorted by hand. */
#define TERMS_FEW 24

/* The term's name is shown and leads to a page. */
static bool
is_shown(const struct term *term)
{
	return (!term->is_hidden);
}

static int
by_rank(const void *a, const void *b)
{
	const struct term *x = *(struct term *const *)a;
	const struct term *y = *(struct term *const *)b;

	if (x->kind != y->kind)
		return (x->kind < y->kind ? -1 : 1);
	if (x->rank == y->rank)
		return (0);
	return (x->rank < y->rank ? -1 : 1);
}

static void
name_terms(struct site *site, struct page *post)
{
	struct names *names;
	struct term *term;
	size_t i, count = 0;
	int kind;

	for (kind = 0; kind < TERM_KINDS; kind++)
		count += post->names[kind].count;
	post->term = arena_alloc(&site->arena, count * sizeof(struct term *));
	for (kind = 0; kind < TERM_KINDS; kind++) {
		names = &post->names[kind];
		for (i = 0; i < names->count; i++) {
			term = terms_name(
			    &site->terms, (enum term_kind)kind, names->item[i]);
			if (term != NULL && is_shown(term))
				post->term[post->terms++] = term;
		}
	}
}

/* Most posts have a handful. */
static void
sort_few(struct term **item, size_t count)
{
	struct term *term;
	size_t i, j;

	for (i = 1; i < count; i++) {
		term = item[i];
		for (j = i; j > 0 && by_rank(&item[j - 1], &term) > 0; j--)
			item[j] = item[j - 1];
		item[j] = term;
	}
}

/* Each term of a post once, in the order of readers. */
static void
sort_terms(struct site *site, struct page *post)
{
	const struct term *term;
	size_t i, kept = 0;

	if (post->terms > TERMS_FEW)
		qsort(post->term, post->terms, sizeof(struct term *), by_rank);
	else
		sort_few(post->term, post->terms);
	for (i = 0; i < post->terms; i++)
		if (kept == 0 || post->term[kept - 1] != post->term[i])
			post->term[kept++] = post->term[i];
	post->terms = kept;
	post->related = arena_alloc(
	    &site->arena, site->capsule.related * sizeof(struct page *));
	post->key = arena_alloc(&site->arena, kept * sizeof(*post->key));
	for (i = 0; i < kept; i++) {
		term = post->term[i];
		if (term->kind == TERM_AUTHOR)
			continue;
		post->key[post->keys++] =
		    (uint32_t)term->kind << 31 | (uint32_t)term->rank;
		post->key_bits |= UINT64_C(1) << term->rank % 64;
	}
}

static void
want_terms(struct site *site, const struct nav_item *item)
{
	for (; item != NULL; item = item->next) {
		if (span_starts(item->target, SPAN("/category/")) ||
		    span_starts(item->target, SPAN("/tag/")))
			(void)terms_want(
			    &site->terms, item->target, item->label);
		want_terms(site, item->first);
	}
}

static void
make_terms(struct site *site)
{
	size_t i;

	collation_init(&site->collation, site->capsule.lang);
	terms_init(&site->terms, &site->arena, &site->capsule, site->losses,
	    &site->slugger);
	terms_declare(&site->terms);
	for (i = 0; i < site->posts; i++)
		name_terms(site, site->post[i]);
	want_terms(site, site->capsule.navigation.first);
	terms_finish(&site->terms, &site->collation);
	for (i = 0; i < site->posts; i++)
		sort_terms(site, site->post[i]);
}

static int
newest_first(const void *a, const void *b)
{
	const struct page *x = *(struct page *const *)a;
	const struct page *y = *(struct page *const *)b;
	int order = date_cmp(&y->date, &x->date);

	return (order != 0 ? order : span_cmp(x->path, y->path));
}

/* Posts come by source, and most sources begin with the date: turned round,
 * they are almost in order.  Those that are not are sorted like any list. */
static void
sort_posts(struct page **post, size_t count)
{
	size_t left = count * 4, i, j;
	struct page *page;

	for (i = 0; i < count / 2; i++) {
		page = post[i];
		post[i] = post[count - 1 - i];
		post[count - 1 - i] = page;
	}
	for (i = 1; i < count && left > 0; i++) {
		page = post[i];
		for (j = i;
		     j > 0 && left > 0 && newest_first(&post[j - 1], &page) > 0;
		     j--, left--)
			post[j] = post[j - 1];
		post[j] = page;
	}
	if (left == 0 && count > 1)
		qsort(post, count, sizeof(struct page *), newest_first);
}

static int
by_path(const void *a, const void *b)
{
	const struct page *x = *(struct page *const *)a;
	const struct page *y = *(struct page *const *)b;

	return (span_cmp(x->path, y->path));
}

static void
fill_terms(struct site *site)
{
	struct page *post;
	size_t i, j;

	for (i = 0; i < site->posts; i++)
		for (j = 0; j < site->post[i]->terms; j++)
			terms_expect_post(site->post[i]->term[j]);
	for (i = 0; i < site->posts; i++) {
		post = site->post[i];
		for (j = 0; j < post->terms; j++)
			terms_add_post(post->term[j], post);
	}
	terms_settle(&site->terms);
}

static void
sort_pages(struct site *site)
{
	size_t i;

	for (i = 0; i < site->pages; i++)
		if (!site->is_out[i])
			permalink_set(site, &site->page[i]);
	sort_posts(site->post, site->posts);
	if (site->plains > 1)
		qsort(
		    site->plain, site->plains, sizeof(struct page *), by_path);
	for (i = 0; i < site->posts; i++) {
		tally_add(&site->tally, site->post[i]);
		if (i > 0)
			site->post[i]->newer = site->post[i - 1];
		if (i + 1 < site->posts)
			site->post[i]->older = site->post[i + 1];
	}
	fill_terms(site);
}

/* One more than the years, or the months, of the posts. */
static size_t
count_periods(const struct site *site, bool has_months)
{
	const struct date *last, *date;
	size_t i, count = 2;

	for (i = 1; i < site->posts; i++) {
		last = &site->post[i - 1]->date;
		date = &site->post[i]->date;
		count += date->year != last->year ||
		    (has_months && date->month != last->month);
	}
	return (count);
}

/* Posts of one year, or of one month, stand together. */
static void
make_periods(struct site *site)
{
	struct period *year = NULL, *month = NULL;
	struct page *post;
	size_t i;

	site->year = xcalloc(count_periods(site, false), sizeof(*site->year));
	site->month = xcalloc(count_periods(site, true), sizeof(*site->month));
	for (i = 0; i < site->posts; i++) {
		post = site->post[i];
		if (year == NULL || year->year != post->date.year) {
			year = &site->year[site->years++];
			year->year = post->date.year;
			year->post = &site->post[i];
			year->path =
			    arena_printf(&site->arena, "/%04d/", year->year);
			month = NULL;
		}
		if (month == NULL || month->month != post->date.month) {
			month = &site->month[site->months++];
			month->year = post->date.year;
			month->month = post->date.month;
			month->post = &site->post[i];
			month->path = arena_printf(&site->arena, "/%04d/%02d/",
			    month->year, month->month);
		}
		year->posts++;
		month->posts++;
		tally_add(&year->tally, post);
		tally_add(&month->tally, post);
	}
}

/* Put a target at its path.  False when something else is there. */
static bool
put(struct site *site, const struct target *given)
{
	struct target *target = arena_alloc(&site->arena, sizeof(*target));

	*target = *given;
	return (site_put(site, target->path, target));
}

static void
report_twice(struct site *site, const char *file, struct span path,
    const struct page *page)
{
	const struct target *other = site_at(site, path);
	const char *advice = MSG_PLACE_RENAME;

	if (page != NULL && page->kind == PAGE_POST && other->page != NULL &&
	    other->page->kind == PAGE_POST)
		advice = permalink_advice(site);
	else if (page != NULL && page->kind != PAGE_HOME)
		advice = MSG_PLACE_SLUG;
	losses_add(site->losses, LOSS_ERROR, file, 1, MSG_PLACE_TWICE,
	    SPAN_ARG(path), SPAN_ARG(other->origin), advice);
}

static void
put_own(struct site *site, struct span path, struct span title)
{
	struct target target = {
		.path = path, .title = title, .origin = SPAN(MSG_ORIGIN_LIST)
	};

	(void)put(site, &target);
}

static void
put_home(struct site *site)
{
	struct target target = { .path = SPAN_INIT("/"),
		.title = site->capsule.title,
		.origin = site->home != NULL ? span_str(site->home->file)
					     : SPAN(MSG_ORIGIN_LIST) };

	(void)put(site, &target);
}

static void
put_indexes(struct site *site)
{
	struct terms *terms = &site->terms;
	const struct term *term;
	size_t i;
	int kind;

	put_home(site);
	put_own(site, SPAN("/archive/"), SPAN(""));
	put_own(site, SPAN("/category/"), SPAN(""));
	put_own(site, SPAN("/tag/"), SPAN(""));
	put_own(site, SPAN("/author/"), SPAN(""));
	put_own(site, SPAN("/atom.xml"), SPAN(""));
	for (i = 0; i < site->years; i++)
		put_own(site, site->year[i].path, SPAN(""));
	for (i = 0; i < site->months; i++)
		put_own(site, site->month[i].path, SPAN(""));
	for (kind = 0; kind < TERM_KINDS; kind++) {
		for (i = 0; i < terms->count[kind]; i++) {
			term = terms->item[kind][i];
			if (term->has_page)
				put_own(site, term->path, term->name);
		}
	}
}

static void
put_page(struct site *site, struct page *page, bool is_out)
{
	struct target *target = arena_alloc(&site->arena, sizeof(*target));

	target->path = page->path;
	target->title = page->title;
	target->page = page;
	target->origin = span_str(page->file);
	target->is_out = is_out;
	(void)site_put_source(site, page->source, target);
	if (page->folder.len > 0 && page->suffix.len == 0)
		(void)site_put_source(site, page->folder, target);
	if (is_out || page == site->home)
		return;
	if (!put(site, target))
		report_twice(site, page->file, page->path, page);
}

/* A folder without an index.md belongs to its index.ro.md. */
static void
put_folders(struct site *site)
{
	struct target *target;
	struct page *page;
	size_t i;

	for (i = 0; i < site->pages; i++) {
		page = &site->page[i];
		if (page->folder.len == 0 || page->suffix.len == 0)
			continue;
		target = arena_alloc(&site->arena, sizeof(*target));
		*target = *site_from(site, page->source);
		(void)site_put_source(site, page->folder, target);
	}
}

/* The page whose folder holds the file, the nearest one. */
static const struct target *
owner_of(const struct site *site, struct span source)
{
	const struct target *owner = NULL;
	size_t slash = source.len;

	while (owner == NULL && slash > 0) {
		source = span_first(source, slash);
		slash = span_rfind(source, '/');
		if (slash == source.len)
			return (NULL);
		owner = site_from(site, span_first(source, slash + 1));
	}
	return (owner);
}

/* What lies in a page's folder stands below the page; what lies in pages/
 * elsewhere stands where the folder says; all else keeps its place. */
static void
place_file(struct site *site, struct attachment *file)
{
	const struct target *owner = owner_of(site, file->source);
	struct target target = { .file = file };
	struct target *kept;

	if (owner != NULL && owner->is_out) {
		file->path = SPAN("");
		return;
	}
	file->is_on_web = site->capsule.has_max_media &&
	    site->capsule.html_host.len > 0 &&
	    file->size > site->capsule.max_media;
	if (owner != NULL && owner->page->kind != PAGE_HOME)
		file->path = arena_printf(&site->arena, "%.*s%.*s",
		    SPAN_ARG(owner->path),
		    SPAN_ARG(span_skip(file->source, owner->page->folder.len)));
	else
		file->path = arena_printf(&site->arena, "/%.*s",
		    SPAN_ARG(span_starts(file->source, SPAN("pages/"))
			    ? span_skip(file->source, 6)
			    : file->source));
	target.path = file->path;
	target.origin = span_str(file->file);
	kept = arena_alloc(&site->arena, sizeof(*kept));
	*kept = target;
	(void)site_put_source(site, file->source, kept);
	if (!site_put(site, file->path, kept))
		report_twice(site, file->file, file->path, NULL);
}

/* The file would stand where a page has one of its own. */
static bool
is_own_name(const struct site *site, struct span path)
{
	const struct target *above;

	if (span_ends(path, SPAN("/gophermap")) ||
	    span_ends(path, SPAN("/index.gmi")) ||
	    span_ends(path, SPAN("/index.txt")))
		return (true);
	if (!span_ends(path, SPAN("/atom.xml")))
		return (false);
	/* Lists have a feed; a page of the publisher's has none. */
	above = site_at(
	    site, span_first(path, path.len - (sizeof("atom.xml") - 1)));
	return (above != NULL && above->page == NULL && above->file == NULL);
}

static void
place_files(struct site *site)
{
	size_t i;

	for (i = 0; i < site->files; i++) {
		place_file(site, &site->file[i]);
		if (is_own_name(site, site->file[i].path))
			losses_add(site->losses, LOSS_ERROR, site->file[i].file,
			    0, MSG_FILE_OWN_NAME);
	}
}

static void
add_redirect(struct site *site, struct span path, struct span target)
{
	size_t count = site->redirects;

	if ((count & (count - 1)) == 0)
		site->redirect = xreallocarray(
		    site->redirect, count * 2 + 1, sizeof(*site->redirect));
	site->redirect[count].path = path;
	site->redirect[count].target = target;
	site->redirects++;
}

/* A former path leads to what has another now. */
static void
put_redirect(struct site *site, struct span path, const struct target *given)
{
	struct target *target = arena_alloc(&site->arena, sizeof(*target));

	*target = *given;
	(void)site_put(site, path, target);
	add_redirect(site, path, target->path);
}

static void
put_alias(struct site *site, struct page *page, struct span alias)
{
	struct span path = permalink_clean(&site->arena, alias);
	const struct target *there = site_at(site, path);
	struct target target = {
		.path = page->path, .title = page->title, .page = page
	};

	if (there != NULL && there->page == page)
		return;
	if (there != NULL) {
		losses_add(site->losses, LOSS_ERROR, page->file, 1,
		    MSG_FRONT_ALIAS_TAKEN, SPAN_ARG(path),
		    SPAN_ARG(there->origin));
		return;
	}
	target.origin =
	    arena_printf(&site->arena, MSG_ORIGIN_ALIAS, page->file);
	put_redirect(site, path, &target);
}

static void
put_old_terms(struct site *site)
{
	const struct term_setting *setting = site->capsule.settings;
	struct target target = { .origin = SPAN_INIT(MSG_ORIGIN_SAME_AS) };
	const struct term *term;
	struct span path;

	for (; setting != NULL; setting = setting->next) {
		term = terms_old_path(&site->terms, setting, &path);
		if (term == NULL || !term->has_page ||
		    site_at(site, path) != NULL)
			continue;
		target.path = term->path;
		target.title = term->name;
		put_redirect(site, path, &target);
	}
}

static int
by_redirect_path(const void *a, const void *b)
{
	const struct redirect *x = a, *y = b;

	return (span_cmp(x->path, y->path));
}

static void
put_aliases(struct site *site)
{
	size_t i, j;

	for (i = 0; i < site->pages; i++) {
		if (site->is_out[i])
			continue;
		if (span_ends(site->page[i].permalink, SPAN(".html")))
			put_alias(
			    site, &site->page[i], site->page[i].permalink);
		for (j = 0; j < site->page[i].aliases.count; j++)
			put_alias(site, &site->page[i],
			    site->page[i].aliases.item[j]);
	}
	put_old_terms(site);
	if (site->redirects > 1)
		qsort(site->redirect, site->redirects, sizeof(*site->redirect),
		    by_redirect_path);
}

int
site_link(struct site *site)
{
	size_t i, before = losses_count(site->losses, LOSS_ERROR);

	site_choose(site);
	make_terms(site);
	sort_pages(site);
	site_mark(site);
	make_periods(site);
	put_indexes(site);
	for (i = 0; i < site->pages; i++)
		put_page(site, &site->page[i], site->is_out[i]);
	put_folders(site);
	place_files(site);
	put_aliases(site);
	languages_link(site);
	links_check_navigation(site);
	return (losses_count(site->losses, LOSS_ERROR) == before ? 0 : -1);
}
