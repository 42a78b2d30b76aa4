/* SPDX-License-Identifier: ISC */
/*
 * Gophermaps: every line of a map gives one complete menu line, whatever
 * stands in it, and an info line is read back as one.
 */
#include <stdint.h>

#include "buf.h"
#include "gophermap.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* Clean UTF-8, or another character set's bytes without control bytes. */
static bool
is_clean(struct span field)
{
	if (utf8_valid(field))
		return utf8_is_clean(field);
	for (size_t i = 0; i < field.len; i++) {
		unsigned char c = (unsigned char)field.p[i];

		if (c < ' ' || c == 0x7f)
			return false;
	}
	return true;
}

/* One clean line with so many TABs; then the buffer is empty again. */
static void
check(struct buf *b, size_t tabs)
{
	struct span rest = buf_span(b);
	struct span field;
	size_t fields = 0;

	require(span_ends(rest, SPAN("\r\n")));
	rest.len -= 2;
	while (span_cut(&rest, '\t', &field)) {
		require(is_clean(field));
		fields++;
	}
	require(fields == tabs + 1);
	buf_reset(b);
}

static void
check_line(struct buf *b, struct span text)
{
	struct gophermap_line line = gophermap_read(text);

	if (line.kind == GOPHERMAP_ITEM) {
		require(line.type > ' ' && line.type <= '~');
		require(line.host.p == NULL || line.host.len > 0);
		require(line.port <= 65535);
		gopher_menu_item(b, line.type, line.display, line.selector,
		    SPAN("g.example"), 70);
		check(b, 3);
		gophermap_item(b, line.type, line.display, line.selector);
		check(b, 1);
	}
	gophermap_info(b, text);
	require(gophermap_read(span_first(buf_span(b), b->len - 2)).kind ==
	    GOPHERMAP_INFO);
	check(b, 3);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct span text = { (const char *)data, len };
	struct span rest = text;
	struct span line;
	struct buf b;

	buf_init(&b, 1 << 24);
	while (span_line(&rest, &line))
		check_line(&b, line);
	check_line(&b, text);
	gopher_menu_error(&b, text);
	require(span_ends(buf_span(&b), SPAN("\r\n.\r\n")));
	gopher_is_selector(text);
	require(buf_ok(&b));
	buf_release(&b);
	return 0;
}
