/* SPDX-License-Identifier: ISC */
/*
 * What a template tag means, written as Markdown, or as HTML where Markdown
 * is not read: within an HTML block.
 */
#ifndef GEN_TEMPLATE_WRITE_H
#define GEN_TEMPLATE_WRITE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "markdown_open.h"
#include "span.h"

struct template_writer {
	struct buf *out;	      /* not owned */
	size_t line_start;	      /* where the last line begins there */
	bool is_html;		      /* the words land in an HTML block */
	struct markdown_shift *shift; /* not owned: lines that were put in */
	unsigned lines;		      /* begun before `counted` */
	size_t counted;		      /* bytes of the output */
};

/* The last line of the output as far as it is written. */
struct span template_line(const struct template_writer *w);
/* Begin a line that the source does not have, with `front`. */
void template_put_in_line(struct template_writer *w, struct span front);

/* Words as they are; a backslash before a quote is taken off. */
void template_words(struct template_writer *w, struct span words);
/* Words that may hold Markdown of their own; within HTML as they are. */
void template_caption(struct template_writer *w, struct span words);
/* The same after a picture or link, with a space before them; not when they
 * are its label, unless they hold a link. */
void template_words_after(
    struct template_writer *w, struct span words, struct span label);
/* Words that may hold Markdown or HTML, without any of it. */
void template_plain(struct template_writer *w, struct span words);
/* An image, which is a link to `target` unless that is empty. */
void template_image(struct template_writer *w, struct span source,
    struct span alt, struct span target);
/* The same; its label is the plain words of a caption. */
void template_image_caption(struct template_writer *w, struct span source,
    struct span caption, struct span target);
/* A link; without words its address is shown. */
void template_link(
    struct template_writer *w, struct span target, struct span words);
/* A link around words of the source, which may hold marks of their own. */
void template_link_around(
    struct template_writer *w, struct span target, struct span words);

#endif
