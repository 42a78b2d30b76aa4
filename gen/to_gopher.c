/* SPDX-License-Identifier: ISC */
/*
 * doc -> Gopher menu or plain text: the same layout, lines of a given width
 * flush left, headings between single empty lines, links as items after their
 * block (menu) or behind their words (text).
 */
#include "to_gopher.h"

#include "gophermap.h"
#include "listmark.h"
#include "table.h"
#include "utf8.h"

#define SCRATCH_MAX ((size_t)64 << 20)
#define WIDTH_DEFAULT 67
#define WIDTH_MIN 20
#define TEXT_WIDER 3
#define TEXT_WIDTH_MAX 80
#define TAB_STOP 8

void
gopher_line(struct gopher *g, struct span line)
{
	size_t start = g->out->len;

	if (g->is_menu) {
		if (g->is_clean)
			gophermap_clean_info(g->out, line);
		else
			gophermap_info(g->out, line);
		return;
	}
	if (g->is_clean)
		buf_span_add(g->out, line);
	else
		utf8_add_clean(g->out, line);
	/* Three clients end a text at such a line (client digest §4). */
	if (span_eq(span_skip(buf_span(g->out), start), SPAN("."))) {
		buf_truncate(g->out, start);
		buf_str(g->out, " .");
	}
	buf_str(g->out, "\r\n");
}

static void
prefixed_line(struct gopher *g, struct span prefix, struct span line)
{
	if (prefix.len == 0) {
		gopher_line(g, line);
		return;
	}
	buf_reset(&g->line);
	buf_span_add(&g->line, prefix);
	buf_span_add(&g->line, line);
	while (g->line.len > 0 && g->line.data[g->line.len - 1] == ' ')
		buf_truncate(&g->line, g->line.len - 1);
	gopher_line(g, buf_span(&g->line));
}

void
gopher_wrapped(struct gopher *g, struct span words, bool is_clean,
    struct span first, struct span next)
{
	size_t width = g->width;
	struct span prefix = first;
	struct span line;
	size_t room = wrap_width(first.len > next.len ? first : next);

	room = room + RENDER_ROOM_MIN < width ? width - room : RENDER_ROOM_MIN;
	g->is_clean = is_clean || utf8_is_clean(words);
	wrap_begin(&g->wrap, words);
	while (wrap_next(&g->wrap, room, &line)) {
		prefixed_line(g, prefix, line);
		prefix = next;
	}
	g->is_clean = false;
}

/* Words with what stands before them at this depth. */
static void
put_words(struct gopher *g, struct span words, bool is_clean)
{
	struct span prefix = buf_span(&g->prefix);

	if (words.len == 0)
		return;
	gopher_wrapped(g, words, is_clean,
	    g->has_mark ? buf_span(&g->mark) : prefix, prefix);
	g->has_mark = false;
}

static void
gap(struct gopher *g)
{
	if (g->needs_gap && g->quotes > 0)
		prefixed_line(g, buf_span(&g->prefix), SPAN(""));
	g->needs_gap = false;
}

/* TABs to columns, as far as cells go; the rest as it is. */
static void
put_verbatim(struct gopher *g, struct span line)
{
	struct span part;
	size_t column = 0;

	if (!span_has(line, '\t')) {
		prefixed_line(g, buf_span(&g->prefix), line);
		return;
	}
	buf_reset(&g->scratch);
	while (span_cut(&line, '\t', &part)) {
		buf_span_add(&g->scratch, part);
		column += wrap_width(part);
		if (line.p != NULL) {
			size_t add = TAB_STOP - column % TAB_STOP;

			buf_repeat(&g->scratch, ' ', add);
			column += add;
		}
	}
	prefixed_line(g, buf_span(&g->prefix), buf_span(&g->scratch));
}

static void
put_pre(struct gopher *g, const struct block *block)
{
	struct span rest = block->text.words;
	struct span line;

	for (const struct link *l = block->text.first; l != NULL; l = l->next)
		g->links->cursor++;
	while (span_line(&rest, &line))
		put_verbatim(g, line);
}

static void
gather(struct gopher *g, const struct block *block, bool has_words)
{
	if (g->can_wait && linkplace_can_wait(block)) {
		g->links = &g->section;
		g->from = g->section.cursor;
		return;
	}
	g->links = &g->own;
	linklist_gather(g->links, block, has_words);
}

static size_t
table_width(const struct gopher *g)
{
	size_t indent = wrap_width(buf_span(&g->prefix));

	if (g->how->has_table_lists || indent >= g->width)
		return 0;
	return g->width - indent;
}

static void
put_table(struct gopher *g, const struct block *block)
{
	struct buf lines;
	struct span rest;
	struct span line;
	bool fits;

	if (block->first == NULL)
		return;
	buf_init(&lines, SCRATCH_MAX);
	fits = table_lay_out(block, g->links, table_width(g), &lines);
	rest = buf_span(&lines);
	while (span_line(&rest, &line)) {
		if (fits) {
			put_verbatim(g, line);
			continue;
		}
		buf_reset(&g->mark);
		buf_span_add(&g->mark, buf_span(&g->prefix));
		buf_str(&g->mark, "* ");
		buf_str(&g->prefix, "  ");
		g->has_mark = true;
		put_words(g, line, false);
		buf_truncate(&g->prefix, g->prefix.len - 2);
	}
	buf_release(&lines);
}

/* Enter a level whose first line begins with `mark`, the others with `rest`
 * or, where that is empty, with as many spaces. */
static void
indent(struct gopher *g, struct span mark, struct span rest)
{
	if (g->depth < GOPHER_DEPTH)
		g->indent[g->depth] = g->prefix.len;
	buf_reset(&g->mark);
	buf_span_add(&g->mark, buf_span(&g->prefix));
	buf_span_add(&g->mark, mark);
	if (g->depth++ >= GOPHER_DEPTH)
		return;
	if (rest.len > 0)
		buf_span_add(&g->prefix, rest);
	else
		buf_repeat(&g->prefix, ' ', mark.len);
}

static void
outdent(struct gopher *g)
{
	if (g->depth > 0 && --g->depth < GOPHER_DEPTH)
		buf_truncate(&g->prefix, g->indent[g->depth]);
	g->has_mark = false;
}

static void
begin_item(struct gopher *g, const struct block *item)
{
	struct span mark = g->depth > g->quotes ? SPAN("- ") : SPAN("* ");
	char longer[48];

	if (item->parent->is_ordered || item->task != TASK_NONE) {
		if (item->parent->is_ordered)
			snprintf(longer, sizeof(longer), "%u. %s", item->level,
			    listmark_task(item));
		else
			snprintf(longer, sizeof(longer), "%s%s", mark.p,
			    listmark_task(item));
		mark = span_str(longer);
	}
	indent(g, mark, SPAN(""));
	g->has_mark = true;
}

static void
inner_text(struct gopher *g, const struct block *block)
{
	struct span words = linklist_words(g->links, &block->text);

	if (words.len == 0)
		return;
	gap(g);
	put_words(g, words, block->text.is_clean);
	g->needs_gap = block->parent->kind == BLOCK_QUOTE;
}

static void
enter(struct gopher *g, const struct block *block)
{
	char mark[32];

	switch (block->kind) {
	case BLOCK_HEADING:
	case BLOCK_PARAGRAPH:
		inner_text(g, block);
		break;
	case BLOCK_LIST:
		gap(g);
		break;
	case BLOCK_ITEM:
		begin_item(g, block);
		break;
	case BLOCK_QUOTE:
		gap(g);
		/* A quote in a quote is marked once. */
		indent(g, SPAN(""), g->quotes > 0 ? SPAN("") : SPAN("> "));
		g->quotes++;
		g->has_mark = false;
		break;
	case BLOCK_FOOTNOTE:
		snprintf(mark, sizeof(mark), "[%u] ", block->level);
		indent(g, span_str(mark), SPAN(""));
		buf_truncate(&g->prefix, 0);
		g->has_mark = true;
		break;
	case BLOCK_PRE:
		gap(g);
		put_pre(g, block);
		g->needs_gap = true;
		break;
	case BLOCK_TABLE:
		gap(g);
		put_table(g, block);
		g->needs_gap = true;
		break;
	case BLOCK_RULE:
		gap(g);
		put_words(g, SPAN("---"), true);
		break;
	default:
		break;
	}
}

static void
leave(struct gopher *g, const struct block *block)
{
	switch (block->kind) {
	case BLOCK_QUOTE:
		outdent(g);
		g->quotes--;
		g->needs_gap = true;
		break;
	case BLOCK_LIST:
		g->needs_gap = true;
		break;
	case BLOCK_ITEM:
	case BLOCK_FOOTNOTE:
		outdent(g);
		g->needs_gap = false;
		break;
	default:
		break;
	}
}

static void
write_tree(struct gopher *g, const struct block *root)
{
	struct doc_walk walk;
	const struct block *block;
	bool is_entering;

	gather(g, root, true);
	g->needs_gap = false;
	doc_walk_init(&walk, NULL, root);
	while ((block = doc_walk_next(&walk, &is_entering)) != NULL) {
		if (!is_entering) {
			leave(g, block);
			continue;
		}
		enter(g, block);
		if (block->kind == BLOCK_TABLE)
			doc_walk_skip(&walk, block);
	}
	gopher_links(g);
}

/* A list of nothing but links: items with their numbers, if they have any. */
static void
write_link_list(struct gopher *g, const struct block *root)
{
	struct doc_walk walk;
	const struct block *block;
	bool is_entering;
	size_t next = 0;

	gather(g, root, false);
	doc_walk_init(&walk, NULL, root);
	while ((block = doc_walk_next(&walk, &is_entering)) != NULL) {
		struct listmark mark;
		struct span dashes = SPAN("- - - - - - ");
		struct span before;
		char both[96];

		if (!is_entering || block->kind != BLOCK_PARAGRAPH)
			continue;
		listmark_find(block->parent, &mark);
		dashes = span_first(dashes,
		    mark.is_bulleted ? (size_t)(mark.depth - 1) * 2 : 0);
		before = span_str(mark.number);
		if (dashes.len > 0) {
			snprintf(both, sizeof(both), "%.*s%s", (int)dashes.len,
			    dashes.p, mark.number);
			before = span_str(both);
		}
		for (const struct link *l = block->text.first; l; l = l->next) {
			if (g->links->item[next++].is_shown)
				gopher_link(
				    g, &g->links->item[next - 1], before);
		}
	}
}

static void
write_block(struct gopher *g, const struct block *block)
{
	if (block->kind == BLOCK_LIST && listmark_is_links(block)) {
		write_link_list(g, block);
		return;
	}
	if (block->kind != BLOCK_PARAGRAPH && block->kind != BLOCK_HEADING) {
		write_tree(g, block);
		return;
	}
	gather(g, block, block->text.words.len > 0);
	put_words(
	    g, linklist_words(g->links, &block->text), block->text.is_clean);
	gopher_links(g);
}

/* The blocks up to `end`. */
static void
write_part(struct gopher *g, const struct block *first, const struct block *end,
    const struct block **before)
{
	for (const struct block *b = first; b != end; b = b->next) {
		size_t start = g->out->len;
		size_t body;

		if ((b->only & g->own.rendition) == 0)
			continue;
		if (*before != NULL && listmark_has_gap(*before, b))
			gopher_line(g, SPAN(""));
		body = g->out->len;
		write_block(g, b);
		if (g->out->len == body)
			buf_truncate(g->out, start);
		else
			*before = b;
	}
}

static void
write_doc(struct gopher *g, const struct doc *doc)
{
	const struct block *before = NULL;
	const struct block *end;

	if (!g->can_wait) {
		write_part(g, doc->first, NULL, &before);
		return;
	}
	for (const struct block *b = doc->first; b != NULL; b = end) {
		end = linkplace_end(b, g->how->links);
		linklist_gather_range(&g->section, b, end);
		write_part(g, b, end, &before);
		if (gopher_section_links(g) && end != NULL) {
			gopher_line(g, SPAN(""));
			before = NULL;
		}
	}
}

static void
render(const struct doc *doc, const struct render *how, struct buf *out,
    bool is_menu)
{
	struct gopher g = { .how = how, .out = out, .is_menu = is_menu };

	g.width = how->width > 0 ? how->width : WIDTH_DEFAULT;
	if (g.width < WIDTH_MIN)
		g.width = WIDTH_MIN;
	if (!is_menu)
		g.width = g.width + TEXT_WIDER < TEXT_WIDTH_MAX
		    ? g.width + TEXT_WIDER
		    : TEXT_WIDTH_MAX;
	linklist_init(&g.own, is_menu ? FOR_MENU : FOR_TEXT, doc);
	linklist_init(&g.section, FOR_MENU, doc);
	if (!is_menu)
		g.own.add_target = gopher_add_target;
	g.can_wait = is_menu && how->links != LINKS_PARAGRAPH;
	buf_init(&g.line, SCRATCH_MAX);
	buf_init(&g.label, SCRATCH_MAX);
	buf_init(&g.scratch, SCRATCH_MAX);
	buf_init(&g.prefix, SCRATCH_MAX);
	buf_init(&g.mark, SCRATCH_MAX);
	write_doc(&g, doc);
	wrap_release(&g.wrap);
	linklist_release(&g.own);
	linklist_release(&g.section);
	buf_release(&g.line);
	buf_release(&g.label);
	buf_release(&g.scratch);
	buf_release(&g.prefix);
	buf_release(&g.mark);
}

void
to_menu(const struct doc *doc, const struct render *how, struct buf *out)
{
	render(doc, how, out, true);
}

void
to_text(const struct doc *doc, const struct render *how, struct buf *out)
{
	render(doc, how, out, false);
}
