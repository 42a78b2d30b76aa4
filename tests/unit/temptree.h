/* SPDX-License-Identifier: ISC */
/*
 * A folder that lives as long as a test: files are made in it by name, with
 * the folders above them, and all of it is removed at the end.
 */
#ifndef TESTS_TEMPTREE_H
#define TESTS_TEMPTREE_H

#include <sys/stat.h>

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct temptree {
	char path[64];
	int fd;
};

static inline void
temptree_make(struct temptree *t)
{
	snprintf(t->path, sizeof(t->path), "/tmp/bookmobile-test-XXXXXX");
	if (mkdtemp(t->path) == NULL)
		abort();
	t->fd = open(t->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (t->fd == -1)
		abort();
}

static inline void
temptree_folder(const struct temptree *t, const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "%s", name);
	for (char *p = path; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		mkdirat(t->fd, path, 0755);
		*p = '/';
	}
	mkdirat(t->fd, path, 0755);
}

static inline void
temptree_bytes(
    const struct temptree *t, const char *name, const char *bytes, size_t len)
{
	char path[512];
	char *slash;
	int fd;

	snprintf(path, sizeof(path), "%s", name);
	slash = strrchr(path, '/');
	if (slash != NULL) {
		*slash = '\0';
		temptree_folder(t, path);
	}
	fd = openat(t->fd, name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (fd == -1 || write(fd, bytes, len) != (ssize_t)len)
		abort();
	close(fd);
}

static inline void
temptree_file(const struct temptree *t, const char *name, const char *text)
{
	temptree_bytes(t, name, text, strlen(text));
}

static inline int
temptree_unlink(
    const char *path, const struct stat *st, int flag, struct FTW *where)
{
	(void)st;
	(void)flag;
	(void)where;
	return remove(path);
}

static inline void
temptree_remove(struct temptree *t)
{
	nftw(t->path, temptree_unlink, 16, FTW_DEPTH | FTW_PHYS);
	close(t->fd);
}

#endif
