/* SPDX-License-Identifier: ISC */
/*
 * The shortcodes of WordPress that exports leave in posts: those of its own,
 * the players of other sites, and what plugins add.
 */
#ifndef GEN_TEMPLATE_WORDPRESS_H
#define GEN_TEMPLATE_WORDPRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "span.h"
#include "template_write.h"

#define WORDPRESS_CODES 9
#define WORDPRESS_OPEN 32
#define WORDPRESS_ENDS 64

struct wordpress {
	bool has_end[WORDPRESS_CODES];	  /* "[/name]" stands in the body */
	struct span caption;		  /* to be written where it ends */
	struct span open[WORDPRESS_OPEN]; /* names of others, for their ends */
	size_t opens;
	bool is_inline; /* what was taken may stand within a word */
	bool is_strict; /* what may be code: only those that are certain */
	/* Names of others that are closed: each where that is the last time. */
	struct span end[WORDPRESS_ENDS];
	size_t ends;
	/* After WORDPRESS_CODE: */
	struct span language;
	struct span code_end; /* "[/code]" */
};

enum wordpress_result {
	WORDPRESS_NONE,	  /* no shortcode: nothing taken */
	WORDPRESS_KNOWN,  /* what it means has been written */
	WORDPRESS_PARTLY, /* the same, but not all of its words */
	WORDPRESS_CODE,	  /* code begins, up to its end in the body */
	WORDPRESS_DROPPED /* it names what only the site knows */
};

/* True for the name of a shortcode that is known. */
bool wordpress_is_name(struct span name);

/* True when the body may have shortcodes. */
bool wordpress_look(struct wordpress *wp, struct span body);

/* Take the shortcode at the front of `s`, which begins with '['; `len` is
 * how much that is. */
enum wordpress_result wordpress_take(struct wordpress *wp,
    struct template_writer *w, struct span s, size_t *len);

#endif
