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

/* "<https:" or "<mailto:" */
static bool
is_autolink(struct span s)
{
	size_t len = 1;

	while (len < s.len && ascii_is_alpha(s.p[len]))
		len++;
	return s.len > 0 && s.p[0] == '<' && len > 1 && len < s.len &&
	    s.p[len] == ':';
}

/* How long the tag of HTML at the front of `s` is, or 0. */
static size_t
html_tag_length(struct span s)
{
	size_t len = span_find(s, '>');

	if (s.len < 2 || s.p[0] != '<' || len == s.len || is_autolink(s) ||
	    (!ascii_is_alpha(s.p[1]) && s.p[1] != '/'))
		return 0;
	return len + 1;
}

static bool
has_html(struct span words)
{
	for (size_t i = 0; i < words.len; i++) {
		if (html_tag_length(span_skip(words, i)) > 0)
			return true;
	}
	return false;
}

void
template_caption(struct template_writer *w, struct span words)
{
	if (w->is_html && !has_html(words)) {
		template_words(w, words);
		return;
	}
	for (size_t i = 0; i < words.len; i++) {
		if (!is_escaped_quote(words, i))
			buf_char(w->out, on_one_line(words.p[i]));
	}
}

static bool
has_link(struct span words)
{
	return span_search(words, SPAN("](")) < words.len ||
	    span_search(words, SPAN("][")) < words.len ||
	    span_search(words, SPAN("://")) < words.len ||
	    span_search(words, SPAN("<a ")) < words.len;
}

void
template_words_after(
    struct template_writer *w, struct span words, struct span label)
{
	if (words.len == 0 || (span_eq(words, label) && !has_link(words)))
		return;
	buf_char(w->out, ' ');
	template_caption(w, words);
}

static bool
is_within_word(struct span words, size_t i)
{
	return i > 0 && i + 1 < words.len &&
	    (ascii_is_alpha(words.p[i - 1]) ||
		ascii_is_digit(words.p[i - 1])) &&
	    (ascii_is_alpha(words.p[i + 1]) || ascii_is_digit(words.p[i + 1]));
}

static bool
is_next_to_space(struct span words, size_t i)
{
	bool is_after = i == 0 || ascii_is_space(words.p[i - 1]);
	bool is_before = i + 1 == words.len || ascii_is_space(words.p[i + 1]);

	return is_after && is_before;
}

/* "](address)" or "][reference]" */
static size_t
target_length(struct span s)
{
	char close = span_starts(s, SPAN("](")) ? ')' : ']';
	size_t end = span_find(span_skip(s, 1), close) + 1;

	if (!span_starts(s, SPAN("](")) && !span_starts(s, SPAN("][")))
		return 0;
	return end < s.len ? end + 1 : 0;
}

/* The '>' at `i` ends "<https://..." */
static bool
ends_autolink(struct span words, size_t i)
{
	size_t from = i;

	while (
	    from > 0 && words.p[from] != '<' && !ascii_is_space(words.p[from]))
		from--;
	return is_autolink(span_skip(words, from));
}

/* Bytes of markup at `i` that a reader does not see. */
static size_t
markup_length(struct span words, size_t i)
{
	struct span rest = span_skip(words, i);

	switch (words.p[i]) {
	case '<':
		return is_autolink(rest) ? 1 : html_tag_length(rest);
	case '>':
		return ends_autolink(words, i) ? 1 : 0;
	case '!':
		return span_starts(rest, SPAN("![")) ? 2 : 0;
	case '[':
		return span_search(rest, SPAN("](")) < rest.len ||
			span_search(rest, SPAN("][")) < rest.len
		    ? 1
		    : 0;
	case ']':
		return target_length(rest);
	case '_':
		return is_within_word(words, i) || is_next_to_space(words, i)
		    ? 0
		    : 1;
	case '*':
		return is_next_to_space(words, i) ? 0 : 1;
	case '`':
		return 1;
	default:
		return 0;
	}
}

static bool
is_escape(struct span s, size_t i)
{
	return s.p[i] == '\\' && i + 1 < s.len &&
	    memchr("[]*_`<>\"'\\!()", s.p[i + 1], 13) != NULL;
}

void
template_plain(struct template_writer *w, struct span words)
{
	size_t i = 0;

	while (i < words.len) {
		size_t len = markup_length(words, i);

		if (len > 0) {
			i += len;
			continue;
		}
		i += is_escape(words, i) ? 1 : 0;
		template_words(w, span_first(span_skip(words, i), 1));
		i++;
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

static void
add_image(struct template_writer *w, struct span source, struct span alt,
    void (*add_words)(struct template_writer *w, struct span words))
{
	if (w->is_html) {
		buf_str(w->out, "<img src=\"");
		add_html_target(w->out, source);
		buf_str(w->out, "\" alt=\"");
		add_words(w, alt);
		buf_str(w->out, "\">");
	} else {
		buf_str(w->out, "![");
		add_words(w, alt);
		buf_char(w->out, ']');
		add_markdown_target(w->out, source);
	}
}

static void
add_linked_image(struct template_writer *w, struct span source,
    struct span words, struct span target,
    void (*add_words)(struct template_writer *w, struct span words))
{
	if (target.len > 0)
		open_link(w, target);
	add_image(w, source, words, add_words);
	if (target.len > 0)
		close_link(w, target);
}

void
template_image(struct template_writer *w, struct span source, struct span alt,
    struct span target)
{
	add_linked_image(w, source, alt, target, template_words);
}

void
template_image_caption(struct template_writer *w, struct span source,
    struct span caption, struct span target)
{
	add_linked_image(w, source, caption, target, template_plain);
}

void
template_link(struct template_writer *w, struct span target, struct span words)
{
	open_link(w, target);
	template_words(w, words.len > 0 ? words : target);
	close_link(w, target);
}

void
template_link_around(
    struct template_writer *w, struct span target, struct span words)
{
	open_link(w, target);
	for (size_t i = 0; i < words.len; i++)
		buf_char(w->out, on_one_line(words.p[i]));
	close_link(w, target);
}
