/* SPDX-License-Identifier: ISC */
/*
 * Gopher menu lines (RFC 1436 §2, §3.8, §3.9) and gophermap files (Bucktooth's
 * rules and gophernicus's marks): read and written.  Every writer ends its
 * line with CRLF, cleans its text as utf8_add_clean() and never lets a TAB of
 * the text through.  Display text that is not UTF-8 is in a character set of
 * its author's, and only its control bytes become spaces.
 */
#ifndef BASE_GOPHERMAP_H
#define BASE_GOPHERMAP_H

#include <stdbool.h>

#include "buf.h"
#include "span.h"

/* Host and port of lines that lead nowhere: shortest that all clients take. */
#define GOPHER_NOWHERE_HOST "x"
#define GOPHER_NOWHERE_PORT 1

enum gophermap_kind {
	GOPHERMAP_INFO,	   /* text to show */
	GOPHERMAP_ITEM,	   /* type, display, selector, maybe host and port */
	GOPHERMAP_COMMENT, /* '#' */
	GOPHERMAP_TITLE,   /* '!' */
	GOPHERMAP_HIDE,	   /* '-file': `selector` is the name */
	GOPHERMAP_TYPE,	   /* ':ext=type': `selector` is ext, `type` the type */
	GOPHERMAP_INCLUDE, /* '=file': `selector` is the name */
	GOPHERMAP_LISTING, /* '*' alone: the folder's listing, then the end */
	GOPHERMAP_END	   /* '.' alone */
};

struct gophermap_line {
	enum gophermap_kind kind;
	char type;
	struct span display;
	struct span selector; /* empty with p set: "take the display text" is
	                       * already applied; as written otherwise */
	struct span host;     /* p NULL when the line gives none */
	unsigned port;	      /* 0 when the line gives none */
};

/*
 * Read one line of a gophermap (without LF; one CR at its end is dropped).
 * A line without TAB is an info line unless it is one of the marks; marks that
 * prose could begin with ("- dash", "* bullet", "...") count as marks only in
 * the strict forms above: '#' always (also before TABs: an item commented
 * out), '!' with a title that begins with neither space nor '!', ':' with
 * letters, digits and dots, '=' and one character, '=' with a name without
 * spaces that begins with neither '=' nor '>', '-' with such a name that has
 * no '/' and does not begin with '-', '*' and '.' alone.
 *
 * A line with a TAB is an item if its first byte is printable ASCII, else an
 * info line.  An item of type 'i' is an info line whose `display` is what
 * follows the type, with selector, host and port as written.  An empty
 * selector means the display text only where no host follows it; with a host
 * it is that host's root.  A port that is no number from 1 to 65535 counts as
 * none.
 */
struct gophermap_line gophermap_read(struct span line);

/*
 * A line complete as gophermap and as menu: "i", text, TAB, TAB, "x", TAB,
 * "1".  Text that Lagrange would misread ("=>", "```") or that is a lone "."
 * gets a space before it (client digest §4).
 */
void gophermap_info(struct buf *b, struct span text);
/* The same for text that is known to be clean: utf8_is_clean() holds. */
void gophermap_clean_info(struct buf *b, struct span text);
/* A gophermap item without host and port: the server fills them in.  An empty
 * selector is written "/". */
void gophermap_item(
    struct buf *b, char type, struct span display, struct span selector);
/* A complete menu line. */
void gopher_menu_item(struct buf *b, char type, struct span display,
    struct span selector, struct span host, unsigned port);
/* A whole error menu: "3message", the nowhere host, then ".". */
void gopher_menu_error(struct buf *b, struct span message);
/* The "." line that ends a menu. */
void gopher_menu_end(struct buf *b);

/* True when `selector` may be written into a menu: ASCII, none of TAB, CR, LF,
 * NUL, control bytes, and at most 255 bytes (RFC 1436 Appendix). */
bool gopher_is_selector(struct span selector);

#endif
