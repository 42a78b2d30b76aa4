/* SPDX-License-Identifier: ISC */
/*
 * Presentation markup of MathML 3: the sign that an element puts between its
 * children, and brackets around a child that consists of several.
 */
#include "html_math.h"

#include <string.h>

enum math_kind {
	MATH_ROW,   /* one thing after the other */
	MATH_TOKEN, /* words: a name, a number, an operator */
	MATH_CALL,  /* a sign and, in brackets, what it is of */
	MATH_LIST,  /* things apart from each other */
	MATH_SIGN   /* a sign between its parts */
};

struct html_math_tag {
	const char *name;
	enum math_kind kind;
	const char *begin; /* of a call */
	/* Before the second child; before each later one. */
	const char *join[2];
};

static const struct html_math_tag tags[] = {
	{ .name = "math" },
	{ .name = "menclose" },
	{ .name = "merror" },
	{ "mfenced", MATH_CALL, "", { ", ", ", " } },
	{ "mfrac", MATH_SIGN, NULL, { "/", "" } },
	{ .name = "mi", .kind = MATH_TOKEN },
	{ .name = "mn", .kind = MATH_TOKEN },
	{ .name = "mo", .kind = MATH_TOKEN },
	{ "mover", MATH_SIGN, NULL, { "^", "" } },
	{ .name = "mpadded" },
	{ .name = "mphantom" },
	{ "mroot", MATH_CALL, "√", { ", ", "" } },
	{ .name = "mrow" },
	{ .name = "ms", .kind = MATH_TOKEN },
	{ .name = "mspace", .kind = MATH_TOKEN },
	{ "msqrt", MATH_CALL, "√", { "", "" } },
	{ .name = "mstyle" },
	{ "msub", MATH_SIGN, NULL, { "_", "" } },
	{ "msubsup", MATH_SIGN, NULL, { "_", "^" } },
	{ "msup", MATH_SIGN, NULL, { "^", "" } },
	{ "mtable", MATH_CALL, "", { "; ", "; " } },
	{ .name = "mtd" },
	{ .name = "mtext", .kind = MATH_TOKEN },
	{ "mtr", MATH_LIST, NULL, { ", ", ", " } },
	{ "munder", MATH_SIGN, NULL, { "_", "" } },
	{ "munderover", MATH_SIGN, NULL, { "_", "^" } },
	{ .name = "semantics" },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct html_math_tag *
find_tag(const char *name)
{
	for (size_t i = 0; i < COUNT(tags); i++) {
		if (strcmp(tags[i].name, name) == 0)
			return &tags[i];
	}
	return NULL;
}

/* What stands between the one before and this child of an element. */
static void
add_join(struct builder *b, const struct html_math_tag *tag, unsigned before)
{
	const char *join = before > 0 ? tag->join[before > 1] : NULL;

	if (join != NULL)
		builder_exact(b, span_str(join));
}

static void
enter(
    struct html_math *math, struct builder *b, const struct html_math_tag *tag)
{
	struct html_math_level *level = &math->level[math->depth];
	bool is_part = false;

	if (math->depth > 0) {
		add_join(b, level[-1].tag, level[-1].children++);
		is_part = level[-1].tag->kind == MATH_SIGN;
	}
	level->tag = tag;
	level->children = 0;
	level->has_brackets =
	    tag->kind == MATH_CALL || (is_part && tag->kind != MATH_TOKEN);
	if (tag->begin != NULL)
		builder_exact(b, span_str(tag->begin));
	if (level->has_brackets)
		builder_exact(b, SPAN("("));
}

bool
html_math(
    struct html_math *math, struct builder *b, const char *name, bool is_start)
{
	const struct html_math_tag *tag = find_tag(name);

	if (tag == NULL || (math->depth == 0 && tag != &tags[0]))
		return false;
	if (is_start) {
		if (math->depth < HTML_MATH_DEPTH)
			enter(math, b, tag);
		math->depth++;
		return true;
	}
	math->depth--;
	if (math->depth < HTML_MATH_DEPTH &&
	    math->level[math->depth].has_brackets)
		builder_exact(b, SPAN(")"));
	return true;
}

bool
html_math_is_between(const struct html_math *math)
{
	return math->depth > 0 && math->depth <= HTML_MATH_DEPTH &&
	    math->level[math->depth - 1].tag->kind != MATH_TOKEN;
}
