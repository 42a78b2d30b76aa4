/* SPDX-License-Identifier: ISC */
/*
 * Gemini request lines and response headers.
 */
#include <assert.h>
#include <string.h>

#include "gemini.h"

enum parse
gemini_find_end(struct span in, struct span *line)
{
	size_t end = span_search(in, SPAN("\r\n"));

	/* A bare LF ends nothing: the client runs into its deadline. */
	if (end < in.len && end <= GEMINI_URI_MAX) {
		*line = span_first(in, end);
		return PARSE_OK;
	}
	return in.len >= REQUEST_MAX ? PARSE_BAD : PARSE_MORE;
}

/* Fill r->host; -1 when the host is none. */
static int
canonical_host(struct gemini_request *r)
{
	BUF_LOCAL(host, sizeof(r->host) - 1);

	if (uri_add_host(&host, r->uri.host) == -1 || !buf_ok(&host) ||
	    host.len == 0)
		return -1;
	memcpy(r->host, host.data, host.len + 1);
	return 0;
}

int
gemini_parse(struct span line, struct gemini_request *r)
{
	memset(r, 0, sizeof(*r));
	if (uri_parse(line, &r->uri) != URI_OK || !uri_has(r->uri.scheme))
		return GEMINI_BAD;
	if (uri_has(r->uri.userinfo) || uri_has(r->uri.fragment))
		return GEMINI_BAD;
	if (!span_eq_nocase(r->uri.scheme, SPAN("gemini")))
		return GEMINI_REFUSED;
	if (r->uri.host.len == 0 || canonical_host(r) == -1)
		return GEMINI_BAD;
	r->port = uri_port(&r->uri, GEMINI_PORT);
	return 0;
}

int
gemini_check_place(
    const struct gemini_request *r, const struct gemini_place *place)
{
	BUF_LOCAL(sni, sizeof(r->host));

	if (r->port != place->port && r->port != place->public_port)
		return GEMINI_REFUSED;
	if (place->sni.p == NULL || span_eq_nocase(place->sni, r->uri.host))
		return 0;
	return uri_add_host(&sni, place->sni) == 0 && buf_ok(&sni) &&
		span_eq(buf_span(&sni), span_str(r->host))
	    ? 0
	    : GEMINI_REFUSED;
}

void
gemini_add_status(struct buf *b, int status)
{
	static const struct {
		int status;
		const char *meaning;
	} table[] = {
		{ GEMINI_TEMPORARY, "Temporary failure" },
		{ GEMINI_NOT_FOUND, "Not found" },
		{ GEMINI_GONE, "Gone" },
		{ GEMINI_REFUSED, "Not served here" },
		{ GEMINI_BAD, "Bad request" },
		{ GEMINI_CERT_NEEDED, "A client certificate is needed here" },
		{ GEMINI_CERT_UNKNOWN, "This certificate is not let in here" },
		{ GEMINI_CERT_INVALID, "The certificate is not valid today" },
	};
	size_t i = 0;

	while (table[i].status != status) {
		i++;
		assert(i < sizeof(table) / sizeof(*table));
	}
	buf_printf(b, "%d %s\r\n", status, table[i].meaning);
}

bool
gemini_is_language(struct span lang)
{
	for (size_t i = 0; i < lang.len; i++)
		if (!ascii_is_alpha(lang.p[i]) && !ascii_is_digit(lang.p[i]) &&
		    lang.p[i] != '-')
			return false;
	return lang.len > 0 && lang.len <= 64;
}

void
gemini_add_success(struct buf *b, struct span media_type, struct span lang)
{
	buf_str(b, "20 ");
	buf_span_add(b, media_type);
	if (span_eq(media_type, SPAN("text/gemini")) &&
	    gemini_is_language(lang))
		buf_printf(b, "; lang=%.*s", SPAN_ARG(lang));
	buf_str(b, "\r\n");
}

int
gemini_add_redirect(struct buf *b, int status, const struct gemini_request *r,
    struct span target)
{
	size_t start = b->len;

	buf_printf(b, "%d ", status);
	if (span_starts(target, SPAN("/"))) {
		/* Absolute: Lagrange hands META back unresolved for inline
		 * images. */
		buf_printf(b, "gemini://%s", r->host);
		if (r->port != GEMINI_PORT)
			buf_printf(b, ":%u", r->port);
		uri_encode_path(b, target);
		if (uri_has(r->uri.query)) {
			buf_char(b, '?');
			uri_add_clean(b, r->uri.query);
		}
	} else {
		buf_span_add(b, target);
	}
	if (b->len - start > 3 + GEMINI_META_MAX) {
		buf_truncate(b, start);
		return -1;
	}
	buf_str(b, "\r\n");
	return 0;
}
