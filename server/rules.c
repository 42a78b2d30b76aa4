/* SPDX-License-Identifier: ISC */
/*
 * Rules for paths: read, printed, applied.
 */
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "gemini.h"
#include "mediatype.h"
#include "rules.h"
#include "uri.h"
#include "utf8.h"

/* The kinds of rules in their order, then zones. */
const char *const rules_keys[RULES_KEYS] = { "redirects", "gone", "types",
	"lang", "zones" };

/* ---- patterns ----------------------------------------------------------- */

/* Does it fit?  taken[i] becomes what the i-th "*" stands for. */
static bool
match(struct span pattern, struct span path, struct span taken[RULE_STARS_MAX])
{
	struct span piece;
	size_t stars = 0;

	span_cut(&pattern, '*', &piece);
	if (!span_starts(path, piece))
		return false;
	path = span_skip(path, piece.len);
	while (span_cut(&pattern, '*', &piece)) {
		bool is_last = pattern.p == NULL;
		size_t at = is_last && span_ends(path, piece)
		    ? path.len - piece.len
		    : span_search(path, piece);

		if (piece.len > 0 && at == path.len)
			return false;
		taken[stars++] = span_first(path, at);
		path = span_skip(path, at + piece.len);
	}
	return path.len == 0;
}

const struct rule *
rules_find(const struct rules *r, enum rule_kind kind, struct span path)
{
	struct span taken[RULE_STARS_MAX];

	for (size_t i = 0; i < r->count[kind]; i++)
		if (match(span_str(r->rule[kind][i].pattern), path, taken))
			return &r->rule[kind][i];
	return NULL;
}

void
rules_add_target(struct buf *b, const struct rule *rule, struct span path)
{
	struct span taken[RULE_STARS_MAX] = { { NULL, 0 } };
	bool is_uri = rule->value[0] != '/';

	match(span_str(rule->pattern), path, taken);
	for (const char *p = rule->value; *p != '\0'; p++) {
		if (*p != '$' || p[1] < '1' || p[1] > '9')
			buf_char(b, *p);
		else if (is_uri)
			uri_encode_path(b, taken[*++p - '1']);
		else
			buf_span_add(b, taken[*++p - '1']);
	}
}

/* ---- zones -------------------------------------------------------------- */

const struct zone *
rules_zone(const struct rules *r, struct span path)
{
	const struct zone *found = NULL;

	for (size_t i = 0; i < r->zones; i++) {
		const struct zone *z = &r->zone[i];

		if (span_starts(path, span_str(z->path)) &&
		    (found == NULL || strlen(z->path) > strlen(found->path)))
			found = z;
	}
	return found;
}

bool
rules_is_shut(const struct rules *r, struct span path)
{
	for (size_t i = 0; i < r->zones; i++)
		if (!r->zone[i].has_gopher &&
		    span_search(path, span_str(r->zone[i].path)) < path.len)
			return true;
	return false;
}

bool
zone_admits(const struct zone *z, const struct client_cert *cert)
{
	for (size_t i = 0; i < z->count; i++)
		if (strcmp(z->prints[i], cert->fingerprint) == 0)
			return true;
	return z->count == 0;
}

/* ---- reading ------------------------------------------------------------ */

struct reading {
	struct rules *rules;
	const struct yaml_reporter *reporter;
};

static int
fail(const struct reading *r, const struct yaml_node *node, const char *what,
    const char *need)
{
	return yaml_report(r->reporter, node->line, "%s: %s", what, need);
}

static size_t
count_stars(struct span pattern)
{
	size_t stars = 0;

	for (size_t i = 0; i < pattern.len; i++)
		stars += pattern.p[i] == '*';
	return stars;
}

static int
read_pattern(const struct reading *r, const struct yaml_node *node,
    const char *what, struct span *pattern)
{
	if (node == NULL || yaml_text(node, pattern, what, r->reporter) == -1)
		return -1;
	if (pattern->len == 0 ||
	    (pattern->p[0] != '/' && pattern->p[0] != '*') ||
	    !utf8_is_clean(*pattern))
		return fail(r, node, what,
		    "is a path or pattern that begins with / or *");
	if (count_stars(*pattern) > RULE_STARS_MAX)
		return fail(r, node, what, "has more than nine *");
	return 0;
}

static int
add_rule(const struct reading *r, enum rule_kind kind, struct span pattern,
    struct span value, bool is_permanent)
{
	struct rules *all = r->rules;
	size_t n = all->count[kind]++;

	all->rule[kind] =
	    xreallocarray(all->rule[kind], n + 1, sizeof(struct rule));
	all->rule[kind][n] =
	    (struct rule){ .pattern = xstrndup(pattern.p, pattern.len),
		    .value = xstrndup(value.p, value.len),
		    .is_permanent = is_permanent };
	return 0;
}

/* An absolute path, or a URI with a scheme; "$1" for stars that there are. */
static int
check_target(const struct reading *r, const struct yaml_node *node,
    struct span to, size_t stars)
{
	struct uri uri;

	for (size_t i = 0; i + 1 < to.len; i++)
		if (to.p[i] == '$' && to.p[i + 1] >= '1' &&
		    to.p[i + 1] <= '9' && (size_t)(to.p[i + 1] - '0') > stars)
			return fail(r, node, "to",
			    "has a $ for more * than the pattern has");
	if (!utf8_is_clean(to))
		return fail(r, node, "to", "has control characters in it");
	if (!span_starts(to, SPAN("/")) &&
	    (uri_parse(to, &uri) != URI_OK || !uri_has(uri.scheme)))
		return fail(r, node, "to",
		    "is an absolute path or a URL with its scheme");
	return 0;
}

static int
read_redirect(const struct reading *r, const struct yaml_node *node)
{
	static const char *const known[] = { "from", "to", "permanent", NULL };
	const struct yaml_node *permanent = yaml_get(node, "permanent");
	const struct yaml_node *to_node = yaml_get(node, "to");
	struct span from;
	struct span to;
	bool is_permanent = false;

	if (yaml_get(node, "from") == NULL || to_node == NULL)
		return fail(r, node, "redirects",
		    "an entry is {from: /old/*, to: /new/$1}");
	if (yaml_check_keys(node, known, r->reporter) > 0 ||
	    read_pattern(r, yaml_get(node, "from"), "from", &from) == -1 ||
	    yaml_text(to_node, &to, "to", r->reporter) == -1 ||
	    check_target(r, to_node, to, count_stars(from)) == -1)
		return -1;
	if (permanent != NULL &&
	    yaml_bool(permanent, &is_permanent, "permanent", r->reporter) == -1)
		return -1;
	return add_rule(r, RULE_REDIRECT, from, to, is_permanent);
}

static int
read_gone(const struct reading *r, const struct yaml_node *node)
{
	struct span pattern;

	if (read_pattern(r, node, "gone", &pattern) == -1)
		return -1;
	return add_rule(r, RULE_GONE, pattern, SPAN(""), false);
}

/* types: and lang: pattern -> value. */
static int
read_values(
    const struct reading *r, const struct yaml_node *root, enum rule_kind kind)
{
	const char *what = rules_keys[kind];
	const struct yaml_node *map = yaml_get(root, what);
	int rc = 0;

	if (map == NULL)
		return 0;
	if (map->kind != YAML_MAP)
		return fail(r, map, what, "is a map of patterns and values");
	for (size_t i = 0; i < map->count; i++) {
		struct span pattern;
		struct span value;

		if (read_pattern(r, map->key[i], what, &pattern) == -1 ||
		    yaml_text(map->item[i], &value, what, r->reporter) == -1)
			rc = -1;
		else if (kind == RULE_TYPE ? !mediatype_is_valid(value)
					   : !gemini_is_language(value))
			rc = fail(r, map->item[i], what,
			    kind == RULE_TYPE
				? "is no media type such as text/plain"
				: "is no language tag such as ro");
		else
			rc |= add_rule(r, kind, pattern, value, false);
	}
	return rc;
}

/* 64 hex digits, with colons or without; small letters are kept. */
static int
read_print(
    const struct reading *r, struct zone *z, const struct yaml_node *node)
{
	struct span s;
	char hex[64];
	size_t n = 0;
	bool is_good = true;

	if (yaml_text(node, &s, "require", r->reporter) == -1)
		return -1;
	for (size_t i = 0; i < s.len && is_good; i++) {
		if (s.p[i] == ':')
			continue;
		is_good = n < sizeof(hex) && ascii_hex(s.p[i]) != -1;
		if (is_good)
			hex[n++] = ascii_lower(s.p[i]);
	}
	if (!is_good || n != sizeof(hex))
		return fail(r, node, "require",
		    "is any, or a list of SHA-256 fingerprints of 64 digits");
	z->prints = xreallocarray(z->prints, z->count + 1, sizeof(char *));
	z->prints[z->count++] = xstrndup(hex, sizeof(hex));
	return 0;
}

static int
read_require(
    const struct reading *r, struct zone *z, const struct yaml_node *node)
{
	int rc = 0;

	if (node->kind == YAML_SCALAR && span_eq(node->text, SPAN("any")))
		return 0;
	/* An empty list would let everybody in. */
	if (node->kind != YAML_LIST || node->count == 0)
		return fail(r, node, "require",
		    "is any, or a list of SHA-256 fingerprints of 64 digits");
	for (size_t i = 0; i < node->count; i++)
		if (read_print(r, z, node->item[i]) == -1)
			rc = -1;
	return rc;
}

static int
read_zone(const struct reading *r, const struct yaml_node *node)
{
	static const char *const known[] = { "path", "require", "gopher",
		NULL };
	const struct yaml_node *gopher = yaml_get(node, "gopher");
	struct rules *all = r->rules;
	struct zone *z;
	struct span path;

	if (yaml_get(node, "path") == NULL || yaml_get(node, "require") == NULL)
		return fail(r, node, "zones",
		    "an entry is {path: /folder/, require: any}");
	if (yaml_check_keys(node, known, r->reporter) > 0 ||
	    yaml_text(yaml_get(node, "path"), &path, "path", r->reporter) == -1)
		return -1;
	if (!span_starts(path, SPAN("/")) || !span_ends(path, SPAN("/")) ||
	    !utf8_is_clean(path))
		return fail(r, node, "path", "begins and ends with /");
	all->zone = xreallocarray(all->zone, all->zones + 1, sizeof(*z));
	z = &all->zone[all->zones++];
	*z = (struct zone){ .path = xstrndup(path.p, path.len) };
	if (gopher != NULL &&
	    yaml_bool(gopher, &z->has_gopher, "gopher", r->reporter) == -1)
		return -1;
	return read_require(r, z, yaml_get(node, "require"));
}

static int
read_list(const struct reading *r, const struct yaml_node *map, const char *key,
    int (*read)(const struct reading *, const struct yaml_node *))
{
	const struct yaml_node *list = yaml_get(map, key);
	int rc = 0;

	if (list == NULL)
		return 0;
	if (list->kind != YAML_LIST)
		return fail(r, list, key, "is a list");
	for (size_t i = 0; i < list->count; i++)
		if (read(r, list->item[i]) == -1)
			rc = -1;
	return rc;
}

int
rules_parse(struct rules *rules, const struct yaml_node *map,
    const struct yaml_reporter *reporter)
{
	const struct reading r = { rules, reporter };

	return read_list(&r, map, "redirects", read_redirect) |
	    read_list(&r, map, "gone", read_gone) |
	    read_list(&r, map, "zones", read_zone) |
	    read_values(&r, map, RULE_TYPE) | read_values(&r, map, RULE_LANG);
}

/* ---- printing and the end ----------------------------------------------- */

void
rules_print_text(struct buf *out, const char *text)
{
	/* Within single quotes only a quote needs care (YAML 1.1 §9.1.2). */
	buf_char(out, '\'');
	for (; *text != '\0'; text++)
		buf_str(out, *text == '\'' ? "''" : (char[]){ *text, '\0' });
	buf_char(out, '\'');
}

static void
print_rule(const struct rule *rule, enum rule_kind kind, struct buf *out)
{
	bool is_redirect = kind == RULE_REDIRECT;

	buf_str(out, is_redirect ? "  - {from: " : "  ");
	buf_str(out, kind == RULE_GONE ? "- " : "");
	rules_print_text(out, rule->pattern);
	if (kind != RULE_GONE) {
		buf_str(out, is_redirect ? ", to: " : ": ");
		rules_print_text(out, rule->value);
	}
	if (is_redirect)
		buf_printf(out, ", permanent: %s}",
		    rule->is_permanent ? "true" : "false");
	buf_char(out, '\n');
}

static void
print_zone(const struct zone *z, struct buf *out)
{
	buf_str(out, "  - {path: ");
	rules_print_text(out, z->path);
	buf_printf(out, ", gopher: %s, require: %s",
	    z->has_gopher ? "true" : "false", z->count == 0 ? "any" : "[");
	for (size_t i = 0; i < z->count; i++)
		buf_printf(out, "%s'%s'", i > 0 ? ", " : "", z->prints[i]);
	buf_str(out, z->count == 0 ? "}\n" : "]}\n");
}

void
rules_print(const struct rules *r, struct buf *out)
{
	for (int kind = 0; kind < RULE_KINDS; kind++) {
		if (r->count[kind] > 0)
			buf_printf(out, "%s:\n", rules_keys[kind]);
		for (size_t i = 0; i < r->count[kind]; i++)
			print_rule(
			    &r->rule[kind][i], (enum rule_kind)kind, out);
	}
	if (r->zones > 0)
		buf_str(out, "zones:\n");
	for (size_t i = 0; i < r->zones; i++)
		print_zone(&r->zone[i], out);
}

void
rules_release(struct rules *r)
{
	for (int kind = 0; kind < RULE_KINDS; kind++) {
		for (size_t i = 0; i < r->count[kind]; i++) {
			free(r->rule[kind][i].pattern);
			free(r->rule[kind][i].value);
		}
		free(r->rule[kind]);
	}
	for (size_t i = 0; i < r->zones; i++) {
		for (size_t j = 0; j < r->zone[i].count; j++)
			free(r->zone[i].prints[j]);
		free(r->zone[i].prints);
		free(r->zone[i].path);
	}
	free(r->zone);
	memset(r, 0, sizeof(*r));
}
