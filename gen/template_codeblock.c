/* SPDX-License-Identifier: ISC */
/*
 * `codeblock [title] [lang:ruby] [url] [link text] [start:1]`: the title, and
 * the link, stand as a line above the block.
 */
#include "template_codeblock.h"

#define REACH (16 * 1024) /* bytes: the longest block under a title */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct code_tag {
	const char *name, *end;
	bool has_title;
};

static const struct code_tag code_tags[] = {
	{ "highlight", "endhighlight", false },
	{ "codeblock", "endcodeblock", true },
	{ "code", "endcode", true },
};

/* The arguments of codeblock. */
struct title {
	struct span words, language, address, label;
};

static const struct code_tag *
find(const struct template_tag *tag)
{
	for (size_t i = 0; i < COUNT(code_tags); i++) {
		if (span_eq(tag->name, span_str(code_tags[i].name)))
			return &code_tags[i];
	}
	return NULL;
}

/* "start:5", "mark:1,4-7", "linenos:false" */
static bool
is_option(struct span value)
{
	static const char *const names[] = { "start:", "mark:", "linenos:",
		"line_number:", "line_threshold:", "first_line:", "highlight:",
		"wrap:", "tab_replace:", "caption_left:" };

	for (size_t i = 0; i < COUNT(names); i++) {
		if (span_starts(value, span_str(names[i])))
			return true;
	}
	return false;
}

/* `value` goes on what `words` began in the source. */
static void
extend(struct span *words, struct span value)
{
	if (words->len == 0)
		*words = value;
	else
		words->len = (size_t)(value.p - words->p) + value.len;
}

static void
read_title(const struct template_tag *tag, struct title *title)
{
	bool has_options = false;

	*title = (struct title){ .words = SPAN("") };
	for (size_t i = 0; i < tag->args; i++) {
		struct span value = tag->arg[i].value;

		if (span_eq(tag->arg[i].key, SPAN("lang")) ||
		    span_eq(tag->arg[i].key, SPAN("language")))
			title->language = value;
		else if (span_eq(tag->arg[i].key, SPAN("title")))
			title->words = value;
		else if (span_starts(value, SPAN("lang:")))
			title->language = span_skip(value, strlen("lang:"));
		else if (tag->arg[i].key.len > 0 || is_option(value))
			has_options = true;
		else if (title->address.len > 0 && !has_options)
			extend(&title->label, value);
		else if (span_search(value, SPAN("://")) < value.len)
			title->address = value;
		else if (!has_options)
			extend(&title->words, value);
	}
}

static void
write_title(struct template_writer *w, const struct title *title)
{
	template_words(w, title->words);
	if (title->words.len > 0 && title->address.len > 0)
		buf_char(w->out, ' ');
	if (title->address.len > 0)
		template_link(w, title->address, title->label);
}

/* "{% endcode %}" or "{{< /code >}}" follows, and not as the end of another. */
static bool
has_end(const struct code_tag *known, struct span after)
{
	char closing[32], again[32];
	size_t at, other;

	(void)snprintf(closing, sizeof(closing), "/%s >}}", known->name);
	(void)snprintf(again, sizeof(again), " %s ", known->name);
	after = span_first(after, REACH);
	at = span_search(after, span_str(known->end));
	other = span_search(after, span_str(closing));
	at = other < at ? other : at;
	if (at == after.len)
		return false;
	after = span_first(after, at);
	for (other = span_search(after, span_str(again)); other < after.len;
	     other +=
	     1 + span_search(span_skip(after, other + 1), span_str(again))) {
		if (other > 0 && memchr("%<", after.p[other - 1], 2) != NULL)
			return false;
	}
	return true;
}

bool
template_codeblock_begin(struct template_code *code, struct template_writer *w,
    struct template_tag *tag, struct span after)
{
	const struct code_tag *known = find(tag);
	struct title title = { .words = SPAN("") };

	if (known == NULL || tag->is_closing)
		return false;
	if (!known->has_title) {
		title.language = tag->args > 0 ? tag->arg[0].value : SPAN("");
	} else {
		/* Without its end it would take all the rest. */
		if (!has_end(known, after))
			return false;
		read_title(tag, &title);
		write_title(w, &title);
	}
	template_code_begin(code, w, title.language, after);
	code->kind = CODE_HIGHLIGHT;
	code->end = span_str(known->end);
	return true;
}

bool
template_codeblock_is_end(
    const struct template_code *code, const struct template_tag *tag)
{
	struct span name = span_skip(code->end, strlen("end"));

	return span_eq(tag->name, code->end) ||
	    (tag->is_closing && span_eq(tag->name, name));
}
