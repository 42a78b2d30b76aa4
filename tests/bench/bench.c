/* SPDX-License-Identifier: ISC */
/* What the measuring programs share: messages, clock, numbers, files. */
#include "bench.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

const char *bench_name = "bench";

void
bench_die(const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: ", bench_name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

void
bench_die_errno(const char *fmt, ...)
{
	int reason = errno;
	va_list ap;

	fprintf(stderr, "%s: ", bench_name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, ": %s\n", strerror(reason));
	exit(1);
}

uint64_t
bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

uint64_t
bench_number(const char *text, uint64_t low, uint64_t high)
{
	unsigned long long value;
	char *end;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno || end == text || *end || value < low || value > high)
		bench_die("'%s' is no number between %llu and %llu", text,
		    (unsigned long long)low, (unsigned long long)high);
	return value;
}

void *
bench_alloc(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size);

	if (!memory)
		bench_die_errno("memory");
	return memory;
}

/* Fill `data` from `fd`; -1 with errno when less than `len` bytes come. */
static int
read_all(int fd, char *data, size_t len)
{
	size_t done = 0;

	while (done < len) {
		ssize_t got = read(fd, data + done, len - done);

		if (got < 0)
			return -1;
		if (got == 0) {
			errno = EIO;
			return -1;
		}
		done += (size_t)got;
	}
	return 0;
}

char *
bench_read(const char *path, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *data = NULL;
	struct stat st;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0) {
		*len = (size_t)st.st_size;
		data = malloc(*len + 1);
	}
	if (data && read_all(fd, data, *len) < 0) {
		free(data);
		data = NULL;
	}
	if (data)
		data[*len] = '\0';
	close(fd);
	return data;
}

size_t
bench_raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		bench_die_errno("getrlimit");
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	return (size_t)limit.rlim_cur;
}
