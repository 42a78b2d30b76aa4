/* SPDX-License-Identifier: ISC */
/*
 * Messages and fatal errors.  A message is written with one call, so that
 * those of several processes do not mix.
 */
#include "die.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>

static const char *program = "bookmobile";

void
die_set_name(const char *name)
{
	program = name;
}

/* `error` is an errno value to explain, or 0. */
static void __attribute__((format(printf, 2, 0)))
say(int error, const char *fmt, va_list ap)
{
	char text[4096];
	int len = vsnprintf(text, sizeof(text), fmt, ap);

	if (len < 0)
		text[0] = '\0';
	if (error != 0)
		fprintf(stderr, "%s: %s: %s\n", program, text, strerror(error));
	else
		fprintf(stderr, "%s: %s\n", program, text);
}

void
die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(0, fmt, ap);
	va_end(ap);
	exit(1);
}

void
die_errno(const char *fmt, ...)
{
	int error = errno;
	va_list ap;

	va_start(ap, fmt);
	say(error, fmt, ap);
	va_end(ap);
	exit(1);
}

int
warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(0, fmt, ap);
	va_end(ap);
	return -1;
}

void *
xmalloc(size_t size)
{
	void *p = malloc(size > 0 ? size : 1);

	if (p == NULL)
		die("memory is used up (%zu bytes asked for)", size);
	return p;
}

void *
xcalloc(size_t count, size_t size)
{
	void *p;

	if (count == 0 || size == 0)
		count = size = 1;
	p = calloc(count, size);
	if (p == NULL)
		die("memory is used up (%zu times %zu bytes asked for)", count,
		    size);
	return p;
}

void *
xreallocarray(void *old, size_t count, size_t size)
{
	void *p;

	if (count == 0 || size == 0)
		count = size = 1;
	p = reallocarray(old, count, size);
	if (p == NULL)
		die("memory is used up (%zu times %zu bytes asked for)", count,
		    size);
	return p;
}

char *
xstrdup(const char *text)
{
	return xstrndup(text, strlen(text));
}

char *
xstrndup(const char *text, size_t len)
{
	size_t used = strnlen(text, len);
	char *copy = xmalloc(used + 1);

	memcpy(copy, text, used);
	copy[used] = '\0';
	return copy;
}
