/* SPDX-License-Identifier: ISC */
/*
 * A tag may stand anywhere on a line, a fence only at its beginning: then lines
 * are put in, with the marks of the containers around them.
 */
#include "template_code.h"

#include "template_html.h"

/* Longer than any that the code may hold. */
#define FENCE "~~~~~~~~"

void
template_code_watch(struct template_code *code, struct span line)
{
	struct span s = line;
	size_t run = 0;

	while (s.len > 0 && (s.p[0] == ' ' || s.p[0] == '>'))
		s = span_skip(s, 1);
	if (s.len < 3 || (s.p[0] != '`' && s.p[0] != '~'))
		return;
	while (run < s.len && s.p[run] == s.p[0])
		run++;
	if (code->kind == CODE_NONE && run >= 3) {
		if (s.p[0] == '`' && span_has(span_skip(s, run), '`'))
			return; /* a code span */
		code->kind = CODE_FENCE;
		code->fence = s.p[0];
		code->fence_len = run;
	} else if (code->kind == CODE_FENCE && s.p[0] == code->fence &&
	    run >= code->fence_len && span_trim(span_skip(s, run)).len == 0) {
		code->kind = CODE_NONE;
	}
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
	return span_trim(span_first(after, span_find(after, '\n'))).len > 0;
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

size_t
template_code_span(struct span s)
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
	return run;
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
