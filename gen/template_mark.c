/* SPDX-License-Identifier: ISC */
/*
 * Tags and comments are bounded, so that a mark without its end costs little
 * and takes nothing with it.
 */
#include "template_mark.h"

#include "markdown_code.h"
#include "template_html.h"

#define TAG_MAX 1024	 /* bytes */
#define COMMENT_MAX 4096 /* bytes */
#define COMMAND_MAX 32	 /* bytes: "\\frac" and the like */
#define FORMULA_MAX 1024 /* bytes: to look at on both sides */
#define INNER_MAX 1024	 /* bytes: the words of a link and the end */

/* Take the marks off: "{%- name -%}" -> "name". */
static struct span
inner_text(struct span tag, size_t open, size_t close)
{
	struct span s = span_skip(tag, open);

	s.len -= close < s.len ? close : s.len;
	if (s.len > 0 && s.p[0] == '-')
		s = span_skip(s, 1);
	if (s.len > 0 && (s.p[s.len - 1] == '-' || s.p[s.len - 1] == '/'))
		s.len--;
	return span_trim(s);
}

/* An empty line, or a fence around code. */
static bool
is_boundary(struct span line)
{
	line = span_trim(span_skip(line, template_html_front(line)));
	return line.len == 0 || markdown_fence_run(line) > 0;
}

/* Words that happen to hold marks: what they would take belongs to several
 * tags or blocks.  `text` follows the mark `open`; a quote may hold another. */
static bool
is_torn(struct span text, struct span open)
{
	struct span line;
	size_t at = 0;

	for (;;) {
		at += span_search(span_skip(text, at), open);
		if (at >= text.len)
			break;
		if (at > 0 && memchr("\"'`", text.p[at - 1], 3) == NULL)
			return true;
		at++;
	}
	if (!span_has(text, '\n'))
		return false;
	text = span_skip(text, span_find(text, '\n') + 1);
	/* The tag's end is on the last line. */
	while (span_has(text, '\n') && span_line(&text, &line)) {
		if (is_boundary(line))
			return true;
	}
	return text.len > 0 && is_boundary(text);
}

struct template_mark
template_mark_read(struct span s)
{
	struct template_mark mark = { .text = SPAN("") };
	struct span close;
	size_t open = 3;
	size_t at;

	if (span_starts(s, SPAN("{%"))) {
		open = 2;
		close = SPAN("%}");
	} else if (span_starts(s, SPAN("{{<"))) {
		close = SPAN(">}}");
	} else if (span_starts(s, SPAN("{{%"))) {
		close = SPAN("%}}");
	} else {
		open = 2;
		mark.is_value = true;
		close = SPAN("}}");
	}
	at = span_search(span_first(s, TAG_MAX), close);
	if (at + close.len > s.len || at >= TAG_MAX ||
	    is_torn(span_skip(span_first(s, at), open), span_first(s, open)))
		return mark;
	mark.len = at + close.len;
	mark.text = inner_text(span_first(s, mark.len), open, open);
	return mark;
}

/* "{#id}", "{#id .class key="value"}" */
static bool
is_kramdown(struct span s)
{
	size_t end;

	s = span_first(s, TAG_MAX);
	if (s.len < 3 || ascii_is_space(s.p[2]) || s.p[2] == '-')
		return false;
	end = span_find(s, '}');
	return end < s.len && s.p[end - 1] != '#' &&
	    !span_has(span_first(s, end), '\n') &&
	    !span_has(span_first(span_skip(s, 1), end), '{');
}

size_t
template_mark_comment(struct span s)
{
	size_t at;

	if (!span_starts(s, SPAN("{#")) || is_kramdown(s))
		return 0;
	s = span_first(s, COMMENT_MAX);
	/* What looks like another within it shows that it has no end. */
	at = span_search(span_skip(s, 2), SPAN("{#"));
	s = span_first(s, at + 2);
	at = span_search(span_skip(s, 2), SPAN("#}")) + 2;
	if (at >= s.len)
		return 0;
	/* Over several lines only with a space: "{#" may be code. */
	if (span_has(span_first(s, at), '\n') && !ascii_is_space(s.p[2]) &&
	    s.p[2] != '-')
		return 0;
	return at + 2;
}

bool
template_mark_has_gap(struct span mark)
{
	struct span line;

	while (span_line(&mark, &line)) {
		if (template_html_is_blank(line))
			return true;
	}
	return false;
}

bool
template_mark_is_near(struct span after, struct span end)
{
	size_t at = span_search(after, end);

	return at < after.len &&
	    !template_mark_has_gap(span_trim(span_first(after, at)));
}

size_t
template_mark_shown(
    struct span s, struct span *head, struct span *text, struct span *tail)
{
	bool is_percent = span_starts(s, SPAN("{{%/*"));
	struct span close = is_percent ? SPAN("*/%}}") : SPAN("*/>}}");
	size_t at;

	if (!is_percent && !span_starts(s, SPAN("{{</*")))
		return 0;
	s = span_first(s, TAG_MAX);
	at = span_search(s, close);
	if (at >= s.len || span_has(span_first(s, at), '\n'))
		return 0;
	*head = span_first(s, 3);
	*text = span_skip(span_first(s, at), 5);
	*tail = span_skip(close, 2);
	return at + close.len;
}

/* "\\frac" */
static bool
ends_in_command(struct span s)
{
	size_t len = s.len;

	while (len > 0 && s.len - len < COMMAND_MAX &&
	    ascii_is_alpha(s.p[len - 1]))
		len--;
	return len < s.len && len > 0 && s.p[len - 1] == '\\';
}

/* "$$" stands before, once more than in pairs, and after, in the paragraph. */
static bool
is_in_dollars(struct span before, struct span after)
{
	struct span empty = SPAN("\n\n");
	bool is_in = false;
	size_t at;

	before = span_skip(
	    before, before.len > FORMULA_MAX ? before.len - FORMULA_MAX : 0);
	while ((at = span_search(before, empty)) < before.len)
		before = span_skip(before, at + empty.len);
	while ((at = span_search(before, SPAN("$$"))) < before.len) {
		before = span_skip(before, at + 2);
		is_in = !is_in;
	}
	if (!is_in)
		return false;
	after = span_first(after, FORMULA_MAX);
	return span_search(after, SPAN("$$")) < span_search(after, empty);
}

bool
template_mark_is_formula(
    struct span before, struct span whole, struct span after)
{
	struct span text = span_skip(whole, 2);
	char last = before.len > 0 ? before.p[before.len - 1] : ' ';

	if (text.len == 0)
		return false;
	if (text.p[0] == '-')
		text = span_skip(text, 1);
	if (text.len > 0 &&
	    (ascii_is_digit(text.p[0]) || text.p[0] == '+' || text.p[0] == '{'))
		return true;
	return last == '^' || last == '_' || last == '}' ||
	    ends_in_command(before) || is_in_dollars(before, after);
}

bool
template_mark_is_raw(const struct template_tag *tag)
{
	return span_eq(tag->name, SPAN("raw")) ||
	    span_eq(tag->name, SPAN("endraw"));
}

/* What stands at a '{' in a code span. */
static size_t
code_span_mark(struct template_writer *w, struct span s)
{
	struct span head, text, tail;
	struct template_tag tag;
	size_t len = template_mark_shown(s, &head, &text, &tail);

	if (w->is_html && span_starts(s, SPAN("{{<"))) {
		buf_str(w->out, "{{&lt;");
		head = SPAN("");
		if (len == 0)
			return 3;
	}
	if (len > 0) {
		buf_span_add(w->out, head);
		buf_span_add(w->out, text);
		buf_span_add(w->out, tail);
		return len;
	}
	if (span_starts(s, SPAN("{%"))) {
		struct template_mark mark = template_mark_read(s);

		template_tag_parse(mark.text, &tag);
		if (mark.len > 0 && template_mark_is_raw(&tag))
			return mark.len;
	}
	buf_span_add(w->out, span_first(s, 1));
	return 1;
}

void
template_mark_code_span(struct template_writer *w, struct span code)
{
	while (code.len > 0) {
		size_t at = span_find(code, '{');

		buf_span_add(w->out, span_first(code, at));
		code = span_skip(code, at);
		if (code.len > 0)
			code = span_skip(code, code_span_mark(w, code));
	}
}

bool
template_mark_can_link(struct span words)
{
	size_t at = span_search(words, SPAN("\n\n"));

	if (words.len == 0 || at < words.len ||
	    span_search(words, SPAN("<a ")) < words.len ||
	    span_search(words, SPAN("://")) < words.len)
		return false;
	/* A picture is the one thing with brackets. */
	if (span_starts(words, SPAN("!["))) {
		at = span_search(words, SPAN("]("));
		return at < words.len &&
		    span_find(span_skip(words, at), ')') + at == words.len - 1;
	}
	return !span_has(words, '[') && !span_has(words, ']');
}

static bool
is_end_of(const struct template_tag *end, struct span name)
{
	if (end->is_closing)
		return span_eq(end->name, name);
	return span_starts(end->name, SPAN("end")) &&
	    span_eq(span_skip(end->name, strlen("end")), name);
}

size_t
template_mark_inner(struct template_tag *tag, struct span after)
{
	struct span head = span_first(after, INNER_MAX);
	struct template_mark mark;
	struct template_tag end;
	struct span words;
	size_t at = 0;

	if (tag->is_closing)
		return 0;
	do {
		at += span_find(span_skip(head, at), '{') + 1;
	} while (at < head.len && head.p[at] != '%' && head.p[at] != '{');
	if (at >= head.len)
		return 0;
	words = span_trim(span_first(head, at - 1));
	mark = template_mark_read(span_skip(after, at - 1));
	if (mark.len == 0 || mark.is_value || !template_mark_can_link(words))
		return 0;
	template_tag_parse(mark.text, &end);
	if (!is_end_of(&end, tag->name))
		return 0;
	tag->inner = words;
	return at - 1 + mark.len;
}
