/* SPDX-License-Identifier: ISC */
/*
 * A doc is copied with its letters and targets changed; then the writers for
 * Gopher do with it what they always do, so that widths come out right.
 */
#include "variant.h"

#include "charset_rules.h"
#include "die.h"
#include "messages.h"

#define TEXT_MAX ((size_t)256 << 20)

struct copying {
	struct variant_writer *w;
	struct span lang;
	bool has_text_posts;
};

void
variant_writer_init(struct variant_writer *w, const struct variant *variant)
{
	*w = (struct variant_writer){ .variant = variant };
	if (variant != NULL && variant->charset.len > 0) {
		w->charset = charset_new(variant->charset);
		if (w->charset == NULL)
			die(MSG_ICU_LOST_CHARSET, SPAN_ARG(variant->charset));
	}
	doc_init(&w->doc);
	buf_init(&w->words, TEXT_MAX);
	buf_init(&w->text, TEXT_MAX);
}

void
variant_writer_release(struct variant_writer *w)
{
	charset_free(w->charset);
	doc_release(&w->doc);
	buf_release(&w->words);
	buf_release(&w->text);
}

static void
add_fitting(struct copying *c, struct span text)
{
	if (c->w->charset != NULL)
		charset_fit(c->w->charset, &c->w->words, text, c->lang);
	else
		buf_span_add(&c->w->words, text);
}

static struct span
fitting(struct copying *c, struct span text, struct span lang)
{
	if (c->w->charset == NULL)
		return (text);
	buf_reset(&c->w->words);
	charset_fit(c->w->charset, &c->w->words, text, lang);
	return (doc_copy(&c->w->doc, buf_span(&c->w->words)));
}

/* Pages, their texts and the feeds of lists have a place in each variant;
 * files, which all have a note, are there once. */
static bool
has_variants(const struct link *link)
{
	struct span target = link->target;

	if (link->kind != LINK_PAGE || link->is_fixed)
		return (false);
	return (span_ends(target, SPAN("/")) ||
	    span_ends(target, SPAN("/index.txt")) ||
	    (span_ends(target, SPAN("/atom.xml")) && link->note.len == 0));
}

static struct span
target_of(struct copying *c, struct link *link)
{
	const struct variant *variant = c->w->variant;
	bool is_page = has_variants(link);
	bool is_text = is_page && link->is_post && c->has_text_posts;

	if (is_text)
		link->gopher_type = '0';
	if (!is_page || (variant == NULL && !is_text))
		return (link->target);
	return (
	    doc_printf(&c->w->doc, "%s%.*s%.*s%s", variant != NULL ? "/" : "",
		variant != NULL ? (int)variant->path.len : 0,
		variant != NULL ? variant->path.p : "", SPAN_ARG(link->target),
		is_text ? "index.txt" : ""));
}

/* The variant's own home, among the links to all of them. */
static bool
is_itself(const struct copying *c, const struct link *link)
{
	struct span path = { "", 0 };

	if (!link->is_fixed)
		return (false);
	if (c->w->variant != NULL)
		path = c->w->variant->path;
	return (span_eq(span_trim(link->target),
	    path.len > 0 ? doc_printf(&c->w->doc, "/%.*s/", SPAN_ARG(path))
			 : SPAN("/")));
}

/* A label may hold words of the page's language and a title in another: that
 * one counts if it has rules. */
static struct span
label_lang(const struct copying *c, const struct link *link)
{
	return (*charset_rules(link->lang) != '\0' ? link->lang : c->lang);
}

static void
copy_link(struct copying *c, const struct link *link, struct text *to,
    size_t at, size_t len)
{
	struct link *copy;

	if (is_itself(c, link))
		return;
	copy = doc_alloc(&c->w->doc, sizeof(*copy));
	*copy = *link;
	copy->at = at;
	copy->len = len;
	copy->label = fitting(c, link->label, label_lang(c, link));
	copy->target = target_of(c, copy);
	text_add_link(to, copy);
}

/*
 * Words in pieces, cut where links begin and end, so that each link knows its
 * new place.  Links are in the order of their ends; what stands within another
 * keeps its beginning there.
 */
static void
copy_text(struct copying *c, const struct text *from, struct text *to)
{
	struct buf words;
	size_t done = 0;

	to->is_links = from->is_links;
	buf_init(&words, TEXT_MAX);
	for (const struct link *l = from->first; l != NULL; l = l->next) {
		size_t end = l->at + l->len;
		size_t at;

		if (end > from->words.len || end < done)
			end = done;
		if (l->at > done && l->at <= end) {
			buf_reset(&c->w->words);
			add_fitting(
			    c, span_make(from->words.p + done, l->at - done));
			buf_span_add(&words, buf_span(&c->w->words));
			done = l->at;
		}
		at = words.len;
		buf_reset(&c->w->words);
		add_fitting(c, span_make(from->words.p + done, end - done));
		buf_span_add(&words, buf_span(&c->w->words));
		done = end;
		copy_link(c, l, to, at, l->len > 0 ? words.len - at : 0);
	}
	buf_reset(&c->w->words);
	add_fitting(c, span_skip(from->words, done));
	buf_span_add(&words, buf_span(&c->w->words));
	to->words = doc_copy(&c->w->doc, buf_span(&words));
	buf_release(&words);
}

static void
copy_doc(struct copying *c, const struct doc *from)
{
	struct doc *to = &c->w->doc;
	struct block *parent = NULL, *copy;
	const struct block *block;
	struct doc_walk walk;
	bool is_entering;

	doc_reset(to);
	doc_walk_init(&walk, from, NULL);
	while ((block = doc_walk_next(&walk, &is_entering)) != NULL) {
		if (!is_entering) {
			parent = parent != NULL ? parent->parent : NULL;
			continue;
		}
		copy = doc_add_like(to, parent, block);
		copy->alt = fitting(c, block->alt, c->lang);
		copy_text(c, &block->text, &copy->text);
		parent = copy;
	}
}

void
variant_write(struct variant_writer *w, const struct doc *doc,
    const struct render *how, bool is_menu, bool has_text_posts,
    struct buf *out)
{
	struct copying c = { w, span_str(how->labels->lang), has_text_posts };
	struct render own = *how;

	if (w->variant != NULL)
		own.width = w->variant->width;
	copy_doc(&c, doc);
	buf_reset(&w->text);
	if (is_menu)
		to_menu(&w->doc, &own, &w->text);
	else
		to_text(&w->doc, &own, &w->text);
	if (w->charset != NULL)
		charset_encode(w->charset, out, buf_span(&w->text));
	else
		buf_span_add(out, buf_span(&w->text));
	if (!buf_ok(&w->text))
		out->failed = true;
}

/* "ascii: US-ASCII, 40 columns" */
static void
add_home(struct doc *doc, struct block *block, const struct labels *labels,
    const struct capsule *capsule, const struct variant *variant)
{
	struct span charset = { "UTF-8", 5 };
	struct span label = { "", 0 };
	struct link *link;
	struct buf b;

	buf_init(&b, 65536);
	if (variant != NULL && variant->charset.len > 0)
		charset = variant->charset;
	if (variant != NULL) {
		label = variant->title;
		buf_span_add(&b, variant->path);
		buf_str(&b, ": ");
	}
	buf_span_add(&b, charset);
	buf_str(&b, ", ");
	labels_add_count(&b, labels, LABEL_COLUMNS,
	    variant != NULL ? variant->width : capsule->gopher_width);
	link = doc_link(doc, block, LINK_PAGE,
	    variant != NULL ? doc_printf(doc, "/%.*s/", SPAN_ARG(variant->path))
			    : SPAN("/"),
	    label.len > 0 ? label : buf_span(&b));
	link->only = FOR_MENU;
	link->is_fixed = true;
	buf_release(&b);
}

void
variant_add_homes(struct doc *doc, struct block *block,
    const struct capsule *capsule, const struct labels *labels)
{
	const struct variant *variant = capsule->variants;

	if (variant == NULL)
		return;
	add_home(doc, block, labels, capsule, NULL);
	for (; variant != NULL; variant = variant->next)
		add_home(doc, block, labels, capsule, variant);
}
