/* SPDX-License-Identifier: ISC */
/* What the processes of the server under test use, read from /proc. */
#include <ctype.h>
#include <dirent.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "load.h"

/*
 * The numbers behind the name in /proc/PID/stat: fields[0] is field 4 of
 * proc(5).  The name may hold blanks and parentheses: the last one ends it.
 */
static bool
read_stat(pid_t pid, unsigned long long *fields, size_t count)
{
	char path[64], line[1024], *at;
	size_t len;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	file = fopen(path, "re");
	if (!file)
		return false;
	len = fread(line, 1, sizeof(line) - 1, file);
	fclose(file);
	line[len] = '\0';
	at = strrchr(line, ')');
	if (!at || strlen(at) < 5)
		return false;
	at += 4;
	for (size_t i = 0; i < count; i++)
		fields[i] = strtoull(at, &at, 10);
	return true;
}

static bool
has(const struct server *s, pid_t pid)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->pids[i] == pid)
			return true;
	return false;
}

/* Add the processes whose parent is known; false when there was none. */
static bool
add_children(struct server *s)
{
	DIR *proc = opendir("/proc");
	size_t before = s->count;
	struct dirent *entry;

	if (!proc)
		bench_die_errno("/proc");
	while ((entry = readdir(proc)) != NULL) {
		unsigned long long parent;
		pid_t pid;

		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		pid = (pid_t)strtol(entry->d_name, NULL, 10);
		if (s->count < SERVER_MAX && !has(s, pid) &&
		    read_stat(pid, &parent, 1) && has(s, (pid_t)parent))
			s->pids[s->count++] = pid;
	}
	closedir(proc);
	return s->count > before;
}

void
server_find(struct server *s, pid_t root)
{
	s->count = 0;
	if (root == 0)
		return;
	s->pids[s->count++] = root;
	while (add_children(s))
		continue;
}

uint64_t
server_cpu(const struct server *s)
{
	uint64_t total = 0, tick = 1000000000 / (uint64_t)sysconf(_SC_CLK_TCK);

	for (size_t i = 0; i < s->count; i++) {
		/* ppid … utime stime cutime cstime: fields 4 to 17. */
		unsigned long long fields[14];
		struct timespec used;
		clockid_t clock;

		/* Exact to the nanosecond, where stat counts 10 ms. */
		if (clock_getcpuclockid(s->pids[i], &clock) == 0 &&
		    clock_gettime(clock, &used) == 0)
			total += (uint64_t)used.tv_sec * 1000000000 +
			    (uint64_t)used.tv_nsec;
		if (read_stat(s->pids[i], fields, 14))
			total += (fields[12] + fields[13]) * tick;
	}
	return total;
}

struct server_memory
server_memory(const struct server *s)
{
	struct server_memory sum = { 0, 0 };

	for (size_t i = 0; i < s->count; i++) {
		char path[64], line[256];
		FILE *file;

		snprintf(path, sizeof(path), "/proc/%d/smaps_rollup",
		    (int)s->pids[i]);
		file = fopen(path, "re");
		while (file && fgets(line, sizeof(line), file)) {
			if (strncmp(line, "Rss:", 4) == 0)
				sum.rss += strtoull(line + 4, NULL, 10) * 1024;
			else if (strncmp(line, "Pss:", 4) == 0)
				sum.pss += strtoull(line + 4, NULL, 10) * 1024;
		}
		if (file)
			fclose(file);
	}
	return sum;
}

size_t
server_descriptors(const struct server *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->count; i++) {
		char path[64];
		DIR *dir;

		snprintf(path, sizeof(path), "/proc/%d/fd", (int)s->pids[i]);
		dir = opendir(path);
		while (dir && readdir(dir))
			count++;
		if (dir)
			closedir(dir);
	}
	return count;
}
