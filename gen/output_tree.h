/* SPDX-License-Identifier: ISC */
/*
 * Work on the files below one folder: what output.c does many times.  Paths are
 * NUL-terminated spans below the open folder.  All return 0 or -1 with errno,
 * unless another meaning is given.
 */
#ifndef GEN_OUTPUT_TREE_H
#define GEN_OUTPUT_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "map.h"
#include "span.h"

/* 1: nothing in it, 0: something, -1: cannot be read. */
int tree_is_empty(int fd);
/* Remove a file or folder with all that is in it; nothing there is no error. */
int tree_remove(int fd, const char *name);
/* Make a file and the folders above it; its descriptor or -1. */
int tree_create(int fd, struct span path);
/* The same when its folder is not there yet, most likely. */
int tree_create_first(int fd, struct span path);
int tree_write(int fd, struct span bytes);
/* All bytes of `from`, from its start. */
int tree_copy(int from, int to, uint64_t *bytes);
/* True when an ordinary file is there with just these bytes; its mode is made
 * 0644 then. */
bool tree_has(int fd, struct span path, struct span bytes);
bool tree_has_copy(int fd, struct span path, int from);
/* Rename into place, making room: folders above, and a file that is in their
 * way.  A folder that is in the way stays: EISDIR. */
int tree_move(int from_fd, const char *name, int fd, struct span path);
/* Remove a file, if it is one, and the folders above that are empty then. */
int tree_discard(int fd, struct span path);
/* Remove every file whose path is not in `keep`, and folders left empty; those
 * that stay get mode 0755. */
int tree_prune(int fd, const struct map *keep, size_t *removed);

#endif
