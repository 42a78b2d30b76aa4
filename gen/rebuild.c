/* SPDX-License-Identifier: ISC */
/*
 * A task is needed when it is new, when what it is made of is not what it was,
 * or when it asked for something that is another now.
 */
#include "rebuild.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "hash.h"
#include "rebuild_names.h"
#include "rebuild_related.h"
#include "related.h"
#include "scan.h"
#include "store.h"

static struct span
old_losses(const struct rebuild *r, const struct cache_task *old)
{
	return (cache_bytes(r->cache, old->losses, old->losses_len));
}

static struct span
old_files(const struct rebuild *r, const struct cache_task *old)
{
	return (cache_bytes(r->cache, old->files, old->files_len));
}

/* Of a task, as it is now. */
static struct span
files_of(const struct rebuild *r, size_t task)
{
	const struct rebuild_result *result = &r->result[task];

	if (!r->is_needed[task])
		return (old_files(r, r->old[task]));
	return (span_make(
	    r->data[result->worker].data + result->at + result->keys_len,
	    result->files_len));
}

static void
find_by_inputs(struct rebuild *r)
{
	const struct task *task;
	size_t i;

	for (i = 0; i < r->tasks->count; i++) {
		task = &r->tasks->item[i];
		r->is_needed[i] =
		    r->old[i] == NULL || r->old[i]->input != r->input[i];
		/* What is new may have the time and size of what was. */
		if (task->kind == TASK_FILE &&
		    !r->site->file[task->index].scan->is_same)
			r->is_needed[i] = true;
	}
}

static void
find_by_related(struct rebuild *r)
{
	bool *is_affected = xcalloc(r->site->pages + 1, sizeof(bool));
	struct page *post;
	size_t i;

	rebuild_mark_related(r, is_affected);
	for (i = 0; i < r->site->posts; i++) {
		post = r->site->post[i];
		if (r->is_needed[i] || !is_affected[post - r->site->page])
			continue;
		related_settle(r->site, post);
		r->is_needed[i] = inputs_related(post) != r->old[i]->related;
	}
	free(is_affected);
}

/* The tasks of the last build by key: most stand where they stood. */
struct finder {
	const struct cache *cache;
	uint64_t next;	 /* where the one looked for may be */
	uint32_t *place; /* 1 + number, by key; made when one does not */
	size_t cap;
};

static void
index_tasks(struct finder *f)
{
	uint64_t i;
	size_t at;

	for (f->cap = 64; f->cap < f->cache->head->tasks * 2; f->cap *= 2)
		continue;
	f->place = xcalloc(f->cap, sizeof(*f->place));
	for (i = 0; i < f->cache->head->tasks; i++) {
		at = (size_t)f->cache->task[i].key & (f->cap - 1);
		while (f->place[at] != 0)
			at = (at + 1) & (f->cap - 1);
		f->place[at] = (uint32_t)i + 1;
	}
}

static const struct cache_task *
find_task(struct finder *f, uint64_t key)
{
	const struct cache_task *task = f->cache->task;
	size_t at;

	if (f->next < f->cache->head->tasks && task[f->next].key == key)
		return (&task[f->next++]);
	if (f->place == NULL)
		index_tasks(f);
	at = (size_t)key & (f->cap - 1);
	while (f->place[at] != 0) {
		if (task[f->place[at] - 1].key == key) {
			f->next = f->place[at];
			return (&task[f->place[at] - 1]);
		}
		at = (at + 1) & (f->cap - 1);
	}
	return (NULL);
}

static void
name_tasks(struct rebuild *r)
{
	struct finder finder = { .cache = r->cache };
	struct buf name;
	size_t i;

	buf_init(&name, 65536);
	for (i = 0; i < r->tasks->count; i++) {
		buf_reset(&name);
		task_add_name(&name, &r->tasks->item[i], r->site);
		r->key[i] = hash_span(HASH_SEED, buf_span(&name));
		r->input[i] = inputs_of(&r->inputs, &r->tasks->item[i]);
		if (r->cache != NULL)
			r->old[i] = find_task(&finder, r->key[i]);
	}
	r->has_same_tasks = r->cache != NULL && finder.place == NULL &&
	    finder.next == r->cache->head->tasks;
	free(finder.place);
	buf_release(&name);
}

void
rebuild_init(
    struct rebuild *r, const struct site *site, const struct tasks *tasks)
{
	size_t count = tasks->count + 1, i;

	*r = (struct rebuild){
		.site = site, .tasks = tasks, .cache = site->cache
	};
	r->key = xcalloc(count, sizeof(*r->key));
	r->input = xcalloc(count, sizeof(*r->input));
	r->old = xcalloc(count, sizeof(const struct cache_task *));
	r->is_needed = xcalloc(count, sizeof(*r->is_needed));
	r->result = xcalloc(count, sizeof(*r->result));
	r->needed = xcalloc(count, sizeof(*r->needed));
	for (i = 0; i < POOL_MAX; i++)
		buf_init(&r->data[i], SIZE_MAX);
	inputs_init(&r->inputs, site);
	name_tasks(r);
	rebuild_name_places(r);
	find_by_inputs(r);
	if (r->cache != NULL) {
		find_by_related(r);
		rebuild_find_by_names(r);
	}
	for (i = 0; i < tasks->count; i++)
		if (r->is_needed[i])
			r->needed[r->needed_count++] = i;
}

void
rebuild_release(struct rebuild *r)
{
	size_t i;

	inputs_release(&r->inputs);
	for (i = 0; i < POOL_MAX; i++)
		buf_release(&r->data[i]);
	free(r->key);
	free(r->input);
	free(r->old);
	free(r->is_needed);
	free(r->result);
	free(r->needed);
	free(r->value);
	*r = (struct rebuild){ 0 };
}

/* A post shows the titles of those that it names as related. */
static void
watch_related(const struct rebuild *r, const struct task *task)
{
	const struct page *post;
	size_t i;

	if (task->kind != TASK_POST)
		return;
	post = r->site->post[task->index];
	for (i = 0; i < post->relateds; i++)
		(void)site_at(r->site, post->related[i]->path);
}

int
rebuild_do(struct rebuild *r, struct publisher *p, unsigned worker, size_t task)
{
	const struct task *item = &r->tasks->item[task];
	struct rebuild_result *result = &r->result[task];
	struct buf *data = &r->data[worker];
	size_t before = p->losses.count, i;
	int status;

	result->worker = worker;
	result->at = data->len;
	site_watch(data);
	status = publish_task(p, item);
	watch_related(r, item);
	site_watch(NULL);
	result->keys_len = data->len - result->at;
	buf_span_add(data, buf_span(&p->made));
	result->files_len = p->made.len;
	for (i = 0; i < p->made.len; i++)
		result->file_count += p->made.data[i] == '\0';
	if (p->losses.count > before)
		store_losses(data, &p->losses, before);
	result->losses_len =
	    data->len - result->at - result->keys_len - result->files_len;
	if (item->kind == TASK_POST)
		result->related = inputs_related(r->site->post[item->index]);
	return (status);
}

void
rebuild_recall_losses(struct rebuild *r, struct losses *losses)
{
	struct reader reader = { .is_bad = false };
	size_t i;

	for (i = 0; i < r->tasks->count; i++) {
		if (r->is_needed[i] || r->old[i]->losses_len == 0)
			continue;
		reader.rest = old_losses(r, r->old[i]);
		reader_losses(&reader, losses);
	}
}

/* Call `each` for every file of a list: its tree and path. */
static void
for_files(struct span files,
    void (*each)(void *ctx, enum output_tree tree, struct span path), void *ctx)
{
	enum output_tree tree;
	struct span path;

	while (files.len > 1) {
		tree = (enum output_tree)(files.p[0] - '0');
		files = span_skip(files, 1);
		if (!span_cut(&files, '\0', &path))
			return;
		each(ctx, tree, path);
	}
}

static void
discard(void *ctx, enum output_tree tree, struct span path)
{
	output_discard(ctx, tree, path);
}

static void
keep(void *ctx, enum output_tree tree, struct span path)
{
	output_keep(ctx, tree, path);
}

/* Files of tasks that are gone, or that make others now. */
static void
discard_old(struct rebuild *r, struct output *output)
{
	const struct cache_task *old = r->cache->task;
	uint64_t count = r->cache->head->tasks, i;
	bool *is_here = xcalloc((size_t)count + 1, sizeof(bool));

	for (i = 0; i < r->tasks->count; i++) {
		if (r->old[i] == NULL)
			continue;
		is_here[r->old[i] - old] = true;
		if (r->is_needed[i] &&
		    !span_eq(old_files(r, r->old[i]), files_of(r, i)))
			for_files(old_files(r, r->old[i]), discard, output);
	}
	for (i = 0; i < count; i++)
		if (!is_here[i])
			for_files(old_files(r, &old[i]), discard, output);
	free(is_here);
}

void
rebuild_settle_output(struct rebuild *r, struct output *output)
{
	size_t i;

	output->files = 0;
	for (i = 0; i < r->tasks->count; i++)
		output->files += r->is_needed[i]
		    ? r->result[i].file_count
		    : (size_t)r->old[i]->file_count;
	if (r->cache == NULL)
		return;
	discard_old(r, output);
	if (output->discards == 0)
		return;
	for (i = 0; i < r->tasks->count; i++)
		for_files(files_of(r, i), keep, output);
}
