/* SPDX-License-Identifier: ISC */
/*
 * HTML residue -> builder events, by libxml2's push parser: one stream per
 * document, since a tag opened in one Markdown block may close in another.
 * The only file that includes libxml2's HTML parser.  What has meaning is
 * kept (links, images, lists, tables, headings, embedded things as links with
 * their titles); comments vanish; scripts, styles and drawings are dropped and
 * reported.
 */
#ifndef GEN_HTML_H
#define GEN_HTML_H

#include "builder.h"
#include "span.h"

struct html;

/* Once, before the first thread starts. */
void html_init(void);

/* A stream into `b`, which must outlive it.  Dies without memory. */
struct html *html_new(struct builder *b);
/* Report what was never closed; free.  NULL is accepted. */
void html_free(struct html *html);

/* The next piece of markup; all of it has reached the builder on return.
 * `line` is the line in the file where it begins. */
void html_feed(struct html *html, struct span markup, unsigned line);

/* The version of the library as it runs; static. */
const char *html_library(void);

#endif
