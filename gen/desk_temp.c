/* SPDX-License-Identifier: ISC */
/*
 * Folders for what the publisher's commands build and throw away.  Each has
 * its maker's process id in its name, is locked while somebody works in it, and
 * has a guard that outlives the maker: bookmobile.1234.aBcDeF.
 */
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk.h"
#include "die.h"

#define PREFIX "bookmobile."
#define RANDOM 6

static const char *
place(void)
{
	const char *above = getenv("TMPDIR");

	return (above != NULL && above[0] == '/' ? above : "/tmp");
}

/* Is it the name of such a folder whose maker is dead? */
static bool
is_orphan(const char *name)
{
	struct span rest = span_str(name), digits;
	uint64_t pid;
	size_t i;

	if (!span_starts(rest, SPAN(PREFIX)))
		return (false);
	rest = span_skip(rest, sizeof(PREFIX) - 1);
	if (!span_cut(&rest, '.', &digits) || rest.len != RANDOM ||
	    !span_number(digits, INT32_MAX, &pid) || pid == 0)
		return (false);
	for (i = 0; i < rest.len; i++)
		if (!ascii_is_alpha(rest.p[i]) && !ascii_is_digit(rest.p[i]))
			return (false);
	return (kill((pid_t)pid, 0) != 0 && errno == ESRCH);
}

/* Lock an open folder; -1 when somebody works in it. */
static int
take_folder(int fd)
{
	struct stat st;

	return (fstat(fd, &st) == 0 && st.st_uid == geteuid() &&
		    (st.st_mode & 077) == 0 && flock(fd, LOCK_EX | LOCK_NB) == 0
		? 0
		: -1);
}

/* Process ids can be those of another machine's or container's processes, and
 * names anybody's: owner, mode and lock have the last word. */
static void
remove_orphans(const char *above)
{
	DIR *dir = opendir(above);
	struct dirent *entry;
	struct buf path;
	int fd;

	buf_init(&path, 65536);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (!is_orphan(entry->d_name))
			continue;
		fd = openat(dirfd(dir), entry->d_name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd != -1 && take_folder(fd) == 0) {
			buf_reset(&path);
			buf_printf(&path, "%s/%s", above, entry->d_name);
			desk_remove(path.data);
		}
		if (fd != -1)
			(void)close(fd);
	}
	buf_release(&path);
	if (dir != NULL)
		(void)closedir(dir);
}

/* Wait until nobody has the other end of the pipe, and remove the folder.
 * Nothing else of the maker's is kept open, or on its terminal. */
_Noreturn static void
guard(const char *name, int end)
{
	char byte;
	int null, kept;

	(void)setsid();
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGTERM, SIG_IGN);
	(void)signal(SIGHUP, SIG_IGN);
	kept = fcntl(end, F_DUPFD, 4);
	null = open("/dev/null", O_RDWR);
	(void)dup2(null, STDIN_FILENO);
	(void)dup2(null, STDOUT_FILENO);
	(void)dup2(null, STDERR_FILENO);
	(void)dup2(kept, 3);
	(void)close_range(4, ~0U, 0);
	while (read(3, &byte, 1) == -1 && errno == EINTR)
		continue;
	desk_remove(name);
	_exit(0);
}

static void
start_guard(struct desk_temp *temp)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		die_errno("pipe");
	temp->life = ends[1];
	temp->guard = fork();
	if (temp->guard == -1)
		die_errno("fork");
	if (temp->guard == 0)
		guard(temp->name, ends[0]);
	(void)close(ends[0]);
}

void
desk_temp_init(struct desk_temp *temp)
{
	const char *above = place();
	struct buf b;

	remove_orphans(above);
	buf_init(&b, 65536);
	buf_printf(&b, "%s/" PREFIX "%d.XXXXXX", above, (int)getpid());
	temp->name = buf_detach(&b, NULL);
	if (mkdtemp(temp->name) == NULL)
		die_errno("%s", temp->name);
	temp->lock = open(temp->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (temp->lock == -1 || take_folder(temp->lock) != 0)
		die_errno("%s", temp->name);
	start_guard(temp);
}

void
desk_temp_release(struct desk_temp *temp)
{
	(void)close(temp->life);
	while (waitpid(temp->guard, NULL, 0) == -1 && errno == EINTR)
		continue;
	/* A guard that was killed has left it. */
	desk_remove(temp->name);
	(void)close(temp->lock);
	free(temp->name);
	memset(temp, 0, sizeof(*temp));
}
