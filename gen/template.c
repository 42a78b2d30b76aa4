/* SPDX-License-Identifier: ISC */
/*
 * One pass over the body.  Code is copied as it is; raw parts too.  A tag that
 * spans lines leaves line ends owing, which the next empty line pays.
 */
#include "template.h"

#include "messages_content.h"
#include "template_html.h"
#include "template_tags.h"
#include "template_wordpress.h"

#define TAG_MAX 1024	  /* bytes */
#define CLOSING_MAX 64	  /* bytes: "{%- endhighlight -%}" */
#define LOOK_BACK 400	  /* bytes: for the beginning of a tag or target */
#define NOTHING "<!---->" /* keeps a line of HTML from being empty */

enum code {
	CODE_NONE,
	CODE_FENCE,	/* between ``` or ~~~ */
	CODE_HIGHLIGHT, /* between highlight and endhighlight */
	CODE_RAW	/* between raw and endraw, outside a fence */
};

struct expansion {
	struct template_writer w;
	struct template_html html;
	struct wordpress wp;
	size_t line_start; /* in the output */
	struct losses *losses;
	const char *file;
	unsigned line;
	size_t owed; /* line ends */
	enum code code;
	char fence;
	size_t fence_len;
	bool in_comment;
	bool in_pre; /* CODE_HIGHLIGHT within HTML */
	bool has_wordpress;
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

/* The line of the output as far as it is written. */
static struct span
written_line(const struct expansion *e)
{
	return span_skip(buf_span(e->w.out), e->line_start);
}

/* True within an HTML tag or the target of a link. */
static bool
is_in_address(const struct expansion *e)
{
	struct span s = written_line(e);
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
	    &e->html, span_first(written_line(e), LOOK_BACK));
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
	struct span before = written_line(e);
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

/* A line that opens or closes a fenced code block. */
static void
watch_fence(struct expansion *e, struct span line)
{
	struct span s = line;
	size_t run = 0;

	if (e->in_comment)
		return;
	while (s.len > 0 && (s.p[0] == ' ' || s.p[0] == '>'))
		s = span_skip(s, 1);
	if (s.len < 3 || (s.p[0] != '`' && s.p[0] != '~'))
		return;
	while (run < s.len && s.p[run] == s.p[0])
		run++;
	if (e->code == CODE_NONE && run >= 3) {
		if (s.p[0] == '`' && span_has(span_skip(s, run), '`'))
			return; /* a code span */
		e->code = CODE_FENCE;
		e->fence = s.p[0];
		e->fence_len = run;
	} else if (e->code == CODE_FENCE && s.p[0] == e->fence &&
	    run >= e->fence_len && span_trim(span_skip(s, run)).len == 0) {
		e->code = CODE_NONE;
	}
}

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

static void
start_line(struct expansion *e)
{
	if (e->w.out->len > 0 && e->w.out->data[e->w.out->len - 1] != '\n')
		buf_char(e->w.out, '\n');
}

/* Tags that change how what follows is read. */
static bool
mode_tag(struct expansion *e, const struct template_tag *tag)
{
	if (tag->is_closing)
		return false;
	if (span_eq(tag->name, SPAN("highlight")) && e->w.is_html) {
		buf_str(e->w.out, "<pre>");
		e->code = CODE_HIGHLIGHT;
		e->in_pre = true;
	} else if (span_eq(tag->name, SPAN("highlight"))) {
		start_line(e);
		buf_str(e->w.out, "```");
		if (tag->args > 0)
			buf_span_add(e->w.out, tag->arg[0].value);
		e->code = CODE_HIGHLIGHT;
	} else if (span_eq(tag->name, SPAN("raw"))) {
		e->code = CODE_RAW;
	} else if (span_eq(tag->name, SPAN("comment"))) {
		e->in_comment = true;
	} else {
		return false;
	}
	return true;
}

static bool
is_raw_mark(const struct template_tag *tag)
{
	return span_eq(tag->name, SPAN("raw")) ||
	    span_eq(tag->name, SPAN("endraw"));
}

static void
end_highlight(struct expansion *e)
{
	if (e->in_pre) {
		buf_str(e->w.out, "</pre>");
	} else {
		start_line(e);
		buf_str(e->w.out, "```");
	}
	e->in_pre = false;
	e->code = CODE_NONE;
}

/* Within code or a comment only the tag that ends it counts. */
static bool
closing_tag(struct expansion *e, const struct template_tag *tag)
{
	if (e->in_comment) {
		e->in_comment = !span_eq(tag->name, SPAN("endcomment"));
		return !e->in_comment;
	}
	if (tag->args > 0)
		return false;
	if (e->code == CODE_RAW && span_eq(tag->name, SPAN("endraw"))) {
		e->code = CODE_NONE;
		return true;
	}
	if (e->code == CODE_HIGHLIGHT &&
	    (span_eq(tag->name, SPAN("endhighlight")) ||
		(tag->is_closing && span_eq(tag->name, SPAN("highlight"))))) {
		end_highlight(e);
		return true;
	}
	return e->code != CODE_RAW && is_raw_mark(tag);
}

/* The length of the tag at the front of `s`, or 0. */
static size_t
tag_length(struct span s, bool *is_value, size_t *open)
{
	struct span close;
	size_t at;

	*is_value = false;
	*open = 3;
	if (span_starts(s, SPAN("{%"))) {
		*open = 2;
		close = SPAN("%}");
	} else if (span_starts(s, SPAN("{{<"))) {
		close = SPAN(">}}");
	} else if (span_starts(s, SPAN("{{%"))) {
		close = SPAN("%}}");
	} else {
		*open = 2;
		*is_value = true;
		close = SPAN("}}");
	}
	at = span_search(span_first(s, TAG_MAX), close);
	return at + close.len <= s.len && at < TAG_MAX ? at + close.len : 0;
}

/* Text as it is; within <pre> as HTML writes it. */
static void
copy(struct expansion *e, struct span s)
{
	if (!e->in_pre) {
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
		report(e, MSG_TEMPLATE_UNKNOWN, whole);
		separate(e, after);
		break;
	}
}

static void
expand_tag(struct expansion *e, struct span whole, struct template_tag *tag,
    struct span after)
{
	if (mode_tag(e, tag))
		return;
	if (template_tag_expand(&e->w, tag)) {
		if (template_tag_has_rest(tag))
			report(e, MSG_TEMPLATE_WORDS, whole);
		if (tag->is_only_words)
			separate(e, after);
		return;
	}
	if (!template_tag_is_end(tag))
		report(e, MSG_TEMPLATE_UNKNOWN, whole);
	separate(e, after);
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
	bool is_value;
	size_t open;
	size_t len = tag_length(span_first(s, CLOSING_MAX), &is_value, &open);
	struct span whole = span_first(s, len);

	if (len == 0)
		return 0;
	template_tag_parse(inner_text(whole, open, open), &tag);
	return closing_tag(e, &tag) ? pass(e, whole, false) : 0;
}

static size_t
take_tag(struct expansion *e, struct span s)
{
	struct template_tag tag;
	bool is_value;
	size_t open;
	size_t len = tag_length(s, &is_value, &open);
	struct span whole = span_first(s, len);
	struct span text;

	if (len == 0)
		return 0;
	text = inner_text(whole, open, open);
	e->w.is_html = is_in_html(e);
	if (is_value) {
		expand_value(e, whole, text, span_skip(s, len));
	} else if (span_starts(text, SPAN("/*"))) {
		copy(e, whole); /* commented out: there to be read */
		return pass(e, whole, true);
	} else {
		template_tag_parse(text, &tag);
		expand_tag(e, whole, &tag, span_skip(s, len));
	}
	return pass(e, whole, false);
}

/* A shortcode of WordPress at the front of `s`. */
static size_t
take_shortcode(struct expansion *e, struct span s)
{
	struct span before = written_line(e);
	size_t len = 0;
	enum wordpress_result result;

	/* "[[gallery]]" shows "[gallery]". */
	if (e->code != CODE_NONE || e->in_comment ||
	    (before.len > 0 && memchr("[\\!", before.p[before.len - 1], 3)))
		return 0;
	e->w.is_html = is_in_html(e);
	result = wordpress_take(&e->wp, &e->w, s, &len);
	if (result == WORDPRESS_NONE)
		return 0;
	if (result == WORDPRESS_DROPPED)
		report(e, MSG_TEMPLATE_SHORTCODE, span_first(s, len));
	separate(e, span_skip(s, len));
	return pass(e, span_first(s, len), false);
}

/* How long the code span on this line is. */
static size_t
code_span(struct span s)
{
	size_t run = 0;
	size_t at;

	while (run < s.len && s.p[run] == '`')
		run++;
	s = span_first(s, span_find(s, '\n'));
	at = run;
	while (at < s.len) {
		size_t marks = 0;

		at += span_find(span_skip(s, at), '`');
		while (at + marks < s.len && s.p[at + marks] == '`')
			marks++;
		if (marks == run)
			return at + marks;
		at += marks;
	}
	return run; /* opens nothing: the marks themselves */
}

/* A code span without the marks of raw, which stand in it for the site's
 * generator alone. */
static void
copy_code_span(struct expansion *e, struct span code)
{
	while (code.len > 0) {
		size_t at = span_search(code, SPAN("{%"));
		struct span rest = span_skip(code, at);
		struct template_tag tag;
		size_t len = 0;
		bool is_value;
		size_t open;

		buf_span_add(e->w.out, span_first(code, at));
		if (rest.len > 0)
			len = tag_length(rest, &is_value, &open);
		if (len > 0) {
			template_tag_parse(
			    inner_text(span_first(rest, len), open, 2), &tag);
			if (!is_raw_mark(&tag))
				buf_span_add(e->w.out, span_first(rest, len));
		} else {
			len = rest.len > 0;
			buf_span_add(e->w.out, span_first(rest, len));
		}
		code = span_skip(rest, len);
	}
}

/* Line ends; an empty line pays what tags owe.  In HTML a line must not
 * become empty, which would end the block. */
static void
end_line(struct expansion *e, struct span source)
{
	bool was_empty = template_html_is_blank(source);
	bool is_gone = template_html_is_blank(written_line(e)) &&
	    (!was_empty || e->in_comment || e->in_pre);

	/* A line of code that held nothing but the marks of raw. */
	if (is_gone && !e->in_pre &&
	    (e->code == CODE_FENCE || e->code == CODE_HIGHLIGHT)) {
		buf_truncate(e->w.out, e->line_start);
		e->line++;
		e->owed++;
		return;
	}
	if (is_gone && e->html.end == HTML_TO_BLANK)
		buf_str(e->w.out, NOTHING);
	if (e->code != CODE_FENCE && (e->code != CODE_HIGHLIGHT || e->in_pre))
		template_html_line(&e->html, written_line(e));
	buf_char(e->w.out, '\n');
	e->line++;
	if (was_empty && e->code == CODE_NONE && !e->in_comment) {
		buf_repeat(e->w.out, '\n', e->owed);
		e->owed = 0;
	}
	e->line_start = e->w.out->len;
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
	if (e->code == CODE_HIGHLIGHT && !e->in_comment)
		return s.p[2] == '<' || s.p[2] == '%';
	return e->code == CODE_NONE && !e->in_comment;
}

/* Bytes that begin neither a tag, nor code, nor a line. */
static size_t
plain_length(struct span s)
{
	size_t len = 1;

	while (len < s.len && s.p[len] != '{' && s.p[len] != '`' &&
	    s.p[len] != '\n' && s.p[len] != '[')
		len++;
	return len;
}

/* What stands at the front of `s`; returns how much that is. */
static size_t
expand_next(struct expansion *e, struct span s)
{
	size_t len = 0;

	if (is_tag_start(e, s))
		len = e->in_comment || e->code != CODE_NONE
		    ? take_closing_tag(e, s)
		    : take_tag(e, s);
	else if (s.p[0] == '[' && e->has_wordpress)
		len = take_shortcode(e, s);
	if (len > 0)
		return len;
	if (s.p[0] == '`' && e->code == CODE_NONE && !e->in_comment) {
		len = code_span(s);
		copy_code_span(e, span_first(s, len));
		return len;
	}
	len = plain_length(s);
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
		if (body.p[0] == '%' || body.p[0] == '{')
			return true;
	}
}

bool
template_expand(struct buf *out, struct span body,
    const struct markdown_source *source, struct losses *losses)
{
	struct expansion e = { .w.out = out,
		.line_start = out->len,
		.losses = losses,
		.file = source->file,
		.line = source->first_line };

	e.has_wordpress = wordpress_look(&e.wp, body);
	if (!e.has_wordpress && !has_tags(body))
		return false;
	while (body.len > 0) {
		struct span line = span_first(body, span_find(body, '\n'));

		watch_fence(&e, line);
		body = span_skip(body, expand_line(&e, body));
	}
	return true;
}
