/* SPDX-License-Identifier: ISC */
/*
 * One function for each kind of task; each makes a doc, or copies a file.
 */
#include "publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "article.h"
#include "die.h"
#include "feed.h"
#include "labels.h"
#include "languages.h"
#include "lists.h"
#include "manifest.h"
#include "mediatype.h"
#include "messages.h"
#include "messages_content.h"
#include "postlist.h"
#include "related.h"
#include "render.h"
#include "utf8.h"
#include "wellknown.h"

/* No rendition of a source of 1 MiB comes near. */
#define MAX_OUTPUT ((size_t)64 * 1024 * 1024)

/* Larger text files are copied as they are. */
#define MAX_TEXT_FILE ((size_t)1024 * 1024)

static void
init_variants(struct publisher *p)
{
	const struct variant *variant = p->site->capsule.variants;

	variant_writer_init(&p->own, NULL);
	for (; variant != NULL; variant = variant->next) {
		p->variant = xreallocarray(
		    p->variant, p->variants + 1, sizeof(*p->variant));
		variant_writer_init(&p->variant[p->variants++], variant);
	}
}

void
publisher_init(
    struct publisher *p, const struct site *site, struct output *output)
{
	memset(p, 0, sizeof(*p));
	p->site = site;
	p->output = output;
	doc_init(&p->doc);
	buf_init(&p->source, PAGE_MAX_SOURCE);
	buf_init(&p->gemtext, MAX_OUTPUT);
	buf_init(&p->menu, MAX_OUTPUT);
	buf_init(&p->text, MAX_OUTPUT);
	buf_init(&p->made, MAX_OUTPUT);
	losses_init(&p->losses);
	feed_text_init(&p->feed_text, site);
	init_variants(p);
}

void
publisher_release(struct publisher *p)
{
	doc_release(&p->doc);
	buf_release(&p->source);
	buf_release(&p->gemtext);
	buf_release(&p->menu);
	buf_release(&p->text);
	buf_release(&p->made);
	losses_release(&p->losses);
	feed_text_release(&p->feed_text);
	variant_writer_release(&p->own);
	for (size_t i = 0; i < p->variants; i++)
		variant_writer_release(&p->variant[i]);
	free(p->variant);
}

/* For the cache: a task makes the same files until its inputs change. */
static void
note_file(struct publisher *p, enum output_tree tree, struct span path)
{
	buf_char(&p->made, (char)('0' + (int)tree));
	buf_span_add(&p->made, path);
	buf_char(&p->made, '\0');
}

static int
write_file(struct publisher *p, enum output_tree tree, struct span path,
    struct span bytes)
{
	note_file(p, tree, path);
	return (output_write(p->output, tree, path, bytes));
}

static int
copy_file(struct publisher *p, enum output_tree tree, struct span path, int fd)
{
	note_file(p, tree, path);
	return (output_copy(p->output, tree, path, fd));
}

/* Write one file below a page's path. */
static int
put(struct publisher *p, enum output_tree tree, struct span path,
    const char *name, struct span bytes)
{
	struct buf file;
	int result;

	buf_init(&file, 65536);
	buf_span_add(&file, span_skip(path, 1));
	buf_str(&file, name);
	result = write_file(p, tree, buf_span(&file), bytes);
	buf_release(&file);
	return (result);
}

static struct render
render_for(const struct publisher *p, struct span path, struct span lang)
{
	struct render how = { .self = path,
		.labels = capsule_labels(&p->site->capsule, lang),
		.width = p->site->capsule.gopher_width,
		.links = p->site->capsule.links,
		.has_table_lists = p->site->capsule.has_table_lists };

	/* On the home page all links are absolute. */
	if (path.len == 1)
		how.self = SPAN("");
	return (how);
}

static int
too_large(struct publisher *p, struct span path)
{
	losses_add(&p->losses, LOSS_ERROR, p->site->capsule.file, 0,
	    MSG_FILE_BECOMES_LARGE, SPAN_ARG(path));
	return (-1);
}

/* The doc once more for each variant, as menu or plain text. */
static int
put_variants(struct publisher *p, const struct render *how, struct span path,
    bool is_menu)
{
	struct buf place;
	int result = 0;
	size_t i;

	buf_init(&place, 65536);
	for (i = 0; i < p->variants && result == 0; i++) {
		const struct variant *variant = p->variant[i].variant;

		buf_reset(&p->menu);
		variant_write(&p->variant[i], &p->doc, how, is_menu,
		    variant->has_text_posts, &p->menu);
		if (!buf_ok(&p->menu)) {
			result = too_large(p, path);
			break;
		}
		buf_reset(&place);
		buf_printf(&place, "/%.*s%.*s", SPAN_ARG(variant->path),
		    SPAN_ARG(path));
		result = put(p, OUTPUT_GOPHER, buf_span(&place),
		    is_menu ? "gophermap" : "index.txt", buf_span(&p->menu));
	}
	buf_release(&place);
	return (result);
}

/* Write the doc as gemtext and menu, but for what is left out. */
static int
put_doc(
    struct publisher *p, struct span path, struct span lang, unsigned left_out)
{
	struct render how = render_for(p, path, lang);

	buf_reset(&p->gemtext);
	buf_reset(&p->menu);
	to_gemtext(&p->doc, &how, &p->gemtext);
	if (p->site->capsule.has_text_posts ||
	    (p->variants > 0 && path.len == 1))
		variant_write(&p->own, &p->doc, &how, true,
		    p->site->capsule.has_text_posts, &p->menu);
	else
		to_menu(&p->doc, &how, &p->menu);
	if (!buf_ok(&p->gemtext) || !buf_ok(&p->menu))
		return (too_large(p, path));
	if ((left_out & FOR_GEMTEXT) == 0 &&
	    put(p, OUTPUT_GEMINI, path, "index.gmi", buf_span(&p->gemtext)) !=
		0)
		return (-1);
	if ((left_out & FOR_MENU) != 0)
		return (0);
	if (put(p, OUTPUT_GOPHER, path, "gophermap", buf_span(&p->menu)) != 0)
		return (-1);
	return (put_variants(p, &how, path, true));
}

static int
load(struct publisher *p, const struct page *page)
{
	if (site_load(p->site, page->source, &p->source) == 0)
		return (0);
	losses_add(&p->losses, LOSS_ERROR, page->file, 0, MSG_HAS_CHANGED,
	    strerror(errno));
	return (-1);
}

static int
publish_page(struct publisher *p, const struct page *page)
{
	struct render how = render_for(p, page->path, page->lang);

	doc_reset(&p->doc);
	buf_reset(&p->text);
	if (load(p, page) != 0 ||
	    article_add_body(
		&p->doc, p->site, page, buf_span(&p->source), &p->losses) != 0)
		return (-1);
	to_text(&p->doc, &how, &p->text);
	if (!buf_ok(&p->text))
		return (-1);
	if ((page->left_out & FOR_TEXT) == 0 &&
	    (put(p, OUTPUT_GOPHER, page->path, "index.txt",
		 buf_span(&p->text)) != 0 ||
		put_variants(p, &how, page->path, false) != 0))
		return (-1);
	article_add_end(&p->doc, p->site, page, p->text.len);
	return (put_doc(p, page->path, page->lang, page->left_out));
}

static void
add_crlf(struct buf *b, struct span text)
{
	size_t end;

	while ((end = span_find(text, '\n')) < text.len) {
		buf_add(b, text.p, end);
		if (end == 0 || text.p[end - 1] != '\r')
			buf_char(b, '\r');
		buf_char(b, '\n');
		text = span_skip(text, end + 1);
	}
	buf_span_add(b, text);
}

/* On Gopher text ends its lines in CRLF (RFC 1436, 3.8): a file of clean text
 * gets them. */
static int
put_gopher_file(struct publisher *p, const struct attachment *file, int fd)
{
	const char *type =
	    file->type != NULL ? file->type : mediatype_by_suffix(file->path);
	struct span path = span_skip(file->path, 1);

	buf_reset(&p->source);
	buf_reset(&p->text);
	if (type == NULL || !mediatype_is_text(span_str(type)) ||
	    file->size >= MAX_TEXT_FILE || buf_read_fd(&p->source, fd) != 0 ||
	    !utf8_valid(buf_span(&p->source)))
		return (copy_file(p, OUTPUT_GOPHER, path, fd));
	add_crlf(&p->text, buf_span(&p->source));
	return (write_file(p, OUTPUT_GOPHER, path, buf_span(&p->text)));
}

static int
publish_file(struct publisher *p, const struct attachment *file)
{
	struct span path = span_skip(file->path, 1);
	int fd, result;

	if (file->path.len == 0 || file->is_on_web)
		return (0);
	fd = openat(p->site->fd, file->source.p, O_RDONLY | O_CLOEXEC);
	if (fd == -1) {
		losses_add(&p->losses, LOSS_ERROR, file->file, 0,
		    MSG_CANNOT_READ, strerror(errno));
		return (-1);
	}
	result = copy_file(p, OUTPUT_GEMINI, path, fd);
	if (result == 0)
		result = put_gopher_file(p, file, fd);
	(void)close(fd);
	return (result);
}

static int
put_gopher_feed(struct publisher *p, const struct feed *feed,
    const struct feed_place *place)
{
	struct buf path;
	int result;

	buf_reset(&p->gemtext);
	buf_reset(&p->menu);
	feed_add(&p->gemtext, &p->site->capsule, feed, place);
	add_crlf(&p->menu, buf_span(&p->gemtext));
	buf_init(&path, 65536);
	if (place->variant.len > 0)
		buf_printf(&path, "/%.*s", SPAN_ARG(place->variant));
	buf_span_add(&path, feed->path);
	result = put(
	    p, OUTPUT_GOPHER, buf_span(&path), "atom.xml", buf_span(&p->menu));
	buf_release(&path);
	return (result);
}

/* One for each place that has posts of it. */
static int
publish_feed(struct publisher *p, struct feed *feed, const struct tally *tally)
{
	const struct capsule *capsule = &p->site->capsule;
	struct feed_place place = { .protocol = FEED_GEMINI };
	const struct variant *variant;

	if (capsule->has_full_feeds)
		feed->full = &p->feed_text;
	if (tally->gemini > 0) {
		buf_reset(&p->gemtext);
		feed_add(&p->gemtext, capsule, feed, &place);
		if (put(p, OUTPUT_GEMINI, feed->path, "atom.xml",
			buf_span(&p->gemtext)) != 0)
			return (-1);
	}
	if (tally->gopher == 0)
		return (0);
	place.protocol = FEED_GOPHER;
	place.has_text_posts = capsule->has_text_posts;
	if (put_gopher_feed(p, feed, &place) != 0)
		return (-1);
	for (variant = capsule->variants; variant != NULL;
	     variant = variant->next) {
		place.variant = variant->path;
		place.has_text_posts = variant->has_text_posts;
		if (put_gopher_feed(p, feed, &place) != 0)
			return (-1);
	}
	return (0);
}

/* Write the doc of a list's sheet. */
static int
put_sheet(struct publisher *p, struct span path, const struct tally *tally,
    size_t sheet, struct span lang, unsigned left_out)
{
	left_out |= postlist_left_out(p->site, tally, sheet);
	return (
	    put_doc(p, postlist_path(&p->doc, path, sheet), lang, left_out));
}

static int
publish_term(struct publisher *p, const struct term *term, size_t sheet)
{
	struct feed feed = {
		.path = term->path, .post = term->post, .posts = term->posts
	};

	if (!term->has_page)
		return (0);
	doc_reset(&p->doc);
	list_term(&p->doc, p->site, term, sheet);
	feed.title = p->doc.first->text.words;
	if (sheet == 0 && publish_feed(p, &feed, &term->tally) != 0)
		return (-1);
	return (put_sheet(p, term->path, &term->tally, sheet,
	    p->site->capsule.lang, term->left_out));
}

static int
publish_period(struct publisher *p, const struct period *period, size_t sheet)
{
	doc_reset(&p->doc);
	list_period(&p->doc, p->site, period, sheet);
	return (put_sheet(p, period->path, &period->tally, sheet,
	    p->site->capsule.lang, tally_left_out(&period->tally)));
}

static int
publish_language(
    struct publisher *p, const struct language *language, size_t sheet)
{
	struct feed feed = { .path = language->path,
		.post = language->post,
		.posts = language->posts };

	if (!language->has_index && language->home == NULL)
		return (0);
	doc_reset(&p->doc);
	feed.title = language_title(&p->doc, p->site, language);
	if (sheet == 0 && publish_feed(p, &feed, &language->tally) != 0)
		return (-1);
	/* The publisher's page is a task of its own. */
	if (sheet == 0 && !language->has_index)
		return (0);
	language_list(&p->doc, p->site, language, sheet);
	return (put_sheet(p, language->path, &language->tally, sheet,
	    language->tag, tally_left_out(&language->tally)));
}

static int
publish_home(struct publisher *p)
{
	const struct page *home = p->site->home;

	doc_reset(&p->doc);
	buf_reset(&p->source);
	if (home != NULL && load(p, home) != 0)
		return (-1);
	if (home_add(&p->doc, p->site, buf_span(&p->source), &p->losses) != 0)
		return (-1);
	return (put_doc(p, SPAN("/"), p->site->capsule.lang, 0));
}

/* The publisher has a file there. */
static bool
is_given(const struct publisher *p, struct span path)
{
	const struct target *there = site_at(p->site, path);

	return (there != NULL && there->file != NULL);
}

static int
publish_wellknown(struct publisher *p)
{
	int tree, result = 0;

	for (tree = 0; tree < OUTPUT_TREES && result == 0; tree++) {
		buf_reset(&p->gemtext);
		buf_reset(&p->menu);
		wellknown_robots(&p->gemtext);
		add_crlf(&p->menu, buf_span(&p->gemtext));
		if (!is_given(p, SPAN("/robots.txt")))
			result = put(p, (enum output_tree)tree, SPAN("/"),
			    "robots.txt",
			    tree == OUTPUT_GEMINI ? buf_span(&p->gemtext)
						  : buf_span(&p->menu));
	}
	buf_reset(&p->gemtext);
	buf_reset(&p->menu);
	wellknown_caps(&p->gemtext, &p->site->capsule);
	add_crlf(&p->menu, buf_span(&p->gemtext));
	if (result == 0 && !is_given(p, SPAN("/caps.txt")))
		result = put(p, OUTPUT_GOPHER, SPAN("/"), "caps.txt",
		    buf_span(&p->menu));
	return (result);
}

static int
publish_list(struct publisher *p, enum term_kind kind)
{
	static const char *const path_of[TERM_KINDS] = { "/category/", "/tag/",
		"/author/" };

	doc_reset(&p->doc);
	list_terms(&p->doc, p->site, kind);
	return (put_doc(p, span_str(path_of[kind]), p->site->capsule.lang, 0));
}

static int
publish_archive(struct publisher *p, size_t sheet)
{
	doc_reset(&p->doc);
	list_archive(&p->doc, p->site, sheet);
	return (put_sheet(p, SPAN("/archive/"), &p->site->tally, sheet,
	    p->site->capsule.lang, 0));
}

static int
publish_site_feed(struct publisher *p)
{
	struct feed feed = { .title = p->site->capsule.title,
		.path = SPAN_INIT("/"),
		.post = p->site->post,
		.posts = p->site->posts };

	return (publish_feed(p, &feed, &p->site->tally));
}

int
publish_task(struct publisher *p, const struct task *task)
{
	const struct site *site = p->site;
	enum term_kind kind = (enum term_kind)(task->kind - TASK_CATEGORY);

	buf_reset(&p->made);
	switch (task->kind) {
	case TASK_POST:
		related_settle(site, site->post[task->index]);
		return (publish_page(p, site->post[task->index]));
	case TASK_PLAIN:
		return (publish_page(p, site->plain[task->index]));
	case TASK_FILE:
		return (publish_file(p, &site->file[task->index]));
	case TASK_YEAR:
		return (
		    publish_period(p, &site->year[task->index], task->sheet));
	case TASK_MONTH:
		return (
		    publish_period(p, &site->month[task->index], task->sheet));
	case TASK_CATEGORY:
	case TASK_TAG:
	case TASK_AUTHOR:
		return (publish_term(
		    p, site->terms.item[kind][task->index], task->sheet));
	case TASK_LANGUAGE:
		return (publish_language(
		    p, &site->language[task->index], task->sheet));
	case TASK_ARCHIVE:
		return (publish_archive(p, task->sheet));
	case TASK_HOME:
		return (publish_home(p));
	case TASK_CATEGORIES:
		return (publish_list(p, TERM_CATEGORY));
	case TASK_TAGS:
		return (publish_list(p, TERM_TAG));
	case TASK_AUTHORS:
		return (publish_list(p, TERM_AUTHOR));
	case TASK_FEED:
		return (publish_site_feed(p));
	case TASK_WELLKNOWN:
		return (publish_wellknown(p));
	case TASK_KINDS:
		break;
	}
	return (-1);
}

/* The lists of a language; a home of the publisher's is a page. */
static void
add_language_pages(
    const struct site *site, const struct language *language, struct buf *b)
{
	size_t sheet, sheets = postlist_sheets(site, &language->tally);
	struct buf path;

	if (!language->has_index && language->home == NULL)
		return;
	buf_init(&path, 65536);
	for (sheet = language->has_index ? 0 : 1; sheet <= sheets; sheet++) {
		buf_reset(&path);
		buf_span_add(&path, language->path);
		if (sheet > 0)
			buf_printf(&path, "page/%zu/", sheet);
		manifest_add_page(b, buf_span(&path), SPAN(""), language->tag);
	}
	buf_release(&path);
}

/* Files and pages in one order, as the manifest's reader wants it. */
void
publish_manifest(const struct site *site, struct buf *b)
{
	struct span lang = site->capsule.lang;
	const struct attachment *file;
	size_t i;

	manifest_add_head(b, site->capsule.host, lang);
	for (i = 0; i < site->plains; i++)
		if (!span_eq(site->plain[i]->lang, lang))
			manifest_add_page(b, site->plain[i]->path, SPAN(""),
			    site->plain[i]->lang);
	for (i = 0; i < site->posts; i++)
		if (!span_eq(site->post[i]->lang, lang))
			manifest_add_page(b, site->post[i]->path, SPAN(""),
			    site->post[i]->lang);
	for (i = 0; i < site->languages; i++)
		add_language_pages(site, &site->language[i], b);
	for (i = 0; i < site->files; i++) {
		file = &site->file[i];
		if (file->type != NULL && file->path.len > 0)
			manifest_add_page(
			    b, file->path, span_str(file->type), SPAN(""));
	}
	for (i = 0; i < site->redirects; i++)
		manifest_add_redirect(
		    b, site->redirect[i].path, site->redirect[i].target);
}
