/* SPDX-License-Identifier: ISC */
/*
 * cmark-gfm's tree -> builder: one walk with the library's iterator, never by
 * recursion, since a post may nest as deep as it likes.
 */
#include "markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <cmark-gfm/syntax_extension.h>

#include "markdown_address.h"
#include "markdown_define.h"
#include "markdown_memory.h"
#include "markdown_rows.h"
#include "markdown_walk.h"
#include "messages_content.h"
#include "notes.h"
#include "template.h"
#include "title.h"
#include "utf8.h"

#define BODY_MAX ((size_t)1 << 20)
#define ROW_MAX 10000 /* cells: the library is slow beyond */
#define ALT_MAX ((size_t)1 << 20)
#define CAPTION_MAX 60
#define PASSES 4 /* over a body before it is parsed */
#define OPTIONS CMARK_OPT_FOOTNOTES

static const char *const extension_names[] = { "table", "autolink",
	"tasklist" };

#define EXTENSIONS (sizeof(extension_names) / sizeof(extension_names[0]))

static cmark_syntax_extension *extensions[EXTENSIONS];
static cmark_llist *special_chars[EXTENSIONS];

/* The types of nodes that extensions bring; the library numbers them when it
 * starts. */
static cmark_node_type type_table, type_cell;

static cmark_parser *
new_parser(int options, cmark_mem *memory)
{
	cmark_parser *parser = cmark_parser_new_with_mem(options, memory);

	for (size_t i = 0; i < EXTENSIONS; i++)
		cmark_parser_attach_syntax_extension(parser, extensions[i]);
	return parser;
}

static void
learn_types(void)
{
	static const char probe[] = "|a|\n|-|\n|b|\n";
	cmark_parser *parser =
	    new_parser(OPTIONS, cmark_get_default_mem_allocator());
	cmark_node *row;
	cmark_node *root;
	cmark_node *cell;

	cmark_parser_feed(parser, probe, sizeof(probe) - 1);
	root = cmark_parser_finish(parser);
	row = cmark_node_last_child(cmark_node_first_child(root));
	cell = cmark_node_first_child(row);
	type_table = cmark_node_get_type(cmark_node_first_child(root));
	type_cell = cmark_node_get_type(cell);
	cmark_node_free(root);
	cmark_parser_free(parser);
}

/*
 * The library adds the extensions' special characters to a global table when
 * it begins to parse and removes them at the end, which another thread would
 * see in the middle of its own text.  They are added here once, for good, and
 * the extensions then have none to add or remove.  (The strikethrough
 * extension needs its list; it is not used, since the tildes are kept as they
 * are typed.)
 */
static void
fix_special_characters(void)
{
	cmark_parser *parser =
	    new_parser(OPTIONS, cmark_get_default_mem_allocator());

	cmark_manage_extensions_special_characters(parser, 1);
	cmark_parser_free(parser);
	for (size_t i = 0; i < EXTENSIONS; i++) {
		special_chars[i] = extensions[i]->special_inline_chars;
		cmark_syntax_extension_set_special_inline_chars(
		    extensions[i], NULL);
	}
}

void
markdown_init(void)
{
	if (extensions[0] != NULL)
		return;
	cmark_gfm_core_extensions_ensure_registered();
	for (size_t i = 0; i < EXTENSIONS; i++)
		extensions[i] = cmark_find_syntax_extension(extension_names[i]);
	learn_types();
	fix_special_characters();
	html_init();
}

static void
open_list(struct markdown_walk *w, cmark_node *node)
{
	struct block *list;

	if (markdown_is_definitions(w, node))
		return;
	list = builder_open(&w->b, BUILDER_MARKDOWN, BLOCK_LIST);
	if (list == NULL)
		return;
	list->is_ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	list->level = (unsigned)cmark_node_get_list_start(node);
	list->is_tight = cmark_node_get_list_tight(node) != 0;
}

static void
close_list(struct markdown_walk *w, cmark_node *node)
{
	if (!markdown_is_definitions(w, node))
		builder_close(&w->b, BUILDER_MARKDOWN, BLOCK_LIST);
}

static void
close_item(struct markdown_walk *w, cmark_node *node)
{
	builder_close(&w->b, BUILDER_MARKDOWN, BLOCK_ITEM);
	if (markdown_is_definitions(w, cmark_node_parent(node)))
		builder_close(&w->b, BUILDER_MARKDOWN, BLOCK_LIST);
}

static void
open_item(struct markdown_walk *w, cmark_node *node)
{
	struct block *item;

	if (markdown_is_definitions(w, cmark_node_parent(node))) {
		builder_definition(&w->b, BUILDER_MARKDOWN);
		return;
	}
	item = builder_open(&w->b, BUILDER_MARKDOWN, BLOCK_ITEM);
	if (item == NULL ||
	    strcmp(cmark_node_get_type_string(node), "tasklist") != 0)
		return;
	item->task = cmark_gfm_extensions_get_tasklist_item_checked(node)
	    ? TASK_DONE
	    : TASK_OPEN;
}

/* The words before that end in ':', if they are short. */
static struct span
caption(const struct builder *b)
{
	const struct block *before = builder_before(b);
	struct span words;

	if (before == NULL ||
	    (before->kind != BLOCK_PARAGRAPH && before->kind != BLOCK_HEADING))
		return SPAN("");
	words = before->text.words;
	if (words.len == 0 || words.len > CAPTION_MAX || span_has(words, '\n'))
		return SPAN("");
	if (words.p[words.len - 1] == ':')
		return span_first(words, words.len - 1);
	return before->kind == BLOCK_HEADING ? words : SPAN("");
}

/* The language: "python", "{.python .numberLines}", "go{linenos=table}". */
static struct span
language(struct span info)
{
	size_t len = 0;

	info = span_trim(info);
	while (info.len > 0 && (info.p[0] == '{' || info.p[0] == '.'))
		info = span_skip(info, 1);
	while (len < info.len && !ascii_is_space(info.p[len]) &&
	    memchr("{},:=", info.p[len], 5) == NULL)
		len++;
	return span_first(info, len);
}

static void
code_block(struct markdown_walk *w, cmark_node *node)
{
	struct span alt = language(span_str(cmark_node_get_fence_info(node)));

	builder_end(&w->b);
	if (alt.len == 0)
		alt = caption(&w->b);
	builder_begin(&w->b, BLOCK_PRE);
	w->b.alt = doc_copy(w->b.doc, alt);
	builder_exact(&w->b, span_str(cmark_node_get_literal(node)));
	builder_end(&w->b);
}

static void
heading(struct markdown_walk *w, cmark_node *node, bool is_entering)
{
	if (!is_entering) {
		builder_end(&w->b);
		return;
	}
	builder_begin(&w->b, BLOCK_HEADING);
	w->b.heading_level = (unsigned)cmark_node_get_heading_level(node);
}

static void
container(struct markdown_walk *w, enum block_kind kind, bool is_entering)
{
	if (is_entering)
		builder_open(&w->b, BUILDER_MARKDOWN, kind);
	else
		builder_close(&w->b, BUILDER_MARKDOWN, kind);
}

static void
footnote(struct markdown_walk *w, bool is_entering, unsigned number)
{
	struct block *block;

	if (!is_entering) {
		builder_close(&w->b, BUILDER_MARKDOWN, BLOCK_FOOTNOTE);
		return;
	}
	/* Whatever markup left open ends before the notes. */
	builder_unwind(&w->b);
	block = builder_open(&w->b, BUILDER_MARKDOWN, BLOCK_FOOTNOTE);
	if (block != NULL)
		block->level = number;
}

static enum cell_align
alignment(cmark_node *cell, size_t column)
{
	cmark_node *table = cmark_node_parent(cmark_node_parent(cell));
	uint8_t *align = cmark_gfm_extensions_get_table_alignments(table);

	if (column >= cmark_gfm_extensions_get_table_columns(table))
		return ALIGN_NONE;
	switch (align[column]) {
	case 'l':
		return ALIGN_LEFT;
	case 'c':
		return ALIGN_CENTER;
	case 'r':
		return ALIGN_RIGHT;
	default:
		return ALIGN_NONE;
	}
}

static void
table_part(struct markdown_walk *w, cmark_node *node, bool is_entering)
{
	cmark_node_type type = cmark_node_get_type(node);
	struct block *table;

	if (type == type_cell && is_entering) {
		builder_begin(&w->b, BLOCK_CELL);
		w->b.align = alignment(node, w->column++);
	} else if (type == type_cell) {
		builder_end_cell(&w->b);
	} else if (type == type_table && is_entering) {
		struct span alt;

		builder_end(&w->b);
		alt = caption(&w->b);
		table = builder_open(&w->b, BUILDER_MARKDOWN, BLOCK_TABLE);
		if (table != NULL)
			table->alt = doc_copy(w->b.doc, alt);
	} else if (type == type_table) {
		builder_close(&w->b, BUILDER_MARKDOWN, BLOCK_TABLE);
	} else if (cmark_node_get_type(cmark_node_parent(node)) == type_table) {
		w->column = 0;
		container(w, BLOCK_ROW, is_entering);
	}
}

static void
block_node(struct markdown_walk *w, cmark_node *node, bool is_entering)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_DOCUMENT:
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		container(w, BLOCK_QUOTE, is_entering);
		break;
	case CMARK_NODE_LIST:
		if (is_entering)
			open_list(w, node);
		else
			close_list(w, node);
		break;
	case CMARK_NODE_ITEM:
		if (is_entering)
			open_item(w, node);
		else
			close_item(w, node);
		break;
	case CMARK_NODE_CODE_BLOCK:
		code_block(w, node);
		break;
	case CMARK_NODE_HTML_BLOCK:
		builder_end(&w->b);
		markdown_html(w, node);
		break;
	case CMARK_NODE_PARAGRAPH:
		markdown_paragraph(w, node, is_entering);
		break;
	case CMARK_NODE_HEADING:
		heading(w, node, is_entering);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		builder_rule(&w->b);
		break;
	default:
		table_part(w, node, is_entering);
		break;
	}
}

static void
note_lines(struct line_set *set, cmark_node *node, unsigned offset)
{
	unsigned first = (unsigned)cmark_node_get_start_line(node);
	unsigned last = (unsigned)cmark_node_get_end_line(node);

	if (cmark_node_get_type(node) == CMARK_NODE_FOOTNOTE_DEFINITION)
		last = first;
	for (unsigned line = first; line > 0 && line <= last; line++)
		line_set_add(set, line + offset);
}

static bool
is_literal_block(cmark_node_type type)
{
	return type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK;
}

static bool
is_inline(cmark_node_type type)
{
	return ((unsigned)type & CMARK_NODE_TYPE_MASK) ==
	    CMARK_NODE_TYPE_INLINE;
}

static void
walk(struct markdown_walk *w, cmark_node *root, struct line_set *lines)
{
	cmark_iter *iter = cmark_iter_new(root);
	unsigned offset = w->source->first_line - 1;
	unsigned notes = 0;
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		bool is_entering = event == CMARK_EVENT_ENTER;
		int line = cmark_node_get_start_line(node);

		if (is_entering && line > 0)
			w->b.line =
			    markdown_shift_back(w->shift, (unsigned)line) +
			    offset;
		if (is_entering &&
		    (is_literal_block(type) ||
			type == CMARK_NODE_FOOTNOTE_DEFINITION))
			note_lines(lines, node, offset);
		if (type == CMARK_NODE_FOOTNOTE_DEFINITION)
			footnote(w, is_entering, notes += is_entering);
		else if (is_inline(type))
			markdown_inline(w, node, is_entering);
		else
			block_node(w, node, is_entering);
	}
	cmark_iter_free(iter);
}

/* True when some line has more than ROW_MAX of '|'. */
static bool
has_endless_row(struct span body, unsigned *line_number)
{
	const char *end = body.p + body.len;
	const char *p = body.p;
	size_t count = 0;

	while (p < end) {
		const char *bar = memchr(p, '|', (size_t)(end - p));

		if (bar == NULL)
			return false;
		if (memchr(p, '\n', (size_t)(bar - p)) != NULL)
			count = 0;
		if (++count > ROW_MAX) {
			*line_number = 0;
			for (p = body.p; p < bar; p++)
				*line_number += *p == '\n';
			return true;
		}
		p = bar + 1;
	}
	return false;
}

static int
check_limits(const struct markdown_source *source, struct losses *losses)
{
	unsigned line;

	if (source->body.len > BODY_MAX) {
		losses_add(losses, LOSS_ERROR, source->file, source->first_line,
		    MSG_TEXT_LARGE, source->body.len);
		return -1;
	}
	if (has_endless_row(source->body, &line)) {
		losses_add(losses, LOSS_ERROR, source->file,
		    source->first_line + line, MSG_TABLE_WIDE, ROW_MAX);
		return -1;
	}
	return 0;
}

static cmark_node *
parse(struct span body, bool has_notes, const struct markdown_source *source,
    struct losses *losses)
{
	int options = OPTIONS;
	cmark_parser *parser;
	cmark_node *root;

	/* Else the library may lose words: see notes_escape(). */
	if (!has_notes)
		options &= ~CMARK_OPT_FOOTNOTES;
	if (!utf8_valid(body)) {
		options |= CMARK_OPT_VALIDATE_UTF8;
		losses_add(
		    losses, LOSS_WARNING, source->file, 0, MSG_TEXT_NO_UTF8);
	}
	parser = new_parser(options, markdown_pool_memory());
	cmark_parser_feed(parser, body.p, body.len);
	root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	return root;
}

/* The body as the parser loses nothing of it, in one of the buffers. */
static struct span
make_fit(struct span body, bool has_notes, struct line_set *defined,
    struct buf fit[PASSES])
{
	for (size_t i = 0; i < PASSES; i++)
		buf_init(&fit[i], BODY_MAX * 9);
	if (markdown_rows(&fit[0], body))
		body = buf_span(&fit[0]);
	if (markdown_addresses(&fit[1], body))
		body = buf_span(&fit[1]);
	if (has_notes && notes_escape(&fit[2], body))
		body = buf_span(&fit[2]);
	if (markdown_define(&fit[3], body, defined))
		body = buf_span(&fit[3]);
	return body;
}

static void
walk_body(struct doc *doc, struct span body, const struct markdown_shift *shift,
    const struct markdown_source *source, struct losses *losses)
{
	struct line_set lines = { 0 }, defined = { 0 };
	struct markdown_walk w = {
		.source = source, .shift = shift, .defined = &defined
	};
	bool has_notes = notes_has_any(body);
	struct buf fit[PASSES];
	struct markdown_pool pool = { 0 };
	cmark_node *root;

	body = make_fit(body, has_notes, &defined, fit);
	markdown_pool_enter(&pool);
	root = parse(body, has_notes, source, losses);
	builder_init(&w.b, doc, losses, source->file);
	buf_init(&w.alt, ALT_MAX);
	walk(&w, root, &lines);
	markdown_end_comment(&w);
	html_free(w.html);
	builder_release(&w.b);
	buf_release(&w.alt);
	markdown_pool_leave(&pool);
	notes_report_unused(body, source, &lines, shift, losses);
	line_set_release(&lines);
	line_set_release(&defined);
	for (size_t i = 0; i < PASSES; i++)
		buf_release(&fit[i]);
}

int
markdown_parse(struct doc *doc, const struct markdown_source *source,
    struct losses *losses)
{
	struct span body = utf8_skip_bom(source->body);
	struct markdown_shift shift = { 0 };
	struct buf expanded, opened;

	if (check_limits(source, losses) != 0)
		return -1;
	if (source->title.len > 0 && !source->is_bare)
		doc_heading(doc, 1, source->title);
	buf_init(&expanded, BODY_MAX * 4);
	if (template_expand(&expanded, body, source, &shift, losses))
		body = buf_span(&expanded);
	buf_init(&opened, BODY_MAX * 8);
	if (markdown_open(&opened, body, &shift))
		body = buf_span(&opened);
	walk_body(doc, body, &shift, source, losses);
	markdown_shift_release(&shift);
	buf_release(&opened);
	buf_release(&expanded);
	if (!source->is_bare)
		title_settle(doc, source->title);
	return 0;
}

const char *
markdown_library(void)
{
	return cmark_version_string();
}
