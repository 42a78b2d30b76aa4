/* SPDX-License-Identifier: ISC */
/*
 * A reference is tried as a source first, then as a path: the first that is
 * there counts.
 */
#include "links.h"

#include <stdio.h>

#include "buf.h"
#include "languages.h"
#include "mediatype.h"
#include "messages_content.h"
#include "messages_settings.h"
#include "uri.h"
#include "webpath.h"

#define MAX_REFERENCE 4096

static struct span
without_tail(struct span reference)
{
	size_t end = span_find(reference, '#');
	size_t query = span_find(reference, '?');

	return (span_first(reference, query < end ? query : end));
}

static bool
ends_in_slash(struct span s)
{
	return (s.len > 0 && s.p[s.len - 1] == '/');
}

/* The source, or the page that is made from it when the suffix or "index" is
 * left out or is the website's. */
static const struct target *
find_source(const struct site *site, struct span source)
{
	static const char *const tails[] = { "", ".md", "/", ".markdown",
		NULL };
	const struct target *found = NULL;
	struct span stem = source;
	struct buf b;
	size_t i;

	if (span_ends(stem, SPAN(".html")))
		stem.len -= sizeof(".html") - 1;
	else if (ends_in_slash(stem))
		stem.len--;
	found = site_from(site, source);
	buf_init(&b, MAX_REFERENCE);
	for (i = 0; found == NULL && tails[i] != NULL && stem.len > 0; i++) {
		buf_reset(&b);
		buf_span_add(&b, stem);
		buf_str(&b, tails[i]);
		if (buf_ok(&b))
			found = site_from(site, buf_span(&b));
	}
	buf_release(&b);
	return (found);
}

/* The page at a path, as ours or as the website writes it. */
static const struct target *
find_path(const struct site *site, struct span path)
{
	const struct target *found = site_at(site, path);
	struct span stem = path;

	if (found != NULL)
		return (found);
	if (span_ends(stem, SPAN("/index.html")))
		stem.len -= sizeof("index.html") - 1;
	else if (span_ends(stem, SPAN(".html")))
		stem.len -= sizeof(".html") - 1;
	else if (span_ends(stem, SPAN(".md")))
		stem.len -= sizeof(".md") - 1;
	else if (ends_in_slash(stem) && stem.len > 1)
		stem.len--; /* a file, written as a folder */
	else
		return (NULL);
	return (site_at(site, stem));
}

/* `folder` (raw bytes) with a reference (percent-coded): "/a/b.md" in *b. */
static bool
join(struct buf *b, struct span folder, struct span reference)
{
	struct buf whole;
	int result;

	buf_init(&whole, MAX_REFERENCE * 4);
	buf_char(&whole, '/');
	uri_encode_path(&whole, folder);
	uri_add_clean(&whole, reference);
	buf_reset(b);
	buf_char(b, '/');
	result = uri_path_to_file(b, buf_span(&whole));
	buf_release(&whole);
	return (result == 0 && buf_ok(b));
}

static struct span
folder_of(struct span source)
{
	size_t slash = span_rfind(source, '/');

	return (slash == source.len ? span_first(source, 0)
				    : span_first(source, slash + 1));
}

/* A language's place is written small: "/pt-BR/a/" is "/pt-br/a/".  False when
 * the path has no such place, or has it so already. */
static bool
lower_language(const struct site *site, struct buf *path)
{
	struct span rest = span_skip(buf_span(path), 1);
	struct span part = { "", 0 };
	bool is_language = false, is_changed = false;
	size_t i;

	(void)span_cut(&rest, '/', &part);
	for (i = 0; i < site->languages && !is_language; i++)
		is_language = language_is(site->language[i].tag, part);
	for (i = 1; i <= part.len && is_language; i++) {
		is_changed |= path->data[i] != ascii_lower(path->data[i]);
		path->data[i] = ascii_lower(path->data[i]);
	}
	return (is_changed);
}

static const struct target *
find_relative(const struct site *site, struct buf *b, struct span folder,
    struct span reference, bool is_path)
{
	const struct target *found;

	if (!join(b, folder, reference))
		return (NULL);
	if (!is_path)
		return (find_source(site, span_skip(buf_span(b), 1)));
	found = find_path(site, buf_span(b));
	if (found == NULL && lower_language(site, b))
		found = find_path(site, buf_span(b));
	return (found);
}

const struct target *
links_find(
    const struct site *site, const struct page *page, struct span reference)
{
	struct span bases[5] = { SPAN(""), SPAN("pages/"), SPAN("posts/") };
	const struct target *found = NULL;
	struct buf b;
	size_t i;

	reference = without_tail(reference);
	if (reference.len == 0 || reference.len > MAX_REFERENCE / 2)
		return (NULL);
	buf_init(&b, MAX_REFERENCE);
	if (reference.p[0] != '/' && page != NULL) {
		found = find_relative(
		    site, &b, folder_of(page->source), reference, false);
		if (found == NULL)
			found = find_relative(site, &b,
			    span_skip(page->path, 1), reference, true);
		if (found == NULL && page->path.len > 1)
			found = find_relative(site, &b,
			    folder_of(span_first(
				span_skip(page->path, 1), page->path.len - 2)),
			    reference, true);
	} else {
		found = find_relative(site, &b, SPAN(""), reference, true);
		for (i = 0; found == NULL && i < 3; i++)
			found =
			    find_relative(site, &b, bases[i], reference, false);
	}
	buf_release(&b);
	return (found);
}

void
links_add_note(struct buf *b, const struct attachment *file)
{
	struct span name = file->source;
	size_t dot = span_rfind(name, '.');
	struct span suffix = span_skip(name, dot + 1);
	size_t i;

	if (dot < name.len && suffix.len > 0 && suffix.len <= 8 &&
	    !span_has(suffix, '/')) {
		if (span_eq_nocase(suffix, SPAN("jpg")))
			suffix = SPAN("jpeg");
		for (i = 0; i < suffix.len; i++)
			buf_char(b, ascii_lower(suffix.p[i]));
		buf_str(b, ", ");
	}
	if (file->size < 1024)
		buf_printf(b, "%llu B", (unsigned long long)file->size);
	else if (file->size < 1024ULL * 1024)
		buf_printf(b, "%llu KiB",
		    (unsigned long long)((file->size + 512) / 1024));
	else
		buf_printf(b, "%.1f MiB", (double)file->size / 1048576.0);
}

/* A file that is too large for slow lines stays on the website: there. */
static void
add_web_url(struct buf *b, const struct site *site, struct span path)
{
	buf_printf(b, "https://%.*s", SPAN_ARG(site->capsule.html_host));
	uri_encode_path(b, path);
}

static void
set_web_target(const struct site *site, struct doc *doc, struct link *link)
{
	struct buf b;

	buf_init(&b, MAX_REFERENCE * 8);
	add_web_url(&b, site, link->target);
	link->kind = LINK_URL;
	link->target = doc_copy(doc, buf_span(&b));
	buf_release(&b);
}

static unsigned
left_out_of(const struct target *target)
{
	return (
	    target->page != NULL ? target->page->left_out : target->left_out);
}

void
links_limit(const struct target *target, struct link *link)
{
	link->only = (unsigned char)(link->only & ~left_out_of(target));
}

/* A link of a text to what is in one protocol alone: in the other its words
 * stay, and that is said. */
static void
limit_link(const struct page *page, struct link *link,
    const struct target *target, struct losses *losses)
{
	unsigned in = page->kind == PAGE_HOME
	    ? (unsigned)FOR_ALL
	    : FOR_ALL & ~(unsigned)page->left_out;
	unsigned lost = in & left_out_of(target) & FOR_LINKS;

	links_limit(target, link);
	if (lost != 0)
		losses_add(losses, LOSS_WARNING, page->file, link->line,
		    MSG_LINK_ONLY,
		    lost == FOR_GEMTEXT ? MSG_ON_GEMINI : MSG_ON_GOPHER,
		    SPAN_ARG(target->path));
}

/* A picture that leads nowhere, in a link that has its words for a label: they
 * are said once. */
static void
hide_dead(struct link *before, const struct link *link)
{
	if (before->kind == LINK_NONE && before->is_image && before->len == 0 &&
	    link->len == 0 && span_eq(before->label, link->label))
		before->only &= (unsigned char)~link->only;
}

/* What is a line of its own where a link leads is words where it does not:
 * unless its picture, the link before it, says them. */
static void
keep_words(struct doc *doc, struct text *text, struct link *link,
    const struct link *before)
{
	unsigned left_out = FOR_ALL & ~(unsigned)link->only;
	struct link *words;

	if (left_out == 0 || link->len > 0 || link->label.len == 0 ||
	    (before != NULL && before->is_image &&
		span_eq(before->label, link->label)))
		return;
	words = doc_alloc(doc, sizeof(*words));
	*words = *link;
	words->kind = LINK_NONE;
	words->only = (unsigned char)left_out;
	link->next = words;
	if (text->last == link)
		text->last = words;
}

static void
set_target(const struct site *site, struct doc *doc, struct link *link,
    const struct target *target)
{
	struct buf b;

	link->kind = LINK_PAGE;
	link->target = doc_copy(doc, target->path);
	if (link->label.len == 0 && target->title.len > 0)
		link->label = doc_copy(doc, target->title);
	if (target->file == NULL)
		return;
	if (target->file->is_on_web)
		set_web_target(site, doc, link);
	if (target->file->type != NULL)
		link->gopher_type =
		    mediatype_gopher(span_str(target->file->type));
	buf_init(&b, 128);
	links_add_note(&b, target->file);
	link->note = doc_copy(doc, buf_span(&b));
	buf_release(&b);
}

/* Where an address on the website leads, or NULL: out. */
static const struct target *
find_website(const struct site *site, const struct uri *uri)
{
	if (!webpath_is_website(site, uri->host) ||
	    (uri_has(uri->scheme) &&
		!span_eq_nocase(uri->scheme, SPAN("https")) &&
		!span_eq_nocase(uri->scheme, SPAN("http"))))
		return (NULL);
	/* The website's home is where it is: a link to it means the web. */
	return (uri->path.len <= 1 ? NULL : links_find(site, NULL, uri->path));
}

static void
resolve_dead(const struct site *site, const struct page *page, struct doc *doc,
    struct link *link, struct losses *losses)
{
	const struct target *target = links_find(site, page, link->target);
	struct span given = link->target;
	struct buf b;

	if (target != NULL && target->is_out) {
		losses_add(losses, LOSS_WARNING, page->file, link->line,
		    MSG_LINK_OUT, SPAN_ARG(target->title), SPAN_ARG(given));
		link->kind = LINK_NONE;
		return;
	}
	if (site->capsule.html_host.len == 0 || given.p[0] != '/') {
		losses_add(losses, LOSS_WARNING, page->file, link->line,
		    MSG_LINK_NOTHING, SPAN_ARG(given));
		link->kind = LINK_NONE;
		return;
	}
	losses_add(losses, LOSS_WARNING, page->file, link->line,
	    MSG_LINK_WEBSITE, SPAN_ARG(given));
	buf_init(&b, MAX_REFERENCE * 8);
	buf_printf(&b, "https://%.*s", SPAN_ARG(site->capsule.html_host));
	uri_add_clean(&b, given);
	link->kind = LINK_URL;
	link->target = doc_copy(doc, buf_span(&b));
	buf_release(&b);
}

static void
report_broken(const struct page *page, struct link *link, struct losses *losses)
{
	losses_add(losses, LOSS_WARNING, page->file, link->line,
	    MSG_LINK_BROKEN, SPAN_ARG(link->target));
	link->kind = LINK_NONE;
	if (link->label.len == 0)
		link->label = link->target;
}

static void
resolve(const struct site *site, const struct page *page, struct doc *doc,
    struct link *link, struct losses *losses)
{
	const struct target *target = NULL;
	struct uri uri;

	if (link->kind != LINK_URL && link->kind != LINK_UNKNOWN)
		return;
	if (link->kind == LINK_UNKNOWN && without_tail(link->target).len == 0) {
		link->kind = LINK_NONE;
		return;
	}
	if (span_starts(link->target, SPAN("//"))) {
		link->kind = LINK_URL;
		link->target =
		    doc_printf(doc, "https:%.*s", SPAN_ARG(link->target));
	}
	if (link->kind == LINK_UNKNOWN) {
		target = links_find(site, page, link->target);
	} else if (uri_parse(link->target, &uri) == URI_OK) {
		target = find_website(site, &uri);
	} else {
		report_broken(page, link, losses);
		return;
	}
	if (target != NULL && !target->is_out &&
	    (left_out_of(target) & FOR_LINKS) != FOR_LINKS) {
		set_target(site, doc, link, target);
		limit_link(page, link, target, losses);
	} else if (link->kind == LINK_UNKNOWN) {
		resolve_dead(site, page, doc, link, losses);
	}
}

void
links_resolve(const struct site *site, const struct page *page, struct doc *doc,
    struct losses *losses)
{
	struct block *block;
	struct link *link, *before;

	for (block = doc->first; block != NULL; block = doc_next(block)) {
		before = NULL;
		for (link = block->text.first; link != NULL;
		     link = link->next) {
			resolve(site, page, doc, link, losses);
			if (before != NULL)
				hide_dead(before, link);
			if (link->kind == LINK_PAGE)
				keep_words(doc, &block->text, link, before);
			before = link;
		}
	}
}

/* One without a scheme. */
static enum setting_link
read_path(const struct site *site, const struct page *page,
    struct span reference, const struct target **target, struct buf *url)
{
	*target = links_find(site, page, reference);
	if (*target != NULL && (*target)->file != NULL &&
	    (*target)->file->is_on_web) {
		add_web_url(url, site, (*target)->path);
		return (SETTING_URL);
	}
	if (*target != NULL)
		return ((*target)->is_out ? SETTING_OUT : SETTING_PLACE);
	if (site->capsule.html_host.len == 0 ||
	    !span_starts(reference, SPAN("/")))
		return (SETTING_NOTHING);
	buf_printf(url, "https://%.*s", SPAN_ARG(site->capsule.html_host));
	uri_add_clean(url, reference);
	return (SETTING_WEBSITE);
}

enum setting_link
links_read(const struct site *site, const struct page *page,
    struct span reference, const struct target **target, struct buf *url)
{
	struct uri uri;

	*target = NULL;
	reference = span_trim(reference);
	if (span_starts(reference, SPAN("//")))
		buf_str(url, "https:");
	uri_add_clean(url, reference);
	if (uri_parse(buf_span(url), &uri) != URI_OK || !buf_ok(url))
		return (SETTING_BROKEN);
	if (!uri_has(uri.scheme)) {
		buf_reset(url);
		return (read_path(site, page, reference, target, url));
	}
	*target = find_website(site, &uri);
	if (*target == NULL || (*target)->is_out ||
	    ((*target)->file != NULL && (*target)->file->is_on_web))
		return (SETTING_URL);
	return (SETTING_PLACE);
}

static void
check_item(struct site *site, const struct nav_item *item,
    const struct target *target, enum setting_link kind)
{
	if (kind == SETTING_PLACE && target->page != NULL)
		target->page->is_listed = true;
	if (kind == SETTING_PLACE || kind == SETTING_URL)
		return;
	if (kind == SETTING_OUT) {
		losses_add(site->losses, LOSS_WARNING, site->capsule.file,
		    item->line, MSG_NAVIGATION_OUT, SPAN_ARG(target->title),
		    SPAN_ARG(item->target));
		return;
	}
	losses_add(site->losses, LOSS_WARNING, site->capsule.file, item->line,
	    kind == SETTING_NOTHING	  ? MSG_NAVIGATION_NOTHING
		: kind == SETTING_WEBSITE ? MSG_NAVIGATION_WEBSITE
					  : MSG_NAVIGATION_BROKEN,
	    SPAN_ARG(item->target));
}

static void
check_items(struct site *site, const struct nav_item *item)
{
	const struct target *target;
	enum setting_link kind;
	struct buf url;

	for (; item != NULL; item = item->next) {
		check_items(site, item->first);
		if (item->target.len == 0)
			continue;
		buf_init(&url, MAX_REFERENCE * 8);
		kind = links_read(site, NULL, item->target, &target, &url);
		check_item(site, item, target, kind);
		buf_release(&url);
	}
}

void
links_check_navigation(struct site *site)
{
	const struct target *above;
	struct span path;
	size_t i;

	check_items(site, site->capsule.navigation.first);
	/* By path: what stands above a page comes before it. */
	for (i = 0; i < site->plains; i++) {
		path = site->plain[i]->path;
		while (path.len > 1 && !site->plain[i]->is_listed) {
			path.len =
			    span_rfind(span_first(path, path.len - 1), '/') + 1;
			above = site_at(site, path);
			if (path.len > 1 && above != NULL &&
			    above->page != NULL &&
			    above->page->kind == PAGE_PLAIN)
				site->plain[i]->is_listed = true;
		}
	}
}
