/* SPDX-License-Identifier: ISC */
/*
 * Of names alone only what kramdown's own syntax knows is taken for a mark;
 * one attribute with a sign of its own makes a list of them.
 */
#include "markdown_marks.h"

static bool
is_name_char(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c) || c == '-' || c == '_' ||
	    (unsigned char)c >= 0x80;
}

static size_t
name_len(struct span s)
{
	size_t n = 0;

	while (n < s.len && is_name_char(s.p[n]))
		n++;
	return n;
}

/* The length of a value: "quoted", 'quoted' or one word; 0 for none. */
static size_t
value_len(struct span s)
{
	size_t n = 0;

	if (s.len > 0 && (s.p[0] == '"' || s.p[0] == '\'')) {
		n = span_find(span_skip(s, 1), s.p[0]) + 2;
		return n <= s.len ? n : 0;
	}
	while (n < s.len && !ascii_is_space(s.p[n]) &&
	    memchr("}>,\"'", s.p[n], 5) == NULL)
		n++;
	return n;
}

/* ".class", "#id", "key=value" or "name" off the front; false for others. */
static bool
take_attribute(struct span *s, bool *is_signed)
{
	bool has_sign = s->p[0] == '.' || s->p[0] == '#';
	size_t len;

	*s = span_skip(*s, has_sign);
	len = name_len(*s);
	if (len == 0 || ascii_is_digit(s->p[0]))
		return false;
	*s = span_skip(*s, len);
	if (!has_sign && s->len > 0 && s->p[0] == '=') {
		*s = span_skip(*s, 1);
		len = value_len(*s);
		*s = span_skip(*s, len);
		has_sign = true;
	}
	*is_signed = *is_signed || has_sign;
	return len > 0 && (s->len == 0 || ascii_is_space(s->p[0]));
}

/* " .a #b key="v" name"; at least one of them with a sign, or is_own. */
static bool
is_attributes(struct span s, bool is_own)
{
	bool is_signed = false, has_any = false;

	for (s = span_trim(s); s.len > 0; s = span_trim(s)) {
		if (!take_attribute(&s, &is_signed))
			return false;
		has_any = true;
	}
	return has_any && (is_signed || is_own);
}

/* The '}' of a mark, past those in quotes; the length without one. */
static size_t
find_end(struct span s)
{
	char quote = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (quote != 0)
			quote = s.p[i] == quote ? 0 : quote;
		else if (s.p[i] == '}')
			return i;
		else if (s.p[i] == '"' || s.p[i] == '\'')
			quote = s.p[i];
	}
	return s.len;
}

/* "{::comment}", "{::nomarkdown}", "{::options key="v" /}"; by what is between
 * "{::" and '}'. */
static enum markdown_mark
extension(struct span s)
{
	struct span name = span_first(s, name_len(s));

	if (span_eq(name, SPAN("comment")))
		return span_ends(s, SPAN("/")) ? MARK_ATTRIBUTES : MARK_COMMENT;
	if (span_eq(name, SPAN("nomarkdown")) || span_eq(name, SPAN("options")))
		return MARK_ATTRIBUTES;
	return MARK_NONE;
}

enum markdown_mark
markdown_mark(struct span text, bool is_own, size_t *len)
{
	size_t end = find_end(text);
	struct span inside;

	if (!span_starts(text, SPAN("{:")) || end == text.len)
		return MARK_NONE;
	*len = end + 1;
	inside = span_skip(span_first(text, end), 2);
	if (span_starts(inside, SPAN(":")))
		return extension(span_skip(inside, 1));
	if (span_starts(inside, SPAN("/")))
		return name_len(span_skip(inside, 1)) + 1 == inside.len
		    ? MARK_END
		    : MARK_NONE;
	if (!is_attributes(inside, is_own))
		return MARK_NONE;
	return is_own && span_starts(span_trim(inside), SPAN("toc"))
	    ? MARK_TOC
	    : MARK_ATTRIBUTES;
}

bool
markdown_mark_line(struct span line)
{
	size_t len = 0;

	line = span_trim(line);
	return markdown_mark(line, true, &len) != MARK_NONE && len == line.len;
}
