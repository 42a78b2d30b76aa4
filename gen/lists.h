/* SPDX-License-Identifier: ISC */
/*
 * The docs of the pages that no source makes: home, archives, terms.
 */
#ifndef GEN_LISTS_H
#define GEN_LISTS_H

#include "doc.h"
#include "losses.h"
#include "site.h"
#include "tally.h"
#include "terms.h"

/* The home page; `bytes` is the file of index.md, if there is one.  -1 after a
 * LOSS_ERROR. */
int home_add(struct doc *doc, const struct site *site, struct span bytes,
    struct losses *losses);

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

/* How many terms of a kind have a page, on each protocol. */
struct tally list_count_terms(const struct site *site, enum term_kind kind);

#endif
