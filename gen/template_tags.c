/* SPDX-License-Identifier: ISC */
/*
 * A table of tags by name; each has a function that writes Markdown.
 */
#include "template_tags.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
skip_space(struct span *s)
{
	while (s->len > 0 && (ascii_is_space(s->p[0]) || s->p[0] == ','))
		*s = span_skip(*s, 1);
}

/* A value in quotes, or up to the next space. */
static struct span
take_value(struct span *s)
{
	struct span value;
	size_t len = 0;

	if (s->len > 0 && (s->p[0] == '"' || s->p[0] == '\'')) {
		char quote = s->p[0];

		*s = span_skip(*s, 1);
		while (len < s->len && s->p[len] != quote)
			len += s->p[len] == '\\' && len + 1 < s->len ? 2 : 1;
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
		(s->p[len] != ':' || !ascii_is_space(s->p[len + 1]))))
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
	while (len < text.len && !ascii_is_space(text.p[len]))
		len++;
	*tag = (struct template_tag){ .name = span_first(text, len) };
	text = span_skip(text, len);
	for (skip_space(&text); text.len > 0 && tag->args < TEMPLATE_ARGS;
	     skip_space(&text)) {
		struct template_arg *arg = &tag->arg[tag->args++];

		arg->key = take_key(&text);
		arg->value = take_value(&text);
	}
}

static struct span
named(const struct template_tag *tag, const char *key)
{
	for (size_t i = 0; i < tag->args; i++) {
		if (span_eq(tag->arg[i].key, span_str(key)))
			return tag->arg[i].value;
	}
	return SPAN("");
}

/* The n-th argument without a key. */
static struct span
placed(const struct template_tag *tag, size_t n)
{
	for (size_t i = 0; i < tag->args; i++) {
		if (tag->arg[i].key.len == 0 && n-- == 0)
			return tag->arg[i].value;
	}
	return SPAN("");
}

static struct span
either(struct span a, struct span b)
{
	return a.len > 0 ? a : b;
}

/* Words that Markdown shall take as words. */
static void
add_words(struct buf *out, struct span words)
{
	for (size_t i = 0; i < words.len; i++) {
		char c = words.p[i];

		if (c == '\\' && i + 1 < words.len &&
		    (words.p[i + 1] == '"' || words.p[i + 1] == '\''))
			continue;
		if (memchr("[]*_`<\\", c, 7) != NULL)
			buf_char(out, '\\');
		buf_char(out, c == '\n' || c == '\r' ? ' ' : c);
	}
}

static void
add_target(struct buf *out, struct span target)
{
	buf_str(out, "(<");
	for (size_t i = 0; i < target.len; i++) {
		if (memchr("<>\\", target.p[i], 3) != NULL)
			buf_char(out, '\\');
		if (target.p[i] != '\n' && target.p[i] != '\r')
			buf_char(out, target.p[i]);
	}
	buf_str(out, ">)");
}

static void
add_image(struct buf *out, struct span source, struct span alt)
{
	buf_str(out, "![");
	add_words(out, alt);
	buf_char(out, ']');
	add_target(out, source);
}

static bool
image(struct buf *out, const struct template_tag *tag)
{
	struct span source = either(
	    placed(tag, 0), either(named(tag, "src"), named(tag, "url")));

	if (source.len == 0)
		return false;
	add_image(out, source, either(named(tag, "alt"), placed(tag, 1)));
	return true;
}

static bool
image_with_class(struct buf *out, const struct template_tag *tag)
{
	if (placed(tag, 0).len == 0)
		return false;
	add_image(
	    out, placed(tag, 0), either(named(tag, "alt"), placed(tag, 2)));
	return true;
}

static bool
figure(struct buf *out, const struct template_tag *tag)
{
	struct span source = either(named(tag, "src"),
	    either(named(tag, "url"), named(tag, "image_path")));
	struct span target = named(tag, "link");
	struct span caption =
	    either(named(tag, "caption"), named(tag, "title"));
	struct span alt = either(named(tag, "alt"), caption);

	if (source.len == 0)
		return image(out, tag);
	if (target.len > 0)
		buf_char(out, '[');
	add_image(out, source, alt);
	if (target.len > 0) {
		buf_char(out, ']');
		add_target(out, target);
	}
	if (caption.len > 0 && !span_eq(caption, alt)) {
		buf_char(out, ' ');
		add_words(out, caption);
	}
	return true;
}

/* A link to what a player or a card would have shown. */
static bool
add_embed(struct buf *out, const struct template_tag *tag, const char *base,
    struct span id)
{
	struct span title = named(tag, "title");

	if (id.len == 0)
		return false;
	if (title.len > 0) {
		buf_char(out, '[');
		add_words(out, title);
		buf_printf(out, "](<%s%.*s>)", base, SPAN_ARG(id));
	} else {
		buf_printf(out, "<%s%.*s>", base, SPAN_ARG(id));
	}
	return true;
}

static struct span
identity(const struct template_tag *tag)
{
	return either(named(tag, "id"), placed(tag, 0));
}

static bool
youtube(struct buf *out, const struct template_tag *tag)
{
	return add_embed(
	    out, tag, "https://www.youtube.com/watch?v=", identity(tag));
}

static bool
vimeo(struct buf *out, const struct template_tag *tag)
{
	return add_embed(out, tag, "https://vimeo.com/", identity(tag));
}

static bool
instagram(struct buf *out, const struct template_tag *tag)
{
	return add_embed(
	    out, tag, "https://www.instagram.com/p/", identity(tag));
}

static bool
gist(struct buf *out, const struct template_tag *tag)
{
	struct span user = placed(tag, 0);

	if (user.len == 0)
		return false;
	buf_printf(out, "<https://gist.github.com/%.*s", SPAN_ARG(user));
	if (placed(tag, 1).len > 0)
		buf_printf(out, "/%.*s", SPAN_ARG(placed(tag, 1)));
	buf_char(out, '>');
	return true;
}

static bool
tweet(struct buf *out, const struct template_tag *tag)
{
	if (named(tag, "user").len == 0)
		return add_embed(out, tag, "https://twitter.com/i/web/status/",
		    identity(tag));
	buf_printf(out, "<https://twitter.com/%.*s/status/%.*s>",
	    SPAN_ARG(named(tag, "user")), SPAN_ARG(named(tag, "id")));
	return true;
}

/* Stands within a link's target: the path alone. */
static bool
reference(struct buf *out, const struct template_tag *tag)
{
	struct span path = either(placed(tag, 0), named(tag, "path"));

	buf_span_add(out, path);
	return path.len > 0;
}

static bool
post_url(struct buf *out, const struct template_tag *tag)
{
	struct span path = placed(tag, 0);

	buf_span_add(out, path);
	if (path.len > 0 && !span_ends(path, SPAN(".md")))
		buf_str(out, ".md");
	return path.len > 0;
}

/* `include figure.html src=...`, `include youtube.html id=...`. */
static bool
include(struct buf *out, const struct template_tag *tag)
{
	struct template_tag inner = *tag;
	struct span name = placed(tag, 0);

	if (span_search(name, SPAN("youtube")) < name.len)
		return add_embed(out, tag,
		    "https://www.youtube.com/watch?v=", named(tag, "id"));
	if (span_search(name, SPAN("vimeo")) < name.len)
		return add_embed(
		    out, tag, "https://vimeo.com/", named(tag, "id"));
	for (size_t i = 0; i < inner.args; i++) {
		if (inner.arg[i].key.len == 0)
			inner.arg[i].value = SPAN("");
	}
	return figure(out, &inner);
}

struct known {
	const char *name;
	bool (*expand)(struct buf *out, const struct template_tag *tag);
};

static const struct known known_tags[] = {
	{ "image", image },
	{ "img", image },
	{ "image_with_class", image_with_class },
	{ "figure", figure },
	{ "youtube", youtube },
	{ "vimeo", vimeo },
	{ "instagram", instagram },
	{ "gist", gist },
	{ "tweet", tweet },
	{ "twitter", tweet },
	{ "x", tweet },
	{ "ref", reference },
	{ "relref", reference },
	{ "link", reference },
	{ "post_url", post_url },
	{ "include", include },
	{ "include_relative", include },
};

bool
template_tag_expand(struct buf *out, const struct template_tag *tag)
{
	for (size_t i = 0; i < COUNT(known_tags); i++) {
		if (span_eq(tag->name, span_str(known_tags[i].name)))
			return known_tags[i].expand(out, tag);
	}
	return false;
}

bool
template_value_expand(struct buf *out, struct span expression)
{
	static const char *const empty[] = { "site.baseurl", "site.url",
		"site.github.url", "site.base_url", "base_url", "baseurl" };
	struct span value = expression;
	struct span name;

	if (value.len > 0 && (value.p[0] == '"' || value.p[0] == '\'')) {
		buf_span_add(out, take_value(&value));
		return true;
	}
	name = span_trim(span_first(value, span_find(value, '|')));
	for (size_t i = 0; i < COUNT(empty); i++) {
		if (span_eq(name, span_str(empty[i])))
			return true;
	}
	return false;
}

bool
template_tag_is_end(const struct template_tag *tag)
{
	return span_starts(tag->name, SPAN("end")) ||
	    span_starts(tag->name, SPAN("/")) ||
	    span_eq(tag->name, SPAN("else")) ||
	    span_eq(tag->name, SPAN("elsif")) ||
	    span_eq(tag->name, SPAN("when"));
}
