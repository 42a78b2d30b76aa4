/* SPDX-License-Identifier: ISC */
/*
 * A shortcode looks like a reference of Markdown: one without attributes is
 * taken for a shortcode only when it is closed somewhere, or stands alone on
 * its line and has a name like no word; words in brackets are none.
 */
#include "template_wordpress.h"

#include "template_html.h"
#include "template_mark.h"
#include "template_tags.h"

#define CODE_MAX 2048 /* bytes of one code */
#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

enum code {
	CAPTION,
	EMBED,
	AUDIO,
	VIDEO,
	GALLERY,
	PLAYLIST,
	CODE,
	SOURCECODE,
	LATEX
};

static const char *const names[WORDPRESS_CODES] = { "caption", "embed", "audio",
	"video", "gallery", "playlist", "code", "sourcecode", "latex" };
static const char *const ends[WORDPRESS_CODES] = { "[/caption]", "[/embed]",
	"[/audio]", "[/video]", "[/gallery]", "[/playlist]", "[/code]",
	"[/sourcecode]", "[/latex]" };

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

bool
wordpress_is_name(struct span name)
{
	for (size_t i = 0; i < WORDPRESS_CODES; i++) {
		if (span_eq(name, span_str(names[i])))
			return true;
	}
	return is_player(name);
}

/* `key="value"`, or `key=value` where that cannot be a formula. */
static bool
has_key(struct span name, struct span rest)
{
	struct span key = name_of(rest);
	struct span value = span_skip(rest, key.len + 1);

	if (key.len == 0 || key.len + 1 >= rest.len || rest.p[key.len] != '=')
		return false;
	if (value.p[0] == '"' || value.p[0] == '\'')
		return true;
	return name.len >= 2 && key.len >= 2 &&
	    memchr("= ]\n", value.p[0], 4) == NULL;
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
		return rest.p[0] == ' ' || rest.p[0] == '=';
	return rest.p[0] == ' ' && has_key(name, span_skip(rest, 1));
}

/* "name]": its name, or nothing; "[x]" is the box of a task. */
static struct span
bare_name(struct span s)
{
	struct span name = name_of(s);

	if (name.len == 0 || name.len == s.len || s.p[name.len] != ']' ||
	    !ascii_is_alpha(name.p[0]) || span_eq_nocase(name, SPAN("x")))
		return SPAN("");
	return name;
}

/* Notes the end of a code "/name]". */
static void
note_end(struct wordpress *wp, struct span name)
{
	size_t i = 0;

	while (i < wp->ends && !span_eq(wp->end[i], name))
		i++;
	if (i == WORDPRESS_ENDS || name.len == 0)
		return;
	wp->end[i] = name;
	wp->ends += i == wp->ends;
}

/* What stands after a '[': may it be a shortcode? */
static bool
look_at(struct wordpress *wp, struct span s)
{
	bool is_end = s.p[0] == '/';
	size_t code = find_code(span_skip(s, is_end ? 1 : 0));
	struct span name = bare_name(span_skip(s, is_end ? 1 : 0));

	if (!is_end && !ascii_is_alpha(s.p[0]))
		return false;
	if (code < WORDPRESS_CODES) {
		wp->has_end[code] = wp->has_end[code] || is_end;
		return true;
	}
	if (is_end)
		note_end(wp, name);
	return is_end || span_has(name, '_') || is_other(s);
}

/* What a line "[name]: address" defines is a reference. */
static void
forget_references(struct wordpress *wp, struct span body)
{
	for (size_t at = span_find(body, '['); at + 1 < body.len;
	     at = span_find(body, '[')) {
		struct span name = bare_name(span_skip(body, at + 1));

		body = span_skip(body, at + 1);
		if (name.len == 0 ||
		    !span_starts(span_skip(body, name.len), SPAN("]:")))
			continue;
		for (size_t i = 0; i < wp->ends; i++) {
			if (span_eq(wp->end[i], name))
				wp->end[i] = SPAN("");
		}
	}
}

bool
wordpress_look(struct wordpress *wp, struct span body)
{
	struct span rest = body;
	bool has_code = false;

	*wp = (struct wordpress){ .caption = SPAN("") };
	for (;;) {
		size_t at = span_find(rest, '[');

		if (at + 1 >= rest.len)
			break;
		rest = span_skip(rest, at + 1);
		has_code = look_at(wp, rest) || has_code;
	}
	if (wp->ends > 0)
		forget_references(wp, body);
	return has_code;
}

/* True for "name]" of which an end follows, and which is no reference. */
static bool
is_opening(const struct wordpress *wp, struct span s)
{
	struct span name = bare_name(s);
	size_t i = 0;

	while (i < wp->ends && !span_eq(wp->end[i], name))
		i++;
	return name.len > 0 && i < wp->ends && wp->end[i].p > name.p;
}

/* What stands right after a code may be another, or its end, or a link. */
static bool
is_code_start(const struct wordpress *wp, struct span s)
{
	struct span line = span_first(s, CODE_MAX);

	line = span_first(line, span_find(line, '\n'));
	return find_code(s) < WORDPRESS_CODES || span_starts(s, SPAN("/")) ||
	    is_other(s) || is_opening(wp, s) ||
	    span_starts(span_skip(line, span_find(line, ']')), SPAN("]("));
}

/* The length of "[name ...]", or 0. */
static size_t
code_length(const struct wordpress *wp, struct span s)
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
	    (s.p[i + 1] != '[' || !is_code_start(wp, span_skip(s, i + 2))))
		return 0;
	return i + 1;
}

/* What stands between the code, of length `len`, at the front of `s` and its
 * end, where that is near; *taken is how much of `s` all three are. */
static struct span
enclosed(struct span s, size_t len, struct span name, size_t *taken)
{
	struct span rest = span_first(span_skip(s, len), CODE_MAX);
	size_t at = 0;

	*taken = len;
	for (;;) {
		struct span end;

		at += span_search(span_skip(rest, at), SPAN("[/"));
		if (at >= rest.len)
			return SPAN("");
		end = span_skip(rest, at + 2);
		if (span_eq(bare_name(end), name))
			break;
		at += 2;
	}
	*taken = len + at + name.len + 3;
	return span_trim(span_first(rest, at));
}

/* A word alone: an address or an identity, without "<>" around it. */
static struct span
lone_word(struct span s)
{
	if (s.len > 2 && s.p[0] == '<' && s.p[s.len - 1] == '>')
		s = span_make(s.p + 1, s.len - 2);
	for (size_t i = 0; i < s.len; i++) {
		if (ascii_is_space(s.p[i]) || memchr("<>[]", s.p[i], 4) != NULL)
			return SPAN("");
	}
	return s;
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
	size_t taken;

	template_tag_parse(span_make(s.p + 1, *len - 2), &tag);
	if (!has_attributes(&tag))
		return WORDPRESS_NONE;
	switch (code) {
	case CAPTION:
		wp->caption = template_tag_named(&tag, NAMES("caption"));
		return WORDPRESS_KNOWN;
	case EMBED:
		target = lone_word(enclosed(s, *len, tag.name, &taken));
		if (target.len > 0) {
			template_link(w, target, SPAN(""));
			*len = taken;
		}
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
	case LATEX:
		wp->language =
		    template_tag_named(&tag, NAMES("language", "lang"));
		wp->code_end = span_str(ends[code]);
		/* Without its end it would take all the rest. */
		wp->has_end[code] = wp->has_end[code] &&
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

/* An identity of letters alone is no word in these. */
static bool
takes_any(struct span name)
{
	return span_eq(name, SPAN("wpvideo")) ||
	    span_eq(name, SPAN("videopress"));
}

/* What plugins add: it shows by the names of its arguments. */
static enum wordpress_result
take_other(
    struct wordpress *wp, struct template_writer *w, struct span s, size_t *len)
{
	struct template_tag tag;
	struct span words;
	size_t taken = *len;

	parse_player(span_make(s.p + 1, *len - 2), &tag);
	if (is_player(tag.name)) {
		if (tag.args == 0 ||
		    (!has_attributes(&tag) && !takes_any(tag.name)))
			return WORDPRESS_NONE;
	} else if (!is_all_named(&tag)) {
		return WORDPRESS_NONE;
	}
	words = enclosed(s, *len, tag.name, &taken);
	if (template_mark_can_link(words))
		tag.inner = words;
	open_other(wp, tag.name);
	if (!template_tag_expand(w, &tag))
		return WORDPRESS_DROPPED;
	if (tag.is_inner_used)
		*len = taken;
	return template_tag_has_rest(&tag) ? WORDPRESS_PARTLY : WORDPRESS_KNOWN;
}

/* Nothing but marks of containers before the code, nothing after it. */
static bool
is_alone(const struct template_writer *w, struct span s, size_t len)
{
	struct span before = template_line(w);

	while (len < s.len && (s.p[len] == ' ' || s.p[len] == '\r'))
		len++;
	return (len == s.len || s.p[len] == '\n') &&
	    template_html_front(before) == before.len;
}

/* Names of which nothing but a shortcode has the end. */
static bool
is_layout(struct span name)
{
	static const char *const layouts[] = { "column", "columns", "row",
		"section", "button", "box", "quote", "tab", "tabs", "accordion",
		"toggle", "caption", NULL };

	for (size_t i = 0; layouts[i] != NULL; i++) {
		if (span_eq(name, span_str(layouts[i])))
			return true;
	}
	return span_has(name, '_');
}

static bool
is_builder(struct span name)
{
	return span_starts(name, SPAN("vc_")) ||
	    span_starts(name, SPAN("et_pb_")) ||
	    span_starts(name, SPAN("fusion_"));
}

/* "[name]" */
static enum wordpress_result
take_bare(
    struct wordpress *wp, struct template_writer *w, struct span s, size_t *len)
{
	struct template_tag tag;
	struct span word;
	size_t taken;

	template_tag_parse(span_make(s.p + 1, *len - 2), &tag);
	if (!is_opening(wp, span_skip(s, 1)))
		return is_builder(tag.name) ||
			(span_has(tag.name, '_') && is_alone(w, s, *len))
		    ? WORDPRESS_DROPPED
		    : WORDPRESS_NONE;
	word = lone_word(enclosed(s, *len, tag.name, &taken));
	tag.args = word.len > 0;
	tag.arg[0] = (struct template_arg){ .key = SPAN(""), .value = word };
	if (word.len > 0 && is_player(tag.name) &&
	    template_tag_expand(w, &tag)) {
		*len = taken;
		return WORDPRESS_KNOWN;
	}
	if (span_starts(word, SPAN("http://")) ||
	    span_starts(word, SPAN("https://"))) {
		template_link(w, word, SPAN(""));
		*len = taken;
		return WORDPRESS_KNOWN;
	}
	open_other(wp, tag.name);
	return WORDPRESS_DROPPED;
}

/* "[/name]" of another code. */
static enum wordpress_result
take_end(struct wordpress *wp, const struct template_writer *w, struct span s,
    size_t len)
{
	struct span name = bare_name(span_skip(s, 2));

	if (close_other(wp, name))
		return WORDPRESS_KNOWN;
	return name.len > 1 && (is_layout(name) || is_alone(w, s, len))
	    ? WORDPRESS_DROPPED
	    : WORDPRESS_NONE;
}

/* Names of what stands around letters. */
static bool
is_inline(struct span name)
{
	static const char *const inlines[] = { "dropcap", "drop_cap", "b", "i",
		"u", "s", "em", "strong", "mark", "highlight", "sup", "sub",
		"color", "size", "font", "abbr", NULL };

	for (size_t i = 0; inlines[i] != NULL; i++) {
		if (span_eq(name, span_str(inlines[i])))
			return true;
	}
	return false;
}

enum wordpress_result
wordpress_take(
    struct wordpress *wp, struct template_writer *w, struct span s, size_t *len)
{
	bool is_end = s.len > 1 && s.p[1] == '/';
	struct span inner = span_skip(s, is_end ? 2 : 1);
	size_t code = find_code(inner);
	bool is_bare = bare_name(inner).len > 0;

	if (code == WORDPRESS_CODES && !is_bare && (is_end || !is_other(inner)))
		return WORDPRESS_NONE;
	*len = code_length(wp, s);
	wp->is_inline = is_inline(name_of(inner));
	if (*len == 0 || (wp->is_strict && is_bare && code == WORDPRESS_CODES))
		return WORDPRESS_NONE;
	if (code == WORDPRESS_CODES) {
		if (is_end)
			return take_end(wp, w, s, *len);
		return is_bare ? take_bare(wp, w, s, len)
			       : take_other(wp, w, s, len);
	}
	if (is_end) {
		end_code(wp, w, code);
		return WORDPRESS_KNOWN;
	}
	if (is_bare && code != GALLERY && code != PLAYLIST &&
	    !(code >= CODE ? wp->has_end[code]
			   : template_mark_is_near(
				 span_first(span_skip(s, *len), CODE_MAX),
				 span_str(ends[code]))))
		return WORDPRESS_NONE;
	return begin_code(wp, w, code, s, len);
}
