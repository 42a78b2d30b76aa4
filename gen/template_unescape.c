/* SPDX-License-Identifier: ISC */
/*
 * What is taken for a shortcode here is judged again by template_wordpress.c;
 * other words in escaped brackets must stay escaped.
 */
#include "template_unescape.h"

#include "template_code.h"
#include "template_wordpress.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define CODE_MAX 2048 /* bytes of one code */
#define ENDS 64
#define VERBATIM 3  /* codes that keep what they enclose */
#define NAME_MAX 40 /* bytes of its name and of a key */

/* The names that are closed somewhere: each where that is the last time. */
struct ends {
	struct span name[ENDS];
	size_t count;
	bool is_open[VERBATIM]; /* no end of that code is left */
	struct template_ends lines;
};

static bool
is_punctuation(char c)
{
	return c > ' ' && c < 0x7f && !ascii_is_alpha(c) && !ascii_is_digit(c);
}

static bool
is_escape(struct span s)
{
	return s.len > 1 && s.p[0] == '\\' && is_punctuation(s.p[1]);
}

static void
add_unescaped(struct buf *out, struct span s)
{
	while (s.len > 0) {
		s = span_skip(s, is_escape(s) ? 1 : 0);
		buf_char(out, s.p[0]);
		s = span_skip(s, 1);
	}
}

/* The name at the front, which may hold "\_", as it is written. */
static struct span
name_of(struct span s)
{
	size_t len = 0;

	while (len < s.len && len < NAME_MAX) {
		struct span rest = span_skip(s, len);

		if (span_starts(rest, SPAN("\\_")) ||
		    span_starts(rest, SPAN("\\-")))
			len += 2;
		else if (ascii_is_alpha(rest.p[0]) ||
		    ascii_is_digit(rest.p[0]) || rest.p[0] == '_' ||
		    rest.p[0] == '-')
			len++;
		else
			break;
	}
	return span_first(s, len);
}

/* Where the code ends, at "\]"; 0 when it does not, on its line. */
static size_t
inner_length(struct span s)
{
	size_t i = 0;

	s = span_first(s, CODE_MAX);
	while (i < s.len && memchr("\n[]`", s.p[i], 4) == NULL) {
		if (span_starts(span_skip(s, i), SPAN("\\]")))
			return i;
		i += is_escape(span_skip(s, i)) ? 2 : 1;
	}
	return 0;
}

static void
find_ends(struct ends *ends, struct span body)
{
	*ends = (struct ends){ .count = 0 };
	template_ends_init(&ends->lines);
	for (size_t at = span_search(body, SPAN("[/")); at < body.len;
	     at = span_search(body, SPAN("[/"))) {
		struct span name = name_of(span_skip(body, at + 2));
		size_t i = 0;

		body = span_skip(body, at + 2);
		while (i < ends->count && !span_eq(ends->name[i], name))
			i++;
		if (i == ENDS || name.len == 0)
			continue;
		ends->name[i] = name;
		ends->count += i == ends->count;
	}
}

static bool
has_end(const struct ends *ends, struct span name, struct span after)
{
	for (size_t i = 0; i < ends->count; i++) {
		if (span_eq(ends->name[i], name))
			return ends->name[i].p > after.p;
	}
	return false;
}

/* The name alone: closed further on, or of the kind that needs no end, at the
 * end of its line. */
static bool
is_bare_code(const struct ends *ends, struct span name, struct span after)
{
	if (span_has(name, '_'))
		return true;
	if (span_eq(name, SPAN("gallery")) || span_eq(name, SPAN("playlist")))
		return after.len == 0 || after.p[0] == '\n' ||
		    after.p[0] == '\r';
	return has_end(ends, name, after);
}

static bool
is_code(const struct ends *ends, struct span inner, struct span after)
{
	bool is_end = inner.len > 0 && inner.p[0] == '/';
	struct span name = name_of(span_skip(inner, is_end ? 1 : 0));
	struct span rest = span_skip(inner, name.len + (is_end ? 1 : 0));
	struct span key;

	if (name.len == 0 || !ascii_is_alpha(name.p[0]))
		return false;
	if (is_end)
		return rest.len == 0;
	if (rest.len == 0)
		return is_bare_code(ends, name, after);
	if (wordpress_is_name(name))
		return rest.p[0] == ' ' || rest.p[0] == '=';
	key = name_of(span_skip(rest, 1));
	return rest.p[0] == ' ' && name.len > 1 && key.len > 1 &&
	    span_starts(span_skip(rest, 1 + key.len), SPAN("="));
}

/* Without its escapes "[name](...)" would be Markdown. */
static bool
would_be_link(struct span after)
{
	if (after.len == 0 || memchr("([:", after.p[0], 3) == NULL)
		return false;
	after = span_first(after, CODE_MAX);
	after = span_first(after, span_find(after, '\n'));
	return after.p[0] != '[' ||
	    !span_starts(span_skip(after, span_find(after, ']')), SPAN("]("));
}

/* The address that a code encloses. */
static size_t
add_address(struct buf *out, struct span s)
{
	size_t len = 0;

	if (!span_starts(s, SPAN("http://")) &&
	    !span_starts(s, SPAN("https://")))
		return 0;
	while (len < s.len && !ascii_is_space(s.p[len]) && s.p[len] != '[' &&
	    !span_starts(span_skip(s, len), SPAN("\\[")))
		len++;
	add_unescaped(out, span_first(s, len));
	return len;
}

/* What a code keeps as it is has been escaped with it. */
static size_t
add_verbatim(
    struct buf *out, struct ends *ends, struct span inner, struct span after)
{
	static const char *const names[VERBATIM] = { "code", "sourcecode",
		"latex" };
	struct span name = name_of(inner);
	char end[NAME_MAX];
	size_t len;

	if (!has_end(ends, name, after))
		return 0;
	for (size_t i = 0; i < VERBATIM; i++) {
		if (!span_eq(name, span_str(names[i])) || ends->is_open[i])
			continue;
		(void)snprintf(end, sizeof(end), "\\[/%s\\]", names[i]);
		len = span_search(after, span_str(end));
		ends->is_open[i] = len == after.len;
		if (ends->is_open[i])
			return 0;
		add_unescaped(out, span_first(after, len));
		return len;
	}
	return 0;
}

/* The code at the front of `s`, which begins with "\["; how much is taken. */
static size_t
take_code(struct buf *out, struct ends *ends, struct span s)
{
	size_t len = inner_length(span_skip(s, 2));
	struct span inner = span_first(span_skip(s, 2), len);
	struct span after = span_skip(s, 2 + len);

	after = span_skip(after, 2);
	if (len == 0 || !is_code(ends, inner, after) || would_be_link(after))
		return 0;
	buf_char(out, '[');
	add_unescaped(out, inner);
	buf_char(out, ']');
	len = (size_t)(after.p - s.p);
	if (inner.p[0] == '/')
		return len;
	len += add_verbatim(out, ends, inner, after);
	return len + add_address(out, span_skip(s, len));
}

static bool
has_one_of(struct span line, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (span_search(line, span_str(words[i])) < line.len)
			return true;
	}
	return false;
}

/* After this line: within a tag that encloses code? */
static bool
is_in_tag(struct span line, bool was_in_tag)
{
	static const char *const opening[] = { "{% highlight", "{% raw",
		"{% codeblock", "{{< highlight", "{{% highlight" };
	static const char *const closing[] = { "endhighlight", "endraw",
		"endcodeblock", "/highlight", "/ highlight" };

	if (has_one_of(line, closing, COUNT(closing)))
		return false;
	return was_in_tag || has_one_of(line, opening, COUNT(opening));
}

/* A line, with what a code at its end reaches over; how much that is. */
static size_t
add_line(struct buf *out, struct ends *ends, struct span body, size_t end)
{
	size_t i = 0;

	while (i < end) {
		struct span s = span_skip(body, i);
		size_t len = 0;

		if (span_starts(s, SPAN("\\[")))
			len = take_code(out, ends, s);
		i += len;
		if (len > 0)
			continue;
		len = s.p[0] == '`' ? template_code_span(s, &ends->lines)
		    : is_escape(s)  ? 2
				    : 1;
		buf_span_add(out, span_first(s, len));
		i += len;
	}
	return i;
}

static bool
has_escaped(struct span body)
{
	for (;;) {
		size_t at = span_search(body, SPAN("\\["));

		if (at + 2 >= body.len)
			return false;
		body = span_skip(body, at + 2);
		if (ascii_is_alpha(body.p[0]) || body.p[0] == '/')
			return true;
	}
}

bool
template_unescape(struct buf *out, struct span body)
{
	struct template_code code = { .lines.may_begin = true };
	struct ends ends;
	bool in_tag = false;

	if (!has_escaped(body))
		return false;
	find_ends(&ends, body);
	while (body.len > 0) {
		size_t end = span_find(body, '\n');
		struct span line = span_first(body, end);

		if (!in_tag)
			template_code_watch(&code, line, false);
		in_tag = code.kind == CODE_NONE && is_in_tag(line, in_tag);
		if (code.kind != CODE_NONE || in_tag)
			buf_span_add(out, line);
		else
			end = add_line(out, &ends, body, end);
		if (end < body.len && body.p[end] == '\n')
			buf_char(out, body.p[end++]);
		body = span_skip(body, end);
	}
	return true;
}
