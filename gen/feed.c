/* SPDX-License-Identifier: ISC */
/*
 * Elements in the order of RFC 4287's examples; text is escaped in one place.
 */
#include "feed.h"

#include "date.h"
#include "doc.h"
#include "terms.h"
#include "uri.h"
#include "utf8.h"

struct writing {
	struct buf *b;
	const struct capsule *capsule;
	enum feed_protocol protocol;
};

/* Text with the characters escaped that XML would take for its own, without
 * those that XML 1.0 does not know. */
static void
add_text(struct buf *b, struct span text)
{
	uint32_t c;

	while (text.len > 0) {
		c = utf8_next(&text);
		if (c == '&')
			buf_str(b, "&amp;");
		else if (c == '<')
			buf_str(b, "&lt;");
		else if (c == '>')
			buf_str(b, "&gt;");
		else if (c == '"')
			buf_str(b, "&quot;");
		else if (c == '\t' || c == '\n' || c == '\r')
			buf_char(b, ' ');
		else if (!utf8_is_control(c) && c != 0xfffe && c != 0xffff)
			utf8_put(b, c);
	}
}

static void
add_element(
    struct buf *b, const char *indent, const char *name, struct span text)
{
	buf_printf(b, "%s<%s>", indent, name);
	add_text(b, text);
	buf_printf(b, "</%s>\n", name);
}

/* The address of a path; item type 1 for pages on Gopher (RFC 4266 §2.1). */
static void
add_address(
    struct writing *w, struct span path, enum feed_protocol protocol, char type)
{
	struct buf url;

	buf_init(&url, 65536);
	if (protocol == FEED_GEMINI) {
		buf_printf(&url, "gemini://%.*s", SPAN_ARG(w->capsule->host));
	} else {
		buf_printf(&url, "gopher://%.*s", SPAN_ARG(w->capsule->host));
		if (w->capsule->gopher_port != 70)
			buf_printf(&url, ":%u", w->capsule->gopher_port);
		buf_printf(&url, "/%c", type);
	}
	uri_encode_path(&url, path);
	add_text(w->b, buf_span(&url));
	buf_release(&url);
}

static void
add_id(struct writing *w, const char *indent, struct span path)
{
	buf_printf(w->b, "%s<id>", indent);
	add_address(w, path, FEED_GEMINI, '1');
	buf_str(w->b, "</id>\n");
}

static void
add_link(struct writing *w, const char *indent, const char *rel,
    const char *type, struct span path)
{
	bool is_self = rel[0] == 's';

	buf_printf(
	    w->b, "%s<link rel=\"%s\" type=\"%s\" href=\"", indent, rel, type);
	add_address(w, path, w->protocol, is_self ? '0' : '1');
	buf_str(w->b, "\"/>\n");
}

static const char *
page_type(const struct writing *w)
{
	return (w->protocol == FEED_GEMINI ? "text/gemini"
					   : "application/gopher-menu");
}

static void
add_moment(struct buf *b, const char *indent, const char *name,
    const struct date *date)
{
	buf_printf(b, "%s<%s>", indent, name);
	date_add_rfc3339(b, date);
	buf_printf(b, "</%s>\n", name);
}

/* When the post last changed: `updated:` counts when it is later. */
static const struct date *
changed(const struct page *post)
{
	if (date_is_set(&post->updated) && post->updated.when > post->date.when)
		return (&post->updated);
	return (&post->date);
}

static void
add_entry(struct writing *w, const struct page *post)
{
	const struct term *term;
	struct buf *b = w->b;
	size_t i;

	buf_str(b, "  <entry>\n");
	add_element(b, "    ", "title", post->title);
	add_id(w, "    ", post->path);
	add_moment(b, "    ", "published", &post->date);
	add_moment(b, "    ", "updated", changed(post));
	add_link(w, "    ", "alternate", page_type(w), post->path);
	for (i = 0; i < post->terms; i++) {
		term = post->term[i];
		if (term->kind == TERM_AUTHOR) {
			buf_str(b, "    <author>\n");
			add_element(b, "      ", "name", term->name);
			buf_str(b, "    </author>\n");
		} else {
			buf_str(b, "    <category term=\"");
			add_text(b, term->name);
			buf_str(b, "\"/>\n");
		}
	}
	if (post->summary.len > 0)
		add_element(b, "    ", "summary", post->summary);
	buf_str(b, "  </entry>\n");
}

/* Posts with `only:` are in one protocol's feeds. */
static bool
is_in(const struct page *post, enum feed_protocol protocol)
{
	unsigned bit = protocol == FEED_GEMINI ? FOR_GEMTEXT : FOR_MENU;

	return ((post->left_out & bit) == 0);
}

void
feed_add(struct buf *b, const struct capsule *capsule, const struct feed *feed,
    enum feed_protocol protocol)
{
	struct writing w = { b, capsule, protocol };
	const struct date *newest = changed(feed->post[0]);
	size_t i, count = feed->posts;
	struct buf self;

	if (count > FEED_MAX_ENTRIES)
		count = FEED_MAX_ENTRIES;
	for (i = 1; i < count; i++)
		if (changed(feed->post[i])->when > newest->when)
			newest = changed(feed->post[i]);
	buf_str(b,
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	    "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
	add_element(b, "  ", "title", feed->title);
	add_id(&w, "  ", feed->path);
	add_moment(b, "  ", "updated", newest);
	buf_init(&self, 65536);
	buf_span_add(&self, feed->path);
	buf_str(&self, "atom.xml");
	add_link(&w, "  ", "self", "application/atom+xml", buf_span(&self));
	buf_release(&self);
	add_link(&w, "  ", "alternate", page_type(&w), feed->path);
	/* Of entries without one of their own (RFC 4287, 4.1.1). */
	buf_str(b, "  <author>\n");
	add_element(b, "    ", "name", capsule->title);
	buf_str(b, "  </author>\n");
	for (i = 0; i < count; i++)
		if (is_in(feed->post[i], protocol))
			add_entry(&w, feed->post[i]);
	buf_str(b, "</feed>\n");
}
