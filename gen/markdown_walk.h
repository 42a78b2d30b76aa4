/* SPDX-License-Identifier: ISC */
/*
 * What the two halves of the Markdown walker share: markdown.c walks blocks,
 * markdown_inline.c what stands in their lines.
 */
#ifndef GEN_MARKDOWN_WALK_H
#define GEN_MARKDOWN_WALK_H

#include <cmark-gfm.h>
#include <stdbool.h>

#include "buf.h"
#include "builder.h"
#include "html.h"
#include "markdown.h"
#include "markdown_open.h"
#include "notes.h"

struct markdown_walk {
	struct builder b;
	const struct markdown_source *source;
	const struct markdown_shift *shift; /* lines that were put in */
	struct html *html;		    /* NULL until the first markup */
	unsigned image_depth;
	struct buf alt; /* of the image being read */
	size_t column;	/* of the next table cell */
	bool is_terms;	/* each line of this paragraph is a term */
	const struct line_set *defined; /* markdown_define() */
	bool in_definition;		/* after "Term", within ": text" */
	unsigned comment_line; /* where {::comment} began; 0: in none */
};

/* Feed markup to the HTML stream, which is opened on first need. */
void markdown_html(struct markdown_walk *w, cmark_node *node);

/* One step of the walk over an inline node. */
void markdown_inline(
    struct markdown_walk *w, cmark_node *node, bool is_entering);

/* At the end: says so when a {::comment} has none. */
void markdown_end_comment(struct markdown_walk *w);

/* The list was made of definitions by markdown_define(). */
bool markdown_is_definitions(const struct markdown_walk *w, cmark_node *list);

/* A paragraph begins or ends: ": text" at its start explains the paragraph
 * before it. */
void markdown_paragraph(
    struct markdown_walk *w, cmark_node *node, bool is_entering);

#endif
