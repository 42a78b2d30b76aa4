/* SPDX-License-Identifier: ISC */
/*
 * Is this what readers' programs expect?  Checks of finished renditions, line
 * by line, apart from the code that writes them.
 */
#ifndef GEN_OUTCHECK_H
#define GEN_OUTCHECK_H

#include "span.h"

/* Called for each finding with the number of its line. */
struct outcheck {
	void (*report)(void *ctx, unsigned line, const char *message);
	void *ctx;
	struct span pre; /* lines of preformatted text, which are as wide as
	                  * they are, with TABs or spaces; may be empty */
};

/*
 * Gemtext (specification 0.24.1): valid UTF-8 and LF alone, no control bytes,
 * nothing that turns the reading direction; the first line is the page's only
 * level-1 heading; headings and links say something; URLs are percent-encoded
 * ASCII of at most 1024 bytes; preformatted text ends.
 */
void outcheck_gemtext(struct span text, const struct outcheck *out);

/*
 * A gophermap: CRLF, only info lines (four fields) and items (two fields or
 * four), selectors of ASCII and at most 255 bytes (1024 for a "URL:", which no
 * client sends as it is), no control bytes.  With a `width`, valid UTF-8, and words that could be broken fit into
 * it.
 */
void outcheck_menu(
    struct span menu, unsigned width, const struct outcheck *out);

/* Plain text for Gopher: CRLF, no control bytes but TAB, no lone dot; width as
 * above. */
void outcheck_text(
    struct span text, unsigned width, const struct outcheck *out);

#endif
