/* SPDX-License-Identifier: ISC */
/*
 * What single template tags mean.  For template.c, which finds them.
 */
#ifndef GEN_TEMPLATE_TAGS_H
#define GEN_TEMPLATE_TAGS_H

#include <stdbool.h>

#include "span.h"
#include "template_write.h"

#define TEMPLATE_ARGS 16

struct template_arg {
	struct span key; /* empty: by position */
	struct span value;
	bool is_quoted;
	bool is_used; /* by template_tag_expand() */
};

struct template_tag {
	struct span name; /* without '/' */
	bool is_closing;  /* "/name" or "/ name" */
	struct template_arg arg[TEMPLATE_ARGS];
	size_t args;
	struct span inner; /* to its end; empty: none, or more than words */
	/* Set by template_tag_expand(): */
	bool is_only_words; /* no address */
	bool is_inner_used; /* `inner` has been written */
};

/* Take a tag apart: `image "a.png" alt="b"`; without `inner`. */
void template_tag_parse(struct span text, struct template_tag *tag);

/* Write what the tag means.  False: unknown, nothing written. */
bool template_tag_expand(struct template_writer *w, struct template_tag *tag);

/* True when words of an expanded tag were not written. */
bool template_tag_has_rest(const struct template_tag *tag);

/* True for a tag that only ends or divides what another began. */
bool template_tag_is_end(const struct template_tag *tag);

/* The first value under one of the names, which end with NULL; marks it used.
 * Empty when there is none, or only the name of a variable. */
struct span template_tag_named(
    struct template_tag *tag, const char *const *names);

/* The n-th argument without a key, from 0; marks it used. */
struct span template_tag_placed(struct template_tag *tag, size_t n);

enum template_value {
	VALUE_KNOWN,
	VALUE_PARTLY, /* written, but the words of a filter were not */
	VALUE_UNKNOWN /* nothing written */
};

/* The same for an expression `"/path" | url` or `site.baseurl`; `is_text` is
 * false within an address. */
enum template_value template_value_expand(
    struct template_writer *w, struct span expression, bool is_text);

#endif
