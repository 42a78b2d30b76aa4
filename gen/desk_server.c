/* SPDX-License-Identifier: ISC */
/*
 * The server of a preview: found beside this program or in PATH, on loopback,
 * gone when this program is.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "desk_preview.h"
#include "die.h"
#include "messages_desk.h"

#define GEMINI_PORT 1965
#define GOPHER_PORT 7070

/* How long it may take to end by itself, in steps of 10 ms. */
#define PATIENCE 300

/* Can a socket be bound to the port on this machine alone? */
static bool
is_free(unsigned short port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool result;

	if (fd == -1)
		return (false);
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	result = bind(fd, (const struct sockaddr *)(const void *)&address,
		     sizeof(address)) == 0 &&
	    listen(fd, 1) == 0;
	(void)close(fd);
	return (result);
}

/* The folder of the user's certificate, the same for every preview, so that a
 * client asks once whether to trust it. */
static void
add_certs(struct buf *b)
{
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");
	size_t i;

	if (data != NULL && data[0] == '/')
		buf_printf(b, "%s/bookmobile", data);
	else if (home != NULL && home[0] == '/')
		buf_printf(b, "%s/.local/share/bookmobile", home);
	else
		die(MSG_PREVIEW_NO_HOME);
	for (i = 1; i <= b->len; i++)
		if (b->data[i] == '/' || b->data[i] == '\0') {
			char slash = b->data[i];

			b->data[i] = '\0';
			(void)mkdir(b->data, 0700);
			b->data[i] = slash;
		}
	if (access(b->data, W_OK) != 0)
		die_errno("%s", b->data);
}

/* Beside this program, or in the sbin/ beside its bin/; empty: in PATH. */
static void
find_program(struct buf *b)
{
	static const char *const places[] = { "%.*s/bookmobiled",
		"%.*s/../sbin/bookmobiled", NULL };
	char self[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self));
	struct span folder;
	size_t i;

	if (len <= 0 || (size_t)len == sizeof(self))
		return;
	folder = span_make(self, (size_t)len);
	folder.len = span_rfind(folder, '/');
	for (i = 0; places[i] != NULL; i++) {
		buf_reset(b);
		buf_span_add(b, folder);
		buf_str(b, places[i] + strlen("%.*s"));
		if (access(b->data, X_OK) == 0)
			return;
	}
	buf_reset(b);
}

/* Who asked for what is nobody's business here; why it does not start is. */
static void
add_log(struct buf *b, const char *root)
{
	buf_printf(b, "%s.log", root);
}

static void
print_log(const char *root)
{
	struct buf name, text;
	int fd;

	buf_init(&name, PATH_MAX);
	buf_init(&text, 65536);
	add_log(&name, root);
	fd = open(name.data, O_RDONLY | O_CLOEXEC);
	if (fd != -1) {
		(void)buf_read_fd(&text, fd);
		(void)close(fd);
	}
	(void)fwrite(text.data, 1, text.len, stderr);
	buf_release(&text);
	buf_release(&name);
}

_Noreturn static void
run_server(const char *root, int out, pid_t parent)
{
	struct buf program, certs, log;
	sigset_t none;
	char gemini[16], gopher[16];

	/* Nothing stays when the parent is killed, and Ctrl-C is the parent's
	 * to hear. */
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent || setpgid(0, 0) != 0)
		_exit(1);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	buf_init(&program, PATH_MAX);
	buf_init(&certs, PATH_MAX);
	find_program(&program);
	add_certs(&certs);
	(void)snprintf(gemini, sizeof(gemini), "%d",
	    is_free(GEMINI_PORT) ? GEMINI_PORT : 0);
	(void)snprintf(gopher, sizeof(gopher), "%d",
	    is_free(GOPHER_PORT) ? GOPHER_PORT : 0);
	(void)dup2(out, STDOUT_FILENO);
	buf_init(&log, PATH_MAX);
	add_log(&log, root);
	(void)dup2(open(log.data, O_WRONLY | O_CREAT | O_CLOEXEC, 0600),
	    STDERR_FILENO);
	(void)execlp(program.len > 0 ? program.data : "bookmobiled",
	    "bookmobiled", "--host", "localhost", "--certs", certs.data,
	    "--gemini", gemini, "--gopher", gopher, root, NULL);
	warn(MSG_PREVIEW_NO_SERVER, strerror(errno));
	_exit(127);
}

/* "ready gemini://localhost:1965/ gopher://localhost:7070/" */
static bool
take_ready(struct server *server, struct span line)
{
	struct span word;

	if (!span_starts(line, SPAN("ready ")))
		return (false);
	while (span_cut(&line, ' ', &word)) {
		word = span_trim(word);
		if (span_ends(word, SPAN("/")))
			word.len--;
		if (span_starts(word, SPAN("gemini:")) &&
		    server->gemini.len == 0)
			buf_span_add(&server->gemini, word);
		else if (span_starts(word, SPAN("gopher:")) &&
		    server->gopher.len == 0)
			buf_span_add(&server->gopher, word);
	}
	return (true);
}

/* Read what the server says until it is ready: 1; it ends: -1; or `signals`
 * has something: 0. */
static int
wait_ready(struct server *server, int out, int signals)
{
	struct pollfd ends[2] = { { out, POLLIN, 0 }, { signals, POLLIN, 0 } };
	struct signalfd_siginfo info;
	struct span rest, line;
	struct buf said;
	char bytes[1024];
	ssize_t got = 1;
	int result = -1;

	buf_init(&said, 65536);
	while (result == -1 && got > 0) {
		(void)poll(ends, 2, -1);
		/* Its end is seen in the pipe. */
		if (ends[1].revents != 0 &&
		    read(signals, &info, sizeof(info)) ==
			(ssize_t)sizeof(info) &&
		    info.ssi_signo != SIGCHLD) {
			result = 0;
			break;
		}
		if (ends[0].revents == 0)
			continue;
		got = read(out, bytes, sizeof(bytes));
		buf_span_add(
		    &said, span_make(bytes, got > 0 ? (size_t)got : 0));
		rest = buf_span(&said);
		while (result == -1 && span_has(rest, '\n') &&
		    span_line(&rest, &line))
			if (take_ready(server, line))
				result = 1;
	}
	buf_release(&said);
	return (result);
}

int
server_start(struct server *server, const char *root, int signals)
{
	pid_t parent = getpid();
	int ends[2], result;

	buf_init(&server->gemini, 4096);
	buf_init(&server->gopher, 4096);
	if (pipe2(ends, O_CLOEXEC) != 0)
		die_errno("pipe");
	server->pid = fork();
	if (server->pid == -1)
		die_errno("fork");
	if (server->pid == 0)
		run_server(root, ends[1], parent);
	(void)close(ends[1]);
	result = wait_ready(server, ends[0], signals);
	(void)close(ends[0]);
	if (result == 1)
		return (0);
	server_stop(server);
	if (result == 0)
		return (-1);
	print_log(root);
	die(MSG_PREVIEW_NOT_READY);
}

bool
server_is_gone(struct server *server)
{
	if (server->pid > 0 && waitpid(server->pid, NULL, WNOHANG) != 0)
		server->pid = 0;
	return (server->pid == 0);
}

void
server_stop(struct server *server)
{
	const struct timespec step = { .tv_nsec = 10000000 };
	int i;

	if (server->pid > 0)
		(void)kill(server->pid, SIGTERM);
	for (i = 0; i < PATIENCE && !server_is_gone(server); i++)
		(void)nanosleep(&step, NULL);
	if (server->pid > 0) {
		(void)kill(-server->pid, SIGKILL);
		(void)waitpid(server->pid, NULL, 0);
		server->pid = 0;
	}
	buf_release(&server->gemini);
	buf_release(&server->gopher);
}
