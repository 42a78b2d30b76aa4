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

static bool
ends_in_lf(int fd, uint64_t size)
{
	char last = '\n';

	return size == 0 ||
	    (pread(fd, &last, 1, (off_t)size - 1) == 1 && last == '\n');
}

void
answer_file(struct answer *a, int fd, uint64_t size, enum answer_mode mode)
{
	assert(a->fd == -1);
	a->fd = fd;
	a->offset = 0;
	a->end = size;
	a->mode = mode;
	a->last = '\n';
	a->has_put = false;
	if (mode == ANSWER_STRICT)
		a->tail =
		    ends_in_lf(fd, size) ? SPAN(".\r\n") : SPAN("\r\n.\r\n");
}

uint64_t
answer_left(const struct answer *a)
{
	return a->text.len - a->text_sent + (a->end - a->offset) + a->tail.len;
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

/* What goes before `c`, which follows `before`; '\0' for nothing. */
static char
put_before(const struct answer *a, char before, char c)
{
	if (c == '\n' && before != '\r')
		return '\r';
	if (c == '.' && before == '\n' && a->mode == ANSWER_STRICT)
		return '.';
	return '\0';
}

/* Copy `raw`, the next bytes of the file, with all that goes between them;
 * returns the length. */
static size_t
copy_lines(const struct answer *a, char *to, struct span raw)
{
	char *out = to;
	char before = a->last;
	bool has_put = a->has_put;
	size_t from = 0;
	size_t at = 0;

	while (at < raw.len) {
		char put = has_put ? '\0' : put_before(a, before, raw.p[at]);
		const char *lf;

		if (put != '\0') {
			memcpy(out, raw.p + from, at - from);
			out += at - from;
			*out++ = put;
			from = at;
		}
		has_put = false;
		/* Only before an LF, or after one, can anything be put. */
		if (raw.p[at++] != '\n') {
			lf = memchr(raw.p + at, '\n', raw.len - at);
			at = lf != NULL ? (size_t)(lf - raw.p) : raw.len;
		}
		before = raw.p[at - 1];
	}
	memcpy(out, raw.p + from, raw.len - from);
	return (size_t)(out - to) + raw.len - from;
}

int
answer_next(const struct answer *a, char *scratch, size_t cap,
    struct answer_chunk *chunk)
{
	size_t text_len = a->text.len - a->text_sent;
	ssize_t n;

	*chunk = (struct answer_chunk){ .text_len = text_len };
	chunk->bytes = span_make(a->text.data + a->text_sent, text_len);
	if (text_len == 0 && a->offset == a->end)
		chunk->bytes = a->tail;
	if (a->offset == a->end || text_len > cap / 4)
		return 0;

	/* Header and first bytes of the file leave in one piece. */
	memcpy(scratch, chunk->bytes.p, text_len);
	chunk->bytes.p = scratch;
	if (a->mode == ANSWER_BYTES) {
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
	chunk->bytes.len += copy_lines(a, scratch + text_len, chunk->raw);
	return 0;
}

/* Find how many raw bytes gave the first `n` bytes that were sent. */
static void
advance_lines(struct answer *a, struct answer_chunk *chunk, size_t n)
{
	for (; n > 0; n--) {
		char c = chunk->raw.p[0];

		if (!a->has_put && put_before(a, a->last, c) != '\0') {
			a->has_put = true;
			continue;
		}
		a->has_put = false;
		a->last = c;
		a->offset++;
		chunk->raw = span_skip(chunk->raw, 1);
	}
}

/* All that is left of the chunk has been sent. */
static void
advance_whole(struct answer *a, const struct answer_chunk *chunk)
{
	if (chunk->raw.len == 0)
		return;
	a->offset += chunk->raw.len;
	a->last = chunk->raw.p[chunk->raw.len - 1];
	a->has_put = false;
}

void
answer_advance(struct answer *a, struct answer_chunk *chunk, size_t n)
{
	size_t text = n < chunk->text_len ? n : chunk->text_len;

	assert(n <= chunk->bytes.len);
	chunk->bytes = span_skip(chunk->bytes, n);
	chunk->text_len -= text;
	a->text_sent += text;
	if (a->offset == a->end)
		a->tail = span_skip(a->tail, n - text);
	else if (a->mode == ANSWER_BYTES)
		a->offset += n - text;
	else if (chunk->bytes.len == 0)
		advance_whole(a, chunk);
	else
		advance_lines(a, chunk, n - text);
}
