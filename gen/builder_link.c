/* SPDX-License-Identifier: ISC */
/*
 * Links and embedded things.  A link is added to its text when it ends, so
 * that links are ordered by the place where their words end and a picture
 * within a link comes before it.
 */
#include "builder_link.h"

#include "html_character.h"
#include "messages_content.h"
#include "uri.h"
#include "utf8.h"

#define TARGET_MAX ((size_t)1 << 20)

static bool
has_prefix_nocase(struct span s, struct span prefix)
{
	return span_eq_nocase(span_first(s, prefix.len), prefix);
}

/* A scheme by RFC 3986 §3.1 of two letters or more, then ':'. */
static bool
has_scheme(struct span s)
{
	size_t i = 0;

	if (s.len == 0 || !ascii_is_alpha(s.p[0]))
		return false;
	while (i < s.len &&
	    (ascii_is_alpha(s.p[i]) || ascii_is_digit(s.p[i]) ||
		s.p[i] == '+' || s.p[i] == '-' || s.p[i] == '.'))
		i++;
	return i > 1 && i < s.len && s.p[i] == ':';
}

static struct span
clean_url(struct builder *b, struct span prefix, struct span target)
{
	struct span copy;
	struct buf url;

	buf_init(&url, TARGET_MAX * 4);
	buf_span_add(&url, prefix);
	uri_add_clean(&url, target);
	copy = doc_copy(b->doc, buf_span(&url));
	buf_release(&url);
	return copy;
}

/* Lines as one: where they were broken and indented is a space. */
static void
add_joined(struct buf *b, struct span text)
{
	struct span line;

	while (span_has(text, '\n') && span_cut(&text, '\n', &line)) {
		line = span_trim(line);
		html_add_clean(b, line);
		text = span_trim(text);
		if (line.len > 0 && text.len > 0)
			buf_char(b, ' ');
	}
	html_add_clean(b, text);
}

/* As the source has it, but on one line and without unsafe characters. */
static struct span
clean_text(struct builder *b, struct span text)
{
	struct span copy;
	struct buf clean;

	text = span_trim(text);
	if (utf8_is_clean(text))
		return doc_copy(b->doc, text);
	buf_init(&clean, TARGET_MAX * 4);
	add_joined(&clean, text);
	copy = doc_copy(b->doc, span_trim(buf_span(&clean)));
	buf_release(&clean);
	return copy;
}

static bool
is_script(struct span target)
{
	return has_prefix_nocase(target, SPAN("javascript:")) ||
	    has_prefix_nocase(target, SPAN("vbscript:")) ||
	    has_prefix_nocase(target, SPAN("data:"));
}

/* Without tabs and line ends, wherever they stand: URL Standard, "URL
 * parsing". */
static struct span
unwrap(struct builder *b, struct span target)
{
	size_t len = 0;
	char *copy;

	target = span_trim(target);
	if (!span_has(target, '\n') && !span_has(target, '\t') &&
	    !span_has(target, '\r'))
		return target;
	copy = doc_alloc(b->doc, target.len);
	for (size_t i = 0; i < target.len; i++) {
		char c = target.p[i];

		if (c != '\n' && c != '\t' && c != '\r')
			copy[len++] = c;
	}
	return span_trim(span_make(copy, len));
}

static void
set_target(struct builder *b, struct link *link, struct span target)
{
	target = unwrap(b, target);
	if (is_script(target)) {
		link->kind = LINK_NONE;
		link->target = SPAN("");
		losses_add(b->losses, LOSS_DROPPED, b->file, b->line,
		    MSG_LINK_BROWSER, (int)span_find(target, ':') + 1,
		    target.p);
	} else if (has_scheme(target)) {
		link->kind = LINK_URL;
		link->target = clean_url(b, SPAN(""), target);
	} else if (span_starts(target, SPAN("//")) && target.len > 2) {
		link->kind = LINK_URL;
		link->target = clean_url(b, SPAN("https:"), target);
	} else {
		link->kind = LINK_UNKNOWN;
		link->target = clean_text(b, target);
	}
}

static struct link *
new_link(struct builder *b, struct span target)
{
	struct link *link = doc_alloc(b->doc, sizeof(*link));

	*link = (struct link){ .only = FOR_ALL, .line = b->line };
	link->label = SPAN("");
	link->note = SPAN("");
	link->at = b->has_text ? b->words.len : 0;
	set_target(b, link, target);
	return link;
}

/* "label (title)" unless the title says nothing new. */
static struct span
with_title(struct builder *b, struct link *link, struct span title)
{
	struct span label = link->label;

	title = clean_text(b, title);
	if (title.len == 0 || span_eq_nocase(title, label) ||
	    span_search(label, title) < label.len ||
	    span_eq(title, link->target))
		return label;
	if (label.len == 0)
		return title;
	return doc_printf(
	    b->doc, "%.*s (%.*s)", SPAN_ARG(label), SPAN_ARG(title));
}

/* Set place and label from the words between at and the end. */
static void
take_words(struct builder *b, struct link *link)
{
	struct span words = span_skip(buf_span(&b->words), link->at);

	while (words.len > 0 && ascii_is_space(words.p[0])) {
		words = span_skip(words, 1);
		link->at++;
	}
	while (words.len > 0 && ascii_is_space(words.p[words.len - 1]))
		words.len--;
	link->len = words.len;
	link->label = clean_text(b, words);
}

static void
close_link(struct builder *b)
{
	struct link *link = b->open;

	b->open = NULL;
	if (b->has_text)
		take_words(b, link);
	if (link->label.len == 0)
		link->label = clean_text(b, b->open_alt);
	link->label = with_title(b, link, b->open_title);
	/* An anchor's mark or a dead script has nothing to show. */
	if (link->label.len == 0 &&
	    (link->kind == LINK_NONE || link->target.len == 0 ||
		span_starts(link->target, SPAN("#"))))
		return;
	text_add_link(&b->links, link);
}

void
builder_link_open(struct builder *b, struct span target, struct span title)
{
	if (b->muted > 0)
		return;
	if (b->open != NULL)
		builder_link_close(b);
	if (b->is_soft)
		builder_text(b, SPAN(" "));
	b->open = new_link(b, target);
	b->open_title = doc_copy(b->doc, title);
	b->open_alt = SPAN("");
}

void
builder_link_close(struct builder *b)
{
	if (b->open == NULL)
		return;
	if (!b->has_text)
		builder_begin(b, BLOCK_PARAGRAPH);
	close_link(b);
}

void
builder_link_split(struct builder *b)
{
	struct span words;

	if (b->open == NULL)
		return;
	words = span_skip(buf_span(&b->words), b->open->at);
	if (span_trim(words).len > 0 || b->open_alt.len > 0)
		close_link(b);
}

void
builder_embed(struct builder *b, struct span target, struct span label,
    struct span title, bool is_image)
{
	struct link *link;

	target = span_trim(target);
	if (b->muted > 0 ||
	    (target.len == 0 && span_trim(label).len == 0 &&
		span_trim(title).len == 0))
		return;
	if (!b->has_text)
		builder_begin(b, BLOCK_PARAGRAPH);
	if (b->is_soft)
		builder_text(b, SPAN(" "));
	link = new_link(b, target);
	link->is_image = is_image;
	link->label = clean_text(b, label);
	if (b->open != NULL && b->open_alt.len == 0)
		b->open_alt = link->label;
	link->label = with_title(b, link, title);
	if (b->kind == BLOCK_CELL && link->label.len > 0) {
		/* The cell would be empty: its words are the picture's. */
		builder_text(b, link->label);
		link->len = b->words.len - link->at;
	}
	text_add_link(&b->links, link);
}

/* Marks that people put between links. */
static bool
is_mark(uint32_t c)
{
	return c == ' ' || c == '\n' || c == ',' || c == ';' || c == '|' ||
	    c == '.' || c == '/' || c == '-' || c == '*' || c == '(' ||
	    c == ')' || c == '[' || c == ']' || c == ':' || c == '<' ||
	    c == '>' || c == 0xa0 || c == 0xb7 || c == 0x2013 || c == 0x2014 ||
	    c == 0x2022 || c == 0xab || c == 0xbb || c == 0x2190 || c == 0x2192;
}

static bool
is_marks(struct span s)
{
	while (s.len > 0) {
		if (!is_mark(utf8_next(&s)))
			return false;
	}
	return true;
}

bool
builder_only_links(const struct text *text)
{
	size_t at = 0;

	if (text->first == NULL)
		return false;
	for (const struct link *l = text->first; l != NULL; l = l->next) {
		struct span before = span_skip(text->words, at);

		if (span_starts(l->target, SPAN("#")) || l->kind == LINK_NONE)
			return false;
		if (l->at < at)
			continue; /* stands within a link's words */
		if (!is_marks(span_first(before, l->at - at)))
			return false;
		at = l->at + l->len;
	}
	return is_marks(span_skip(text->words, at));
}
