/* SPDX-License-Identifier: ISC */
/*
 * Lists with numbered pages are one task for each of these.
 */
#include "tasks.h"

#include <stdlib.h>

#include "die.h"
#include "postlist.h"

static void
add(struct tasks *tasks, enum task_kind kind, size_t index, size_t sheet)
{
	if (tasks->count == tasks->cap) {
		tasks->cap = tasks->cap == 0 ? 1024 : tasks->cap * 2;
		tasks->item = xreallocarray(
		    tasks->item, tasks->cap, sizeof(*tasks->item));
	}
	tasks->item[tasks->count++] =
	    (struct task){ kind, (uint32_t)index, (uint32_t)sheet };
}

static void
add_many(struct tasks *tasks, enum task_kind kind, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		add(tasks, kind, i, 0);
}

static void
add_lists(struct tasks *tasks, const struct site *site, enum task_kind kind,
    size_t count)
{
	struct task task = { .kind = kind };
	size_t i, sheet, sheets;

	for (i = 0; i < count; i++) {
		task.index = (uint32_t)i;
		sheets = postlist_sheets(site, task_posts(&task, site).tally);
		for (sheet = 0; sheet <= sheets; sheet++)
			add(tasks, kind, i, sheet);
	}
}

void
tasks_plan(struct tasks *tasks, const struct site *site)
{
	int kind;

	*tasks = (struct tasks){ 0 };
	add_many(tasks, TASK_POST, site->posts);
	add_many(tasks, TASK_PLAIN, site->plains);
	add_many(tasks, TASK_FILE, site->files);
	add_lists(tasks, site, TASK_YEAR, site->years);
	add_lists(tasks, site, TASK_MONTH, site->months);
	for (kind = 0; kind < TERM_KINDS; kind++)
		add_lists(tasks, site, (enum task_kind)(TASK_CATEGORY + kind),
		    site->terms.count[kind]);
	add_lists(tasks, site, TASK_LANGUAGE, site->languages);
	add_lists(tasks, site, TASK_ARCHIVE, 1);
	for (kind = TASK_HOME; kind < TASK_KINDS; kind++)
		add(tasks, (enum task_kind)kind, 0, 0);
}

void
tasks_release(struct tasks *tasks)
{
	free(tasks->item);
	*tasks = (struct tasks){ 0 };
}

static const struct term *
term_of(const struct task *task, const struct site *site)
{
	return (site->terms.item[task->kind - TASK_CATEGORY][task->index]);
}

struct postlist
task_posts(const struct task *task, const struct site *site)
{
	static const struct tally none = { 0 };
	struct postlist list = { .tally = &none, .sheet = task->sheet };
	const struct language *language;
	const struct period *period;
	const struct term *term;

	switch (task->kind) {
	case TASK_YEAR:
	case TASK_MONTH:
		period = task->kind == TASK_YEAR ? &site->year[task->index]
						 : &site->month[task->index];
		list.post = period->post;
		list.posts = period->posts;
		list.tally = &period->tally;
		break;
	case TASK_CATEGORY:
	case TASK_TAG:
	case TASK_AUTHOR:
		term = term_of(task, site);
		list.post = term->post;
		list.posts = term->posts;
		list.tally = &term->tally;
		break;
	case TASK_LANGUAGE:
		language = &site->language[task->index];
		list.post = language->post;
		list.posts = language->posts;
		list.tally = &language->tally;
		break;
	case TASK_ARCHIVE:
	case TASK_FEED:
	case TASK_HOME:
		list.post = site->post;
		list.posts = site->posts;
		list.tally = &site->tally;
		break;
	default:
		break;
	}
	return (list);
}

void
task_add_name(struct buf *b, const struct task *task, const struct site *site)
{
	struct span path = SPAN("");

	switch (task->kind) {
	case TASK_POST:
		path = site->post[task->index]->path;
		break;
	case TASK_PLAIN:
		path = site->plain[task->index]->path;
		break;
	case TASK_FILE:
		/* One that is not published has no path. */
		path = site->file[task->index].source;
		break;
	case TASK_YEAR:
		path = site->year[task->index].path;
		break;
	case TASK_MONTH:
		path = site->month[task->index].path;
		break;
	case TASK_CATEGORY:
	case TASK_TAG:
	case TASK_AUTHOR:
		path = term_of(task, site)->path;
		break;
	case TASK_LANGUAGE:
		path = site->language[task->index].path;
		break;
	default:
		break;
	}
	buf_char(b, (char)('a' + (int)task->kind));
	buf_char(b, (char)(task->sheet & 0xffU));
	buf_char(b, (char)(task->sheet >> 8 & 0xffU));
	buf_char(b, (char)(task->sheet >> 16 & 0xffU));
	buf_span_add(b, path);
}
