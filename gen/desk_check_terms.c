/* SPDX-License-Identifier: ISC */
/*
 * Terms that look like twins, and the posts that name them.
 */
#include <string.h>

#include "desk_check.h"
#include "fold.h"
#include "messages_desk.h"
#include "twins.h"

static const char *const kind_words[TERM_KINDS] = { MSG_CATEGORY, MSG_TAG,
	MSG_AUTHOR };

/* The name without the parents that stand before it. */
static struct span
leaf_of(enum term_kind kind, struct span name)
{
	size_t i = name.len;

	if (kind != TERM_CATEGORY)
		return (name);
	while (i > 0)
		if (name.p[--i] == '/' && (i == 0 || name.p[i - 1] != '\\'))
			return (span_trim(span_skip(name, i + 1)));
	return (name);
}

static unsigned
line_of(struct check *check, const struct page *post, struct span name)
{
	struct buf bytes;
	unsigned line = 1;

	buf_init(&bytes, PAGE_MAX_SOURCE);
	if (site_load(&check->desk.site, post->source, &bytes) == 0)
		line = desk_find_line(buf_span(&bytes), name);
	buf_release(&bytes);
	return (line);
}

/* The name in a post that stands for the term; empty: none. */
static struct span
name_in(struct check *check, const struct page *post, const struct term *term)
{
	const struct names *names = &post->names[term->kind];
	struct span leaf;
	size_t i;

	for (i = 0; i < names->count; i++) {
		leaf = leaf_of(term->kind, names->item[i]);
		if (span_eq(
			fold_name(&check->desk.site.arena, leaf), term->fold))
			return (leaf);
	}
	return (span_make("", 0));
}

/* `rare` looks like `other`, which more posts have. */
static void
report_pair(
    struct check *check, const struct term *rare, const struct term *other)
{
	struct span name;
	size_t i;

	for (i = 0; i < rare->posts; i++) {
		name = name_in(check, rare->post[i], rare);
		if (name.len == 0)
			continue;
		losses_add(&check->desk.losses, LOSS_WARNING,
		    rare->post[i]->file, line_of(check, rare->post[i], name),
		    MSG_CHECK_TWINS, kind_words[rare->kind],
		    SPAN_ARG(rare->name), rare->posts, SPAN_ARG(other->name),
		    other->posts);
	}
}

static void
check_pair(struct check *check, const struct term *a, const struct term *b)
{
	/* The publisher knows of both. */
	if (a->is_declared && b->is_declared)
		return;
	/* Unlike terms differ in their first letter most often: look no
	 * further then. */
	if (a->fold.len == 0 || b->fold.len == 0 ||
	    a->fold.p[0] != b->fold.p[0] || !twins_alike(a->fold, b->fold))
		return;
	if (a->posts < b->posts || (a->posts == b->posts && b->is_declared))
		report_pair(check, a, b);
	else
		report_pair(check, b, a);
}

static void
check_spelling(struct check *check, const struct page *post)
{
	const struct term *term;
	struct span name;
	size_t i;

	for (i = 0; i < post->terms; i++) {
		term = post->term[i];
		name = name_in(check, post, term);
		if (name.len > 0 && !span_eq(name, term->name) &&
		    span_search(name, SPAN("\\/")) == name.len)
			losses_add(&check->desk.losses, LOSS_WARNING,
			    post->file, line_of(check, post, name),
			    MSG_CHECK_SPELLING, kind_words[term->kind],
			    SPAN_ARG(name), SPAN_ARG(term->name));
	}
}

void
check_terms(struct check *check)
{
	const struct site *site = &check->desk.site;
	const struct terms *terms = &site->terms;
	size_t i, j;
	int kind;

	for (kind = 0; kind < TERM_KINDS; kind++)
		for (i = 0; i < terms->count[kind]; i++)
			for (j = i + 1; j < terms->count[kind]; j++)
				check_pair(check, terms->item[kind][i],
				    terms->item[kind][j]);
	for (i = 0; i < site->posts; i++)
		check_spelling(check, site->post[i]);
}
