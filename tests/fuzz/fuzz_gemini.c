/* SPDX-License-Identifier: ISC */
/*
 * Gemini request lines.  Properties: the line ends at the first CRLF and is
 * at most 1024 bytes; what is answered without a file is one header line; a
 * redirect stays within META's limit.
 */
#include <stdint.h>
#include <stdlib.h>

#include "gemini.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
need(bool is_so)
{
	if (!is_so)
		abort();
}

/* One header line of valid UTF-8, CRLF its only control bytes. */
static void
check_header(const struct buf *b)
{
	need(buf_ok(b));
	need(b->len >= 5 && b->len <= 3 + GEMINI_META_MAX + 2);
	need(span_search(buf_span(b), SPAN("\r\n")) == b->len - 2);
	for (size_t i = 0; i < b->len - 2; i++)
		need((unsigned char)b->data[i] >= 0x20);
	need(utf8_valid(buf_span(b)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct span in = span_make((const char *)data, len);
	struct span line = { NULL, 0 };
	struct gemini_request r;
	struct buf b;
	int status;

	in = span_first(in, REQUEST_MAX);
	if (gemini_find_end(in, &line) != PARSE_OK)
		line = span_first(in, GEMINI_URI_MAX);
	need(line.len <= GEMINI_URI_MAX);
	need(span_search(line, SPAN("\r\n")) == line.len);

	buf_init(&b, 16384);
	status = gemini_parse(line, &r);
	if (status != 0) {
		need(status == GEMINI_BAD || status == GEMINI_REFUSED);
		gemini_add_status(&b, status);
		check_header(&b);
	} else {
		struct gemini_place place = { span_str(r.host), r.port,
			r.port };

		need(gemini_check_place(&r, &place) == 0);
		if (gemini_add_redirect(&b, 31, &r, r.uri.path) == 0)
			check_header(&b);
		buf_reset(&b);
		if (uri_path_to_file(&b, r.uri.path) == 0)
			need(span_find(buf_span(&b), '\0') == b.len);
	}
	buf_release(&b);
	return 0;
}
