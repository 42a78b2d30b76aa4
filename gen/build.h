/* SPDX-License-Identifier: ISC */
/*
 * `bookmobile build`: the order of its stages, and what it says at the end.
 */
#ifndef GEN_BUILD_H
#define GEN_BUILD_H

/* Arguments after "build"; the exit status: 0, 1 when there were errors (then
 * nothing in the output has changed, unless it is only the list of losses that
 * could not be written), 2 for a usage that is none. */
int build_main(int argc, char **argv);

#endif
