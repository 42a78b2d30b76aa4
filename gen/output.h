/* SPDX-License-Identifier: ISC */
/*
 * The folder that `build` writes.  Everything new or changed is written below
 * OUTPUT/.new first; output_commit() moves it into place, removes what nobody
 * made, and writes the manifest last.  Until then nothing that a server sees
 * has changed, and output_abort() leaves it so.
 */
#ifndef GEN_OUTPUT_H
#define GEN_OUTPUT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "map.h"
#include "span.h"

enum output_tree { OUTPUT_GEMINI, OUTPUT_GOPHER, OUTPUT_TREES };

struct output_move;

/* output_write() and output_copy() may be called in several threads; all else
 * in one. */
struct output {
	const char *name;	    /* for messages */
	int fd;			    /* the folder; holds the lock */
	int new_fd;		    /* OUTPUT/.new */
	int tree_fd[OUTPUT_TREES];  /* as it is now; -1: not there yet */
	int plain_fd[OUTPUT_TREES]; /* .new/gemini when the tree is new */
	bool is_made;		    /* the folder is ours to remove again */
	pthread_mutex_t mutex;	    /* for all below */
	struct arena arena;
	struct map made[OUTPUT_TREES];	  /* paths below the tree */
	struct map folder[OUTPUT_TREES];  /* made in a new tree */
	struct map discard[OUTPUT_TREES]; /* files that nobody makes now */
	size_t discards;
	bool is_trusted; /* the trees hold what the cache says: what is to be
	                  * removed is told by output_discard() */
	bool is_cleared[OUTPUT_TREES]; /* what is to go has gone */
	struct span cache;	       /* of the next build; written last */
	uint64_t cache_at; /* 0: it is whole; else it is added at this place,
	                    * where the file ends now */
	struct output_move *move, *last_move;
	uint64_t serial;
	size_t files, changed, removed;
	uint64_t bytes; /* of changed files */
	char error[512];
};

/*
 * Open the folder: it must be absent (then it is made), empty, or hold what an
 * earlier build wrote; and no other build may run in it.  -1 with output->error
 * set; nothing needs to be released then.
 */
int output_open(struct output *output, const char *name);

/*
 * Write a file whose path below the tree is `path` (without a leading '/').
 * One that has these bytes already is left alone.  -1 with output->error set.
 */
int output_write(struct output *output, enum output_tree tree, struct span path,
    struct span bytes);
/* The same with the bytes of an open file, from its start. */
int output_copy(
    struct output *output, enum output_tree tree, struct span path, int fd);

/*
 * When the output is trusted: a file that was made once and is not now goes,
 * unless output_keep() says that it is made.  `path` is NUL-terminated and lives
 * until output_release().
 */
void output_discard(
    struct output *output, enum output_tree tree, struct span path);
void output_keep(
    struct output *output, enum output_tree tree, struct span path);
/* True when both trees and the manifest are there. */
bool output_is_whole(const struct output *output);

/* Make it visible.  A file never replaces a folder in which something stays.
 * -1 with output->error set: then the next build repairs. */
int output_commit(struct output *output, struct span manifest);
/* Forget everything that was not committed. */
void output_abort(struct output *output);
/* After one of the two. */
void output_release(struct output *output);

#endif
