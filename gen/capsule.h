/* SPDX-License-Identifier: ISC */
/*
 * capsule.yaml -> settings.  Checks every key and value; knows no pages.  What
 * the keys mean to a publisher is told in capsule.yaml(5).
 */
#ifndef GEN_CAPSULE_H
#define GEN_CAPSULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "labels.h"
#include "linkplace.h"
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

struct capsule_labels;

/* The same capsule once more on Gopher, for other terminals. */
struct variant {
	struct variant *next;
	struct span path;    /* "ascii" */
	struct span title;   /* of the link to it; may be empty */
	struct span charset; /* as the internet writes it; empty: UTF-8 */
	unsigned width;
	bool has_text_posts; /* lists lead to a post's text, not its menu */
};

/* All spans are NUL-terminated and live in the arena of capsule_read(). */
struct capsule {
	const char *file; /* for messages */
	struct span title, tagline, lang, host, email, footer, html_host;
	struct span permalink; /* begins and ends with '/' */
	unsigned permalink_line;
	unsigned related, recent;
	unsigned page_size; /* posts of a list on one page */
	unsigned gopher_port, gopher_width;
	bool has_text_posts;	  /* on Gopher, as in struct variant */
	struct variant *variants; /* in the order written */
	bool has_mail_replies;
	enum link_place links;
	bool has_table_lists;
	bool has_full_feeds; /* whole texts in feeds */
	bool has_max_media;
	uint64_t max_media; /* bytes */
	struct capsule_labels *labels;
	unsigned budget;	    /* bytes of a page over Gemini; 0: none */
	struct span publish;	    /* where rsync takes it */
	struct nav_item navigation; /* the root of the menu */
	struct term_setting *settings; /* in the order written */
};

/*
 * Read the settings from the text of `file`.  -1 after at least one LOSS_ERROR.
 * `file` must live as long as the capsule.
 */
int capsule_read(struct capsule *capsule, struct arena *arena, const char *file,
    struct span text, struct losses *losses);

/* The words between the publisher's own in a language, with what `labels:`
 * says of it. */
const struct labels *capsule_labels(
    const struct capsule *capsule, struct span lang);

#endif
