/* SPDX-License-Identifier: ISC */
/*
 * A tag may stand anywhere on a line, a fence only at its beginning: then lines
 * are put in, with the marks of the containers around them.
 */
#include "template_code.h"

#include <stdint.h>

#include "template_html.h"

/* Longer than any that the code may hold. */
#define FENCE "~~~~~~~~"

/* Bytes of code among words: a search must not cost more at each mark. */
#define SPAN_REACH 4096

void
template_code_watch(
    struct template_code *code, struct span line, bool in_element)
{
	bool was_fenced = code->lines.fence != 0;
	bool is_code;

	if (code->kind == CODE_HIGHLIGHT || code->kind == CODE_SHORTCODE ||
	    code->kind == CODE_HTML)
		return;
	is_code = markdown_watch_code(&code->lines, line);
	if (code->kind == CODE_RAW)
		return;
	if (is_code && (was_fenced || code->lines.fence != 0))
		code->kind = CODE_FENCE;
	else
		code->kind = is_code && !in_element ? CODE_INDENT : CODE_NONE;
}

/* The marks that the next lines of the same containers have. */
static void
set_prefix(struct template_code *code, struct span line, size_t front)
{
	code->prefix_len =
	    front < sizeof(code->prefix) ? front : sizeof(code->prefix);
	for (size_t i = 0; i < code->prefix_len; i++)
		code->prefix[i] =
		    line.p[i] == '>' || line.p[i] == '\t' ? line.p[i] : ' ';
}

static struct span
prefix_of(const struct template_code *code)
{
	return span_make(code->prefix, code->prefix_len);
}

/* The rest of the source's line. */
static bool
goes_on(struct span after)
{
	size_t i = 0;

	while (
	    i < after.len && after.p[i] != '\n' && ascii_is_space(after.p[i]))
		i++;
	return i < after.len && after.p[i] != '\n';
}

void
template_code_begin(struct template_code *code, struct template_writer *w,
    struct span language, struct span after)
{
	struct span line = template_line(w);
	size_t front = template_html_front(line);

	if (w->is_html) {
		buf_str(w->out, "<pre>");
		code->in_pre = true;
		return;
	}
	set_prefix(code, line, front);
	if (front < line.len)
		template_put_in_line(w, prefix_of(code));
	buf_str(w->out, FENCE);
	buf_span_add(w->out, language);
	if (goes_on(after))
		template_put_in_line(w, prefix_of(code));
}

void
template_code_end(
    struct template_code *code, struct template_writer *w, struct span after)
{
	struct span line = template_line(w);

	code->kind = CODE_NONE;
	if (code->in_pre) {
		buf_str(w->out, "</pre>");
		code->in_pre = false;
		return;
	}
	if (template_html_is_blank(line)) {
		buf_truncate(w->out, w->out->len - line.len);
		buf_span_add(w->out, prefix_of(code));
	} else {
		template_put_in_line(w, prefix_of(code));
	}
	buf_str(w->out, FENCE);
	if (goes_on(after))
		template_put_in_line(w, prefix_of(code));
}

/* An empty line, or one that cannot go on a paragraph. */
static bool
begins_block(struct span line)
{
	size_t front = template_html_front(line);
	struct span rest = span_trim(span_skip(line, front));

	for (size_t i = 0; i < front; i++) {
		if (memchr(" \t>", line.p[i], 3) == NULL)
			return true; /* the mark of a list item */
	}
	return rest.len == 0 || markdown_fence_run(rest) > 0 ||
	    memchr("#|<", rest.p[0], 3) != NULL ||
	    span_starts(rest, SPAN("{%")) || span_starts(rest, SPAN("{{<")) ||
	    span_starts(rest, SPAN("{{%"));
}

void
template_ends_init(struct template_ends *ends)
{
	ends->line = ends->pre = ends->code = SIZE_MAX;
}

/* How far ahead `what` is; the length of `s` without it. */
static size_t
ahead(size_t *left, struct span s, struct span what)
{
	if (*left > s.len)
		*left = s.len - span_search(s, what);
	return s.len - *left;
}

size_t
template_ends_line(struct template_ends *ends, struct span s)
{
	return ahead(&ends->line, s, SPAN("\n"));
}

/* To the end of the paragraph, or not much further than its first line, of
 * length `len`. */
static struct span
paragraph(struct span s, size_t len)
{
	while (len < s.len && len < SPAN_REACH) {
		struct span line = span_skip(s, len + 1);

		line = span_first(line, span_find(line, '\n'));
		if (begins_block(line))
			break;
		len += 1 + line.len;
	}
	return span_first(s, len);
}

/* Where the next so many ticks end; 0 when there are none. */
static size_t
find_ticks(struct span s, size_t at, size_t run)
{
	while (at < s.len) {
		size_t marks = 0;

		at += span_find(span_skip(s, at), '`');
		while (at + marks < s.len && s.p[at + marks] == '`')
			marks++;
		if (marks == run)
			return at + marks;
		at += marks;
	}
	return 0;
}

size_t
template_code_span(struct span s, struct template_ends *ends)
{
	size_t run = 0, line = template_ends_line(ends, s), end;

	while (run < s.len && s.p[run] == '`')
		run++;
	end = find_ticks(span_first(s, line), run, run);
	if (end == 0)
		end = find_ticks(paragraph(s, line), line, run);
	return end > 0 ? end : run;
}

size_t
template_code_html(struct span s, struct template_ends *ends)
{
	bool is_pre = span_starts(s, SPAN("<pre"));
	size_t name = is_pre ? strlen("<pre") : strlen("<code");
	size_t at, line;

	if (!is_pre && !span_starts(s, SPAN("<code")))
		return 0;
	if (name >= s.len || (s.p[name] != '>' && !ascii_is_space(s.p[name])))
		return 0;
	if (is_pre) {
		at = ahead(&ends->pre, s, SPAN("</pre>"));
		return at < s.len ? at : 0;
	}
	at = ahead(&ends->code, s, SPAN("</code>"));
	line = template_ends_line(ends, s);
	if (at == s.len || at < line)
		return at < s.len ? at : 0;
	return at < paragraph(s, line).len ? at : 0;
}

void
template_code_words(struct template_writer *w, struct span words)
{
	const char *mark = span_has(words, '`') ? "``" : "`";
	const char *space = span_has(words, '`') ? " " : "";

	if (w->is_html) {
		template_words(w, words);
		return;
	}
	buf_printf(
	    w->out, "%s%s%.*s%s%s", mark, space, SPAN_ARG(words), space, mark);
}
