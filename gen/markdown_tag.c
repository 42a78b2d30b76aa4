/* SPDX-License-Identifier: ISC */
/*
 * One tag at a time, within one line.
 */
#include "markdown_tag.h"

#include "hash.h"
#include "html_tags.h"

#define NAME_LEN 64

/* Small letters, NUL at the end; false when it is too long. */
static bool
lower(char copy[NAME_LEN], struct span name)
{
	if (name.len >= NAME_LEN)
		return false;
	for (size_t i = 0; i < name.len; i++)
		copy[i] = ascii_lower(name.p[i]);
	copy[name.len] = '\0';
	return true;
}

static size_t
name_length(struct span s)
{
	size_t i = 0;

	if (s.len == 0 || !ascii_is_alpha(s.p[0]))
		return 0;
	while (i < s.len &&
	    (ascii_is_alpha(s.p[i]) || ascii_is_digit(s.p[i]) ||
		s.p[i] == '-' || s.p[i] == '_'))
		i++;
	return i;
}

/* How far '>' is, not looking between quotes; 0 when there is none. */
static size_t
find_end(struct span s)
{
	char quote = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (quote != 0)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '<')
			return 0;
		else if (c == '>')
			return i + 1;
	}
	return 0;
}

/* "href=..." after white space. */
static bool
begins_attribute(struct span s)
{
	size_t len = 0;

	if (s.len == 0 || !ascii_is_space(s.p[0]))
		return false;
	s = span_trim(s);
	while (len < s.len && s.p[len] != '=' && !ascii_is_space(s.p[len]))
		len++;
	return len > 0 && len < s.len &&
	    span_starts(span_trim(span_skip(s, len)), SPAN("="));
}

bool
markdown_tag_read(struct span s, struct markdown_tag *tag)
{
	struct span rest, inner;
	size_t len;

	*tag = (struct markdown_tag){ 0 };
	tag->is_end = span_starts(s, SPAN("</"));
	rest = span_skip(s, tag->is_end ? 2 : 1);
	len = name_length(rest);
	if (len > 0 && len + 1 < rest.len && rest.p[len] == ':') {
		size_t more = name_length(span_skip(rest, len + 1));

		tag->has_colon = more > 0;
		len += more > 0 ? more + 1 : 0;
	}
	tag->name = span_first(rest, len);
	rest = span_skip(rest, len);
	if (len == 0 ||
	    (rest.len > 0 && !ascii_is_space(rest.p[0]) && rest.p[0] != '>' &&
		!span_starts(rest, SPAN("/>"))))
		return false;
	len = find_end(rest);
	if (len == 0)
		return true;
	tag->len = (size_t)(rest.p - s.p) + len;
	inner = span_first(rest, len - 1);
	tag->has_attributes = begins_attribute(inner);
	tag->is_closed = span_ends(inner, SPAN("/"));
	inner.len -= tag->is_closed;
	tag->is_plain = span_trim(inner).len == 0;
	return true;
}

bool
markdown_tag_is(const struct markdown_tag *tag, const char *name)
{
	return span_eq_nocase(tag->name, span_str(name));
}

bool
markdown_tag_is_unknown(const struct markdown_tag *tag)
{
	char name[NAME_LEN];

	return lower(name, tag->name) && html_tag_action(name) == HTML_UNKNOWN;
}

uint64_t
markdown_tag_hash(const struct markdown_tag *tag)
{
	char name[NAME_LEN];

	if (!lower(name, tag->name))
		return 0;
	return hash_span(HASH_SEED, span_str(name));
}

enum markdown_html
markdown_html_begins(struct span line)
{
	struct markdown_tag tag;

	if (span_starts(line, SPAN("<!--")))
		return MARKDOWN_HTML_COMMENT;
	if (span_starts(line, SPAN("<?")))
		return MARKDOWN_HTML_PROGRAM;
	if (!span_starts(line, SPAN("<")) || !markdown_tag_read(line, &tag))
		return MARKDOWN_NO_HTML;
	if (!tag.is_end && html_tag_is_verbatim(tag.name))
		return MARKDOWN_HTML_CODE;
	return html_tag_begins_block(tag.name) ? MARKDOWN_HTML_BLOCK
					       : MARKDOWN_NO_HTML;
}

static bool
has_code_end(struct span line)
{
	struct markdown_tag tag;

	while (line.len > 0) {
		line = span_skip(line, span_find(line, '<'));
		if (span_starts(line, SPAN("</")) &&
		    markdown_tag_read(line, &tag) &&
		    html_tag_is_verbatim(tag.name))
			return true;
		line = span_skip(line, 1);
	}
	return false;
}

bool
markdown_html_ends(enum markdown_html kind, struct span line)
{
	switch (kind) {
	case MARKDOWN_HTML_CODE:
		return has_code_end(line);
	case MARKDOWN_HTML_COMMENT:
		return span_search(line, SPAN("-->")) < line.len;
	case MARKDOWN_HTML_PROGRAM:
		return span_search(line, SPAN("?>")) < line.len;
	default:
		return false;
	}
}
