/* SPDX-License-Identifier: ISC */
/*
 * A growing byte buffer with a ceiling.
 *
 * `data` is never NULL and always ends in a NUL byte that `len` does not
 * count, so it can be given to a system call as it is; it may also hold NUL
 * bytes.  `data` moves when the buffer grows: keep no pointer into it across
 * a call that adds.
 *
 * Failure is sticky: an addition that would pass `limit`, or for which there
 * is no memory, adds nothing, sets `failed`, and so do all later ones.  Ask
 * buf_ok() once before the content is used.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "span.h"

struct buf {
	char *data;
	size_t len;
	size_t cap; /* bytes allocated; 0 while data is the static "" */
	size_t limit;
	bool failed;
};

/* An empty buffer that will hold at most `limit` bytes.  Allocates nothing. */
struct buf buf_empty(size_t limit);
void buf_init(struct buf *b, size_t limit);
/* Declare such a buffer that is released where its block ends. */
#define BUF_LOCAL(name, limit) \
	struct buf name __attribute__((cleanup(buf_release))) = buf_empty(limit)
/* Free the memory; the buffer is empty again and may be used again. */
void buf_release(struct buf *b);
/* Empty it and clear `failed`; the memory is kept. */
void buf_reset(struct buf *b);
/*
 * Hand the bytes to the caller, who frees them; the buffer is empty again.
 * `len` may be NULL.  NULL only when there is no memory for an empty string.
 */
char *buf_detach(struct buf *b, size_t *len);

bool buf_ok(const struct buf *b) __attribute__((warn_unused_result));
struct span buf_span(const struct buf *b);

/* As buf_add(), for when the room has to grow first. */
void buf_add_growing(struct buf *b, const void *bytes, size_t len);

/* `bytes` must not lie in the buffer itself; NULL is fine with `len` 0. */
static inline void
buf_add(struct buf *b, const void *bytes, size_t len)
{
	if (b->failed || len >= b->cap - b->len) {
		buf_add_growing(b, bytes, len);
		return;
	}
	if (len == 0)
		return;
	memcpy(b->data + b->len, bytes, len);
	b->len += len;
	b->data[b->len] = '\0';
}

static inline void
buf_char(struct buf *b, char c)
{
	if (b->failed || b->cap - b->len < 2) {
		buf_add_growing(b, &c, 1);
		return;
	}
	b->data[b->len++] = c;
	b->data[b->len] = '\0';
}

static inline void
buf_span_add(struct buf *b, struct span s)
{
	buf_add(b, s.p, s.len);
}

static inline void
buf_str(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void buf_repeat(struct buf *b, char c, size_t count);
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
/* Forget all but the first `len` bytes; `len` must not be more than there. */
void buf_truncate(struct buf *b, size_t len);
/*
 * Read the descriptor to its end and add what comes (EINTR is repeated).
 * -1 with errno: as read(2), ENOMEM, or EFBIG when the limit is passed.
 */
int buf_read_fd(struct buf *b, int fd);

#endif
