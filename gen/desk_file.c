/* SPDX-License-Identifier: ISC */
/*
 * Files and folders of the publisher's commands.
 */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk.h"
#include "die.h"

static int
make_folders(int fd, const char *path)
{
	char *copy = xstrdup(path), *slash = copy;
	int result = 0;

	while (result == 0 && (slash = strchr(slash, '/')) != NULL) {
		*slash = '\0';
		result = mkdirat(fd, copy, 0777);
		if (result != 0 && errno == EEXIST)
			result = 0;
		*slash++ = '/';
	}
	free(copy);
	return (result);
}

int
desk_make_file(int fd, const char *path, struct span bytes)
{
	ssize_t put = 0;
	int file, error;

	if (make_folders(fd, path) != 0)
		return (-1);
	file = openat(fd, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (file == -1)
		return (-1);
	while (bytes.len > 0 && put != -1) {
		put = write(file, bytes.p, bytes.len);
		if (put > 0)
			bytes = span_skip(bytes, (size_t)put);
	}
	error = errno;
	if (close(file) != 0 && put != -1) {
		error = errno;
		put = -1;
	}
	if (put == -1)
		(void)unlinkat(fd, path, 0);
	errno = error;
	return (put == -1 ? -1 : 0);
}

bool
desk_is_empty(int fd)
{
	DIR *dir = fdopendir(dup(fd));
	struct dirent *entry;
	bool is_empty = dir != NULL;

	while (is_empty && (entry = readdir(dir)) != NULL)
		is_empty = strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0;
	if (dir != NULL)
		(void)closedir(dir);
	return (is_empty);
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	(void)remove(path);
	return (0);
}

void
desk_remove(const char *folder)
{
	(void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}
