/* SPDX-License-Identifier: ISC */
/*
 * Tasks are numbered through: posts, pages, files, years, months, terms, and
 * last the few pages that are there once.
 */
#include "publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "article.h"
#include "feed.h"
#include "labels.h"
#include "lists.h"
#include "manifest.h"
#include "mediatype.h"
#include "render.h"
#include "utf8.h"
#include "wellknown.h"

/* No rendition of a source of 1 MiB comes near. */
#define MAX_OUTPUT ((size_t)64 * 1024 * 1024)

/* Larger text files are copied as they are. */
#define MAX_TEXT_FILE ((size_t)1024 * 1024)

enum single {
	SINGLE_HOME,
	SINGLE_ARCHIVE,
	SINGLE_CATEGORIES,
	SINGLE_TAGS,
	SINGLE_AUTHORS,
	SINGLE_FEED,
	SINGLE_WELLKNOWN,
	SINGLES
};

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
	losses_init(&p->losses);
}

void
publisher_release(struct publisher *p)
{
	doc_release(&p->doc);
	buf_release(&p->source);
	buf_release(&p->gemtext);
	buf_release(&p->menu);
	buf_release(&p->text);
	losses_release(&p->losses);
}

size_t
publish_count(const struct site *site)
{
	size_t count = site->posts + site->plains + site->files + site->years +
	    site->months + SINGLES;
	int kind;

	for (kind = 0; kind < TERM_KINDS; kind++)
		count += site->terms.count[kind];
	return (count);
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
	result = output_write(p->output, tree, buf_span(&file), bytes);
	buf_release(&file);
	return (result);
}

static struct render
render_for(const struct publisher *p, struct span path, struct span lang)
{
	struct render how = { .self = path,
		.labels = labels_for(lang),
		.width = p->site->capsule.gopher_width };

	/* On the home page all links are absolute. */
	if (path.len == 1)
		how.self = SPAN("");
	return (how);
}

/* Write the doc as gemtext and menu. */
static int
put_doc(struct publisher *p, struct span path, struct span lang)
{
	struct render how = render_for(p, path, lang);

	buf_reset(&p->gemtext);
	buf_reset(&p->menu);
	to_gemtext(&p->doc, &how, &p->gemtext);
	to_menu(&p->doc, &how, &p->menu);
	if (!buf_ok(&p->gemtext) || !buf_ok(&p->menu)) {
		losses_add(&p->losses, LOSS_ERROR, p->site->capsule.file, 0,
		    "%.*s becomes larger than 64 MiB", SPAN_ARG(path));
		return (-1);
	}
	if (put(p, OUTPUT_GEMINI, path, "index.gmi", buf_span(&p->gemtext)) !=
	    0)
		return (-1);
	return (put(p, OUTPUT_GOPHER, path, "gophermap", buf_span(&p->menu)));
}

static int
load(struct publisher *p, const struct page *page)
{
	if (site_load(p->site, page->source, &p->source) == 0)
		return (0);
	losses_add(&p->losses, LOSS_ERROR, page->file, 0,
	    "has changed while it was read: %s", strerror(errno));
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
	article_add_end(&p->doc, p->site, page, p->text.len);
	if (put(p, OUTPUT_GOPHER, page->path, "index.txt",
		buf_span(&p->text)) != 0)
		return (-1);
	return (put_doc(p, page->path, page->lang));
}

static void
add_crlf(struct buf *b, struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (text.p[i] == '\n' && (i == 0 || text.p[i - 1] != '\r'))
			buf_char(b, '\r');
		buf_char(b, text.p[i]);
	}
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
		return (output_copy(p->output, OUTPUT_GOPHER, path, fd));
	add_crlf(&p->text, buf_span(&p->source));
	return (
	    output_write(p->output, OUTPUT_GOPHER, path, buf_span(&p->text)));
}

static int
publish_file(struct publisher *p, const struct attachment *file)
{
	struct span path = span_skip(file->path, 1);
	int fd, result;

	if (file->path.len == 0)
		return (0);
	fd = openat(p->site->fd, file->source.p, O_RDONLY | O_CLOEXEC);
	if (fd == -1) {
		losses_add(&p->losses, LOSS_ERROR, file->file, 0,
		    "cannot be read: %s", strerror(errno));
		return (-1);
	}
	result = output_copy(p->output, OUTPUT_GEMINI, path, fd);
	if (result == 0)
		result = put_gopher_file(p, file, fd);
	(void)close(fd);
	return (result);
}

static int
publish_feed(struct publisher *p, const struct feed *feed)
{
	if (feed->posts == 0)
		return (0);
	buf_reset(&p->gemtext);
	feed_add(&p->gemtext, &p->site->capsule, feed, FEED_GEMINI);
	if (put(p, OUTPUT_GEMINI, feed->path, "atom.xml",
		buf_span(&p->gemtext)) != 0)
		return (-1);
	buf_reset(&p->gemtext);
	buf_reset(&p->menu);
	feed_add(&p->gemtext, &p->site->capsule, feed, FEED_GOPHER);
	add_crlf(&p->menu, buf_span(&p->gemtext));
	return (
	    put(p, OUTPUT_GOPHER, feed->path, "atom.xml", buf_span(&p->menu)));
}

static int
publish_term(struct publisher *p, const struct term *term)
{
	struct feed feed = {
		.path = term->path, .post = term->post, .posts = term->posts
	};

	if (!term->has_page)
		return (0);
	doc_reset(&p->doc);
	list_term(&p->doc, p->site, term);
	feed.title = p->doc.first->text.words;
	if (publish_feed(p, &feed) != 0)
		return (-1);
	return (put_doc(p, term->path, p->site->capsule.lang));
}

static int
publish_period(struct publisher *p, const struct period *period)
{
	doc_reset(&p->doc);
	list_period(&p->doc, p->site, period);
	return (put_doc(p, period->path, p->site->capsule.lang));
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
	return (put_doc(p, SPAN("/"), p->site->capsule.lang));
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
		if (site_at(p->site, SPAN("/robots.txt")) == NULL)
			result = put(p, (enum output_tree)tree, SPAN("/"),
			    "robots.txt",
			    tree == OUTPUT_GEMINI ? buf_span(&p->gemtext)
						  : buf_span(&p->menu));
	}
	buf_reset(&p->gemtext);
	buf_reset(&p->menu);
	wellknown_caps(&p->gemtext, &p->site->capsule);
	add_crlf(&p->menu, buf_span(&p->gemtext));
	if (result == 0 && site_at(p->site, SPAN("/caps.txt")) == NULL)
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
	return (put_doc(p, span_str(path_of[kind]), p->site->capsule.lang));
}

static int
publish_archive(struct publisher *p)
{
	doc_reset(&p->doc);
	list_archive(&p->doc, p->site);
	return (put_doc(p, SPAN("/archive/"), p->site->capsule.lang));
}

static int
publish_single(struct publisher *p, enum single which)
{
	struct feed feed = { .title = p->site->capsule.title,
		.path = SPAN_INIT("/"),
		.post = p->site->post,
		.posts = p->site->posts };

	switch (which) {
	case SINGLE_HOME:
		return (publish_home(p));
	case SINGLE_FEED:
		return (publish_feed(p, &feed));
	case SINGLE_WELLKNOWN:
		return (publish_wellknown(p));
	case SINGLE_ARCHIVE:
		return (publish_archive(p));
	case SINGLE_CATEGORIES:
		return (publish_list(p, TERM_CATEGORY));
	case SINGLE_TAGS:
		return (publish_list(p, TERM_TAG));
	case SINGLE_AUTHORS:
		return (publish_list(p, TERM_AUTHOR));
	case SINGLES:
		break;
	}
	return (-1);
}

/* True when the number is one of the next `count` tasks, else they are taken
 * off it. */
static bool
take(size_t *number, size_t count)
{
	if (*number < count)
		return (true);
	*number -= count;
	return (false);
}

int
publish_task(struct publisher *p, size_t number)
{
	const struct site *site = p->site;
	int kind;

	if (take(&number, site->posts))
		return (publish_page(p, site->post[number]));
	if (take(&number, site->plains))
		return (publish_page(p, site->plain[number]));
	if (take(&number, site->files))
		return (publish_file(p, &site->file[number]));
	if (take(&number, site->years))
		return (publish_period(p, &site->year[number]));
	if (take(&number, site->months))
		return (publish_period(p, &site->month[number]));
	for (kind = 0; kind < TERM_KINDS; kind++)
		if (take(&number, site->terms.count[kind]))
			return (
			    publish_term(p, site->terms.item[kind][number]));
	return (publish_single(p, (enum single)number));
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
