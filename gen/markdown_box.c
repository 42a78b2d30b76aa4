/* SPDX-License-Identifier: ISC */
/*
 * Looks no further than the lines that are indented.
 */
#include "markdown_box.h"

#include "html_tags.h"
#include "markdown_open.h"

bool
markdown_is_box(const struct markdown_tag *tag)
{
	static const char *const names[] = { "blockquote", "div", "section",
		"article", "aside", "figure", "center", "details" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (markdown_tag_is(tag, names[i]))
			return true;
	}
	return false;
}

bool
markdown_is_cell(const struct markdown_tag *tag)
{
	return markdown_tag_is(tag, "td") || markdown_tag_is(tag, "th");
}

bool
markdown_is_list(const struct markdown_tag *tag)
{
	return markdown_tag_is(tag, "ul") || markdown_tag_is(tag, "ol");
}

bool
markdown_next_is_block(struct span rest)
{
	struct markdown_tag tag;
	struct span line;

	while (span_line(&rest, &line)) {
		struct span s = span_trim(line);

		if (s.len > 0)
			return markdown_is_indented(line) && s.p[0] == '<' &&
			    markdown_tag_read(s, &tag) &&
			    html_tag_begins_block(tag.name);
	}
	return false;
}

/* Adds to `open` how many boxes the line leaves open; true when one ends that
 * did not begin there. */
static bool
ends_box(struct span line, unsigned *open)
{
	struct markdown_tag tag;

	while ((line = span_skip(line, span_find(line, '<'))).len > 0) {
		if (markdown_tag_read(line, &tag) && markdown_is_box(&tag)) {
			if (tag.is_end && *open == 0)
				return true;
			*open += tag.is_end ? -1U : 1U;
		}
		line = span_skip(line, 1);
	}
	return false;
}

const char *
markdown_find_box_end(struct span rest)
{
	const char *from = rest.p;
	struct span line;
	unsigned open = 0;

	while (span_line(&rest, &line)) {
		if (span_trim(line).len == 0)
			continue;
		if (!markdown_is_indented(line))
			break;
		if (ends_box(line, &open))
			return line.p + line.len;
	}
	return from;
}
