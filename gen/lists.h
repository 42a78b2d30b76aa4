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

/* /archive/ */
void list_archive(struct doc *doc, const struct site *site);
/* A year with its months, or a month. */
void list_period(
    struct doc *doc, const struct site *site, const struct period *period);
/* /category/, /tag/ or /author/ */
void list_terms(struct doc *doc, const struct site *site, enum term_kind kind);
/* The posts of one term. */
void list_term(
    struct doc *doc, const struct site *site, const struct term *term);

/* "2021-03-09 Title", as a feed's entry. */
void list_add_post(
    struct doc *doc, struct block *block, const struct page *post);
/* How many terms of a kind have a page. */
size_t list_count_terms(const struct site *site, enum term_kind kind);

#endif
