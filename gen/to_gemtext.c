/* SPDX-License-Identifier: ISC */
/*
 * doc -> gemtext.  Each block at the top of the doc is written whole, then its
 * links.  Blocks within lists, quotes and notes are walked without recursion;
 * in a quote every line, whatever it is, becomes a quote line.
 */
#include "gemtext.h"
#include "linklist.h"
#include "linkname.h"
#include "listmark.h"
#include "render.h"
#include "table.h"
#include "uri.h"
#include "utf8.h"

#define TABLE_WIDTH 80
#define SCRATCH_MAX ((size_t)64 << 20)

struct writer {
	const struct render *how;
	struct buf *out;
	struct linklist *links; /* of the block: one of the next two */
	struct linklist own;
	struct linklist section; /* links that wait */
	size_t from;		 /* the block's first in it */
	struct buf line;	 /* an item being put together */
	struct buf scratch;	 /* URLs, tables */
	struct buf label;
	struct buf path; /* of a link */
	unsigned quotes; /* quotes around the block */
	bool has_line;	 /* `line` is open */
	bool is_item;	 /* it is a list item, not a text line */
	bool needs_gap;	 /* an empty quote line is due */
};

static void
put_text(struct writer *w, struct span words)
{
	struct span line;

	while (span_cut(&words, '\n', &line)) {
		if (w->quotes > 0)
			gemtext_quote(w->out, line);
		else
			gemtext_text(w->out, line);
	}
}

static void
put_item(struct writer *w, struct span words)
{
	if (w->quotes == 0) {
		gemtext_item(w->out, words);
		return;
	}
	buf_reset(&w->scratch);
	buf_str(&w->scratch, "* ");
	buf_span_add(&w->scratch, words);
	gemtext_quote(w->out, buf_span(&w->scratch));
}

/* Write the item or note that was begun; one without words is none. */
static void
flush_line(struct writer *w)
{
	struct span words = buf_span(&w->line);

	if (!w->has_line)
		return;
	w->has_line = false;
	if (words.len > 0 && words.p[words.len - 1] == ' ')
		words.len--;
	if (w->is_item && words.len > 0)
		put_item(w, words);
	else if (words.len > 0)
		put_text(w, words);
}

static void
begin_line(struct writer *w, bool is_item)
{
	flush_line(w);
	buf_reset(&w->line);
	w->has_line = true;
	w->is_item = is_item;
}

static void
quote_gap(struct writer *w)
{
	if (w->needs_gap && w->quotes > 0)
		gemtext_quote(w->out, SPAN(""));
	w->needs_gap = false;
}

static void
add_url(struct writer *w, const struct link *link, struct buf *b)
{
	struct span self = w->how->self;

	if (link->kind == LINK_URL) {
		buf_span_add(b, link->target);
		return;
	}
	if (link->kind == LINK_UNKNOWN) {
		/* Parts of a page have no address in gemtext. */
		uri_add_clean(
		    b, span_first(link->target, span_find(link->target, '#')));
		return;
	}
	if (self.len <= 1) {
		uri_encode_path(b, link->target);
		return;
	}
	buf_reset(&w->path);
	uri_encode_path(&w->path, link->target);
	uri_add_relative(b, self, buf_span(&w->path));
}

static void
put_link(struct writer *w, const struct linklist_entry *e, struct span mark)
{
	buf_reset(&w->label);
	buf_span_add(&w->label, mark);
	link_add_label(&w->label, e->link, e->number);
	if (!linklist_leads(e->link)) {
		if (w->label.len > 0)
			gemtext_text(w->out, buf_span(&w->label));
		return;
	}
	buf_reset(&w->scratch);
	add_url(w, e->link, &w->scratch);
	if (mark.len > 0 && w->label.len == mark.len)
		buf_span_add(&w->label, e->link->target);
	gemtext_link(w->out, buf_span(&w->scratch), buf_span(&w->label));
}

static void
put_links(struct writer *w)
{
	bool waits = w->links == &w->section;
	size_t end = waits ? w->section.cursor : w->own.count;

	for (size_t i = waits ? w->from : 0; i < end; i++) {
		const struct linklist_entry *e = &w->links->item[i];

		/* What does not stand in the words has its place here. */
		if (e->is_shown && (!waits || e->link->len == 0))
			put_link(w, e, SPAN(""));
	}
}

/* The links that waited, after an empty line. */
static bool
put_section_links(struct writer *w)
{
	bool has_links = false;

	for (size_t i = 0; i < w->section.count; i++) {
		const struct linklist_entry *e = &w->section.item[i];

		if (!e->is_shown || e->link->len == 0)
			continue;
		if (!has_links)
			gemtext_blank(w->out);
		has_links = true;
		put_link(w, e, SPAN(""));
	}
	return has_links;
}

static void
gather(struct writer *w, const struct block *block, bool has_words)
{
	if (w->how->links != LINKS_PARAGRAPH && linkplace_can_wait(block)) {
		w->links = &w->section;
		w->from = w->section.cursor;
		return;
	}
	w->links = &w->own;
	linklist_gather(w->links, block, has_words);
}

static void
write_heading(struct writer *w, const struct block *block)
{
	struct span words;

	gather(w, block, true);
	words = linklist_words(w->links, &block->text);
	gemtext_heading(w->out, block->level, words);
	put_links(w);
}

static void
write_paragraph(struct writer *w, const struct block *block)
{
	gather(w, block, block->text.words.len > 0);
	if (block->text.words.len > 0)
		put_text(w, linklist_words(w->links, &block->text));
	put_links(w);
}

static void
pre_lines(struct writer *w, struct span text)
{
	struct span line;

	while (span_line(&text, &line)) {
		if (w->quotes > 0)
			gemtext_quote(w->out, line);
		else
			gemtext_pre_line(w->out, line);
	}
}

/* Words of a preformatted block have no numbers: columns would move. */
static void
put_pre(struct writer *w, const struct block *block)
{
	struct span alt = block->alt;

	for (const struct link *l = block->text.first; l != NULL; l = l->next)
		w->links->cursor++;
	if (alt.len == 0)
		alt = span_str(w->how->labels->text[LABEL_CODE]);
	if (w->quotes == 0)
		gemtext_pre_open(w->out, alt);
	pre_lines(w, block->text.words);
	if (w->quotes == 0)
		gemtext_pre_close(w->out);
}

static void
put_table(struct writer *w, const struct block *block)
{
	struct buf lines;
	struct span rest;
	struct span line;

	if (block->first == NULL)
		return;
	buf_init(&lines, SCRATCH_MAX);
	if (table_lay_out(block, w->links,
		w->how->has_table_lists ? 0 : TABLE_WIDTH, &lines)) {
		buf_reset(&w->label);
		buf_str(&w->label, w->how->labels->text[LABEL_TABLE]);
		if (block->alt.len > 0)
			buf_str(&w->label, ": ");
		buf_span_add(&w->label, block->alt);
		if (w->quotes == 0)
			gemtext_pre_open(w->out, buf_span(&w->label));
		pre_lines(w, buf_span(&lines));
		if (w->quotes == 0)
			gemtext_pre_close(w->out);
	} else {
		rest = buf_span(&lines);
		while (span_line(&rest, &line))
			put_item(w, line);
	}
	buf_release(&lines);
}

/* Words within a list, quote or note. */
static void
inner_text(struct writer *w, const struct block *block)
{
	struct span words = linklist_words(w->links, &block->text);
	bool is_note =
	    block->parent != NULL && block->parent->kind == BLOCK_FOOTNOTE;

	if (w->has_line) {
		if (w->line.len > 0 && w->line.data[w->line.len - 1] != ' ')
			buf_char(&w->line, ' ');
		buf_span_add(&w->line, words);
		if (is_note)
			flush_line(w);
	} else if (words.len > 0) {
		quote_gap(w);
		put_text(w, words);
		w->needs_gap = true;
	}
}

static void
begin_item(struct writer *w, const struct block *item)
{
	struct listmark mark;

	if (w->needs_gap && item->parent->first == item)
		quote_gap(w);
	listmark_find(item, &mark);
	begin_line(w, mark.is_bulleted);
	if (mark.is_bulleted)
		for (unsigned i = 1; i < mark.depth; i++)
			buf_str(&w->line, "- ");
	buf_str(&w->line, mark.number);
	buf_str(&w->line, listmark_task(item));
}

static void
leave(struct writer *w, const struct block *block)
{
	switch (block->kind) {
	case BLOCK_QUOTE:
		flush_line(w);
		w->quotes--;
		w->needs_gap = w->quotes > 0;
		break;
	case BLOCK_ITEM:
	case BLOCK_FOOTNOTE:
		flush_line(w);
		break;
	case BLOCK_LIST:
		w->needs_gap = w->quotes > 0;
		break;
	default:
		break;
	}
}

static void
enter(struct writer *w, const struct block *block)
{
	switch (block->kind) {
	case BLOCK_HEADING:
	case BLOCK_PARAGRAPH:
		inner_text(w, block);
		break;
	case BLOCK_ITEM:
		begin_item(w, block);
		break;
	case BLOCK_FOOTNOTE:
		begin_line(w, false);
		buf_printf(&w->line, "[%u] ", block->level);
		break;
	case BLOCK_QUOTE:
		flush_line(w);
		quote_gap(w);
		w->quotes++;
		break;
	case BLOCK_PRE:
		flush_line(w);
		quote_gap(w);
		put_pre(w, block);
		w->needs_gap = w->quotes > 0;
		break;
	case BLOCK_TABLE:
		flush_line(w);
		quote_gap(w);
		put_table(w, block);
		w->needs_gap = w->quotes > 0;
		break;
	case BLOCK_RULE:
		flush_line(w);
		quote_gap(w);
		put_text(w, SPAN("---"));
		break;
	default:
		flush_line(w);
		break;
	}
}

/* A list, quote, note, table, rule or preformatted text with all in it. */
static void
write_tree(struct writer *w, const struct block *root)
{
	struct doc_walk walk;
	const struct block *block;
	bool is_entering;

	gather(w, root, true);
	w->quotes = 0;
	w->needs_gap = false;
	doc_walk_init(&walk, NULL, root);
	while ((block = doc_walk_next(&walk, &is_entering)) != NULL) {
		if (!is_entering) {
			leave(w, block);
			continue;
		}
		enter(w, block);
		if (block->kind == BLOCK_TABLE)
			doc_walk_skip(&walk, block);
	}
	put_links(w);
}

/* A list of nothing but links: lines of links say it all. */
static void
write_link_list(struct writer *w, const struct block *root)
{
	struct doc_walk walk;
	const struct block *block;
	bool is_entering;
	size_t next = 0;

	gather(w, root, false);
	doc_walk_init(&walk, NULL, root);
	while ((block = doc_walk_next(&walk, &is_entering)) != NULL) {
		struct listmark mark;

		if (!is_entering || block->kind != BLOCK_PARAGRAPH)
			continue;
		listmark_find(block->parent, &mark);
		buf_reset(&w->line);
		for (unsigned i = 1; i < mark.depth && mark.is_bulleted; i++)
			buf_str(&w->line, "- ");
		buf_str(&w->line, mark.number);
		for (const struct link *l = block->text.first; l; l = l->next) {
			if (w->links->item[next++].is_shown)
				put_link(w, &w->links->item[next - 1],
				    buf_span(&w->line));
		}
	}
}

static void
write_block(struct writer *w, const struct block *block)
{
	switch (block->kind) {
	case BLOCK_HEADING:
		write_heading(w, block);
		break;
	case BLOCK_PARAGRAPH:
		write_paragraph(w, block);
		break;
	case BLOCK_LIST:
		if (listmark_is_links(block))
			write_link_list(w, block);
		else
			write_tree(w, block);
		break;
	default:
		write_tree(w, block);
		break;
	}
}

/* The blocks up to `end`. */
static void
write_part(struct writer *w, const struct block *first, const struct block *end,
    const struct block **before)
{
	struct buf *out = w->out;

	for (const struct block *b = first; b != end; b = b->next) {
		size_t start = out->len;
		size_t body;

		if ((b->only & FOR_GEMTEXT) == 0)
			continue;
		if (*before != NULL && listmark_has_gap(*before, b))
			gemtext_blank(out);
		body = out->len;
		write_block(w, b);
		if (out->len == body)
			buf_truncate(out, start);
		else
			*before = b;
	}
}

static void
write_parts(struct writer *w, const struct doc *doc)
{
	const struct block *before = NULL;
	const struct block *end;

	for (const struct block *b = doc->first; b != NULL; b = end) {
		end = linkplace_end(b, w->how->links);
		linklist_gather_range(&w->section, b, end);
		write_part(w, b, end, &before);
		if (put_section_links(w) && end != NULL) {
			gemtext_blank(w->out);
			before = NULL;
		}
	}
}

void
to_gemtext(const struct doc *doc, const struct render *how, struct buf *out)
{
	struct writer w = { .how = how, .out = out };
	const struct block *before = NULL;

	linklist_init(&w.own, FOR_GEMTEXT, doc);
	linklist_init(&w.section, FOR_GEMTEXT, doc);
	buf_init(&w.line, SCRATCH_MAX);
	buf_init(&w.scratch, SCRATCH_MAX);
	buf_init(&w.label, SCRATCH_MAX);
	buf_init(&w.path, SCRATCH_MAX);
	if (how->links == LINKS_PARAGRAPH)
		write_part(&w, doc->first, NULL, &before);
	else
		write_parts(&w, doc);
	linklist_release(&w.own);
	linklist_release(&w.section);
	buf_release(&w.line);
	buf_release(&w.scratch);
	buf_release(&w.label);
	buf_release(&w.path);
}
