/* SPDX-License-Identifier: ISC */
/*
 * What there is to write: one task for each page and file of a linked site.
 */
#ifndef GEN_TASKS_H
#define GEN_TASKS_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "postlist.h"
#include "site.h"

enum task_kind {
	TASK_POST,     /* site->post[index] */
	TASK_PLAIN,    /* site->plain[index] */
	TASK_FILE,     /* site->file[index] */
	TASK_YEAR,     /* site->year[index] */
	TASK_MONTH,    /* site->month[index] */
	TASK_CATEGORY, /* site->terms.item[TERM_CATEGORY][index] */
	TASK_TAG,
	TASK_AUTHOR,
	TASK_LANGUAGE, /* site->language[index] */
	TASK_ARCHIVE,
	/* There once: */
	TASK_HOME,
	TASK_CATEGORIES,
	TASK_TAGS,
	TASK_AUTHORS,
	TASK_FEED,
	TASK_WELLKNOWN,
	TASK_KINDS
};

struct task {
	enum task_kind kind;
	uint32_t index;
	uint32_t sheet; /* of a list in numbered pages */
};

struct tasks {
	struct task *item;
	size_t count, cap;
};

/* All of them, the posts first, in the order of the site. */
void tasks_plan(struct tasks *tasks, const struct site *site);
void tasks_release(struct tasks *tasks);

/* The posts of the list that a task shows, if it shows one; path, name and
 * labels are not set. */
struct postlist task_posts(const struct task *task, const struct site *site);
/* A name that tells a task from all others, the same in every build. */
void task_add_name(
    struct buf *b, const struct task *task, const struct site *site);

#endif
