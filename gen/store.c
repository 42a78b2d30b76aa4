/* SPDX-License-Identifier: ISC */
/*
 * Numbers take seven bits a byte, the lowest first.
 */
#include "store.h"

void
store_number(struct buf *b, uint64_t number)
{
	while (number >= 0x80) {
		buf_char(b, (char)(number | 0x80));
		number >>= 7;
	}
	buf_char(b, (char)number);
}

void
store_span(struct buf *b, struct span s)
{
	store_number(b, s.len);
	buf_span_add(b, s);
	buf_char(b, '\0');
}

void
store_losses(struct buf *b, const struct losses *losses, size_t first)
{
	const struct loss *loss;
	size_t i;

	store_number(b, losses->count - first);
	for (i = first; i < losses->count; i++) {
		loss = &losses->item[i];
		store_number(b, (uint64_t)loss->kind);
		store_number(b, loss->line);
		store_span(b, span_str(loss->file));
		store_span(b, span_str(loss->message));
	}
}

uint64_t
reader_number(struct reader *r)
{
	uint64_t number = 0;
	unsigned shift;
	size_t i;

	for (i = 0, shift = 0; i < r->rest.len && shift < 64; i++, shift += 7) {
		number |= (uint64_t)((unsigned char)r->rest.p[i] & 0x7fU)
		    << shift;
		if (((unsigned char)r->rest.p[i] & 0x80U) == 0) {
			r->rest = span_skip(r->rest, i + 1);
			return (number);
		}
	}
	r->is_bad = true;
	return (0);
}

struct span
reader_span(struct reader *r)
{
	uint64_t len = reader_number(r);
	struct span s;

	if (r->is_bad || len >= r->rest.len || r->rest.p[len] != '\0') {
		r->is_bad = true;
		return (SPAN(""));
	}
	s = span_first(r->rest, (size_t)len);
	r->rest = span_skip(r->rest, (size_t)len + 1);
	return (s);
}

void
reader_losses(struct reader *r, struct losses *losses)
{
	uint64_t count = reader_number(r);
	enum loss_kind kind;
	struct span file;
	unsigned line;

	for (; count > 0 && !r->is_bad; count--) {
		kind = (enum loss_kind)reader_number(r);
		line = (unsigned)reader_number(r);
		file = reader_span(r);
		losses_add(losses, kind, file.p, line, "%s", reader_span(r).p);
	}
}
