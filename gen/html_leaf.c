/* SPDX-License-Identifier: ISC */
/*
 * Frames and media become links; breaks and rules.
 */
#include "html_leaf.h"

struct span
html_attribute(const xmlChar **attributes, const char *name)
{
	if (attributes == NULL)
		return SPAN("");
	for (size_t i = 0; attributes[i] != NULL; i += 2) {
		if (strcmp((const char *)attributes[i], name) == 0)
			return span_str((const char *)attributes[i + 1]);
	}
	return SPAN("");
}

static struct span
first_of(struct span a, struct span b)
{
	return a.len > 0 ? a : b;
}

static void
add_frame(struct builder *b, const xmlChar **attributes, bool *has_link)
{
	struct span target = first_of(html_attribute(attributes, "src"),
	    html_attribute(attributes, "data"));
	struct span label = first_of(html_attribute(attributes, "title"),
	    html_attribute(attributes, "aria-label"));

	*has_link = target.len > 0;
	if (target.len > 0)
		builder_embed(b, target, label, SPAN(""), false);
}

static void
add_area(struct builder *b, const xmlChar **attributes)
{
	struct span target = html_attribute(attributes, "href");
	struct span label = first_of(html_attribute(attributes, "alt"),
	    html_attribute(attributes, "title"));

	if (target.len > 0)
		builder_embed(b, target, label, SPAN(""), false);
}

void
html_leaf(struct builder *b, enum html_action action,
    const xmlChar **attributes, bool *has_link)
{
	switch (action) {
	case HTML_BREAK:
		builder_hard_break(b);
		break;
	case HTML_RULE:
		builder_rule(b);
		break;
	case HTML_FRAME:
	case HTML_MEDIA:
		add_frame(b, attributes, has_link);
		break;
	case HTML_SOURCE:
		/* Others are the same film in another format. */
		if (!*has_link)
			add_frame(b, attributes, has_link);
		break;
	case HTML_AREA:
		add_area(b, attributes);
		break;
	default:
		break;
	}
}
