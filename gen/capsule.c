/* SPDX-License-Identifier: ISC */
/*
 * One table for the keys that hold a text or a number; a function for each of
 * the others.
 */
#include "capsule_read.h"

#include <stddef.h>

#include "buf.h"
#include "langtag.h"
#include "messages_settings.h"
#include "uri.h"
#include "utf8.h"

/* The menu is shown flat below its first level: deeper makes no sense. */
#define NAV_DEPTH 4

struct text_key {
	const char *name;
	size_t offset;
};

static const struct text_key text_keys[] = {
	{ "title", offsetof(struct capsule, title) },
	{ "tagline", offsetof(struct capsule, tagline) },
	{ "lang", offsetof(struct capsule, lang) },
	{ "host", offsetof(struct capsule, host) },
	{ "email", offsetof(struct capsule, email) },
	{ "permalink", offsetof(struct capsule, permalink) },
	{ "footer", offsetof(struct capsule, footer) },
	{ "html_host", offsetof(struct capsule, html_host) },
	{ "publish", offsetof(struct capsule, publish) },
};

static const char *const known_keys[] = { "title", "tagline", "lang", "host",
	"email", "permalink", "footer", "html_host", "navigation", "related",
	"recent", "page_size", "gopher", "categories", "tags", "replies",
	"links", "tables", "feeds", "labels", "max_media", "budget", "publish",
	NULL };

static void
report(void *ctx, unsigned line, const char *message)
{
	struct capsule_reading *r = ctx;

	losses_add(
	    r->losses, LOSS_ERROR, r->capsule->file, line, "%s", message);
	r->errors++;
}

struct span
capsule_keep(struct capsule_reading *r, struct span text)
{
	struct span kept;
	struct buf b;

	buf_init(&b, text.len * 3 + 1);
	utf8_add_clean(&b, span_trim(text));
	kept = arena_copy(r->arena, buf_span(&b));
	buf_release(&b);
	return (kept);
}

void
capsule_text(struct capsule_reading *r, const struct yaml_node *node,
    const char *what, struct span *value)
{
	struct span text;

	if (node == NULL || yaml_text(node, &text, what, &r->reporter) != 0)
		return;
	*value = capsule_keep(r, text);
}

void
capsule_number(struct capsule_reading *r, const struct yaml_node *map,
    const char *key, unsigned min, unsigned max, unsigned *value)
{
	const struct yaml_node *node = yaml_get(map, key);
	uint64_t number;

	if (node == NULL ||
	    yaml_number(node, min, max, &number, key, &r->reporter) != 0)
		return;
	*value = (unsigned)number;
}

static struct nav_item *
nav_add(struct capsule_reading *r, struct nav_item *parent, struct span label,
    unsigned line)
{
	struct nav_item *item = arena_alloc(r->arena, sizeof(*item));

	item->label = capsule_keep(r, label);
	item->line = line;
	if (parent->last == NULL)
		parent->first = item;
	else
		parent->last->next = item;
	parent->last = item;
	return (item);
}

static void read_nav(struct capsule_reading *r, const struct yaml_node *node,
    struct nav_item *parent, unsigned depth);

static void
read_nav_map(struct capsule_reading *r, const struct yaml_node *map,
    struct nav_item *parent, unsigned depth)
{
	struct nav_item *item;
	size_t i;

	for (i = 0; i < map->count; i++) {
		item = nav_add(r, parent, map->key[i]->text, map->key[i]->line);
		if (map->item[i]->kind == YAML_SCALAR)
			item->target = capsule_keep(r, map->item[i]->text);
		else
			read_nav(r, map->item[i], item, depth + 1);
		if (item->target.len == 0 && item->first == NULL)
			yaml_report(&r->reporter, map->key[i]->line,
			    MSG_NAVIGATION_NOWHERE, SPAN_ARG(item->label));
	}
}

static void
read_nav(struct capsule_reading *r, const struct yaml_node *node,
    struct nav_item *parent, unsigned depth)
{
	struct nav_item *item;
	size_t i;

	if (depth > NAV_DEPTH) {
		yaml_report(
		    &r->reporter, node->line, MSG_NAVIGATION_DEEP, NAV_DEPTH);
		return;
	}
	if (node->kind == YAML_MAP) {
		read_nav_map(r, node, parent, depth);
	} else if (node->kind == YAML_LIST) {
		for (i = 0; i < node->count; i++)
			read_nav(r, node->item[i], parent, depth);
	} else if (!node->is_null) {
		item = nav_add(r, parent, SPAN(""), node->line);
		item->target = capsule_keep(r, node->text);
	}
}

static void
read_setting(struct capsule_reading *r, enum term_kind kind,
    const struct yaml_node *name, const struct yaml_node *node)
{
	static const char *const category_keys[] = { "slug", "short", "parent",
		"hidden", "same_as", NULL };
	static const char *const tag_keys[] = { "slug", "hidden", "same_as",
		NULL };
	struct term_setting *setting = arena_alloc(r->arena, sizeof(*setting));
	struct term_setting **end = &r->capsule->settings;

	setting->kind = kind;
	setting->line = name->line;
	setting->name = capsule_keep(r, name->text);
	if (node->kind != YAML_MAP) {
		if (!(node->kind == YAML_SCALAR && node->is_null))
			yaml_report(&r->reporter, node->line, MSG_TERM_SETTINGS,
			    SPAN_ARG(setting->name));
	} else {
		(void)yaml_check_keys(node,
		    kind == TERM_CATEGORY ? category_keys : tag_keys,
		    &r->reporter);
		capsule_text(r, yaml_get(node, "slug"), "slug", &setting->slug);
		capsule_text(
		    r, yaml_get(node, "short"), "short", &setting->short_name);
		capsule_text(
		    r, yaml_get(node, "parent"), "parent", &setting->parent);
		capsule_text(
		    r, yaml_get(node, "same_as"), "same_as", &setting->same_as);
		if (yaml_get(node, "hidden") != NULL)
			(void)yaml_bool(yaml_get(node, "hidden"),
			    &setting->is_hidden, "hidden", &r->reporter);
	}
	while (*end != NULL)
		end = &(*end)->next;
	*end = setting;
}

static void
read_settings(
    struct capsule_reading *r, const struct yaml_node *map, enum term_kind kind)
{
	size_t i;

	if (map == NULL)
		return;
	if (map->kind != YAML_MAP) {
		yaml_report(&r->reporter, map->line, MSG_TERM_NAMES);
		return;
	}
	for (i = 0; i < map->count; i++)
		read_setting(r, kind, map->key[i], map->item[i]);
}

static void
read_replies(struct capsule_reading *r, const struct yaml_node *node)
{
	struct span text;

	if (node == NULL ||
	    yaml_text(node, &text, "replies", &r->reporter) != 0)
		return;
	if (span_eq(text, SPAN("mail"))) {
		r->capsule->has_mail_replies = true;
		if (r->capsule->email.len == 0)
			yaml_report(&r->reporter, node->line,
			    MSG_SETTINGS_REPLIES_EMAIL);
	} else if (!span_eq(text, SPAN("none"))) {
		yaml_report(&r->reporter, node->line, MSG_SETTINGS_REPLIES);
	}
}

/* Every placeholder is known, and the slug or all of the date is there. */
static void
check_permalink(struct capsule_reading *r)
{
	static const char *const known[] = { "slug", "year", "month", "day",
		"category", NULL };
	struct span rest = r->capsule->permalink;
	struct span part;
	unsigned line = r->capsule->permalink_line;
	size_t i;

	if (rest.p[0] != '/' || rest.p[rest.len - 1] != '/') {
		yaml_report(&r->reporter, line, MSG_PERMALINK_ENDS);
		return;
	}
	while (span_cut(&rest, '/', &part)) {
		if (part.len == 0 || part.p[0] != ':')
			continue;
		part = span_skip(part, 1);
		for (i = 0; known[i] != NULL; i++)
			if (span_eq(part, span_str(known[i])))
				break;
		if (known[i] == NULL)
			yaml_report(&r->reporter, line, MSG_PERMALINK_WORD,
			    SPAN_ARG(part));
	}
	if (span_search(r->capsule->permalink, SPAN(":slug")) ==
	    r->capsule->permalink.len)
		yaml_report(&r->reporter, line, MSG_PERMALINK_NO_SLUG);
}

static void
check_host(struct capsule_reading *r, const struct yaml_node *root,
    const char *key, struct span *host)
{
	const struct yaml_node *node = yaml_get(root, key);
	struct buf b;

	if (node == NULL)
		return;
	buf_init(&b, 1024);
	if (uri_add_host(&b, *host) != 0 || !buf_ok(&b))
		yaml_report(&r->reporter, node->line, MSG_SETTINGS_HOST, key);
	else
		*host = arena_copy(r->arena, buf_span(&b));
	buf_release(&b);
}

/* It becomes a "mailto:" as it is (RFC 6068, 2). */
static void
check_email(struct capsule_reading *r, const struct yaml_node *node)
{
	struct span email = r->capsule->email;
	size_t at = span_find(email, '@');
	struct buf b;
	struct uri uri;

	if (email.len == 0)
		return;
	buf_init(&b, 65536);
	buf_printf(&b, "mailto:%.*s", SPAN_ARG(email));
	if (at == 0 || at + 1 >= email.len ||
	    span_has(span_skip(email, at + 1), '@') ||
	    uri_parse(buf_span(&b), &uri) != URI_OK || uri_has(uri.query) ||
	    uri_has(uri.fragment))
		yaml_report(&r->reporter, node->line, MSG_SETTINGS_EMAIL);
	buf_release(&b);
}

/* Files name languages in small letters (hello.pt-br.md): a tag that is well
 * written stays as it is. */
static void
check_lang(struct capsule_reading *r, const struct yaml_node *node)
{
	struct capsule *capsule = r->capsule;
	struct span tag;

	if (capsule->lang.len == 0)
		capsule->lang = SPAN("en");
	tag = langtag_make(r->arena, capsule->lang);
	if (tag.len == 0)
		yaml_report(&r->reporter, node->line, MSG_SETTINGS_LANG,
		    SPAN_ARG(utf8_cut(capsule->lang, 60)));
	else if (!span_has(tag, '-') || !span_eq_nocase(tag, capsule->lang))
		capsule->lang = tag;
}

static void
read_root(struct capsule_reading *r, const struct yaml_node *root)
{
	struct capsule *capsule = r->capsule;
	const struct yaml_node *node;
	size_t i;

	if (root->kind != YAML_MAP) {
		yaml_report(&r->reporter, root->line, MSG_SETTINGS_NO_KEYS);
		return;
	}
	(void)yaml_check_keys(root, known_keys, &r->reporter);
	for (i = 0; i < sizeof(text_keys) / sizeof(text_keys[0]); i++)
		capsule_text(r, yaml_get(root, text_keys[i].name),
		    text_keys[i].name,
		    (struct span *)(void *)((char *)capsule +
			text_keys[i].offset));
	if (yaml_get(root, "permalink") != NULL)
		capsule->permalink_line = yaml_get(root, "permalink")->line;
	check_lang(r, yaml_get(root, "lang"));
	node = yaml_get(root, "title");
	/* What is no text has been told of. */
	if (capsule->title.len == 0 &&
	    (node == NULL || node->kind == YAML_SCALAR))
		yaml_report(&r->reporter, 1, MSG_SETTINGS_NO_TITLE);
	capsule_number(r, root, "related", 0, 20, &capsule->related);
	capsule_number(r, root, "recent", 0, 1000, &capsule->recent);
	capsule_number(r, root, "page_size", 1, 10000, &capsule->page_size);
	capsule_read_gopher(r, yaml_get(root, "gopher"));
	capsule_read_render(r, root);
	capsule_read_budget(r, yaml_get(root, "budget"));
	check_email(r, yaml_get(root, "email"));
	read_replies(r, yaml_get(root, "replies"));
	check_host(r, root, "host", &capsule->host);
	check_host(r, root, "html_host", &capsule->html_host);
	if (capsule->permalink.len == 0)
		capsule->permalink = SPAN("/:slug/");
	check_permalink(r);
	if (yaml_get(root, "navigation") != NULL)
		read_nav(
		    r, yaml_get(root, "navigation"), &capsule->navigation, 1);
	read_settings(r, yaml_get(root, "categories"), TERM_CATEGORY);
	read_settings(r, yaml_get(root, "tags"), TERM_TAG);
}

int
capsule_read(struct capsule *capsule, struct arena *arena, const char *file,
    struct span text, struct losses *losses)
{
	struct capsule_reading r = { 0 };
	struct yaml_doc *doc;

	*capsule = (struct capsule){ .file = file,
		.lang = SPAN_INIT("en"),
		.host = SPAN_INIT("localhost"),
		.permalink = SPAN_INIT("/:slug/"),
		.related = 3,
		.recent = 5,
		.page_size = 100,
		.gopher_port = 70,
		.gopher_width = 67 };
	r.capsule = capsule;
	r.arena = arena;
	r.losses = losses;
	r.reporter.report = report;
	r.reporter.ctx = &r;
	doc = yaml_parse(utf8_skip_bom(text), 1, &r.reporter);
	if (doc == NULL)
		return (-1);
	read_root(&r, yaml_root(doc));
	yaml_doc_free(doc);
	return (r.errors == 0 ? 0 : -1);
}
