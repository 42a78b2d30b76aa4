/* SPDX-License-Identifier: ISC */
/*
 * All that is known of a capsule before its first page is written: settings,
 * pages in their order, terms, attachments, and which path and which source
 * leads to what.  After site_link() it is only read, by any number of threads.
 */
#ifndef GEN_SITE_H
#define GEN_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"
#include "capsule.h"
#include "date.h"
#include "losses.h"
#include "map.h"
#include "page.h"
#include "scan.h"
#include "slug.h"
#include "tally.h"
#include "terms.h"

/* A file that is copied as it is. */
struct attachment {
	struct span source, path;
	const char *file;
	uint64_t size;
	const struct scan_file *scan;
	const char *type; /* where the suffix says nothing, else NULL */
	bool has_looked;  /* for the type */
	bool is_on_web;	  /* over max_media: left to the website */
};

/* A year, or a month of it, with its posts. */
struct period {
	int year, month; /* month 0: the year */
	struct span path;
	struct page **post; /* newest first */
	size_t posts;
	struct tally tally;
};

/* What stands at a path, or is made from a source. */
struct target {
	struct span path;
	struct span title; /* empty: none */
	struct page *page; /* NULL: none */
	const struct attachment *file;
	struct span origin;	/* for messages: a source file or what it is */
	bool is_out;		/* a draft, not due yet, or past: no page */
	unsigned char left_out; /* of a list: enum rendition bits */
};

/* A language of pages. */
struct language {
	struct span tag;    /* "ro" */
	struct span name;   /* "română" */
	struct span title;  /* "Română" */
	struct span path;   /* "/ro/" */
	struct page **post; /* newest first */
	size_t posts;
	struct tally tally;
	struct page *home; /* the publisher's page at `path`, or NULL */
	bool has_index;	   /* without one: a list of ours stands there */
};

/* Something that can be asked for: the key of its path or source. */
struct place {
	uint64_t key;
	const struct target *target;
};

struct redirect {
	struct span path, target;
};

/* What becomes of drafts without a day, where drafts are wanted. */
enum undated {
	UNDATED_ERROR,
	UNDATED_OUT,   /* others can be rendered */
	UNDATED_LISTED /* among the others, without a place: nothing can be */
};

struct site {
	struct arena arena;
	struct losses *losses;
	struct capsule capsule;
	struct scan scan;
	const struct cache *cache; /* NULL: of no use */
	size_t news;		   /* sources that it does not know */
	uint64_t settings;	   /* hash of what every page depends on */
	bool is_unchanged; /* since the last build: nothing else was read */
	int fd;		   /* the content folder */
	struct date today;
	bool has_drafts, has_future;
	bool
	    has_marks; /* titles of drafts and posts not due, or past, show it */
	enum undated undated;

	struct page *page; /* all, by source; the ones that are out too */
	size_t pages;
	bool *is_out;	    /* by page */
	struct page **post; /* published ones, newest first */
	size_t posts;
	struct tally tally;  /* of these */
	struct page **plain; /* pages that are no posts, by path */
	size_t plains;
	struct page *home; /* NULL without an index.md */
	struct attachment *file;
	size_t files;
	struct period *year, *month; /* newest first */
	size_t years, months;
	struct redirect *redirect; /* by path, each path once */
	size_t redirects;

	struct slugger slugger;
	struct collation collation;
	struct terms terms;
	struct map by_path, by_source;
	struct place *place; /* what is in both, in the order put there */
	size_t places, place_cap;
	struct map langs;	   /* languages of pages */
	struct language *language; /* by path; none in a capsule of one */
	size_t languages;
};

struct site_options {
	const char *content; /* the folder */
	bool has_drafts, has_future;
	bool has_marks;
	enum undated undated;
	unsigned threads;
};

/*
 * Read and check all sources.  -1 after at least one LOSS_ERROR, when every
 * source has been looked at.  `losses` must outlive the site; the caller
 * releases in any case.
 */
int site_read(struct site *site, const struct site_options *options,
    struct losses *losses);
/* The same with what the last build knew (cache->bytes may be NULL).  When all
 * is as it was, site->is_unchanged is set and there is nothing to link. */
int site_read_cached(struct site *site, const struct site_options *options,
    const struct cache *cache, struct losses *losses);
/* Sort, give paths, make terms, and find what is there twice.  -1 after at
 * least one LOSS_ERROR. */
int site_link(struct site *site);
/* The same after errors in sources, which are left out: only to find what else
 * is one. */
void site_link_rest(struct site *site);
void site_release(struct site *site);

/* The whole file below the content folder, into `b`.  -1 with errno. */
int site_load(const struct site *site, struct span source, struct buf *b);

/* The day from which a post is published, as site_day() has it. */
uint64_t site_due_day(const struct page *page);
/* A draft of a post that says no day: all others must. */
bool site_is_undated(const struct page *page);
/* A post's day has come; pages have none. */
bool site_is_due(const struct site *site, const struct page *page);
/* Its `expiryDate:` has come: from that day on it is published no longer. */
bool site_is_past(const struct site *site, const struct page *page);
/* The next day after today on which a page comes or goes; UINT64_MAX: none. */
uint64_t site_next_day(const struct site *site);
/* site_link(): part the pages into published ones and others, with a LOSS_NOTE
 * for each that is past; give each a language; drop the attachments that lie
 * beside pages which are not published. */
void site_choose(struct site *site);
/* site_link(): put "[draft]" and the like before titles, when that is asked
 * for.  Paths are given already: a mark is for the eye alone. */
void site_mark(struct site *site);

/* Put a target at a path, or say what is made from a source.  False, and
 * nothing changed, when there is something already.  The target lives as long
 * as the site. */
bool site_put(struct site *site, struct span path, struct target *target);
bool site_put_source(
    struct site *site, struct span source, struct target *target);

/* What stands at an absolute path, with or without its last '/', or NULL. */
const struct target *site_at(const struct site *site, struct span path);
/* What is made from a source file, or NULL. */
const struct target *site_from(const struct site *site, struct span source);

/* From now on add 32 bits of the key of each of the two questions above that
 * this thread asks to `keys`; NULL: no longer. */
void site_watch(struct buf *keys);
/* The key of a path (with or without its last '/') or source: never 0. */
uint64_t site_path_key(struct span path);
uint64_t site_source_key(struct span source);

/* A day as a number that grows with it. */
uint64_t site_day(const struct date *date);

#endif
