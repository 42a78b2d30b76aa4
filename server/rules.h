/* SPDX-License-Identifier: ISC */
/*
 * What an operator says in server.yaml about the paths of a capsule: moved,
 * gone, of another type or language, for certain readers only.
 *
 * A pattern is compared with a decoded absolute path.  "*" in it stands for
 * any bytes, none and '/' too; all but the last for as few as possible.
 */
#ifndef SERVER_RULES_H
#define SERVER_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "protocol.h"
#include "span.h"
#include "yaml.h"

#define RULE_STARS_MAX 9

enum rule_kind {
	RULE_REDIRECT, /* value: where to; "$1" is what the first "*" took */
	RULE_GONE,     /* no value */
	RULE_TYPE,     /* value: a media type */
	RULE_LANG,     /* value: a language tag */
	RULE_KINDS
};

struct rule {
	char *pattern;
	char *value;
	bool is_permanent;
};

/* A folder whose readers must show a certificate. */
struct zone {
	char *path;    /* "/" at both ends */
	char **prints; /* as in struct client_cert; none: any certificate */
	size_t count;
	bool has_gopher; /* Gopher, which knows no readers, may serve it too */
};

/* All of it is owned; all zero says nothing. */
struct rules {
	struct rule *rule[RULE_KINDS];
	size_t count[RULE_KINDS];
	struct zone *zone;
	size_t zones;
	uint64_t has_listing; /* folders without index are listed */
	uint64_t is_strict;   /* text as in ANSWER_STRICT */
};

/* The keys of server.yaml that are read here. */
#define RULES_KEYS 5
extern const char *const rules_keys[RULES_KEYS];

/* Read those keys of `map`; -1 after at least one report. */
int rules_parse(struct rules *r, const struct yaml_node *map,
    const struct yaml_reporter *reporter);
/* Print them as YAML that says the same. */
void rules_print(const struct rules *r, struct buf *out);
void rules_release(struct rules *r);

/* The first rule of its kind whose pattern fits, or NULL. */
const struct rule *rules_find(
    const struct rules *r, enum rule_kind kind, struct span path);
/*
 * Add where a redirect leads the path, which fits its pattern: an absolute
 * path, raw, or a URI, in which what "*" took is percent-encoded.
 */
void rules_add_target(struct buf *b, const struct rule *rule, struct span path);

/* The innermost zone that the path lies in, or NULL. */
const struct zone *rules_zone(const struct rules *r, struct span path);
/* True when a zone shuts Gopher out of the path.  Also where the zone's path
 * stands within it: variants are the capsule again, below another folder. */
bool rules_is_shut(const struct rules *r, struct span path);
bool zone_admits(const struct zone *z, const struct client_cert *cert);

/* Add the text as a YAML scalar in single quotes. */
void rules_print_text(struct buf *out, const char *text);

#endif
