/* SPDX-License-Identifier: ISC */
/*
 * One pass over the body.  Code is copied as it is; raw parts too.  A tag that
 * spans lines leaves line ends owing, which the next empty line pays.
 */
#include "template.h"

#include "messages_content.h"
#include "template_code.h"
#include "template_codeblock.h"
#include "template_html.h"
#include "template_mark.h"
#include "template_tags.h"
#include "template_unescape.h"
#include "template_wordpress.h"

#define CLOSING_MAX 64	  /* bytes: "{%- endhighlight -%}" */
#define LOOK_BACK 400	  /* bytes: for the beginning of a tag or target */
#define NOTHING "<!---->" /* keeps a line of HTML from being empty */

struct expansion {
	struct template_writer w;
	struct template_html html;
	struct wordpress wp;
	struct losses *losses;
	const char *file;
	unsigned line;
	size_t owed; /* line ends */
	struct template_code code;
	bool in_comment;
	bool has_wordpress;
	bool has_html_code;
	struct template_ends ends; /* of the body */
};

static size_t
count_lines(struct span s)
{
	size_t lines = 0;

	for (size_t at = span_find(s, '\n'); at < s.len;
	     at = span_find(s, '\n')) {
		lines++;
		s = span_skip(s, at + 1);
	}
	return lines;
}

static void
report(struct expansion *e, const char *what, struct span tag)
{
	size_t len = span_find(tag, '\n');

	len = len < 60 ? len : 60;
	/* Not in the middle of a character. */
	while (len > 0 && len < tag.len &&
	    ((unsigned char)tag.p[len] & 0xc0U) == 0x80)
		len--;
	losses_add(e->losses, LOSS_DROPPED, e->file, e->line, "%s %.*s", what,
	    (int)len, tag.p);
}

/* True within an HTML tag or the target of a link. */
static bool
is_in_address(const struct expansion *e)
{
	struct span s = template_line(&e->w);
	bool has_space = false;

	if (s.len > LOOK_BACK)
		s = span_skip(s, s.len - LOOK_BACK);
	for (size_t i = s.len; i > 0; i--) {
		char c = s.p[i - 1];

		if (c == '>' || (c == ')' && !has_space))
			return false;
		if (c == ' ')
			has_space = true;
		if (c == '(' && i > 1 && s.p[i - 2] == ']' && !has_space)
			return true;
		if (c == '<' && i < s.len &&
		    (ascii_is_alpha(s.p[i]) || s.p[i] == '/'))
			return true;
	}
	return false;
}

static bool
is_in_html(const struct expansion *e)
{
	return template_html_covers(
	    &e->html, span_first(template_line(&e->w), LOOK_BACK));
}

static bool
is_word_byte(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c) ||
	    (unsigned char)c >= 0x80;
}

/* What stood before and after a tag that is gone must not become one word. */
static void
separate(struct expansion *e, struct span after)
{
	struct span before = template_line(&e->w);
	char last = before.len > 0 ? before.p[before.len - 1] : ' ';
	char next = after.len > 0 ? after.p[0] : ' ';

	if (!is_word_byte(last) && memchr(".,;:!?)]>", last, 9) == NULL)
		return;
	if (!is_word_byte(next) && next != '[' &&
	    (next != '<' || span_starts(after, SPAN("</"))))
		return;
	if (!is_in_address(e))
		buf_char(e->w.out, ' ');
}

/* Tags that change how what follows is read. */
static bool
mode_tag(struct expansion *e, struct template_tag *tag, struct span after)
{
	if (tag->is_closing)
		return false;
	if (template_codeblock_begin(&e->code, &e->w, tag, after))
		return true;
	if (span_eq(tag->name, SPAN("raw"))) {
		e->code.kind = CODE_RAW;
	} else if (span_eq(tag->name, SPAN("comment"))) {
		e->in_comment = true;
	} else {
		return false;
	}
	return true;
}

/* Within code or a comment only the tag that ends it counts. */
static bool
closing_tag(
    struct expansion *e, const struct template_tag *tag, struct span after)
{
	if (e->in_comment) {
		e->in_comment = !span_eq(tag->name, SPAN("endcomment"));
		return !e->in_comment;
	}
	if (tag->args > 0)
		return false;
	if (e->code.kind == CODE_RAW && span_eq(tag->name, SPAN("endraw"))) {
		e->code.kind = CODE_NONE;
		return true;
	}
	if (e->code.kind == CODE_HIGHLIGHT &&
	    template_codeblock_is_end(&e->code, tag)) {
		template_code_end(&e->code, &e->w, after);
		return true;
	}
	return e->code.kind != CODE_RAW && template_mark_is_raw(tag);
}

/* Text as it is; within <pre> as HTML writes it. */
static void
copy(struct expansion *e, struct span s)
{
	if (!e->code.in_pre) {
		buf_span_add(e->w.out, s);
		return;
	}
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '<')
			buf_str(e->w.out, "&lt;");
		else if (s.p[i] == '&')
			buf_str(e->w.out, "&amp;");
		else
			buf_char(e->w.out, s.p[i]);
	}
}

static void
expand_value(
    struct expansion *e, struct span whole, struct span text, struct span after)
{
	switch (template_value_expand(&e->w, text, !is_in_address(e))) {
	case VALUE_KNOWN:
		break;
	case VALUE_PARTLY:
		report(e, MSG_TEMPLATE_FILTER, whole);
		break;
	case VALUE_UNKNOWN:
		if (template_mark_is_formula(
			buf_span(e->w.out), whole, after)) {
			copy(e, whole);
			break;
		}
		report(e, MSG_TEMPLATE_UNKNOWN, whole);
		separate(e, after);
		break;
	}
}

/* A link that the tag became must not join the word after it. */
static bool
ends_in_link(const struct expansion *e)
{
	struct span line = template_line(&e->w);

	return span_ends(line, SPAN(">)")) || span_ends(line, SPAN("/a>"));
}

/* Returns how much of `after` belongs to what the tag became. */
static size_t
expand_tag(struct expansion *e, struct span whole, struct template_tag *tag,
    struct span after)
{
	size_t inner;

	if (mode_tag(e, tag, after))
		return 0;
	inner = template_mark_inner(tag, after);
	if (template_tag_expand(&e->w, tag)) {
		if (template_tag_has_rest(tag))
			report(e, MSG_TEMPLATE_WORDS, whole);
		if (tag->is_inner_used)
			return inner;
		if (tag->is_only_words || ends_in_link(e))
			separate(e, after);
		return 0;
	}
	if (!template_tag_is_end(tag))
		report(e, MSG_TEMPLATE_UNKNOWN, whole);
	separate(e, after);
	return 0;
}

/* Tags and shortcodes are behind us, with their line ends. */
static size_t
pass(struct expansion *e, struct span whole, bool has_line_ends)
{
	size_t lines = count_lines(whole);

	e->line += (unsigned)lines;
	if (!has_line_ends)
		e->owed += lines;
	return whole.len;
}

/* In code a tag that ends nothing is no tag, and may hold one that does. */
static size_t
take_closing_tag(struct expansion *e, struct span s)
{
	struct template_tag tag;
	struct template_mark mark =
	    template_mark_read(span_first(s, CLOSING_MAX));

	if (mark.len == 0)
		return 0;
	template_tag_parse(mark.text, &tag);
	return closing_tag(e, &tag, span_skip(s, mark.len))
	    ? pass(e, span_first(s, mark.len), false)
	    : 0;
}

static size_t
take_tag(struct expansion *e, struct span s)
{
	struct template_tag tag;
	struct template_mark mark = template_mark_read(s);
	struct span whole = span_first(s, mark.len);
	struct span after = span_skip(s, mark.len);
	size_t inner = 0;

	if (mark.len == 0)
		return 0;
	e->w.is_html = is_in_html(e);
	if (mark.is_value) {
		expand_value(e, whole, mark.text, after);
	} else if (span_starts(mark.text, SPAN("/*"))) {
		copy(e, whole); /* commented out: there to be read */
		return pass(e, whole, true);
	} else {
		template_tag_parse(mark.text, &tag);
		inner = expand_tag(e, whole, &tag, after);
	}
	return pass(e, span_first(s, mark.len + inner), false);
}

/* On an indented line, or within <pre> and the like. */
static bool
may_be_code(const struct expansion *e, struct span line)
{
	return span_starts(line, SPAN("    ")) ||
	    span_starts(line, SPAN("\t")) || e->html.end == HTML_TO_TAG;
}

/* Hugo's tag that is only to be shown, in code or among words. */
static size_t
take_shown(struct expansion *e, struct span s)
{
	struct span head, text, tail, line;
	size_t len = template_mark_shown(s, &head, &text, &tail);

	if (len == 0)
		return 0;
	line = template_line(&e->w);
	e->w.is_html = is_in_html(e);
	if (e->code.kind != CODE_NONE ||
	    (!e->w.is_html && may_be_code(e, line))) {
		copy(e, head);
		copy(e, text);
		copy(e, tail);
		return len;
	}
	template_words(&e->w, head);
	template_words(&e->w, text);
	template_words(&e->w, tail);
	return len;
}

/* A tag only shown, or a comment of Nunjucks. */
static size_t
take_aside(struct expansion *e, struct span s)
{
	struct span line = template_line(&e->w);
	size_t len;

	if (e->in_comment || e->code.kind == CODE_RAW)
		return 0;
	len = take_shown(e, s);
	if (len > 0 || e->code.kind != CODE_NONE || span_ends(line, SPAN("$")))
		return len;
	len = template_mark_comment(s);
	if (template_mark_has_gap(span_first(s, len)))
		report(e, MSG_TEMPLATE_UNKNOWN, span_first(s, len));
	return pass(e, span_first(s, len), false);
}

/* [code] ... [/code]: a code span on one line among other words. */
static size_t
take_code(struct expansion *e, struct span s, size_t len)
{
	struct span rest = span_skip(s, len);
	struct span line = span_first(rest, template_ends_line(&e->ends, rest));
	size_t end = span_search(line, e->wp.code_end);

	if (end < line.len) {
		template_code_words(&e->w, span_first(line, end));
		return len + end + e->wp.code_end.len;
	}
	template_code_begin(&e->code, &e->w, e->wp.language, rest);
	e->code.kind = CODE_SHORTCODE;
	e->code.end = e->wp.code_end;
	return pass(e, span_first(s, len), false);
}

/* A shortcode of WordPress at the front of `s`. */
static size_t
take_shortcode(struct expansion *e, struct span s)
{
	struct span before = template_line(&e->w);
	size_t len = 0;
	enum wordpress_result result;

	/* "[[gallery]]" shows "[gallery]". */
	if (e->code.kind != CODE_NONE || e->in_comment ||
	    (before.len > 0 && memchr("[\\!", before.p[before.len - 1], 3)))
		return 0;
	e->w.is_html = is_in_html(e);
	e->wp.is_strict = may_be_code(e, before);
	result = wordpress_take(&e->wp, &e->w, s, &len);
	if (result == WORDPRESS_NONE)
		return 0;
	if (result == WORDPRESS_CODE)
		return take_code(e, s, len);
	if (result == WORDPRESS_DROPPED)
		report(e, MSG_TEMPLATE_SHORTCODE, span_first(s, len));
	if (result == WORDPRESS_PARTLY)
		report(e, MSG_TEMPLATE_CODE_WORDS, span_first(s, len));
	if (!e->wp.is_inline)
		separate(e, span_skip(s, len));
	return pass(e, span_first(s, len), false);
}

/* The end of a shortcode's code at the front of `s`. */
static size_t
take_code_end(struct expansion *e, struct span s)
{
	size_t len = e->code.end.len;

	if (!span_starts(s, e->code.end))
		return 0;
	template_code_end(&e->code, &e->w, span_skip(s, len));
	return len;
}

/* Within a block of code, of the source's or of ours. */
static bool
is_fenced(const struct expansion *e)
{
	return !e->code.in_pre &&
	    (e->code.kind == CODE_FENCE || e->code.kind == CODE_INDENT ||
		e->code.kind == CODE_HIGHLIGHT ||
		e->code.kind == CODE_SHORTCODE);
}

/* Line ends; an empty line pays what tags owe.  In HTML a line must not
 * become empty, which would end the block. */
static void
end_line(struct expansion *e, struct span source)
{
	bool was_empty = template_html_is_blank(source);
	bool is_gone = template_html_is_blank(template_line(&e->w)) &&
	    (!was_empty || e->in_comment || e->code.in_pre);

	/* A line of code that held nothing but the marks of raw. */
	if (is_gone && is_fenced(e)) {
		buf_truncate(e->w.out, e->w.line_start);
		e->line++;
		e->owed++;
		return;
	}
	if (is_gone && e->html.end == HTML_TO_BLANK)
		buf_str(e->w.out, NOTHING);
	if (!is_fenced(e))
		template_html_line(&e->html, template_line(&e->w));
	buf_char(e->w.out, '\n');
	e->line++;
	if (was_empty && e->code.kind == CODE_NONE && !e->in_comment) {
		buf_repeat(e->w.out, '\n', e->owed);
		e->owed = 0;
	}
	e->w.line_start = e->w.out->len;
}

/* In code and comments nothing but {% endraw %} and the like counts. */
static bool
is_tag_start(const struct expansion *e, struct span s)
{
	if (s.len <= 3 || s.p[0] != '{')
		return false;
	if (s.p[1] == '%')
		return true;
	if (s.p[1] != '{')
		return false;
	if (e->code.kind == CODE_HIGHLIGHT && !e->in_comment)
		return s.p[2] == '<' || s.p[2] == '%';
	return e->code.kind == CODE_NONE && !e->in_comment;
}

/* Bytes that begin neither a tag, nor code, nor a line. */
static size_t
plain_length(const struct expansion *e, struct span s)
{
	size_t len = 1;

	while (len < s.len && s.p[len] != '{' && s.p[len] != '`' &&
	    s.p[len] != '\n' && s.p[len] != '[' &&
	    (s.p[len] != '<' || !e->has_html_code))
		len++;
	return len;
}

/* Code among words, or in HTML; it may be of several lines. */
static size_t
take_code_span(struct expansion *e, struct span s)
{
	bool is_html = s.p[0] == '<';
	size_t len = 0;
	struct span code;

	if (e->code.kind != CODE_NONE || e->in_comment ||
	    span_ends(template_line(&e->w), SPAN("\\")))
		return 0;
	if (!is_html)
		len = template_code_span(s, &e->ends);
	else if (e->has_html_code)
		len = template_code_html(s, &e->ends);
	code = span_first(s, len);
	e->w.is_html = is_html;
	while (code.len > 0) {
		size_t end = span_find(code, '\n');
		struct span line = span_first(code, end);

		template_mark_code_span(&e->w, line);
		if (end < code.len) {
			e->code.kind = CODE_HTML;
			end_line(e, line);
			e->code.kind = CODE_NONE;
		}
		code = span_skip(code, end + 1);
	}
	return len;
}

/* What stands at the front of `s`; returns how much that is. */
static size_t
expand_next(struct expansion *e, struct span s)
{
	size_t len = 0;

	if (s.p[0] == '{')
		len = take_aside(e, s);
	if (len > 0)
		return len;
	if (is_tag_start(e, s))
		len = e->in_comment || e->code.kind != CODE_NONE
		    ? take_closing_tag(e, s)
		    : take_tag(e, s);
	else if (s.p[0] == '[' && e->code.kind == CODE_SHORTCODE)
		len = take_code_end(e, s);
	else if (s.p[0] == '[' && e->has_wordpress)
		len = take_shortcode(e, s);
	if (len > 0)
		return len;
	if (s.p[0] == '`' || s.p[0] == '<')
		len = take_code_span(e, s);
	if (len > 0)
		return len;
	len = plain_length(e, s);
	if (!e->in_comment)
		copy(e, span_first(s, len));
	return len;
}

/* One line, with the rest of the body after it; returns how much is taken. */
static size_t
expand_line(struct expansion *e, struct span body)
{
	size_t i = 0;

	while (i < body.len && body.p[i] != '\n')
		i += expand_next(e, span_skip(body, i));
	if (i < body.len) {
		end_line(e, span_first(body, i));
		i++;
	}
	return i;
}

static bool
has_tags(struct span body)
{
	for (;;) {
		size_t at = span_find(body, '{');

		if (at + 1 >= body.len)
			return false;
		body = span_skip(body, at + 1);
		if (body.p[0] == '%' || body.p[0] == '{' || body.p[0] == '#')
			return true;
	}
}

bool
template_expand(struct buf *out, struct span body,
    const struct markdown_source *source, struct markdown_shift *shift,
    struct losses *losses)
{
	struct expansion e = { .w.out = out,
		.w.line_start = out->len,
		.w.shift = shift,
		.w.lines = 1,
		.w.counted = out->len,
		.losses = losses,
		.file = source->file,
		.line = source->first_line,
		.code.lines.may_begin = true };
	BUF_LOCAL(unescaped, body.len + 1);

	if (template_unescape(&unescaped, body))
		body = buf_span(&unescaped);
	e.has_wordpress = wordpress_look(&e.wp, body);
	if (!e.has_wordpress && !has_tags(body))
		return false;
	template_ends_init(&e.ends);
	e.has_html_code = span_search(body, SPAN("<pre")) < body.len ||
	    span_search(body, SPAN("<code")) < body.len;
	while (body.len > 0) {
		struct span line = span_first(body, span_find(body, '\n'));

		if (!e.in_comment && e.html.end != HTML_TO_TAG)
			template_code_watch(&e.code, line, e.html.open > 0);
		body = span_skip(body, expand_line(&e, body));
	}
	return true;
}
