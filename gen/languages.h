/* SPDX-License-Identifier: ISC */
/*
 * The languages of a capsule: which page is a translation of which, and the
 * home page and feed that each language but the capsule's own has at /ro/.
 */
#ifndef GEN_LANGUAGES_H
#define GEN_LANGUAGES_H

#include "doc.h"
#include "page.h"
#include "site.h"

/* Two tags name one language: "pt-BR" and "pt-br", "ro" and "ro". */
bool language_is(struct span a, struct span b);

/* "pt-br" of "pt-BR": the part of a path where the language has its place. */
struct span language_part(struct arena *arena, struct span tag);

/*
 * Find the languages, what stands at their paths, and what `translations:`
 * leads to.  After all other paths are known.  An alias where a list or a feed
 * of theirs stands is a LOSS_ERROR.
 */
void languages_link(struct site *site);

/* The language whose home the page is, or NULL. */
const struct language *language_home_of(
    const struct site *site, const struct page *page);

/* "Română · Small library": of its list and feed. */
struct span language_title(
    struct doc *doc, const struct site *site, const struct language *language);
/* The list at its path, when no page of the publisher's stands there, and its
 * numbered sheets (postlist.h) in any case. */
void language_list(struct doc *doc, const struct site *site,
    const struct language *language, size_t sheet);
/* What follows on that page: posts, other pages, feed. */
void language_add_end(
    struct doc *doc, const struct site *site, const struct language *language);

/* Links to the page's translations at the end of a block of links. */
void language_add_translations(struct doc *doc, struct block *block,
    const struct site *site, const struct page *page);
/* A link to the home of the page's own language. */
void language_add_home(struct doc *doc, struct block *block,
    const struct site *site, const struct page *page);
/* Links to the homes of the other languages that the doc does not lead to. */
void language_add_homes(
    struct doc *doc, struct block *block, const struct site *site);

#endif
