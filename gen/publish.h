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
#include "feed_text.h"
#include "losses.h"
#include "output.h"
#include "site.h"
#include "tasks.h"
#include "variant.h"

/* What one thread works with; its memory is used again for the next page. */
struct publisher {
	const struct site *site;
	struct output *output;
	struct doc doc;
	struct buf source, gemtext, menu, text;
	struct buf made; /* by the last task: '0' + tree, path, NUL */
	struct losses losses;
	struct feed_text feed_text;
	struct variant_writer own;	/* the capsule as it is */
	struct variant_writer *variant; /* on Gopher, one each */
	size_t variants;
};

void publisher_init(
    struct publisher *p, const struct site *site, struct output *output);
void publisher_release(struct publisher *p);

/* -1 when the output has failed or a LOSS_ERROR was added. */
int publish_task(struct publisher *p, const struct task *task);

/* The manifest's text. */
void publish_manifest(const struct site *site, struct buf *b);

#endif
