/* SPDX-License-Identifier: ISC */
/*
 * Where HTML blocks begin and end in the Markdown that template tags are
 * replaced in (CommonMark 0.31, "HTML blocks").  An estimate: containers are
 * told by their marks alone.
 */
#ifndef GEN_TEMPLATE_HTML_H
#define GEN_TEMPLATE_HTML_H

#include <stdbool.h>

#include "span.h"

enum template_html_end {
	HTML_IS_OVER, /* not in an HTML block */
	HTML_TO_BLANK,
	HTML_TO_TAG, /* </script>, </pre>, </style>, </textarea> */
	HTML_TO_MARK
};

struct template_html {
	enum template_html_end end;
	struct span mark; /* HTML_TO_MARK: "-->" and the like */
	size_t quotes;	  /* '>' before the line where it began */
	size_t indent;	  /* of the list item that it began in */
	size_t open;	  /* elements that hold others, as <div> */
};

/* A line has been written: does a block begin, go on or end with it? */
void template_html_line(struct template_html *html, struct span line);
/* True when what follows the beginning of a line stands in an HTML block. */
bool template_html_covers(
    const struct template_html *html, struct span beginning);
/* How much of the line is marks of containers. */
size_t template_html_front(struct span line);
/* True when nothing but marks of containers stands on the line. */
bool template_html_is_blank(struct span line);

#endif
