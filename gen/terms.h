/* SPDX-License-Identifier: ISC */
/*
 * Categories, tags and authors: names -> terms with a place, a page and posts.
 * Names that are equal after folding, under one parent, are one term.
 */
#ifndef GEN_TERMS_H
#define GEN_TERMS_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "capsule.h"
#include "fold.h"
#include "losses.h"
#include "map.h"
#include "page.h"
#include "slug.h"
#include "span.h"
#include "tally.h"

struct spelling;

/* Of a post in a term's list, what the search for related posts asks first. */
struct term_post {
	int64_t when;	   /* of its date */
	uint64_t key_bits; /* struct page's */
};

struct term {
	enum term_kind kind;
	struct term *parent, *first, *last, *next; /* children */
	struct span name;			   /* as shown */
	struct span short_name;			   /* empty: the name */
	struct span fold;
	struct span slug, path;	 /* "/category/a/b/" */
	struct span shared_slug; /* what it would be, if no other had it too;
	                            * or empty */
	bool is_declared;	 /* in capsule.yaml: its spelling counts */
	bool has_fixed_slug;	 /* by capsule.yaml */
	bool is_hidden;		 /* it or one that it stands below */
	bool is_wanted;		 /* named in the navigation */
	bool has_page;
	unsigned depth; /* 0: no parent */
	size_t rank;	/* place in struct terms' list */
	struct spelling *spelling;
	struct page **post; /* newest first, those of children included */
	struct term_post *outline; /* of each of them */
	size_t posts, cap, expected;
	struct tally tally;	/* of these posts */
	unsigned char left_out; /* enum rendition bits: no page there */
	struct term *twin; /* the tag of a category, the category of a tag */
	unsigned line;	   /* in capsule.yaml; 0: not there */
	unsigned id;	   /* in its kind's list, in the order made */
	const struct page *named_by; /* the post that named it last */
};

struct terms {
	/* By kind: parents before their children, else in the order of
	 * readers.  Hidden ones and those without a page are there too. */
	struct term **item[TERM_KINDS];
	size_t count[TERM_KINDS], cap[TERM_KINDS];
	struct map by_name[TERM_KINDS]; /* as written -> struct known_name */
	struct map by_key; /* kind, parent and folded name -> term */
	struct arena *arena;
	const struct capsule *capsule;
	struct losses *losses;
	struct slugger *slugger;
};

/* `arena`, `capsule`, `losses` and `slugger` must outlive the terms. */
void terms_init(struct terms *terms, struct arena *arena,
    const struct capsule *capsule, struct losses *losses,
    struct slugger *slugger);
void terms_release(struct terms *terms);

/* Make the terms that capsule.yaml has settings for, and check those. */
void terms_declare(struct terms *terms);

/*
 * The term for a name in a post, made when it is new.  In categories '/'
 * parts parent and child and "\/" is a slash.  NULL for an empty name.  The
 * spelling is counted.  `name` must live as long as the terms.
 */
struct term *terms_name(
    struct terms *terms, enum term_kind kind, struct span name);

/* The term that a name in a post stood for, or NULL. */
const struct term *terms_find(
    const struct terms *terms, enum term_kind kind, struct span name);

/* The term whose page is at `path`, made when its parts are slugs of no term;
 * `label` is its name then.  It gets a page, even without posts.  NULL when the
 * path is none of a term's, or has a part that no slug can be.  One that a
 * `same_as:` name had before is that of the other name. */
struct term *terms_want(
    struct terms *terms, struct span path, struct span label);

/*
 * When all names are known: choose spellings, sort, give slugs and paths.
 */
void terms_finish(struct terms *terms, struct collation *collation);

/* terms_finish(): give each term a slug that no other has below its parent, by
 * names alone, whatever their order.  Sorts the kind's list. */
void terms_part_slugs(struct terms *terms, enum term_kind kind);

/* Where the page of a setting's `same_as:` name was: *path, which now leads to
 * the term that is returned.  NULL without `same_as:`. */
struct term *terms_old_path(
    struct terms *terms, const struct term_setting *setting, struct span *path);

/* Say that a post will be added. */
void terms_expect_post(struct term *term);
/* Add a post to a term and to all above it.  Posts must come newest first. */
void terms_add_post(struct term *term, struct page *post);

/* Posts are all added: decide which terms have a page, find twins. */
void terms_settle(struct terms *terms);

/* "PLACH / Best Practices": the name with the parent's short one before it. */
void term_add_label(struct buf *b, const struct term *term);

#endif
