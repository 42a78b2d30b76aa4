/* SPDX-License-Identifier: ISC */
/*
 * What a worker gives away before it reads a byte from the network: root's
 * rights, new privileges, every file but the published ones, new processes,
 * core dumps.
 */
#ifndef SERVER_SANDBOX_H
#define SERVER_SANDBOX_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

#define SANDBOX_ROOTS_MAX 64

struct sandbox {
	bool has_user; /* change to uid and gid; only root can */
	uid_t uid;
	gid_t gid;
	bool has_landlock;		/* false: `sandbox: off` */
	int root_fd[SANDBOX_ROOTS_MAX]; /* all folders that may be read */
	size_t roots;
	size_t memory; /* bytes of address space; 0 leaves it as it is */
};

/* True when this kernel can do what has_landlock asks for. */
bool sandbox_is_available(void);
/*
 * Apply all of it to this process.  -1 with a sentence added to `why`: the
 * process must not go on.
 */
int sandbox_enter(const struct sandbox *s, struct buf *why);

#endif
