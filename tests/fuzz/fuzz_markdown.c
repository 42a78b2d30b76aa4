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
	whole_path(span_make((const char *)data, len));
	return 0;
}
