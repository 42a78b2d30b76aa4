/* SPDX-License-Identifier: ISC */
/*
 * Addresses lose their host first: only then are the bytes decoded, so that
 * nothing coded is taken for a part of an address.
 */
#include "webpath.h"

#include "buf.h"
#include "messages_settings.h"
#include "uri.h"
#include "utf8.h"

/* Many websites have "www." before their name, or leave it out. */
static struct span
without_www(struct span host)
{
	if (host.len > 4 && span_eq_nocase(span_first(host, 4), SPAN("www.")))
		return (span_skip(host, 4));
	return (host);
}

bool
webpath_is_website(const struct site *site, struct span host)
{
	struct span own = site->capsule.html_host;

	return (host.len > 0 && own.len > 0 &&
	    span_eq_nocase(without_www(host), without_www(own)));
}

/* Take scheme and host off an address.  False when it is on another host. */
static bool
strip_host(struct site *site, struct span *text)
{
	bool is_own = true;
	struct buf clean;
	struct uri uri;

	if (!span_starts(*text, SPAN("//")) &&
	    span_search(*text, SPAN("://")) == text->len)
		return (true);
	buf_init(&clean, text->len * 3 + 16);
	uri_add_clean(&clean, *text);
	if (uri_parse(buf_span(&clean), &uri) == URI_OK && uri_has(uri.host)) {
		is_own = span_eq_nocase(uri.host, site->capsule.host) ||
		    webpath_is_website(site, uri.host);
		*text = arena_copy(&site->arena, uri.path);
	}
	buf_release(&clean);
	return (is_own);
}

/* The text with its percent-coded letters as letters, where they are any. */
static struct span
decoded(struct site *site, struct span text)
{
	struct buf b;

	if (!span_has(text, '%'))
		return (text);
	buf_init(&b, text.len + 1);
	if (uri_decode(&b, text) == 0 && utf8_valid(buf_span(&b)) &&
	    utf8_is_clean(buf_span(&b)))
		text = arena_copy(&site->arena, buf_span(&b));
	buf_release(&b);
	return (text);
}

static void
settle_aliases(struct site *site, struct page *page)
{
	struct names *aliases = &page->aliases;
	struct span given, alias;
	size_t i, kept = 0;

	for (i = 0; i < aliases->count; i++) {
		given = alias = aliases->item[i];
		if (strip_host(site, &alias))
			aliases->item[kept++] = decoded(site, alias);
		else
			losses_add(site->losses, LOSS_WARNING, page->file, 1,
			    MSG_FRONT_ALIAS_HOST, SPAN_ARG(given));
	}
	aliases->count = kept;
}

void
webpath_settle(struct site *site, struct page *page)
{
	struct span given = page->permalink;

	if (strip_host(site, &page->permalink)) {
		page->permalink = decoded(site, page->permalink);
	} else {
		losses_add(site->losses, LOSS_WARNING, page->file, 1,
		    MSG_FRONT_PERMALINK_HOST, SPAN_ARG(given));
		page->permalink = SPAN("");
	}
	page->slug = decoded(site, page->slug);
	settle_aliases(site, page);
}
