/* SPDX-License-Identifier: ISC */
/*
 * What the measuring programs share.  They use nothing of server/base/: a
 * floor must not become slower, or faster, with the code it is compared to.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Printed before each message; set first thing in main. */
extern const char *bench_name;

/* Print a message (with the reason in errno) and exit with status 1. */
_Noreturn void bench_die(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));
_Noreturn void bench_die_errno(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/* Nanoseconds of CLOCK_MONOTONIC. */
uint64_t bench_now(void);

/* A decimal number from the command line, or the end of the program. */
uint64_t bench_number(const char *text, uint64_t low, uint64_t high);

/* Memory, or the end of the program. */
void *bench_alloc(size_t count, size_t size);

/*
 * Read a whole file; NULL with errno if it cannot be read.  A NUL byte that
 * *len does not count stands behind the last.  The caller frees.
 */
char *bench_read(const char *path, size_t *len);

/* As many descriptors as the system lets us have; returns that number. */
size_t bench_raise_descriptors(void);

#endif
