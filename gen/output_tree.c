/* SPDX-License-Identifier: ISC */
/*
 * Everything by descriptors of open folders; no symbolic link is followed.
 */
#include "output_tree.h"

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"

#define BLOCK ((size_t)65536)

static bool
is_dots(const char *name)
{
	return (strcmp(name, ".") == 0 || strcmp(name, "..") == 0);
}

/* Open a folder for reading its entries.  `name` "." is the folder itself. */
static DIR *
open_dir(int fd, const char *name)
{
	int dir_fd =
	    openat(fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *dir;

	if (dir_fd == -1)
		return (NULL);
	dir = fdopendir(dir_fd);
	if (dir == NULL)
		(void)close(dir_fd);
	return (dir);
}

int
tree_is_empty(int fd)
{
	struct dirent *entry;
	int is_empty = 1;
	DIR *dir = open_dir(fd, ".");

	if (dir == NULL)
		return (-1);
	while (is_empty && (entry = readdir(dir)) != NULL)
		is_empty = is_dots(entry->d_name);
	(void)closedir(dir);
	return (is_empty);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the folders are */
int
tree_remove(int fd, const char *name)
{
	struct dirent *entry;
	int result = 0;
	DIR *dir;

	if (unlinkat(fd, name, 0) == 0 || errno == ENOENT)
		return (0);
	if (errno != EISDIR && errno != EPERM)
		return (-1);
	dir = open_dir(fd, name);
	if (dir == NULL)
		return (-1);
	while (result == 0 && (entry = readdir(dir)) != NULL)
		if (!is_dots(entry->d_name))
			result = tree_remove(dirfd(dir), entry->d_name);
	(void)closedir(dir);
	return (result == 0 ? unlinkat(fd, name, AT_REMOVEDIR) : -1);
}

/* Make the folders above a path; a file that is in the way goes. */
static int
make_parents(int fd, struct span path)
{
	char name[PATH_MAX];
	struct stat st;
	size_t i;

	if (path.len >= sizeof(name)) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	memcpy(name, path.p, path.len);
	name[path.len] = '\0';
	for (i = 1; i < path.len; i++) {
		if (name[i] != '/')
			continue;
		name[i] = '\0';
		if (mkdirat(fd, name, 0755) != 0) {
			if (errno != EEXIST ||
			    fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
				return (-1);
			if (!S_ISDIR(st.st_mode) &&
			    (unlinkat(fd, name, 0) != 0 ||
				mkdirat(fd, name, 0755) != 0))
				return (-1);
		}
		name[i] = '/';
	}
	return (0);
}

/* The folder right above a path; false when more than that is missing. */
static bool
make_parent(int fd, struct span path)
{
	size_t slash = span_rfind(path, '/');
	char name[PATH_MAX];

	if (slash >= path.len || slash >= sizeof(name))
		return (true);
	memcpy(name, path.p, slash);
	name[slash] = '\0';
	return (mkdirat(fd, name, 0755) == 0 || errno == EEXIST);
}

int
tree_create_first(int fd, struct span path)
{
	if (!make_parent(fd, path) && make_parents(fd, path) != 0)
		return (-1);
	return (tree_create(fd, path));
}

int
tree_create(int fd, struct span path)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
	int file = openat(fd, path.p, flags, 0644);

	if (file != -1 || errno != ENOENT || make_parents(fd, path) != 0)
		return (file);
	return (openat(fd, path.p, flags, 0644));
}

int
tree_write(int fd, struct span bytes)
{
	ssize_t put;

	while (bytes.len > 0) {
		put = write(fd, bytes.p, bytes.len);
		if (put == -1 && errno == EINTR)
			continue;
		if (put == -1)
			return (-1);
		bytes = span_skip(bytes, (size_t)put);
	}
	return (0);
}

/* Read a block at a place; 0 at the end, -1 with errno. */
static ssize_t
read_at(int fd, char *block, uint64_t at)
{
	ssize_t got;

	do
		got = pread(fd, block, BLOCK, (off_t)at);
	while (got == -1 && errno == EINTR);
	return (got);
}

int
tree_copy(int from, int to, uint64_t *bytes)
{
	char block[BLOCK];
	ssize_t got;

	*bytes = 0;
	while ((got = read_at(from, block, *bytes)) > 0) {
		if (tree_write(to, span_make(block, (size_t)got)) != 0)
			return (-1);
		*bytes += (uint64_t)got;
	}
	return (got == 0 ? 0 : -1);
}

/* Open an ordinary file of this size, or -1. */
static int
open_same_size(int fd, struct span path, uint64_t size)
{
	struct stat st;
	int file =
	    openat(fd, path.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (file == -1)
		return (-1);
	if (fstat(file, &st) == 0 && S_ISREG(st.st_mode) &&
	    (uint64_t)st.st_size == size &&
	    ((st.st_mode & 07777) == 0644 || fchmod(file, 0644) == 0))
		return (file);
	(void)close(file);
	return (-1);
}

bool
tree_has(int fd, struct span path, struct span bytes)
{
	int file = open_same_size(fd, path, bytes.len);
	bool is_same = true;
	char block[BLOCK];
	uint64_t at = 0;
	ssize_t got;

	if (file == -1)
		return (false);
	while (is_same && at < bytes.len) {
		got = read_at(file, block, at);
		is_same = got > 0 && (uint64_t)got <= bytes.len - at &&
		    memcmp(block, bytes.p + at, (size_t)got) == 0;
		at += is_same ? (uint64_t)got : 0;
	}
	(void)close(file);
	return (is_same);
}

bool
tree_has_copy(int fd, struct span path, int from)
{
	char block[BLOCK], other[BLOCK];
	bool is_same = true;
	struct stat st;
	uint64_t at = 0;
	ssize_t got = 0;
	int file;

	if (fstat(from, &st) != 0)
		return (false);
	file = open_same_size(fd, path, (uint64_t)st.st_size);
	if (file == -1)
		return (false);
	while (is_same && at < (uint64_t)st.st_size) {
		got = read_at(file, block, at);
		is_same = got > 0 && read_at(from, other, at) == got &&
		    memcmp(block, other, (size_t)got) == 0;
		at += is_same ? (uint64_t)got : 0;
	}
	(void)close(file);
	return (is_same);
}

int
tree_move(int from_fd, const char *name, int fd, struct span path)
{
	if (renameat(from_fd, name, fd, path.p) == 0)
		return (0);
	if (errno != ENOENT && errno != ENOTDIR)
		return (-1);
	if (make_parents(fd, path) != 0)
		return (-1);
	return (renameat(from_fd, name, fd, path.p));
}

int
tree_discard(int fd, struct span path)
{
	char name[PATH_MAX];
	size_t slash;

	/* What has come in its place stays. */
	if (unlinkat(fd, path.p, 0) != 0 && errno != ENOENT &&
	    errno != ENOTDIR && errno != EISDIR && errno != EPERM)
		return (-1);
	if (path.len >= sizeof(name))
		return (0);
	memcpy(name, path.p, path.len);
	while ((slash = span_rfind(path, '/')) < path.len) {
		path.len = slash;
		name[slash] = '\0';
		if (unlinkat(fd, name, AT_REMOVEDIR) != 0)
			break;
	}
	return (0);
}

struct prune {
	const struct map *keep;
	struct buf path; /* of the folder, with its '/' */
	size_t removed;
};

static int prune_folder(struct prune *p, int fd, const char *name, bool *kept);

/* One entry of a folder; *kept becomes true when it stays. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the folders are */
static int
prune_entry(struct prune *p, int fd, const char *name, bool *kept)
{
	size_t len = p->path.len;
	bool is_kept = false;
	struct stat st;
	int result = 0;

	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return (-1);
	buf_str(&p->path, name);
	if (S_ISDIR(st.st_mode)) {
		buf_char(&p->path, '/');
		result = prune_folder(p, fd, name, &is_kept);
		if (result == 0 && !is_kept)
			result = unlinkat(fd, name, AT_REMOVEDIR);
	} else {
		is_kept = map_get(p->keep, buf_span(&p->path)) != NULL;
		if (!is_kept) {
			result = unlinkat(fd, name, 0);
			p->removed++;
		}
	}
	buf_truncate(&p->path, len);
	*kept = *kept || is_kept;
	return (result);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the folders are */
static int
prune_folder(struct prune *p, int fd, const char *name, bool *kept)
{
	DIR *dir = open_dir(fd, name);
	struct dirent *entry;
	struct stat st;
	int result = 0;

	if (dir == NULL)
		return (-1);
	while (result == 0 && (entry = readdir(dir)) != NULL)
		if (!is_dots(entry->d_name))
			result =
			    prune_entry(p, dirfd(dir), entry->d_name, kept);
	if (result == 0 && *kept && fstat(dirfd(dir), &st) == 0 &&
	    (st.st_mode & 07777) != 0755)
		result = fchmod(dirfd(dir), 0755);
	(void)closedir(dir);
	return (result);
}

int
tree_prune(int fd, const struct map *keep, size_t *removed)
{
	struct prune p = { .keep = keep };
	bool kept = true;
	int result;

	buf_init(&p.path, PATH_MAX * 4);
	result = prune_folder(&p, fd, ".", &kept);
	buf_release(&p.path);
	*removed += p.removed;
	return (result);
}
