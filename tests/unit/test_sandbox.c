/* SPDX-License-Identifier: ISC */
/*
 * What a worker can still do after sandbox_enter(): tried from inside, in a
 * child process.
 */
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sandbox.h"
#include "temptree.h"

#ifdef BOOKMOBILE_ASAN
#define IS_ASAN true
#else
#define IS_ASAN false
#endif

static struct temptree t;
static int root_fd;

static int
set_up(void **state)
{
	(void)state;
	temptree_make(&t);
	temptree_file(&t, "root/a.txt", "text");
	temptree_file(&t, "secret", "secret");
	root_fd = openat(t.fd, "root", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	close(root_fd);
	temptree_remove(&t);
	return 0;
}

static bool
can_open(int folder, const char *path, int flags)
{
	int fd = openat(folder, path, flags, 0644);

	if (fd != -1)
		close(fd);
	return fd != -1;
}

/* Number of the first thing that is not as it must be; 0 when all is. */
static int
look_from_inside(void)
{
	struct rlimit r;

	if (!can_open(root_fd, "a.txt", O_RDONLY))
		return 1;
	if (can_open(root_fd, "a.txt", O_WRONLY) ||
	    can_open(root_fd, "new", O_WRONLY | O_CREAT))
		return 2;
	if (can_open(root_fd, "../secret", O_RDONLY) ||
	    can_open(t.fd, "secret", O_RDONLY))
		return 3;
	if (can_open(AT_FDCWD, "/etc/passwd", O_RDONLY) ||
	    can_open(AT_FDCWD, "/", O_RDONLY) ||
	    can_open(AT_FDCWD, "/dev/null", O_RDONLY))
		return 4;
	if (can_open(AT_FDCWD, "/proc/self/status", O_RDONLY) != IS_ASAN)
		return 5;
	if (unlinkat(root_fd, "a.txt", 0) == 0 || mkdirat(root_fd, "d", 0) == 0)
		return 6;
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 ||
	    prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
		return 7;
	if (getrlimit(RLIMIT_CORE, &r) == -1 || r.rlim_max != 0)
		return 8;
	if (!IS_ASAN && (getrlimit(RLIMIT_NPROC, &r) == -1 || r.rlim_max != 0))
		return 9;
	return 0;
}

/* Exit status of a child that enters and looks. */
static int
inside(const struct sandbox *s)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		struct buf why;

		buf_init(&why, 1024);
		if (sandbox_enter(s, &why) == -1) {
			fprintf(stderr, "%s\n", why.data);
			_exit(100);
		}
		if (s->has_user &&
		    (getuid() != s->uid || geteuid() != s->uid ||
			getgid() != s->gid || getgroups(0, NULL) != 0))
			_exit(101);
		_exit(look_from_inside());
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
reads_the_root_and_nothing_else(void **state)
{
	struct sandbox s = { .has_landlock = true,
		.root_fd = { root_fd },
		.roots = 1,
		.memory = (size_t)1 << 32 };

	(void)state;
	if (!sandbox_is_available())
		skip();
	assert_int_equal(inside(&s), 0);
}

static void
becomes_an_ordinary_user(void **state)
{
	struct sandbox s = { .has_user = true,
		.uid = 65534,
		.gid = 65534,
		.has_landlock = true,
		.root_fd = { root_fd },
		.roots = 1 };

	(void)state;
	if (!sandbox_is_available() || geteuid() != 0)
		skip();
	/* The folder above is closed to it: only the descriptor leads in. */
	assert_int_equal(fchmod(t.fd, 0700), 0);
	assert_int_equal(inside(&s), 0);
}

static void
refuses_to_go_on_when_something_fails(void **state)
{
	struct sandbox s = {
		.has_landlock = true, .root_fd = { -1 }, .roots = 1
	};

	(void)state;
	if (!sandbox_is_available())
		skip();
	assert_int_equal(inside(&s), 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_root_and_nothing_else),
		cmocka_unit_test(becomes_an_ordinary_user),
		cmocka_unit_test(refuses_to_go_on_when_something_fails),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
