/* SPDX-License-Identifier: ISC */
/*
 * The last part of a name is asked for in the tables of words, then in ICU.
 */
#include "suffix.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>

#include "buf.h"
#include "labels.h"

#define TAG_MAX 12 /* zh-hant-tw */
#define NAME_MAX_LEN 4096

static const char *const markdown_suffix[] = { ".md", ".markdown", ".mdown",
	".mkd", NULL };

static int
by_source(const void *key, const void *item)
{
	const struct scan_file *file = item;

	return (span_cmp(*(const struct span *)key, file->source));
}

bool
suffix_is_markdown(struct span source)
{
	struct span suffix = span_skip(source, span_rfind(source, '.'));
	size_t i;

	for (i = 0; markdown_suffix[i] != NULL; i++)
		if (span_eq_nocase(suffix, span_str(markdown_suffix[i])))
			return (true);
	return (false);
}

/* The page is there without a suffix. */
static bool
has_base(const struct site *site, struct span stem)
{
	const struct scan *scan = &site->scan;
	bool is_there = false;
	struct span source;
	struct buf b;
	size_t i;

	buf_init(&b, NAME_MAX_LEN);
	for (i = 0; !is_there && markdown_suffix[i] != NULL; i++) {
		buf_reset(&b);
		buf_span_add(&b, stem);
		buf_str(&b, markdown_suffix[i]);
		source = buf_span(&b);
		is_there = buf_ok(&b) &&
		    bsearch(&source, scan->file, scan->count,
			sizeof(*scan->file), by_source) != NULL;
	}
	buf_release(&b);
	return (is_there);
}

/* A language of two or three letters, and what narrows it: pt-br, zh-hant. */
static bool
is_language(struct span tag, char copy[TAG_MAX + 1])
{
	struct span rest = tag, part;
	size_t i;

	if (tag.len > TAG_MAX || !span_cut(&rest, '-', &part) || part.len < 2 ||
	    part.len > 3)
		return (false);
	for (i = 0; i < part.len; i++)
		if (part.p[i] < 'a' || part.p[i] > 'z')
			return (false);
	while (span_cut(&rest, '-', &part)) {
		if (part.len < 2 || part.len > 4)
			return (false);
		for (i = 0; i < part.len; i++)
			if (!ascii_is_alpha(part.p[i]))
				return (false);
	}
	memcpy(copy, tag.p, tag.len);
	copy[tag.len] = '\0';
	return (true);
}

struct span
suffix_of(const struct site *site, struct span source)
{
	struct span stem = span_first(source, span_rfind(source, '.'));
	size_t dot = span_rfind(stem, '.');
	struct span tag = span_skip(stem, dot + 1);
	char copy[TAG_MAX + 1];

	if (dot == stem.len || !is_language(tag, copy))
		return (SPAN(""));
	stem = span_first(stem, dot);
	if (stem.len == 0 || span_ends(stem, SPAN("/")))
		return (SPAN(""));
	if (span_eq(tag, site->capsule.lang) ||
	    span_eq(tag, span_str(labels_for(tag)->lang)))
		return (tag);
	if (uloc_getISO3Language(copy)[0] != '\0' &&
	    (span_eq(stem, SPAN("index")) || span_ends(stem, SPAN("/index")) ||
		has_base(site, stem)))
		return (tag);
	return (SPAN(""));
}

struct span
suffix_stem(const struct page *page)
{
	struct span stem =
	    span_first(page->source, span_rfind(page->source, '.'));

	if (page->suffix.len > 0)
		stem.len -= page->suffix.len + 1;
	return (stem);
}
