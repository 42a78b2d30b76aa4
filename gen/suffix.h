/* SPDX-License-Identifier: ISC */
/*
 * Hugo's way to name the languages of a page: hello.md, hello.ro.md.
 */
#ifndef GEN_SUFFIX_H
#define GEN_SUFFIX_H

#include "page.h"
#include "site.h"
#include "span.h"

/* True for the names that Markdown has: .md, .markdown, .mdown and .mkd, in
 * letters of any case. */
bool suffix_is_markdown(struct span source);
/* "ro" of "posts/hello.ro.md", "pt-br" of "posts/hello.pt-br.md", else an empty
 * span: a tag (BCP 47) that the program or the capsule has words in; or that is
 * any language, when the page is there without it too or is an index. */
struct span suffix_of(const struct site *site, struct span source);
/* The source without suffixes: "posts/hello". */
struct span suffix_stem(const struct page *page);

#endif
