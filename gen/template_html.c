/* SPDX-License-Identifier: ISC */
/*
 * The seven kinds of HTML blocks are told by the front of their first line.
 * The seventh (any tag alone on its line) may be taken for a block where it
 * goes on a paragraph: HTML is read in both.
 */
#include "template_html.h"

#include "html_tags.h"

#define NAME_MAX_LEN 10 /* "blockquote", "figcaption" */

struct front {
	size_t quotes, indent;
	bool has_item;
};

/* "- ", "* ", "+ ", "12. " */
static size_t
item_mark(struct span s)
{
	size_t len = 0;

	while (len < s.len && len < 9 && ascii_is_digit(s.p[len]))
		len++;
	if (len > 0 ? len < s.len && (s.p[len] == '.' || s.p[len] == ')')
		    : s.len > 0 && memchr("-*+", s.p[0], 3) != NULL)
		len++;
	else
		return 0;
	return len < s.len && (s.p[len] == ' ' || s.p[len] == '\t') ? len : 0;
}

/* Take the marks of containers off. */
static struct span
without_front(struct span line, struct front *front)
{
	struct span s = line;
	size_t mark;

	*front = (struct front){ 0 };
	while (s.len > 0) {
		if (s.p[0] == '>') {
			front->quotes++;
			s = span_skip(s, 1);
		} else if (s.p[0] == ' ' || s.p[0] == '\t') {
			s = span_skip(s, 1);
		} else if ((mark = item_mark(s)) > 0) {
			front->has_item = true;
			s = span_skip(s, mark);
		} else {
			break;
		}
	}
	front->indent = line.len - s.len;
	return s;
}

static struct span
tag_name(struct span s)
{
	size_t len = 0;

	while (len < s.len &&
	    (ascii_is_alpha(s.p[len]) || ascii_is_digit(s.p[len]) ||
		s.p[len] == '-'))
		len++;
	return span_first(s, len);
}

/* What ends the kinds 2 to 5: comments, instructions, declarations. */
static struct span
ending_mark(struct span s)
{
	if (span_starts(s, SPAN("<!--")))
		return SPAN("-->");
	if (span_starts(s, SPAN("<?")))
		return SPAN("?>");
	if (span_starts(s, SPAN("<![CDATA[")))
		return SPAN("]]>");
	if (span_starts(s, SPAN("<!")) && s.len > 2 && ascii_is_alpha(s.p[2]))
		return SPAN(">");
	return SPAN("");
}

/* Kind 1 to 6 by the front of the line. */
static enum template_html_end
kind_by_name(struct span s)
{
	bool is_closing = span_starts(s, SPAN("</"));
	struct span name = tag_name(span_skip(s, is_closing ? 2 : 1));
	struct span rest = span_skip(s, (is_closing ? 2 : 1) + name.len);

	if (name.len == 0 || name.len > NAME_MAX_LEN)
		return HTML_IS_OVER;
	if (rest.len > 0 && !ascii_is_space(rest.p[0]) && rest.p[0] != '>' &&
	    rest.p[0] != '/')
		return HTML_IS_OVER;
	if (!is_closing && html_tag_is_verbatim(name))
		return HTML_TO_TAG;
	return html_tag_begins_block(name) ? HTML_TO_BLANK : HTML_IS_OVER;
}

/* Kind 7: nothing on the line but one whole tag. */
static bool
is_lone_tag(struct span s)
{
	struct span name;
	char quote = 0;

	s = span_trim(s);
	name = tag_name(span_skip(s, span_starts(s, SPAN("</")) ? 2 : 1));
	if (s.len < 3 || name.len == 0 || !ascii_is_alpha(name.p[0]) ||
	    s.p[s.len - 1] != '>')
		return false;
	s = span_skip(s, (size_t)(name.p - s.p) + name.len);
	if (!ascii_is_space(s.p[0]) && s.p[0] != '/' && s.p[0] != '>')
		return false;
	for (size_t i = 0; i + 1 < s.len; i++) {
		if (quote != 0)
			quote = s.p[i] == quote ? 0 : quote;
		else if (s.p[i] == '"' || s.p[i] == '\'')
			quote = s.p[i];
		else if (s.p[i] == '>' || s.p[i] == '<')
			return false;
	}
	return true;
}

static bool
has_ending_tag(struct span line)
{
	for (;;) {
		size_t at = span_search(line, SPAN("</"));

		if (at >= line.len)
			return false;
		line = span_skip(line, at + 2);
		if (html_tag_is_verbatim(tag_name(line)))
			return true;
	}
}

static bool
ends_here(const struct template_html *html, struct span line)
{
	switch (html->end) {
	case HTML_TO_TAG:
		return has_ending_tag(line);
	case HTML_TO_MARK:
		return span_search(line, html->mark) < line.len;
	default:
		return line.len == 0;
	}
}

/* Elements that hold blocks, and whose ends are written as a rule. */
static bool
holds_blocks(struct span name)
{
	static const char *const holders[] = { "div", "blockquote", "section",
		"article", "aside", "figure", "details", "center", "table",
		"ul", "ol", "dl" };

	for (size_t i = 0; i < sizeof(holders) / sizeof(holders[0]); i++) {
		if (span_eq_nocase(name, span_str(holders[i])))
			return true;
	}
	return false;
}

static void
count_open(struct template_html *html, struct span line)
{
	for (size_t at = span_find(line, '<'); at < line.len;
	     at = span_find(line, '<')) {
		bool is_shown = at > 0 && line.p[at - 1] == '`';
		bool is_end;

		line = span_skip(line, at + 1);
		is_end = span_starts(line, SPAN("/"));
		if (is_shown ||
		    !holds_blocks(tag_name(span_skip(line, is_end ? 1 : 0))))
			continue;
		if (!is_end)
			html->open++;
		else if (html->open > 0)
			html->open--;
	}
}

static void
begin(struct template_html *html, struct span s, const struct front *front)
{
	html->end = HTML_IS_OVER;
	if (s.len < 2 || s.p[0] != '<')
		return;
	html->mark = ending_mark(s);
	if (html->mark.len > 0)
		html->end = HTML_TO_MARK;
	else
		html->end = kind_by_name(s);
	if (html->end == HTML_IS_OVER && is_lone_tag(s))
		html->end = HTML_TO_BLANK;
	html->quotes = front->quotes;
	html->indent = front->has_item ? front->indent : 0;
}

void
template_html_line(struct template_html *html, struct span line)
{
	struct front front;
	struct span s;

	if (html->end == HTML_IS_OVER && memchr(line.p, '<', line.len) == NULL)
		return;
	count_open(html, line);
	s = without_front(line, &front);
	/* A container ends, and the block with it. */
	if (html->end != HTML_IS_OVER &&
	    (front.quotes < html->quotes ||
		(s.len > 0 && front.indent < html->indent)))
		html->end = HTML_IS_OVER;
	if (html->end == HTML_IS_OVER)
		begin(html, s, &front);
	if (html->end != HTML_IS_OVER && ends_here(html, s))
		html->end = HTML_IS_OVER;
}

bool
template_html_covers(const struct template_html *html, struct span beginning)
{
	struct front front;
	struct span s;

	if (html->end != HTML_IS_OVER)
		return true;
	if (beginning.len == 0 ||
	    memchr(beginning.p, '<', beginning.len) == NULL)
		return false;
	s = without_front(beginning, &front);
	return s.len > 1 && s.p[0] == '<' && kind_by_name(s) != HTML_IS_OVER;
}

size_t
template_html_front(struct span line)
{
	struct front front;

	(void)without_front(line, &front);
	return front.indent;
}

bool
template_html_is_blank(struct span line)
{
	while (line.len > 0 && (ascii_is_space(line.p[0]) || line.p[0] == '>'))
		line = span_skip(line, 1);
	return line.len == 0;
}
