/* SPDX-License-Identifier: ISC */
/*
 * What tags mean is written without line ends, so that a block stays one.
 */
#include "template_write.h"

struct span
template_line(const struct template_writer *w)
{
	return span_skip(buf_span(w->out), w->line_start);
}

void
template_put_in_line(struct template_writer *w, struct span front)
{
	buf_char(w->out, '\n');
	for (; w->counted < w->out->len; w->counted++)
		w->lines += w->out->data[w->counted] == '\n';
	markdown_shift_add(w->shift, w->lines);
	w->line_start = w->out->len;
	buf_span_add(w->out, front);
}

static bool
is_escaped_quote(struct span s, size_t i)
{
	return s.p[i] == '\\' && i + 1 < s.len &&
	    (s.p[i + 1] == '"' || s.p[i + 1] == '\'');
}

static void
add_html_char(struct buf *out, char c)
{
	switch (c) {
	case '<':
		buf_str(out, "&lt;");
		break;
	case '>':
		buf_str(out, "&gt;");
		break;
	case '"':
		buf_str(out, "&quot;");
		break;
	default:
		buf_char(out, c);
		break;
	}
}

static char
on_one_line(char c)
{
	return c == '\n' || c == '\r' ? ' ' : c;
}

void
template_words(struct template_writer *w, struct span words)
{
	for (size_t i = 0; i < words.len; i++) {
		char c = on_one_line(words.p[i]);

		if (is_escaped_quote(words, i))
			continue;
		if (w->is_html) {
			add_html_char(w->out, c);
			continue;
		}
		if (memchr("[]*_`<\\", c, 7) != NULL)
			buf_char(w->out, '\\');
		buf_char(w->out, c);
	}
}

void
template_caption(struct template_writer *w, struct span words)
{
	if (w->is_html) {
		template_words(w, words);
		return;
	}
	for (size_t i = 0; i < words.len; i++) {
		if (!is_escaped_quote(words, i))
			buf_char(w->out, on_one_line(words.p[i]));
	}
}

static void
add_markdown_target(struct buf *out, struct span target)
{
	buf_str(out, "(<");
	for (size_t i = 0; i < target.len; i++) {
		if (memchr("<>\\", target.p[i], 3) != NULL)
			buf_char(out, '\\');
		if (target.p[i] != '\n' && target.p[i] != '\r')
			buf_char(out, target.p[i]);
	}
	buf_str(out, ">)");
}

static void
add_html_target(struct buf *out, struct span target)
{
	for (size_t i = 0; i < target.len; i++) {
		char c = target.p[i];

		if (c == '&' &&
		    !span_starts(span_skip(target, i), SPAN("&amp;")))
			buf_str(out, "&amp;");
		else if (c != '\n' && c != '\r')
			add_html_char(out, c);
	}
}

static void
open_link(struct template_writer *w, struct span target)
{
	if (!w->is_html) {
		buf_char(w->out, '[');
		return;
	}
	buf_str(w->out, "<a href=\"");
	add_html_target(w->out, target);
	buf_str(w->out, "\">");
}

static void
close_link(struct template_writer *w, struct span target)
{
	if (w->is_html) {
		buf_str(w->out, "</a>");
		return;
	}
	buf_char(w->out, ']');
	add_markdown_target(w->out, target);
}

void
template_image(struct template_writer *w, struct span source, struct span alt,
    struct span target)
{
	if (target.len > 0)
		open_link(w, target);
	if (w->is_html) {
		buf_str(w->out, "<img src=\"");
		add_html_target(w->out, source);
		buf_str(w->out, "\" alt=\"");
		template_words(w, alt);
		buf_str(w->out, "\">");
	} else {
		buf_str(w->out, "![");
		template_words(w, alt);
		buf_char(w->out, ']');
		add_markdown_target(w->out, source);
	}
	if (target.len > 0)
		close_link(w, target);
}

void
template_link(struct template_writer *w, struct span target, struct span words)
{
	open_link(w, target);
	template_words(w, words.len > 0 ? words : target);
	close_link(w, target);
}
