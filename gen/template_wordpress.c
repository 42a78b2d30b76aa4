/* SPDX-License-Identifier: ISC */
/*
 * A shortcode looks like a reference of Markdown: one without attributes is
 * taken for a shortcode only when it is closed somewhere, or shows by itself.
 */
#include "template_wordpress.h"

#include "template_tags.h"

#define CODE_MAX 2048 /* bytes of one code */
#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

enum code { CAPTION, EMBED, AUDIO, VIDEO, GALLERY, PLAYLIST };

static const char *const names[WORDPRESS_CODES] = { "caption", "embed", "audio",
	"video", "gallery", "playlist" };

/* Which code's name `s` begins with, or WORDPRESS_CODES. */
static size_t
find_code(struct span s)
{
	for (size_t i = 0; i < WORDPRESS_CODES; i++) {
		size_t len = strlen(names[i]);

		if (s.len > len && span_starts(s, span_str(names[i])) &&
		    (s.p[len] == ']' || s.p[len] == ' ' || s.p[len] == '/'))
			return i;
	}
	return WORDPRESS_CODES;
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
		if (memchr("/cevagp", body.p[0], 7) == NULL)
			continue;
		is_end = body.p[0] == '/';
		code = find_code(span_skip(body, is_end ? 1 : 0));
		if (code == WORDPRESS_CODES)
			continue;
		has_code = true;
		if (is_end)
			wp->has_end[code] = true;
	}
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
	    find_code(span_skip(s, i + 2)) == WORDPRESS_CODES &&
	    !span_starts(span_skip(s, i + 1), SPAN("[/")))
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

static enum wordpress_result
begin_code(struct wordpress *wp, struct template_writer *w, size_t code,
    struct span s, size_t *len)
{
	struct template_tag tag;
	struct span target;

	template_tag_parse(span_make(s.p + 1, *len - 2), &tag);
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

enum wordpress_result
wordpress_take(
    struct wordpress *wp, struct template_writer *w, struct span s, size_t *len)
{
	bool is_end = s.len > 1 && s.p[1] == '/';
	size_t code = find_code(span_skip(s, is_end ? 2 : 1));
	bool is_bare;

	if (code == WORDPRESS_CODES)
		return WORDPRESS_NONE;
	*len = code_length(s);
	if (*len == 0)
		return WORDPRESS_NONE;
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
