/* SPDX-License-Identifier: ISC */
/*
 * Front matter -> struct page, in the spellings of Jekyll, Hugo and our own.
 */
#include "page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "buf.h"
#include "die.h"
#include "doc.h"
#include "frontmatter.h"
#include "hash.h"
#include "html_plain.h"
#include "langtag.h"
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

static bool
is_nothing(const struct yaml_node *node)
{
	return (node->kind == YAML_SCALAR &&
	    (node->is_null || span_trim(node->text).len == 0));
}

/* What a key has, unless it is null or an empty text; "Draft" is "draft", as
 * Hugo has it. */
static const struct yaml_node *
get(const struct yaml_node *map, const char *key)
{
	const struct yaml_node *node = yaml_get(map, key);
	size_t i;

	if (node != NULL && !is_nothing(node))
		return (node);
	for (i = 0; map->kind == YAML_MAP && i < map->count; i++)
		if (span_eq_nocase(map->key[i]->text, span_str(key)) &&
		    !is_nothing(map->item[i]))
			return (map->item[i]);
	return (NULL);
}

/* The first of these keys that has something. */
static const struct yaml_node *
get_any(const struct yaml_node *map, const char *const *keys)
{
	const struct yaml_node *node = NULL;

	for (; node == NULL && *keys != NULL; keys++)
		node = get(map, *keys);
	return (node);
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

/* The same of words that may be HTML: as a reader of the website sees them. */
static struct span
keep_words(struct reading *r, struct span text)
{
	struct span kept;
	struct buf plain;

	if (!span_has(text, '&') && !span_has(text, '<'))
		return (keep_line(r, text));
	buf_init(&plain, text.len + 1);
	html_plain(&plain, text);
	kept = keep_line(r, buf_span(&plain));
	buf_release(&plain);
	return (kept);
}

static void
read_words(struct reading *r, const struct yaml_node *node, const char *what,
    struct span *value)
{
	struct span text;

	if (node == NULL || yaml_text(node, &text, what, &r->reporter) != 0)
		return;
	*value = keep_words(r, text);
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
read_lang(struct reading *r, const struct yaml_node *node)
{
	struct span text = { "", 0 };

	read_line(r, node, "lang", &text);
	r->page->lang = langtag_make(r->arena, text);
	if (text.len > 0 && r->page->lang.len == 0)
		losses_add(r->losses, LOSS_WARNING, r->page->file, node->line,
		    MSG_FRONT_LANG, SPAN_ARG(utf8_cut(text, 60)));
}

/* There is more in the name than characters of no width. */
static bool
is_visible(struct span name)
{
	uint32_t c;

	while (name.len > 0) {
		c = utf8_next(&name);
		if (c > ' ' &&
		    (c < 0x7f ||
			!u_hasBinaryProperty(
			    (UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)))
			return (true);
	}
	return (false);
}

static void
names_add(struct reading *r, struct names *names, struct span name)
{
	struct span *item;
	size_t i;

	if (!is_visible(name))
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

#define KEYS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* Somebody as WordPress' exporters, Hugo and Jekyll have them: the name in a
 * map, or the node itself. */
static const struct yaml_node *
name_of(const struct yaml_node *node)
{
	const struct yaml_node *name = NULL;

	if (node->kind == YAML_MAP)
		name = get_any(node, KEYS("name", "display_name", "login"));
	return (name != NULL ? name : node);
}

/* A list of names, or of maps with a `name:`; or one of them. */
static void
read_names(struct reading *r, const struct yaml_node *node, const char *what,
    struct names *names)
{
	bool is_path = names == &r->page->aliases;
	const struct yaml_node *item;
	struct span text;
	size_t i;

	if (node->kind == YAML_MAP && name_of(node) == node) {
		yaml_report(&r->reporter, node->line, MSG_FRONT_NAMES, what);
		return;
	}
	for (i = 0; i < (node->kind == YAML_LIST ? node->count : 1); i++) {
		item = name_of(node->kind == YAML_LIST ? node->item[i] : node);
		if (item->kind == YAML_SCALAR && item->is_null)
			continue;
		if (yaml_text(item, &text, what, &r->reporter) == 0)
			names_add(r, names,
			    is_path ? keep_line(r, text) : keep_words(r, text));
	}
}

/* The same, or a string with commas, of every key that is there. */
static void
read_all_names(struct reading *r, const struct yaml_node *root,
    const char *const *keys, struct names *names)
{
	bool is_path = names == &r->page->aliases;
	const struct yaml_node *node;
	struct span rest, part;
	size_t i;

	for (i = 0; keys[i] != NULL; i++) {
		node = get(root, keys[i]);
		if (node != NULL && node->kind != YAML_SCALAR)
			read_names(r, node, keys[i], names);
		if (node == NULL || node->kind != YAML_SCALAR)
			continue;
		rest = node->text;
		while (span_cut(&rest, ',', &part))
			names_add(r, names,
			    is_path ? keep_line(r, part) : keep_words(r, part));
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

/* No request has a query that leads to a page: such a path is nobody's.  None
 * has a fragment at all. */
static void
drop_queries(struct reading *r, const struct yaml_node *node, size_t first)
{
	struct names *aliases = &r->page->aliases;
	struct span name, path;
	size_t i, kept = first;

	for (i = first; i < aliases->count; i++) {
		name = aliases->item[i];
		path = span_first(name, span_find(name, '#'));
		if (path.len > 0 && !span_has(path, '?')) {
			aliases->item[kept++] = path;
			continue;
		}
		losses_add(r->losses, LOSS_WARNING, r->page->file,
		    line_of(node, name),
		    path.len == 0 ? MSG_FRONT_ALIAS_FRAGMENT
				  : MSG_FRONT_ALIAS_QUERY,
		    SPAN_ARG(name));
	}
	aliases->count = kept;
}

static void
read_aliases(struct reading *r, const struct yaml_node *root)
{
	static const char *const keys[] = { "aliases", "alias",
		"redirect_from" };
	size_t i, first;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		first = r->page->aliases.count;
		read_all_names(r, root, KEYS(keys[i]), &r->page->aliases);
		if (r->page->aliases.count > first)
			drop_queries(r, get(root, keys[i]), first);
	}
}

/* The text is one of these words, whatever their case. */
static bool
is_word(const struct yaml_node *node, const char *const *words)
{
	for (; node->kind == YAML_SCALAR && *words != NULL; words++)
		if (span_eq_nocase(span_trim(node->text), span_str(*words)))
			return (true);
	return (false);
}

/* As YAML 1.1 has it, which Jekyll reads, and numbers. */
static bool
is_yes(const struct yaml_node *node)
{
	return (is_word(node, KEYS("true", "yes", "y", "on", "1")));
}

static bool
is_no(const struct yaml_node *node)
{
	return (is_word(node, KEYS("false", "no", "n", "off", "0")));
}

static void
read_flags(struct reading *r, const struct yaml_node *root)
{
	const struct yaml_node *node = get(root, "draft");
	uint64_t likes;

	if (node != NULL && is_yes(node))
		r->page->is_draft = true;
	else if (node != NULL && !is_no(node))
		(void)yaml_bool(
		    node, &r->page->is_draft, "draft", &r->reporter);
	node = get(root, "published");
	if (node != NULL && is_no(node))
		r->page->is_draft = true;
	node = get(root, "likes");
	if (node != NULL &&
	    yaml_number(node, 0, 1000000000, &likes, "likes", &r->reporter) ==
		0)
		r->page->likes = (unsigned long)likes;
}

static void
read_only(struct reading *r, const struct yaml_node *node)
{
	struct span text;

	if (node == NULL || yaml_text(node, &text, "only", &r->reporter) != 0)
		return;
	if (span_eq(text, SPAN("gemini")))
		r->page->left_out = FOR_GOPHER;
	else if (span_eq(text, SPAN("gopher")))
		r->page->left_out = FOR_GEMTEXT;
	else
		yaml_report(&r->reporter, node->line, MSG_FRONT_ONLY);
}

/* The tag as BCP 47 has it, else the text. */
static struct span
keep_lang(struct reading *r, struct span text)
{
	struct span tag = langtag_make(r->arena, span_trim(text));

	return (tag.len > 0 ? tag : keep_line(r, text));
}

/* {en: /other/, uk: inshe.md} */
static void
read_translations(struct reading *r, const struct yaml_node *map)
{
	struct page *page = r->page;
	struct translation *t;
	size_t i;

	if (map == NULL)
		return;
	if (map->kind != YAML_MAP) {
		yaml_report(&r->reporter, map->line, MSG_FRONT_TRANSLATIONS);
		return;
	}
	page->translation =
	    arena_alloc(r->arena, (map->count + 1) * sizeof(*t));
	for (i = 0; i < map->count; i++) {
		t = &page->translation[page->translations];
		t->lang = keep_lang(r, map->key[i]->text);
		t->line = map->key[i]->line;
		read_line(r, map->item[i], "translations", &t->target);
		if (t->lang.len > 0 && t->target.len > 0)
			page->translations++;
	}
}

static void
read_root(struct reading *r, const struct yaml_node *root)
{
	struct page *page = r->page;

	if (root->kind != YAML_MAP) {
		yaml_report(&r->reporter, root->line, MSG_FRONT_NO_KEYS);
		return;
	}
	read_words(r, get(root, "title"), "title", &page->title);
	read_line(r, get(root, "slug"), "slug", &page->slug);
	read_line(r, get_any(root, KEYS("permalink", "url")), "permalink",
	    &page->permalink);
	read_lang(r, get_any(root, KEYS("lang", "language")));
	read_words(r, get_any(root, KEYS("summary", "description", "excerpt")),
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
	read_all_names(r, root, KEYS("categories", "category"),
	    &page->names[TERM_CATEGORY]);
	read_all_names(r, root, KEYS("tags", "tag"), &page->names[TERM_TAG]);
	read_all_names(
	    r, root, KEYS("author", "authors"), &page->names[TERM_AUTHOR]);
	read_aliases(r, root);
	read_flags(r, root);
	read_only(r, get(root, "only"));
	read_translations(r, get(root, "translations"));
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
		doc = yaml_parse(
		    yaml, frontmatter_line(yaml, line), &r->reporter);
		if (doc == NULL) {
			r->errors++;
			return;
		}
		read_root(r, yaml_root(doc));
		yaml_doc_free(doc);
		break;
	case FRONTMATTER_NONE:
		line = frontmatter_in_text(bytes);
		if (line > 0)
			losses_add(r->losses, LOSS_WARNING, r->page->file, line,
			    MSG_FRONT_IN_TEXT);
		line = 1;
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
	/* A draft without a day is asked for it when it is to be shown. */
	if (page->kind == PAGE_POST && r.errors == 0 && !page->is_draft &&
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
