/* SPDX-License-Identifier: ISC */
/*
 * Names of languages come from ICU, each in its own language; it is asked only
 * when a capsule has more than one.
 */
#include "languages.h"

#include <stdint.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "die.h"
#include "labels.h"
#include "links.h"
#include "messages_content.h"
#include "messages_settings.h"
#include "places.h"
#include "postlist.h"
#include "slug.h"
#include "suffix.h"
#include "utf8.h"

#define NAME_UNITS 128

/* First what pages say themselves, then the same the other way round, then
 * what those pages say of each other. */
enum pass { PASS_SAID, PASS_BACK };

bool
language_is(struct span a, struct span b)
{
	return (span_eq_nocase(a, b));
}

struct span
language_part(struct arena *arena, struct span tag)
{
	char *part = arena_alloc(arena, tag.len + 1);
	size_t i;

	for (i = 0; i < tag.len; i++)
		part[i] = ascii_lower(tag.p[i]);
	return (span_make(part, tag.len));
}

/* "română", "українська"; the tag where ICU knows no name. */
static struct span
own_name(struct site *site, struct span tag)
{
	UChar name[NAME_UNITS];
	char text[NAME_UNITS * 3];
	UErrorCode status = U_ZERO_ERROR;
	const char *id = arena_copy(&site->arena, tag).p;
	int32_t len;

	len = uloc_getDisplayName(id, id, name, NAME_UNITS, &status);
	(void)u_strToUTF8(text, sizeof(text), &len, name, len, &status);
	if (U_FAILURE(status) || len <= 0)
		return (tag);
	return (arena_copy(&site->arena, span_make(text, (size_t)len)));
}

/* As it begins a line. */
static struct span
capitalised(struct site *site, struct span name)
{
	struct span rest = name;
	struct span title;
	struct buf b;

	buf_init(&b, name.len * 3 + 8);
	utf8_put(&b, (uint32_t)u_toupper((UChar32)utf8_next(&rest)));
	buf_span_add(&b, rest);
	title = arena_copy(&site->arena, buf_span(&b));
	buf_release(&b);
	return (title);
}

static struct language *
find(const struct site *site, struct span tag)
{
	size_t i;

	for (i = 0; i < site->languages; i++)
		if (language_is(site->language[i].tag, tag))
			return (&site->language[i]);
	return (NULL);
}

static void
add_language(struct site *site, struct span tag)
{
	struct language *language = &site->language[site->languages++];

	language->tag = tag;
	language->name = own_name(site, tag);
	language->title = capitalised(site, language->name);
	language->path = arena_printf(
	    &site->arena, "/%.*s/", SPAN_ARG(language_part(&site->arena, tag)));
}

static int
by_tag(const void *a, const void *b)
{
	const struct language *x = a, *y = b;

	return (span_cmp(x->path, y->path));
}

static void
count_language(struct site *site, struct span tag)
{
	if (find(site, tag) == NULL && slug_is_fit(tag))
		add_language(site, tag);
}

static void
gather_posts(struct site *site)
{
	struct language *language;
	size_t i;

	for (i = 0; i < site->posts; i++) {
		language = find(site, site->post[i]->lang);
		if (language == NULL)
			continue;
		language->posts++;
		tally_add(&language->tally, site->post[i]);
	}
	for (i = 0; i < site->languages; i++) {
		language = &site->language[i];
		language->post = arena_alloc(&site->arena,
		    (language->posts + 1) * sizeof(struct page *));
		language->posts = 0;
	}
	for (i = 0; i < site->posts; i++) {
		language = find(site, site->post[i]->lang);
		if (language != NULL)
			language->post[language->posts++] = site->post[i];
	}
}

/* No alias leads away from where a list or a feed stands. */
static void
check_alias(struct site *site, struct span path)
{
	const struct target *there = site_at(site, path);

	if (there != NULL && there->page != NULL && !span_eq(there->path, path))
		losses_add(site->losses, LOSS_ERROR, there->page->file, 1,
		    MSG_FRONT_ALIAS_TAKEN, SPAN_ARG(path),
		    SPAN_ARG(SPAN(MSG_ORIGIN_LIST)));
}

/* Beside its home, the language has a feed. */
static void
check_feed(struct site *site, const struct language *language)
{
	struct span path = arena_printf(
	    &site->arena, "%.*satom.xml", SPAN_ARG(language->path));
	const struct target *there = site_at(site, path);

	if (language->posts == 0)
		return;
	check_alias(site, path);
	if (there != NULL && there->file != NULL && language->home != NULL)
		losses_add(site->losses, LOSS_ERROR, there->file->file, 0,
		    MSG_FILE_OWN_NAME);
}

/* A page of the publisher's own is the language's home, if there is one. */
static void
settle_home(struct site *site, struct language *language)
{
	const struct target *there = site_at(site, language->path);
	unsigned left_out = tally_left_out(&language->tally);
	struct target *target;

	if (language_is(language->tag, site->capsule.lang))
		return; /* its home is the capsule's */
	if (there != NULL && there->page != NULL &&
	    span_eq(there->page->path, language->path)) {
		language->home = there->page;
		check_feed(site, language);
		places_put_sheets(site, language->path, &language->tally, 0);
		return;
	}
	if (language->posts == 0)
		return;
	check_alias(site, language->path);
	check_feed(site, language);
	if (there != NULL)
		return;
	target = arena_alloc(&site->arena, sizeof(*target));
	target->path = language->path;
	target->title = language->title;
	target->origin = SPAN(MSG_ORIGIN_LIST);
	target->left_out = (unsigned char)left_out;
	language->has_index = site_put(site, target->path, target);
	places_put_sheets(site, language->path, &language->tally, left_out);
}

static void
add_also(struct site *site, struct page *page, struct span lang,
    enum link_kind kind, struct span target)
{
	struct also *also = arena_alloc(&site->arena, sizeof(*also));
	const struct language *language = find(site, lang);
	struct also **end = &page->also;

	while (*end != NULL) {
		if (language_is((*end)->lang, lang))
			return;
		end = &(*end)->next;
	}
	also->lang = lang;
	also->name = language != NULL ? language->name : own_name(site, lang);
	also->kind = (unsigned char)kind;
	also->target = target;
	*end = also;
}

static void
report_translation(struct site *site, const struct page *page,
    const struct translation *translation, enum setting_link kind,
    const struct target *target)
{
	if (kind == SETTING_PLACE || kind == SETTING_URL)
		return;
	if (kind == SETTING_OUT) {
		losses_add(site->losses, LOSS_WARNING, page->file,
		    translation->line, MSG_FRONT_OUT_TRANSLATION,
		    SPAN_ARG(target->title), SPAN_ARG(translation->target));
		return;
	}
	losses_add(site->losses, LOSS_WARNING, page->file, translation->line,
	    kind == SETTING_NOTHING	  ? MSG_FRONT_NO_TRANSLATION
		: kind == SETTING_WEBSITE ? MSG_FRONT_WEB_TRANSLATION
					  : MSG_FRONT_BROKEN_TRANSLATION,
	    SPAN_ARG(translation->target));
}

/* A page leads to the translations of its translations, whichever of them all
 * said so: what is added is followed in its turn. */
static void
share_also(struct site *site, struct page *page)
{
	const struct target *other;
	const struct also *also, *next;

	for (also = page->also; also != NULL; also = also->next) {
		other = also->kind == LINK_PAGE ? site_at(site, also->target)
						: NULL;
		if (other == NULL || other->page == NULL)
			continue;
		for (next = other->page->also; next != NULL; next = next->next)
			if (!language_is(next->lang, page->lang) &&
			    !span_eq(next->target, page->path))
				add_also(site, page, next->lang,
				    (enum link_kind)next->kind, next->target);
	}
}

static void
link_translation(struct site *site, struct page *page,
    const struct translation *translation, enum pass pass)
{
	const struct target *target;
	enum setting_link kind;
	struct page *other;
	struct buf url;

	buf_init(&url, SIZE_MAX);
	kind = links_read(site, page, translation->target, &target, &url);
	other = kind == SETTING_PLACE ? target->page : NULL;
	if (pass == PASS_SAID && other != page &&
	    language_is(translation->lang, page->lang)) {
		losses_add(site->losses, LOSS_WARNING, page->file,
		    translation->line, MSG_FRONT_SAME_LANGUAGE,
		    SPAN_ARG(translation->lang));
	} else if (pass == PASS_SAID) {
		report_translation(site, page, translation, kind, target);
		if (kind == SETTING_PLACE && other != page)
			add_also(site, page, translation->lang, LINK_PAGE,
			    target->path);
		else if (kind == SETTING_URL || kind == SETTING_WEBSITE)
			add_also(site, page, translation->lang, LINK_URL,
			    arena_copy(&site->arena, buf_span(&url)));
	} else if (other != NULL && !language_is(other->lang, page->lang))
		add_also(site, other, page->lang, LINK_PAGE, page->path);
	buf_release(&url);
}

static void
link_translations(struct site *site, enum pass pass)
{
	struct page *page;
	size_t i, j;

	for (i = 0; i < site->pages; i++) {
		page = &site->page[i];
		for (j = 0; j < page->translations && !site->is_out[i]; j++)
			link_translation(
			    site, page, &page->translation[j], pass);
	}
}

/* hello.md and hello.ro.md stand beside each other. */
static void
link_suffixes(struct site *site)
{
	struct page *page, *other;
	struct span stem;
	size_t i, j;

	for (i = 0; i < site->pages; i++) {
		page = &site->page[i];
		stem = suffix_stem(page);
		for (j = i + 1; j < site->pages && !site->is_out[i]; j++) {
			other = &site->page[j];
			if (!span_eq(suffix_stem(other), stem))
				break;
			if (site->is_out[j] ||
			    language_is(page->lang, other->lang))
				continue;
			add_also(
			    site, page, other->lang, LINK_PAGE, other->path);
			add_also(
			    site, other, page->lang, LINK_PAGE, page->path);
		}
	}
}

static bool
has_translations(const struct site *site)
{
	size_t i;

	for (i = 0; i < site->pages; i++)
		if (site->page[i].translations > 0)
			return (true);
	return (false);
}

/* More than one: that of the capsule, and those of its pages. */
static bool
has_languages(const struct site *site)
{
	size_t i;

	for (i = 0; i < site->pages && site->langs.count == 1; i++)
		if (!site->is_out[i])
			return (!language_is(
			    site->page[i].lang, site->capsule.lang));
	return (site->langs.count > 1);
}

void
languages_link(struct site *site)
{
	size_t i;

	if (has_languages(site)) {
		site->language =
		    xcalloc(site->langs.count + 1, sizeof(*site->language));
		count_language(site, site->capsule.lang);
		for (i = 0; i < site->posts; i++)
			count_language(site, site->post[i]->lang);
		for (i = 0; i < site->plains; i++)
			count_language(site, site->plain[i]->lang);
		if (site->languages > 1)
			qsort(site->language, site->languages,
			    sizeof(*site->language), by_tag);
		gather_posts(site);
		for (i = 0; i < site->languages; i++)
			settle_home(site, &site->language[i]);
	}
	link_suffixes(site);
	if (!has_translations(site))
		return;
	link_translations(site, PASS_SAID);
	link_translations(site, PASS_BACK);
	for (i = 0; i < site->pages; i++)
		if (!site->is_out[i])
			share_also(site, &site->page[i]);
}

const struct language *
language_home_of(const struct site *site, const struct page *page)
{
	size_t i;

	for (i = 0; i < site->languages; i++)
		if (site->language[i].home == page)
			return (&site->language[i]);
	return (NULL);
}

/* "Also in română", in the words of the page's language. */
static struct span
also_label(struct doc *doc, const struct site *site, const struct page *page,
    const struct also *also)
{
	const struct labels *labels =
	    capsule_labels(&site->capsule, page->lang);
	struct span text = span_str(labels->text[LABEL_ALSO_IN]);
	size_t at = span_search(text, SPAN("%s"));

	return (doc_printf(doc, "%.*s%.*s%.*s", SPAN_ARG(span_first(text, at)),
	    SPAN_ARG(also->name), SPAN_ARG(span_skip(text, at + 2))));
}

void
language_add_translations(struct doc *doc, struct block *block,
    const struct site *site, const struct page *page)
{
	const struct target *target;
	const struct also *also;
	struct link *link;

	for (also = page->also; also != NULL; also = also->next) {
		link = doc_link(doc, block, (enum link_kind)also->kind,
		    also->target, also_label(doc, site, page, also));
		target = also->kind == LINK_PAGE ? site_at(site, also->target)
						 : NULL;
		if (target != NULL)
			links_limit(target, link);
	}
}

/* A link to the language's home, where there is one. */
static void
add_home(struct doc *doc, struct block *block, const struct language *language)
{
	struct link *link;

	if (language->home == NULL && !language->has_index)
		return;
	link = doc_link(doc, block, LINK_PAGE, language->path, language->title);
	link->lang = language->tag;
	if (language->home != NULL)
		page_limit_link(language->home, link);
	else
		link->only &= (unsigned char)~tally_left_out(&language->tally);
}

void
language_add_homes(
    struct doc *doc, struct block *block, const struct site *site)
{
	const struct language *language;
	size_t i;

	for (i = 0; i < site->languages; i++) {
		language = &site->language[i];
		if (!doc_links_to(doc, language->path))
			add_home(doc, block, language);
	}
}

void
language_add_home(struct doc *doc, struct block *block, const struct site *site,
    const struct page *page)
{
	const struct language *language = find(site, page->lang);

	if (language != NULL && language->home != page)
		add_home(doc, block, language);
}

static struct postlist
list_of(const struct site *site, const struct language *language, size_t sheet)
{
	return ((struct postlist){ .path = language->path,
	    .name = language->title,
	    .labels = capsule_labels(&site->capsule, language->tag),
	    .post = language->post,
	    .posts = language->posts,
	    .tally = &language->tally,
	    .sheet = sheet });
}

/* The language's other pages, and its feed. */
static void
add_rest(struct doc *doc, struct block *block, const struct site *site,
    const struct language *language)
{
	const struct labels *labels =
	    capsule_labels(&site->capsule, language->tag);
	const struct page *page;
	size_t i;

	for (i = 0; i < site->plains; i++) {
		page = site->plain[i];
		if (page == language->home ||
		    !language_is(page->lang, language->tag) ||
		    doc_links_to(doc, page->path))
			continue;
		page_limit_link(page,
		    doc_link(doc, block, LINK_PAGE, page->path, page->title));
	}
	postlist_add_feed(doc, block, labels, language->path, &language->tally);
}

struct span
language_title(
    struct doc *doc, const struct site *site, const struct language *language)
{
	struct postlist list = list_of(site, language, 0);

	return (postlist_title(doc, site, &list));
}

void
language_list(struct doc *doc, const struct site *site,
    const struct language *language, size_t sheet)
{
	struct postlist list = list_of(site, language, sheet);
	struct block *block = postlist_add(doc, site, &list);

	if (block == NULL)
		return;
	add_rest(doc, block, site, language);
	postlist_add_home(doc, block, site);
}

void
language_add_end(
    struct doc *doc, const struct site *site, const struct language *language)
{
	struct postlist list = list_of(site, language, 0);
	unsigned left_out = tally_left_out(&language->tally);
	struct block *block;

	if (language->posts > 0) {
		block = doc_heading(
		    doc, 2, span_str(list.labels->text[LABEL_LATEST]));
		block->only &= (unsigned char)~left_out;
		postlist_add_posts(doc, site, &list);
	}
	block = doc_add(doc, NULL, BLOCK_PARAGRAPH);
	postlist_add_turns(doc, block, site, &list);
	add_rest(doc, block, site, language);
}
