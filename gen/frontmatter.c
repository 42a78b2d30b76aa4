/* SPDX-License-Identifier: ISC */
/*
 * One look at the first line that is not empty, then a walk to the closing one.
 */
#include "frontmatter.h"

#include "utf8.h"

/* The line without the blanks at its end. */
static struct span
without_blanks(struct span line)
{
	while (line.len > 0 && ascii_is_space(line.p[line.len - 1]))
		line.len--;
	return (line);
}

/* "name:" or "name: value", as the first line of front matter has it. */
static bool
is_key(struct span line)
{
	size_t colon = span_find(line, ':');
	size_t i;

	if (colon == 0 || colon == line.len)
		return (false);
	for (i = 0; i < colon; i++)
		if (ascii_is_space(line.p[i]))
			return (false);
	return (colon + 1 == line.len || line.p[colon + 1] == ' ');
}

/* '{' alone on its line, or before a quoted key. */
static bool
is_json(struct span file)
{
	struct span rest;

	if (file.len == 0 || file.p[0] != '{')
		return (false);
	rest = span_trim(span_skip(file, 1));
	return (rest.len > 0 && (rest.p[0] == '"' || rest.p[0] == '}'));
}

/* Take the empty lines off the front; how many there were. */
static unsigned
skip_empty(struct span *rest)
{
	struct span line, next = *rest;
	unsigned count = 0;

	while (span_line(&next, &line) && without_blanks(line).len == 0) {
		*rest = next;
		count++;
	}
	return (count);
}

/* The line after the opening mark is a key, with or without blanks. */
static bool
is_key_next(struct span rest)
{
	struct span line = { "", 0 };

	(void)span_line(&rest, &line);
	return (is_key(span_trim(line)));
}

/* `number` is that of the line after the opening one. */
static enum frontmatter
split_yaml(struct span rest, unsigned number, struct span *yaml,
    struct span *body, unsigned *body_line, bool is_indented)
{
	const char *start = rest.p;
	const char *end = rest.p;
	struct span line, first = { "", 0 };
	unsigned opened = number;

	while (span_line(&rest, &line)) {
		line = without_blanks(line);
		if (span_eq(line, SPAN("---")) || span_eq(line, SPAN("...")) ||
		    (is_indented && span_eq(span_trim(line), SPAN("---")))) {
			*yaml = span_make(start, (size_t)(end - start));
			*body = rest;
			*body_line = number + 1;
			return (FRONTMATTER_YAML);
		}
		if (number == opened)
			first = line;
		end = rest.p;
		number++;
	}
	return (is_key(first) ? FRONTMATTER_UNTERMINATED : FRONTMATTER_NONE);
}

enum frontmatter
frontmatter_split(
    struct span file, struct span *yaml, struct span *body, unsigned *body_line)
{
	struct span rest = utf8_skip_bom(file);
	struct span line;
	bool is_indented;
	unsigned number;

	*yaml = span_make("", 0);
	*body = rest;
	*body_line = 1;
	number = skip_empty(&rest) + 1;
	if (is_json(rest))
		return (FRONTMATTER_JSON);
	if (!span_line(&rest, &line))
		return (FRONTMATTER_NONE);
	line = without_blanks(line);
	if (span_eq(line, SPAN("+++")))
		return (FRONTMATTER_TOML);
	is_indented = line.len > 0 && ascii_is_space(line.p[0]);
	if (!span_eq(span_trim(line), SPAN("---")) ||
	    (is_indented && !is_key_next(rest)))
		return (FRONTMATTER_NONE);
	return (
	    split_yaml(rest, number + 1, yaml, body, body_line, is_indented));
}

bool
frontmatter_is_there(struct span file)
{
	struct span yaml, body, line = { "", 0 };
	unsigned body_line;

	switch (frontmatter_split(file, &yaml, &body, &body_line)) {
	case FRONTMATTER_UNTERMINATED:
	case FRONTMATTER_TOML:
		return (true);
	case FRONTMATTER_YAML:
		break;
	default:
		return (false);
	}
	while (span_line(&yaml, &line) &&
	    (without_blanks(line).len == 0 || line.p[0] == '#'))
		continue;
	return (is_key(without_blanks(line)));
}

unsigned
frontmatter_line(struct span yaml, unsigned body_line)
{
	unsigned lines = 0;
	size_t i;

	for (i = 0; i < yaml.len; i++)
		lines += yaml.p[i] == '\n';
	return (body_line - 1 - lines);
}

/* How many lines are looked at. */
#define LINES_SEEN 50

static bool
is_rule(struct span line)
{
	size_t i;

	line = span_trim(line);
	for (i = 0; i < line.len; i++)
		if (line.p[i] != '-')
			return (false);
	return (line.len >= 3);
}

/* "draft: true", "Published: no". */
static bool
is_about_publishing(struct span line)
{
	struct span key = span_first(line, span_find(line, ':'));

	return (is_key(line) &&
	    (span_eq_nocase(key, SPAN("draft")) ||
		span_eq_nocase(key, SPAN("published"))));
}

/* What follows a rule: keys up to the next one, one of which says that. */
static bool
is_block(struct span rest)
{
	bool is_found = false;
	struct span line;
	unsigned count = 0;

	if (!is_key_next(rest))
		return (false);
	while (count++ < LINES_SEEN && span_line(&rest, &line)) {
		if (is_rule(line))
			return (is_found);
		if (is_about_publishing(span_trim(line)))
			is_found = true;
	}
	return (false);
}

/* Blank lines and comments. */
static bool
is_before_text(struct span line, bool *is_comment)
{
	line = span_trim(line);
	if (!*is_comment && !span_starts(line, SPAN("<!--")))
		return (line.len == 0);
	*is_comment = span_search(line, SPAN("-->")) == line.len;
	return (true);
}

unsigned
frontmatter_in_text(struct span file)
{
	struct span rest = utf8_skip_bom(file), line;
	bool is_comment = false;
	unsigned number = 1;

	for (; number < LINES_SEEN && span_line(&rest, &line); number++)
		if (!is_before_text(line, &is_comment))
			return (is_rule(line) && is_block(rest) ? number : 0);
	return (0);
}
