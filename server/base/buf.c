/* SPDX-License-Identifier: ISC */
/*
 * A growing byte buffer with a ceiling.  It grows by doubling, so that n
 * additions cost O(n); every sum of sizes is checked before it is made.
 */
#include "buf.h"

#include <errno.h>
#include <stdint.h>
#include <unistd.h>

enum { FIRST_CAP = 256, READ_STEP = 16384 };

/* What `data` points to while nothing is allocated.  Never written. */
static char nothing[1];

struct buf
buf_empty(size_t limit)
{
	return (struct buf){ .data = nothing, .limit = limit };
}

void
buf_init(struct buf *b, size_t limit)
{
	*b = buf_empty(limit);
}

void
buf_release(struct buf *b)
{
	if (b->cap > 0)
		free(b->data);
	buf_init(b, b->limit);
}

void
buf_reset(struct buf *b)
{
	buf_truncate(b, 0);
	b->failed = false;
}

char *
buf_detach(struct buf *b, size_t *len)
{
	char *data = b->cap > 0 ? b->data : calloc(1, 1);

	if (len != NULL)
		*len = b->len;
	buf_init(b, b->limit);
	return data;
}

bool
buf_ok(const struct buf *b)
{
	return !b->failed;
}

struct span
buf_span(const struct buf *b)
{
	return (struct span){ b->data, b->len };
}

/* Make room for `extra` bytes and the NUL; false, and failed, without it. */
static bool
reserve(struct buf *b, size_t extra)
{
	size_t need;
	size_t cap;
	char *data;

	if (b->failed)
		return false;
	if (extra < b->cap - b->len)
		return true;
	b->failed = true;
	if (extra > b->limit - b->len || extra >= SIZE_MAX - b->len)
		return false;
	need = b->len + extra + 1;
	cap = b->cap > SIZE_MAX / 2 ? need : b->cap * 2;
	if (cap < FIRST_CAP)
		cap = FIRST_CAP;
	/* Not more than can ever be used; `limit` is below SIZE_MAX then. */
	if (cap > b->limit)
		cap = b->limit + 1;
	if (cap < need)
		cap = need;
	data = realloc(b->cap > 0 ? b->data : NULL, cap);
	if (data == NULL)
		return false;
	b->failed = false;
	b->data = data;
	b->cap = cap;
	b->data[b->len] = '\0';
	return true;
}

void
buf_add_growing(struct buf *b, const void *bytes, size_t len)
{
	if (len == 0 || !reserve(b, len))
		return;
	memcpy(b->data + b->len, bytes, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void
buf_repeat(struct buf *b, char c, size_t count)
{
	if (count == 0 || !reserve(b, count))
		return;
	memset(b->data + b->len, c, count);
	b->len += count;
	b->data[b->len] = '\0';
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

void
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	size_t room = b->cap - b->len;
	int len;

	if (b->failed)
		return;
	va_copy(again, ap);
	len = vsnprintf(room > 0 ? b->data + b->len : NULL, room, fmt, ap);
	if (len < 0)
		b->failed = true;
	else if ((size_t)len < room)
		b->len += (size_t)len;
	else if (reserve(b, (size_t)len)) {
		vsnprintf(b->data + b->len, b->cap - b->len, fmt, again);
		b->len += (size_t)len;
	}
	va_end(again);
	/* A part may have been written that is not to be seen. */
	if (b->cap > 0)
		b->data[b->len] = '\0';
}

void
buf_truncate(struct buf *b, size_t len)
{
	if (b->cap == 0 || len > b->len)
		return;
	b->len = len;
	b->data[len] = '\0';
}

/* At the limit only the end of the file may follow. */
static int
expect_end(struct buf *b, int fd)
{
	char extra;
	ssize_t got;

	do
		got = read(fd, &extra, 1);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return (int)got;
	b->failed = true;
	errno = EFBIG;
	return -1;
}

int
buf_read_fd(struct buf *b, int fd)
{
	if (b->failed) {
		errno = EFBIG;
		return -1;
	}
	for (;;) {
		size_t room = b->limit - b->len;
		ssize_t got;

		if (room == 0)
			return expect_end(b, fd);
		if (!reserve(b, room < READ_STEP ? room : READ_STEP)) {
			errno = ENOMEM;
			return -1;
		}
		room = b->cap - b->len - 1;
		got = read(fd, b->data + b->len, room);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return (int)got;
		b->len += (size_t)got;
		b->data[b->len] = '\0';
	}
}
