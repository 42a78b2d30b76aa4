/* SPDX-License-Identifier: ISC */
/*
 * Which program this is, with which libraries.
 */
#ifndef GEN_VERSIONS_H
#define GEN_VERSIONS_H

#include <stdint.h>

/* Another number when another program or library might write other pages. */
uint64_t versions_hash(void);

#endif
