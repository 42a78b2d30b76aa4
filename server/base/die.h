/* SPDX-License-Identifier: ISC */
/*
 * Messages to the operator or publisher, fatal errors, and allocation that
 * does not fail.  For `bookmobile` and for the start-up of `bookmobiled`; a
 * running worker must not call die() or x*alloc(): it drops one connection.
 */
#ifndef BASE_DIE_H
#define BASE_DIE_H

#include <stddef.h>

/* The name printed before each message; `name` must outlive the program. */
void die_set_name(const char *name);

/* Print "NAME: MESSAGE\n" to standard error and exit with status 1. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* As die(), with ": strerror(errno)" added. */
_Noreturn void die_errno(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/* Print "NAME: MESSAGE\n" to standard error and go on.  Returns -1, which is
 * what a caller that has failed can return. */
int warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* malloc, calloc, realloc and strdup that die when memory is used up.  The
 * caller frees.  A product of sizes that overflows is treated as used up. */
void *xmalloc(size_t size) __attribute__((malloc, returns_nonnull));
void *xcalloc(size_t count, size_t size)
    __attribute__((malloc, returns_nonnull));
void *xreallocarray(void *old, size_t count, size_t size)
    __attribute__((returns_nonnull));
char *xstrdup(const char *text) __attribute__((malloc, returns_nonnull));
char *xstrndup(const char *text, size_t len)
    __attribute__((malloc, returns_nonnull));

#endif
