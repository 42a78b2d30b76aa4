/* SPDX-License-Identifier: ISC */
/*
 * The cache for the next build.  A record is worth its while when the tables
 * keep their order and only entries of them change.
 */
#include <stdlib.h>

#include "die.h"
#include "rebuild.h"
#include "scan.h"
#include "store.h"

/* Records may take so much of the whole, or so many bytes. */
#define RECORDS_SHARE 4
#define RECORDS_MIN ((size_t)65536)

struct saving {
	const struct rebuild *r;
	struct cache_writer *w;
	struct cache_head head;
	bool is_whole;
	struct cache_source *source; /* if whole */
	bool *is_put;		     /* by source */
};

static uint32_t
put(struct saving *s, struct span data)
{
	return ((uint32_t)cache_data(s->w, data));
}

/* In a record, only sources that have changed are put. */
static void
put_source(struct saving *s, const struct scan_file *file, struct span data)
{
	size_t i = (size_t)(file - s->r->site->scan.file);
	struct cache_source entry = { .size = file->size,
		.modified = file->modified,
		.changed = file->changed,
		.data_len = (uint32_t)data.len };

	if (s->is_put[i] || (!s->is_whole && file->is_same))
		return;
	s->is_put[i] = true;
	entry.path_len = (uint32_t)file->source.len;
	entry.path = s->is_whole ? put(s, file->source) : file->old->path;
	entry.data = put(s, data);
	if (s->is_whole)
		s->source[i] = entry;
	else
		cache_change(s->w, file->old, &entry, sizeof(entry));
}

static void
put_sources(struct saving *s)
{
	const struct site *site = s->r->site;
	const struct attachment *file;
	struct span type;
	size_t i;

	for (i = 0; i < site->pages; i++)
		put_source(s, site->page[i].scan, site->page[i].record);
	for (i = 0; i < site->files; i++) {
		file = &site->file[i];
		if (!file->has_looked)
			continue;
		/* With its NUL: an empty answer is one. */
		type = span_str(file->type != NULL ? file->type : "");
		put_source(s, file->scan, span_make(type.p, type.len + 1));
	}
	for (i = 0; i < site->scan.count; i++)
		put_source(s, &site->scan.file[i], SPAN(""));
}

static void
save_sources(struct saving *s)
{
	size_t count = s->r->site->scan.count;

	s->is_put = xcalloc(count + 1, sizeof(*s->is_put));
	if (s->is_whole)
		s->source = xcalloc(count + 1, sizeof(*s->source));
	put_sources(s);
	if (s->is_whole) {
		s->head.sources = count;
		s->head.source_at =
		    cache_table(s->w, s->source, count * sizeof(*s->source));
	}
	free(s->source);
	free(s->is_put);
}

/* A task that was done. */
static struct cache_task
done_task(struct saving *s, size_t i)
{
	const struct rebuild_result *result = &s->r->result[i];
	struct span left = span_make(
	    s->r->data[result->worker].data + result->at, SIZE_MAX / 2);
	struct cache_task task = { .key = s->r->key[i],
		.input = s->r->input[i],
		.related = result->related,
		.keys_len = (uint32_t)result->keys_len,
		.files_len = (uint32_t)result->files_len,
		.losses_len = (uint32_t)result->losses_len,
		.file_count = result->file_count };

	task.keys = put(s, span_first(left, result->keys_len));
	left = span_skip(left, result->keys_len);
	task.files = put(s, span_first(left, result->files_len));
	left = span_skip(left, result->files_len);
	task.losses = put(s, span_first(left, result->losses_len));
	return (task);
}

/* One that was not, from the old cache into a whole one. */
static struct cache_task
kept_task(struct saving *s, const struct cache_task *old)
{
	const struct cache *cache = s->r->cache;
	struct cache_task task = *old;

	task.keys = put(s, cache_bytes(cache, old->keys, old->keys_len));
	task.files = put(s, cache_bytes(cache, old->files, old->files_len));
	task.losses = put(s, cache_bytes(cache, old->losses, old->losses_len));
	return (task);
}

static void
save_tasks(struct saving *s)
{
	const struct rebuild *r = s->r;
	size_t count = r->tasks->count, i;
	struct cache_task *table = xcalloc(count + 1, sizeof(*table));

	for (i = 0; i < count; i++)
		table[i] =
		    r->is_needed[i] ? done_task(s, i) : kept_task(s, r->old[i]);
	s->head.tasks = count;
	s->head.task_at = cache_table(s->w, table, count * sizeof(*table));
	free(table);
}

static void
change_tasks(struct saving *s)
{
	const struct rebuild *r = s->r;
	struct cache_task task;
	size_t i;

	for (i = 0; i < r->needed_count; i++) {
		task = done_task(s, r->needed[i]);
		cache_change(s->w, r->old[r->needed[i]], &task, sizeof(task));
	}
}

static void
save_names(struct saving *s)
{
	const struct rebuild *r = s->r;
	size_t count = r->site->places, i;
	struct cache_name *table = xcalloc(count + 1, sizeof(*table));

	for (i = 0; i < count; i++)
		table[i] =
		    (struct cache_name){ r->site->place[i].key, r->value[i] };
	s->head.names = count;
	s->head.name_at = cache_table(s->w, table, count * sizeof(*table));
	free(table);
}

static void
change_names(struct saving *s)
{
	const struct rebuild *r = s->r;
	struct cache_name name;
	size_t i;

	for (i = 0; i < r->site->places; i++) {
		if (r->cache->name[i].value == r->value[i])
			continue;
		name =
		    (struct cache_name){ r->site->place[i].key, r->value[i] };
		cache_change(s->w, &r->cache->name[i], &name, sizeof(name));
	}
}

/* Slugs only ever become more. */
static void
save_slugs(struct saving *s)
{
	const struct slugger *slugger = &s->r->site->slugger;
	struct reader old = { .is_bad = false };
	struct buf b;

	if (!s->is_whole) {
		old.rest = cache_slugs(s->r->cache);
		if (reader_number(&old) == slugger->known.count)
			return;
	}
	buf_init(&b, SIZE_MAX);
	slugger_save(slugger, &b);
	s->head.slugs_len = b.len;
	s->head.slugs_at = cache_data(s->w, buf_span(&b));
	buf_release(&b);
}

static void
save_losses(struct saving *s, const struct losses *losses)
{
	struct buf b;

	buf_init(&b, SIZE_MAX);
	store_losses(&b, losses, 0);
	if (s->is_whole || !span_eq(buf_span(&b), cache_losses(s->r->cache))) {
		s->head.losses_len = b.len;
		s->head.losses_at = cache_data(s->w, buf_span(&b));
	}
	buf_release(&b);
}

static bool
has_same_sources(const struct rebuild *r)
{
	const struct scan *scan = &r->site->scan;
	size_t i;

	if (scan->count != r->cache->head->sources)
		return (false);
	for (i = 0; i < scan->count; i++)
		if (scan->file[i].old == NULL)
			return (false);
	return (true);
}

static void
save(struct saving *s, const struct cache_summary *summary,
    const struct losses *losses)
{
	const struct site *site = s->r->site;

	if (!s->is_whole)
		s->head = *s->r->cache->head;
	cache_begin(s->w, s->is_whole ? NULL : s->r->cache);
	s->head.settings = site->settings;
	s->head.moment = site->scan.moment;
	s->head.today = site_day(&site->today);
	s->head.next_due = site_next_day(site);
	s->head.summary = *summary;
	save_sources(s);
	if (s->is_whole) {
		save_tasks(s);
		save_names(s);
	} else {
		change_tasks(s);
		change_names(s);
	}
	save_slugs(s);
	save_losses(s, losses);
	cache_end(s->w, &s->head);
}

/* Few enough tasks are done for a record to be tried. */
static bool
fits_record(const struct rebuild *r)
{
	return (r->cache != NULL && !r->cache->is_shared && r->has_same_tasks &&
	    r->has_same_names &&
	    r->needed_count < r->tasks->count / RECORDS_SHARE + 64 &&
	    has_same_sources(r));
}

/* All records together are still small beside the rest. */
static bool
is_small(const struct cache_writer *w)
{
	uint64_t image = w->old->head->len;
	uint64_t records = w->old->len - image + w->b.len;

	return (buf_ok(&w->b) &&
	    (records < RECORDS_MIN || records < image / RECORDS_SHARE));
}

void
rebuild_save(const struct rebuild *r, struct cache_writer *w,
    const struct cache_summary *summary, const struct losses *losses)
{
	struct saving record = { .r = r, .w = w };
	struct saving whole = { .r = r, .w = w, .is_whole = true };

	if (fits_record(r)) {
		save(&record, summary, losses);
		if (is_small(w))
			return;
		cache_release(w);
	}
	save(&whole, summary, losses);
}
