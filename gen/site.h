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
#include "terms.h"

/* A file that is copied as it is. */
struct attachment {
	struct span source, path;
	const char *file;
	uint64_t size;
	const char *type; /* where the suffix says nothing, else NULL */
};

/* A year, or a month of it, with its posts. */
struct period {
	int year, month; /* month 0: the year */
	struct span path;
	struct page **post; /* newest first */
	size_t posts;
};

/* What stands at a path, or is made from a source. */
struct target {
	struct span path;
	struct span title; /* empty: none */
	struct page *page; /* NULL: none */
	const struct attachment *file;
	struct span origin; /* for messages: a source file or what it is */
	bool is_out;	    /* a draft, or not due yet: no page */
};

struct redirect {
	struct span path, target;
};

struct site {
	struct arena arena;
	struct losses *losses;
	struct capsule capsule;
	struct scan scan;
	int fd; /* the content folder */
	struct date today;
	bool has_drafts, has_future;

	struct page *page; /* all, by source; the ones that are out too */
	size_t pages;
	bool *is_out;	    /* by page */
	struct page **post; /* published ones, newest first */
	size_t posts;
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
	struct map langs; /* languages of pages */
};

struct site_options {
	const char *content; /* the folder */
	bool has_drafts, has_future;
	unsigned threads;
};

/*
 * Read and check all sources.  -1 after at least one LOSS_ERROR, when every
 * source has been looked at.  `losses` must outlive the site; the caller
 * releases in any case.
 */
int site_read(struct site *site, const struct site_options *options,
    struct losses *losses);
/* Sort, give paths, make terms, and find what is there twice.  -1 after at
 * least one LOSS_ERROR. */
int site_link(struct site *site);
void site_release(struct site *site);

/* The whole file below the content folder, into `b`.  -1 with errno. */
int site_load(const struct site *site, struct span source, struct buf *b);

/* What stands at an absolute path, with or without its last '/', or NULL. */
const struct target *site_at(const struct site *site, struct span path);
/* What is made from a source file, or NULL. */
const struct target *site_from(const struct site *site, struct span source);

#endif
