/* SPDX-License-Identifier: ISC */
/*
 * File suffix -> media type and Gopher item type.  One table for both
 * programs; content is never looked at here (libmagic does that in `build`).
 */
#ifndef BASE_MEDIATYPE_H
#define BASE_MEDIATYPE_H

#include <stdbool.h>

#include "span.h"

/* The media type by the suffix of the last path segment (letter case does not
 * matter; "atom.xml" is a feed), or NULL when the suffix says nothing.  The
 * string is static. */
const char *mediatype_by_suffix(struct span path);

/*
 * The Gopher item type for a media type (parameters are ignored): '0' text,
 * 'g' GIF, 'I' other images, 's' sound, '5' archives, '9' all else.  SVG, XML
 * and JSON are text; local HTML is '0' too, never 'h' (gopher digest §2).
 */
char mediatype_gopher(struct span media_type);

/* True for text/... and for the application types that are text. */
bool mediatype_is_text(struct span media_type);

/* "type/subtype" with optional parameters, no control bytes. */
bool mediatype_is_valid(struct span media_type);

#endif
