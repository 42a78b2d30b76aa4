/* SPDX-License-Identifier: ISC */
/*
 * The lines of text/gemini (gemtext specification 0.24.1): what kind a line
 * is, and how each kind is written so that it is read back as that kind.
 * Every writer ends its line with LF and cleans its text as utf8_add_clean().
 */
#ifndef BASE_GEMTEXT_H
#define BASE_GEMTEXT_H

#include <stdbool.h>

#include "buf.h"
#include "span.h"

enum gemtext_kind {
	GEMTEXT_TEXT,
	GEMTEXT_LINK,
	GEMTEXT_HEADING1,
	GEMTEXT_HEADING2,
	GEMTEXT_HEADING3,
	GEMTEXT_ITEM,
	GEMTEXT_QUOTE,
	GEMTEXT_TOGGLE, /* opens or closes preformatted text */
	GEMTEXT_PRE
};

struct gemtext_line {
	enum gemtext_kind kind;
	struct span text; /* what is shown; a link's label; a toggle's alt */
	struct span url;  /* of a link, else empty */
};

/*
 * Read one line (without LF; one CR at its end is dropped).  *pre is the one
 * bit of state: false at the start of a document, changed by toggles.  "=>"
 * without a URL is text, and so are "*x" and a lone "*" (gemtext digest §2).
 */
struct gemtext_line gemtext_read(struct span line, bool *pre);

/* A text line; a space is put before text that would be read as another kind
 * ("=>", "#", ">", "* ", "*" alone, "```"). */
void gemtext_text(struct buf *b, struct span text);
/* "# ", "## " or "### "; a deeper level is written as 3. */
void gemtext_heading(struct buf *b, unsigned level, struct span text);
/* "=> URL label"; `url` must be clean already (uri_add_clean, uri_encode_path).
 * An empty label writes the URL alone, an empty URL the label as text; a URL
 * that is not clean is cleaned all the same. */
void gemtext_link(struct buf *b, struct span url, struct span label);
void gemtext_item(struct buf *b, struct span text);
/* "> text", or ">" for the empty one. */
void gemtext_quote(struct buf *b, struct span text);
/* "```alt"; `alt` may be empty. */
void gemtext_pre_open(struct buf *b, struct span alt);
/* One line inside; TABs stay; one that begins with "```" gets a space. */
void gemtext_pre_line(struct buf *b, struct span line);
void gemtext_pre_close(struct buf *b);
void gemtext_blank(struct buf *b);

#endif
