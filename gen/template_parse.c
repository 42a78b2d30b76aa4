/* SPDX-License-Identifier: ISC */
/*
 * Tags and expressions taken apart; what a filter does to a value.
 */
#include "template_tags.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define PARTS 8

static void
skip_space(struct span *s)
{
	while (s->len > 0 && (ascii_is_space(s->p[0]) || s->p[0] == ','))
		*s = span_skip(*s, 1);
}

static bool
is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

static bool
is_opening(struct span s, size_t at)
{
	return at > 0 && ascii_is_space(s.p[at - 1]) && at + 1 < s.len &&
	    (ascii_is_alpha(s.p[at + 1]) || ascii_is_digit(s.p[at + 1]));
}

/* Where the value ends that began with this quote: one between a space and a
 * word begins a quotation in it, as in "he said "no" to us". */
static size_t
quoted_length(struct span s, char quote, bool is_nested)
{
	size_t len = 0;
	bool is_inner = false;

	while (len < s.len &&
	    (s.p[len] != quote || is_inner ||
		(is_nested && is_opening(s, len)))) {
		if (s.p[len] == quote)
			is_inner = !is_inner;
		len += s.p[len] == '\\' && len + 1 < s.len ? 2 : 1;
	}
	return len;
}

/* A value in quotes, or up to the next space. */
static struct span
take_value(struct span *s, bool *is_quoted)
{
	struct span value;
	size_t len = 0;

	*is_quoted = s->len > 0 && is_quote(s->p[0]);
	if (*is_quoted) {
		char quote = s->p[0];

		*s = span_skip(*s, 1);
		len = quoted_length(*s, quote, true);
		if (len >= s->len)
			len = quoted_length(*s, quote, false);
		value = span_first(*s, len);
		*s = span_skip(*s, len + 1);
		return value;
	}
	while (len < s->len && !ascii_is_space(s->p[len]) && s->p[len] != ',')
		len++;
	value = span_first(*s, len);
	*s = span_skip(*s, len);
	return value;
}

static bool
is_key_char(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c) || c == '_' || c == '-';
}

/* "key=" or "key: " before a value. */
static struct span
take_key(struct span *s)
{
	struct span key;
	size_t len = 0;

	while (len < s->len && is_key_char(s->p[len]))
		len++;
	if (len == 0 || len + 1 >= s->len ||
	    (s->p[len] != '=' &&
		(s->p[len] != ':' ||
		    (!ascii_is_space(s->p[len + 1]) &&
			!is_quote(s->p[len + 1])))))
		return SPAN("");
	key = span_first(*s, len);
	*s = span_skip(*s, len + 1);
	skip_space(s);
	return key;
}

void
template_tag_parse(struct span text, struct template_tag *tag)
{
	size_t len = 0;

	text = span_trim(text);
	tag->is_closing =
	    span_starts(text, SPAN("/")) && !span_starts(text, SPAN("/*"));
	if (tag->is_closing)
		text = span_trim(span_skip(text, 1));
	while (len < text.len && !ascii_is_space(text.p[len]))
		len++;
	tag->name = span_first(text, len);
	tag->args = 0;
	tag->inner = SPAN("");
	tag->is_only_words = false;
	tag->is_inner_used = false;
	text = span_skip(text, len);
	for (skip_space(&text); text.len > 0 && tag->args < TEMPLATE_ARGS;
	     skip_space(&text)) {
		struct template_arg *arg = &tag->arg[tag->args++];

		arg->is_used = false;
		arg->key = take_key(&text);
		arg->value = take_value(&text, &arg->is_quoted);
	}
}

/* A value with what filters put before and after it. */
struct value {
	struct span before[PARTS], after[PARTS];
	size_t befores, afters;
	struct span words; /* of a filter that is not known */
};

static bool
is_site(struct span name)
{
	static const char *const names[] = { "site.baseurl", "site.url",
		"site.github.url", "site.base_url", "base_url", "baseurl",
		"pathPrefix", ".Site.BaseURL", "site.Params.baseurl" };

	for (size_t i = 0; i < COUNT(names); i++) {
		if (span_eq(name, span_str(names[i])))
			return true;
	}
	return false;
}

static bool
changes_nothing(struct span name)
{
	static const char *const names[] = { "url", "relative_url",
		"absolute_url", "absURL", "relURL", "absLangURL", "relLangURL",
		"safeURL", "safe", "escape", "escape_once", "uri_escape",
		"xml_escape", "strip", "markdownify", "smartify" };

	for (size_t i = 0; i < COUNT(names); i++) {
		if (span_eq(name, span_str(names[i])))
			return true;
	}
	return false;
}

static void
apply_filter(struct value *value, struct span filter)
{
	size_t end = span_find(filter, ':');
	struct span name = span_trim(span_first(filter, end));
	struct span rest = span_trim(span_skip(filter, end + 1));
	bool is_quoted;
	struct span words = take_value(&rest, &is_quoted);

	if (changes_nothing(name) || words.len == 0 ||
	    (!is_quoted && is_site(words)))
		return;
	if (is_quoted && span_eq(name, SPAN("prepend")) &&
	    value->befores < PARTS)
		value->before[value->befores++] = words;
	else if (is_quoted && span_eq(name, SPAN("append")) &&
	    value->afters < PARTS)
		value->after[value->afters++] = words;
	else if (is_quoted && value->words.len == 0)
		value->words = words;
}

/* Where the filter ends: at the next '|' outside quotes. */
static size_t
filter_length(struct span s)
{
	char quote = 0;
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (quote != 0)
			quote = s.p[i] == quote ? 0 : quote;
		else if (s.p[i] == '"' || s.p[i] == '\'')
			quote = s.p[i];
		else if (s.p[i] == '|')
			break;
	}
	return i;
}

static void
write_value(
    struct template_writer *w, const struct value *value, struct span literal)
{
	for (size_t i = value->befores; i > 0; i--)
		buf_span_add(w->out, value->before[i - 1]);
	buf_span_add(w->out, literal);
	for (size_t i = 0; i < value->afters; i++)
		buf_span_add(w->out, value->after[i]);
}

enum template_value
template_value_expand(
    struct template_writer *w, struct span expression, bool is_text)
{
	struct value value = { .words = SPAN("") };
	struct span rest = expression;
	struct span literal = SPAN("");
	bool is_quoted = rest.len > 0 && is_quote(rest.p[0]);

	if (is_quoted)
		literal = take_value(&rest, &is_quoted);
	else if (!is_site(span_trim(span_first(rest, filter_length(rest)))))
		return VALUE_UNKNOWN;
	rest = span_skip(rest, filter_length(rest));
	while (rest.len > 0) {
		size_t len = filter_length(span_skip(rest, 1));

		apply_filter(&value, span_first(span_skip(rest, 1), len));
		rest = span_skip(rest, 1 + len);
	}
	if (value.words.len > 0 && is_text &&
	    (span_starts(literal, SPAN("https://")) ||
		span_starts(literal, SPAN("http://")) ||
		span_starts(literal, SPAN("//")))) {
		template_link(w, literal, value.words);
		return VALUE_KNOWN;
	}
	write_value(w, &value, literal);
	return value.words.len > 0 ? VALUE_PARTLY : VALUE_KNOWN;
}
