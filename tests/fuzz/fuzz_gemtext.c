/* SPDX-License-Identifier: ISC */
/*
 * Gemtext: each writer makes exactly one line, and it is read back as the kind
 * that was written.
 */
#include <stdint.h>

#include "buf.h"
#include "gemtext.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* One line, clean, of this kind; then the buffer is empty again. */
static void
check(struct buf *b, enum gemtext_kind kind, bool pre)
{
	/* A reader drops the mark of a file; a fence stands before PRE. */
	struct span rest =
	    kind == GEMTEXT_PRE ? buf_span(b) : utf8_skip_bom(buf_span(b));
	struct span line;

	require(span_ends(rest, SPAN("\n")));
	require(span_line(&rest, &line));
	require(rest.len == 0);
	require(utf8_valid(line));
	if (kind != GEMTEXT_PRE)
		require(utf8_is_clean(line));
	require(gemtext_read(line, &pre).kind == kind);
	buf_reset(b);
}

static void
check_writers(struct buf *b, struct span text)
{
	static const enum gemtext_kind heading[] = { GEMTEXT_HEADING1,
		GEMTEXT_HEADING2, GEMTEXT_HEADING3 };

	gemtext_text(b, text);
	check(b, GEMTEXT_TEXT, false);
	for (unsigned level = 1; level <= 3; level++) {
		gemtext_heading(b, level, text);
		check(b, heading[level - 1], false);
	}
	gemtext_item(b, text);
	check(b, GEMTEXT_ITEM, false);
	gemtext_quote(b, text);
	check(b, GEMTEXT_QUOTE, false);
	gemtext_pre_open(b, text);
	check(b, GEMTEXT_TOGGLE, false);
	gemtext_pre_line(b, text);
	check(b, GEMTEXT_PRE, true);
	gemtext_link(b, SPAN("/a"), text);
	check(b, GEMTEXT_LINK, false);
	gemtext_link(b, text, SPAN("label"));
	check(b, text.len > 0 ? GEMTEXT_LINK : GEMTEXT_TEXT, false);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct span text = { (const char *)data, len };
	struct span rest = utf8_skip_bom(text);
	struct span line;
	bool pre = false;
	struct buf b;

	while (span_line(&rest, &line))
		gemtext_read(line, &pre);
	buf_init(&b, 1 << 24);
	check_writers(&b, text);
	require(buf_ok(&b));
	buf_release(&b);
	return 0;
}
