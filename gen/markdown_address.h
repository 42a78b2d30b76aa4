/* SPDX-License-Identifier: ISC */
/*
 * Addresses with spaces, [a](/my file.pdf): kramdown takes them as they are,
 * for CommonMark they are words (spec 0.31, "Links").
 */
#ifndef GEN_MARKDOWN_ADDRESS_H
#define GEN_MARKDOWN_ADDRESS_H

#include <stdbool.h>

#include "buf.h"
#include "span.h"

/*
 * Add the body to `out` with such addresses put between '<' and '>'.  Words in
 * brackets that look like no address stay.  Lines keep their numbers.  False
 * when there is none; what is in `out` is of no use then.
 */
bool markdown_addresses(struct buf *out, struct span body);

#endif
