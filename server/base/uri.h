/* SPDX-License-Identifier: ISC */
/*
 * URI references by RFC 3986: split, check, percent-code, normalise, resolve.
 * Pure functions over bytes; what a protocol makes of a URI is not known here.
 */
#ifndef BASE_URI_H
#define BASE_URI_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "span.h"

/* The parts are views of the text that was parsed.  A part that is absent has
 * p NULL; one that is present and empty has p set and len 0.  `path` is always
 * present. */
struct uri {
	struct span scheme;
	struct span userinfo;
	struct span host; /* with the brackets of an IP literal */
	struct span port;
	struct span path;
	struct span query;
	struct span fragment;
};

enum uri_result {
	URI_OK,
	URI_BAD /* breaks the grammar; see uri_parse() */
};

static inline bool
uri_has(struct span part)
{
	return part.p != NULL;
}

/*
 * Split a URI reference (RFC 3986 §4.1).  Bad are: control bytes, spaces and
 * the bytes `" < > \ ^ ` { | }` anywhere, '%' without two hex digits, invalid
 * UTF-8, a port that is no number up to 65535, an empty scheme or one with
 * other bytes than RFC 3986 §3.1 allows, a second '@' in the authority or '#'
 * in the reference, brackets in a host but around all of it.  Valid UTF-8 beyond ASCII is taken
 * (as an IRI).  A port may be empty ("h:").
 */
enum uri_result uri_parse(struct span text, struct uri *uri);

/* The port as a number; `fallback` when it is absent or empty. */
unsigned uri_port(const struct uri *uri, unsigned fallback);

/*
 * Add the host in the form in which hosts are compared: ASCII letters small,
 * one trailing dot dropped, a name beyond ASCII as A-labels (RFC 3492; letters
 * lowered by simple folding of Latin, Greek and Cyrillic).  Percent-coded bytes
 * are decoded first.  -1, and nothing added, when it is no host name (empty
 * label, label over 63 bytes, name over 253, forbidden bytes); IPv4 and
 * bracketed IPv6 literals are taken as they are but for letter case.
 */
int uri_add_host(struct buf *b, struct span host);
/* An IP literal without its brackets; anything else as it is. */
struct span uri_bare_host(struct span host);

/* Add `s` with every %XX decoded.  -1, and nothing added, when a '%' lacks its
 * two digits. */
int uri_decode(struct buf *b, struct span s);

/*
 * Add raw bytes `s` percent-encoded for a path: kept as they are stand
 * A-Z a-z 0-9 - . _ ~ ! $ & ' ( ) * + , ; = : @ / (gemtext digest §4.2); all
 * else as %XX, upper case.
 */
void uri_encode_path(struct buf *b, struct span s);

/* As above without ! $ & ' ( ) * + , ; = : @ /: for a query value. */
void uri_encode_component(struct buf *b, struct span s);

/*
 * Add a URI reference made fit for a link line: existing %XX stay, bytes that
 * may not stand in a URI (spaces, quotes, controls, beyond ASCII …) become
 * %XX, a '%' without two digits becomes %25, a host beyond ASCII A-labels, and
 * "./" is put before a first segment with ':' that is no scheme.  Cleaning
 * what is clean changes nothing.
 */
void uri_add_clean(struct buf *b, struct span text);

/*
 * Resolve the absolute path of a request to the path below a root: split on
 * '/', each segment decoded once, "." and ".." applied, empty segments
 * dropped.  Adds segments joined by '/', without a leading '/', and with a
 * trailing one when the path names a directory ("/a/", "/a/." do); the root
 * itself adds nothing.
 * -1, and nothing added, when ".." has nothing to pop (gemini digest §2.1 row 10), or a decoded
 * segment holds '/', NUL or is "." or ".." by decoding (row 11).
 */
int uri_path_to_file(struct buf *b, struct span path);

/*
 * Resolve `ref` against `base`, an absolute URI or an absolute path, by
 * RFC 3986 §5.2, and add the result.  -1 when either cannot be parsed.
 */
int uri_resolve(struct buf *b, struct span base, struct span ref);

/*
 * Add the shortest reference that leads from the page at `from` to `to`, both
 * absolute paths in one capsule: relative when `to` lies below the folder of
 * `from`, else the absolute path; on the home page ("/") only files right
 * beside it are relative ("atom.xml", but "/about/").  "./" is put before a
 * first segment with ':' (RFC 3986 §4.2).  A folder from itself gives "./".
 */
void uri_add_relative(struct buf *b, struct span from, struct span to);

#endif
