/* SPDX-License-Identifier: ISC */
/*
 * One switch over what an element means (html_tags.c), with begin and end in
 * the same case.
 *
 * libxml2 keeps text back until the next '<' arrives, so each piece is
 * followed by a comment, which pushes out all that stands before it.
 */
#include "html.h"

#include <libxml/HTMLparser.h>
#include <libxml/xmlerror.h>

#include "die.h"
#include "html_grid.h"
#include "html_leaf.h"
#include "html_list.h"
#include "html_marks.h"
#include "html_math.h"
#include "html_picture.h"
#include "html_pre.h"
#include "html_tags.h"
#include "messages.h"
#include "messages_content.h"

/* Keeps libxml2's own stack from running empty, which would end the stream. */
#define OUTER "bookmobile-page"
#define FLUSH "<!---->"
/* libxml2 looks through its stack at each end tag: depth times tags. */
#define DEPTH_MAX 512

struct html {
	struct builder *b;
	htmlParserCtxtPtr parser;
	unsigned line;	    /* in the file, of the piece's beginning */
	unsigned base_line; /* in the stream, of the piece's beginning */
	struct span piece;
	unsigned depth;
	unsigned tables;  /* tables open within a table's cell */
	bool has_caption; /* its table goes on after it */
	bool is_too_deep;
	bool is_unknown;     /* the piece is one unknown element's beginning */
	bool has_media_link; /* html_leaf() */
	const char *dropped; /* the outermost element being dropped */
	struct html_marks marks;
	struct html_math math;
	struct html_pre pre;
	struct html_grid grid;
	struct html_picture picture;
};

static void
set_line(struct html *h)
{
	unsigned here = (unsigned)xmlSAX2GetLineNumber(h->parser);

	h->b->line = h->line + (here > h->base_line ? here - h->base_line : 0);
}

static void
start_dropped(struct html *h, const char *name)
{
	if (h->b->muted++ > 0)
		return;
	h->dropped = name;
	losses_add(h->b->losses, LOSS_DROPPED, h->b->file, h->b->line,
	    MSG_HTML_LEFT_OUT, name);
}

static void
end_dropped(struct html *h)
{
	if (h->b->muted > 0)
		h->b->muted--;
}

static void
start_link(struct html *h, const xmlChar **attributes)
{
	struct span target = html_attribute(attributes, "href");

	if (target.len > 0)
		builder_link_open(
		    h->b, target, html_attribute(attributes, "title"));
}

static void
add_unknown(struct html *h, const char *name, const xmlChar **attributes)
{
	/* Names with ':' come from word processors. */
	if (strchr(name, ':') != NULL || h->b->muted > 0)
		return;
	if (attributes != NULL && attributes[0] != NULL) {
		losses_add(h->b->losses, LOSS_DROPPED, h->b->file, h->b->line,
		    MSG_HTML_UNKNOWN, name);
		return;
	}
	if (h->piece.len > 2 && h->piece.p[0] == '<' &&
	    span_find(h->piece, '>') == h->piece.len - 1) {
		builder_exact(h->b, h->piece); /* in its own letter case */
		h->is_unknown = true;
		return;
	}
	builder_exact(h->b, SPAN("<"));
	builder_exact(h->b, span_str(name));
	builder_exact(h->b, SPAN(">"));
}

static void
meaning_element(struct html *h, bool is_start)
{
	if (is_start)
		builder_definition(h->b, BUILDER_HTML);
	else
		builder_close(h->b, BUILDER_HTML, BLOCK_LIST);
}

static void
container(struct html *h, enum block_kind kind, bool is_start)
{
	if (is_start)
		builder_open(h->b, BUILDER_HTML, kind);
	else
		builder_close(h->b, BUILDER_HTML, kind);
}

static bool
in_cell(const struct html *h)
{
	return h->b->has_text && h->b->kind == BLOCK_CELL;
}

/* A first row of <td> is no head: a row without cells takes its place. */
static void
leave_head_empty(struct html *h)
{
	const struct block *row;

	if (in_cell(h) || !builder_is_in(h->b, BLOCK_ROW))
		return;
	row = h->b->level[h->b->depth - 1].block;
	if (row->first != NULL || row->parent->first != row)
		return;
	builder_close(h->b, BUILDER_HTML, BLOCK_ROW);
	builder_open(h->b, BUILDER_HTML, BLOCK_ROW);
}

static void
cell_element(struct html *h, const xmlChar **attributes, bool is_start)
{
	if (!is_start) {
		builder_end_cell(h->b);
		return;
	}
	html_grid_cell(&h->grid, h->b, attributes);
	builder_begin(h->b, BLOCK_CELL);
}

/* A table within a cell is words of that cell. */
static void
table_element(struct html *h, enum html_action action, const char *name,
    const xmlChar **attributes, bool is_start)
{
	if (h->tables > 0 || (action == HTML_TABLE && is_start && in_cell(h))) {
		if (action == HTML_TABLE)
			h->tables += is_start ? 1U : -1U;
		if (action == HTML_CELL)
			builder_text(h->b, SPAN(" "));
		else
			builder_hard_break(h->b);
		return;
	}
	if (action == HTML_CELL && is_start && strcmp(name, "td") == 0)
		leave_head_empty(h);
	if (action == HTML_CELL)
		cell_element(h, attributes, is_start);
	else
		container(
		    h, action == HTML_ROW ? BLOCK_ROW : BLOCK_TABLE, is_start);
	if (action == HTML_ROW)
		html_grid_row(&h->grid);
	if (action != HTML_TABLE)
		return;
	html_grid_table(&h->grid);
	if (is_start)
		html_pre_table_begins(&h->pre);
	else
		html_pre_table_ends(&h->pre, h->b);
}

static void
heading_element(struct html *h, const char *name, bool is_start)
{
	if (!is_start) {
		builder_end(h->b);
		return;
	}
	builder_begin(h->b, BLOCK_HEADING);
	if (!in_cell(h))
		h->b->heading_level = (unsigned)(name[1] - '0');
}

/* A caption stands before its table. */
static void
caption_element(struct html *h, bool is_start)
{
	const struct block *before;
	struct block *table;

	if (is_start) {
		h->has_caption =
		    builder_is_in(h->b, BLOCK_TABLE) && !in_cell(h);
		if (h->has_caption)
			builder_close(h->b, BUILDER_HTML, BLOCK_TABLE);
		if (h->has_caption)
			builder_begin(h->b, BLOCK_PARAGRAPH);
		else
			builder_end(h->b);
		return;
	}
	builder_end(h->b);
	if (!h->has_caption)
		return;
	h->has_caption = false;
	before = builder_before(h->b);
	table = builder_open(h->b, BUILDER_HTML, BLOCK_TABLE);
	if (table != NULL && before != NULL && before->kind == BLOCK_PARAGRAPH)
		table->alt = before->text.words;
}

static void
leaf_element(struct html *h, enum html_action action,
    const xmlChar **attributes, bool is_start)
{
	if (action == HTML_PICTURE)
		html_picture_set(&h->picture, h->b, is_start);
	else if (!is_start)
		return;
	else if (action == HTML_IMAGE)
		html_picture_image(&h->picture, h->b, attributes);
	else if (action != HTML_SOURCE ||
	    !html_picture_source(&h->picture, attributes))
		html_leaf(h->b, action, attributes, &h->has_media_link);
}

static void
inline_element(struct html *h, enum html_action action,
    const xmlChar **attributes, bool is_start)
{
	switch (action) {
	case HTML_LINK:
		if (is_start)
			start_link(h, attributes);
		else
			builder_link_close(h->b);
		break;
	case HTML_CODE:
	case HTML_STRUCK:
	case HTML_CITED:
	case HTML_RAISED:
	case HTML_LOWERED:
	case HTML_SHORT:
		if (action != HTML_CODE || !h->pre.is_cell)
			html_mark(&h->marks, h->b, action, is_start,
			    html_attribute(attributes, "title"));
		break;
	default:
		if (in_cell(h) && is_start && action != HTML_PICTURE)
			html_pre_words(&h->pre,
			    action == HTML_BREAK ? SPAN("\n") : SPAN("*"));
		leaf_element(h, action, attributes, is_start);
		break;
	}
}

static void
block_element(struct html *h, enum html_action action, const char *name,
    const xmlChar **attributes, bool is_start)
{
	switch (action) {
	case HTML_HEADING:
		heading_element(h, name, is_start);
		break;
	case HTML_LIST:
		html_list(h->b, name, attributes, is_start);
		break;
	case HTML_ITEM:
		html_list_item(h->b, attributes, is_start);
		break;
	case HTML_MEANING:
		meaning_element(h, is_start);
		break;
	case HTML_QUOTE:
		container(h, BLOCK_QUOTE, is_start);
		break;
	case HTML_PRE:
		if (is_start)
			html_pre_begin(&h->pre, h->b);
		else
			html_pre_end(&h->pre, h->b);
		break;
	case HTML_TABLE:
	case HTML_ROW:
	case HTML_CELL:
		table_element(h, action, name, attributes, is_start);
		break;
	case HTML_CAPTION:
		caption_element(h, is_start);
		break;
	case HTML_FALLBACK:
		html_picture_fallback(&h->picture, h->b, is_start);
		break;
	default: /* BLOCK, TERMS, TERM */
		builder_end(h->b);
		break;
	}
}

static void
element(
    struct html *h, const char *name, const xmlChar **attributes, bool is_start)
{
	enum html_action action = html_tag_action(name);

	switch (action) {
	case HTML_UNKNOWN:
		if (!html_math(&h->math, h->b, name, is_start) && is_start &&
		    strcmp(name, OUTER) != 0)
			add_unknown(h, name, attributes);
		break;
	case HTML_DROPPED:
		if (is_start)
			start_dropped(h, name);
		else
			end_dropped(h);
		break;
	case HTML_INLINE:
	case HTML_IGNORED:
		break;
	case HTML_BLOCK:
	case HTML_HEADING:
	case HTML_LIST:
	case HTML_ITEM:
	case HTML_TERMS:
	case HTML_TERM:
	case HTML_MEANING:
	case HTML_QUOTE:
	case HTML_PRE:
	case HTML_TABLE:
	case HTML_ROW:
	case HTML_CELL:
	case HTML_CAPTION:
	case HTML_FALLBACK:
		if (h->b->muted == 0)
			block_element(h, action, name, attributes, is_start);
		break;
	default:
		if (h->b->muted == 0)
			inline_element(h, action, attributes, is_start);
		break;
	}
}

static void
on_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
	struct html *h = ctx;

	if (++h->depth > DEPTH_MAX && !h->is_too_deep) {
		h->is_too_deep = true;
		losses_add(h->b->losses, LOSS_ERROR, h->b->file, h->b->line,
		    MSG_HTML_DEEP, DEPTH_MAX);
		xmlStopParser(h->parser);
	}
	set_line(h);
	html_pre_look(&h->pre, h->b, html_tag_action((const char *)name),
	    attributes, h->depth);
	element(h, (const char *)name, attributes, true);
}

static void
on_end(void *ctx, const xmlChar *name)
{
	struct html *h = ctx;

	if (h->depth > 0)
		h->depth--;
	set_line(h);
	element(h, (const char *)name, NULL, false);
	html_pre_leave(&h->pre, h->depth);
}

static void
on_text(void *ctx, const xmlChar *text, int len)
{
	struct html *h = ctx;
	struct span words;

	/* <pre> begins after the end of its line. */
	if (len > 0 && text[0] == '\n' && h->b->is_verbatim &&
	    h->b->words.len == 0) {
		text++;
		len--;
	}
	words = span_make((const char *)text, (size_t)len);
	if (html_math_is_between(&h->math) && span_trim(words).len == 0)
		return;
	if (in_cell(h) && h->b->muted == 0)
		html_pre_words(&h->pre, words);
	html_picture_words(&h->picture, h->b, words);
	if (len > 0)
		builder_text(h->b, words);
}

/* The code of programs that a web server would have run. */
static void
on_instruction(void *ctx, const xmlChar *target, const xmlChar *data)
{
	struct html *h = ctx;

	(void)target;
	(void)data;
	set_line(h);
	losses_add(h->b->losses, LOSS_DROPPED, h->b->file, h->b->line,
	    MSG_HTML_INSTRUCTION);
}

void
html_init(void)
{
	xmlInitParser();
}

struct html *
html_new(struct builder *b)
{
	struct html *h = xcalloc(1, sizeof(*h));
	htmlSAXHandler sax = { .startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.processingInstruction = on_instruction };

	h->b = b;
	html_pre_init(&h->pre);
	h->line = b->line;
	h->base_line = 1;
	h->parser = htmlCreatePushParserCtxt(
	    &sax, h, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (h->parser == NULL)
		die(MSG_OUT_OF_MEMORY);
	htmlCtxtUseOptions(h->parser,
	    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
		HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED);
	htmlParseChunk(h->parser, "<" OUTER ">", sizeof(OUTER) + 1, 0);
	htmlParseChunk(h->parser, FLUSH, sizeof(FLUSH) - 1, 0);
	return h;
}

void
html_free(struct html *h)
{
	if (h == NULL)
		return;
	if (h->b->muted > 0)
		losses_add(h->b->losses, LOSS_WARNING, h->b->file, h->line,
		    MSG_HTML_OPEN, h->dropped);
	h->b->muted = 0;
	htmlFreeParserCtxt(h->parser);
	html_pre_release(&h->pre);
	html_picture_release(&h->picture);
	free(h);
}

static void
parse(struct html *h, struct span markup)
{
	htmlParseChunk(h->parser, markup.p, (int)markup.len, 0);
}

/* Leave out what a "<?" in this line begins; how much that is, or 0 when it
 * has no end. */
static size_t
skip_instruction(struct html *h, struct span s, unsigned line)
{
	size_t end = span_search(s, SPAN("?>"));

	if (end == s.len)
		return 0;
	losses_add(
	    h->b->losses, LOSS_DROPPED, h->b->file, line, MSG_HTML_INSTRUCTION);
	h->line += html_count_lines(span_first(s, end));
	return end + 2;
}

/*
 * libxml2 looks for the end of each "</", and finds it far away where no name
 * follows: time in the square of the length.  It is words then, and so is "<?"
 * without an end; with one, libxml2 would end it at the first '>' of its code.
 */
static void
parse_all(struct html *h, struct span markup)
{
	unsigned line = h->line;
	bool has_end = true;
	size_t at;

	while ((at = html_find_nameless(markup)) < markup.len) {
		struct span rest = span_skip(markup, at);
		size_t len = 0;

		parse(h, span_first(markup, at));
		line += html_count_lines(span_first(markup, at));
		if (rest.p[1] == '?' && has_end) {
			len = skip_instruction(h, rest, line);
			has_end = len > 0;
		}
		if (len == 0) {
			parse(h, SPAN("&lt;"));
			len = 1;
		}
		line += html_count_lines(span_first(rest, len));
		markup = span_skip(rest, len);
	}
	parse(h, markup);
}

/* The comment that pushes the piece out ends it. */
static void
report_comment(struct html *h, struct span markup)
{
	size_t at = html_find_open_comment(markup);

	if (at < markup.len && h->b->muted == 0)
		losses_add(h->b->losses, LOSS_WARNING, h->b->file,
		    h->line + html_count_lines(span_first(markup, at)),
		    MSG_HTML_COMMENT);
}

void
html_feed(struct html *h, struct span markup, unsigned line)
{
	if (h->is_too_deep || markup.len > INT32_MAX)
		return;
	h->line = line;
	h->piece = markup;
	h->base_line = (unsigned)xmlSAX2GetLineNumber(h->parser);
	h->is_unknown = false;
	report_comment(h, markup);
	parse_all(h, markup);
	htmlParseChunk(h->parser, FLUSH, sizeof(FLUSH) - 1, 0);
	if (!h->is_unknown || h->is_too_deep)
		return;
	/* Words in angle brackets have no end: they must not pile up. */
	htmlParseChunk(h->parser, "</", 2, 0);
	htmlParseChunk(h->parser, markup.p + 1, (int)markup.len - 1, 0);
	htmlParseChunk(h->parser, FLUSH, sizeof(FLUSH) - 1, 0);
}

const char *
html_library(void)
{
	return xmlParserVersion;
}
