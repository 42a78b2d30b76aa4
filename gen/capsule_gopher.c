/* SPDX-License-Identifier: ISC */
/*
 * `gopher:` in capsule.yaml.
 */
#include "capsule_read.h"
#include "charset.h"
#include "messages_settings.h"
#include "permalink.h"
#include "places.h"
#include "slug.h"
#include "utf8.h"

#define WIDTH_LEAST 40
#define WIDTH_MOST 80

static void
read_width(
    struct capsule_reading *r, const struct yaml_node *map, unsigned *width)
{
	capsule_number(r, map, "width", 0, WIDTH_MOST, width);
	if (*width < WIDTH_LEAST)
		yaml_report(&r->reporter, map->line, MSG_GOPHER_WIDTH,
		    WIDTH_LEAST, WIDTH_MOST);
}

static void
read_posts(struct capsule_reading *r, const struct yaml_node *map,
    bool *has_text_posts)
{
	const struct yaml_node *node = yaml_get(map, "posts");
	struct span text;

	if (node == NULL || yaml_text(node, &text, "posts", &r->reporter) != 0)
		return;
	*has_text_posts = span_eq(text, SPAN("text"));
	if (!*has_text_posts && !span_eq(text, SPAN("menu")))
		yaml_report(&r->reporter, node->line, MSG_GOPHER_POSTS);
}

static void
read_charset(struct capsule_reading *r, const struct yaml_node *node,
    struct variant *variant)
{
	struct charset *charset;
	struct span text;

	if (node == NULL ||
	    yaml_text(node, &text, "charset", &r->reporter) != 0)
		return;
	charset = charset_new(text);
	if (charset == NULL) {
		yaml_report(&r->reporter, node->line, MSG_GOPHER_CHARSET,
		    SPAN_ARG(utf8_cut(text, 60)));
		return;
	}
	if (!span_eq(charset_name(charset), SPAN("UTF-8")))
		variant->charset = arena_copy(r->arena, charset_name(charset));
	charset_free(charset);
}

static bool
is_taken(const struct capsule *capsule, struct span path)
{
	const struct variant *variant = capsule->variants;

	while (variant != NULL && !span_eq(variant->path, path))
		variant = variant->next;
	return (variant != NULL);
}

static void
read_variant(struct capsule_reading *r, const struct yaml_node *map)
{
	static const char *const keys[] = { "path", "title", "charset", "width",
		"posts", NULL };
	struct variant **end = &r->capsule->variants;
	struct variant *variant = arena_alloc(r->arena, sizeof(*variant));

	if (map->kind != YAML_MAP) {
		yaml_report(&r->reporter, map->line, MSG_VARIANTS_SETTINGS);
		return;
	}
	(void)yaml_check_keys(map, keys, &r->reporter);
	variant->width = r->capsule->gopher_width;
	variant->has_text_posts = r->capsule->has_text_posts;
	capsule_text(r, yaml_get(map, "path"), "path", &variant->path);
	capsule_text(r, yaml_get(map, "title"), "title", &variant->title);
	read_charset(r, yaml_get(map, "charset"), variant);
	read_width(r, map, &variant->width);
	read_posts(r, map, &variant->has_text_posts);
	if (!slug_is_fit(variant->path) || permalink_is_ours(variant->path) ||
	    places_is_file_name(variant->path, true) ||
	    is_taken(r->capsule, variant->path)) {
		yaml_report(&r->reporter, map->line, MSG_VARIANTS_PATH);
		return;
	}
	while (*end != NULL)
		end = &(*end)->next;
	*end = variant;
}

void
capsule_read_gopher(struct capsule_reading *r, const struct yaml_node *map)
{
	static const char *const keys[] = { "port", "width", "posts",
		"variants", NULL };
	const struct yaml_node *list;
	size_t i;

	if (map == NULL)
		return;
	if (map->kind != YAML_MAP) {
		yaml_report(&r->reporter, map->line, MSG_GOPHER_SETTINGS);
		return;
	}
	(void)yaml_check_keys(map, keys, &r->reporter);
	capsule_number(r, map, "port", 1, 65535, &r->capsule->gopher_port);
	read_width(r, map, &r->capsule->gopher_width);
	read_posts(r, map, &r->capsule->has_text_posts);
	list = yaml_get(map, "variants");
	if (list == NULL)
		return;
	if (list->kind != YAML_LIST) {
		yaml_report(&r->reporter, list->line, MSG_VARIANTS_LIST);
		return;
	}
	for (i = 0; i < list->count; i++)
		read_variant(r, list->item[i]);
}
