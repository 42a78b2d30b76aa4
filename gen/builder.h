/* SPDX-License-Identifier: ISC */
/*
 * A doc built from events in reading order.  The Markdown walker and the HTML
 * reader feed the same builder, so that a tag opened in one Markdown block may
 * close in another.  White space, empty paragraphs, unsafe characters and
 * links that span blocks are settled here and nowhere else.
 */
#ifndef GEN_BUILDER_H
#define GEN_BUILDER_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "doc.h"
#include "losses.h"
#include "span.h"

/* Who opened a container: Markdown's own are closed by Markdown alone. */
enum builder_owner { BUILDER_MARKDOWN, BUILDER_HTML };

struct builder_level {
	struct block *block;
	enum builder_owner owner;
	bool is_implied; /* the source left out its beginning, and its end */
};

struct builder {
	struct doc *doc;
	struct losses *losses;
	const char *file;
	unsigned line;	/* of what comes next, in the file */
	unsigned muted; /* > 0: words and links are dropped (script, style) */

	struct builder_level *level;
	size_t depth, cap;

	/* The text block being filled, if any. */
	bool has_text;
	bool is_verbatim; /* BLOCK_PRE: white space stays */
	bool is_soft;	  /* a soft line break is due before the next word */
	bool is_dropped;  /* nothing of this text goes into the doc */
	enum block_kind kind;
	unsigned heading_level;
	unsigned text_line;
	enum cell_align align;
	struct buf words;
	struct text links;
	struct span alt; /* of a BLOCK_PRE */

	struct link *open; /* the link being filled */
	struct span open_title;
	struct span open_alt; /* of an image within it */
};

void builder_init(struct builder *b, struct doc *doc, struct losses *losses,
    const char *file);
/* End what is open, free what is not the doc's. */
void builder_release(struct builder *b);

/* Open a container (LIST, ITEM, QUOTE, TABLE, ROW, FOOTNOTE) where the words
 * now stand.  NULL within a table cell, which holds words only. */
struct block *builder_open(
    struct builder *b, enum builder_owner owner, enum block_kind kind);
/* Close the innermost such container of this owner and all within it.  HTML
 * never closes past a container of Markdown's: then nothing happens. */
void builder_close(
    struct builder *b, enum builder_owner owner, enum block_kind kind);
/* Open a list and an item for what explains the term before it; terms with
 * several meanings get one list. */
void builder_definition(struct builder *b, enum builder_owner owner);
/* Close everything: what follows stands at the top of the doc. */
void builder_unwind(struct builder *b);
/* The block before what comes next, in the innermost container, or NULL. */
struct block *builder_before(const struct builder *b);
/* True when the innermost container is of that kind. */
bool builder_is_in(const struct builder *b, enum block_kind kind);

/* End the text before and begin a PARAGRAPH, HEADING, CELL or PRE.  Within a
 * cell anything but a cell is a line break. */
void builder_begin(struct builder *b, enum block_kind kind);
/* End a paragraph, heading or preformatted text; a line break in a cell. */
void builder_end(struct builder *b);
void builder_end_cell(struct builder *b);
void builder_rule(struct builder *b);

/* Words; runs of white space become one space.  Begins a paragraph when no
 * text is open. */
void builder_text(struct builder *b, struct span text);
/* Words whose spaces stay as they are, cleaned. */
void builder_exact(struct builder *b, struct span text);
/* Code within a line, between backticks. */
void builder_code(struct builder *b, struct span code);
/* What the text of a PRE is: all but CR; the parser may have cut a character
 * in two. */
void builder_add_verbatim(struct buf *words, struct span text);
void builder_soft_break(struct builder *b);
void builder_hard_break(struct builder *b);

/* A link around the words that follow. */
void builder_link_open(
    struct builder *b, struct span target, struct span title);
void builder_link_close(struct builder *b);
/* An image, or (is_image false) another thing embedded: a link whose label,
 * with the title if that says more, does not stand in the words. */
void builder_embed(struct builder *b, struct span target, struct span label,
    struct span title, bool is_image);

#endif
