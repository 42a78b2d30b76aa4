/* SPDX-License-Identifier: ISC */
/*
 * The variants of a capsule on Gopher: its docs again with other letters,
 * other widths, and selectors of their own.
 */
#ifndef GEN_VARIANT_H
#define GEN_VARIANT_H

#include <stdbool.h>

#include "buf.h"
#include "capsule.h"
#include "charset.h"
#include "doc.h"
#include "labels.h"
#include "render.h"

/* What one thread needs to write one variant. */
struct variant_writer {
	const struct variant *variant; /* NULL: the capsule itself */
	struct charset *charset;       /* NULL: UTF-8 */
	struct doc doc;
	struct buf words, text;
};

/* Dies when the charset, which capsule_read() has tried, is not there. */
void variant_writer_init(
    struct variant_writer *w, const struct variant *variant);
void variant_writer_release(struct variant_writer *w);

/*
 * Write the doc as menu, or as plain text, in the letters of the variant.
 * `how` is as for the capsule itself.  Lists lead to texts of posts when
 * `has_text_posts`.  `out` is added to.
 */
void variant_write(struct variant_writer *w, const struct doc *doc,
    const struct render *how, bool is_menu, bool has_text_posts,
    struct buf *out);

/* Links to the home pages of the capsule and of its variants, for menus; each
 * of these leaves out the link to itself. */
void variant_add_homes(struct doc *doc, struct block *block,
    const struct capsule *capsule, const struct labels *labels);

#endif
