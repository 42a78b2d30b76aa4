/* SPDX-License-Identifier: ISC */
/*
 * The attributes are those of the scripts that load pictures late, among them
 * WordPress's and its plugins'.
 */
#include "html_picture.h"

#include <stdlib.h>

#include "die.h"
#include "html_leaf.h"
#include "messages_content.h"

static void
keep(char **copy, struct span s)
{
	free(*copy);
	*copy = xstrndup(s.p, s.len);
}

void
html_picture_release(struct html_picture *picture)
{
	free(picture->source);
	free(picture->last);
	picture->source = picture->last = NULL;
}

static bool
is_address(struct span s)
{
	return s.len > 0 && !span_starts(s, SPAN("data:"));
}

/* The digits in front of "300w", "1.5x": in thousandths. */
static uint64_t
read_size(struct span s)
{
	uint64_t size = 0;
	unsigned places = 0;
	bool is_part = false;

	for (size_t i = 0; i < s.len && i < 9; i++) {
		if (s.p[i] == '.')
			is_part = true;
		else if (!ascii_is_digit(s.p[i]))
			break;
		else if (!is_part || places++ < 3)
			size = size * 10 + (unsigned)(s.p[i] - '0');
	}
	for (; places < 3; places++)
		size *= 10;
	return size;
}

/* The address of the largest in "s.jpg 300w, l.jpg 600w" (HTML, "Srcset
 * attributes"). */
static struct span
largest(struct span set)
{
	struct span best = SPAN("");
	uint64_t most = 0;

	for (;;) {
		struct span address, size = SPAN("");
		uint64_t number;
		size_t len = 0;

		while (set.len > 0 &&
		    (ascii_is_space(set.p[0]) || set.p[0] == ','))
			set = span_skip(set, 1);
		if (set.len == 0)
			return best;
		while (len < set.len && !ascii_is_space(set.p[len]))
			len++;
		address = span_first(set, len);
		set = span_skip(set, len);
		if (span_ends(address, SPAN(",")))
			address = span_first(address, len - 1);
		else
			span_cut(&set, ',', &size);
		size = span_trim(size);
		number = size.len > 0 ? read_size(size) : 1000;
		if (is_address(address) && (best.len == 0 || number > most)) {
			best = address;
			most = number;
		}
	}
}

static struct span
first_address(const xmlChar **attributes, const char *const *names, bool is_set)
{
	for (size_t i = 0; names[i] != NULL; i++) {
		struct span s = span_trim(html_attribute(attributes, names[i]));

		if (is_set)
			s = largest(s);
		if (is_address(s))
			return s;
	}
	return SPAN("");
}

/* Where the picture is, or what `src` says when that is nowhere. */
static struct span
find_source(const xmlChar **attributes)
{
	static const char *const names[] = { "data-lazy-src", "data-src",
		"data-original", "src", "data-orig-file", NULL };
	static const char *const sets[] = { "data-lazy-srcset", "data-srcset",
		"srcset", NULL };
	struct span source = first_address(attributes, names, false);

	if (source.len == 0)
		source = first_address(attributes, sets, true);
	return source.len > 0 ? source : html_attribute(attributes, "src");
}

/* What a <noscript> shows stands in a block of its own. */
static void
show(struct html_picture *picture, struct builder *b)
{
	if (picture->fallback != HTML_FALLBACK_EMPTY)
		return;
	picture->fallback = HTML_FALLBACK_SHOWN;
	builder_end(b);
}

void
html_picture_image(
    struct html_picture *picture, struct builder *b, const xmlChar **attributes)
{
	struct span source = find_source(attributes);

	if (span_eq(html_attribute(attributes, "width"), SPAN("1")) &&
	    span_eq(html_attribute(attributes, "height"), SPAN("1"))) {
		losses_add(
		    b->losses, LOSS_DROPPED, b->file, b->line, MSG_HTML_PIXEL);
		return;
	}
	if (picture->is_open && !is_address(source) && picture->source != NULL)
		source = span_str(picture->source);
	if (is_address(source)) {
		picture->has_link = true;
		if (picture->fallback != HTML_NO_FALLBACK &&
		    picture->last != NULL &&
		    span_eq(source, span_str(picture->last)))
			return;
		keep(&picture->last, source);
	}
	show(picture, b);
	builder_embed(b, source, html_attribute(attributes, "alt"),
	    html_attribute(attributes, "title"), true);
}

void
html_picture_set(struct html_picture *picture, struct builder *b, bool is_start)
{
	if (!is_start && picture->is_open && !picture->has_link &&
	    picture->source != NULL)
		builder_embed(
		    b, span_str(picture->source), SPAN(""), SPAN(""), true);
	picture->is_open = is_start;
	picture->has_link = false;
	free(picture->source);
	picture->source = NULL;
}

bool
html_picture_source(struct html_picture *picture, const xmlChar **attributes)
{
	static const char *const names[] = { "data-srcset", "srcset",
		"data-lazy-srcset", NULL };
	struct span source;

	if (!picture->is_open)
		return false;
	source = first_address(attributes, names, true);
	if (picture->source == NULL && source.len > 0)
		keep(&picture->source, source);
	return true;
}

void
html_picture_fallback(
    struct html_picture *picture, struct builder *b, bool is_start)
{
	if (!is_start && picture->fallback == HTML_FALLBACK_SHOWN)
		builder_end(b);
	picture->fallback = is_start ? HTML_FALLBACK_EMPTY : HTML_NO_FALLBACK;
}

void
html_picture_words(
    struct html_picture *picture, struct builder *b, struct span words)
{
	if (picture->fallback == HTML_FALLBACK_EMPTY &&
	    span_trim(words).len > 0)
		show(picture, b);
}
