/* SPDX-License-Identifier: ISC */
/*
 * Gopher requests, gophermap expansion and generated pages.
 */
#include "gopher.h"
#include "gophermap.h"
#include "mediatype.h"
#include "utf8.h"

/* First byte of a TLS record that holds a ClientHello. */
#define TLS_HANDSHAKE 0x16
#define SHOWN_SELECTOR_MAX 60

enum parse
gopher_find_end(struct span in, struct span *line)
{
	size_t end = span_find(in, '\n');

	if (in.len > 0 && in.p[0] == TLS_HANDSHAKE)
		return PARSE_DROP;
	if (end == in.len)
		return in.len >= REQUEST_MAX ? PARSE_BAD : PARSE_MORE;
	if (end > 0 && in.p[end - 1] == '\r')
		end--;
	*line = span_first(in, end);
	return PARSE_OK;
}

/* Control bytes are no part of a selector (RFC 1436 Appendix, UNASCII). */
static bool
has_control(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return true;
	return false;
}

/* Add the segments of `s` to those in `path`; -1 when one climbs too far. */
static int
add_segments(struct buf *path, struct span s, bool may_climb)
{
	struct span segment;

	while (span_cut(&s, '/', &segment)) {
		if (segment.len == 0 || span_eq(segment, SPAN(".")))
			continue;
		if (span_eq(segment, SPAN(".."))) {
			if (!may_climb || path->len == 0)
				return -1;
			struct span all = buf_span(path);
			size_t cut = span_rfind(all, '/');
			buf_truncate(path, cut < all.len ? cut : 0);
			continue;
		}
		if (path->len > 0)
			buf_char(path, '/');
		buf_span_add(path, segment);
	}
	return 0;
}

static bool
is_http(struct span line)
{
	return (span_starts(line, SPAN("GET ")) ||
		   span_starts(line, SPAN("HEAD ")) ||
		   span_starts(line, SPAN("POST "))) &&
	    span_search(line, SPAN(" HTTP/1.")) < line.len;
}

void
gopher_parse(struct span line, struct gopher_request *r, struct buf *path)
{
	struct span s = span_first(line, span_find(line, '\t'));

	*r = (struct gopher_request){ .kind = GOPHER_BAD, .selector = s };
	if (has_control(s))
		return;
	if (is_http(s)) {
		r->kind = GOPHER_HTTP;
		return;
	}
	/* lynx takes a slash away or adds one (hURL: accept both). */
	struct span url = span_skip(s, span_starts(s, SPAN("/")) ? 1 : 0);
	if (span_starts(url, SPAN("URL:"))) {
		r->kind = GOPHER_URL;
		r->url = span_skip(url, 4);
		return;
	}
	if (add_segments(path, s, false) == 0 && buf_ok(path))
		r->kind = GOPHER_PATH;
}

int
gopher_add_path(struct buf *b, struct span folder, struct span selector)
{
	if (!span_starts(selector, SPAN("/")) &&
	    add_segments(b, folder, false) == -1)
		return -1;
	return add_segments(b, selector, true) == 0 && buf_ok(b) ? 0 : -1;
}

/*
 * Add the selector as other clients can ask for it: one that begins at the
 * map's folder is made absolute; what climbs above the root stays as it is.
 */
static void
add_absolute(struct buf *b, struct span selector, struct span folder)
{
	BUF_LOCAL(path, 2 * REQUEST_MAX);

	if (gopher_add_path(&path, folder, selector) == 0) {
		buf_char(b, '/');
		buf_span_add(b, buf_span(&path));
		if (path.len > 0 && span_ends(selector, SPAN("/")))
			buf_char(b, '/');
	} else {
		buf_span_add(b, selector);
	}
}

static bool
is_relative(const struct gophermap_line *line)
{
	return line->host.p == NULL && line->type != 'i' && line->type != '3' &&
	    !span_starts(line->selector, SPAN("/")) &&
	    !span_starts(line->selector, SPAN("URL:"));
}

static void
add_item(struct buf *b, const struct gophermap_line *line, struct span folder,
    const struct gopher_self *self)
{
	struct span host = line->host.p == NULL ? self->host : line->host;
	unsigned port = line->port == 0 ? self->port : line->port;
	BUF_LOCAL(absolute, 2 * REQUEST_MAX);

	if (!is_relative(line)) {
		gopher_menu_item(
		    b, line->type, line->display, line->selector, host, port);
		return;
	}
	add_absolute(&absolute, line->selector, folder);
	gopher_menu_item(
	    b, line->type, line->display, buf_span(&absolute), host, port);
}

/* One that is written out in full stays as it is. */
static void
add_info(struct buf *b, const struct gophermap_line *line)
{
	if (line->host.p == NULL || line->port == 0)
		gophermap_info(b, line->display);
	else
		gopher_menu_item(b, 'i', line->display, line->selector,
		    line->host, line->port);
}

static void
add_title(struct buf *b, struct span title)
{
	gopher_menu_item(b, 'i', title, SPAN("TITLE"),
	    SPAN(GOPHER_NOWHERE_HOST), GOPHER_NOWHERE_PORT);
}

void
gopher_expand(struct buf *b, struct span map, struct gopher_map *m)
{
	struct span text;

	while (span_line(&map, &text)) {
		struct gophermap_line line = gophermap_read(text);

		switch (line.kind) {
		case GOPHERMAP_INFO:
			add_info(b, &line);
			break;
		case GOPHERMAP_ITEM:
			add_item(b, &line, m->folder, m->self);
			break;
		case GOPHERMAP_TITLE:
			add_title(b, line.display);
			break;
		case GOPHERMAP_LISTING:
			if (m->list != NULL)
				m->list(m, b);
			return;
		case GOPHERMAP_INCLUDE:
			if (m->include != NULL)
				m->include(m, line.selector, b);
			break;
		case GOPHERMAP_HIDE:
		case GOPHERMAP_TYPE:
			buf_span_add(&m->marks, text);
			buf_char(&m->marks, '\n');
			break;
		case GOPHERMAP_COMMENT:
			break;
		case GOPHERMAP_END:
			return;
		}
	}
}

/* "b.tar.gz" for "gz" and "tar.gz". */
static bool
has_suffix(struct span name, struct span suffix)
{
	return name.len > suffix.len && span_ends(name, suffix) &&
	    name.p[name.len - suffix.len - 1] == '.';
}

char
gopher_marked_type(const struct gopher_map *m, struct span name, char type)
{
	struct span rest = buf_span(&m->marks);
	struct span text;

	while (span_line(&rest, &text)) {
		struct gophermap_line mark = gophermap_read(text);

		if (mark.kind == GOPHERMAP_HIDE && span_eq(mark.selector, name))
			return '\0';
		if (mark.kind == GOPHERMAP_TYPE &&
		    has_suffix(name, mark.selector))
			type = mark.type;
	}
	return type;
}

static char
type_of(struct span selector)
{
	const char *media = mediatype_by_suffix(selector);

	if (span_ends(selector, SPAN("/")))
		return '1';
	return media != NULL ? mediatype_gopher(span_str(media)) : '0';
}

void
gopher_add_moved(
    struct buf *b, struct span selector, const struct gopher_self *self)
{
	BUF_LOCAL(url, 2 * REQUEST_MAX);

	gophermap_info(b, SPAN("This has moved:"));
	if (span_starts(selector, SPAN("/"))) {
		gopher_menu_item(b, type_of(selector), selector, selector,
		    self->host, self->port);
	} else {
		buf_str(&url, "URL:");
		buf_span_add(&url, selector);
		gopher_menu_item(
		    b, 'h', selector, buf_span(&url), self->host, self->port);
	}
	gopher_menu_end(b);
}

static void
add_html(struct buf *b, struct span s)
{
	static const char special[] = "&<>\"'";

	for (size_t i = 0; i < s.len; i++)
		if (strchr(special, s.p[i]) != NULL)
			buf_printf(b, "&#%d;", s.p[i]);
		else
			buf_char(b, s.p[i]);
}

int
gopher_add_url_page(struct buf *b, struct span url)
{
	static const char *const allowed[] = { "http://", "https://",
		"gemini://", "ftp://", "irc://", "mailto:" };
	bool is_allowed = false;

	for (size_t i = 0; i < sizeof(allowed) / sizeof(*allowed); i++) {
		struct span prefix = span_str(allowed[i]);

		is_allowed = is_allowed ||
		    span_eq_nocase(span_first(url, prefix.len), prefix);
	}
	if (!is_allowed || !utf8_is_clean(url))
		return -1;
	buf_str(b,
	    "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\r\n"
	    "<html><head>\r\n"
	    "<meta http-equiv=\"Refresh\" content=\"5;URL=");
	add_html(b, url);
	buf_str(b,
	    "\">\r\n<title>A link out of Gopher</title>\r\n"
	    "</head><body>\r\n<p>This leads out of Gopher, to "
	    "<a href=\"");
	add_html(b, url);
	buf_str(b, "\">");
	add_html(b, url);
	buf_str(b, "</a></p>\r\n</body></html>\r\n");
	return 0;
}

void
gopher_add_http(struct buf *b, struct span line, const struct gopher_self *self)
{
	BUF_LOCAL(url, 512);

	buf_str(b,
	    "HTTP/1.0 501 Not Implemented\r\n"
	    "Content-Type: text/html; charset=utf-8\r\n\r\n");
	if (span_starts(line, SPAN("HEAD ")))
		return;
	buf_printf(&url, "gopher://%.*s", SPAN_ARG(self->host));
	if (self->port != GOPHER_PORT)
		buf_printf(&url, ":%u", self->port);
	buf_char(&url, '/');
	buf_printf(b,
	    "<!DOCTYPE html>\r\n<title>Gopher</title>\r\n<p>This is no web "
	    "server: a Gopher client opens <a href=\"%s\">%s</a>.</p>\r\n",
	    url.data, url.data);
}

void
gopher_add_error(struct buf *b, const char *message, struct span selector)
{
	struct span shown = utf8_cut(selector, SHOWN_SELECTOR_MAX);
	BUF_LOCAL(text, 256);

	buf_str(&text, message);
	if (shown.len > 0) {
		buf_str(&text, ": ");
		buf_span_add(&text, shown);
		buf_str(&text, shown.len < selector.len ? "..." : "");
	}
	gopher_menu_error(b, buf_span(&text));
}
