/* SPDX-License-Identifier: ISC */
/*
 * YAML: either a tree that can be walked within the promised limits, or at
 * least one report.
 */
#include <stdint.h>

#include "buf.h"
#include "utf8.h"
#include "yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
count_report(void *ctx, unsigned line, const char *message)
{
	size_t *reports = ctx;

	require(utf8_is_clean(span_str(message)));
	(void)line;
	(*reports)++;
}

/* The walk is the one that a caller would make; 64 is the promised depth. */
static size_t
walk(const struct yaml_node *node,
    unsigned depth) /* NOLINT(misc-no-recursion) */
{
	size_t nodes = 1;

	require(depth <= 64);
	if (node->kind == YAML_SCALAR) {
		require(node->text.p[node->text.len] == '\0');
		return 1;
	}
	for (size_t i = 0; i < node->count; i++) {
		nodes += walk(node->item[i], depth + 1);
		if (node->kind != YAML_MAP)
			continue;
		require(node->key[i]->kind == YAML_SCALAR);
		nodes++;
	}
	return nodes;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char *const known[] = { "title", "date", "tags", NULL };
	struct span text = { (const char *)data, len };
	size_t reports = 0;
	const struct yaml_reporter reporter = { count_report, &reports };
	struct yaml_doc *doc = yaml_parse(text, 1, &reporter);
	uint64_t number;
	bool flag;

	if (doc == NULL) {
		require(reports > 0);
		return 0;
	}
	require(reports == 0);
	require(walk(yaml_root(doc), 1) <= len + 10002);
	yaml_check_keys(yaml_root(doc), known, &reporter);
	yaml_bool(yaml_get(yaml_root(doc), "title"), &flag, "title", &reporter);
	yaml_number(
	    yaml_get(yaml_root(doc), "date"), 1, 9, &number, "date", &reporter);
	yaml_nearest(text, known);
	yaml_doc_free(doc);
	return 0;
}
