/* SPDX-License-Identifier: ISC */
/*
 * Gopher request lines, and the same bytes as a gophermap.  Properties: paths
 * have no "..", no empty segment and no control byte; menus consist of lines
 * with four fields and end in ".".
 */
#include <stdint.h>
#include <stdlib.h>

#include "gopher.h"
#include "gophermap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
need(bool is_so)
{
	if (!is_so)
		abort();
}

static void
check_path(struct span path)
{
	struct span segment;

	if (path.len == 0)
		return;
	while (span_cut(&path, '/', &segment)) {
		need(segment.len > 0);
		need(!span_eq(segment, SPAN(".")));
		need(!span_eq(segment, SPAN("..")));
		for (size_t i = 0; i < segment.len; i++)
			need((unsigned char)segment.p[i] >= 0x20);
	}
}

static void
check_menu(const struct buf *b)
{
	struct span rest = buf_span(b);
	struct span line;

	need(span_ends(rest, SPAN(".\r\n")));
	while (span_line(&rest, &line)) {
		size_t tabs = 0;

		for (size_t i = 0; i < line.len; i++) {
			tabs += line.p[i] == '\t';
			need(line.p[i] != '\r' && line.p[i] != '\0');
		}
		need(rest.len == 0 ? span_eq(line, SPAN(".")) : tabs == 3);
	}
}

static void
try_request(struct span in)
{
	struct gopher_request r;
	struct span line;
	struct buf b;

	if (gopher_find_end(in, &line) != PARSE_OK)
		return;
	need(span_find(line, '\n') == line.len);
	buf_init(&b, 65536);
	gopher_parse(line, &r, &b);
	if (r.kind == GOPHER_PATH)
		check_path(buf_span(&b));
	buf_reset(&b);
	if (r.kind == GOPHER_URL && gopher_add_url_page(&b, r.url) == 0)
		need(span_find(buf_span(&b), '\0') == b.len);
	buf_reset(&b);
	gopher_add_error(&b, "Not found", r.selector);
	check_menu(&b);
	buf_release(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct span in = span_make((const char *)data, len);
	struct gopher_self self = { SPAN("g.example"), 70 };
	struct gopher_map m = { .folder = SPAN("some/folder"), .self = &self };
	struct buf b;

	try_request(span_first(in, REQUEST_MAX));
	buf_init(&b, (size_t)16 << 20);
	buf_init(&m.marks, (size_t)1 << 20);
	gopher_expand(&b, in, &m);
	gopher_marked_type(&m, SPAN("a.tar.gz"), '0');
	gopher_menu_end(&b);
	if (buf_ok(&b))
		check_menu(&b);
	buf_release(&m.marks);
	buf_release(&b);
	return 0;
}
