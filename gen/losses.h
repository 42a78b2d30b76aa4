/* SPDX-License-Identifier: ISC */
/*
 * What could not be carried over, and warnings: gathered while pages are
 * made, by file and line, printed at the end of `build`.
 */
#ifndef GEN_LOSSES_H
#define GEN_LOSSES_H

#include <stddef.h>

enum loss_kind {
	LOSS_ERROR,   /* stops the build */
	LOSS_WARNING, /* a dead link, a twin term; an error under --strict */
	LOSS_DROPPED, /* content that is in no output: style, script, unknown */
	LOSS_NOTE     /* said for information: a README skipped */
};

struct loss {
	enum loss_kind kind;
	const char *file; /* not owned */
	unsigned line;	  /* 0: the whole file */
	char *message;
};

/* Not locked: one per thread or page, joined by losses_move(). */
struct losses {
	struct loss *item;
	size_t count, cap;
};

void losses_init(struct losses *l);
void losses_release(struct losses *l);
/* Add one; `file` must live as long as the list. */
void losses_add(struct losses *l, enum loss_kind kind, const char *file,
    unsigned line, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* Move all of `from` to the end of `l`. */
void losses_move(struct losses *l, struct losses *from);
/* Sort by file, line and message, and drop what is there twice. */
void losses_sort(struct losses *l);
size_t losses_count(const struct losses *l, enum loss_kind kind);

#endif
