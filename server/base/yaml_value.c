/* SPDX-License-Identifier: ISC */
/*
 * What is asked of a YAML tree: values by key and of a kind, unknown keys,
 * and messages.
 */
#include "yaml.h"

#include <stdarg.h>

#include "buf.h"
#include "utf8.h"

enum { WORD_MAX = 64, EDITS_MAX = 2, SHOWN_MAX = 60, MESSAGE_MAX = 4096 };

int
yaml_report(
    const struct yaml_reporter *reporter, unsigned line, const char *fmt, ...)
{
	char text[MESSAGE_MAX];
	struct buf clean;
	va_list ap;
	int len;

	if (reporter == NULL || reporter->report == NULL)
		return -1;
	va_start(ap, fmt);
	len = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	/* The text of a file ends up on a terminal. */
	buf_init(&clean, sizeof(text) * 3);
	utf8_add_clean(&clean, len < 0 ? span_str(fmt) : span_str(text));
	reporter->report(reporter->ctx, line, clean.data);
	buf_release(&clean);
	return -1;
}

const struct yaml_node *
yaml_get(const struct yaml_node *map, const char *key)
{
	struct span name = span_str(key);

	if (map == NULL || map->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++)
		if (span_eq(map->key[i]->text, name))
			return map->item[i];
	return NULL;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * The edits (a byte put in, left out, changed, or two neighbours swapped)
 * between two words of at most WORD_MAX bytes; letter case does not count.
 */
static size_t
edits(struct span a, struct span b)
{
	size_t rows[3][WORD_MAX + 1];
	size_t *before = rows[0];
	size_t *last = rows[1];
	size_t *now = rows[2];

	for (size_t j = 0; j <= b.len; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *spare = before;

		now[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			char x = ascii_lower(a.p[i - 1]);
			char y = ascii_lower(b.p[j - 1]);

			now[j] = least(last[j], now[j - 1]) + 1;
			now[j] = least(now[j], last[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == ascii_lower(b.p[j - 2]) &&
			    y == ascii_lower(a.p[i - 2]))
				now[j] = least(now[j], before[j - 2] + 1);
		}
		before = last;
		last = now;
		now = spare;
	}
	return last[b.len];
}

const char *
yaml_nearest(struct span word, const char *const *known)
{
	const char *best = NULL;
	size_t best_edits = EDITS_MAX + 1;

	if (word.len == 0 || word.len > WORD_MAX)
		return NULL;
	for (; *known != NULL; known++) {
		struct span name = span_str(*known);
		size_t n;

		if (name.len > WORD_MAX || name.len > word.len + EDITS_MAX ||
		    word.len > name.len + EDITS_MAX)
			continue;
		n = edits(word, name);
		if (n < best_edits && n <= name.len / 3) {
			best = *known;
			best_edits = n;
		}
	}
	return best;
}

static bool
is_known(struct span key, const char *const *known)
{
	for (; *known != NULL; known++)
		if (span_eq(key, span_str(*known)))
			return true;
	return false;
}

size_t
yaml_check_keys(const struct yaml_node *map, const char *const *known,
    const struct yaml_reporter *reporter)
{
	size_t reports = 0;

	if (map == NULL || map->kind != YAML_MAP)
		return 0;
	for (size_t i = 0; i < map->count; i++) {
		struct span key = map->key[i]->text;
		struct span shown = utf8_cut(key, SHOWN_MAX);
		const char *nearest;

		if (is_known(key, known))
			continue;
		reports++;
		nearest = yaml_nearest(key, known);
		if (nearest == NULL)
			yaml_report(reporter, map->key[i]->line,
			    "unknown key \"%.*s\"", SPAN_ARG(shown));
		else
			yaml_report(reporter, map->key[i]->line,
			    "unknown key \"%.*s\", did you mean \"%s\"?",
			    SPAN_ARG(shown), nearest);
	}
	return reports;
}

/* The text of a scalar; -1 after a report when it is none. */
static int
scalar(const struct yaml_node *node, struct span *text, const char *what,
    const struct yaml_reporter *reporter)
{
	if (node == NULL) {
		yaml_report(reporter, 0, "%s is missing", what);
		return -1;
	}
	if (node->kind != YAML_SCALAR) {
		yaml_report(reporter, node->line, "%s: a %s where %s", what,
		    node->kind == YAML_LIST ? "list" : "mapping",
		    "one value belongs");
		return -1;
	}
	*text = node->text;
	return 0;
}

int
yaml_bool(const struct yaml_node *node, bool *value, const char *what,
    const struct yaml_reporter *reporter)
{
	struct span text;
	struct span shown;

	if (scalar(node, &text, what, reporter) < 0)
		return -1;
	if (span_eq_nocase(text, SPAN("true"))) {
		*value = true;
		return 0;
	}
	if (span_eq_nocase(text, SPAN("false"))) {
		*value = false;
		return 0;
	}
	shown = utf8_cut(text, SHOWN_MAX);
	yaml_report(reporter, node->line,
	    "%s: \"%.*s\" is neither true nor false", what, SPAN_ARG(shown));
	return -1;
}

int
yaml_number(const struct yaml_node *node, uint64_t min, uint64_t max,
    uint64_t *value, const char *what, const struct yaml_reporter *reporter)
{
	struct span text;
	struct span shown;
	uint64_t number;

	if (scalar(node, &text, what, reporter) < 0)
		return -1;
	if (span_number(text, max, &number) && number >= min) {
		*value = number;
		return 0;
	}
	shown = utf8_cut(text, SHOWN_MAX);
	yaml_report(reporter, node->line,
	    "%s: \"%.*s\" is no number from %llu to %llu", what,
	    SPAN_ARG(shown), (unsigned long long)min, (unsigned long long)max);
	return -1;
}

int
yaml_text(const struct yaml_node *node, struct span *value, const char *what,
    const struct yaml_reporter *reporter)
{
	struct span text;

	if (scalar(node, &text, what, reporter) < 0)
		return -1;
	*value = node->is_null ? SPAN("") : text;
	return 0;
}
