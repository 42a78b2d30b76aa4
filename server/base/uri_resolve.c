/* SPDX-License-Identifier: ISC */
/*
 * What a path means: the file it stands for, references resolved against a
 * base, and the shortest reference from one page to another.
 */
#include "uri.h"

static bool
is_dot(struct span s)
{
	return span_eq(s, SPAN("."));
}

static bool
is_dot_dot(struct span s)
{
	return span_eq(s, SPAN(".."));
}

/* Drop the last segment, "a/b/" -> "a/"; false when there is none. */
static bool
pop_segment(struct buf *b, size_t start)
{
	struct span done = span_skip(buf_span(b), start);
	size_t slash;

	if (done.len == 0)
		return false;
	slash = span_rfind(span_first(done, done.len - 1), '/');
	buf_truncate(b, slash < done.len - 1 ? start + slash + 1 : start);
	return true;
}

/* Add one segment, decoded, and a '/'; -1 for one that no file can have. */
static int
push_segment(struct buf *b, struct span segment)
{
	size_t start = b->len;
	struct span name;

	if (uri_decode(b, segment) < 0)
		return -1;
	name = span_skip(buf_span(b), start);
	if (span_has(name, '/') || span_has(name, '\0') || is_dot(name) ||
	    is_dot_dot(name))
		return -1;
	buf_char(b, '/');
	return 0;
}

int
uri_path_to_file(struct buf *b, struct span path)
{
	size_t start = b->len;
	bool is_folder = true;
	struct span segment;

	while (span_cut(&path, '/', &segment)) {
		bool ok = true;

		is_folder =
		    segment.len == 0 || is_dot(segment) || is_dot_dot(segment);
		if (is_dot_dot(segment))
			ok = pop_segment(b, start);
		else if (!is_folder)
			ok = push_segment(b, segment) == 0;
		if (!ok) {
			buf_truncate(b, start);
			return -1;
		}
	}
	if (!is_folder && b->len > start)
		buf_truncate(b, b->len - 1);
	return buf_ok(b) ? 0 : -1;
}

/* RFC 3986 §5.2.4: what climbs above the root stays at the root. */
static void
add_without_dots(struct buf *b, struct span path)
{
	size_t start;
	bool is_folder = false;
	struct span segment;

	if (span_starts(path, SPAN("/"))) {
		buf_char(b, '/');
		path = span_skip(path, 1);
	}
	start = b->len;
	while (span_cut(&path, '/', &segment)) {
		is_folder = is_dot(segment) || is_dot_dot(segment);
		if (is_dot_dot(segment))
			pop_segment(b, start);
		if (is_folder)
			continue;
		buf_span_add(b, segment);
		buf_char(b, '/');
	}
	if (!is_folder && b->len > start)
		buf_truncate(b, b->len - 1);
}

/* RFC 3986 §5.2.3, then §5.2.4. */
static void
add_merged(struct buf *b, const struct uri *base, struct span path)
{
	struct buf merged;
	size_t folder = span_rfind(base->path, '/');

	buf_init(&merged, b->limit);
	if (uri_has(base->host) && base->path.len == 0)
		buf_char(&merged, '/');
	else if (folder < base->path.len)
		buf_add(&merged, base->path.p, folder + 1);
	buf_span_add(&merged, path);
	add_without_dots(b, buf_span(&merged));
	if (!buf_ok(&merged))
		b->failed = true;
	buf_release(&merged);
}

static void
add_authority(struct buf *b, const struct uri *uri)
{
	if (!uri_has(uri->host))
		return;
	buf_str(b, "//");
	if (uri_has(uri->userinfo)) {
		buf_span_add(b, uri->userinfo);
		buf_char(b, '@');
	}
	buf_span_add(b, uri->host);
	if (uri_has(uri->port)) {
		buf_char(b, ':');
		buf_span_add(b, uri->port);
	}
}

static void
add_part(struct buf *b, char mark, struct span part)
{
	if (!uri_has(part))
		return;
	buf_char(b, mark);
	buf_span_add(b, part);
}

static void
add_path(struct buf *b, const struct uri *base, const struct uri *ref)
{
	if (uri_has(ref->scheme) || uri_has(ref->host) ||
	    span_starts(ref->path, SPAN("/")))
		add_without_dots(b, ref->path);
	else if (ref->path.len == 0)
		buf_span_add(b, base->path);
	else
		add_merged(b, base, ref->path);
}

/* RFC 3986 §5.2.2 and §5.3. */
static void
add_target(struct buf *b, const struct uri *base, const struct uri *ref)
{
	const struct uri *place = base;
	struct span query = ref->query;
	struct buf path;

	if (uri_has(ref->scheme) || uri_has(ref->host))
		place = ref;
	else if (ref->path.len == 0 && !uri_has(query))
		query = base->query;
	if (uri_has(ref->scheme) || uri_has(base->scheme)) {
		buf_span_add(
		    b, uri_has(ref->scheme) ? ref->scheme : base->scheme);
		buf_char(b, ':');
	}
	add_authority(b, place);
	buf_init(&path, b->limit);
	add_path(&path, base, ref);
	/* Without an authority "//x" would be read as one. */
	if (!uri_has(place->host) && span_starts(buf_span(&path), SPAN("//")))
		buf_str(b, "/.");
	buf_span_add(b, buf_span(&path));
	if (!buf_ok(&path))
		b->failed = true;
	buf_release(&path);
	add_part(b, '?', query);
	add_part(b, '#', ref->fragment);
}

int
uri_resolve(struct buf *b, struct span base_text, struct span ref_text)
{
	struct uri base;
	struct uri ref;

	if (uri_parse(base_text, &base) != URI_OK ||
	    uri_parse(ref_text, &ref) != URI_OK)
		return -1;
	if (!uri_has(base.scheme) && !span_starts(base.path, SPAN("/")))
		return -1;
	add_target(b, &base, &ref);
	return buf_ok(b) ? 0 : -1;
}

/* The part of a reference before its query and fragment. */
static struct span
path_of(struct span s)
{
	s = span_first(s, span_find(s, '#'));
	return span_first(s, span_find(s, '?'));
}

void
uri_add_relative(struct buf *b, struct span from, struct span to)
{
	struct span folder = path_of(from);
	struct span rest;
	struct span path;
	bool is_below;

	folder = span_first(folder, span_rfind(folder, '/') + 1);
	rest = span_skip(to, folder.len);
	is_below = span_starts(to, folder) && !span_starts(rest, SPAN("/"));
	path = is_below ? path_of(rest) : rest;
	/* On the home page only the files beside it are relative. */
	if (!is_below || (folder.len <= 1 && span_has(path, '/'))) {
		if (span_starts(to, SPAN("//")))
			buf_str(b, "/.");
		buf_span_add(b, to);
		return;
	}
	path = span_first(path, span_find(path, '/'));
	if (path.len == 0 || span_has(path, ':'))
		buf_str(b, "./");
	buf_span_add(b, rest);
}
