/* SPDX-License-Identifier: ISC */
/*
 * PROXY headers.  Properties: what is whole stays so whatever follows, each of
 * its beginnings wants more, and what wants more has no end in it.
 */
#include <stdint.h>
#include <stdlib.h>

#include "proxy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
need(bool is_so)
{
	if (!is_so)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct span in = span_make((const char *)data, len);
	struct proxy_sources sources = { .count = 0 };
	struct proxy_header h;
	struct proxy_header again;

	if (proxy_parse(in, &h) == PARSE_OK) {
		need(h.len > 0 && h.len <= len && h.len <= PROXY_MAX);
		need(proxy_parse(span_first(in, h.len), &again) == PARSE_OK);
		need(again.len == h.len && again.port == h.port &&
		    again.has_source == h.has_source);
		for (size_t i = 0; i < h.len; i++)
			need(proxy_parse(span_first(in, i), &again) ==
			    PARSE_MORE);
	}
	if (proxy_parse(in, &again) == PARSE_MORE)
		need(len < PROXY_MAX);
	if (proxy_add_source(&sources, in) == 0)
		need(proxy_is_source(&sources, &sources.at[0].network));
	return 0;
}
