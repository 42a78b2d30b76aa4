/* SPDX-License-Identifier: ISC */
/*
 * Folders still to be read wait in a list: no recursion.
 */
#include "scan.h"

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cache.h"
#include "die.h"
#include "messages.h"
#include "messages_content.h"

struct folder {
	struct folder *next;
	struct span path; /* "" or "posts/" */
};

struct walk {
	struct scan *scan;
	struct arena *arena;
	struct losses *losses;
	int root;
	struct span name;
	struct folder *waiting;
};

/* What editors, offices, patches and systems leave beside the files that they
 * work on. */
static bool
is_left_out(struct span name)
{
	static const char *const names[] = { "Thumbs.db", "ehthumbs.db",
		"desktop.ini", "__MACOSX", NULL };
	static const char *const suffixes[] = { "bak", "orig", "rej", "swp",
		"swo", "tmp", NULL };
	struct span suffix = span_skip(name, span_rfind(name, '.') + 1);
	size_t i;

	if (name.len == 0 || name.p[0] == '.' || span_ends(name, SPAN("~")) ||
	    span_starts(name, SPAN("~$")) ||
	    (name.p[0] == '#' && name.p[name.len - 1] == '#'))
		return (true);
	for (i = 0; names[i] != NULL; i++)
		if (span_eq_nocase(name, span_str(names[i])))
			return (true);
	for (i = 0; suffixes[i] != NULL; i++)
		if (span_eq_nocase(suffix, span_str(suffixes[i])))
			return (true);
	return (false);
}

/* "name/" with a folder and what stands in it. */
static struct span
whole_name(struct walk *w, struct span folder, struct span name)
{
	size_t len = w->name.len + 1 + folder.len + name.len;
	char *p = arena_alloc(w->arena, len + 1);
	char *at = p;

	if (w->name.len > 0)
		memcpy(at, w->name.p, w->name.len);
	at += w->name.len;
	*at++ = '/';
	if (folder.len > 0)
		memcpy(at, folder.p, folder.len);
	if (name.len > 0)
		memcpy(at + folder.len, name.p, name.len);
	return (span_make(p, len));
}

static const char *
message_name(struct walk *w, struct span path)
{
	if (path.len == 0)
		return (w->name.p);
	return (whole_name(w, path, SPAN("")).p);
}

static int64_t
moment_of(struct timespec ts)
{
	return ((int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec);
}

static void
add_folder(struct walk *w, struct span path)
{
	struct folder *folder = arena_alloc(w->arena, sizeof(*folder));

	folder->path = path;
	folder->next = w->waiting;
	w->waiting = folder;
}

static void
add_file(struct walk *w, struct span whole, const struct stat *st)
{
	struct scan *scan = w->scan;
	struct scan_file *file;

	if (scan->count == scan->cap) {
		scan->cap = scan->cap == 0 ? 256 : scan->cap * 2;
		scan->file =
		    xreallocarray(scan->file, scan->cap, sizeof(*scan->file));
	}
	file = &scan->file[scan->count++];
	*file = (struct scan_file){ .file = whole.p };
	file->source = span_skip(whole, w->name.len + 1);
	file->size = (uint64_t)st->st_size;
	file->modified = moment_of(st->st_mtim);
	file->changed = moment_of(st->st_ctim);
}

static void
add_entry(struct walk *w, int fd, struct span folder, const char *name)
{
	struct span whole, path;
	struct stat st, target;

	if (is_left_out(span_str(name)))
		return;
	whole = whole_name(w, folder, span_str(name));
	path = span_skip(whole, w->name.len + 1);
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		losses_add(w->losses, LOSS_ERROR, message_name(w, path), 0,
		    MSG_CANNOT_READ, strerror(errno));
		return;
	}
	target = st;
	if (S_ISLNK(st.st_mode) && fstatat(fd, name, &target, 0) != 0) {
		losses_add(w->losses, LOSS_ERROR, message_name(w, path), 0,
		    MSG_FILE_DEAD_LINK);
		return;
	}
	if (S_ISDIR(st.st_mode))
		add_folder(w, arena_printf(w->arena, "%.*s/", SPAN_ARG(path)));
	else if (S_ISREG(target.st_mode))
		add_file(w, whole, &target);
	else
		losses_add(w->losses, LOSS_NOTE, message_name(w, path), 0,
		    S_ISDIR(target.st_mode) ? MSG_FILE_FOLDER_LINK
					    : MSG_FILE_ODD);
}

static void
read_folder(struct walk *w, struct span path)
{
	struct dirent *entry;
	DIR *dir = NULL;
	int fd;

	fd = openat(w->root, path.len > 0 ? path.p : ".",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (fd != -1)
		dir = fdopendir(fd);
	if (dir == NULL) {
		losses_add(w->losses, LOSS_ERROR, message_name(w, path), 0,
		    MSG_CANNOT_READ, strerror(errno));
		if (fd != -1)
			(void)close(fd);
		return;
	}
	while ((entry = readdir(dir)) != NULL)
		add_entry(w, fd, path, entry->d_name);
	(void)closedir(dir);
}

static int
by_source(const void *a, const void *b)
{
	const struct scan_file *x = a, *y = b;

	return (span_cmp(x->source, y->source));
}

/* Some file systems list the newest entry first, some the oldest. */
static void
turn_round(struct scan *scan, size_t first)
{
	size_t count = scan->count - first, i;
	struct scan_file *file, other;

	if (count < 2)
		return;
	file = &scan->file[first];
	if (by_source(&file[0], &file[1]) < 0)
		return;
	for (i = 0; i < count / 2; i++) {
		other = file[i];
		file[i] = file[count - 1 - i];
		file[count - 1 - i] = other;
	}
}

static bool
is_sorted(const struct scan *scan)
{
	size_t i;

	for (i = 1; i < scan->count; i++)
		if (by_source(&scan->file[i - 1], &scan->file[i]) > 0)
			return (false);
	return (true);
}

int
scan_folder(struct scan *scan, struct arena *arena, int fd, const char *name,
    struct losses *losses)
{
	struct walk w = { scan, arena, losses, fd, span_str(name), NULL };
	size_t before = losses_count(losses, LOSS_ERROR);
	struct folder *folder;
	struct timespec now;
	size_t first;

	*scan = (struct scan){ 0 };
	/* The clock that files are dated by: what is written from here on is
	 * not older. */
	if (clock_gettime(CLOCK_REALTIME_COARSE, &now) == 0)
		scan->moment = moment_of(now);
	add_folder(&w, arena_copy(arena, SPAN("")));
	while ((folder = w.waiting) != NULL) {
		w.waiting = folder->next;
		first = scan->count;
		read_folder(&w, folder->path);
		turn_round(scan, first);
	}
	if (!is_sorted(scan))
		qsort(scan->file, scan->count, sizeof(*scan->file), by_source);
	return (losses_count(losses, LOSS_ERROR) == before ? 0 : -1);
}

size_t
scan_compare(struct scan *scan, const struct cache *cache)
{
	const struct cache_source *old = cache->source;
	const struct cache_source *end = old + cache->head->sources;
	int64_t moment = cache->head->moment;
	struct scan_file *file;
	size_t i, same = 0;
	int order;

	for (i = 0; i < scan->count; i++) {
		file = &scan->file[i];
		order = 1;
		for (; old < end; old++) {
			order = span_cmp(
			    cache_bytes(cache, old->path, old->path_len),
			    file->source);
			if (order >= 0)
				break;
		}
		if (order != 0)
			continue;
		file->old = old++;
		/* What was written while it was looked at may have changed
		 * later in the same tick of the clock. */
		file->is_same = file->old->size == file->size &&
		    file->old->modified == file->modified &&
		    file->old->changed == file->changed &&
		    file->changed < moment;
		same += file->is_same;
	}
	return (same);
}

void
scan_release(struct scan *scan)
{
	free(scan->file);
	*scan = (struct scan){ 0 };
}

struct span
scan_name(struct span source)
{
	size_t slash = span_rfind(source, '/');

	return (slash == source.len ? source : span_skip(source, slash + 1));
}
