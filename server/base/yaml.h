/* SPDX-License-Identifier: ISC */
/*
 * YAML text (by libyaml) -> a tree of nodes with line numbers, and the checks
 * that every configuration file and front matter needs: duplicate keys,
 * unknown keys with a "did you mean", values of the right kind.  All messages
 * carry file and line and are handed to a callback, so that a file's errors
 * are all reported.
 */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "span.h"

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

/* Nodes live until yaml_doc_free() of their document.  An alias (*x) points to the
 * node of its anchor; a document whose aliases multiply to more than 10,000
 * nodes, that nests deeper than 64 or has more than 1,000 anchors is refused. */
struct yaml_node {
	enum yaml_kind kind;
	unsigned line;	  /* 1 = first line of the text, plus first_line - 1 */
	bool is_plain;	  /* scalar without quotes: true, ~, 2021-03-09 count */
	bool is_null;	  /* plain and empty, "~" or "null" */
	struct span text; /* scalar; NUL-terminated after `len` bytes */
	/* List: `item[i]`.  Map: `key[i]` -> `item[i]`, in the order written;
	 * every key is a scalar and no key stands twice. */
	size_t count;
	struct yaml_node **key;
	struct yaml_node **item;
};

struct yaml_doc;

/* Where messages go: `line` 0 means the whole file. */
struct yaml_reporter {
	void (*report)(void *ctx, unsigned line, const char *message);
	void *ctx;
};

/*
 * Parse `text`, one document.  `first_line` is the number of its first line in
 * its file.  An empty document gives an empty map.  NULL after at least one
 * report: syntax, duplicate keys (with both lines), keys that are no scalars,
 * a mapping inside a flow list that comes from an unquoted "GOAL 3: x" (the
 * report shows the quoted form), invalid UTF-8, NUL bytes.
 * The caller frees with yaml_doc_free().
 */
struct yaml_doc *yaml_parse(struct span text, unsigned first_line,
    const struct yaml_reporter *reporter);
void yaml_doc_free(struct yaml_doc *doc);
const struct yaml_node *yaml_root(const struct yaml_doc *doc);

/* The value of a key of a map, or NULL (also when `map` is no map). */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/*
 * Report every key of `map` that is not in `known` (NULL-terminated), with the
 * nearest known one as a "did you mean".  Returns the number of reports.
 */
size_t yaml_check_keys(const struct yaml_node *map, const char *const *known,
    const struct yaml_reporter *reporter);

/* The name in `known` (NULL-terminated) that is at most 2 edits, and at most a
 * third of its length, away from `word`; NULL when there is none. */
const char *yaml_nearest(struct span word, const char *const *known);

/*
 * Typed values: 0, or -1 after a report that names `what`.  Quotes do not
 * matter: likes: "40" is a number.  The text of a null is empty.  A node that
 * is NULL is reported as missing.
 */
int yaml_bool(const struct yaml_node *node, bool *value, const char *what,
    const struct yaml_reporter *reporter);
int yaml_number(const struct yaml_node *node, uint64_t min, uint64_t max,
    uint64_t *value, const char *what, const struct yaml_reporter *reporter);
int yaml_text(const struct yaml_node *node, struct span *value,
    const char *what, const struct yaml_reporter *reporter);

/* Format and report a message, cut at 4 KB and cleaned (utf8_add_clean()).
 * Without a reporter (NULL) it is dropped.  Returns -1, as warn(). */
int yaml_report(const struct yaml_reporter *reporter, unsigned line,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
