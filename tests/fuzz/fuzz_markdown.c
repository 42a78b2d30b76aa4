/* SPDX-License-Identifier: ISC */
/*
 * Markdown as it comes.
 */
#include <stdint.h>

#include "whole_path.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct span body = span_make((const char *)data, len);

	whole_path(
	    len % 2 == 1 ? (struct span){ NULL, 0 } : SPAN("Title"), body);
	return 0;
}
