/* SPDX-License-Identifier: ISC */
/*
 * Where pages and terms stood before: what still leads to them.
 */
#include <stdlib.h>

#include "die.h"
#include "messages_content.h"
#include "messages_settings.h"
#include "permalink.h"
#include "places.h"

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
	if (there != NULL || places_is_made(site, path)) {
		losses_add(site->losses, LOSS_ERROR, page->file, 1,
		    MSG_FRONT_ALIAS_TAKEN, SPAN_ARG(path),
		    SPAN_ARG(
			there != NULL ? there->origin : SPAN(MSG_ORIGIN_LIST)));
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
		target.left_out = term->left_out;
		put_redirect(site, path, &target);
	}
}

/* Names that would have one path have none of them: it leads to the list in
 * which they stand, as it did before there were two. */
static void
put_shared_paths(struct site *site, enum term_kind kind)
{
	static const struct span lists[TERM_KINDS] = { SPAN_INIT("/category/"),
		SPAN_INIT("/tag/"), SPAN_INIT("/author/") };
	struct target target = { .origin = SPAN_INIT(MSG_ORIGIN_SHARED) };
	const struct term *term, *above;
	struct span path;
	size_t i;

	for (i = 0; i < site->terms.count[kind]; i++) {
		term = site->terms.item[kind][i];
		above = term->parent;
		if (term->shared_slug.len == 0 || !term->has_page ||
		    (above != NULL && !above->has_page))
			continue;
		target.path = above != NULL ? above->path : lists[kind];
		target.left_out = above != NULL ? above->left_out : 0;
		path = arena_printf(&site->arena, "%.*s%.*s/",
		    SPAN_ARG(target.path), SPAN_ARG(term->shared_slug));
		if (site_at(site, path) == NULL)
			put_redirect(site, path, &target);
	}
}

static int
by_redirect_path(const void *a, const void *b)
{
	const struct redirect *x = a, *y = b;

	return (span_cmp(x->path, y->path));
}

void
places_put_former(struct site *site)
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
	for (i = 0; i < TERM_KINDS; i++)
		put_shared_paths(site, (enum term_kind)i);
	if (site->redirects > 1)
		qsort(site->redirect, site->redirects, sizeof(*site->redirect),
		    by_redirect_path);
}
