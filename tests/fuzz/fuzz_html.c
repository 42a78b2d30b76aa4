/* SPDX-License-Identifier: ISC */
/*
 * The same with the input as an HTML block, so that nearly all of it reaches
 * the HTML reader.
 */
#include <stdint.h>

#include "whole_path.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct buf body;

	buf_init(&body, WHOLE_PATH_LIMIT);
	buf_str(&body, "<div>\n");
	buf_add(&body, data, len);
	whole_path(SPAN("Title"), buf_span(&body));
	buf_release(&body);
	return 0;
}
