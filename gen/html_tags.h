/* SPDX-License-Identifier: ISC */
/*
 * What each HTML element means here: one table, for html.c.
 */
#ifndef GEN_HTML_TAGS_H
#define GEN_HTML_TAGS_H

#include <stddef.h>

#include "span.h"

enum html_action {
	HTML_UNKNOWN, /* no element of HTML: of a formula, or words in angle
	               * brackets */
	HTML_INLINE,  /* its words stand in the text around it */
	HTML_IGNORED, /* stands for nothing a reader sees */
	HTML_BLOCK,   /* its words are paragraphs of their own */
	HTML_HEADING, /* h1 to h6 */
	HTML_LIST,    /* ul, ol */
	HTML_ITEM,    /* li */
	HTML_TERMS,   /* dl */
	HTML_TERM,    /* dt */
	HTML_MEANING, /* dd */
	HTML_QUOTE,   /* blockquote */
	HTML_PRE,
	HTML_TABLE,
	HTML_ROW,
	HTML_CELL, /* td, th */
	HTML_CAPTION,
	HTML_BREAK,
	HTML_RULE,
	HTML_LINK,
	HTML_AREA, /* of a picture: a link with its words in `alt` */
	HTML_IMAGE,
	HTML_PICTURE,
	HTML_FALLBACK, /* for readers without scripts */
	HTML_FRAME,    /* iframe, embed, object: a link to what they show */
	HTML_MEDIA,    /* video, audio */
	HTML_SOURCE,   /* of the media around it */
	HTML_CODE,
	HTML_STRUCK,
	HTML_RAISED,  /* sup */
	HTML_LOWERED, /* sub */
	HTML_CITED,   /* q */
	HTML_SHORT,   /* abbr */
	HTML_DROPPED  /* with all that is in it, and reported */
};

/* By the element's name in small letters. */
enum html_action html_tag_action(const char *name);

/* It begins a block of HTML that goes on to an empty line (GFM 0.29, "HTML
 * blocks", kind 6), or to the end tag of such an element (kind 1).  In letters of
 * any case. */
bool html_tag_begins_block(struct span name);
bool html_tag_is_verbatim(struct span name);

/* Where "<?" stands, or "</" that no name follows, or the length. */
size_t html_find_nameless(struct span markup);
/* Where a comment begins that has no end, and no end of a script or a style
 * sheet after it, or the length. */
size_t html_find_open_comment(struct span markup);
/* How many lines end in it. */
unsigned html_count_lines(struct span markup);

#endif
