/* SPDX-License-Identifier: ISC */
/*
 * A shortcode looks like a reference of Markdown: one without attributes is
 * taken for a shortcode only when it is closed somewhere, or shows by itself;
 * words in brackets are none.
 */
#include "template_wordpress.h"

#include "template_tags.h"

#define CODE_MAX 2048 /* bytes of one code */
#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

enum code { CAPTION, EMBED, AUDIO, VIDEO, GALLERY, PLAYLIST, CODE, SOURCECODE };

static const char *const names[WORDPRESS_CODES] = { "caption", "embed", "audio",
	"video", "gallery", "playlist", "code", "sourcecode" };
static const char *const ends[WORDPRESS_CODES] = { "[/caption]", "[/embed]",
	"[/audio]", "[/video]", "[/gallery]", "[/playlist]", "[/code]",
	"[/sourcecode]" };

/* Players that are shown by an address or an identity alone. */
static const char *const players[] = { "youtube", "vimeo", "dailymotion",
	"soundcloud", "spotify", "tweet", "twitter", "instagram", "gist",
	"wpvideo", "videopress", "googlemaps", "facebook", NULL };

static struct span
name_of(struct span s)
{
	size_t len = 0;

	while (len < s.len &&
	    (ascii_is_alpha(s.p[len]) || ascii_is_digit(s.p[len]) ||
		s.p[len] == '_' || s.p[len] == '-'))
		len++;
	return span_first(s, len);
}

/* Which code's name `s` begins with, or WORDPRESS_CODES. */
static size_t
find_code(struct span s)
{
	struct span name = name_of(s);
	size_t i = 0;

	while (i < WORDPRESS_CODES && !span_eq(name, span_str(names[i])))
		i++;
	if (i == WORDPRESS_CODES || name.len == s.len ||
	    memchr("] /", s.p[name.len], 3) == NULL)
		return WORDPRESS_CODES;
	return i;
}

static bool
is_player(struct span name)
{
	for (size_t i = 0; players[i] != NULL; i++) {
		if (span_eq(name, span_str(players[i])))
			return true;
	}
	return false;
}

/* "name key=" or "name=": how the others look. */
static bool
is_other(struct span s)
{
	struct span name = name_of(s);
	struct span rest = span_skip(s, name.len);

	if (name.len == 0 || rest.len == 0 || !ascii_is_alpha(name.p[0]))
		return false;
	if (is_player(name))
		return rest.p[0] == ' ' || rest.p[0] == '=' || rest.p[0] == ']';
	return rest.p[0] == ' ' &&
	    span_starts(span_skip(rest, 1 + name_of(span_skip(rest, 1)).len),
		SPAN("=\""));
}

bool
wordpress_look(struct wordpress *wp, struct span body)
{
	bool has_code = false;

	*wp = (struct wordpress){ .caption = SPAN("") };
	for (;;) {
		size_t at = span_find(body, '[');
		bool is_end;
		size_t code;

		if (at + 1 >= body.len)
			return has_code;
		body = span_skip(body, at + 1);
		is_end = body.p[0] == '/';
		if (!is_end && !ascii_is_alpha(body.p[0]))
			continue;
		code = find_code(span_skip(body, is_end ? 1 : 0));
		if (code < WORDPRESS_CODES && is_end)
			wp->has_end[code] = true;
		has_code = has_code || code < WORDPRESS_CODES ||
		    (!is_end && is_other(body));
	}
}

/* What stands right after a code of the name may be another, or its end. */
static bool
is_code_start(struct span s)
{
	return find_code(s) < WORDPRESS_CODES || span_starts(s, SPAN("/")) ||
	    is_other(s);
}

/* The length of "[name ...]", or 0. */
static size_t
code_length(struct span s)
{
	struct span head = span_first(s, CODE_MAX);
	char quote = 0;
	size_t i;

	for (i = 1; i < head.len; i++) {
		char c = head.p[i];

		if (c == '\n' || (c == '[' && quote == 0))
			return 0;
		if (quote != 0)
			quote = c == quote ? 0 : quote;
		else if (c == '"')
			quote = c;
		else if (c == ']')
			break;
	}
	if (i == head.len)
		return 0;
	/* "[video](url)", "[video][1]" and "[video]: url" are Markdown. */
	if (i + 1 < s.len && memchr("([:", s.p[i + 1], 3) != NULL &&
	    (s.p[i + 1] != '[' || !is_code_start(span_skip(s, i + 2))))
		return 0;
	return i + 1;
}

/* The address between "[embed]" and "[/embed]", which is taken too. */
static struct span
embedded(struct span s, size_t *len)
{
	struct span rest = span_first(span_skip(s, *len), CODE_MAX);
	size_t end = span_search(rest, SPAN("[/embed]"));
	struct span address = span_trim(span_first(rest, end));

	if (end >= rest.len || address.len == 0 || span_has(address, ' ') ||
	    span_has(address, '\n') || span_has(address, '<'))
		return SPAN("");
	*len += end + strlen("[/embed]");
	return address;
}

static struct span
medium(struct template_tag *tag)
{
	struct span source = template_tag_named(tag,
	    NAMES("src", "mp3", "m4a", "ogg", "wav", "wma", "flac", "mp4",
		"m4v", "webm", "ogv", "wmv", "flv"));

	for (size_t i = 0; source.len == 0 && i < tag->args; i++) {
		if (tag->arg[i].key.len == 0)
			source = tag->arg[i].value;
	}
	return source;
}

/* Addresses and identities are no words of a sentence. */
static bool
is_address(struct span value)
{
	for (size_t i = 0; i < value.len; i++) {
		if (ascii_is_digit(value.p[i]) || value.p[i] == '/' ||
		    value.p[i] == '.')
			return true;
	}
	return false;
}

/* The first argument says it: "[video game]" is no shortcode. */
static bool
has_attributes(const struct template_tag *tag)
{
	return tag->args == 0 || tag->arg[0].key.len > 0 ||
	    is_address(tag->arg[0].value);
}

static enum wordpress_result
begin_code(struct wordpress *wp, struct template_writer *w, size_t code,
    struct span s, size_t *len)
{
	struct template_tag tag;
	struct span target;

	template_tag_parse(span_make(s.p + 1, *len - 2), &tag);
	if (!has_attributes(&tag))
		return WORDPRESS_NONE;
	switch (code) {
	case CAPTION:
		wp->caption = template_tag_named(&tag, NAMES("caption"));
		return WORDPRESS_KNOWN;
	case EMBED:
		target = embedded(s, len);
		if (target.len > 0)
			template_link(w, target, SPAN(""));
		return WORDPRESS_KNOWN;
	case AUDIO:
	case VIDEO:
		target = medium(&tag);
		if (target.len == 0)
			return WORDPRESS_DROPPED;
		template_link(w, target, SPAN(""));
		return WORDPRESS_KNOWN;
	case CODE:
	case SOURCECODE:
		wp->language =
		    template_tag_named(&tag, NAMES("language", "lang"));
		wp->code_end = span_str(ends[code]);
		/* Without its end it would take all the rest. */
		wp->has_end[code] =
		    span_search(span_skip(s, *len), wp->code_end) + *len <
		    s.len;
		return wp->has_end[code] ? WORDPRESS_CODE : WORDPRESS_NONE;
	default:
		return WORDPRESS_DROPPED;
	}
}

static void
end_code(struct wordpress *wp, struct template_writer *w, size_t code)
{
	if (code != CAPTION || wp->caption.len == 0)
		return;
	buf_char(w->out, ' ');
	template_caption(w, wp->caption);
	wp->caption = SPAN("");
}

/* "[youtube=https://...&w=640]": the size is for the page around it. */
static void
parse_player(struct span inner, struct template_tag *tag)
{
	struct template_arg *arg;
	size_t end;

	template_tag_parse(inner, tag);
	if (span_has(tag->name, '=')) {
		end = span_find(tag->name, '=');
		tag->args = 1;
		tag->arg[0] = (struct template_arg){ .key = SPAN(""),
			.value = span_skip(tag->name, end + 1) };
		tag->name = span_first(tag->name, end);
	}
	for (size_t i = 0; i < tag->args; i++) {
		arg = &tag->arg[i];
		end = span_search(arg->value, SPAN("&w="));
		arg->value = span_first(arg->value, end);
		end = span_search(arg->value, SPAN("&amp;w="));
		arg->value = span_first(arg->value, end);
	}
}

/* Open codes of which the latest are remembered. */
static void
open_other(struct wordpress *wp, struct span name)
{
	wp->open[wp->opens++ % WORDPRESS_OPEN] = name;
}

/* A code of the name is open: its end is one too. */
static bool
close_other(struct wordpress *wp, struct span name)
{
	for (size_t i = 0; i < WORDPRESS_OPEN; i++) {
		if (name.len == 0 || !span_eq(wp->open[i], name))
			continue;
		wp->open[i] = SPAN("");
		return true;
	}
	return false;
}

static bool
is_all_named(const struct template_tag *tag)
{
	for (size_t i = 0; i < tag->args; i++) {
		if (tag->arg[i].key.len == 0)
			return false;
	}
	return tag->args > 0;
}

/* What plugins add: it shows by the names of its arguments. */
static enum wordpress_result
take_other(
    struct wordpress *wp, struct template_writer *w, struct span s, size_t len)
{
	struct template_tag tag;

	parse_player(span_make(s.p + 1, len - 2), &tag);
	if (is_player(tag.name)) {
		if (tag.args == 0 || !has_attributes(&tag))
			return WORDPRESS_NONE;
	} else if (!is_all_named(&tag)) {
		return WORDPRESS_NONE;
	}
	open_other(wp, tag.name);
	if (!template_tag_expand(w, &tag))
		return WORDPRESS_DROPPED;
	return template_tag_has_rest(&tag) ? WORDPRESS_PARTLY : WORDPRESS_KNOWN;
}

enum wordpress_result
wordpress_take(
    struct wordpress *wp, struct template_writer *w, struct span s, size_t *len)
{
	bool is_end = s.len > 1 && s.p[1] == '/';
	struct span inner = span_skip(s, is_end ? 2 : 1);
	size_t code = find_code(inner);
	bool is_bare;

	if (code == WORDPRESS_CODES && !is_end && !is_other(inner))
		return WORDPRESS_NONE;
	*len = code_length(s);
	if (*len == 0)
		return WORDPRESS_NONE;
	if (code == WORDPRESS_CODES)
		return !is_end ? take_other(wp, w, s, *len)
		    : close_other(wp, name_of(inner)) ? WORDPRESS_KNOWN
						      : WORDPRESS_NONE;
	if (is_end) {
		end_code(wp, w, code);
		return WORDPRESS_KNOWN;
	}
	is_bare = s.p[1 + strlen(names[code])] == ']';
	if (is_bare && !wp->has_end[code] && code != GALLERY &&
	    code != PLAYLIST)
		return WORDPRESS_NONE;
	return begin_code(wp, w, code, s, len);
}
