/* SPDX-License-Identifier: ISC */
/*
 * What a task asked of the site's tables is kept as 32 bits of each key: a key
 * that now leads elsewhere is looked for among them, and a false hit only
 * costs time.
 */
#include "rebuild.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "hash.h"
#include "rebuild_related.h"
#include "related.h"
#include "scan.h"
#include "store.h"

/* Bits of a filter for keys that lead elsewhere now. */
#define FILTER_BITS ((size_t)1 << 20)

/* What a task's data hold. */
struct left_behind {
	struct span keys;  /* 32 bits each */
	struct span files; /* each: '0' + tree, path, NUL */
	uint64_t file_count;
	struct reader losses;
};

static void
parse_data(struct span data, struct left_behind *left)
{
	struct reader r = { .rest = data };

	left->keys = reader_span(&r);
	left->file_count = reader_number(&r);
	left->files = reader_span(&r);
	left->losses = r;
}

static struct span
old_data(const struct rebuild *r, const struct cache_task *old)
{
	return (cache_bytes(r->cache, old->data, old->data_len));
}

static struct span
task_data(const struct rebuild *r, size_t task)
{
	const struct rebuild_result *result = &r->result[task];

	if (!r->is_needed[task])
		return (old_data(r, r->old[task]));
	return (
	    span_make(r->data[result->worker].data + result->at, result->len));
}

static size_t
power_above(size_t count)
{
	size_t power = 64;

	while (power < count)
		power *= 2;
	return (power);
}

static void
add_name(struct rebuild *r, uint64_t key, const struct target *target)
{
	size_t i = (size_t)key & (r->names - 1);

	while (r->name[i].key != 0 && r->name[i].key != key)
		i = (i + 1) & (r->names - 1);
	r->name[i].key = key;
	/* A file and a page may stand at one path but for the '/'. */
	r->name[i].value += inputs_target(target);
}

static void
gather_names(struct rebuild *r)
{
	const struct site *site = r->site;
	const struct target *target;
	struct span key;
	size_t i;

	r->names =
	    power_above((site->by_path.count + site->by_source.count) * 2);
	r->name = xcalloc(r->names, sizeof(*r->name));
	for (i = 0; i < site->by_path.cap; i++) {
		target = map_slot(&site->by_path, i, &key);
		if (target != NULL)
			add_name(r, site_path_key(key), target);
	}
	for (i = 0; i < site->by_source.cap; i++) {
		target = map_slot(&site->by_source, i, &key);
		if (target != NULL)
			add_name(r, site_source_key(key), target);
	}
}

static bool
is_named(const struct rebuild *r, uint64_t key)
{
	size_t i = (size_t)key & (r->names - 1);

	while (r->name[i].key != 0 && r->name[i].key != key)
		i = (i + 1) & (r->names - 1);
	return (r->name[i].key != 0);
}

static void
mark_key(unsigned char *filter, uint64_t key)
{
	size_t bit = (size_t)(key >> 32) % FILTER_BITS;

	filter[bit / 8] |= (unsigned char)(1U << bit % 8);
}

/* Mark the keys that lead elsewhere than at the last build.  How many. */
static size_t
compare_names(const struct rebuild *r, unsigned char *filter)
{
	const struct cache_name *old;
	size_t i, count = 0;

	for (i = 0; i < r->names; i++) {
		if (r->name[i].key == 0)
			continue;
		old = cache_find_name(r->cache, r->name[i].key);
		if (old != NULL && old->value == r->name[i].value)
			continue;
		mark_key(filter, r->name[i].key);
		count++;
	}
	for (i = 0; i < r->cache->head->names; i++) {
		old = &r->cache->name[i];
		if (old->key == 0 || is_named(r, old->key))
			continue;
		mark_key(filter, old->key);
		count++;
	}
	return (count);
}

static bool
asked_for(const unsigned char *filter, struct span keys)
{
	uint32_t part;
	size_t bit;

	for (; keys.len >= sizeof(part); keys = span_skip(keys, sizeof(part))) {
		memcpy(&part, keys.p, sizeof(part));
		bit = part % FILTER_BITS;
		if ((filter[bit / 8] >> bit % 8 & 1U) != 0)
			return (true);
	}
	return (false);
}

static void
find_by_names(struct rebuild *r)
{
	unsigned char *filter = xcalloc(FILTER_BITS / 8, 1);
	struct left_behind left;
	size_t i;

	if (compare_names(r, filter) > 0) {
		for (i = 0; i < r->tasks->count; i++) {
			if (r->is_needed[i])
				continue;
			parse_data(old_data(r, r->old[i]), &left);
			r->is_needed[i] = asked_for(filter, left.keys);
		}
	}
	free(filter);
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
		r->is_needed[i] =
		    inputs_related(&r->inputs, post) != r->old[i]->related;
	}
	free(is_affected);
}

static void
name_tasks(struct rebuild *r)
{
	struct buf name;
	size_t i;

	buf_init(&name, 65536);
	for (i = 0; i < r->tasks->count; i++) {
		buf_reset(&name);
		task_add_name(&name, &r->tasks->item[i], r->site);
		r->key[i] = hash_span(HASH_SEED, buf_span(&name)) | 1;
		r->input[i] = inputs_of(&r->inputs, &r->tasks->item[i]);
		if (r->cache != NULL)
			r->old[i] = cache_find_task(r->cache, r->key[i]);
	}
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
	for (i = 0; i < POOL_MAX; i++) {
		buf_init(&r->data[i], SIZE_MAX);
		buf_init(&r->keys[i], SIZE_MAX);
	}
	inputs_init(&r->inputs, site);
	name_tasks(r);
	gather_names(r);
	find_by_inputs(r);
	if (r->cache != NULL) {
		find_by_related(r);
		find_by_names(r);
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
	for (i = 0; i < POOL_MAX; i++) {
		buf_release(&r->data[i]);
		buf_release(&r->keys[i]);
	}
	free(r->key);
	free(r->input);
	free(r->old);
	free(r->is_needed);
	free(r->result);
	free(r->needed);
	free(r->name);
	*r = (struct rebuild){ 0 };
}

int
rebuild_do(struct rebuild *r, struct publisher *p, unsigned worker, size_t task)
{
	struct rebuild_result *result = &r->result[task];
	struct buf *data = &r->data[worker];
	size_t before = p->losses.count, files = 0, i;
	int status;

	buf_reset(&r->keys[worker]);
	site_watch(&r->keys[worker]);
	status = publish_task(p, &r->tasks->item[task]);
	site_watch(NULL);
	for (i = 0; i < p->made.len; i++)
		files += p->made.data[i] == '\0';
	result->worker = worker;
	result->at = data->len;
	store_span(data, buf_span(&r->keys[worker]));
	store_number(data, files);
	store_span(data, buf_span(&p->made));
	store_losses(data, &p->losses, before);
	result->len = data->len - result->at;
	if (task < r->site->posts)
		result->related =
		    inputs_related(&r->inputs, r->site->post[task]);
	return (status);
}

void
rebuild_recall_losses(struct rebuild *r, struct losses *losses)
{
	struct left_behind left;
	size_t i;

	for (i = 0; i < r->tasks->count; i++) {
		if (r->is_needed[i])
			continue;
		parse_data(old_data(r, r->old[i]), &left);
		reader_losses(&left.losses, losses);
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
	bool *is_here = xcalloc(r->cache->head->tasks, sizeof(bool));
	struct left_behind was, is;
	size_t i;

	for (i = 0; i < r->tasks->count; i++) {
		if (r->old[i] == NULL)
			continue;
		is_here[r->old[i] - old] = true;
		if (!r->is_needed[i])
			continue;
		parse_data(old_data(r, r->old[i]), &was);
		parse_data(task_data(r, i), &is);
		if (!span_eq(was.files, is.files))
			for_files(was.files, discard, output);
	}
	for (i = 0; i < r->cache->head->tasks; i++) {
		if (old[i].key == 0 || is_here[i])
			continue;
		parse_data(old_data(r, &old[i]), &was);
		for_files(was.files, discard, output);
	}
	free(is_here);
}

void
rebuild_settle_output(struct rebuild *r, struct output *output)
{
	struct left_behind left;
	size_t i;

	output->files = 0;
	for (i = 0; i < r->tasks->count; i++) {
		parse_data(task_data(r, i), &left);
		output->files += (size_t)left.file_count;
	}
	if (r->cache == NULL)
		return;
	discard_old(r, output);
	if (output->discards == 0)
		return;
	for (i = 0; i < r->tasks->count; i++) {
		parse_data(task_data(r, i), &left);
		for_files(left.files, keep, output);
	}
}

static void
save_sources(struct rebuild *r, struct buf *b, struct cache_head *head)
{
	const struct scan *scan = &r->site->scan;
	struct cache_source *table = xcalloc(scan->count + 1, sizeof(*table));
	struct cache_source *s;
	const struct site *site = r->site;
	const struct attachment *file;
	const struct page *page;
	size_t i;

	for (i = 0; i < scan->count; i++) {
		s = &table[i];
		s->size = scan->file[i].size;
		s->modified = scan->file[i].modified;
		s->changed = scan->file[i].changed;
		s->path = cache_data(b, scan->file[i].source);
		s->path_len = (uint32_t)scan->file[i].source.len;
	}
	for (i = 0; i < site->pages; i++) {
		page = &site->page[i];
		s = &table[page->scan - scan->file];
		s->data = cache_data(b, page->record);
		s->data_len = (uint32_t)page->record.len;
	}
	for (i = 0; i < site->files; i++) {
		file = &site->file[i];
		if (!file->has_looked)
			continue;
		s = &table[file->scan - scan->file];
		s->data_len = (uint32_t)span_str(file->type).len + 1;
		s->data = cache_data(b,
		    span_make(
			file->type == NULL ? "" : file->type, s->data_len));
	}
	head->sources = scan->count;
	head->source_at = cache_table(b, table, scan->count * sizeof(*table));
	free(table);
}

static void
save_tasks(struct rebuild *r, struct buf *b, struct cache_head *head)
{
	size_t cap = power_above(r->tasks->count * 2), i, at;
	struct cache_task *table = xcalloc(cap, sizeof(*table));
	struct span data;

	for (i = 0; i < r->tasks->count; i++) {
		at = (size_t)r->key[i] & (cap - 1);
		while (table[at].key != 0)
			at = (at + 1) & (cap - 1);
		data = task_data(r, i);
		table[at].key = r->key[i];
		table[at].input = r->input[i];
		table[at].related =
		    r->is_needed[i] ? r->result[i].related : r->old[i]->related;
		table[at].data = cache_data(b, data);
		table[at].data_len = (uint32_t)data.len;
	}
	head->tasks = cap;
	head->task_at = cache_table(b, table, cap * sizeof(*table));
	free(table);
}

/* The first day on which a post that waits is due. */
static uint64_t
next_due(const struct site *site)
{
	uint64_t day, first = UINT64_MAX;
	size_t i;

	for (i = 0; i < site->pages; i++) {
		day = site_day(&site->page[i].date);
		if (site->is_out[i] && day > site_day(&site->today) &&
		    day < first)
			first = day;
	}
	return (first);
}

void
rebuild_save(struct rebuild *r, struct buf *b,
    const struct cache_summary *summary, const struct losses *losses)
{
	struct cache_head head = { .settings = r->site->settings,
		.moment = r->site->scan.moment,
		.today = site_day(&r->site->today),
		.next_due = next_due(r->site),
		.summary = *summary };

	cache_begin(b);
	save_sources(r, b, &head);
	save_tasks(r, b, &head);
	head.names = r->names;
	head.name_at = cache_table(b, r->name, r->names * sizeof(*r->name));
	head.slugs_at = b->len;
	slugger_save(&r->site->slugger, b);
	head.losses_at = b->len;
	store_losses(b, losses, 0);
	cache_end(b, &head);
}
