/* SPDX-License-Identifier: ISC */
/*
 * The second pass: every page and file of a linked site, rendered and handed
 * to the output, one task each, in any order and in any thread.
 */
#ifndef GEN_PUBLISH_H
#define GEN_PUBLISH_H

#include <stddef.h>

#include "buf.h"
#include "doc.h"
#include "losses.h"
#include "output.h"
#include "site.h"

/* What one thread works with; its memory is used again for the next page. */
struct publisher {
	const struct site *site;
	struct output *output;
	struct doc doc;
	struct buf source, gemtext, menu, text;
	struct losses losses;
};

void publisher_init(
    struct publisher *p, const struct site *site, struct output *output);
void publisher_release(struct publisher *p);

/* How many tasks there are, and one of them by its number.  -1 when the output
 * has failed or a LOSS_ERROR was added. */
size_t publish_count(const struct site *site);
int publish_task(struct publisher *p, size_t number);

/* The manifest's text. */
void publish_manifest(const struct site *site, struct buf *b);

#endif
