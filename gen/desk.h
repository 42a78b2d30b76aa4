/* SPDX-License-Identifier: ISC */
/*
 * What the publisher's commands share: a capsule's sources read and linked,
 * places in source files, and a build in a folder that goes away.  Each
 * command's own file has its name: desk_new.c is `bookmobile new`.
 */
#ifndef GEN_DESK_H
#define GEN_DESK_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "buf.h"
#include "losses.h"
#include "site.h"

/* Arguments with the command's name first; the exit status: 0, 1 after errors,
 * 2 when the arguments make no sense. */
int init_main(int argc, char **argv);
int new_main(int argc, char **argv);
int list_main(int argc, char **argv);
int show_main(int argc, char **argv);
int report_main(int argc, char **argv);
int check_main(int argc, char **argv);
int publish_main(int argc, char **argv);
int preview_main(int argc, char **argv);

/* The folder of sources when none is named. */
#define DESK_CONTENT "content"

struct desk {
	struct losses losses;
	struct site site;
	const char *content;
};

/*
 * Read and link the sources, those of DESK_CONTENT when the options name no
 * folder, on all cores.  -1 after at least one LOSS_ERROR; the caller releases
 * in any case.  Dies when there is no such folder.
 */
int desk_open(struct desk *desk, const struct site_options *options);
/* Dies with advice when there is no such folder. */
void desk_need_content(const char *content);
void desk_release(struct desk *desk);

/* "file:line: warning: message" */
void desk_print_loss(FILE *out, const struct loss *loss);
/* A list of objects with file, line, kind and message. */
void desk_json_losses(
    struct buf *b, const char *key, const struct losses *losses);
/* Those of LOSS_ERROR, to standard error. */
void desk_print_errors(struct desk *desk);

/* The first line of the front matter in `bytes` that holds `needle`; 1 when
 * none does. */
unsigned desk_find_line(struct span bytes, struct span needle);

/* Write a text: by $PAGER, else less(1), when standard output is a terminal. */
int desk_page_out(const struct buf *out);

/* The text in single quotes for a shell, when it needs them. */
void desk_add_quoted(struct buf *b, struct span text);

/* Make a file below an open folder, and the folders above it.  -1 with errno,
 * EEXIST when it is there already; it is whole or not there. */
int desk_make_file(int fd, const char *path, struct span bytes);
bool desk_is_empty(int fd);
/*
 * A folder for temporary files that is gone with the program, however it ends:
 * a process of its own waits for that, and removes it.
 */
struct desk_temp {
	char *name;  /* absolute */
	int lock;    /* of the folder: somebody works in it */
	int life;    /* open in all who work in it; close-on-exec */
	pid_t guard; /* who waits until nobody has it open */
};

/* Make one; dies when there can be none.  What programs of the same user that
 * were killed have left beside it is removed. */
void desk_temp_init(struct desk_temp *temp);
/* Remove it, when the children who work in it are gone too. */
void desk_temp_release(struct desk_temp *temp);

/*
 * Build what is open into public/ of the folder, as `bookmobile build` does, and
 * add its losses to the desk's.  -1 after an error, which is in the losses or
 * has been said.
 */
int desk_build(struct desk *desk, const struct desk_temp *temp);

/* A page of what was built.  All bytes live for the call only. */
struct built_page {
	struct span path;	 /* "/a/" */
	struct span gemtext;	 /* index.gmi */
	struct span menu, text;	 /* gophermap, index.txt; empty: none */
	const struct page *page; /* NULL: a list of the capsule's own */
	struct span lang;
};

/* Read a file below `folder`/public, "gopher/ascii/a/gophermap".  -1 with
 * errno; `b` is empty then. */
int desk_read_built(const char *folder, const char *name, struct buf *b);

/* Visit all pages below `folder`/public/gemini, sorted by path. */
void desk_each_page(struct desk *desk, const char *folder,
    void (*visit)(void *ctx, const struct built_page *r), void *ctx);
/* Those that only public/gopher has, in the same way; variants are not looked
 * at.  gemtext is empty. */
void desk_each_gopher_page(struct desk *desk, const char *folder,
    void (*visit)(void *ctx, const struct built_page *r), void *ctx);
/* Remove a folder with all that is in it. */
void desk_remove(const char *folder);

#endif
