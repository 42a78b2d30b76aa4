/* SPDX-License-Identifier: ISC */
/*
 * `slug:`, `permalink:` and `aliases:` as websites write them: percent-coded,
 * and whole addresses -> paths as ours are, in plain letters.
 */
#ifndef GEN_WEBPATH_H
#define GEN_WEBPATH_H

#include "page.h"
#include "site.h"

/* The host is html_host, with or without "www.". */
bool webpath_is_website(const struct site *site, struct span host);

/*
 * Rewrite them in the page.  Of an address on the website's or the capsule's
 * own host the path is kept; one on another host is dropped with a
 * LOSS_WARNING.
 */
void webpath_settle(struct site *site, struct page *page);

#endif
