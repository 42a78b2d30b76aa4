/* SPDX-License-Identifier: ISC */
/*
 * The whole way of a post, for the fuzz targets that differ in what they make
 * of their input: Markdown -> doc -> gemtext, menu and text, and what must be
 * true of the three whatever the input.
 */
#ifndef FUZZ_WHOLE_PATH_H
#define FUZZ_WHOLE_PATH_H

#include "buf.h"
#include "doc.h"
#include "gemtext.h"
#include "labels.h"
#include "losses.h"
#include "markdown.h"
#include "messages_desk.h"
#include "outcheck.h"
#include "render.h"
#include "utf8.h"
#include "wrap.h"

#define WHOLE_PATH_LIMIT ((size_t)256 << 20)

/* How often each thing stands in a doc. */
struct whole_path_counts {
	size_t headings, links, quotes, items, toggles;
};

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
count_doc(const struct doc *doc, struct whole_path_counts *n)
{
	for (const struct block *b = doc->first; b != NULL; b = doc_next(b)) {
		n->headings += b->kind == BLOCK_HEADING;
		n->quotes += b->kind == BLOCK_QUOTE;
		n->items += b->kind == BLOCK_ITEM || b->kind == BLOCK_ROW;
		n->toggles += b->kind == BLOCK_PRE || b->kind == BLOCK_TABLE;
		for (const struct link *l = b->text.first; l; l = l->next)
			n->links++;
	}
}

/* Printable ASCII: what a URL in a link line consists of. */
static bool
is_url(struct span url)
{
	for (size_t i = 0; i < url.len; i++) {
		if (url.p[i] <= ' ' || url.p[i] >= 0x7f)
			return false;
	}
	return url.len > 0;
}

static void
check_gemtext(const struct doc *doc, const struct buf *out)
{
	struct whole_path_counts doc_has = { 0 };
	struct whole_path_counts out_has = { 0 };
	struct span rest = buf_span(out);
	struct span line;
	bool pre = false;

	require(out->len == 0 || span_ends(rest, SPAN("\n")));
	count_doc(doc, &doc_has);
	while (span_line(&rest, &line)) {
		struct gemtext_line read = gemtext_read(line, &pre);

		require(utf8_valid(line));
		require(read.kind == GEMTEXT_PRE || utf8_is_clean(line));
		out_has.headings += read.kind == GEMTEXT_HEADING1 ||
		    read.kind == GEMTEXT_HEADING2 ||
		    read.kind == GEMTEXT_HEADING3;
		out_has.links += read.kind == GEMTEXT_LINK;
		out_has.quotes += read.kind == GEMTEXT_QUOTE;
		out_has.items += read.kind == GEMTEXT_ITEM;
		out_has.toggles += read.kind == GEMTEXT_TOGGLE;
		require(read.kind != GEMTEXT_LINK || is_url(read.url));
	}
	require(!pre && out_has.toggles <= 2 * doc_has.toggles);
	require(out_has.headings <= doc_has.headings);
	require(out_has.links <= doc_has.links);
	require(out_has.quotes == 0 || doc_has.quotes > 0);
	require(out_has.items <= doc_has.items);
}

/* The next line, which must end in CRLF and hold no other CR or LF. */
static bool
crlf_line(struct span *rest, struct span *line)
{
	size_t end = span_find(*rest, '\n');

	if (rest->len == 0)
		return false;
	require(end < rest->len && end > 0 && rest->p[end - 1] == '\r');
	*line = span_first(*rest, end - 1);
	require(!span_has(*line, '\r') && utf8_valid(*line));
	*rest = span_skip(*rest, end + 1);
	return true;
}

static void
check_menu(const struct buf *out)
{
	struct span rest = buf_span(out);
	struct span line;

	while (crlf_line(&rest, &line)) {
		struct span field;
		size_t fields = 0;

		require(line.len > 0 &&
		    strchr("0123456789ghIis+", line.p[0]) != NULL);
		for (char type = line.p[0]; span_cut(&line, '\t', &field);
		     fields++) {
			require(utf8_is_clean(field));
			require(fields != 1 || type != 'i' || !field.len);
		}
		require(fields == 2 || fields == 4);
	}
}

static void
check_text(const struct buf *out)
{
	struct span rest = buf_span(out);
	struct span line;

	while (crlf_line(&rest, &line)) {
		require(utf8_is_clean(line));
		require(!span_eq(line, SPAN(".")));
	}
}

/* What our own checkers may say of a page: that a link is none, as its author
 * wrote it. */
static void
on_report(void *ctx, unsigned line, const char *message)
{
	(void)ctx;
	(void)line;
	require(strcmp(message, MSG_FORM_URL_LONG) == 0 ||
	    strcmp(message, MSG_FORM_URL_RAW) == 0 ||
	    strcmp(message, MSG_FORM_SELECTOR) == 0);
}

/* The lines that Gopher does not break; within quotes gemtext has no marks of
 * their own for them. */
static void
add_pre(struct buf *pre, struct span gemtext)
{
	struct span line;
	bool is_pre = false;

	while (span_line(&gemtext, &line)) {
		struct gemtext_line read = gemtext_read(line, &is_pre);

		if (read.kind != GEMTEXT_PRE && read.kind != GEMTEXT_QUOTE)
			continue;
		while (read.kind == GEMTEXT_QUOTE &&
		    span_starts(read.text, SPAN(">")))
			read.text = span_trim(span_skip(read.text, 1));
		buf_span_add(pre, read.text);
		buf_char(pre, '\n');
	}
}

/* Each setting in turn, by the length. */
static struct render
settings_for(struct span body)
{
	static const unsigned widths[] = { 67, 40, 80 };
	struct render how = { .self = SPAN_INIT("/a/") };

	how.labels = labels_for(SPAN("en"));
	how.links = (enum link_place)(body.len / 2 % 3);
	how.has_table_lists = body.len / 6 % 2 == 1;
	how.width = widths[body.len / 12 % 3];
	return how;
}

/* The three renditions and what is true of them. */
static void
check_renditions(const struct doc *doc, const struct render *how, bool is_page)
{
	struct outcheck check = { .report = on_report };
	struct buf out;
	struct buf pre;

	buf_init(&out, WHOLE_PATH_LIMIT);
	buf_init(&pre, WHOLE_PATH_LIMIT);
	to_gemtext(doc, how, &out);
	check_gemtext(doc, &out);
	add_pre(&pre, buf_span(&out));
	check.pre = buf_span(&pre);
	if (is_page)
		outcheck_gemtext(buf_span(&out), &check);
	buf_reset(&out);
	to_menu(doc, how, &out);
	check_menu(&out);
	if (is_page)
		outcheck_menu(buf_span(&out), how->width, &check);
	buf_reset(&out);
	to_text(doc, how, &out);
	check_text(&out);
	if (is_page)
		outcheck_text(buf_span(&out), how->width + 3, &check);
	buf_release(&out);
	buf_release(&pre);
}

/* Without a title, p NULL, it is a text and no page. */
static inline void
whole_path(struct span title, struct span body)
{
	struct markdown_source source = { .body = body,
		.first_line = 1,
		.file = "fuzz.md",
		.title = title,
		.is_bare = title.p == NULL };
	struct render how = settings_for(body);
	struct losses losses;
	struct doc doc;

	markdown_init();
	wrap_init();
	losses_init(&losses);
	doc_init(&doc);
	if (markdown_parse(&doc, &source, &losses) == 0)
		check_renditions(&doc, &how, !source.is_bare);
	doc_release(&doc);
	losses_release(&losses);
}

#endif
