/* SPDX-License-Identifier: ISC */
/*
 * Socket activation and state notices, without libsystemd.
 */
#include <sys/socket.h>
#include <sys/un.h>

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "span.h"
#include "systemd.h"

#define FIRST_FD 3

static uint64_t
number_of(const char *variable)
{
	uint64_t number = 0;

	if (!span_number(span_str(getenv(variable)), INT32_MAX, &number))
		return 0;
	return number;
}

size_t
systemd_take(struct systemd_socket at[SYSTEMD_SOCKETS_MAX])
{
	uint64_t count = number_of("LISTEN_FDS");
	struct span names = span_str(getenv("LISTEN_FDNAMES"));

	/* The variables of a parent are not for us. */
	if (number_of("LISTEN_PID") != (uint64_t)getpid())
		count = 0;
	if (count > SYSTEMD_SOCKETS_MAX)
		count = SYSTEMD_SOCKETS_MAX;
	for (size_t i = 0; i < count; i++) {
		struct systemd_socket *s = &at[i];
		struct span name = SPAN("");

		*s = (struct systemd_socket){ .fd = FIRST_FD + (int)i };
		(void)fcntl(s->fd, F_SETFD, FD_CLOEXEC);
		if (span_cut(&names, ':', &name) && name.len < sizeof(s->name))
			memcpy(s->name, name.p, name.len);
	}
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	return count;
}

void
systemd_notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t len = path != NULL ? strlen(path) : 0;
	int fd;

	if (len < 2 || len >= sizeof(to.sun_path) ||
	    (path[0] != '/' && path[0] != '@'))
		return;
	memcpy(to.sun_path, path, len);
	if (path[0] == '@')
		to.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return;
	(void)sendto(fd, state, strlen(state), MSG_NOSIGNAL,
	    (struct sockaddr *)&to,
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	close(fd);
}

void
systemd_notify_reloading(void)
{
	struct timespec t;
	char text[64];

	clock_gettime(CLOCK_MONOTONIC, &t);
	snprintf(text, sizeof(text), "RELOADING=1\nMONOTONIC_USEC=%lld",
	    (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000);
	systemd_notify(text);
}
