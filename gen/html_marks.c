/* SPDX-License-Identifier: ISC */
/*
 * Raised and lowered digits have characters of their own in Unicode; other
 * raised words ("st", "TM") read well as they are.
 */
#include "html_marks.h"

#include "utf8.h"

struct script {
	char plain;
	const char *raised, *lowered;
};

static const struct script scripts[] = {
	{ '0', "⁰", "₀" },
	{ '1', "¹", "₁" },
	{ '2', "²", "₂" },
	{ '3', "³", "₃" },
	{ '4', "⁴", "₄" },
	{ '5', "⁵", "₅" },
	{ '6', "⁶", "₆" },
	{ '7', "⁷", "₇" },
	{ '8', "⁸", "₈" },
	{ '9', "⁹", "₉" },
	{ '+', "⁺", "₊" },
	{ '-', "⁻", "₋" },
	{ '=', "⁼", "₌" },
	{ '(', "⁽", "₍" },
	{ ')', "⁾", "₎" },
	{ 'n', "ⁿ", "ₙ" },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define SCRIPT_MAX 32

static const struct script *
find_script(char c)
{
	for (size_t i = 0; i < COUNT(scripts); i++) {
		if (scripts[i].plain == c)
			return &scripts[i];
	}
	return NULL;
}

static void
end_script(struct html_marks *marks, struct builder *b, bool is_raised)
{
	char plain[SCRIPT_MAX];
	struct span words = span_skip(buf_span(&b->words), marks->script_at);

	/* A link's place in the words must not move under it. */
	if (!b->has_text || words.len == 0 || words.len > SCRIPT_MAX ||
	    b->open != NULL ||
	    (b->links.last != NULL && b->links.last->len > 0 &&
		b->links.last->at + b->links.last->len > marks->script_at))
		return;
	for (size_t i = 0; i < words.len; i++) {
		if (find_script(words.p[i]) == NULL)
			return;
		plain[i] = words.p[i];
	}
	buf_truncate(&b->words, marks->script_at);
	for (size_t i = 0; i < words.len; i++) {
		const struct script *script = find_script(plain[i]);

		buf_str(
		    &b->words, is_raised ? script->raised : script->lowered);
	}
}

static void
abbreviation(struct html_marks *marks, struct builder *b, bool is_start,
    struct span title)
{
	if (is_start) {
		marks->expansion = doc_copy(b->doc, span_trim(title));
		return;
	}
	if (marks->expansion.len == 0)
		return;
	builder_text(b, SPAN(" ("));
	builder_text(b, marks->expansion);
	builder_text(b, SPAN(")"));
	marks->expansion = SPAN("");
}

void
html_mark(struct html_marks *marks, struct builder *b, enum html_action action,
    bool is_start, struct span title)
{
	switch (action) {
	case HTML_CODE:
		if (!b->is_verbatim)
			builder_exact(b, SPAN("`"));
		break;
	case HTML_STRUCK:
		builder_exact(b, SPAN("~~"));
		break;
	case HTML_CITED:
		builder_exact(b, SPAN("\""));
		break;
	case HTML_SHORT:
		abbreviation(marks, b, is_start, title);
		break;
	default: /* HTML_RAISED, HTML_LOWERED */
		if (b->is_soft)
			builder_text(b, SPAN(" "));
		if (is_start)
			marks->script_at = b->has_text ? b->words.len : 0;
		else
			end_script(marks, b, action == HTML_RAISED);
		break;
	}
}
