/* SPDX-License-Identifier: ISC */
/*
 * A table of players by name.  What is no address for a reader to follow is
 * not made one: the tag stays unknown.
 */
#include "template_players.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static struct span
either(struct span a, struct span b)
{
	return a.len > 0 ? a : b;
}

static bool
is_address(struct span id)
{
	return span_search(id, SPAN("://")) < id.len ||
	    span_starts(id, SPAN("//"));
}

/* A link to what a player or a card would have shown. */
static bool
add_embed(struct template_writer *w, struct template_tag *tag, const char *base,
    struct span id)
{
	struct span title = template_tag_named(tag, NAMES("title"));
	size_t start = w->out->len;

	if (id.len == 0)
		return false;
	if (is_address(id))
		base = "";
	if (title.len == 0 && !w->is_html) {
		buf_printf(w->out, "<%s%.*s>", base, SPAN_ARG(id));
	} else {
		char address[512];
		int len = snprintf(
		    address, sizeof(address), "%s%.*s", base, SPAN_ARG(id));

		if (len < 0 || (size_t)len >= sizeof(address))
			return false;
		template_link(w, span_make(address, (size_t)len), title);
	}
	template_words_after(
	    w, template_tag_named(tag, NAMES("caption")), title);
	return w->out->len > start;
}

static struct span
identity(struct template_tag *tag)
{
	return either(
	    template_tag_named(tag,
		NAMES("id", "video_id", "videoId", "youtube_id", "youtubeId",
		    "video", "code", "v", "url", "src", "link")),
	    template_tag_placed(tag, 0));
}

static bool
youtube(struct template_writer *w, struct template_tag *tag)
{
	return add_embed(
	    w, tag, "https://www.youtube.com/watch?v=", identity(tag));
}

static bool
vimeo(struct template_writer *w, struct template_tag *tag)
{
	return add_embed(w, tag, "https://vimeo.com/", identity(tag));
}

static bool
dailymotion(struct template_writer *w, struct template_tag *tag)
{
	return add_embed(
	    w, tag, "https://www.dailymotion.com/video/", identity(tag));
}

static bool
videopress(struct template_writer *w, struct template_tag *tag)
{
	return add_embed(w, tag, "https://videopress.com/v/", identity(tag));
}

/* Players that are told by a whole address; what else they are given only
 * they understand. */
static bool
player(struct template_writer *w, struct template_tag *tag)
{
	struct span id = identity(tag);

	return is_address(id) && add_embed(w, tag, "", id);
}

/* `spotify type="track" id="1"`, `spotify track 1`, `spotify:track:1`. */
static bool
spotify(struct template_writer *w, struct template_tag *tag)
{
	static const char *const types[] = { "track", "album", "artist",
		"playlist", "show", "episode", NULL };
	struct span type = either(template_tag_named(tag, NAMES("type")),
	    template_tag_placed(tag, 0));
	struct span id = template_tag_named(tag, NAMES("id", "uri"));
	char base[64];
	size_t i = 0;

	if (player(w, tag))
		return true;
	if (span_starts(either(id, type), SPAN("spotify:"))) {
		type = span_skip(either(id, type), strlen("spotify:"));
		id = span_skip(type, span_find(type, ':') + 1);
		type = span_first(type, span_find(type, ':'));
	} else if (id.len == 0) {
		id = template_tag_placed(tag, 1);
	}
	while (types[i] != NULL && !span_eq(type, span_str(types[i])))
		i++;
	if (types[i] == NULL)
		return false;
	(void)snprintf(
	    base, sizeof(base), "https://open.spotify.com/%s/", types[i]);
	return add_embed(w, tag, base, id);
}

static bool
instagram(struct template_writer *w, struct template_tag *tag)
{
	return add_embed(w, tag, "https://www.instagram.com/p/", identity(tag));
}

static bool
gist(struct template_writer *w, struct template_tag *tag)
{
	struct span user = template_tag_placed(tag, 0);
	struct span id = template_tag_placed(tag, 1);
	char path[256];
	int len = snprintf(path, sizeof(path), "%.*s%s%.*s", SPAN_ARG(user),
	    id.len > 0 ? "/" : "", SPAN_ARG(id));

	if (len <= 0 || (size_t)len >= sizeof(path))
		return false;
	return add_embed(
	    w, tag, "https://gist.github.com/", span_make(path, (size_t)len));
}

static bool
tweet(struct template_writer *w, struct template_tag *tag)
{
	struct span user = template_tag_named(tag, NAMES("user"));
	char base[256];
	int len = snprintf(base, sizeof(base),
	    "https://twitter.com/%.*s/status/", SPAN_ARG(user));

	if (user.len == 0)
		return add_embed(
		    w, tag, "https://twitter.com/i/web/status/", identity(tag));
	if (len < 0 || (size_t)len >= sizeof(base))
		return false;
	return add_embed(w, tag, base, identity(tag));
}

struct player {
	const char *name;
	bool (*expand)(struct template_writer *w, struct template_tag *tag);
};

static const struct player known[] = {
	{ "youtube", youtube },
	{ "vimeo", vimeo },
	{ "dailymotion", dailymotion },
	{ "wpvideo", videopress },
	{ "videopress", videopress },
	{ "soundcloud", player },
	{ "spotify", spotify },
	{ "googlemaps", player },
	{ "facebook", player },
	{ "instagram", instagram },
	{ "gist", gist },
	{ "tweet", tweet },
	{ "twitter", tweet },
	{ "x", tweet },
};

static const struct player *
find(struct span name)
{
	for (size_t i = 0; i < COUNT(known); i++) {
		if (span_eq(name, span_str(known[i].name)))
			return &known[i];
	}
	return NULL;
}

bool
template_player_is(struct span name)
{
	return find(name) != NULL;
}

bool
template_player_expand(
    struct template_writer *w, struct template_tag *tag, struct span name)
{
	const struct player *player = find(name);

	return player != NULL && player->expand(w, tag);
}
