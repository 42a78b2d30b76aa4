/* SPDX-License-Identifier: ISC */
/*
 * openat2(2) under a root descriptor, then fstat(2).
 */
#include <sys/syscall.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <linux/openat2.h>

#include "docroot.h"
#include "utf8.h"

#define SNIFF_LEN 8192
/* A rename elsewhere in the tree may make openat2() give up with EAGAIN. */
#define OPEN_TRIES 16

static int
open_beneath(int root_fd, const char *path, uint64_t flags)
{
	/* glibc 2.36 has no wrapper. */
	struct open_how how = {
		.flags = flags | O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	long fd = -1;

	for (int i = 0; i < OPEN_TRIES; i++) {
		fd = syscall(SYS_openat2, root_fd, path[0] ? path : ".", &how,
		    sizeof(how));
		if (fd != -1 || (errno != EAGAIN && errno != EINTR))
			break;
	}
	return (int)fd;
}

enum docroot_kind
docroot_open(int root_fd, const char *path, int *fd, struct stat *st)
{
	int opened = open_beneath(root_fd, path, 0);

	if (opened == -1) {
		switch (errno) {
		case EMFILE:
		case ENFILE:
		case ENOMEM:
		case EIO:
		case EAGAIN:
			return DOCROOT_FAILED;
		default:
			return DOCROOT_NONE;
		}
	}
	if (fstat(opened, st) == -1) {
		close(opened);
		return DOCROOT_FAILED;
	}
	if (S_ISREG(st->st_mode)) {
		*fd = opened;
		return DOCROOT_FILE;
	}
	close(opened);
	return S_ISDIR(st->st_mode) ? DOCROOT_FOLDER : DOCROOT_NONE;
}

int
docroot_folder(int root_fd, const char *name)
{
	return open_beneath(root_fd, name, O_DIRECTORY);
}

bool
docroot_is_moved(int fd, int at, const char *path)
{
	struct stat was;
	struct stat is;

	return fstatat(at, path, &is, 0) == 0 && S_ISDIR(is.st_mode) &&
	    (fstat(fd, &was) == -1 || was.st_ino != is.st_ino ||
		was.st_dev != is.st_dev);
}

bool
docroot_is_hidden(struct span path)
{
	struct span segment;

	while (span_cut(&path, '/', &segment))
		if (segment.len > 0 && segment.p[0] == '.')
			return true;
	return false;
}

bool
docroot_looks_like_text(int fd)
{
	char bytes[SNIFF_LEN];
	ssize_t n = pread(fd, bytes, sizeof(bytes), 0);
	struct span s;

	if (n < 0)
		return false;
	s = span_make(bytes, (size_t)n);
	if (span_has(s, '\0'))
		return false;
	/* The last character may be cut off by the end of what was read. */
	return utf8_valid_len(s) + (s.len == SNIFF_LEN ? 3 : 0) >= s.len;
}
