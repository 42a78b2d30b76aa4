/* SPDX-License-Identifier: ISC */
/*
 * One pass: every byte is looked at as it comes, and what is written is not
 * looked at again.
 */
#include "html_plain.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "html_character.h"
#include "html_tags.h"
#include "utf8.h"

#define NAME_MAX_LEN 15	  /* "annotation-xml" */
#define ENTITY_MAX_LEN 10 /* "thetasym", "#x10ffff" */

struct tag {
	size_t len;
	enum html_action action;
	bool is_end;
};

/* The last places where one ends: none is looked for beyond them. */
struct ends {
	const char *tag, *comment;
};

/* "8217", "x2019" */
static bool
read_number(struct span s, uint32_t *c)
{
	uint64_t number = 0;
	int digit;
	size_t i;

	if (s.len > 1 && ascii_lower(s.p[0]) == 'x') {
		for (i = 1; i < s.len; i++) {
			digit = ascii_hex(s.p[i]);
			if (digit < 0)
				return (false);
			number = number * 16 + (unsigned)digit;
		}
	} else if (!span_number(s, UINT32_MAX, &number)) {
		return (false);
	}
	*c = html_character(number);
	return (true);
}

/* The length of the reference at the front, or 0. */
static size_t
take_reference(struct span s, uint32_t *c)
{
	const htmlEntityDesc *entity;
	char name[ENTITY_MAX_LEN + 1];
	size_t end = span_find(span_first(s, ENTITY_MAX_LEN + 2), ';');
	struct span inner = span_skip(span_first(s, end), 1);

	if (end >= s.len || end > ENTITY_MAX_LEN + 1 || inner.len == 0)
		return (0);
	if (inner.p[0] == '#')
		return (read_number(span_skip(inner, 1), c) ? end + 1 : 0);
	memcpy(name, inner.p, inner.len);
	name[inner.len] = '\0';
	entity = htmlEntityLookup((const xmlChar *)name);
	if (entity == NULL)
		return (0);
	/* Lines are broken where they are; the space was for that. */
	*c = entity->value == 0xa0 ? ' ' : entity->value;
	return (end + 1);
}

static struct ends
find_ends(struct span text)
{
	struct ends ends = { text.p, text.p };
	size_t i;

	for (i = text.len; i > 0 && ends.comment == text.p; i--) {
		if (text.p[i - 1] != '>')
			continue;
		if (ends.tag == text.p)
			ends.tag = text.p + i;
		if (span_ends(span_first(text, i), SPAN("-->")))
			ends.comment = text.p + i;
	}
	return (ends);
}

/* A tag of an element of HTML, or a comment, at the front: len 0 without. */
static struct tag
tag_at(struct span s, struct ends ends)
{
	struct tag tag = { 0, HTML_UNKNOWN, false };
	char name[NAME_MAX_LEN + 1];
	size_t i, len = 0;

	if (s.p >= ends.tag)
		return (tag);
	if (span_starts(s, SPAN("<!--"))) {
		if (s.p < ends.comment)
			tag.len = span_search(s, SPAN("-->")) + 3;
		tag.action = HTML_IGNORED;
		return (tag);
	}
	tag.is_end = s.len > 1 && s.p[1] == '/';
	for (i = tag.is_end ? 2 : 1; i < s.len && len < NAME_MAX_LEN &&
	     (ascii_is_alpha(s.p[i]) || (len > 0 && ascii_is_digit(s.p[i])));
	     i++)
		name[len++] = ascii_lower(s.p[i]);
	name[len] = '\0';
	if (len == 0 || i == s.len ||
	    (s.p[i] != '>' && s.p[i] != '/' && !ascii_is_space(s.p[i])))
		return (tag);
	tag.action = html_tag_action(name);
	if (tag.action != HTML_UNKNOWN)
		tag.len = i + span_find(span_skip(s, i), '>') + 1;
	return (tag);
}

/* Text that somebody has written as HTML ends what it begins. */
static bool
is_markup(struct span text, struct ends ends)
{
	struct tag tag;
	size_t at;

	while ((at = span_find(text, '<')) < text.len) {
		text = span_skip(text, at);
		tag = tag_at(text, ends);
		if (tag.len > 0 && (tag.is_end || tag.action == HTML_BREAK))
			return (true);
		text = span_skip(text, tag.len > 0 ? tag.len : 1);
	}
	return (false);
}

/* Words on both sides of it stand apart. */
static bool
is_gap(enum html_action action)
{
	switch (action) {
	case HTML_INLINE:
	case HTML_IGNORED:
	case HTML_LINK:
	case HTML_CODE:
	case HTML_STRUCK:
	case HTML_RAISED:
	case HTML_LOWERED:
	case HTML_CITED:
	case HTML_SHORT:
	case HTML_PICTURE:
		return (false);
	default:
		return (true);
	}
}

void
html_plain(struct buf *b, struct span text)
{
	struct ends ends = find_ends(text);
	bool has_tags = is_markup(text, ends);
	struct tag tag;
	uint32_t c;
	size_t len;

	while (text.len > 0) {
		if (text.p[0] == '&' && (len = take_reference(text, &c)) > 0) {
			utf8_put(b, c);
			text = span_skip(text, len);
			continue;
		}
		if (has_tags && text.p[0] == '<') {
			tag = tag_at(text, ends);
			if (tag.len > 0 && is_gap(tag.action))
				buf_char(b, ' ');
			text = span_skip(text, tag.len);
			if (tag.len > 0)
				continue;
		}
		buf_char(b, text.p[0]);
		text = span_skip(text, 1);
	}
}
