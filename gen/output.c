/* SPDX-License-Identifier: ISC */
/*
 * Files go to OUTPUT/.new and are renamed on the same file system; the lock is
 * on the folder itself and dies with the program.
 */
#include "output.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "cache.h"
#include "manifest.h"
#include "messages_desk.h"
#include "output_tree.h"

#define NEW ".new"

struct output_discard {
	enum output_tree tree;
	struct span path;
	bool is_kept;
};

struct output_move {
	struct output_move *next;
	enum output_tree tree;
	struct span path;
	uint64_t serial;
};

static const char *const tree_name[OUTPUT_TREES] = { "gemini", "gopher" };

static int fail(struct output *o, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Set the message and return -1. */
static int
fail(struct output *o, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(o->error, sizeof(o->error), fmt, ap);
	va_end(ap);
	return (-1);
}

static bool
has_our_manifest(int fd)
{
	char head[64];
	int file = openat(
	    fd, MANIFEST_NAME, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t got;

	if (file == -1)
		return (false);
	got = read(file, head, sizeof(head));
	(void)close(file);
	return (got > 0 && manifest_is_ours(span_make(head, (size_t)got)));
}

/* What is in the folder may be replaced: nothing, or our own work. */
static int
check_folder(struct output *o)
{
	struct stat st;

	if (has_our_manifest(o->fd) ||
	    fstatat(o->fd, NEW, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return (0);
	switch (tree_is_empty(o->fd)) {
	case 1:
		return (0);
	case 0:
		return (fail(o, MSG_OUTPUT_FOREIGN, o->name));
	default:
		return (fail(o, "%s: %s", o->name, strerror(errno)));
	}
}

/* Make .new, unless it is there. */
static int
open_new(struct output *o)
{
	if (o->new_fd != -1)
		return (0);
	if (mkdirat(o->fd, NEW, 0755) != 0)
		return (fail(o, "%s/" NEW ": %s", o->name, strerror(errno)));
	o->new_fd =
	    openat(o->fd, NEW, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (o->new_fd == -1)
		return (fail(o, "%s/" NEW ": %s", o->name, strerror(errno)));
	return (0);
}

static int
open_trees(struct output *o)
{
	int i;

	if (tree_remove(o->fd, NEW) != 0)
		return (fail(o, "%s/" NEW ": %s", o->name, strerror(errno)));
	for (i = 0; i < OUTPUT_TREES; i++) {
		o->tree_fd[i] = openat(o->fd, tree_name[i],
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
		if (o->tree_fd[i] != -1)
			continue;
		if (errno != ENOENT)
			return (fail(o, "%s/%s: %s", o->name, tree_name[i],
			    strerror(errno)));
		if (open_new(o) != 0)
			return (-1);
		if (mkdirat(o->new_fd, tree_name[i], 0755) != 0)
			return (fail(o, "%s: %s", o->name, strerror(errno)));
		o->plain_fd[i] = openat(o->new_fd, tree_name[i],
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
		if (o->plain_fd[i] == -1)
			return (fail(o, "%s: %s", o->name, strerror(errno)));
	}
	return (0);
}

static int
open_folder(struct output *o)
{
	if (mkdir(o->name, 0755) == 0)
		o->is_made = true;
	else if (errno != EEXIST)
		return (fail(o, MSG_OUTPUT_NOT_MADE, o->name, strerror(errno)));
	o->fd = open(o->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->fd == -1)
		return (fail(o, "%s: %s", o->name, strerror(errno)));
	if (flock(o->fd, LOCK_EX | LOCK_NB) != 0) {
		o->is_made = false;
		return (fail(o,
		    errno == EWOULDBLOCK ? MSG_OUTPUT_BUSY : MSG_OUTPUT_NO_LOCK,
		    o->name));
	}
	return (check_folder(o));
}

int
output_open(struct output *o, const char *name)
{
	int i;

	memset(o, 0, sizeof(*o));
	o->name = name;
	o->fd = o->new_fd = -1;
	for (i = 0; i < OUTPUT_TREES; i++) {
		o->tree_fd[i] = o->plain_fd[i] = -1;
		map_init(&o->made[i]);
		map_init(&o->folder[i]);
		map_init(&o->discard[i]);
	}
	(void)pthread_mutex_init(&o->mutex, NULL);
	arena_init(&o->arena);
	/* 0644 and 0755 for everything that is made from here on. */
	(void)umask(022);
	if (open_folder(o) == 0 && open_trees(o) == 0)
		return (0);
	output_abort(o);
	output_release(o);
	return (-1);
}

/* Remember the path.  *is_new when its folder is in a new tree and no file is
 * in it so far. */
static struct span
remember(
    struct output *o, enum output_tree tree, struct span path, bool *is_new)
{
	size_t slash = span_rfind(path, '/');
	struct span kept;

	*is_new = false;
	(void)pthread_mutex_lock(&o->mutex);
	kept = arena_copy(&o->arena, path);
	if (map_add(&o->made[tree], kept, o))
		o->files++;
	if (o->plain_fd[tree] != -1 && slash < path.len)
		*is_new = map_add(&o->folder[tree], span_first(kept, slash), o);
	(void)pthread_mutex_unlock(&o->mutex);
	return (kept);
}

static void
count_changed(struct output *o, uint64_t bytes)
{
	(void)pthread_mutex_lock(&o->mutex);
	o->changed++;
	o->bytes += bytes;
	(void)pthread_mutex_unlock(&o->mutex);
}

/* -1 when there is no place for it. */
static int
add_move(
    struct output *o, enum output_tree tree, struct span path, uint64_t *serial)
{
	struct output_move *move;

	(void)pthread_mutex_lock(&o->mutex);
	if (open_new(o) != 0) {
		(void)pthread_mutex_unlock(&o->mutex);
		return (-1);
	}
	move = arena_alloc(&o->arena, sizeof(*move));
	move->tree = tree;
	move->path = path;
	move->serial = *serial = o->serial++;
	if (o->last_move == NULL)
		o->move = move;
	else
		o->last_move->next = move;
	o->last_move = move;
	(void)pthread_mutex_unlock(&o->mutex);
	return (0);
}

/* A new file for the path: in place when the tree is new, else below .new. */
static int
create(
    struct output *o, enum output_tree tree, struct span path, bool has_folder)
{
	uint64_t serial;
	char name[32];

	if (o->plain_fd[tree] != -1)
		return (has_folder
			? tree_create(o->plain_fd[tree], path)
			: tree_create_first(o->plain_fd[tree], path));
	if (add_move(o, tree, path, &serial) != 0)
		return (-1);
	(void)snprintf(name, sizeof(name), "%llu", (unsigned long long)serial);
	return (openat(o->new_fd, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
}

static int
fail_path(struct output *o, enum output_tree tree, struct span path)
{
	int error = errno;

	(void)pthread_mutex_lock(&o->mutex);
	(void)fail(o, "%s/%s/%.*s: %s", o->name, tree_name[tree],
	    SPAN_ARG(path), strerror(error));
	(void)pthread_mutex_unlock(&o->mutex);
	return (-1);
}

int
output_write(struct output *o, enum output_tree tree, struct span path,
    struct span bytes)
{
	bool is_new;
	struct span kept = remember(o, tree, path, &is_new);
	int fd;

	if (o->tree_fd[tree] != -1 && tree_has(o->tree_fd[tree], kept, bytes))
		return (0);
	fd = create(o, tree, kept, !is_new);
	if (fd == -1 || tree_write(fd, bytes) != 0) {
		if (fd != -1)
			(void)close(fd);
		return (fail_path(o, tree, path));
	}
	if (close(fd) != 0)
		return (fail_path(o, tree, path));
	count_changed(o, bytes.len);
	return (0);
}

int
output_copy(struct output *o, enum output_tree tree, struct span path, int from)
{
	bool is_new;
	struct span kept = remember(o, tree, path, &is_new);
	uint64_t bytes = 0;
	int fd, result;

	if (o->tree_fd[tree] != -1 &&
	    tree_has_copy(o->tree_fd[tree], kept, from))
		return (0);
	fd = create(o, tree, kept, !is_new);
	if (fd == -1)
		return (fail_path(o, tree, path));
	result = tree_copy(from, fd, &bytes);
	if (close(fd) != 0 || result != 0)
		return (fail_path(o, tree, path));
	count_changed(o, bytes);
	return (0);
}

void
output_discard(struct output *o, enum output_tree tree, struct span path)
{
	struct output_discard *discard;

	if (map_get(&o->made[tree], path) != NULL)
		return;
	discard = arena_alloc(&o->arena, sizeof(*discard));
	discard->tree = tree;
	discard->path = path;
	if (map_add(&o->discard[tree], path, discard))
		o->discards++;
}

void
output_keep(struct output *o, enum output_tree tree, struct span path)
{
	struct output_discard *discard = map_get(&o->discard[tree], path);

	if (discard == NULL || discard->is_kept)
		return;
	discard->is_kept = true;
	o->discards--;
}

static int
remove_discards(struct output *o, int tree)
{
	const struct output_discard *discard;
	struct span path;
	size_t i;

	for (i = 0; i < o->discard[tree].count; i++) {
		discard = map_at(&o->discard[tree], i, &path);
		if (discard->is_kept)
			continue;
		if (tree_discard(o->tree_fd[tree], path) != 0)
			return (fail_path(o, discard->tree, path));
		o->removed++;
	}
	return (0);
}

/* Remove what nobody made, once. */
static int
clear_tree(struct output *o, int i)
{
	if (o->is_cleared[i])
		return (0);
	o->is_cleared[i] = true;
	if (o->is_trusted)
		return (remove_discards(o, i));
	if (tree_prune(o->tree_fd[i], &o->made[i], &o->removed) != 0)
		return (fail(o, MSG_OUTPUT_NOT_REMOVED, o->name, tree_name[i],
		    strerror(errno)));
	return (0);
}

static int
commit_tree(struct output *o, int i)
{
	if (o->plain_fd[i] == -1)
		return (clear_tree(o, i));
	if (renameat(o->new_fd, tree_name[i], o->fd, tree_name[i]) != 0)
		return (fail(
		    o, "%s/%s: %s", o->name, tree_name[i], strerror(errno)));
	return (0);
}

/* A file takes a folder's place only when nothing in it stays. */
static int
move_file(struct output *o, const struct output_move *move, const char *name)
{
	int fd = o->tree_fd[move->tree];

	if (tree_move(o->new_fd, name, fd, move->path) == 0)
		return (0);
	if (errno != EISDIR)
		return (-1);
	if (clear_tree(o, (int)move->tree) != 0)
		return (-1);
	return (tree_move(o->new_fd, name, fd, move->path));
}

static int
move_all(struct output *o)
{
	const struct output_move *move;
	char name[32];

	for (move = o->move; move != NULL; move = move->next) {
		(void)snprintf(name, sizeof(name), "%llu",
		    (unsigned long long)move->serial);
		if (move_file(o, move, name) != 0)
			return (fail_path(o, move->tree, move->path));
	}
	return (0);
}

/* A file of the folder itself. */
static int
commit_file(struct output *o, const char *name, struct span bytes)
{
	int fd;

	if (tree_has(o->fd, span_str(name), bytes))
		return (0);
	if (open_new(o) != 0)
		return (-1);
	fd = openat(
	    o->new_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd == -1 || tree_write(fd, bytes) != 0 || close(fd) != 0 ||
	    renameat(o->new_fd, name, o->fd, name) != 0)
		return (fail(o, "%s/%s: %s", o->name, name, strerror(errno)));
	return (0);
}

/* From here on the cache is wrong, until it is written again: one that will be
 * added to waits below .new. */
static int
drop_cache(struct output *o)
{
	if (o->cache_at > 0) {
		if (open_new(o) != 0)
			return (-1);
		if (renameat(o->fd, CACHE_NAME, o->new_fd, CACHE_NAME) == 0)
			return (0);
		o->cache = SPAN(""); /* somebody took it away */
	}
	if (unlinkat(o->fd, CACHE_NAME, 0) != 0 && errno != ENOENT)
		return (
		    fail(o, "%s/" CACHE_NAME ": %s", o->name, strerror(errno)));
	return (0);
}

/* Add to the file that waits.  False with errno. */
static bool
add_to_cache(const struct output *o)
{
	int fd = openat(o->new_fd, CACHE_NAME,
	    O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
	bool is_done = false;
	struct stat st;

	if (fd == -1)
		return (false);
	errno = ESTALE;
	if (fstat(fd, &st) == 0 && (uint64_t)st.st_size == o->cache_at)
		is_done = tree_write(fd, o->cache) == 0;
	if (close(fd) != 0)
		is_done = false;
	return (is_done);
}

static int
commit_cache(struct output *o)
{
	if (o->cache.len == 0)
		return (0);
	if (o->cache_at == 0)
		return (commit_file(o, CACHE_NAME, o->cache));
	if (!add_to_cache(o) ||
	    renameat(o->new_fd, CACHE_NAME, o->fd, CACHE_NAME) != 0)
		return (
		    fail(o, "%s/" CACHE_NAME ": %s", o->name, strerror(errno)));
	return (0);
}

static int
set_mode(struct output *o)
{
	struct stat st;

	if (fstat(o->fd, &st) == 0 && (st.st_mode & 07777) == 0755)
		return (0);
	if (fchmod(o->fd, 0755) != 0 && errno != EPERM)
		return (fail(o, "%s: %s", o->name, strerror(errno)));
	return (0);
}

int
output_commit(struct output *o, struct span manifest)
{
	int i;

	if (drop_cache(o) != 0 || move_all(o) != 0)
		return (-1);
	for (i = 0; i < OUTPUT_TREES; i++)
		if (commit_tree(o, i) != 0)
			return (-1);
	if (set_mode(o) != 0 || commit_file(o, MANIFEST_NAME, manifest) != 0)
		return (-1);
	if (commit_cache(o) != 0)
		return (-1);
	o->is_made = false;
	return (o->new_fd == -1 ? 0 : tree_remove(o->fd, NEW));
}

bool
output_is_whole(const struct output *o)
{
	return (o->tree_fd[OUTPUT_GEMINI] != -1 &&
	    o->tree_fd[OUTPUT_GOPHER] != -1 && has_our_manifest(o->fd));
}

void
output_abort(struct output *o)
{
	if (o->new_fd != -1)
		(void)tree_remove(o->fd, NEW);
	/* A first build was cut off here once: what it left stays marked as
	 * ours. */
	if (o->fd != -1 && !has_our_manifest(o->fd) &&
	    (o->tree_fd[OUTPUT_GEMINI] != -1 ||
		o->tree_fd[OUTPUT_GOPHER] != -1))
		(void)mkdirat(o->fd, NEW, 0755);
	if (o->is_made)
		(void)rmdir(o->name);
}

void
output_release(struct output *o)
{
	int i;

	for (i = 0; i < OUTPUT_TREES; i++) {
		if (o->tree_fd[i] != -1)
			(void)close(o->tree_fd[i]);
		if (o->plain_fd[i] != -1)
			(void)close(o->plain_fd[i]);
		o->tree_fd[i] = o->plain_fd[i] = -1;
		map_release(&o->made[i]);
		map_release(&o->folder[i]);
		map_release(&o->discard[i]);
	}
	if (o->new_fd != -1)
		(void)close(o->new_fd);
	if (o->fd != -1)
		(void)close(o->fd);
	o->new_fd = o->fd = -1;
	arena_release(&o->arena);
	(void)pthread_mutex_destroy(&o->mutex);
}
