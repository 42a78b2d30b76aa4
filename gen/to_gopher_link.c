/* SPDX-License-Identifier: ISC */
/*
 * Links in menus are items, those in plain text stand in angle brackets behind
 * their words.  Item types and schemes by what clients can follow (gopher
 * digest §2, §6; client digest §4).
 */
#include "gophermap.h"
#include "linkname.h"
#include "mediatype.h"
#include "to_gopher.h"
#include "uri.h"
#include "utf8.h"

#define LABEL_WIDTH 60
#define SELECTOR_MAX 1000 /* servers take requests of 1024 bytes */
#define SELECTOR_LIMIT ((size_t)1 << 20)

/* Schemes that may stand in a "URL:" item. */
static const char *const web_schemes[] = { "http", "https", "gemini", "ftp",
	"irc", "mailto" };
/* Of those, the ones that no client hides. */
#define SAFE_SCHEMES 2

struct item {
	char type; /* 'i': no item, the target is shown as words */
	struct span selector, host;
	unsigned port;
	bool shows_url; /* as words too */
};

void
gopher_add_target(struct buf *b, const struct link *link)
{
	if (link_is_bare(link) || link->target.len == 0)
		return;
	buf_str(b, " <");
	utf8_add_clean(b, link->target);
	buf_char(b, '>');
}

static char
type_by_path(struct span path)
{
	const char *media_type;

	if (path.len == 0 || span_ends(path, SPAN("/")))
		return '1';
	media_type = mediatype_by_suffix(path);
	if (media_type != NULL)
		return mediatype_gopher(span_str(media_type));
	return span_has(span_skip(path, span_rfind(path, '/')), '.') ? '9'
								     : '1';
}

/* Local selectors are ASCII; other bytes are percent-coded. */
static void
local_item(struct gopher *g, const struct link *link, struct item *item)
{
	struct span path = link->target;

	if (link->kind == LINK_UNKNOWN)
		path = span_first(path, span_find(path, '#'));
	item->type =
	    link->gopher_type != 0 ? link->gopher_type : type_by_path(path);
	buf_reset(&g->scratch);
	if (span_starts(path, SPAN("/")))
		buf_span_add(&g->scratch, g->how->selector_prefix);
	if (span_starts(path, SPAN("./")))
		path = span_skip(path, 2);
	if (link->kind == LINK_UNKNOWN)
		uri_add_clean(&g->scratch, path);
	else if (gopher_is_selector(path))
		buf_span_add(&g->scratch, path);
	else
		uri_encode_path(&g->scratch, path);
	item->selector = buf_span(&g->scratch);
	if (item->selector.len == 0)
		item->selector = SPAN("/");
}

/* gopher://host:port/<type><selector> (RFC 4266 §2.1). */
static bool
gopher_url(struct gopher *g, const struct uri *uri, struct item *item)
{
	struct span path = span_skip(uri->path, 1);

	if (!uri_has(uri->host) || uri->host.len == 0)
		return false;
	item->type = path.len > 0 ? path.p[0] : '1';
	if (strchr("0123456789gIs+", item->type) == NULL)
		return false;
	buf_reset(&g->scratch);
	if (uri_decode(&g->scratch, span_skip(path, 1)) != 0 ||
	    !gopher_is_selector(buf_span(&g->scratch)))
		return false;
	item->selector = buf_span(&g->scratch);
	item->host = uri->host;
	item->port = uri_port(uri, 70);
	return true;
}

static size_t
scheme_rank(struct span scheme)
{
	size_t count = sizeof(web_schemes) / sizeof(web_schemes[0]);
	size_t i = 0;

	while (i < count && !span_eq_nocase(scheme, span_str(web_schemes[i])))
		i++;
	return i;
}

static void
url_item(struct gopher *g, const struct link *link, struct item *item)
{
	struct span scheme =
	    span_first(link->target, span_find(link->target, ':'));
	size_t rank = scheme_rank(scheme);
	struct uri uri;

	item->type = 'i';
	item->shows_url = true;
	if (span_eq_nocase(scheme, SPAN("gopher")) &&
	    uri_parse(link->target, &uri) == URI_OK &&
	    gopher_url(g, &uri, item)) {
		item->shows_url = false;
		return;
	}
	if (rank == sizeof(web_schemes) / sizeof(web_schemes[0]) ||
	    link->target.len > SELECTOR_MAX) {
		item->type = 'i';
		return;
	}
	item->type = 'h';
	item->shows_url = rank >= SAFE_SCHEMES && rank != 5;
	buf_reset(&g->scratch);
	buf_str(&g->scratch, "URL:");
	buf_span_add(&g->scratch, link->target);
	item->selector = buf_span(&g->scratch);
}

static void
put_item(struct gopher *g, const struct item *item, struct span label)
{
	if (item->type == 'i')
		gopher_line(g, label);
	else if (item->host.len > 0)
		gopher_menu_item(g->out, item->type, label, item->selector,
		    item->host, item->port);
	else
		gophermap_item(g->out, item->type, label, item->selector);
}

/* The first part of a long label is the item, the rest are info lines. */
static void
put_labelled(struct gopher *g, const struct item *item, struct span label)
{
	size_t width = g->width < LABEL_WIDTH ? g->width : LABEL_WIDTH;
	struct span line;

	wrap_begin(&g->wrap, label);
	if (wrap_next(&g->wrap, width, &line))
		put_item(g, item, line);
	while (wrap_next(&g->wrap, width - 2, &line)) {
		buf_reset(&g->line);
		buf_str(&g->line, "  ");
		buf_span_add(&g->line, line);
		gopher_line(g, buf_span(&g->line));
	}
}

static void
menu_link(struct gopher *g, const struct linklist_entry *e)
{
	struct item item = { 0 };
	struct span label;

	if (e->link->kind == LINK_URL)
		url_item(g, e->link, &item);
	else
		local_item(g, e->link, &item);
	if (g->label.len == 0)
		buf_span_add(&g->label, e->link->target);
	label = buf_span(&g->label);
	put_labelled(g, &item, label);
	if (item.shows_url && !span_eq(label, e->link->target))
		gopher_line(g, e->link->target);
}

static void
text_link(struct gopher *g, const struct linklist_entry *e)
{
	if (g->label.len == 0)
		buf_span_add(&g->label, e->link->target);
	else
		gopher_add_target(&g->label, e->link);
	gopher_wrapped(g, buf_span(&g->label), false, SPAN(""), SPAN("  "));
}

void
gopher_link(struct gopher *g, const struct linklist_entry *e, struct span mark)
{
	buf_reset(&g->label);
	buf_span_add(&g->label, mark);
	link_add_label(&g->label, e->link, e->number);
	if (mark.len > 0 && g->label.len == mark.len)
		utf8_add_clean(&g->label, e->link->target);
	if (!linklist_leads(e->link)) {
		if (g->label.len > 0)
			gopher_wrapped(
			    g, buf_span(&g->label), false, SPAN(""), SPAN(""));
		return;
	}
	if (g->is_menu)
		menu_link(g, e);
	else
		text_link(g, e);
}

void
gopher_links(struct gopher *g)
{
	bool waits = g->links == &g->section;
	size_t end = waits ? g->section.cursor : g->own.count;

	for (size_t i = waits ? g->from : 0; i < end; i++) {
		const struct linklist_entry *e = &g->links->item[i];
		bool is_outside = e->link->len == 0;

		/* In plain text the target stands behind the words already. */
		if (e->is_shown && (is_outside || (g->is_menu && !waits)))
			gopher_link(g, e, SPAN(""));
	}
}

bool
gopher_section_links(struct gopher *g)
{
	bool has_links = false;

	for (size_t i = 0; i < g->section.count; i++) {
		const struct linklist_entry *e = &g->section.item[i];

		if (!e->is_shown || e->link->len == 0)
			continue;
		if (!has_links)
			gopher_line(g, SPAN(""));
		has_links = true;
		gopher_link(g, e, SPAN(""));
	}
	return has_links;
}
