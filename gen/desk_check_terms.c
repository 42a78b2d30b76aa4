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

/* Take the last part of a name: what stands before it in a category is its
 * parent. */
static struct span
cut_last(enum term_kind kind, struct span *name)
{
	struct span part = *name;
	size_t i = kind == TERM_CATEGORY ? name->len : 0;

	while (i > 0 &&
	    (name->p[i - 1] != '/' || (i > 1 && name->p[i - 2] == '\\')))
		i--;
	part = span_trim(span_skip(part, i));
	name->len = i > 0 ? i - 1 : 0;
	return (part);
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

/* How a post's name, or a part of it, spells the term; empty: it does not, or
 * calls it by another name. */
static struct span
spelling_in(struct check *check, const struct term *term, struct span name)
{
	struct site *site = &check->desk.site;
	const struct term *at = terms_find(&site->terms, term->kind, name);
	struct span part;

	for (; at != NULL && name.len > 0; at = at->parent) {
		do
			part = cut_last(term->kind, &name);
		while (part.len == 0 && name.len > 0);
		if (at == term &&
		    span_eq(fold_name(&site->arena, part), term->fold))
			return (part);
	}
	return (span_make("", 0));
}

/* The name in a post that spells the term; empty: none. */
static struct span
name_in(struct check *check, const struct page *post, const struct term *term)
{
	const struct names *names = &post->names[term->kind];
	size_t i;

	for (i = 0; i < names->count; i++)
		if (spelling_in(check, term, names->item[i]).len > 0)
			return (names->item[i]);
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

/* Each part of a name as a post has it. */
static void
check_name(struct check *check, const struct page *post, enum term_kind kind,
    struct span name)
{
	const struct term *term =
	    terms_find(&check->desk.site.terms, kind, name);
	struct span part;

	for (; term != NULL; term = term->parent) {
		part = spelling_in(check, term, name);
		if (part.len > 0 && !term->is_hidden &&
		    !span_eq(part, term->name) &&
		    span_search(part, SPAN("\\/")) == part.len)
			losses_add(&check->desk.losses, LOSS_WARNING,
			    post->file, line_of(check, post, name),
			    MSG_CHECK_SPELLING, kind_words[kind],
			    SPAN_ARG(part), SPAN_ARG(term->name));
	}
}

static void
check_spelling(struct check *check, const struct page *post)
{
	const struct names *names;
	size_t i;
	int kind;

	for (kind = 0; kind < TERM_KINDS; kind++) {
		names = &post->names[kind];
		for (i = 0; i < names->count; i++)
			check_name(
			    check, post, (enum term_kind)kind, names->item[i]);
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
