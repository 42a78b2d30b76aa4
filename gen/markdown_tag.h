/* SPDX-License-Identifier: ISC */
/*
 * Tags as they stand in a line of Markdown: CommonMark 0.29, "HTML blocks" and
 * "Raw HTML".  For markdown_mend.c.
 */
#ifndef GEN_MARKDOWN_TAG_H
#define GEN_MARKDOWN_TAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "span.h"

struct markdown_tag {
	struct span name;
	size_t len; /* of all of it; 0 when it does not end in this line */
	bool is_end;
	bool has_colon;
	bool has_attributes; /* a first one with '=' */
	bool is_closed;	     /* "/>" */
	bool is_plain;	     /* nothing between its name and ">" or "/>" */
};

/* How an HTML block that begins in a line ends. */
enum markdown_html {
	MARKDOWN_NO_HTML,
	MARKDOWN_HTML_CODE,    /* </pre>, </script>, </style>, </textarea> */
	MARKDOWN_HTML_COMMENT, /* --> */
	MARKDOWN_HTML_PROGRAM, /* ?> */
	MARKDOWN_HTML_BLOCK    /* an empty line */
};

/* Read the tag that begins at '<'; false when there is none. */
bool markdown_tag_read(struct span s, struct markdown_tag *tag);
/* By its name, in small letters. */
bool markdown_tag_is(const struct markdown_tag *tag, const char *name);
/* No element of HTML. */
bool markdown_tag_is_unknown(const struct markdown_tag *tag);
/* The name, without regard to letter case. */
uint64_t markdown_tag_hash(const struct markdown_tag *tag);

/* What kind of block the line, without its indent, begins.  Blocks that a tag
 * alone on its line begins are MARKDOWN_NO_HTML. */
enum markdown_html markdown_html_begins(struct span line);
/* A block of that kind (not MARKDOWN_HTML_BLOCK) ends in this line. */
bool markdown_html_ends(enum markdown_html kind, struct span line);

#endif
