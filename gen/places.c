/* SPDX-License-Identifier: ISC */
/*
 * Whatever is made has its place here before a byte of it is written, so that
 * two things in one place are an error with a source and a line.
 */
#include "places.h"

#include <stdlib.h>

#include "die.h"
#include "doc.h"
#include "languages.h"
#include "map.h"
#include "messages_content.h"
#include "messages_settings.h"
#include "permalink.h"
#include "postlist.h"

/* What a file system takes (NAME_MAX). */
#define PART_MAX 255

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

/* A list of ours; `left_out` as in struct target. */
static bool
put_own(
    struct site *site, struct span path, struct span title, unsigned left_out)
{
	struct target target = { .path = path,
		.title = title,
		.origin = SPAN(MSG_ORIGIN_LIST),
		.left_out = (unsigned char)left_out };

	return (put(site, &target));
}

/* What stands where a numbered page of a list does. */
static void
report_in_sheet(struct site *site, struct span path)
{
	const struct target *there = site_at(site, path);

	if (there->page != NULL && !span_eq(there->path, path))
		losses_add(site->losses, LOSS_ERROR, there->page->file, 1,
		    MSG_FRONT_ALIAS_TAKEN, SPAN_ARG(path),
		    SPAN_ARG(SPAN(MSG_ORIGIN_LIST)));
	else if (there->page != NULL)
		losses_add(site->losses, LOSS_ERROR, there->page->file, 1,
		    MSG_PLACE_TWICE, SPAN_ARG(path),
		    SPAN_ARG(SPAN(MSG_ORIGIN_LIST)), MSG_PLACE_SLUG);
	else if (there->file != NULL)
		losses_add(site->losses, LOSS_ERROR, there->file->file, 0,
		    MSG_PLACE_TWICE, SPAN_ARG(path),
		    SPAN_ARG(SPAN(MSG_ORIGIN_LIST)), MSG_PLACE_RENAME);
}

void
places_put_sheets(struct site *site, struct span path,
    const struct tally *tally, unsigned left_out)
{
	size_t sheet, sheets = postlist_sheets(site, tally);
	struct span place;

	for (sheet = 1; sheet <= sheets; sheet++) {
		place = arena_printf(
		    &site->arena, "%.*spage/%zu/", SPAN_ARG(path), sheet);
		if (!put_own(site, place, SPAN(""),
			left_out | postlist_left_out(site, tally, sheet)))
			report_in_sheet(site, place);
	}
}

static void
put_period(struct site *site, const struct period *period)
{
	unsigned left_out = tally_left_out(&period->tally);

	(void)put_own(site, period->path, SPAN(""), left_out);
	places_put_sheets(site, period->path, &period->tally, left_out);
}

/* "X/page/1", where the numbered pages of X stand. */
static void
report_term(struct site *site, const struct term *term)
{
	bool has_post = term->posts > 0;

	losses_add(site->losses, LOSS_ERROR,
	    has_post ? term->post[0]->file : site->capsule.file,
	    has_post ? 1 : term->line, MSG_TERM_IN_SHEET, SPAN_ARG(term->name),
	    SPAN_ARG(term->path), SPAN_ARG(term->name));
}

static void
put_term(struct site *site, const struct term *term)
{
	if (!term->has_page)
		return;
	if (!put_own(site, term->path, term->name, term->left_out))
		report_term(site, term);
	places_put_sheets(site, term->path, &term->tally, term->left_out);
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
	size_t i;
	int kind;

	put_home(site);
	(void)put_own(site, SPAN("/archive/"), SPAN(""), 0);
	places_put_sheets(site, SPAN("/archive/"), &site->tally, 0);
	(void)put_own(site, SPAN("/category/"), SPAN(""), 0);
	(void)put_own(site, SPAN("/tag/"), SPAN(""), 0);
	(void)put_own(site, SPAN("/author/"), SPAN(""), 0);
	(void)put_own(
	    site, SPAN("/atom.xml"), SPAN(""), tally_left_out(&site->tally));
	for (i = 0; i < site->years; i++)
		put_period(site, &site->year[i]);
	for (i = 0; i < site->months; i++)
		put_period(site, &site->month[i]);
	/* Parents first. */
	for (kind = 0; kind < TERM_KINDS; kind++)
		for (i = 0; i < terms->count[kind]; i++)
			put_term(site, terms->item[kind][i]);
}

bool
places_is_file_name(struct span name, bool is_top)
{
	static const struct span names[] = { SPAN_INIT("gophermap"),
		SPAN_INIT("index.gmi"), SPAN_INIT("index.txt"),
		SPAN_INIT("atom.xml"),
		/* At the top, programs ask for these by name. */
		SPAN_INIT("robots.txt"), SPAN_INIT("caps.txt"),
		SPAN_INIT("favicon.txt") };
	size_t count = is_top ? sizeof(names) / sizeof(names[0]) : 4;
	size_t i;

	for (i = 0; i < count; i++)
		if (span_eq(name, names[i]))
			return (true);
	return (false);
}

/* The first folder of a path that has the name of a file that is made there,
 * or an empty span.  `path` ends in '/' unless its last part is a file. */
static struct span
own_folder(struct span path)
{
	bool is_top = true;
	struct span part;

	path = span_skip(path, 1);
	while (span_cut(&path, '/', &part) && path.p != NULL) {
		if (places_is_file_name(part, is_top))
			return (part);
		is_top = false;
	}
	return (span_make("", 0));
}

static bool
has_long_part(struct span path)
{
	struct span part;

	while (span_cut(&path, '/', &part))
		if (part.len > PART_MAX)
			return (true);
	return (false);
}

/* The page can stand at its path, whatever else stands there. */
static bool
check_path(struct site *site, const struct page *page)
{
	struct span part = own_folder(page->path);

	if (site_is_undated(page))
		losses_add(site->losses, LOSS_ERROR, page->file, 1, "%s",
		    MSG_FRONT_NO_DATE);
	else if (part.len > 0)
		losses_add(site->losses, LOSS_ERROR, page->file, 1,
		    MSG_PLACE_FILE_NAME, SPAN_ARG(page->path), SPAN_ARG(part),
		    MSG_PLACE_SLUG);
	else if (has_long_part(page->path))
		losses_add(site->losses, LOSS_ERROR, page->file, 1,
		    MSG_PLACE_LONG, PART_MAX, MSG_PLACE_SLUG);
	else
		return (true);
	return (false);
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
	if (is_out) /* what a link leads to, in a message */
		target->title = site_is_past(site, page) ? SPAN(MSG_OUT_PAST)
							 : SPAN(MSG_OUT_DRAFT);
	(void)site_put_source(site, page->source, target);
	if (page->folder.len > 0 && page->suffix.len == 0)
		(void)site_put_source(site, page->folder, target);
	if (is_out || page == site->home ||
	    (site->undated == UNDATED_LISTED && site_is_undated(page)) ||
	    permalink_is_taken(site, page) || !check_path(site, page))
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

/* Where a file of pages/ stands: "pt-br/a.pdf" of "pt-BR/a.pdf", as the pages
 * beside it do. */
static struct span
beside_pages(struct site *site, struct span path)
{
	struct span rest = path, part = { "", 0 }, tag;
	size_t i;

	(void)span_cut(&rest, '/', &part);
	for (i = 0; i < site->langs.count && rest.p != NULL; i++) {
		(void)map_at(&site->langs, i, &tag);
		if (language_is(tag, part) &&
		    !language_is(tag, site->capsule.lang))
			return (arena_printf(&site->arena, "%.*s/%.*s",
			    SPAN_ARG(language_part(&site->arena, tag)),
			    SPAN_ARG(rest)));
	}
	return (path);
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
			    ? beside_pages(site, span_skip(file->source, 6))
			    : file->source));
	target.path = file->path;
	target.origin = span_str(file->file);
	kept = arena_alloc(&site->arena, sizeof(*kept));
	*kept = target;
	(void)site_put_source(site, file->source, kept);
	/* Neither beside another file nor where a folder must be. */
	if (site_at(site, file->path) != NULL ||
	    !site_put(site, file->path, kept))
		report_twice(site, file->file, file->path, NULL);
}

bool
places_is_made(const struct site *site, struct span path)
{
	size_t folder = span_rfind(path, '/') + 1;
	struct span name = span_skip(path, folder);
	const struct target *above = site_at(site, span_first(path, folder));

	if (!places_is_file_name(name, false) || above == NULL ||
	    above->file != NULL ||
	    !span_eq(above->path, span_first(path, folder)))
		return (false);
	return (above->page == NULL || !span_eq(name, SPAN("atom.xml")));
}

static bool
is_own_name(const struct site *site, struct span path)
{
	struct span name = span_skip(path, span_rfind(path, '/') + 1);

	if (own_folder(path).len > 0)
		return (true);
	/* A page of the publisher's has no feed. */
	if (span_eq(name, SPAN("atom.xml")))
		return (places_is_made(site, path));
	return (places_is_file_name(name, false));
}

static void
place_files(struct site *site)
{
	size_t i;

	for (i = 0; i < site->files; i++)
		place_file(site, &site->file[i]);
	/* Ours, when the publisher has none. */
	(void)put_own(site, SPAN("/robots.txt"), SPAN(""), 0);
	(void)put_own(site, SPAN("/caps.txt"), SPAN(""), FOR_GEMTEXT);
}

void
places_put(struct site *site)
{
	size_t i;

	put_indexes(site);
	for (i = 0; i < site->pages; i++)
		put_page(site, &site->page[i], site->is_out[i]);
	put_folders(site);
	place_files(site);
	places_put_former(site);
}

/* What stands at the path, or at all below it, that is no attachment's. */
static const char *
other_owner(const struct site *site, struct span path)
{
	static const struct span names[] = { SPAN_INIT("/search"),
		SPAN_INIT("/reply"), SPAN_INIT("/inbox"),
		SPAN_INIT("/offline") };
	const struct variant *variant = site->capsule.variants;
	struct span rest = span_skip(path, 1), part = { "", 0 };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_eq(path, names[i]))
			return (MSG_ORIGIN_SERVER);
	(void)span_cut(&rest, '/', &part);
	for (; variant != NULL; variant = variant->next)
		if (span_eq(part, variant->path))
			return (MSG_ORIGIN_VARIANT);
	return (NULL);
}

static void
check_file(struct site *site, const struct attachment *file)
{
	const char *owner = other_owner(site, file->path);

	if (is_own_name(site, file->path))
		losses_add(
		    site->losses, LOSS_ERROR, file->file, 0, MSG_FILE_OWN_NAME);
	else if (owner != NULL)
		losses_add(site->losses, LOSS_ERROR, file->file, 0,
		    MSG_PLACE_TWICE, SPAN_ARG(file->path),
		    SPAN_ARG(span_str(owner)), MSG_PLACE_RENAME);
}

/* A path whose folder is a file: `files` leads from paths to attachments. */
static void
check_above(struct site *site, const struct map *files,
    const struct target *target, bool *is_said)
{
	const struct attachment *file;
	size_t i;

	for (i = 1; i < target->path.len; i++) {
		if (target->path.p[i] != '/')
			continue;
		file = map_get(files, span_first(target->path, i));
		if (file == NULL || is_said[file - site->file])
			continue;
		is_said[file - site->file] = true;
		losses_add(site->losses, LOSS_ERROR, file->file, 0,
		    MSG_PLACE_TWICE, SPAN_ARG(target->path),
		    SPAN_ARG(target->origin), MSG_PLACE_RENAME);
	}
}

/* No file stands where something else needs a folder. */
static void
check_folders(struct site *site)
{
	bool *is_said = xcalloc(site->files + 1, sizeof(*is_said));
	const struct target *target;
	struct map files;
	struct span path;
	size_t i;

	map_init(&files);
	for (i = 0; i < site->files; i++) {
		target = map_get(&site->by_path, site->file[i].path);
		if (target != NULL && target->file == &site->file[i])
			(void)map_add(
			    &files, site->file[i].path, &site->file[i]);
	}
	for (i = 0; files.count > 0 && i < site->by_path.count; i++) {
		target = map_at(&site->by_path, i, &path);
		/* Nothing is made where a redirect stands. */
		if (span_eq(target->path, path))
			check_above(site, &files, target, is_said);
	}
	map_release(&files);
	free(is_said);
}

void
places_check_files(struct site *site)
{
	size_t i;

	for (i = 0; i < site->files; i++)
		check_file(site, &site->file[i]);
	check_folders(site);
}
