/* SPDX-License-Identifier: ISC */
/*
 * Paths below a root descriptor -> open files.  Nothing outside the root is
 * reached, whatever the path or the symlinks in the tree say, and nothing that
 * is neither file nor folder is ever handed out.
 */
#ifndef SERVER_DOCROOT_H
#define SERVER_DOCROOT_H

#include <sys/stat.h>

#include <stdbool.h>

#include "span.h"

enum docroot_kind {
	DOCROOT_FILE,
	DOCROOT_FOLDER,
	DOCROOT_NONE,  /* not there, not for us, or of another kind */
	DOCROOT_FAILED /* out of descriptors or memory, or an I/O error */
};

/*
 * Open `path` ("" is the root itself) below the folder `root_fd`.  Only for
 * DOCROOT_FILE is *fd set; the caller closes it.  *st is of what was opened.
 * Never blocks on a FIFO (opened O_NONBLOCK, then looked at).
 */
enum docroot_kind docroot_open(
    int root_fd, const char *path, int *fd, struct stat *st);

/* Open the folder `name` below root_fd, to be a root itself; -1 when there is
 * none.  The caller closes it. */
int docroot_folder(int root_fd, const char *name);

/* True when `path`, of a folder `at` or absolute, names another folder than the
 * one that is open as `fd` (or -1). */
bool docroot_is_moved(int fd, int at, const char *path);

/* True when a segment of the path begins with '.': never served. */
bool docroot_is_hidden(struct span path);

/* True when the first 8 KiB of the file are valid UTF-8 without NUL. */
bool docroot_looks_like_text(int fd);

#endif
