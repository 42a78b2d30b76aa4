/* SPDX-License-Identifier: ISC */
/*
 * Gopher answers from a capsule's tree.
 */
#include <unistd.h>

#include "gemini.h"
#include "gopher.h"
#include "gophermap.h"
#include "listing.h"
#include "mediatype.h"
#include "serve.h"

/* A gophermap may be this long; its expansion is bounded by the answer. */
#define MAP_MAX ((size_t)1024 * 1024)
/* Included files within included files, and in a menu together. */
#define INCLUDE_DEPTH 4
#define INCLUDES_MAX 100
/* The marks of a map are looked at for every file that is listed. */
#define MARKS_MAX ((size_t)16 * 1024)

static void
fail(struct answer *a, int status, const char *message, struct span selector)
{
	a->status = status;
	gopher_add_error(&a->text, message, selector);
}

/* ---- menus -------------------------------------------------------------- */

struct menu {
	struct gopher_map map;
	struct vhost *vhost;
	unsigned depth;
	unsigned includes;
};

static int
add_listing(const struct menu *menu, struct buf *b)
{
	const struct gopher_map *m = &menu->map;
	struct listing l;
	int rc = listing_read(&l, menu->vhost, VHOST_GOPHER, m->folder);

	if (rc == 0)
		listing_add_menu(b, &l, m);
	listing_release(&l);
	return rc;
}

static void
list(struct gopher_map *m, struct buf *b)
{
	(void)add_listing(m->ctx, b);
}

/* Open a file for Gopher; `page` is "/" and its path. */
static enum docroot_kind
open_file(struct vhost *v, struct span page, struct vhost_file *file)
{
	if (rules_is_shut(v->rules, page))
		return DOCROOT_NONE;
	return vhost_open(v, VHOST_GOPHER, span_skip(page, 1), page, file);
}

/* Add the lines of a map, whose descriptor is closed; -1 when it cannot be
 * read. */
static int
add_map(struct menu *menu, int fd, struct buf *b)
{
	BUF_LOCAL(text, MAP_MAX);
	int rc = buf_read_fd(&text, fd);

	if (rc == 0)
		gopher_expand(b, buf_span(&text), &menu->map);
	close(fd);
	return rc;
}

/* A file that cannot be had adds nothing; none is ever run. */
static void
include(struct gopher_map *m, struct span name, struct buf *b)
{
	struct menu *menu = m->ctx;
	struct vhost_file file;
	BUF_LOCAL(path, 2 * REQUEST_MAX);
	BUF_LOCAL(page, 2 * REQUEST_MAX);

	buf_char(&page, '/');
	if (gopher_add_path(&path, m->folder, name) == 0)
		buf_span_add(&page, buf_span(&path));
	if (menu->depth < INCLUDE_DEPTH && menu->includes < INCLUDES_MAX &&
	    buf_ok(&page) &&
	    open_file(menu->vhost, buf_span(&page), &file) == DOCROOT_FILE) {
		menu->depth++;
		menu->includes++;
		(void)add_map(menu, file.fd, b);
		menu->depth--;
	}
}

/* The menu of a folder, whose path is without slashes at its ends. */
static enum docroot_kind
open_folder(struct vhost *v, struct span folder, const struct gopher_self *self,
    struct answer *a)
{
	struct menu menu = { .map = { .folder = folder,
				 .self = self,
				 .list = list,
				 .include = include,
				 .ctx = &menu },
		.vhost = v };
	struct vhost_file file;
	BUF_LOCAL(path, 2 * REQUEST_MAX);
	enum docroot_kind kind;

	buf_init(&menu.map.marks, MARKS_MAX);
	buf_span_add(&path, folder);
	buf_str(&path, folder.len > 0 ? "/gophermap" : "gophermap");
	kind = vhost_open(v, VHOST_GOPHER, buf_span(&path), SPAN(""), &file);
	if (kind == DOCROOT_FILE) {
		if (add_map(&menu, file.fd, &a->text) == -1)
			kind = DOCROOT_FAILED;
	} else if (v->rules->has_listing != 0 && kind != DOCROOT_FAILED &&
	    add_listing(&menu, &a->text) == 0) {
		kind = DOCROOT_FILE;
	}
	if (kind == DOCROOT_FILE) {
		a->status = GEMINI_SUCCESS;
		gopher_menu_end(&a->text);
	}
	buf_release(&menu.map.marks);
	return kind == DOCROOT_FOLDER ? DOCROOT_NONE : kind;
}

/* ---- files -------------------------------------------------------------- */

/* A gophermap is shown expanded or not at all. */
static bool
is_map(struct span page)
{
	return span_ends(page, SPAN("/gophermap"));
}

static void
send_file(
    const struct vhost *v, const struct vhost_file *file, struct answer *a)
{
	enum answer_mode mode = ANSWER_BYTES;

	if (mediatype_is_text(file->media_type))
		mode = v->rules->is_strict != 0 ? ANSWER_STRICT : ANSWER_TEXT;
	a->status = GEMINI_SUCCESS;
	answer_file(a, file->fd, file->size, mode);
}

/* `page` is "/" and the path, without a slash at its end. */
static void
open_page(struct vhost *v, struct span page, const struct gopher_request *r,
    const struct gopher_self *self, struct answer *a)
{
	struct vhost_file file;
	enum docroot_kind kind = DOCROOT_FOLDER;

	if (is_map(page))
		kind = DOCROOT_NONE;
	else if (page.len > 1)
		kind = open_file(v, page, &file);
	if (kind == DOCROOT_FILE)
		send_file(v, &file, a);
	else if (kind == DOCROOT_FOLDER)
		kind = open_folder(v, span_skip(page, 1), self, a);
	if (kind == DOCROOT_NONE)
		fail(a, GEMINI_NOT_FOUND, "Not found", r->selector);
	else if (kind == DOCROOT_FAILED)
		fail(a, GEMINI_TEMPORARY, "Temporary failure", r->selector);
}

/* Answer if a rule or the manifest does. */
static bool
apply_rules(struct vhost *v, struct span page, const struct gopher_request *r,
    const struct gopher_self *self, struct answer *a)
{
	BUF_LOCAL(target, 4 * REQUEST_MAX);
	int status = vhost_rule(v, page, &target);

	if (status == GEMINI_GONE) {
		fail(a, status, "Gone", r->selector);
	} else if (status != 0) {
		a->status = status;
		gopher_add_moved(&a->text, buf_span(&target), self);
	}
	return status != 0;
}

/* What is said of a path may be said of it with a slash or without. */
static void
serve_page(struct vhost *v, const struct gopher_request *r, struct buf *page,
    const struct gopher_self *self, struct answer *a)
{
	size_t len = page->len;
	bool has_slash = span_ends(r->selector, SPAN("/"));
	struct span bare;
	struct span folder;

	if (len > 1)
		buf_char(page, '/');
	folder = buf_span(page);
	bare = span_first(folder, len);
	if (rules_is_shut(v->rules, folder)) {
		fail(a, GEMINI_CERT_NEEDED, "Only over Gemini", r->selector);
		return;
	}
	if (apply_rules(v, has_slash ? folder : bare, r, self, a) ||
	    apply_rules(v, has_slash ? bare : folder, r, self, a))
		return;
	buf_truncate(page, len);
	open_page(v, buf_span(page), r, self, a);
}

static void
answer(struct service *s, const struct visit *visit, struct span line,
    struct answer *a)
{
	struct vhost *v = &s->vhost[visit->capsule];
	struct gopher_self self = { v->host, visit->public_port };
	struct gopher_request r;
	BUF_LOCAL(path, 2 * REQUEST_MAX);
	BUF_LOCAL(page, 2 * REQUEST_MAX);

	vhost_refresh(v, visit->now);
	buf_char(&page, '/');
	gopher_parse(line, &r, &path);
	buf_span_add(&page, buf_span(&path));
	switch (r.kind) {
	case GOPHER_PATH:
		serve_page(v, &r, &page, &self, a);
		break;
	case GOPHER_URL:
		a->status = GEMINI_SUCCESS;
		if (gopher_add_url_page(&a->text, r.url) == -1)
			fail(a, GEMINI_BAD, "Not a link to follow", r.selector);
		break;
	case GOPHER_HTTP:
		a->status = GEMINI_REFUSED;
		gopher_add_http(&a->text, line, &self);
		break;
	case GOPHER_BAD:
		fail(a, GEMINI_BAD, "Bad request", r.selector);
		break;
	}
}

static void
too_long(struct answer *a)
{
	fail(a, GEMINI_BAD, "Request too long", SPAN(""));
}

static void
slow_down(struct answer *a, unsigned seconds)
{
	char text[64];

	snprintf(
	    text, sizeof(text), "Too many requests, wait %u seconds", seconds);
	fail(a, GEMINI_SLOW_DOWN, text, SPAN(""));
}

const struct protocol serve_gopher = {
	.name = "gopher",
	.log_prefix = "gopher:",
	.is_tls = false,
	.find_end = gopher_find_end,
	.answer = answer,
	.fail = too_long,
	.slow_down = slow_down,
};
