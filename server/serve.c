/* SPDX-License-Identifier: ISC */
/*
 * Gemini and Gopher answers from a capsule's tree.
 */
#include <unistd.h>

#include "gemini.h"
#include "gopher.h"
#include "mediatype.h"
#include "serve.h"

/* A gophermap may be this long; its expansion is bounded by the answer. */
#define MAP_MAX ((size_t)1024 * 1024)

/* ---- Gemini ------------------------------------------------------------- */

static void
gemini_status(struct answer *a, int status)
{
	a->status = status;
	gemini_add_status(&a->text, status);
}

static void
gemini_redirect(
    struct answer *a, const struct gemini_request *r, struct span path)
{
	a->status = GEMINI_MOVED;
	if (gemini_add_redirect(&a->text, r, path) == -1)
		gemini_status(a, GEMINI_NOT_FOUND);
}

/*
 * Open what the path ("" or "a/" for a folder, else "a") names.  On the way
 * `path` becomes the file's; `page` is the absolute path asked for.
 */
static enum docroot_kind
gemini_open(struct vhost *v, struct buf *path, struct span page,
    struct vhost_file *file)
{
	static const char *const names[] = { "index.gmi", "index.gemini" };
	size_t len = path->len;
	enum docroot_kind kind = DOCROOT_NONE;

	if (len > 0 && path->data[len - 1] != '/')
		return vhost_open(v, VHOST_GEMINI, buf_span(path), page, file);
	for (size_t i = 0; i < 2 && kind == DOCROOT_NONE; i++) {
		buf_truncate(path, len);
		buf_str(path, names[i]);
		kind = vhost_open(v, VHOST_GEMINI, buf_span(path), page, file);
	}
	/* A folder of that name is no index. */
	return kind == DOCROOT_FOLDER ? DOCROOT_NONE : kind;
}

/* `page` is the absolute path that was asked for, decoded. */
static void
gemini_page(struct vhost *v, const struct gemini_request *r, struct buf *page,
    struct answer *a)
{
	struct span moved = vhost_redirect(v, buf_span(page));
	struct vhost_file file;
	struct buf path;

	if (moved.len > 0) {
		gemini_redirect(a, r, moved);
		return;
	}
	buf_init(&path, 2 * REQUEST_MAX);
	buf_span_add(&path, span_skip(buf_span(page), 1));
	switch (gemini_open(v, &path, buf_span(page), &file)) {
	case DOCROOT_FILE:
		a->status = GEMINI_SUCCESS;
		gemini_add_success(&a->text, file.media_type, file.lang);
		answer_file(a, file.fd, file.size, false);
		break;
	case DOCROOT_FOLDER:
		/* Else the page's relative links would lead astray. */
		buf_char(page, '/');
		gemini_redirect(a, r, buf_span(page));
		break;
	case DOCROOT_NONE:
		gemini_status(a, GEMINI_NOT_FOUND);
		break;
	case DOCROOT_FAILED:
		gemini_status(a, GEMINI_TEMPORARY);
		break;
	}
	buf_release(&path);
}

/* Once per worker: an operator who has not set `host` finds out why. */
static void
notice_foreign_host(struct service *s, const char *host)
{
	struct buf text;

	if (s->vhost->has_warned_host || s->notice == NULL)
		return;
	s->vhost->has_warned_host = true;
	buf_init(&text, 1024);
	buf_printf(&text, "asked for %s, I am %.*s: set host: (or --host)",
	    host, SPAN_ARG(s->vhost->host));
	s->notice(s->notice_ctx, text.data);
	buf_release(&text);
}

static void
gemini_answer(struct service *s, const struct visit *visit, struct span line,
    struct answer *a)
{
	struct gemini_place place = { visit->sni, visit->port,
		visit->public_port };
	struct gemini_request r;
	struct buf page;
	int status = gemini_parse(line, &r);

	if (status == 0 && !vhost_is_host(s->vhost, span_str(r.host))) {
		notice_foreign_host(s, r.host);
		status = GEMINI_REFUSED;
	}
	if (status == 0)
		status = gemini_check_place(&r, &place);
	if (status != 0) {
		gemini_status(a, status);
		return;
	}
	vhost_refresh(s->vhost, visit->now);
	buf_init(&page, REQUEST_MAX);
	buf_char(&page, '/');
	if (uri_path_to_file(&page, r.uri.path) == 0 && buf_ok(&page))
		gemini_page(s->vhost, &r, &page, a);
	else
		gemini_status(a, GEMINI_NOT_FOUND);
	buf_release(&page);
}

static void
gemini_fail(struct answer *a)
{
	gemini_status(a, GEMINI_BAD);
}

const struct protocol serve_gemini = {
	.name = "gemini",
	.log_prefix = "",
	.is_tls = true,
	.find_end = gemini_find_end,
	.answer = gemini_answer,
	.fail = gemini_fail,
};

/* ---- Gopher ------------------------------------------------------------- */

static void
gopher_error(
    struct answer *a, int status, const char *message, struct span selector)
{
	a->status = status;
	gopher_add_error(&a->text, message, selector);
}

/* True when the path names a gophermap, which is shown expanded or not at
 * all. */
static bool
is_map(struct span path)
{
	return span_eq(path, SPAN("gophermap")) ||
	    span_ends(path, SPAN("/gophermap"));
}

static void
gopher_menu(const struct vhost_file *file, struct span folder,
    const struct gopher_self *self, struct answer *a)
{
	struct buf map;

	buf_init(&map, MAP_MAX);
	if (buf_read_fd(&map, file->fd) == 0) {
		a->status = GEMINI_SUCCESS;
		gopher_expand(&a->text, buf_span(&map), folder, self);
	} else {
		gopher_error(
		    a, GEMINI_TEMPORARY, "Temporary failure", SPAN(""));
	}
	close(file->fd);
	buf_release(&map);
}

/* The menu of a folder; `path` becomes the map's. */
static enum docroot_kind
gopher_folder(struct vhost *v, struct buf *path, const struct gopher_self *self,
    struct answer *a)
{
	struct vhost_file file;
	size_t len = path->len;
	enum docroot_kind kind;

	buf_str(path, len > 0 ? "/gophermap" : "gophermap");
	kind = vhost_open(v, VHOST_GOPHER, buf_span(path), SPAN(""), &file);
	if (kind == DOCROOT_FILE)
		gopher_menu(&file, span_first(buf_span(path), len), self, a);
	return kind == DOCROOT_FOLDER ? DOCROOT_NONE : kind;
}

static enum docroot_kind
gopher_open(struct vhost *v, struct buf *path, const struct gopher_self *self,
    struct answer *a)
{
	struct vhost_file file;
	struct buf page;
	enum docroot_kind kind;

	if (path->len == 0)
		return gopher_folder(v, path, self, a);
	if (is_map(buf_span(path)))
		return DOCROOT_NONE;
	buf_init(&page, 2 * REQUEST_MAX);
	buf_char(&page, '/');
	buf_span_add(&page, buf_span(path));
	kind =
	    vhost_open(v, VHOST_GOPHER, buf_span(path), buf_span(&page), &file);
	if (kind == DOCROOT_FILE) {
		a->status = GEMINI_SUCCESS;
		answer_file(
		    a, file.fd, file.size, mediatype_is_text(file.media_type));
	}
	buf_release(&page);
	return kind == DOCROOT_FOLDER ? gopher_folder(v, path, self, a) : kind;
}

/* The manifest's redirect for a path that may end in a slash or not. */
static struct span
gopher_redirect(const struct vhost *v, struct span path)
{
	struct span target;
	struct buf page;

	buf_init(&page, 2 * REQUEST_MAX);
	buf_char(&page, '/');
	buf_span_add(&page, path);
	target = vhost_redirect(v, buf_span(&page));
	if (target.len == 0 && path.len > 0) {
		buf_char(&page, '/');
		target = vhost_redirect(v, buf_span(&page));
	}
	buf_release(&page);
	return target;
}

static void
gopher_page(struct service *s, const struct gopher_request *r, struct buf *path,
    const struct gopher_self *self, struct answer *a)
{
	struct span moved = gopher_redirect(s->vhost, buf_span(path));

	if (moved.len > 0) {
		a->status = GEMINI_MOVED;
		gopher_add_moved(&a->text, moved, self);
		return;
	}
	switch (gopher_open(s->vhost, path, self, a)) {
	case DOCROOT_FILE:
		break;
	case DOCROOT_FOLDER:
	case DOCROOT_NONE:
		gopher_error(a, GEMINI_NOT_FOUND, "Not found", r->selector);
		break;
	case DOCROOT_FAILED:
		gopher_error(
		    a, GEMINI_TEMPORARY, "Temporary failure", r->selector);
		break;
	}
}

static void
gopher_answer(struct service *s, const struct visit *visit, struct span line,
    struct answer *a)
{
	struct gopher_self self = { s->vhost->host, visit->public_port };
	struct gopher_request r;
	struct buf path;

	vhost_refresh(s->vhost, visit->now);
	buf_init(&path, 2 * REQUEST_MAX);
	gopher_parse(line, &r, &path);
	switch (r.kind) {
	case GOPHER_PATH:
		gopher_page(s, &r, &path, &self, a);
		break;
	case GOPHER_URL:
		a->status = GEMINI_SUCCESS;
		if (gopher_add_url_page(&a->text, r.url) == -1)
			gopher_error(
			    a, GEMINI_BAD, "Not a link to follow", r.selector);
		break;
	case GOPHER_BAD:
		gopher_error(a, GEMINI_BAD, "Bad request", r.selector);
		break;
	}
	buf_release(&path);
}

static void
gopher_fail(struct answer *a)
{
	gopher_error(a, GEMINI_BAD, "Request too long", SPAN(""));
}

const struct protocol serve_gopher = {
	.name = "gopher",
	.log_prefix = "gopher:",
	.is_tls = false,
	.find_end = gopher_find_end,
	.answer = gopher_answer,
	.fail = gopher_fail,
};
