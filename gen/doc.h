/* SPDX-License-Identifier: ISC */
/*
 * The one neutral form of a page: a tree of blocks in an arena.  Markdown,
 * HTML residue and index pages all become a doc; every output is written from
 * a doc.  Knows no Markdown, no protocol and no site.
 *
 * A doc belongs to one thread.  Everything in it lives until doc_release() or
 * doc_reset(), which frees all at once.
 */
#ifndef GEN_DOC_H
#define GEN_DOC_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "span.h"

enum block_kind {
	BLOCK_HEADING,	 /* level, text */
	BLOCK_PARAGRAPH, /* text; with an empty text and links: link lines only */
	BLOCK_LIST,	 /* children are ITEMs; ordered: start */
	BLOCK_ITEM,	 /* children are blocks; task state */
	BLOCK_QUOTE,	 /* children are blocks */
	BLOCK_PRE,	 /* text verbatim with its LFs; alt */
	BLOCK_TABLE,	 /* children are ROWs, the first is the head; alt */
	BLOCK_ROW,	 /* children are CELLs */
	BLOCK_CELL,	 /* text; align */
	BLOCK_RULE,
	BLOCK_FOOTNOTE /* number; children are blocks; last in the doc */
};

enum cell_align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };
enum task_state { TASK_NONE, TASK_OPEN, TASK_DONE };

/* Which renditions a block or link is for. */
enum rendition {
	FOR_GEMTEXT = 1,
	FOR_MENU = 2,
	FOR_TEXT = 4,
	FOR_GOPHER = FOR_MENU | FOR_TEXT,
	FOR_LINKS = FOR_GEMTEXT | FOR_MENU,
	FOR_ALL = 7
};

enum link_kind {
	LINK_URL,     /* `target` is a URI reference with a scheme, clean */
	LINK_PAGE,    /* `target` is an absolute path in the capsule, raw bytes;
	               * a page when it ends in '/', else a file */
	LINK_UNKNOWN, /* `target` as the source has it, not resolved yet */
	LINK_NONE     /* leads nowhere (an anchor, a dead link): only its label
	               * is shown */
};

struct link {
	struct link *next;
	enum link_kind kind;
	struct span target;
	struct span label; /* clean, one line; may be empty: target shown */
	struct span
	    note; /* "jpeg, 120 KiB", put in brackets after it, or empty */
	size_t at, len;	  /* where its words stand in the block's text; len 0
	                    * when they do not stand there */
	char gopher_type; /* 0: by kind and media type of the target */
	bool is_image;
	bool is_post;	    /* a list's link to a post: its text may serve */
	bool is_fixed;	    /* the same in every variant */
	struct span lang;   /* of the label, when not the page's; or empty */
	unsigned char only; /* enum rendition bits */
	unsigned line;	    /* in the source file; 0: made by us */
};

/* Words with their links in order.  Hard breaks are LF; no other control
 * characters.  Inline markup is gone; code keeps its backticks and strike its
 * tildes. */
struct text {
	struct span words;
	struct link *first, *last;
	bool is_clean; /* the words are known to have no hard breaks, and to be
	                * what utf8_add_clean() gives; never in a PRE */
	bool is_links; /* nothing but links, and marks between them, stands in
	                * the words; paragraphs have no words at all then */
};

struct block {
	enum block_kind kind;
	struct block *parent, *next, *first, *last;
	unsigned line;	    /* in the source file; 0: made by us */
	unsigned char only; /* enum rendition bits */
	unsigned level; /* HEADING 1..6; FOOTNOTE number; LIST ordered: start;
	                 * ITEM of an ordered list: its number, by doc_add() */
	bool is_ordered;
	bool is_tight;	  /* LIST */
	bool is_attached; /* goes with the block before it: no blank line */
	enum task_state task;
	enum cell_align align;
	struct text text;
	struct span alt; /* PRE, TABLE: what it is, in one line */
};

struct doc {
	struct block *first, *last;
	struct arena arena;
};

void doc_init(struct doc *doc);
/* Free everything; the doc is empty and may be used again. */
void doc_release(struct doc *doc);
/* Empty it, keeping its memory for the next page. */
void doc_reset(struct doc *doc);

/* Memory that lives as long as the doc; dies when there is none. */
void *doc_alloc(struct doc *doc, size_t size)
    __attribute__((malloc, returns_nonnull));
struct span doc_copy(struct doc *doc, struct span s);
struct span doc_printf(struct doc *doc, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Three parts put together; what doc_printf() would do, for lists of many. */
struct span doc_join(
    struct doc *doc, struct span a, struct span b, struct span c);

/* A new block at the end of `parent`, or of the doc when it is NULL.  `only`
 * is FOR_ALL. */
struct block *doc_add(
    struct doc *doc, struct block *parent, enum block_kind kind);
/* A heading or paragraph at the end of the doc.  `words` is copied. */
struct block *doc_heading(struct doc *doc, unsigned level, struct span words);
struct block *doc_paragraph(struct doc *doc, struct span words);
/* A link at the end of a block's links; target and label are copied. */
struct link *doc_link(struct doc *doc, struct block *block, enum link_kind kind,
    struct span target, struct span label);

/* True when a link of the doc leads to that path or URL. */
bool doc_links_to(const struct doc *doc, struct span target);

/* Put a link that doc_alloc() gave at the end of a text's links. */
void text_add_link(struct text *text, struct link *link);

/* The same block with all its settings, but no words and no children, at the
 * end of `parent` (or the doc): for a copy. */
struct block *doc_add_like(
    struct doc *doc, struct block *parent, const struct block *block);

/* The next block in document order (depth first), or NULL: no recursion. */
struct block *doc_next(const struct block *block);

/* A walk that enters and leaves each block, without recursion. */
struct doc_walk {
	const struct block *root, *next;
	bool is_entering;
};

/* Over all of the doc, or over `root` and what is in it. */
void doc_walk_init(
    struct doc_walk *walk, const struct doc *doc, const struct block *root);
/* The next step, or NULL at the end: `block` is entered or left. */
const struct block *doc_walk_next(struct doc_walk *walk, bool *is_entering);
/* Only right after `block` was entered: leave it next, not going into it. */
void doc_walk_skip(struct doc_walk *walk, const struct block *block);

#endif
