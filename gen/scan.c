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
#include <unistd.h>

#include "die.h"

struct folder {
	struct folder *next;
	struct span path; /* "" or "posts/" */
};

struct walk {
	struct scan *scan;
	struct arena *arena;
	struct losses *losses;
	int root;
	const char *name;
	struct folder *waiting;
};

static bool
is_left_out(struct span name)
{
	return (name.len == 0 || name.p[0] == '.' ||
	    span_ends(name, SPAN("~")) ||
	    (name.p[0] == '#' && name.p[name.len - 1] == '#') ||
	    span_eq_nocase(name, SPAN("Thumbs.db")) ||
	    span_eq_nocase(name, SPAN("desktop.ini")));
}

static const char *
message_name(struct walk *w, struct span path)
{
	if (path.len == 0)
		return (w->name);
	return (arena_printf(w->arena, "%s/%.*s", w->name, SPAN_ARG(path)).p);
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
add_file(struct walk *w, struct span path, uint64_t size)
{
	struct scan *scan = w->scan;

	if (scan->count == scan->cap) {
		scan->cap = scan->cap == 0 ? 256 : scan->cap * 2;
		scan->file =
		    xreallocarray(scan->file, scan->cap, sizeof(*scan->file));
	}
	scan->file[scan->count].source = path;
	scan->file[scan->count].file = message_name(w, path);
	scan->file[scan->count].size = size;
	scan->count++;
}

static void
add_entry(struct walk *w, int fd, struct span folder, const char *name)
{
	struct span path;
	struct stat st, target;

	if (is_left_out(span_str(name)))
		return;
	path = arena_printf(w->arena, "%.*s%s", SPAN_ARG(folder), name);
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		losses_add(w->losses, LOSS_ERROR, message_name(w, path), 0,
		    "cannot be read: %s", strerror(errno));
		return;
	}
	target = st;
	if (S_ISLNK(st.st_mode) && fstatat(fd, name, &target, 0) != 0) {
		losses_add(w->losses, LOSS_ERROR, message_name(w, path), 0,
		    "is a symbolic link to nothing");
		return;
	}
	if (S_ISDIR(st.st_mode))
		add_folder(w, arena_printf(w->arena, "%.*s/", SPAN_ARG(path)));
	else if (S_ISREG(target.st_mode))
		add_file(w, path, (uint64_t)target.st_size);
	else
		losses_add(w->losses, LOSS_NOTE, message_name(w, path), 0,
		    S_ISDIR(target.st_mode)
			? "left out: a symbolic link to a folder"
			: "left out: no ordinary file");
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
		    "cannot be read: %s", strerror(errno));
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

int
scan_folder(struct scan *scan, struct arena *arena, int fd, const char *name,
    struct losses *losses)
{
	struct walk w = { scan, arena, losses, fd, name, NULL };
	size_t before = losses_count(losses, LOSS_ERROR);
	struct folder *folder;

	*scan = (struct scan){ 0 };
	add_folder(&w, arena_copy(arena, SPAN("")));
	while ((folder = w.waiting) != NULL) {
		w.waiting = folder->next;
		read_folder(&w, folder->path);
	}
	if (scan->count > 0)
		qsort(scan->file, scan->count, sizeof(*scan->file), by_source);
	return (losses_count(losses, LOSS_ERROR) == before ? 0 : -1);
}

void
scan_release(struct scan *scan)
{
	free(scan->file);
	*scan = (struct scan){ 0 };
}
