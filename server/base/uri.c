/* SPDX-License-Identifier: ISC */
/*
 * URI references: split and check, percent-coding, making links clean.
 * Hosts are in uri_host.c, paths and resolution in uri_resolve.c.
 */
#include "uri.h"

#include "utf8.h"

enum {
	KEEP_COMPONENT = 1, /* unreserved */
	KEEP_PATH = 2,
	KEEP_URI = 4 /* may stand somewhere in a URI */
};

/* What may be done with a byte, as bits of the above: 7 letters, digits and
 * "-._~", 6 "!$&'()*+,;=:@/", 4 "?#" (RFC 3986 §2), nothing beyond ASCII. */
static const unsigned char class_of[256] = {
	/* clang-format off */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 6, 0, 4, 6, 0, 6, 6, 6, 6, 6, 6, 6, 7, 7, 6,
	7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 6, 0, 6, 0, 4,
	6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
	7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 0, 0, 0, 0, 7,
	0, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
	7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 0, 0, 0, 7, 0,
	/* clang-format on */
};

static unsigned
byte_class(char c)
{
	return class_of[(unsigned char)c];
}

/* Is there a percent-coded byte at `i`? */
static bool
is_coded(struct span s, size_t i)
{
	return s.len - i > 2 && s.p[i] == '%' && ascii_hex(s.p[i + 1]) >= 0 &&
	    ascii_hex(s.p[i + 2]) >= 0;
}

static bool
is_uri_text(struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (byte_class(text.p[i]) != 0)
			continue;
		if (c <= ' ' || c == 0x7f || strchr("\"<>\\^`{|}", c) != NULL)
			return false;
		if (c == '%' && !is_coded(text, i))
			return false;
	}
	return utf8_valid(text);
}

/* ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ), RFC 3986 §3.1 */
static bool
is_scheme(struct span s)
{
	if (s.len == 0 || !ascii_is_alpha(s.p[0]))
		return false;
	for (size_t i = 1; i < s.len; i++) {
		char c = s.p[i];

		if (!ascii_is_alpha(c) && !ascii_is_digit(c) && c != '+' &&
		    c != '-' && c != '.')
			return false;
	}
	return true;
}

/* Where the first of the bytes in `set` stands, or `s.len`. */
static size_t
find_any(struct span s, const char *set)
{
	size_t i = 0;

	while (i < s.len && (s.p[i] == '\0' || strchr(set, s.p[i]) == NULL))
		i++;
	return i;
}

/* Where the ':' behind a first part without "/?#" stands, or `s.len`. */
static size_t
find_scheme_end(struct span s)
{
	size_t end = find_any(s, ":/?#");

	return end < s.len && s.p[end] == ':' ? end : s.len;
}

/* Split "[userinfo@]host[:port]"; false when it breaks the grammar. */
static bool
split_authority(struct span authority, struct uri *uri)
{
	size_t at = span_find(authority, '@');
	size_t end;
	uint64_t port;

	if (at < authority.len) {
		uri->userinfo = span_first(authority, at);
		authority = span_skip(authority, at + 1);
	}
	end = span_starts(authority, SPAN("[")) ? span_find(authority, ']') : 0;
	if (end == authority.len && end > 0)
		return false;
	end += span_find(span_skip(authority, end), ':');
	uri->host = span_first(authority, end);
	if (end < authority.len) {
		uri->port = span_skip(authority, end + 1);
		if (uri->port.len > 0 && !span_number(uri->port, 65535, &port))
			return false;
	}
	if (span_has(uri->host, '@'))
		return false;
	/* Brackets enclose the whole host, or there are none. */
	if (span_starts(uri->host, SPAN("[")))
		return span_find(uri->host, ']') == uri->host.len - 1 &&
		    span_rfind(uri->host, '[') == 0;
	return !span_has(uri->host, '[') && !span_has(uri->host, ']');
}

enum uri_result
uri_parse(struct span text, struct uri *uri)
{
	size_t end;

	*uri = (struct uri){ 0 };
	if (text.p == NULL)
		text = SPAN("");
	if (!is_uri_text(text))
		return URI_BAD;
	end = find_scheme_end(text);
	if (end < text.len) {
		uri->scheme = span_first(text, end);
		text = span_skip(text, end + 1);
		if (!is_scheme(uri->scheme))
			return URI_BAD;
	}
	end = span_find(text, '#');
	if (end < text.len) {
		uri->fragment = span_skip(text, end + 1);
		text = span_first(text, end);
		if (span_has(uri->fragment, '#'))
			return URI_BAD;
	}
	end = span_find(text, '?');
	if (end < text.len) {
		uri->query = span_skip(text, end + 1);
		text = span_first(text, end);
	}
	if (span_starts(text, SPAN("//"))) {
		text = span_skip(text, 2);
		end = span_find(text, '/');
		if (!split_authority(span_first(text, end), uri))
			return URI_BAD;
		text = span_skip(text, end);
	}
	uri->path = text;
	return URI_OK;
}

unsigned
uri_port(const struct uri *uri, unsigned fallback)
{
	uint64_t port;

	return span_number(uri->port, 65535, &port) ? (unsigned)port : fallback;
}

int
uri_decode(struct buf *b, struct span s)
{
	size_t start = b->len;

	while (s.len > 0) {
		size_t end = span_find(s, '%');

		buf_add(b, s.p, end);
		s = span_skip(s, end);
		if (s.len == 0)
			break;
		if (!is_coded(s, 0)) {
			buf_truncate(b, start);
			return -1;
		}
		buf_char(b, (char)(ascii_hex(s.p[1]) * 16 + ascii_hex(s.p[2])));
		s = span_skip(s, 3);
	}
	return 0;
}

static void
add_coded(struct buf *b, char c)
{
	static const char digit[] = "0123456789ABCDEF";
	unsigned char byte = (unsigned char)c;
	char out[3] = { '%', digit[byte >> 4], digit[byte & 15U] };

	buf_add(b, out, sizeof(out));
}

static void
encode(struct buf *b, struct span s, unsigned keep)
{
	size_t from = 0;

	for (size_t i = 0; i < s.len; i++) {
		if ((byte_class(s.p[i]) & keep) != 0)
			continue;
		buf_add(b, s.p + from, i - from);
		add_coded(b, s.p[i]);
		from = i + 1;
	}
	buf_span_add(b, span_skip(s, from));
}

void
uri_encode_path(struct buf *b, struct span s)
{
	encode(b, s, KEEP_PATH);
}

void
uri_encode_component(struct buf *b, struct span s)
{
	encode(b, s, KEEP_COMPONENT);
}

/* Add a part of a URI; what is percent-coded stays so. */
static void
clean_part(struct buf *b, struct span s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.len; i++) {
		if ((byte_class(s.p[i]) & KEEP_URI) != 0 || is_coded(s, i))
			continue;
		buf_add(b, s.p + from, i - from);
		add_coded(b, s.p[i]);
		from = i + 1;
	}
	buf_span_add(b, span_skip(s, from));
}

static void
clean_host(struct buf *b, struct span host)
{
	bool is_ascii = true;

	for (size_t i = 0; i < host.len; i++)
		is_ascii = is_ascii && (unsigned char)host.p[i] < 0x80;
	if (span_starts(host, SPAN("[")) && span_ends(host, SPAN("]"))) {
		buf_char(b, '[');
		clean_part(b, span_first(span_skip(host, 1), host.len - 2));
		buf_char(b, ']');
		return;
	}
	if (is_ascii || uri_add_host(b, host) < 0)
		clean_part(b, host);
}

static void
clean_authority(struct buf *b, struct span s)
{
	size_t at = span_find(s, '@');
	size_t end;

	if (at < s.len) {
		clean_part(b, span_first(s, at + 1));
		s = span_skip(s, at + 1);
	}
	end = span_starts(s, SPAN("[")) ? span_find(s, ']') : 0;
	end += span_find(span_skip(s, end), ':');
	clean_host(b, span_first(s, end));
	clean_part(b, span_skip(s, end));
}

void
uri_add_clean(struct buf *b, struct span text)
{
	size_t end = find_scheme_end(text);

	if (end < text.len && is_scheme(span_first(text, end))) {
		buf_add(b, text.p, end + 1);
		text = span_skip(text, end + 1);
	} else if (end < text.len) {
		/* A first segment with ':' is no scheme (RFC 3986 §4.2). */
		buf_str(b, "./");
	}
	if (span_starts(text, SPAN("//"))) {
		buf_str(b, "//");
		text = span_skip(text, 2);
		end = find_any(text, "/?#");
		clean_authority(b, span_first(text, end));
		text = span_skip(text, end);
	}
	end = span_find(text, '#');
	clean_part(b, span_first(text, end));
	if (end == text.len)
		return;
	buf_char(b, '#');
	for (text = span_skip(text, end + 1);;
	     text = span_skip(text, end + 1)) {
		end = span_find(text, '#');
		clean_part(b, span_first(text, end));
		if (end == text.len)
			return;
		add_coded(b, '#');
	}
}
