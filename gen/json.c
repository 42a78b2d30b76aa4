/* SPDX-License-Identifier: ISC */
/*
 * A comma is due when the last byte ends a value.
 */
#include "json.h"

#include <inttypes.h>
#include <stdio.h>

#include "utf8.h"

static void
add_string(struct buf *b, struct span text)
{
	struct span rest = text;
	uint32_t c;

	buf_char(b, '"');
	while (rest.len > 0) {
		c = utf8_next(&rest);
		if (c == '"' || c == '\\')
			buf_char(b, '\\');
		if (c < 0x20)
			buf_printf(b, "\\u%04x", (unsigned)c);
		else
			utf8_put(b, c);
	}
	buf_char(b, '"');
}

static void
begin(struct buf *b, const char *key)
{
	char last = b->len > 0 ? b->data[b->len - 1] : '[';

	if (last != '[' && last != '{')
		buf_str(b, ",\n");
	if (key == NULL)
		return;
	add_string(b, span_str(key));
	buf_str(b, ": ");
}

void
json_open(struct buf *b, const char *key, char bracket)
{
	begin(b, key);
	buf_char(b, bracket);
}

void
json_close(struct buf *b, char bracket)
{
	buf_char(b, bracket);
}

void
json_text(struct buf *b, const char *key, struct span text)
{
	begin(b, key);
	add_string(b, text);
}

void
json_number(struct buf *b, const char *key, uint64_t number)
{
	begin(b, key);
	buf_printf(b, "%" PRIu64, number);
}

void
json_decimal(struct buf *b, const char *key, double number)
{
	begin(b, key);
	buf_printf(b, "%.1f", number);
}

void
json_bool(struct buf *b, const char *key, bool value)
{
	begin(b, key);
	buf_str(b, value ? "true" : "false");
}

void
json_print(struct buf *b)
{
	buf_char(b, '\n');
	(void)fwrite(b->data, 1, b->len, stdout);
}
