/* SPDX-License-Identifier: ISC */
/*
 * The shortcodes of WordPress that exports leave in posts: caption, embed,
 * audio, video, gallery, playlist.
 */
#ifndef GEN_TEMPLATE_WORDPRESS_H
#define GEN_TEMPLATE_WORDPRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "span.h"
#include "template_write.h"

#define WORDPRESS_CODES 6

struct wordpress {
	bool has_end[WORDPRESS_CODES]; /* "[/name]" stands in the body */
	struct span caption;	       /* to be written where it ends */
};

enum wordpress_result {
	WORDPRESS_NONE,	  /* no shortcode: nothing taken */
	WORDPRESS_KNOWN,  /* what it means has been written */
	WORDPRESS_DROPPED /* it names what only the site knows */
};

/* True when the body may have shortcodes. */
bool wordpress_look(struct wordpress *wp, struct span body);

/* Take the shortcode at the front of `s`, which begins with '['; `len` is
 * how much that is. */
enum wordpress_result wordpress_take(struct wordpress *wp,
    struct template_writer *w, struct span s, size_t *len);

#endif
