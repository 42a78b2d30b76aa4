/* SPDX-License-Identifier: ISC */
/*
 * A table of tags by name; each has a function that writes what it means.
 * Unknown ones show by the names of their arguments what they are.
 */
#include "template_tags.h"

#include "template_players.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* Named without quotes, such things are variables of the site. */
static bool
is_variable(const struct template_arg *arg)
{
	static const char *const owners[] = { "page.", "site.", "include.",
		"post.", "layout.", "item.", "image.", "metadata.", ".Page.",
		".Site.", ".Params." };

	for (size_t i = 0; !arg->is_quoted && i < COUNT(owners); i++) {
		if (span_starts(arg->value, span_str(owners[i])))
			return true;
	}
	return false;
}

/* The value that is written there, without an expression before it. */
static struct span
take(struct template_arg *arg)
{
	struct span value = arg->value;
	size_t end = span_search(value, SPAN("}}"));

	if (is_variable(arg))
		return SPAN("");
	if (end < value.len) {
		if (!span_starts(value, SPAN("{{")) ||
		    span_search(span_first(value, end), SPAN("site")) >= end)
			return SPAN("");
		value = span_skip(value, end + 2);
	}
	arg->is_used = true;
	value = span_trim(value);
	/* A switch, whatever it is called. */
	if (span_eq(value, SPAN("true")) || span_eq(value, SPAN("false")))
		return SPAN("");
	return value;
}

struct span
template_tag_named(struct template_tag *tag, const char *const *names)
{
	for (size_t n = 0; names[n] != NULL; n++) {
		for (size_t i = 0; i < tag->args; i++) {
			struct span value;

			if (!span_eq(tag->arg[i].key, span_str(names[n])))
				continue;
			value = take(&tag->arg[i]);
			if (value.len > 0)
				return value;
		}
	}
	return SPAN("");
}

struct span
template_tag_placed(struct template_tag *tag, size_t n)
{
	for (size_t i = 0; i < tag->args; i++) {
		if (tag->arg[i].key.len == 0 && n-- == 0)
			return take(&tag->arg[i]);
	}
	return SPAN("");
}

static struct span
either(struct span a, struct span b)
{
	return a.len > 0 ? a : b;
}

static struct span
alt_of(struct template_tag *tag)
{
	return template_tag_named(tag, NAMES("alt", "alt_text", "alttext"));
}

/* Who made a picture: words that may be a link. */
static void
add_credit(struct template_writer *w, struct template_tag *tag)
{
	struct span who = template_tag_named(tag, NAMES("attr", "credit"));
	struct span where =
	    template_tag_named(tag, NAMES("attrlink", "credit_url"));

	if (where.len == 0) {
		template_words_after(w, who, SPAN(""));
		return;
	}
	buf_char(w->out, ' ');
	template_link(w, where, who);
}

/* The names of what stands below a picture, in the order they are shown. */
static const char *const word_names[] = { "title", "caption", "text",
	"description", "desc", "summary", "label" };

static void
add_all_after(
    struct template_writer *w, struct template_tag *tag, struct span label)
{
	for (size_t i = 0; i < COUNT(word_names); i++) {
		struct span words =
		    template_tag_named(tag, NAMES(word_names[i]));

		template_words_after(w, words, label);
	}
	add_credit(w, tag);
}

static struct span
first_words(struct template_tag *tag)
{
	return template_tag_named(tag,
	    NAMES("caption", "title", "text", "description", "desc", "label"));
}

static void
add_picture(struct template_writer *w, struct template_tag *tag,
    struct span source, struct span alt, struct span target)
{
	struct span label = either(alt, first_words(tag));

	if (alt.len > 0)
		template_image(w, source, alt, target);
	else
		template_image_caption(w, source, label, target);
	add_all_after(w, tag, label);
}

static bool
is_picture_file(struct span path)
{
	static const char *const suffixes[] = { ".png", ".jpg", ".jpeg", ".gif",
		".svg", ".webp", ".avif", ".bmp", ".tif", ".tiff" };
	size_t end = span_find(path, '?');

	path = span_first(path, end);
	for (size_t i = 0; i < COUNT(suffixes); i++) {
		struct span suffix = span_str(suffixes[i]);

		if (path.len >= suffix.len &&
		    span_eq_nocase(
			span_skip(path, path.len - suffix.len), suffix))
			return true;
	}
	return false;
}

static bool
has_word(struct span name, const char *const *words)
{
	for (size_t i = 0; words[i] != NULL; i++) {
		if (span_search(name, span_str(words[i])) < name.len)
			return true;
	}
	return false;
}

/* Shown by the names of its arguments: a picture, a link, or words. */
static bool
show_named(
    struct template_writer *w, struct template_tag *tag, struct span name)
{
	struct span source = template_tag_named(tag,
	    NAMES("image_path", "image", "src", "img", "path", "file",
		"filename", "image_url"));
	struct span target =
	    template_tag_named(tag, NAMES("link", "href", "url", "relref"));
	struct span alt = alt_of(tag);
	bool is_picture = has_word(name,
	    NAMES("figure", "image", "img", "photo", "picture", "lightbox"));
	struct span label = either(alt, first_words(tag));

	if (source.len == 0 && (is_picture || is_picture_file(target))) {
		source = target;
		target = SPAN("");
	}
	if (source.len > 0 && (is_picture || is_picture_file(source))) {
		add_picture(w, tag, source, alt, target);
		return true;
	}
	target = either(target, source);
	if (target.len == 0 && label.len == 0)
		return false;
	tag->is_only_words = target.len == 0;
	tag->is_inner_used = label.len == 0 && tag->inner.len > 0;
	if (tag->is_inner_used)
		template_link_around(w, target, tag->inner);
	else if (target.len > 0)
		template_link(w, target, label);
	else
		template_words(w, label);
	add_all_after(w, tag, label);
	return true;
}

/* After the source: the words, though a class or a width may come first, which
 * is left to be reported. */
static struct span
placed_words(struct template_tag *tag)
{
	size_t n = 0, found = 0;

	for (size_t i = 0; i < tag->args && found == 0; i++) {
		if (tag->arg[i].key.len > 0 || n++ == 0)
			continue;
		if (span_has(tag->arg[i].value, ' '))
			found = n - 1;
	}
	return template_tag_placed(tag, found > 0 ? found : 1);
}

static bool
image(struct template_writer *w, struct template_tag *tag)
{
	struct span source = either(template_tag_placed(tag, 0),
	    template_tag_named(tag, NAMES("src", "url")));
	struct span alt;

	if (source.len == 0)
		return show_named(w, tag, tag->name);
	alt = either(alt_of(tag), placed_words(tag));
	add_picture(w, tag, source, alt,
	    template_tag_named(tag, NAMES("link", "href")));
	return true;
}

static bool
image_with_class(struct template_writer *w, struct template_tag *tag)
{
	struct span source = template_tag_placed(tag, 0);

	if (source.len == 0)
		return false;
	template_tag_placed(tag, 1); /* the class */
	add_picture(w, tag, source,
	    either(alt_of(tag), template_tag_placed(tag, 2)), SPAN(""));
	return true;
}

/* Octopress: `img left /a.png 350 350 "title" "alt"`. */
static bool
octopress_image(struct template_writer *w, struct template_tag *tag)
{
	struct span title;
	struct span alt;
	size_t at = 0;
	uint64_t size;

	while (template_tag_placed(tag, at).len > 0 &&
	    !span_has(template_tag_placed(tag, at), '/') &&
	    !span_has(template_tag_placed(tag, at), '.'))
		at++;
	if (at == 0 || template_tag_placed(tag, at).len == 0)
		return image(w, tag);
	for (size_t n = at + 1;; n++) {
		title = template_tag_placed(tag, n);
		alt = template_tag_placed(tag, n + 1);
		if (!span_number(title, UINT64_MAX, &size))
			break;
	}
	template_image(
	    w, template_tag_placed(tag, at), either(alt, title), SPAN(""));
	if (alt.len > 0)
		template_words_after(w, title, alt);
	return true;
}

static bool
figure(struct template_writer *w, struct template_tag *tag)
{
	struct span source = template_tag_named(
	    tag, NAMES("src", "image_path", "image", "path", "url"));

	if (source.len == 0)
		return image(w, tag);
	add_picture(w, tag, source, alt_of(tag),
	    template_tag_named(tag, NAMES("link", "href", "url")));
	return true;
}

/* Stands within a link's target: the path alone. */
static bool
reference(struct template_writer *w, struct template_tag *tag)
{
	struct span path = either(template_tag_placed(tag, 0),
	    template_tag_named(tag, NAMES("path")));

	buf_span_add(w->out, path);
	return path.len > 0;
}

static bool
is_web_address(struct span value)
{
	return span_search(value, SPAN("://")) < value.len ||
	    span_starts(value, SPAN("mailto:"));
}

/* Hexo: `link Text of it http://e.example/ [external] [title]`. */
static bool
text_link(struct template_writer *w, struct template_tag *tag)
{
	struct span target = template_tag_placed(tag, 1);
	struct buf words;
	size_t n = 1;

	while (target.len > 0 && !is_web_address(target) &&
	    target.p[0] != '/' && target.p[0] != '#')
		target = template_tag_placed(tag, ++n);
	if (target.len == 0)
		return false;
	buf_init(&words, SIZE_MAX);
	for (size_t i = 0; i < n; i++) {
		if (words.len > 0)
			buf_char(&words, ' ');
		buf_span_add(&words, template_tag_placed(tag, i));
	}
	template_link(w, target, buf_span(&words));
	buf_release(&words);
	return true;
}

/* The path of a source in Jekyll's own folders, or a link of Hexo's. */
static bool
source_link(struct template_writer *w, struct template_tag *tag)
{
	struct span path = template_tag_placed(tag, 0);

	if (text_link(w, tag))
		return true;
	if (is_web_address(path)) {
		template_link(w, path, SPAN(""));
		return true;
	}
	if (path.len > 0 && path.p[0] == '/')
		path = span_skip(path, 1);
	if (!span_has(path, '.') && !span_has(path, '/'))
		return false;
	buf_char(w->out, '/');
	if (span_starts(path, SPAN("_posts/")))
		path = span_skip(path, 1);
	buf_span_add(w->out, path);
	return true;
}

static bool
post_url(struct template_writer *w, struct template_tag *tag)
{
	struct span path = template_tag_placed(tag, 0);

	buf_span_add(w->out, path);
	if (path.len > 0 && !span_ends(path, SPAN(".md")))
		buf_str(w->out, ".md");
	return path.len > 0;
}

/* `include figure.html src=...`, `include embed/youtube.html id=...`,
 * `include video id=... provider="youtube"`. */
static bool
include(struct template_writer *w, struct template_tag *tag)
{
	struct span name = template_tag_placed(tag, 0);
	struct span provider = template_tag_named(tag, NAMES("provider"));
	struct span by = either(provider, name);

	if (tag->args < 2)
		return false;
	/* The file's name is no argument of what it shows. */
	for (size_t i = 0; i < tag->args; i++) {
		if (tag->arg[i].key.len == 0)
			tag->arg[i].value = SPAN("");
	}
	if (has_word(by, NAMES("youtube", "Youtube", "YouTube")) &&
	    template_player_expand(w, tag, SPAN("youtube")))
		return true;
	if (has_word(by, NAMES("vimeo", "Vimeo")) &&
	    template_player_expand(w, tag, SPAN("vimeo")))
		return true;
	if (has_word(by, NAMES("tweet", "twitter")) &&
	    template_player_expand(w, tag, SPAN("tweet")))
		return true;
	return show_named(w, tag, name);
}

struct known {
	const char *name;
	bool (*expand)(struct template_writer *w, struct template_tag *tag);
};

static const struct known known_tags[] = {
	{ "image", image },
	{ "img", octopress_image },
	{ "image_with_class", image_with_class },
	{ "figure", figure },
	{ "ref", reference },
	{ "relref", reference },
	{ "link", source_link },
	{ "post_url", post_url },
	{ "include", include },
	{ "include_relative", include },
	{ "include_cached", include },
};

/* Those that compute: the names in them are no words for readers. */
static bool
is_program(struct span name)
{
	static const char *const names[] = { "if", "elsif", "elseif", "unless",
		"for", "case", "when", "assign", "capture", "set", "macro",
		"import", "from", "extends", "block", "call", "cycle",
		"tablerow", "increment", "decrement", "render", "css", "js" };

	for (size_t i = 0; i < COUNT(names); i++) {
		if (span_eq(name, span_str(names[i])))
			return true;
	}
	return false;
}

bool
template_tag_expand(struct template_writer *w, struct template_tag *tag)
{
	if (tag->is_closing)
		return false;
	for (size_t i = 0; i < COUNT(known_tags); i++) {
		if (span_eq(tag->name, span_str(known_tags[i].name)))
			return known_tags[i].expand(w, tag);
	}
	if (template_player_is(tag->name))
		return template_player_expand(w, tag, tag->name);
	return !is_program(tag->name) && show_named(w, tag, tag->name);
}

static bool
is_for_the_eye(struct span key)
{
	static const char *const keys[] = { "class", "style", "sizes", "srcset",
		"width", "height", "rel", "options", "classes", "align",
		"position", "img_class", "image_class", "figure_class" };

	for (size_t i = 0; i < COUNT(keys); i++) {
		if (span_eq(key, span_str(keys[i])))
			return true;
	}
	return false;
}

bool
template_tag_has_rest(const struct template_tag *tag)
{
	for (size_t i = 0; i < tag->args; i++) {
		const struct template_arg *arg = &tag->arg[i];

		if (arg->is_used || arg->value.len == 0 ||
		    is_for_the_eye(arg->key))
			continue;
		/* Words, or where a thing is that only its words are left of. */
		if (tag->is_only_words ||
		    (arg->is_quoted && span_has(span_trim(arg->value), ' ')))
			return true;
	}
	return tag->args == TEMPLATE_ARGS;
}

bool
template_tag_is_end(const struct template_tag *tag)
{
	return tag->is_closing || span_starts(tag->name, SPAN("end")) ||
	    span_eq(tag->name, SPAN("else")) ||
	    span_eq(tag->name, SPAN("elsif")) ||
	    span_eq(tag->name, SPAN("when"));
}
