/* SPDX-License-Identifier: ISC */
/*
 * Labels of links.
 */
#include "linkname.h"

#include "uri.h"
#include "utf8.h"

#define NAME_MAX_LEN 4096

bool
link_is_bare(const struct link *link)
{
	static const char *const prefixes[] = { "https://", "http://",
		"mailto:" };
	struct span target = link->target;
	struct span label = link->label;

	if (span_eq(target, label))
		return true;
	if (link->kind != LINK_URL)
		return false;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		struct span prefix = span_str(prefixes[i]);

		if (span_starts(target, prefix)) {
			target = span_skip(target, prefix.len);
			break;
		}
	}
	if (span_eq(target, label))
		return true;
	return span_ends(target, SPAN("/")) &&
	    span_eq(span_first(target, target.len - 1), label);
}

/* The last part of the target's path, decoded where that is text. */
static void
add_file_name(struct buf *b, const struct link *link)
{
	struct span path = link->target;
	struct buf name;

	if (link->kind != LINK_PAGE)
		path = span_first(path,
		    span_find(path, '?') < span_find(path, '#')
			? span_find(path, '?')
			: span_find(path, '#'));
	if (span_ends(path, SPAN("/")))
		return;
	if (span_has(path, '/'))
		path = span_skip(path, span_rfind(path, '/') + 1);
	buf_init(&name, NAME_MAX_LEN);
	if (link->kind == LINK_PAGE || uri_decode(&name, path) != 0 ||
	    !buf_ok(&name) || !utf8_valid(buf_span(&name)))
		utf8_add_clean(b, path);
	else
		utf8_add_clean(b, buf_span(&name));
	buf_release(&name);
}

void
link_add_label(struct buf *b, const struct link *link, unsigned number)
{
	size_t start;

	if (number > 0)
		buf_printf(b, "[%u] ", number);
	start = b->len;
	if (!span_eq(link->label, link->target))
		buf_span_add(b, link->label);
	if (b->len == start && (link->is_image || link->kind == LINK_PAGE))
		add_file_name(b, link);
	if (b->len == start && (number > 0 || link->note.len > 0))
		utf8_add_clean(b, link->target);
	if (link->note.len > 0) {
		buf_str(b, " (");
		buf_span_add(b, link->note);
		buf_char(b, ')');
	}
}
