/* SPDX-License-Identifier: ISC */
/*
 * Functions that nobody here may call.  Force-included into every file of the
 * project by the Makefile, after the system headers that it names, so that a
 * call is a compile error and not a review remark.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* With -D_FORTIFY_SOURCE some of them are macros, which clang would warn of. */
#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef stpcpy
#undef sprintf
#undef vsprintf
#undef alloca
#undef strdupa
#undef strndupa

/* Unbounded or silently cutting copies: use struct buf or struct span. */
#pragma GCC poison strcpy strcat strncpy strncat stpcpy sprintf vsprintf gets
/* Hidden state or no error report: use struct span's parsers. */
#pragma GCC poison strtok strtok_r atoi atol atof localtime gmtime ctime
#pragma GCC poison asctime mktemp tmpnam tempnam srand
/* The stack is small and its end is not checked. */
#pragma GCC poison alloca strdupa strndupa

#endif
