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
	GOPHER_HTTP, /* "GET / HTTP/1.1": a web browser */
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

/* A gophermap on its way into a menu. */
struct gopher_map {
	struct span folder; /* the map's path, without slashes at its ends */
	const struct gopher_self *self;
	/* For "*": add the listing of the folder.  For "=file": add the lines
	 * of that file by gopher_expand().  NULL adds nothing. */
	void (*list)(struct gopher_map *m, struct buf *b);
	void (*include)(struct gopher_map *m, struct span name, struct buf *b);
	void *ctx;
	struct buf marks; /* "-file" and ":ext=type" so far, for the listing;
			   * from buf_init() to buf_release() the caller's */
};

/*
 * Expand the text of a gophermap into lines of a menu, without the final ".".
 * Relative selectors start at the folder.  "*" and "." end the map.
 */
void gopher_expand(struct buf *b, struct span map, struct gopher_map *m);
/* The item type that the marks so far give a file of this name and type; '\0'
 * when they hide it. */
char gopher_marked_type(
    const struct gopher_map *m, struct span name, char type);
/* Add the path that a selector stands for in a map of that folder, as
 * gopher_parse() does.  -1 when it climbs above the root. */
int gopher_add_path(struct buf *b, struct span folder, struct span selector);

/* A menu of one item: what was asked for now lives at `selector`, which may be
 * a URL with its scheme too. */
void gopher_add_moved(
    struct buf *b, struct span selector, const struct gopher_self *self);

/* The HTML page for a URL: selector (hURL §5).  -1, nothing added, when the
 * scheme is not one that may be linked. */
int gopher_add_url_page(struct buf *b, struct span url);

/* What a web browser is told (HTTP/1.0, the line is its request): where the
 * capsule is. */
void gopher_add_http(
    struct buf *b, struct span line, const struct gopher_self *self);

/* A type-3 menu "message: selector"; the selector is cleaned and cut. */
void gopher_add_error(struct buf *b, const char *message, struct span selector);

#endif
