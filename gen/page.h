/* SPDX-License-Identifier: ISC */
/*
 * What is known of one page besides its body: read from its front matter and
 * file name, and completed by the site (path, neighbours, terms).  Bodies are
 * not kept: they are read again when the page is written.
 */
#ifndef GEN_PAGE_H
#define GEN_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "capsule.h"
#include "date.h"
#include "losses.h"
#include "span.h"

/* A source larger than this is refused. */
#define PAGE_MAX_SOURCE ((size_t)1024 * 1024)

enum page_kind {
	PAGE_POST,  /* below posts/ */
	PAGE_PLAIN, /* below pages/ */
	PAGE_HOME   /* index.md: opens the home page */
};

struct names {
	struct span *item;
	size_t count;
};

/* What `translations:` says. */
struct translation {
	struct span lang, target; /* as written */
	unsigned line;
};

/* The same page in another language, there or said to be there. */
struct also {
	struct also *next;
	struct span lang, name; /* "ro", "română" */
	struct span target;	/* by enum link_kind */
	unsigned char kind;
};

struct term;
struct link;
struct scan_file;

struct page {
	enum page_kind kind;
	const char *file;   /* with the content folder, for messages */
	struct span source; /* below the content folder: "posts/a/index.md" */
	struct span folder; /* "posts/a/" when the page is an index.md: what
	                     * lies there belongs to it; else empty */
	struct span suffix; /* by suffix_of(): "ro" of "posts/a.ro.md" */
	struct span name;   /* of file or folder, without suffixes and date;
	                     * empty: index.md at the top */

	const struct scan_file *scan;
	struct span record; /* page_save(), losses while it was read */
	bool is_broken;	    /* it has errors: nothing will be published */

	/* By page_read(), kept by page_save(): */
	uint64_t content; /* hash of the file's bytes */
	struct span title;
	struct span slug, permalink; /* as written, else empty */
	struct span lang;	     /* never empty once the site is made */
	struct span summary;
	struct date date;
	/* By the site: the categories and tags among `term`, ascending, and a
	 * bit for each of them, which others may have too. */
	uint64_t key_bits;
	uint32_t *key;
	size_t keys;
	struct date updated;
	struct date due; /* `publishDate:`; or unset: the date counts */
	struct date end; /* `expiryDate:`; or unset */
	struct names names[TERM_KINDS]; /* as written, each name once */
	struct names aliases;
	unsigned long likes;
	bool is_draft;
	unsigned char left_out; /* enum rendition bits: `only:` */
	struct translation *translation;
	size_t translations;

	/* By the site: */
	struct span path;      /* "/a/" */
	struct span own_title; /* without the mark before it; empty: no mark */
	bool is_listed;	       /* in the navigation, or below a page that is */
	struct term **term;    /* shown ones: categories, tags, authors, each in
	                      * the order of readers */
	size_t terms;
	struct page *older, *newer; /* posts in its language */
	struct page **related;	    /* by related_settle() */
	size_t relateds;
	bool has_related;
	struct also *also; /* by languages_link() */
};

/*
 * Fill in a page from its file's bytes; kind, file, source, folder and name
 * are set already.  Strings go to the arena.  Errors are added to `losses`
 * with file and line; -1 when there was one.
 */
int page_read(struct page *page, struct arena *arena, struct span bytes,
    struct losses *losses);

/* Take a link to the page out of the renditions that the page is not in. */
void page_limit_link(const struct page *page, struct link *link);

/* The body of a page in its file's bytes, and the number of its first line. */
struct span page_body(struct span bytes, unsigned *line);

#endif
