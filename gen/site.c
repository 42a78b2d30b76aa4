/* SPDX-License-Identifier: ISC */
/*
 * The first pass: which files are pages, and what their front matter says.
 */
#include "site.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "cache.h"
#include "die.h"
#include "hash.h"
#include "messages.h"
#include "messages_content.h"
#include "messages_settings.h"
#include "page_store.h"
#include "pool.h"
#include "suffix.h"
#include "versions.h"
#include "withheld.h"

#define SETTINGS "capsule.yaml"
#define FEW_PAGES 64

struct first_pass {
	struct site *site;
	struct arena arena[POOL_MAX];
	struct losses losses[POOL_MAX];
	struct buf bytes[POOL_MAX];
	struct buf record[POOL_MAX];
};

static _Thread_local struct buf *watched;

int
site_load(const struct site *site, struct span source, struct buf *b)
{
	int error, fd, result;

	fd = openat(site->fd, source.p, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return (-1);
	buf_reset(b);
	result = buf_read_fd(b, fd);
	error = errno;
	(void)close(fd);
	errno = error;
	return (result);
}

/* Of a folder, not of a file of its own name; Hugo writes _index. */
static bool
is_index(struct span name)
{
	return (span_eq(name, SPAN("index")) || span_eq(name, SPAN("_index")));
}

/* The capsule's home page, index.md, or that of a language, index.ro.md. */
static bool
is_home(const struct site *site, struct span source, enum page_kind *kind)
{
	struct span suffix = suffix_of(site, source);

	source.len = span_rfind(source, '.');
	if (suffix.len > 0)
		source.len -= suffix.len + 1;
	if (!is_index(source))
		return (false);
	*kind = suffix.len == 0 || span_eq(suffix, site->capsule.lang)
	    ? PAGE_HOME
	    : PAGE_PLAIN;
	return (true);
}

/* True when the file is a page; its kind is set then. */
static bool
is_page(struct site *site, const struct scan_file *f, enum page_kind *kind)
{
	if (!suffix_is_markdown(f->source))
		return (false);
	if (is_home(site, f->source, kind))
		return (true);
	if (span_starts(f->source, SPAN("posts/")))
		*kind = PAGE_POST;
	else if (span_starts(f->source, SPAN("pages/")))
		*kind = PAGE_PLAIN;
	else
		return (false);
	return (true);
}

/* Folder and name of a page, from where its file lies. */
static void
name_page(struct site *site, struct page *page)
{
	struct span path = page->source;
	struct span name = scan_name(path);

	name.len = span_rfind(name, '.');
	page->suffix = suffix_of(site, page->source);
	if (page->suffix.len > 0)
		name.len -= page->suffix.len + 1;
	path.len = path.len - scan_name(path).len;
	if (is_index(name)) {
		page->folder = path;
		if (path.len > 0)
			path.len--;
		name = scan_name(path);
	}
	page->name = name;
}

/* A file that is published as it is. */
static void
add_file(struct site *site, const struct scan_file *f)
{
	struct attachment *file;

	if ((site->files & (site->files - 1)) == 0)
		site->file = xreallocarray(
		    site->file, site->files * 2 + 1, sizeof(*site->file));
	file = &site->file[site->files++];
	*file = (struct attachment){
		.source = f->source, .file = f->file, .size = f->size, .scan = f
	};
}

static void
sort_files(struct site *site)
{
	const struct scan_file *f;
	enum page_kind kind;
	struct page *page;
	size_t i;

	site->page = xcalloc(site->scan.count + 1, sizeof(*site->page));
	for (i = 0; i < site->scan.count; i++) {
		f = &site->scan.file[i];
		if (withheld_file(site, f))
			continue;
		if (is_page(site, f, &kind)) {
			page = &site->page[site->pages++];
			page->kind = kind;
			page->file = f->file;
			page->source = f->source;
			page->scan = f;
			name_page(site, page);
			continue;
		}
		if (withheld_stray(site, f))
			continue;
		if (suffix_is_markdown(f->source))
			losses_add(site->losses, LOSS_NOTE, f->file, 0,
			    MSG_FILE_ELSEWHERE);
		add_file(site, f);
	}
}

/* The page as it was at the last build, if its file is. */
static bool
recall_page(struct first_pass *pass, unsigned worker, struct page *page)
{
	const struct scan_file *scan = page->scan;
	struct page given = *page;
	struct span record;
	struct reader r = { .is_bad = false };

	if (pass->site->cache == NULL || !scan->is_same)
		return (false);
	record = cache_bytes(
	    pass->site->cache, scan->old->data, scan->old->data_len);
	r.rest = record;
	if (!page_load(page, &pass->arena[worker], &r) ||
	    !span_eq(page->suffix, given.suffix)) {
		*page = given; /* another suffix, another name and title */
		return (false);
	}
	reader_losses(&r, &pass->losses[worker]);
	page->record = record;
	return (true);
}

static void
read_page(void *ctx, unsigned worker, size_t index)
{
	struct first_pass *pass = ctx;
	struct site *site = pass->site;
	struct page *page = &site->page[index];
	struct buf *bytes = &pass->bytes[worker];
	struct losses *losses = &pass->losses[worker];
	struct buf *record = &pass->record[worker];
	size_t before = losses->count;

	if (recall_page(pass, worker, page))
		return;
	if (site_load(site, page->source, bytes) != 0) {
		losses_add(losses, LOSS_ERROR, page->file,
		    errno == EFBIG ? 1 : 0,
		    errno == EFBIG ? MSG_FILE_LARGE : MSG_CANNOT_READ,
		    strerror(errno));
		page->is_broken = true;
		return;
	}
	page->is_broken =
	    page_read(page, &pass->arena[worker], buf_span(bytes), losses) != 0;
	buf_reset(record);
	page_save(record, page);
	store_losses(record, losses, before);
	page->record = arena_copy(&pass->arena[worker], buf_span(record));
}

static void
read_pages(struct site *site, unsigned threads)
{
	struct first_pass *pass = xcalloc(1, sizeof(*pass));
	unsigned i;

	pass->site = site;
	/* What is remembered is there before a thread is. */
	if (site->cache != NULL && site->news < FEW_PAGES)
		threads = 1;
	for (i = 0; i < POOL_MAX; i++) {
		arena_init(&pass->arena[i]);
		losses_init(&pass->losses[i]);
		buf_init(&pass->bytes[i], PAGE_MAX_SOURCE);
		buf_init(&pass->record[i], SIZE_MAX);
	}
	pool_run(site->pages, threads, read_page, pass);
	for (i = 0; i < POOL_MAX; i++) {
		arena_join(&site->arena, &pass->arena[i]);
		losses_move(site->losses, &pass->losses[i]);
		losses_release(&pass->losses[i]);
		buf_release(&pass->bytes[i]);
		buf_release(&pass->record[i]);
	}
	free(pass);
}

/* What every page depends on: the settings, the options, the program. */
static uint64_t
settings_hash(const struct site *site, const char *content, struct span text)
{
	uint64_t hash = hash_span(versions_hash(), text);

	hash = hash_span(hash, span_str(content));
	hash = hash_number(hash, site->has_drafts);
	hash = hash_number(hash, site->has_future);
	return (hash_number(hash, site->has_marks));
}

static void
read_settings(struct site *site, const char *content)
{
	const char *file =
	    arena_printf(&site->arena, "%s/" SETTINGS, content).p;
	struct buf text;

	buf_init(&text, PAGE_MAX_SOURCE);
	if (site_load(site, SPAN(SETTINGS), &text) != 0)
		losses_add(site->losses, LOSS_ERROR, file, 0,
		    errno == ENOENT ? MSG_SETTINGS_MISSING : MSG_CANNOT_READ,
		    strerror(errno));
	else
		(void)capsule_read(&site->capsule, &site->arena, file,
		    buf_span(&text), site->losses);
	site->settings = settings_hash(site, content, buf_span(&text));
	buf_release(&text);
}

uint64_t
site_day(const struct date *date)
{
	return ((uint64_t)date->year * 10000 + (uint64_t)date->month * 100 +
	    (uint64_t)date->day);
}

/* True when the sources, the settings and the day are those of the last build,
 * or no post has become due since. */
static bool
use_cache(struct site *site, const struct cache *cache, size_t losses)
{
	const struct cache_head *head;
	uint64_t day = site_day(&site->today);
	size_t same;

	if (cache == NULL || cache->bytes == NULL ||
	    cache->head->settings != site->settings || day < cache->head->today)
		return (false);
	head = cache->head;
	site->cache = cache;
	same = scan_compare(&site->scan, cache);
	site->news = site->scan.count - same;
	return (same == site->scan.count && same == head->sources &&
	    day < head->next_due && losses == 0);
}

static void
recall_slugs(struct site *site)
{
	struct reader r = { .is_bad = false };

	if (site->cache == NULL)
		return;
	r.rest = cache_slugs(site->cache);
	slugger_recall(&site->slugger, &r);
}

int
site_read(struct site *site, const struct site_options *options,
    struct losses *losses)
{
	return (site_read_cached(site, options, NULL, losses));
}

int
site_read_cached(struct site *site, const struct site_options *options,
    const struct cache *cache, struct losses *losses)
{
	size_t before;

	memset(site, 0, sizeof(*site));
	arena_init(&site->arena);
	map_init(&site->by_path);
	map_init(&site->by_source);
	map_init(&site->langs);
	slugger_init(&site->slugger);
	site->losses = losses;
	site->today = date_today();
	site->has_drafts = options->has_drafts;
	site->has_future = options->has_future;
	site->has_marks = options->has_marks;
	site->undated = options->undated;
	site->fd = open(options->content, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (site->fd == -1) {
		losses_add(losses, LOSS_ERROR, options->content, 0,
		    MSG_CANNOT_READ, strerror(errno));
		return (-1);
	}
	read_settings(site, options->content);
	(void)scan_folder(
	    &site->scan, &site->arena, site->fd, options->content, losses);
	site->is_unchanged = use_cache(site, cache, losses->count);
	if (site->is_unchanged)
		return (0);
	recall_slugs(site);
	sort_files(site);
	map_reserve(&site->by_path, site->scan.count + site->scan.count / 4);
	map_reserve(&site->by_source, site->scan.count);
	before = losses_count(losses, LOSS_ERROR);
	read_pages(site, options->threads);
	if (losses_count(losses, LOSS_ERROR) == 0)
		return (0);
	if (before == 0)
		site_link_rest(site);
	return (-1);
}

void
site_release(struct site *site)
{
	terms_release(&site->terms);
	collation_release(&site->collation);
	slugger_release(&site->slugger);
	map_release(&site->by_path);
	map_release(&site->by_source);
	map_release(&site->langs);
	scan_release(&site->scan);
	free(site->page);
	free(site->is_out);
	free(site->post);
	free(site->plain);
	free(site->file);
	free(site->year);
	free(site->month);
	free(site->redirect);
	free(site->language);
	free(site->place);
	arena_release(&site->arena);
	if (site->fd >= 0)
		(void)close(site->fd);
	site->fd = -1;
}

static struct span
without_slash(struct span path)
{
	if (path.len > 1 && path.p[path.len - 1] == '/')
		path.len--;
	return (path);
}

uint64_t
site_path_key(struct span path)
{
	return (hash_span(HASH_SEED, without_slash(path)) | 1);
}

uint64_t
site_source_key(struct span source)
{
	return (hash_span(HASH_SEED + 1, source) | 1);
}

static void
add_place(struct site *site, uint64_t key, const struct target *target)
{
	if (site->places == site->place_cap) {
		site->place_cap =
		    site->place_cap == 0 ? 1024 : site->place_cap * 2;
		site->place = xreallocarray(
		    site->place, site->place_cap, sizeof(*site->place));
	}
	site->place[site->places++] = (struct place){ key, target };
}

bool
site_put(struct site *site, struct span path, struct target *target)
{
	if (!map_add(&site->by_path, path, target))
		return (false);
	add_place(site, site_path_key(path), target);
	return (true);
}

bool
site_put_source(struct site *site, struct span source, struct target *target)
{
	if (!map_add(&site->by_source, source, target))
		return (false);
	add_place(site, site_source_key(source), target);
	return (true);
}

void
site_watch(struct buf *keys)
{
	watched = keys;
}

static void
watch(uint64_t key)
{
	uint32_t part = (uint32_t)(key >> 32);

	buf_add(watched, &part, sizeof(part));
}

const struct target *
site_at(const struct site *site, struct span path)
{
	const struct target *target = map_get(&site->by_path, path);
	char copy[1024];

	if (watched != NULL)
		watch(site_path_key(path));
	if (target != NULL || path.len + 1 > sizeof(copy) || path.len == 0 ||
	    path.p[path.len - 1] == '/')
		return (target);
	memcpy(copy, path.p, path.len);
	copy[path.len] = '/';
	return (map_get(&site->by_path, span_make(copy, path.len + 1)));
}

const struct target *
site_from(const struct site *site, struct span source)
{
	if (watched != NULL)
		watch(site_source_key(source));
	return (map_get(&site->by_source, source));
}
