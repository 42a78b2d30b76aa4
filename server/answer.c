/* SPDX-License-Identifier: ISC */
/*
 * An answer as a stream that can be read again from where it stands.
 */
#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"

void
answer_init(struct answer *a)
{
	memset(a, 0, sizeof(*a));
	buf_init(&a->text, ANSWER_TEXT_MAX);
	a->fd = -1;
}

void
answer_release(struct answer *a)
{
	if (a->fd != -1)
		close(a->fd);
	buf_release(&a->text);
	answer_init(a);
}

void
answer_file(struct answer *a, int fd, uint64_t size, bool is_crlf)
{
	assert(a->fd == -1);
	a->fd = fd;
	a->offset = 0;
	a->end = size;
	a->is_crlf = is_crlf;
	a->last_was_cr = false;
}

uint64_t
answer_left(const struct answer *a)
{
	return a->text.len - a->text_sent + (a->end - a->offset);
}

bool
answer_is_done(const struct answer *a)
{
	return answer_left(a) == 0;
}

/* Read at the answer's place; at least one byte, or -1. */
static ssize_t
read_file(const struct answer *a, char *to, size_t cap)
{
	uint64_t left = a->end - a->offset;
	ssize_t n;

	do
		n = pread(a->fd, to, left < cap ? (size_t)left : cap,
		    (off_t)a->offset);
	while (n == -1 && errno == EINTR);
	if (n == 0) {
		errno = ESTALE;
		return -1;
	}
	return n;
}

/* Copy with CR put before each LF that has none; returns the length. */
static size_t
add_crs(char *to, struct span raw, bool last_was_cr)
{
	size_t out = 0;

	for (size_t i = 0; i < raw.len; i++) {
		if (raw.p[i] == '\n' && !last_was_cr)
			to[out++] = '\r';
		to[out++] = raw.p[i];
		last_was_cr = raw.p[i] == '\r';
	}
	return out;
}

int
answer_next(const struct answer *a, char *scratch, size_t cap,
    struct answer_chunk *chunk)
{
	size_t text_len = a->text.len - a->text_sent;
	ssize_t n;

	*chunk = (struct answer_chunk){ .text_len = text_len };
	chunk->bytes = span_make(a->text.data + a->text_sent, text_len);
	if (a->offset == a->end || text_len > cap / 4)
		return 0;

	/* Header and first bytes of the file leave in one piece. */
	memcpy(scratch, chunk->bytes.p, text_len);
	chunk->bytes.p = scratch;
	if (!a->is_crlf) {
		n = read_file(a, scratch + text_len, cap - text_len);
		if (n == -1)
			return -1;
		chunk->bytes.len += (size_t)n;
		return 0;
	}
	/* The raw bytes go to the end, so that twice as many fit before. */
	size_t room = (cap - text_len) / 3;
	n = read_file(a, scratch + cap - room, room);
	if (n == -1)
		return -1;
	chunk->raw = span_make(scratch + cap - room, (size_t)n);
	chunk->bytes.len +=
	    add_crs(scratch + text_len, chunk->raw, a->last_was_cr);
	return 0;
}

/* Find how many raw bytes gave the first `n` bytes that were sent. */
static void
advance_crlf(struct answer *a, struct answer_chunk *chunk, size_t n)
{
	for (; n > 0; n--) {
		char c = chunk->raw.p[0];

		if (c == '\n' && !a->last_was_cr) {
			a->last_was_cr = true;
			continue;
		}
		a->last_was_cr = c == '\r';
		a->offset++;
		chunk->raw = span_skip(chunk->raw, 1);
	}
}

void
answer_advance(struct answer *a, struct answer_chunk *chunk, size_t n)
{
	size_t text = n < chunk->text_len ? n : chunk->text_len;

	assert(n <= chunk->bytes.len);
	chunk->bytes = span_skip(chunk->bytes, n);
	chunk->text_len -= text;
	a->text_sent += text;
	if (a->is_crlf)
		advance_crlf(a, chunk, n - text);
	else
		a->offset += n - text;
}
