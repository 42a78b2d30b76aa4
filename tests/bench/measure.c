/* SPDX-License-Identifier: ISC */
/*
 * measure: run a command several times and print the median of what it cost.
 *
 *     measure [-n RUNS] [-b COMMAND] COMMAND [ARGUMENT...]
 *
 * -b is a shell command run before each round and not counted.  What the
 * command itself prints is dropped.  Prints one line: CPU seconds (user and
 * system), wall seconds, peak resident MiB, user seconds.  A median is of each
 * column by itself.  Memory is that of the largest single process; a Python or
 * shell wrapper would hide small figures behind its own, because a child
 * starts with its parent's peak.  Exit status: 1 when a round failed.
 */
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

enum { RUNS_MAX = 101 };

struct columns {
	double cpu[RUNS_MAX], wall[RUNS_MAX], mib[RUNS_MAX], user[RUNS_MAX];
};

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), by_value);
	return values[count / 2];
}

static _Noreturn void
run_child(char **argv)
{
	int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0)
		bench_die_errno("/dev/null");
	execvp(argv[0], argv);
	bench_die_errno("%s", argv[0]);
}

static void
run(char **argv, struct columns *c, size_t round)
{
	uint64_t start = bench_now();
	struct rusage used;
	int status;
	pid_t pid = fork();

	if (pid < 0)
		bench_die_errno("fork");
	if (pid == 0)
		run_child(argv);
	if (wait4(pid, &status, 0, &used) < 0)
		bench_die_errno("wait4");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		bench_die("%s failed (status %#x)", argv[0], (unsigned)status);
	c->wall[round] = (double)(bench_now() - start) / 1e9;
	c->user[round] = seconds(used.ru_utime);
	c->cpu[round] = c->user[round] + seconds(used.ru_stime);
	c->mib[round] = (double)used.ru_maxrss / 1024;
}

int
main(int argc, char **argv)
{
	const char *before = NULL;
	static struct columns c;
	size_t runs = 3;
	int option;

	bench_name = "measure";
	while ((option = getopt(argc, argv, "+n:b:")) != -1) {
		switch (option) {
		case 'n':
			runs = bench_number(optarg, 1, RUNS_MAX);
			break;
		case 'b':
			before = optarg;
			break;
		default:
			return 2;
		}
	}
	if (optind == argc)
		bench_die("no command");
	for (size_t i = 0; i < runs; i++) {
		if (before && system(before) != 0)
			bench_die("failed: %s", before);
		run(argv + optind, &c, i);
	}
	printf("%.3f %.3f %.1f %.3f\n", median(c.cpu, runs),
	    median(c.wall, runs), median(c.mib, runs), median(c.user, runs));
	return 0;
}
