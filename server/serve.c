/* SPDX-License-Identifier: ISC */
/*
 * Gemini answers from a capsule's tree.
 */
#include "serve.h"
#include "gemini.h"
#include "listing.h"

static void
gemini_status(struct answer *a, int status)
{
	a->status = status;
	gemini_add_status(&a->text, status);
}

static void
gemini_redirect(struct answer *a, int status, const struct gemini_request *r,
    struct span target)
{
	a->status = status;
	if (gemini_add_redirect(&a->text, status, r, target) == -1)
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

/* A folder has no index: list it, if that is wanted. */
static void
gemini_list(struct vhost *v, struct span page, struct answer *a)
{
	struct span folder = span_skip(page, 1);
	struct listing l;

	if (folder.len > 0)
		folder.len--;
	if (v->rules->has_listing == 0 || !span_ends(page, SPAN("/")) ||
	    listing_read(&l, v, VHOST_GEMINI, folder) == -1) {
		gemini_status(a, GEMINI_NOT_FOUND);
		return;
	}
	a->status = GEMINI_SUCCESS;
	gemini_add_success(&a->text, SPAN("text/gemini"), SPAN(""));
	listing_add_gemtext(&a->text, &l, folder);
	listing_release(&l);
}

/* `page` is the absolute path that was asked for, decoded. */
static void
gemini_page(struct vhost *v, const struct gemini_request *r, struct buf *page,
    struct answer *a)
{
	struct vhost_file file;
	BUF_LOCAL(path, 2 * REQUEST_MAX);

	buf_span_add(&path, span_skip(buf_span(page), 1));
	switch (gemini_open(v, &path, buf_span(page), &file)) {
	case DOCROOT_FILE:
		a->status = GEMINI_SUCCESS;
		gemini_add_success(&a->text, file.media_type, file.lang);
		answer_file(a, file.fd, file.size, ANSWER_BYTES);
		break;
	case DOCROOT_FOLDER:
		/* Else the page's relative links would lead astray. */
		buf_char(page, '/');
		gemini_redirect(a, GEMINI_MOVED, r, buf_span(page));
		break;
	case DOCROOT_NONE:
		gemini_list(v, buf_span(page), a);
		break;
	case DOCROOT_FAILED:
		gemini_status(a, GEMINI_TEMPORARY);
		break;
	}
}

/* 0, or the status for a reader who may not see the page. */
static int
judge(
    const struct rules *rules, struct span page, const struct client_cert *cert)
{
	const struct zone *zone = rules_zone(rules, page);

	if (zone == NULL)
		return 0;
	if (cert->fingerprint[0] == '\0')
		return GEMINI_CERT_NEEDED;
	if (!cert->is_current)
		return GEMINI_CERT_INVALID;
	return zone_admits(zone, cert) ? 0 : GEMINI_CERT_UNKNOWN;
}

/* Once per worker: an operator who has not set `host` finds out why. */
static void
notice_foreign_host(struct service *s, const char *host)
{
	BUF_LOCAL(text, 1024);

	if (s->vhost->has_warned_host || s->notice == NULL)
		return;
	s->vhost->has_warned_host = true;
	buf_printf(&text, "asked for %s, I am %.*s: set host: (or --host)",
	    host, SPAN_ARG(s->vhost->host));
	s->notice(s->notice_ctx, text.data);
}

/* The capsule of that host, or s->count. */
static size_t
find_vhost(const struct service *s, const char *host)
{
	size_t i = 0;

	while (i < s->count && !vhost_is_host(&s->vhost[i], span_str(host)))
		i++;
	return i;
}

static void
gemini_answer(struct service *s, const struct visit *visit, struct span line,
    struct answer *a)
{
	struct gemini_place place = { visit->sni, visit->port,
		visit->public_port };
	struct gemini_request r;
	struct vhost *v = s->vhost;
	BUF_LOCAL(target, 4 * REQUEST_MAX);
	BUF_LOCAL(page, REQUEST_MAX);
	int status = gemini_parse(line, &r);

	if (status == 0)
		v += find_vhost(s, r.host);
	if (v == s->vhost + s->count) {
		notice_foreign_host(s, r.host);
		status = GEMINI_REFUSED;
	}
	if (status == 0)
		status = gemini_check_place(&r, &place);
	buf_char(&page, '/');
	if (status == 0 &&
	    (uri_path_to_file(&page, r.uri.path) == -1 || !buf_ok(&page)))
		status = GEMINI_NOT_FOUND;
	if (status == 0)
		status = judge(v->rules, buf_span(&page), &visit->cert);
	if (status == 0) {
		vhost_refresh(v, visit->now);
		status = vhost_rule(v, buf_span(&page), &target);
	}
	if (target.len > 0)
		gemini_redirect(a, status, &r, buf_span(&target));
	else if (status != 0)
		gemini_status(a, status);
	else
		gemini_page(v, &r, &page, a);
}

static void
gemini_fail(struct answer *a)
{
	gemini_status(a, GEMINI_BAD);
}

static void
gemini_slow_down(struct answer *a, unsigned seconds)
{
	a->status = GEMINI_SLOW_DOWN;
	buf_printf(&a->text, "%d %u\r\n", a->status, seconds);
}

const struct protocol serve_gemini = {
	.name = "gemini",
	.log_prefix = "",
	.is_tls = true,
	.find_end = gemini_find_end,
	.answer = gemini_answer,
	.fail = gemini_fail,
	.slow_down = gemini_slow_down,
};
