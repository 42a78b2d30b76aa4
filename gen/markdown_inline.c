/* SPDX-License-Identifier: ISC */
/*
 * Inline nodes -> builder.  Here too is what cmark-gfm does not parse and real
 * posts have: definition lists and kramdown's attribute marks.
 */
#include <cmark-gfm-core-extensions.h>

#include "markdown_define.h"
#include "markdown_marks.h"
#include "markdown_memory.h"
#include "markdown_walk.h"
#include "messages_content.h"

static struct span
literal(cmark_node *node)
{
	return span_str(cmark_node_get_literal(node));
}

/* ": text" or ":   text"; the marks are taken off. */
static bool
take_definition_mark(struct span *text)
{
	size_t i = 1;

	if (text->len < 3 || text->p[0] != ':' || text->p[1] != ' ')
		return false;
	while (i < text->len && text->p[i] == ' ')
		i++;
	*text = span_skip(*text, i);
	return true;
}

static void
end_definition(struct markdown_walk *w)
{
	if (!w->in_definition)
		return;
	builder_close(&w->b, BUILDER_MARKDOWN, BLOCK_ITEM);
	builder_close(&w->b, BUILDER_MARKDOWN, BLOCK_LIST);
	w->in_definition = false;
}

static void
begin_definition(struct markdown_walk *w)
{
	end_definition(w);
	builder_definition(&w->b, BUILDER_MARKDOWN);
	w->in_definition = true;
}

static bool
follows_term(const struct builder *b)
{
	const struct block *before = builder_before(b);

	return before != NULL &&
	    (before->kind == BLOCK_PARAGRAPH ||
		(before->kind == BLOCK_LIST && before->is_attached));
}

bool
markdown_is_definitions(const struct markdown_walk *w, cmark_node *list)
{
	cmark_node *item = cmark_node_first_child(list);

	return w->defined->count > 0 && item != NULL &&
	    markdown_is_defined(
		w->defined, (unsigned)cmark_node_get_start_line(item));
}

static bool
begins_definition(cmark_node *node)
{
	struct span text;

	if (node == NULL || cmark_node_get_type(node) != CMARK_NODE_TEXT)
		return false;
	text = literal(node);
	return take_definition_mark(&text);
}

/* Definitions follow, within the paragraph or after it. */
static bool
has_terms(const struct markdown_walk *w, cmark_node *paragraph)
{
	cmark_node *node = cmark_node_first_child(paragraph);
	cmark_node *next = cmark_node_next(paragraph);
	bool has_lines = false;

	for (; node != NULL; node = cmark_node_next(node)) {
		if (cmark_node_get_type(node) != CMARK_NODE_SOFTBREAK)
			continue;
		if (begins_definition(cmark_node_next(node)))
			return true;
		has_lines = true;
	}
	if (!has_lines || next == NULL)
		return false;
	if (cmark_node_get_type(next) == CMARK_NODE_LIST)
		return markdown_is_definitions(w, next);
	return cmark_node_get_type(next) == CMARK_NODE_PARAGRAPH &&
	    begins_definition(cmark_node_first_child(next));
}

void
markdown_paragraph(struct markdown_walk *w, cmark_node *node, bool is_entering)
{
	cmark_node *first = cmark_node_first_child(node);
	struct span text;

	if (!is_entering) {
		builder_end(&w->b);
		end_definition(w);
		return;
	}
	if (first != NULL && cmark_node_get_type(first) == CMARK_NODE_TEXT) {
		text = literal(first);
		if (take_definition_mark(&text) && follows_term(&w->b))
			begin_definition(w);
	}
	w->is_terms = !w->in_definition && has_terms(w, node);
	builder_begin(&w->b, BLOCK_PARAGRAPH);
}

/* What is left of the text where no comment is, or where it ends. */
static struct span
skip_comment(struct markdown_walk *w, struct span text)
{
	size_t len = 0;

	while (w->comment_line > 0 && text.len > 0) {
		text = span_skip(text, span_search(text, SPAN("{:/")));
		if (markdown_mark(text, true, &len) == MARK_END) {
			w->comment_line = 0;
			w->b.muted--;
			return span_skip(text, len);
		}
		text = span_skip(text, 1);
	}
	return text;
}

void
markdown_end_comment(struct markdown_walk *w)
{
	if (w->comment_line == 0)
		return;
	losses_add(w->b.losses, LOSS_WARNING, w->b.file, w->comment_line,
	    MSG_COMMENT_OPEN);
	w->comment_line = 0;
	w->b.muted--;
}

static bool
is_line_end(cmark_node *node)
{
	return node == NULL ||
	    cmark_node_get_type(node) == CMARK_NODE_SOFTBREAK ||
	    cmark_node_get_type(node) == CMARK_NODE_LINEBREAK;
}

/* The text, which follows `before`, begins with a mark that has a line to
 * itself, or belongs to a span. */
static bool
is_own_mark(cmark_node *node, struct span text)
{
	cmark_node *before = cmark_node_previous(node);

	if (!is_line_end(before))
		return true;
	return markdown_mark_line(text) && is_line_end(cmark_node_next(node)) &&
	    cmark_node_get_type(cmark_node_parent(node)) ==
	    CMARK_NODE_PARAGRAPH;
}

/* A list's only item stands for the table of contents. */
static void
drop_item(struct builder *b)
{
	struct block *list = NULL;

	b->is_dropped = true;
	for (size_t i = 0; i < b->depth; i++)
		if (b->level[i].block->kind == BLOCK_LIST)
			list = b->level[i].block;
	if (list != NULL)
		list->is_ordered = false; /* no number is left either */
}

/* kramdown's marks are not for readers. */
static void
text_without_marks(struct markdown_walk *w, cmark_node *node, struct span text)
{
	bool is_own;
	size_t len = 0;

	text = skip_comment(w, text);
	is_own = is_own_mark(node, text);
	for (size_t at = 0; at < text.len;) {
		struct span rest = span_skip(text, at);
		enum markdown_mark mark =
		    markdown_mark(rest, is_own && at == 0, &len);

		if (mark == MARK_NONE) {
			at += 1 + span_search(span_skip(rest, 1), SPAN("{:"));
			continue;
		}
		builder_text(&w->b, span_first(text, at));
		if (mark == MARK_TOC && w->b.has_text)
			drop_item(&w->b);
		text = span_skip(rest, len);
		at = 0;
		is_own = false;
		if (mark == MARK_COMMENT &&
		    span_search(w->source->body, SPAN("{:/")) <
			w->source->body.len) {
			w->comment_line = w->b.line;
			w->b.muted++;
			text = skip_comment(w, text);
		}
	}
	builder_text(&w->b, text);
}

/* "Heading {#id .class}": the part in braces is for the HTML page. */
static struct span
without_heading_mark(struct span text)
{
	struct span trimmed = span_trim(text);
	size_t at = span_rfind(trimmed, '{');

	if (trimmed.len > 3 && trimmed.p[trimmed.len - 1] == '}' &&
	    at + 2 < trimmed.len &&
	    (trimmed.p[at + 1] == '#' || trimmed.p[at + 1] == '.'))
		return span_first(text, (size_t)(trimmed.p - text.p) + at);
	return text;
}

static void
add_text(struct markdown_walk *w, cmark_node *node)
{
	struct span text = literal(node);
	cmark_node *before = cmark_node_previous(node);

	if (w->image_depth > 0) {
		buf_span_add(&w->alt, text);
		return;
	}
	if ((before == NULL && w->in_definition) ||
	    (before != NULL &&
		cmark_node_get_type(before) == CMARK_NODE_SOFTBREAK &&
		w->b.has_text && w->b.kind == BLOCK_PARAGRAPH)) {
		if (take_definition_mark(&text) && before != NULL) {
			begin_definition(w);
			builder_begin(&w->b, BLOCK_PARAGRAPH);
		}
	}
	if (w->b.has_text && w->b.kind == BLOCK_HEADING)
		text = without_heading_mark(text);
	if (text.len > 0 && memchr(text.p, '{', text.len) != NULL)
		text_without_marks(w, node, text);
	else
		builder_text(&w->b, text);
}

static void
image(struct markdown_walk *w, cmark_node *node, bool is_entering)
{
	struct span alt;

	if (is_entering) {
		if (w->image_depth++ == 0)
			buf_reset(&w->alt);
		return;
	}
	w->image_depth--;
	alt = w->image_depth == 0 ? buf_span(&w->alt) : SPAN("");
	builder_embed(&w->b, span_str(cmark_node_get_url(node)), alt,
	    span_str(cmark_node_get_title(node)), true);
}

/* The text with each "&amp;" as '&'; it ends in NUL. */
static const char *
without_entities(struct buf *b, struct span text)
{
	static const struct span amp = SPAN_INIT("&amp;");
	size_t at;

	buf_reset(b);
	while ((at = span_search(text, amp)) < text.len) {
		buf_span_add(b, span_first(text, at));
		buf_char(b, '&');
		text = span_skip(text, at + amp.len);
	}
	buf_span_add(b, text);
	return b->data;
}

/* A typographic quote after an address is none of it. */
static size_t
without_quote(struct span address)
{
	static const char *const quotes[] = { "”", "’", "»", "“", "‘", "«" };

	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++)
		if (span_ends(address, span_str(quotes[i])))
			return address.len - strlen(quotes[i]);
	return address.len;
}

/* The library leaves entities in an address that stands in the text, and the
 * quote after it. */
static void
mend_bare(cmark_node *link)
{
	cmark_node *child = cmark_node_first_child(link), *after;
	struct span url = span_str(cmark_node_get_url(link)), words;
	size_t end;
	struct buf b;

	if (child == NULL || url.p == NULL ||
	    cmark_node_get_type(child) != CMARK_NODE_TEXT ||
	    !span_ends(url, literal(child)))
		return;
	words = literal(child);
	end = without_quote(words);
	if (end == words.len && span_search(url, SPAN("&amp;")) == url.len)
		return;
	buf_init(&b, SIZE_MAX);
	if (end < words.len) {
		after = cmark_node_new_with_mem(
		    CMARK_NODE_TEXT, markdown_pool_memory());
		cmark_node_set_literal(after, words.p + end);
		cmark_node_insert_after(link, after);
	}
	url.len -= words.len - end;
	cmark_node_set_url(link, without_entities(&b, url));
	cmark_node_set_literal(
	    child, without_entities(&b, span_first(words, end)));
	buf_release(&b);
}

static void
link_node(struct markdown_walk *w, cmark_node *node, bool is_entering)
{
	if (w->image_depth > 0)
		return;
	if (is_entering)
		mend_bare(node);
	if (is_entering)
		builder_link_open(&w->b, span_str(cmark_node_get_url(node)),
		    span_str(cmark_node_get_title(node)));
	else
		builder_link_close(&w->b);
}

static void
footnote_reference(struct markdown_walk *w, cmark_node *node)
{
	builder_exact(&w->b, SPAN("["));
	builder_exact(&w->b, literal(node));
	builder_exact(&w->b, SPAN("]"));
}

static void
line_break(struct markdown_walk *w, bool is_hard)
{
	if (w->image_depth > 0)
		buf_char(&w->alt, ' ');
	else if (is_hard || (w->is_terms && !w->in_definition))
		builder_hard_break(&w->b);
	else
		builder_soft_break(&w->b);
}

/* The markup without marks in lines of their own after it, which CommonMark
 * counts among its lines. */
static struct span
without_last_marks(struct span markup)
{
	for (;;) {
		struct span rest = markup, line;

		while (rest.len > 0 && rest.p[rest.len - 1] == '\n')
			rest.len--;
		rest.len = span_rfind(rest, '\n') < rest.len
		    ? span_rfind(rest, '\n') + 1
		    : 0;
		line = span_skip(markup, rest.len);
		if (rest.len == 0 || !markdown_mark_line(line))
			return markup;
		markup = rest;
	}
}

void
markdown_html(struct markdown_walk *w, cmark_node *node)
{
	struct span all = literal(node), markup = without_last_marks(all);

	if (w->html == NULL)
		w->html = html_new(&w->b);
	html_feed(w->html, markup, w->b.line);
	(void)skip_comment(w, span_skip(all, markup.len));
}

static void
code(struct markdown_walk *w, cmark_node *node)
{
	if (w->image_depth > 0)
		buf_span_add(&w->alt, literal(node));
	else
		builder_code(&w->b, literal(node));
}

void
markdown_inline(struct markdown_walk *w, cmark_node *node, bool is_entering)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		add_text(w, node);
		break;
	case CMARK_NODE_SOFTBREAK:
		line_break(w, false);
		break;
	case CMARK_NODE_LINEBREAK:
		line_break(w, true);
		break;
	case CMARK_NODE_CODE:
		code(w, node);
		break;
	case CMARK_NODE_HTML_INLINE:
		if (w->image_depth == 0)
			markdown_html(w, node);
		break;
	case CMARK_NODE_LINK:
		link_node(w, node, is_entering);
		break;
	case CMARK_NODE_IMAGE:
		image(w, node, is_entering);
		break;
	case CMARK_NODE_FOOTNOTE_REFERENCE:
		if (is_entering)
			footnote_reference(w, node);
		break;
	default: /* emphasis: its marks are dropped */
		break;
	}
}
