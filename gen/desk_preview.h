/* SPDX-License-Identifier: ISC */
/*
 * The parts of `bookmobile preview`: what is watched, and what serves.
 */
#ifndef GEN_DESK_PREVIEW_H
#define GEN_DESK_PREVIEW_H

#include <stdbool.h>
#include <sys/types.h>

#include "arena.h"
#include "buf.h"
#include "span.h"

/* A folder and all below it, by inotify(7). */
struct watch {
	int fd;
	struct arena arena;
	struct span *folder; /* by watch descriptor: "posts/", below the root */
	size_t folders;
	const char *root;
};

/* Dies when the root cannot be watched. */
void watch_init(struct watch *watch, const char *root);
void watch_release(struct watch *watch);
/*
 * Read what has happened.  True when a source has changed; *source is the one
 * that changed last then, below the root ("posts/a.md"); a Markdown file is
 * preferred to others.  Files that editors and systems keep for themselves do
 * not count.
 */
bool watch_read(struct watch *watch, struct buf *source);

/* bookmobiled, as a child. */
struct server {
	pid_t pid;
	struct buf gemini, gopher; /* "gemini://localhost:1965", no '/' */
};

/*
 * Start it for the tree at `root`; the usual ports, or free ones where they are
 * taken.  Returns 0 when it is ready, -1 when `signals` can be read before that;
 * dies when there is none or it does not get ready.
 */
int server_start(struct server *server, const char *root, int signals);
/* True when it has ended by itself. */
bool server_is_gone(struct server *server);
/* Stop it, and wait. */
void server_stop(struct server *server);

#endif
