/* SPDX-License-Identifier: ISC */
/*
 * The marks of template languages: how far a tag, a comment or a tag that is
 * only to be shown reaches, and what stands between a tag and its end.
 */
#ifndef GEN_TEMPLATE_MARK_H
#define GEN_TEMPLATE_MARK_H

#include <stdbool.h>
#include <stddef.h>

#include "span.h"
#include "template_tags.h"
#include "template_write.h"

struct template_mark {
	size_t len;    /* of the tag with its marks; 0: none */
	bool is_value; /* "{{ ... }}" */
	struct span text;
};

/* The tag at the front of `s`, which begins with "{%" or "{{". */
struct template_mark template_mark_read(struct span s);

/* How long the comment of Nunjucks at the front of `s` is, "{# ... #}"; 0 when
 * it is none: "{#id}" is kramdown's. */
size_t template_mark_comment(struct span s);

/* True when there is an empty line in it. */
bool template_mark_has_gap(struct span mark);

/* True when the end stands in `after` with no empty line before it, but for
 * those that it begins with or that stand right before the end. */
bool template_mark_is_near(struct span after, struct span end);

/* The tag at the front of `s` that Hugo only shows, since its text stands
 * between a slash with a star and a star with a slash: its length, or 0;
 * *head, *text and *tail are what is shown. */
size_t template_mark_shown(
    struct span s, struct span *head, struct span *text, struct span *tail);

/* True when "{{ ... }}" stands for itself, in a formula or a list of numbers:
 * `whole` is what looks like a template's value, `before` the text before it,
 * `after` what follows. */
bool template_mark_is_formula(
    struct span before, struct span whole, struct span after);

/* A code span as the site shows it: without the marks of raw, which stand in
 * it for the site's generator alone. */
void template_mark_code_span(struct template_writer *w, struct span code);
bool template_mark_is_raw(const struct template_tag *tag);

/* Set tag->inner to the words between the tag and its end in `after`, when
 * they can be the words of a link; returns how much of `after` they and the
 * end take, or 0. */
size_t template_mark_inner(struct template_tag *tag, struct span after);
/* True for words that can stand in a link. */
bool template_mark_can_link(struct span words);

#endif
