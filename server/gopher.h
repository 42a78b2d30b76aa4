/* SPDX-License-Identifier: ISC */
/*
 * Gopher (RFC 1436 and what servers and clients made of it), server side, as
 * pure functions over bytes: requests, gophermaps, URL: pages.
 */
#ifndef SERVER_GOPHER_H
#define SERVER_GOPHER_H

#include "buf.h"
#include "protocol.h"
#include "span.h"

#define GOPHER_PORT 70

/* The end of a request: LF, one CR before it dropped (RFC 1436 §2; w3m and
 * bombadillo send LF alone).  A TLS ClientHello is PARSE_DROP. */
enum parse gopher_find_end(struct span in, struct span *line);

enum gopher_kind {
	GOPHER_PATH, /* something in the tree */
	GOPHER_URL,  /* "URL:" and a link to leave Gopher by */
	GOPHER_BAD   /* control bytes, or ".." */
};

struct gopher_request {
	enum gopher_kind kind;
	struct span selector; /* as it was sent, up to the TAB */
	struct span url;      /* of GOPHER_URL */
};

/*
 * Take a request line apart.  For GOPHER_PATH the path below the root is added
 * to `path`: segments joined by '/', without empty ones and ".", none at the
 * front; "x", "/x", "//x" and "/./x" are the same.  Nothing is
 * percent-decoded (RFC 4266 §2.1: the client has done so).  What follows the
 * TAB (search words, Gopher+) is not looked at.
 */
void gopher_parse(struct span line, struct gopher_request *r, struct buf *path);

/* Who a menu's items belong to that name no host. */
struct gopher_self {
	struct span host;
	unsigned port;
};

/*
 * Expand the text of a gophermap into a menu, the final "." included.
 * Relative selectors start at `folder`, the map's path without slashes at its
 * ends.  "=file", "-file", ":ext=type" and "*" add nothing; "*" and "." end
 * the map.
 */
void gopher_expand(struct buf *b, struct span map, struct span folder,
    const struct gopher_self *self);

/* A menu of one item: what was asked for now lives at `selector`. */
void gopher_add_moved(
    struct buf *b, struct span selector, const struct gopher_self *self);

/* The HTML page for a URL: selector (hURL §5).  -1, nothing added, when the
 * scheme is not one that may be linked. */
int gopher_add_url_page(struct buf *b, struct span url);

/* A type-3 menu "message: selector"; the selector is cleaned and cut. */
void gopher_add_error(struct buf *b, const char *message, struct span selector);

#endif
