/* SPDX-License-Identifier: ISC */
/*
 * The keys of capsule.yaml that tell writers what to do: links, tables,
 * feeds, labels; and max_media.
 */
#include "capsule_read.h"

#include <string.h>

#include "messages_settings.h"

/* Words of one language with the publisher's own among them. */
struct capsule_labels {
	struct capsule_labels *next;
	struct span lang;
	struct labels labels;
};

static struct labels *
labels_to_change(struct capsule_reading *r, struct span lang)
{
	struct capsule_labels *own = r->capsule->labels;

	while (own != NULL && !span_eq_nocase(own->lang, lang))
		own = own->next;
	if (own == NULL) {
		own = arena_alloc(r->arena, sizeof(*own));
		own->lang = lang;
		own->labels = *labels_for(lang);
		own->next = r->capsule->labels;
		r->capsule->labels = own;
	}
	return (&own->labels);
}

const struct labels *
capsule_labels(const struct capsule *capsule, struct span lang)
{
	struct span main = span_first(lang, span_find(lang, '-'));
	const struct capsule_labels *own;

	for (own = capsule->labels; own != NULL; own = own->next)
		if (span_eq_nocase(own->lang, main))
			return (&own->labels);
	return (labels_for(lang));
}

/* Each plural form has the label's own mark once at most, and no other. */
static bool
has_fit_marks(struct span text, const char *mark)
{
	struct span form;
	size_t i, count;

	while (span_cut(&text, '|', &form)) {
		count = 0;
		for (i = 0; i + 1 < form.len; i++) {
			if (form.p[i] != '%' ||
			    (form.p[i + 1] != 'u' && form.p[i + 1] != 's'))
				continue;
			if (form.p[i + 1] != mark[*mark != '\0'] || ++count > 1)
				return (false);
		}
	}
	return (true);
}

static void
report_marks(
    struct capsule_reading *r, const struct yaml_node *name, const char *mark)
{
	if (*mark != '\0')
		yaml_report(&r->reporter, name->line, MSG_LABELS_MARK,
		    SPAN_ARG(name->text), mark);
	else
		yaml_report(&r->reporter, name->line, MSG_LABELS_NO_MARK,
		    SPAN_ARG(name->text));
}

static void
read_label(struct capsule_reading *r, const struct yaml_node *name,
    const struct yaml_node *node, struct span lang)
{
	enum label label = label_find(name->text);
	struct span text = { "", 0 };
	const char *mark;

	if (label == LABEL_COUNT_) {
		yaml_report(&r->reporter, name->line, MSG_LABELS_UNKNOWN,
		    SPAN_ARG(name->text));
		return;
	}
	capsule_text(r, node, "labels", &text);
	mark = label_mark(label);
	if (text.len > 0 && !has_fit_marks(text, mark))
		report_marks(r, name, mark);
	else if (text.len > 0 &&
	    span_search(text, span_str(mark)) != (*mark == '\0' ? 1 : text.len))
		labels_to_change(r, lang)->text[label] = text.p;
	else if (*mark != '\0')
		yaml_report(&r->reporter, node->line, MSG_LABELS_WORDS_WITH,
		    SPAN_ARG(name->text), mark);
	else
		yaml_report(&r->reporter, node->line, MSG_LABELS_WORDS,
		    SPAN_ARG(name->text));
}

/* `labels: {latest: News}` for the capsule's language, and
 * `labels: {ro: {latest: Noutăți}}` for another. */
static void
read_labels(
    struct capsule_reading *r, const struct yaml_node *map, struct span lang)
{
	const struct yaml_node *inner;
	size_t i, j;

	if (map == NULL)
		return;
	if (map->kind != YAML_MAP) {
		yaml_report(&r->reporter, map->line, MSG_LABELS_NEEDS);
		return;
	}
	for (i = 0; i < map->count; i++) {
		inner = map->item[i];
		if (inner->kind != YAML_MAP) {
			read_label(r, map->key[i], inner, lang);
			continue;
		}
		for (j = 0; j < inner->count; j++)
			read_label(r, inner->key[j], inner->item[j],
			    capsule_keep(r, map->key[i]->text));
	}
}

static void
read_links(struct capsule_reading *r, const struct yaml_node *node)
{
	struct span text;

	if (node == NULL || yaml_text(node, &text, "links", &r->reporter) != 0)
		return;
	if (!linkplace_parse(text, &r->capsule->links))
		yaml_report(&r->reporter, node->line, MSG_LINKS_PLACE);
}

static void
read_tables(struct capsule_reading *r, const struct yaml_node *node)
{
	struct span text;

	if (node == NULL || yaml_text(node, &text, "tables", &r->reporter) != 0)
		return;
	r->capsule->has_table_lists = span_eq(text, SPAN("list"));
	if (!r->capsule->has_table_lists && !span_eq(text, SPAN("columns")))
		yaml_report(&r->reporter, node->line, MSG_TABLES_FORM);
}

static void
read_feeds(struct capsule_reading *r, const struct yaml_node *node)
{
	struct span text;

	if (node == NULL || yaml_text(node, &text, "feeds", &r->reporter) != 0)
		return;
	r->capsule->has_full_feeds = span_eq(text, SPAN("full"));
	if (!r->capsule->has_full_feeds && !span_eq(text, SPAN("summary")))
		yaml_report(&r->reporter, node->line, MSG_FEEDS_FORM);
}

/* "500 KiB", "2MB", "1000000": bytes. */
static bool
parse_size(struct span text, uint64_t *size)
{
	static const struct {
		const char *name;
		uint64_t bytes;
	} units[] = { { "", 1 }, { "B", 1 }, { "K", 1024 }, { "KB", 1000 },
		{ "KiB", 1024 }, { "M", 1048576 }, { "MB", 1000000 },
		{ "MiB", 1048576 }, { "G", 1073741824 }, { "GB", 1000000000 },
		{ "GiB", 1073741824 } };
	size_t digits = 0, i;

	while (digits < text.len && ascii_is_digit(text.p[digits]))
		digits++;
	if (!span_number(span_first(text, digits), 1000000000, size))
		return (false);
	text = span_trim(span_skip(text, digits));
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (span_eq_nocase(text, span_str(units[i].name))) {
			*size *= units[i].bytes;
			return (true);
		}
	}
	return (false);
}

static void
read_max_media(struct capsule_reading *r, const struct yaml_node *node)
{
	struct span text;

	if (node == NULL ||
	    yaml_text(node, &text, "max_media", &r->reporter) != 0)
		return;
	if (!parse_size(text, &r->capsule->max_media) ||
	    r->capsule->max_media == 0)
		yaml_report(&r->reporter, node->line, MSG_MAX_MEDIA);
	else
		r->capsule->has_max_media = true;
}

void
capsule_read_render(struct capsule_reading *r, const struct yaml_node *root)
{
	struct span lang = r->capsule->lang;

	lang.len = span_find(lang, '-');
	read_links(r, yaml_get(root, "links"));
	read_tables(r, yaml_get(root, "tables"));
	read_feeds(r, yaml_get(root, "feeds"));
	read_labels(r, yaml_get(root, "labels"), lang);
	read_max_media(r, yaml_get(root, "max_media"));
}
