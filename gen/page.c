/* SPDX-License-Identifier: ISC */
/*
 * Front matter -> struct page, in the spellings of Jekyll, Hugo and our own.
 */
#include "page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "die.h"
#include "doc.h"
#include "frontmatter.h"
#include "hash.h"
#include "markdown.h"
#include "messages_content.h"
#include "messages_settings.h"
#include "utf8.h"
#include "yaml.h"

struct reading {
	struct page *page;
	struct arena *arena;
	struct losses *losses;
	struct yaml_reporter reporter;
	unsigned errors;
};

static void
report(void *ctx, unsigned line, const char *message)
{
	struct reading *r = ctx;

	losses_add(r->losses, LOSS_ERROR, r->page->file, line, "%s", message);
	r->errors++;
}

/* The first of these keys that is there and not null. */
static const struct yaml_node *
get_any(const struct yaml_node *map, const char *const *keys)
{
	const struct yaml_node *node;

	for (; *keys != NULL; keys++) {
		node = yaml_get(map, *keys);
		if (node != NULL &&
		    !(node->kind == YAML_SCALAR && node->is_null))
			return (node);
	}
	return (NULL);
}

/* One line of clean text, with runs of white space as one space. */
static struct span
keep_line(struct reading *r, struct span text)
{
	struct span kept;
	struct buf clean, line;
	size_t i;

	buf_init(&clean, text.len * 3 + 1);
	buf_init(&line, text.len * 3 + 1);
	utf8_add_clean(&clean, span_trim(text));
	for (i = 0; i < clean.len; i++)
		if (clean.data[i] != ' ' || i == 0 || clean.data[i - 1] != ' ')
			buf_char(&line, clean.data[i]);
	kept = arena_copy(r->arena, span_trim(buf_span(&line)));
	buf_release(&line);
	buf_release(&clean);
	return (kept);
}

static void
read_line(struct reading *r, const struct yaml_node *node, const char *what,
    struct span *value)
{
	struct span text;

	if (node == NULL || yaml_text(node, &text, what, &r->reporter) != 0)
		return;
	*value = keep_line(r, text);
}

static void
read_date(struct reading *r, const struct yaml_node *node, const char *what,
    struct date *date)
{
	struct span text;

	if (node == NULL || yaml_text(node, &text, what, &r->reporter) != 0)
		return;
	if (!date_parse(text, date))
		yaml_report(&r->reporter, node->line, MSG_FRONT_DATE, what,
		    SPAN_ARG(utf8_cut(text, 60)));
}

static void
names_add(struct reading *r, struct names *names, struct span text)
{
	struct span name = keep_line(r, text);
	struct span *item;
	size_t i;

	if (name.len == 0)
		return;
	for (i = 0; i < names->count; i++)
		if (span_eq(names->item[i], name))
			return;
	/* Lists are short: the arena's copies are twice the list at most. */
	if ((names->count & (names->count - 1)) == 0) {
		item = arena_alloc(
		    r->arena, (names->count * 2 + 1) * sizeof(*item));
		if (names->count > 0)
			memcpy(item, names->item, names->count * sizeof(*item));
		names->item = item;
	}
	names->item[names->count++] = name;
}

/* A list of names, of maps with a `name:`, or a string with commas. */
static void
read_names(struct reading *r, const struct yaml_node *node, const char *what,
    struct names *names)
{
	struct span rest, part, text;
	const struct yaml_node *item;
	size_t i;

	if (node == NULL)
		return;
	if (node->kind == YAML_SCALAR) {
		rest = node->text;
		while (span_cut(&rest, ',', &part))
			names_add(r, names, part);
		return;
	}
	if (node->kind == YAML_MAP) {
		yaml_report(&r->reporter, node->line, MSG_FRONT_NAMES, what);
		return;
	}
	for (i = 0; i < node->count; i++) {
		item = node->item[i];
		if (item->kind == YAML_MAP && yaml_get(item, "name") != NULL)
			item = yaml_get(item, "name");
		if (item->kind == YAML_SCALAR && item->is_null)
			continue;
		if (yaml_text(item, &text, what, &r->reporter) == 0)
			names_add(r, names, text);
	}
}

/* The line of a name in a list as read_names() takes it. */
static unsigned
line_of(const struct yaml_node *node, struct span name)
{
	size_t i;

	for (i = 0; node->kind == YAML_LIST && i < node->count; i++)
		if (node->item[i]->kind == YAML_SCALAR &&
		    span_eq(span_trim(node->item[i]->text), name))
			return (node->item[i]->line);
	return (node->line);
}

/* No request has a query that leads to a page: such a path is nobody's. */
static void
drop_queries(struct reading *r, const struct yaml_node *node)
{
	struct names *aliases = &r->page->aliases;
	struct span name;
	size_t i, kept = 0;

	for (i = 0; i < aliases->count; i++) {
		name = aliases->item[i];
		if (!span_has(name, '?')) {
			aliases->item[kept++] = name;
			continue;
		}
		losses_add(r->losses, LOSS_WARNING, r->page->file,
		    line_of(node, name), MSG_FRONT_ALIAS_QUERY, SPAN_ARG(name));
	}
	aliases->count = kept;
}

static void
read_aliases(struct reading *r, const struct yaml_node *node)
{
	read_names(r, node, "aliases", &r->page->aliases);
	drop_queries(r, node);
}

static void
read_flags(struct reading *r, const struct yaml_node *root)
{
	const struct yaml_node *node = yaml_get(root, "draft");
	bool is_published = true;
	uint64_t likes;

	if (node != NULL && !node->is_null)
		(void)yaml_bool(
		    node, &r->page->is_draft, "draft", &r->reporter);
	node = yaml_get(root, "published");
	if (node != NULL && node->kind == YAML_SCALAR && !node->is_null &&
	    (span_eq_nocase(node->text, SPAN("false")) ||
		span_eq_nocase(node->text, SPAN("no"))))
		is_published = false;
	if (!is_published)
		r->page->is_draft = true;
	node = yaml_get(root, "likes");
	if (node != NULL && !node->is_null &&
	    yaml_number(node, 0, 1000000000, &likes, "likes", &r->reporter) ==
		0)
		r->page->likes = (unsigned long)likes;
}

static void
read_only(struct reading *r, const struct yaml_node *node)
{
	struct span text;

	if (node == NULL || node->is_null ||
	    yaml_text(node, &text, "only", &r->reporter) != 0)
		return;
	if (span_eq(text, SPAN("gemini")))
		r->page->left_out = FOR_GOPHER;
	else if (span_eq(text, SPAN("gopher")))
		r->page->left_out = FOR_GEMTEXT;
	else
		yaml_report(&r->reporter, node->line, MSG_FRONT_ONLY);
}

/* {en: /other/, uk: inshe.md} */
static void
read_translations(struct reading *r, const struct yaml_node *map)
{
	struct page *page = r->page;
	struct translation *t;
	size_t i;

	if (map == NULL || (map->kind == YAML_SCALAR && map->is_null))
		return;
	if (map->kind != YAML_MAP) {
		yaml_report(&r->reporter, map->line, MSG_FRONT_TRANSLATIONS);
		return;
	}
	page->translation =
	    arena_alloc(r->arena, (map->count + 1) * sizeof(*t));
	for (i = 0; i < map->count; i++) {
		t = &page->translation[page->translations];
		t->lang = keep_line(r, map->key[i]->text);
		t->line = map->key[i]->line;
		read_line(r, map->item[i], "translations", &t->target);
		if (t->lang.len > 0 && t->target.len > 0)
			page->translations++;
	}
}

#define KEYS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
read_root(struct reading *r, const struct yaml_node *root)
{
	struct page *page = r->page;

	if (root->kind != YAML_MAP) {
		yaml_report(&r->reporter, root->line, MSG_FRONT_NO_KEYS);
		return;
	}
	read_line(r, get_any(root, KEYS("title")), "title", &page->title);
	read_line(r, get_any(root, KEYS("slug")), "slug", &page->slug);
	read_line(r, get_any(root, KEYS("permalink", "url")), "permalink",
	    &page->permalink);
	read_line(
	    r, get_any(root, KEYS("lang", "language")), "lang", &page->lang);
	read_line(r, get_any(root, KEYS("summary", "description", "excerpt")),
	    "summary", &page->summary);
	read_date(r,
	    get_any(root,
		KEYS("date", "publishDate", "publishdate", "pubDate", "pubdate",
		    "created", "created_at")),
	    "date", &page->date);
	read_date(r, get_any(root, KEYS("publishDate", "publishdate")),
	    "publishDate", &page->due);
	read_date(r,
	    get_any(root, KEYS("expiryDate", "expirydate", "unpublishdate")),
	    "expiryDate", &page->end);
	read_date(r,
	    get_any(root,
		KEYS("updated", "lastmod", "last_modified_at", "modified")),
	    "updated", &page->updated);
	read_names(r, get_any(root, KEYS("categories", "category")),
	    "categories", &page->names[TERM_CATEGORY]);
	read_names(r, get_any(root, KEYS("tags", "tag")), "tags",
	    &page->names[TERM_TAG]);
	read_names(r, get_any(root, KEYS("author", "authors")), "author",
	    &page->names[TERM_AUTHOR]);
	read_aliases(
	    r, get_any(root, KEYS("aliases", "alias", "redirect_from")));
	read_flags(r, root);
	read_only(r, yaml_get(root, "only"));
	read_translations(r, yaml_get(root, "translations"));
}

static void
check_bytes(struct reading *r, struct span bytes)
{
	struct span good = span_first(bytes, utf8_valid_len(bytes));
	const char *nul = memchr(good.p, '\0', good.len);
	unsigned line = 1;
	size_t i;

	if (nul == NULL && good.len == bytes.len)
		return;
	if (nul != NULL)
		good.len = (size_t)(nul - good.p);
	for (i = 0; i < good.len; i++)
		if (good.p[i] == '\n')
			line++;
	yaml_report(
	    &r->reporter, line, nul != NULL ? MSG_FILE_NUL : MSG_FILE_NO_UTF8);
}

/* The title that the body itself gives: its first heading. */
static void
title_from_body(struct reading *r, struct span body, unsigned line)
{
	struct markdown_source source = {
		.body = body, .first_line = line, .file = r->page->file
	};
	struct losses ignored;
	struct doc doc;

	losses_init(&ignored);
	doc_init(&doc);
	if (markdown_parse(&doc, &source, &ignored) == 0 && doc.first != NULL &&
	    doc.first->kind == BLOCK_HEADING && doc.first->level == 1)
		r->page->title = keep_line(r, doc.first->text.words);
	doc_release(&doc);
	losses_release(&ignored);
}

/* "my-first_post" -> "My first post". */
static void
title_from_name(struct reading *r)
{
	struct span title = keep_line(r, r->page->name);
	char *p = arena_alloc(r->arena, title.len + 1);
	size_t i;

	for (i = 0; i < title.len; i++)
		p[i] =
		    title.p[i] == '-' || title.p[i] == '_' ? ' ' : title.p[i];
	if (title.len > 0 && p[0] >= 'a' && p[0] <= 'z')
		p[0] = (char)(p[0] - 'a' + 'A');
	r->page->title = span_make(p, title.len);
	losses_add(r->losses, LOSS_NOTE, r->page->file, 0, MSG_FRONT_NO_TITLE,
	    SPAN_ARG(r->page->title));
}

static void
read_front(struct reading *r, struct span bytes)
{
	struct span yaml, body;
	struct yaml_doc *doc;
	unsigned line;

	switch (frontmatter_split(bytes, &yaml, &body, &line)) {
	case FRONTMATTER_UNTERMINATED:
		yaml_report(&r->reporter, 1, MSG_FRONT_OPEN);
		return;
	case FRONTMATTER_TOML:
	case FRONTMATTER_JSON:
		yaml_report(&r->reporter, 1, MSG_FRONT_NO_YAML);
		return;
	case FRONTMATTER_YAML:
		doc = yaml_parse(yaml, 2, &r->reporter);
		if (doc == NULL) {
			r->errors++;
			return;
		}
		read_root(r, yaml_root(doc));
		yaml_doc_free(doc);
		break;
	case FRONTMATTER_NONE:
		break;
	}
	if (r->page->title.len == 0 && r->page->kind != PAGE_HOME &&
	    r->errors == 0) {
		title_from_body(r, body, line);
		if (r->page->title.len == 0 && r->page->name.len > 0)
			title_from_name(r);
	}
}

int
page_read(struct page *page, struct arena *arena, struct span bytes,
    struct losses *losses)
{
	struct reading r = { .page = page, .arena = arena, .losses = losses };
	struct span name = page->name;
	struct date from_name;

	r.reporter.report = report;
	r.reporter.ctx = &r;
	page->content = hash_span(HASH_SEED, bytes);
	check_bytes(&r, bytes);
	if (r.errors > 0)
		return (-1);
	if (page->kind == PAGE_POST && date_prefix(&name, &from_name)) {
		page->date = from_name;
		page->name = name;
	}
	read_front(&r, bytes);
	if (page->kind == PAGE_POST && r.errors == 0 &&
	    !date_is_set(&page->date))
		yaml_report(&r.reporter, 1, MSG_FRONT_NO_DATE);
	return (r.errors == 0 ? 0 : -1);
}

void
page_limit_link(const struct page *page, struct link *link)
{
	link->only = (unsigned char)(link->only & ~page->left_out);
}

struct span
page_body(struct span bytes, unsigned *line)
{
	struct span yaml, body;

	(void)frontmatter_split(bytes, &yaml, &body, line);
	return (body);
}
