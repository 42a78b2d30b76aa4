/* SPDX-License-Identifier: ISC */
/*
 * <folder>/<host>.pem: where a host's certificate and key are kept, together
 * and readable by their owner only.
 */
#ifndef SERVER_CERTFILE_H
#define SERVER_CERTFILE_H

#include "buf.h"

/* Add the path of the file. */
void certfile_add_path(struct buf *path, const char *folder, const char *host);

enum certfile_result {
	CERTFILE_OK,
	CERTFILE_ABSENT, /* read: not there.  make: somebody has one already */
	CERTFILE_FAILED	 /* a sentence has been added to `why` */
};

/* Read the file into `pem`. */
enum certfile_result certfile_read(
    struct buf *pem, const char *folder, const char *host, struct buf *why);
/*
 * Make the folder if need be, and a certificate in it; added to `pem` too.
 * The file appears whole or not at all, and one that is there is never
 * replaced, because readers have pinned it.
 */
enum certfile_result certfile_make(
    struct buf *pem, const char *folder, const char *host, struct buf *why);

#endif
