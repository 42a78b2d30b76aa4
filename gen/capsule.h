/* SPDX-License-Identifier: ISC */
/*
 * capsule.yaml -> settings.  Checks every key and value; knows no pages.  What
 * the keys mean to a publisher is told in capsule.yaml(5).
 */
#ifndef GEN_CAPSULE_H
#define GEN_CAPSULE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "losses.h"
#include "span.h"

enum term_kind { TERM_CATEGORY, TERM_TAG, TERM_AUTHOR, TERM_KINDS };

/* One entry of `navigation:`.  One with children has no target. */
struct nav_item {
	struct nav_item *next, *first, *last;
	struct span label;  /* empty: the title of the page is shown */
	struct span target; /* as written */
	unsigned line;
};

/* What `categories:` or `tags:` says of one term; absent parts are empty. */
struct term_setting {
	struct term_setting *next;
	enum term_kind kind;
	struct span name;
	struct span slug, short_name, parent, same_as;
	bool is_hidden;
	unsigned line;
};

/* All spans are NUL-terminated and live in the arena of capsule_read(). */
struct capsule {
	const char *file; /* for messages */
	struct span title, tagline, lang, host, email, footer, html_host;
	struct span permalink; /* begins and ends with '/' */
	unsigned permalink_line;
	unsigned related, recent;
	unsigned gopher_port, gopher_width;
	bool has_mail_replies;
	struct nav_item navigation;    /* the root of the menu */
	struct term_setting *settings; /* in the order written */
};

/*
 * Read the settings from the text of `file`.  -1 after at least one LOSS_ERROR.
 * `file` must live as long as the capsule.
 */
int capsule_read(struct capsule *capsule, struct arena *arena, const char *file,
    struct span text, struct losses *losses);

#endif
