/* SPDX-License-Identifier: ISC */
/*
 * The docs of the pages that no source makes: home, archives, terms.
 */
#ifndef GEN_LISTS_H
#define GEN_LISTS_H

#include "doc.h"
#include "losses.h"
#include "site.h"
#include "terms.h"

/* The home page; `bytes` is the file of index.md, if there is one.  -1 after a
 * LOSS_ERROR. */
int home_add(struct doc *doc, const struct site *site, struct span bytes,
    struct losses *losses);

/*
 * A list of more posts than two pages hold goes on in numbered sheets: 1 below
 * "page/1/" has the oldest posts, and once full never changes; 0, the list's
 * own page, has the newest: a full page and the rest.
 */
/* How many numbered ones a list of that many posts has. */
size_t list_sheets(const struct site *site, size_t posts);
/* The posts of one, as [*first, *end) of the list. */
void list_range(const struct site *site, size_t posts, size_t sheet,
    size_t *first, size_t *end);
/* "/tag/a/" -> "/tag/a/page/1/" */
struct span list_sheet_path(struct doc *doc, struct span path, size_t sheet);

/* /archive/ */
void list_archive(struct doc *doc, const struct site *site, size_t sheet);
/* A year with its months, or a month. */
void list_period(struct doc *doc, const struct site *site,
    const struct period *period, size_t sheet);
/* /category/, /tag/ or /author/ */
void list_terms(struct doc *doc, const struct site *site, enum term_kind kind);
/* The posts of one term. */
void list_term(struct doc *doc, const struct site *site,
    const struct term *term, size_t sheet);

/* "2021-03-09 Title", as a feed's entry. */
void list_add_post(
    struct doc *doc, struct block *block, const struct page *post);
/* How many terms of a kind have a page. */
size_t list_count_terms(const struct site *site, enum term_kind kind);

#endif
