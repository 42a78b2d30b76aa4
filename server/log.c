/* SPDX-License-Identifier: ISC */
/*
 * Access lines.
 */
#include <sys/socket.h>
#include <sys/stat.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "utf8.h"

/* Up to PIPE_BUF a write to a pipe is not torn apart. */
#define LINE_MAX_LEN ((size_t)4096)
/* Of a request; an escaped byte takes four. */
#define SHOWN_MAX 900

/* A descriptor of our own that may be non-blocking: the flag belongs to what
 * was opened, and stderr is shared with others. */
static int
open_again(int fd, int flags)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return open(path, flags);
}

static int
open_stderr(struct log *log)
{
	struct stat st;

	if (fstat(STDERR_FILENO, &st) == -1)
		return -1;
	log->is_socket = S_ISSOCK(st.st_mode);
	if (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode))
		log->fd = open_again(STDERR_FILENO,
		    O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (log->fd == -1)
		log->fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	return log->fd == -1 ? -1 : 0;
}

int
log_open(struct log *log, const char *to, enum log_addresses addresses)
{
	*log = (struct log){ .fd = -1, .addresses = addresses };
	if (strcmp(to, "stderr") == 0)
		return open_stderr(log);
	log->fd = open(to,
	    O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_CLOEXEC | O_NOCTTY,
	    0640);
	return log->fd == -1 ? -1 : 0;
}

void
log_close(struct log *log)
{
	if (log->fd != -1)
		close(log->fd);
	log->fd = -1;
}

static void
add_address(
    struct buf *b, const struct in6_addr *peer, enum log_addresses addresses)
{
	char text[INET6_ADDRSTRLEN] = "";
	struct in6_addr a = *peer;
	bool is_v4 = IN6_IS_ADDR_V4MAPPED(&a);

	if (addresses == LOG_ADDRESSES_NONE) {
		buf_char(b, '-');
		return;
	}
	if (addresses == LOG_ADDRESSES_TRUNCATED)
		memset(a.s6_addr + (is_v4 ? 15 : 6), 0, is_v4 ? 1 : 10);
	inet_ntop(is_v4 ? AF_INET : AF_INET6, a.s6_addr + (is_v4 ? 12 : 0),
	    text, sizeof(text));
	buf_str(b, text);
}

static void
add_time(struct buf *b, time_t when)
{
	char text[64];
	struct tm tm;

	if (gmtime_r(&when, &tm) == NULL ||
	    strftime(text, sizeof(text), "%d/%b/%Y:%H:%M:%S +0000", &tm) == 0)
		text[0] = '\0';
	buf_str(b, text);
}

/* How many bytes at the front are fit to stand between quotes. */
static size_t
plain_len(struct span s)
{
	size_t n = 0;

	while (n < s.len && s.p[n] >= 0x20 && s.p[n] < 0x7f && s.p[n] != '"' &&
	    s.p[n] != '\\')
		n++;
	return n;
}

/* C0, DEL and C1 move a terminal's cursor. */
static void
add_escaped(struct buf *b, struct span s)
{
	bool is_utf8 = utf8_valid(s);

	for (size_t n = plain_len(s); n < s.len; n = plain_len(s)) {
		const char *p = s.p + n;
		uint32_t c;

		buf_add(b, s.p, n);
		s = span_skip(s, n);
		c = utf8_next(&s);
		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", (char)c);
		else if (c >= 0x20 && (c < 0x7f || (c > 0x9f && is_utf8)))
			buf_add(b, p, (size_t)(s.p - p));
		else
			for (; p < s.p; p++)
				buf_printf(b, "\\x%02x", (unsigned char)*p);
	}
	buf_span_add(b, s);
}

/* A request without its query (Gemini) or search words (Gopher), and without
 * a name and password before the host, where none may stand. */
static void
add_request(struct buf *b, const struct log_entry *entry)
{
	size_t end = span_find(entry->line, '?');
	size_t tab = span_find(entry->line, '\t');
	struct span s = span_first(entry->line, end < tab ? end : tab);
	bool is_cut = s.len < entry->line.len;
	struct span authority = span_skip(s, span_search(s, SPAN("//")) + 2);
	struct span head = SPAN("");
	size_t at;

	authority = span_first(authority, span_find(authority, '/'));
	at = span_rfind(authority, '@');
	if (at < authority.len) {
		head = span_make(s.p, (size_t)(authority.p - s.p));
		s = span_skip(s, head.len + at);
	}
	buf_str(b, entry->prefix);
	add_escaped(b, span_first(head, SHOWN_MAX));
	buf_str(b, head.len > 0 ? "-" : "");
	add_escaped(
	    b, span_first(s, head.len < SHOWN_MAX ? SHOWN_MAX - head.len : 0));
	if (is_cut)
		buf_str(b, "?-");
	else if (s.len + head.len > SHOWN_MAX)
		buf_str(b, "...");
}

void
log_add_line(
    struct buf *b, const struct log_entry *entry, enum log_addresses addresses)
{
	add_address(b, entry->peer, addresses);
	buf_str(b, " - - [");
	add_time(b, entry->when);
	buf_str(b, "] \"");
	add_request(b, entry);
	buf_printf(b, "\" %02d %llu\n", entry->status,
	    (unsigned long long)entry->bytes);
}

static bool
write_line(const struct log *log, struct span line)
{
	ssize_t n = log->is_socket
	    ? send(log->fd, line.p, line.len, MSG_DONTWAIT | MSG_NOSIGNAL)
	    : write(log->fd, line.p, line.len);

	return n == (ssize_t)line.len;
}

void
log_request(struct log *log, const struct log_entry *entry)
{
	BUF_LOCAL(line, LINE_MAX_LEN);

	if (log->lost > 0)
		buf_printf(&line, "# %llu lines could not be written\n",
		    (unsigned long long)log->lost);
	log_add_line(&line, entry, log->addresses);
	if (buf_ok(&line) && write_line(log, buf_span(&line)))
		log->lost = 0;
	else
		log->lost++;
}
