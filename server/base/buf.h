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

#include "span.h"

struct buf {
	char *data;
	size_t len;
	size_t cap; /* bytes allocated; 0 while data is the static "" */
	size_t limit;
	bool failed;
};

/* An empty buffer that will hold at most `limit` bytes.  Allocates nothing. */
void buf_init(struct buf *b, size_t limit);
/* Free the memory; the buffer is empty again and may be used again. */
void buf_release(struct buf *b);
/* Empty it and clear `failed`; the memory is kept. */
void buf_reset(struct buf *b);
/* Hand the bytes to the caller, who frees them; the buffer is empty again. */
char *buf_detach(struct buf *b, size_t *len);

bool buf_ok(const struct buf *b) __attribute__((warn_unused_result));
struct span buf_span(const struct buf *b);

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_span_add(struct buf *b, struct span s);
void buf_str(struct buf *b, const char *text);
void buf_char(struct buf *b, char c);
void buf_repeat(struct buf *b, char c, size_t count);
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
/* Forget all but the first `len` bytes; `len` must not be more than there. */
void buf_truncate(struct buf *b, size_t len);
/*
 * Read the descriptor to its end and add what comes (EINTR is repeated).
 * -1 with errno: as read(2), or EFBIG when the limit is passed.
 */
int buf_read_fd(struct buf *b, int fd);

#endif
