/* SPDX-License-Identifier: ISC */
/*
 * Pictures, with the ways in which pages give them in several sizes and formats
 * or load them late: one link for each.  For html.c.
 */
#ifndef GEN_HTML_PICTURE_H
#define GEN_HTML_PICTURE_H

#include <stdbool.h>

#include <libxml/HTMLparser.h>

#include "builder.h"
#include "span.h"

enum html_fallback {
	HTML_NO_FALLBACK,
	HTML_FALLBACK_EMPTY, /* so far */
	HTML_FALLBACK_SHOWN
};

/* Zeroed at first.  The strings are its own, or NULL. */
struct html_picture {
	bool is_open;		     /* a <picture> */
	bool has_link;		     /* its <img> gave one */
	char *source;		     /* of its first <source> */
	char *last;		     /* address of the last image */
	enum html_fallback fallback; /* a <noscript> is open */
};

void html_picture_release(struct html_picture *picture);

/* An <img>: where the picture really is, by the attributes that scripts read
 * (data-src) before `src`, the largest of `srcset` without one.  Left out when
 * it is invisible, which is reported, or is for readers without scripts and
 * they have it already. */
void html_picture_image(struct html_picture *picture, struct builder *b,
    const xmlChar **attributes);
/* A <picture> begins or ends. */
void html_picture_set(
    struct html_picture *picture, struct builder *b, bool is_start);
/* A <source>: false when it is none of a picture's. */
bool html_picture_source(
    struct html_picture *picture, const xmlChar **attributes);
/* A <noscript> begins or ends: a block of its own when it shows anything. */
void html_picture_fallback(
    struct html_picture *picture, struct builder *b, bool is_start);
/* Words, before they reach the builder. */
void html_picture_words(
    struct html_picture *picture, struct builder *b, struct span words);

#endif
