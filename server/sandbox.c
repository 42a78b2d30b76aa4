/* SPDX-License-Identifier: ISC */
/*
 * Users, no_new_privs, Landlock and resource limits.  The sanitizers' leak
 * checker reads /proc and starts a thread at exit, so their build
 * (BOOKMOBILE_ASAN) leaves it both.
 */
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <linux/landlock.h>

#include "sandbox.h"

#ifdef BOOKMOBILE_ASAN
#define IS_ASAN true
#else
#define IS_ASAN false
#endif

/* Rights that the headers of Debian 12 do not know yet. */
#define FS_TRUNCATE (1ULL << 14)  /* ABI 3 */
#define FS_IOCTL_DEV (1ULL << 15) /* ABI 5 */
#define NET_TCP 3ULL		  /* ABI 4: bind and connect */
#define SCOPES 3ULL		  /* ABI 6: abstract sockets and signals */

/* struct landlock_ruleset_attr as of ABI 6; older kernels take its front. */
struct ruleset {
	uint64_t fs;
	uint64_t net;
	uint64_t scoped;
};

static long
landlock_abi(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
}

bool
sandbox_is_available(void)
{
	return landlock_abi() >= 1;
}

static int
make_ruleset(long abi)
{
	struct ruleset r = {
		.fs = ((uint64_t)LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1,
		.net = abi >= 4 ? NET_TCP : 0,
		.scoped = abi >= 6 ? SCOPES : 0,
	};
	size_t size = abi >= 6 ? sizeof(r)
	    : abi >= 4	       ? 2 * sizeof(uint64_t)
			       : sizeof(uint64_t);

	if (abi >= 2)
		r.fs |= LANDLOCK_ACCESS_FS_REFER;
	if (abi >= 3)
		r.fs |= FS_TRUNCATE;
	if (abi >= 5)
		r.fs |= FS_IOCTL_DEV;
	return (int)syscall(SYS_landlock_create_ruleset, &r, size, 0);
}

static int
allow_reading(int ruleset, int folder)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access =
		    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
		.parent_fd = folder,
	};

	return (int)syscall(SYS_landlock_add_rule, ruleset,
	    LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

static int
allow_proc(int ruleset)
{
	int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int rc = proc == -1 ? 0 : allow_reading(ruleset, proc);

	if (proc != -1)
		close(proc);
	return rc;
}

static int
enter_landlock(const struct sandbox *s)
{
	int ruleset = make_ruleset(landlock_abi());
	int rc = -1;

	if (ruleset == -1)
		return -1;
	for (size_t i = 0; i < s->roots; i++)
		if (allow_reading(ruleset, s->root_fd[i]) == -1)
			goto out;
	if (!IS_ASAN || allow_proc(ruleset) == 0)
		rc = (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
out:
	close(ruleset);
	return rc;
}

static int
limit(int resource, rlim_t value)
{
	struct rlimit r = { value, value };
	struct rlimit was;

	if (getrlimit((__rlimit_resource_t)resource, &was) == -1)
		return -1;
	if (was.rlim_max < value)
		r.rlim_cur = r.rlim_max = was.rlim_max;
	return setrlimit((__rlimit_resource_t)resource, &r);
}

static int
set_limits(size_t memory)
{
	if (limit(RLIMIT_CORE, 0) == -1)
		return -1;
	if (IS_ASAN)
		return 0;
	if (limit(RLIMIT_NPROC, 0) == -1)
		return -1;
	return memory == 0 ? 0 : limit(RLIMIT_AS, memory);
}

static int
change_user(uid_t uid, gid_t gid)
{
	if (setgroups(0, NULL) == -1 || setresgid(gid, gid, gid) == -1 ||
	    setresuid(uid, uid, uid) == -1)
		return -1;
	/* The way back must be shut. */
	if (uid != 0 && setuid(0) != -1) {
		errno = EPERM;
		return -1;
	}
	return 0;
}

int
sandbox_enter(const struct sandbox *s, struct buf *why)
{
	const char *what = NULL;

	if (s->has_user && change_user(s->uid, s->gid) == -1)
		what = "change the user";
	else if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		what = "give up new privileges";
	else if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1)
		what = "switch core dumps off";
	else if (s->has_landlock && enter_landlock(s) == -1)
		what = "enter Landlock";
	else if (set_limits(s->memory) == -1)
		what = "set resource limits";
	if (what == NULL)
		return 0;
	buf_printf(why, "cannot %s: %s", what, strerror(errno));
	return -1;
}
