/* SPDX-License-Identifier: ISC */
/*
 * How the program gets its memory.
 */
#ifndef GEN_HEAP_H
#define GEN_HEAP_H

/*
 * Take memory in large pages where the system has them: a build holds all of a
 * blog, and each small page costs a fault.  A wish, and no error if it is not
 * granted.  Before the first thread.
 */
void heap_prepare(void);

#endif
