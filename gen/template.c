/* SPDX-License-Identifier: ISC */
/*
 * One pass over the body.  Code is copied as it is; raw parts too.  A tag that
 * spans lines leaves line ends owing, which the next empty line pays.
 */
#include "template.h"

#include "template_tags.h"

#define TAG_MAX 1024 /* bytes */

enum code {
	CODE_NONE,
	CODE_FENCE,	/* between ``` or ~~~ */
	CODE_HIGHLIGHT, /* between highlight and endhighlight */
	CODE_RAW	/* between raw and endraw, outside a fence */
};

struct expansion {
	struct buf *out;
	struct losses *losses;
	const char *file;
	unsigned line;
	size_t owed; /* line ends */
	enum code code;
	char fence;
	size_t fence_len;
	bool in_comment;
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
report(struct expansion *e, struct span tag)
{
	size_t len = span_find(tag, '\n');

	losses_add(e->losses, LOSS_DROPPED, e->file, e->line,
	    "unknown template tag %.*s", (int)(len < 60 ? len : 60), tag.p);
}

/* A line that opens or closes a fenced code block. */
static void
watch_fence(struct expansion *e, struct span line)
{
	struct span s = line;
	size_t run = 0;

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
	if (e->out->len > 0 && e->out->data[e->out->len - 1] != '\n')
		buf_char(e->out, '\n');
}

/* Tags that change how what follows is read. */
static bool
mode_tag(struct expansion *e, const struct template_tag *tag)
{
	if (span_eq(tag->name, SPAN("highlight"))) {
		start_line(e);
		buf_str(e->out, "```");
		if (tag->args > 0)
			buf_span_add(e->out, tag->arg[0].value);
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

/* Within code or a comment only the tag that ends it counts. */
static bool
closing_tag(struct expansion *e, const struct template_tag *tag)
{
	if (e->in_comment) {
		if (span_eq(tag->name, SPAN("endcomment")))
			e->in_comment = false;
		return true;
	}
	if (e->code == CODE_FENCE)
		return span_eq(tag->name, SPAN("raw")) ||
		    span_eq(tag->name, SPAN("endraw"));
	if (e->code == CODE_RAW && span_eq(tag->name, SPAN("endraw"))) {
		e->code = CODE_NONE;
		return true;
	}
	if (e->code == CODE_HIGHLIGHT &&
	    (span_eq(tag->name, SPAN("endhighlight")) ||
		span_eq(tag->name, SPAN("/highlight")))) {
		start_line(e);
		buf_str(e->out, "```");
		e->code = CODE_NONE;
		return true;
	}
	return false;
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

/* The tag has been found: add what it means. */
static void
expand_tag(
    struct expansion *e, struct span whole, struct span text, bool is_value)
{
	struct template_tag tag;

	template_tag_parse(text, &tag);
	if (e->in_comment || e->code != CODE_NONE) {
		if (!closing_tag(e, &tag))
			buf_span_add(e->out, whole);
		return;
	}
	/* A shortcode that is commented out is there to be read. */
	if (!is_value && span_starts(text, SPAN("/*"))) {
		buf_span_add(e->out, whole);
		return;
	}
	if (is_value ? template_value_expand(e->out, text)
		     : mode_tag(e, &tag) || template_tag_expand(e->out, &tag))
		return;
	if (!template_tag_is_end(&tag))
		report(e, whole);
}

static size_t
take_tag(struct expansion *e, struct span s)
{
	bool is_value;
	size_t open;
	size_t len = tag_length(s, &is_value, &open);
	struct span whole = span_first(s, len);
	size_t lines;

	if (len == 0)
		return 0;
	expand_tag(e, whole,
	    inner_text(whole, open, is_value || open == 2 ? 2 : 3), is_value);
	lines = count_lines(whole);
	e->line += (unsigned)lines;
	/* A tag that is copied as it is brings its own line ends. */
	if (e->code == CODE_NONE)
		e->owed += lines;
	return len;
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

/* Line ends; an empty line pays what tags owe. */
static void
end_line(struct expansion *e, bool was_empty)
{
	buf_char(e->out, '\n');
	e->line++;
	if (was_empty && e->code == CODE_NONE) {
		buf_repeat(e->out, '\n', e->owed);
		e->owed = 0;
	}
}

static bool
is_tag_start(struct span s)
{
	return s.len > 3 && s.p[0] == '{' && (s.p[1] == '%' || s.p[1] == '{');
}

/* Bytes that begin neither a tag, nor code, nor a line. */
static size_t
plain_length(struct span s)
{
	size_t len = 1;

	while (len < s.len && s.p[len] != '{' && s.p[len] != '`' &&
	    s.p[len] != '\n')
		len++;
	return len;
}

/* One line, with the rest of the body after it; returns how much is taken. */
static size_t
expand_line(struct expansion *e, struct span body)
{
	size_t start = e->out->len;
	size_t i = 0;

	while (i < body.len && body.p[i] != '\n') {
		struct span rest = span_skip(body, i);
		size_t len = 0;

		if (is_tag_start(rest))
			len = take_tag(e, rest);
		if (len > 0) {
			i += len;
			continue;
		}
		if (rest.p[0] == '`' && e->code == CODE_NONE)
			len = code_span(rest);
		if (len == 0)
			len = plain_length(rest);
		if (!e->in_comment)
			buf_span_add(e->out, span_first(rest, len));
		i += len;
	}
	if (i < body.len) {
		end_line(e, e->out->len == start);
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
	struct expansion e = { .out = out,
		.losses = losses,
		.file = source->file,
		.line = source->first_line };

	if (!has_tags(body))
		return false;
	while (body.len > 0) {
		struct span line = span_first(body, span_find(body, '\n'));

		watch_fence(&e, line);
		body = span_skip(body, expand_line(&e, body));
	}
	return true;
}
