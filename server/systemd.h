/* SPDX-License-Identifier: ISC */
/*
 * What systemd tells a service by environment and descriptors
 * (sd_listen_fds(3), sd_notify(3)).  Without systemd nothing happens.
 */
#ifndef SERVER_SYSTEMD_H
#define SERVER_SYSTEMD_H

#include <stddef.h>

#define SYSTEMD_SOCKETS_MAX 32

struct systemd_socket {
	int fd;
	char name[32]; /* FileDescriptorName=; "" when it does not fit */
};

/* Take over the sockets that were passed to this process, as close-on-exec, and
 * clear the environment of them.  Returns how many there are. */
size_t systemd_take(struct systemd_socket at[SYSTEMD_SOCKETS_MAX]);

/* Send a state, such as "READY=1", to the service manager. */
void systemd_notify(const char *state);
/* "RELOADING=1", with the time that goes with it. */
void systemd_notify_reloading(void);

#endif
