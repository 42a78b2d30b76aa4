/* SPDX-License-Identifier: ISC */
/*
 * Elements in the order of RFC 4287's examples; text is escaped in one place.
 */
#include "feed.h"

#include <assert.h>

#include "bytes16.h"
#include "date.h"
#include "doc.h"
#include "feed_text.h"
#include "terms.h"
#include "uri.h"
#include "utf8.h"

struct writing {
	struct buf *b;
	struct buf url; /* being put together */
	const struct capsule *capsule;
	const struct feed_place *place;
};

/* XML takes it for its own, or it begins U+FFFE or U+FFFF. */
static bool
is_special(char c)
{
	return (c == '&' || c == '<' || c == '>' || c == '"' || c == '\xef');
}

/* How much of clean text can stand in XML as it is. */
static size_t
plain_len(struct span text)
{
	size_t i = 0;

	for (; text.len - i >= sizeof(bytes16); i += sizeof(bytes16)) {
		bytes16 v = bytes16_load(text.p + i);

		if (bytes16_any((bytes16)(v == '&') | (bytes16)(v == '<') |
			(bytes16)(v == '>') | (bytes16)(v == '"') |
			(bytes16)(v == (signed char)0xef)))
			break;
	}
	while (i < text.len && !is_special(text.p[i]))
		i++;
	return (i);
}

/* Text with the characters escaped that XML would take for its own, without
 * those that XML 1.0 does not know. */
static void
add_text(struct buf *b, struct span text)
{
	bool is_clean = utf8_is_clean(text);
	uint32_t c;
	size_t len;

	while (text.len > 0) {
		len = is_clean ? plain_len(text) : 0;
		buf_add(b, text.p, len);
		text = span_skip(text, len);
		if (text.len == 0)
			return;
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

/* "    <" and "name", or "</" and "name". */
static void
add_tag(struct buf *b, const char *before, const char *name)
{
	buf_str(b, before);
	buf_str(b, name);
	buf_char(b, '>');
}

static void
add_element(
    struct buf *b, const char *before, const char *name, struct span text)
{
	add_tag(b, before, name);
	add_text(b, text);
	add_tag(b, "</", name);
	buf_char(b, '\n');
}

void
feed_add_address(struct buf *b, const struct capsule *capsule,
    const struct feed_place *place, struct span path, char type)
{
	bool is_gopher = place->protocol == FEED_GOPHER;

	buf_str(b, is_gopher ? "gopher://" : "gemini://");
	buf_span_add(b, capsule->host);
	if (is_gopher) {
		if (capsule->gopher_port != 70)
			buf_printf(b, ":%u", capsule->gopher_port);
		buf_char(b, '/');
		buf_char(b, type);
	}
	if (is_gopher && place->variant.len > 0) {
		buf_char(b, '/');
		buf_span_add(b, place->variant);
	}
	uri_encode_path(b, path);
}

static void
add_address(struct writing *w, const struct feed_place *place, struct span path,
    char type)
{
	buf_reset(&w->url);
	feed_add_address(&w->url, w->capsule, place, path, type);
	add_text(w->b, buf_span(&w->url));
}

/* The same wherever the feed is read. */
static void
add_id(struct writing *w, const char *indent, struct span path)
{
	static const struct feed_place gemini = { .protocol = FEED_GEMINI };

	buf_str(w->b, indent);
	buf_str(w->b, "<id>");
	add_address(w, &gemini, path, '1');
	buf_str(w->b, "</id>\n");
}

/* A link to what stands there: a page, a plain text (".txt"), a feed. */
static void
add_link(struct writing *w, const char *indent, const char *rel,
    const char *type, struct span path)
{
	bool is_page = span_ends(path, SPAN("/"));

	buf_str(w->b, indent);
	buf_str(w->b, "<link rel=\"");
	buf_str(w->b, rel);
	buf_str(w->b, "\" type=\"");
	buf_str(w->b, type);
	buf_str(w->b, "\" href=\"");
	add_address(w, w->place, path, is_page ? '1' : '0');
	buf_str(w->b, "\"/>\n");
}

static const char *
page_type(const struct writing *w)
{
	return (w->place->protocol == FEED_GEMINI ? "text/gemini"
						  : "application/gopher-menu");
}

static void
add_file_link(struct writing *w, const char *indent, const char *rel,
    const char *type, struct span path, const char *name)
{
	struct buf file;

	buf_init(&file, 65536);
	buf_span_add(&file, path);
	buf_str(&file, name);
	add_link(w, indent, rel, type, buf_span(&file));
	buf_release(&file);
}

/* Where a list there leads to. */
static void
add_post_link(struct writing *w, const struct page *post)
{
	if (w->place->protocol == FEED_GOPHER && w->place->has_text_posts)
		add_file_link(w, "    ", "alternate", "text/plain", post->path,
		    "index.txt");
	else
		add_link(w, "    ", "alternate", page_type(w), post->path);
}

static void
add_moment(struct buf *b, const char *before, const char *name,
    const struct date *date)
{
	add_tag(b, before, name);
	date_add_rfc3339(b, date);
	add_tag(b, "</", name);
	buf_char(b, '\n');
}

/* When the post last changed: `updated:` counts when it is later. */
static const struct date *
changed(const struct page *post)
{
	if (date_is_set(&post->updated) && post->updated.when > post->date.when)
		return (&post->updated);
	return (&post->date);
}

/* The whole text: of a type that begins with "text/", it is no markup (RFC
 * 4287, 4.1.3.3). */
static void
add_content(struct writing *w, struct feed_text *full, const struct page *post)
{
	struct span text = feed_text_of(full, post, w->place);
	struct span line, part;

	if (text.len == 0)
		return;
	buf_printf(w->b, "    <content type=\"%s\">",
	    w->place->protocol == FEED_GEMINI ? "text/gemini" : "text/plain");
	while (span_line(&text, &line)) {
		while (span_cut(&line, '\t', &part)) {
			add_text(w->b, part);
			if (line.p != NULL)
				buf_char(w->b, '\t');
		}
		if (text.len > 0)
			buf_char(w->b, '\n');
	}
	buf_str(w->b, "</content>\n");
}

static void
add_entry(struct writing *w, const struct page *post, struct feed_text *full)
{
	const struct term *term;
	struct buf *b = w->b;
	size_t i;

	buf_str(b, "  <entry>\n");
	add_element(b, "    <", "title", post->title);
	add_id(w, "    ", post->path);
	add_moment(b, "    <", "published", &post->date);
	add_moment(b, "    <", "updated", changed(post));
	add_post_link(w, post);
	for (i = 0; i < post->terms; i++) {
		term = post->term[i];
		if (term->kind == TERM_AUTHOR) {
			buf_str(b, "    <author>\n");
			add_element(b, "      <", "name", term->name);
			buf_str(b, "    </author>\n");
		} else {
			buf_str(b, "    <category term=\"");
			add_text(b, term->name);
			buf_str(b, "\"/>\n");
		}
	}
	if (post->summary.len > 0)
		add_element(b, "    <", "summary", post->summary);
	if (full != NULL)
		add_content(w, full, post);
	buf_str(b, "  </entry>\n");
}

/* Posts with `only:` are in one protocol's feeds. */
static bool
is_in(const struct page *post, const struct feed_place *place)
{
	unsigned bit = place->protocol == FEED_GEMINI ? FOR_GEMTEXT : FOR_MENU;

	return ((post->left_out & bit) == 0);
}

static void
add_head(
    struct writing *w, const struct feed *feed, const struct date *changed_last)
{
	struct buf *b = w->b;

	buf_str(b,
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	    "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
	add_element(b, "  <", "title", feed->title);
	add_id(w, "  ", feed->path);
	add_moment(b, "  <", "updated", changed_last);
	add_file_link(
	    w, "  ", "self", "application/atom+xml", feed->path, "atom.xml");
	add_link(w, "  ", "alternate", page_type(w), feed->path);
	/* Of entries without one of their own (RFC 4287, 4.1.1). */
	buf_str(b, "  <author>\n");
	add_element(b, "    <", "name", w->capsule->title);
	buf_str(b, "  </author>\n");
}

void
feed_add(struct buf *b, const struct capsule *capsule, const struct feed *feed,
    const struct feed_place *place)
{
	const struct page *entry[FEED_MAX_ENTRIES];
	struct writing w = { .b = b, .capsule = capsule, .place = place };
	const struct date *newest = NULL;
	size_t i, count = 0;

	for (i = 0; i < feed->posts && count < FEED_MAX_ENTRIES; i++)
		if (is_in(feed->post[i], place))
			entry[count++] = feed->post[i];
	assert(count > 0);
	for (i = 0; i < count; i++)
		if (newest == NULL || changed(entry[i])->when > newest->when)
			newest = changed(entry[i]);
	buf_init(&w.url, 65536);
	add_head(&w, feed, newest);
	for (i = 0; i < count; i++)
		add_entry(&w, entry[i], feed->full);
	buf_str(b, "</feed>\n");
	buf_release(&w.url);
}
