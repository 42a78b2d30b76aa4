/* SPDX-License-Identifier: ISC */
/*
 * The monitoring probe.  Blocks, and is never part of a server.
 */
#include <sys/socket.h>
#include <sys/time.h>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cert.h"
#include "probe.h"
#include "tls_client.h"
#include "uri.h"

#define ANSWER_MAX ((size_t)64 * 1024 * 1024)
#define SECONDS_MAX 30
/* A certificate that ends sooner is worth a warning. */
#define DAYS_MIN 30

struct probe {
	const char *url;
	struct uri uri;
	bool is_gemini;
	struct buf host; /* without brackets, as it is looked up */
	unsigned port;
	struct buf to; /* where to connect */
	unsigned to_port;
	struct buf request;
	struct tls_reply reply;
	struct buf said; /* for the line that is printed */
	enum probe_status status;
};

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
worse(struct probe *p, enum probe_status status, const char *text)
{
	if (status > p->status)
		p->status = status;
	buf_printf(&p->said, ", %s", text);
}

/* "[::1]" without its brackets. */
static struct span
bare(struct span host)
{
	if (host.len > 2 && host.p[0] == '[' && host.p[host.len - 1] == ']')
		return span_make(host.p + 1, host.len - 2);
	return host;
}

/* The selector of a gopher URL: what stands after the item type (RFC 4266). */
static int
add_selector(struct buf *b, struct span path)
{
	return uri_decode(b, span_skip(path, 2));
}

static int
parse(struct probe *p, const char *connect)
{
	struct span to = span_str(connect);
	size_t colon = span_rfind(to, ':');
	uint64_t port;

	if (uri_parse(span_str(p->url), &p->uri) != URI_OK ||
	    p->uri.host.len == 0)
		return -1;
	p->is_gemini = span_eq_nocase(p->uri.scheme, SPAN("gemini"));
	if (!p->is_gemini && !span_eq_nocase(p->uri.scheme, SPAN("gopher")))
		return -1;
	p->port = p->to_port = uri_port(&p->uri, p->is_gemini ? 1965 : 70);
	buf_span_add(&p->host, bare(p->uri.host));
	if (p->is_gemini)
		buf_str(&p->request, p->url);
	else if (add_selector(&p->request, p->uri.path) == -1)
		return -1;
	buf_str(&p->request, "\r\n");
	/* One colon alone parts address and port; an IPv6 address has more. */
	if (colon < to.len &&
	    (span_find(to, ':') == colon || to.p[colon - 1] == ']') &&
	    span_number(span_skip(to, colon + 1), 65535, &port)) {
		p->to_port = (unsigned)port;
		to = span_first(to, colon);
	}
	buf_span_add(&p->to, to.len > 0 ? bare(to) : buf_span(&p->host));
	return 0;
}

/* A connected socket, or -1 with a sentence. */
static int
reach(struct probe *p)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *list = NULL;
	char port[16];
	int one = 1;
	int fd = -1;
	int rc;

	snprintf(port, sizeof(port), "%u", p->to_port);
	rc = getaddrinfo(p->to.data, port, &hints, &list);
	if (rc != 0) {
		worse(p, PROBE_FAILING, gai_strerror(rc));
		return -1;
	}
	for (const struct addrinfo *a = list; a != NULL && fd == -1;
	     a = a->ai_next) {
		fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (fd != -1 && connect(fd, a->ai_addr, a->ai_addrlen) == -1) {
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(list);
	if (fd == -1)
		worse(p, PROBE_FAILING, "no connection");
	else
		(void)setsockopt(
		    fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return fd;
}

static int
fetch_plain(struct probe *p, int fd)
{
	struct span left = buf_span(&p->request);

	while (left.len > 0) {
		ssize_t n = send(fd, left.p, left.len, MSG_NOSIGNAL);

		if (n <= 0)
			return -1;
		left = span_skip(left, (size_t)n);
	}
	return buf_read_fd(&p->reply.text, fd);
}

/* Days from now to a YYYY-MM-DD. */
static long
days_until(const char *date)
{
	struct tm tm = { .tm_year = 0 };

	if (strptime(date, "%Y-%m-%d", &tm) == NULL)
		return -1;
	return (long)((timegm(&tm) - time(NULL)) / (24L * 60 * 60));
}

static void
judge_certificate(struct probe *p)
{
	struct cert_info info;
	long days;

	if (cert_look(buf_span(&p->reply.pem), p->host.data, time(NULL),
		&info) == -1) {
		worse(p, PROBE_FAILING, "a certificate that cannot be read");
		return;
	}
	days = days_until(info.not_after);
	buf_printf(
	    &p->said, ", certificate ends %s (%ld days)", info.not_after, days);
	if (!info.is_valid_now)
		worse(p, PROBE_FAILING, "it is not valid today");
	else if (days < DAYS_MIN)
		worse(p, PROBE_WARNING, "it ends soon");
	if (!info.is_for_host)
		worse(p, PROBE_WARNING, "it is for another host");
}

static void
judge_gemini(struct probe *p)
{
	struct span answer = buf_span(&p->reply.text);
	uint64_t status;

	if (!span_number(span_first(answer, 2), 69, &status) || status < 10 ||
	    span_search(answer, SPAN("\r\n")) == answer.len) {
		worse(p, PROBE_FAILING, "no Gemini answer");
		return;
	}
	buf_printf(&p->said, ", status %u", (unsigned)status);
	if (status / 10 == 4 || status / 10 == 5)
		p->status = PROBE_FAILING;
	if (!p->reply.is_whole)
		worse(p, PROBE_WARNING, "the answer may be cut off");
}

static void
judge_gopher(struct probe *p)
{
	struct span answer = buf_span(&p->reply.text);

	if (answer.len == 0)
		worse(p, PROBE_FAILING, "nothing was sent");
	else if (answer.p[0] == '3' && span_ends(answer, SPAN("\r\n.\r\n")))
		worse(p, PROBE_FAILING, "an error");
}

static void
ask(struct probe *p)
{
	double start = seconds();
	int fd = reach(p);
	struct buf why;
	int rc;

	if (fd == -1)
		return;
	buf_init(&why, 1024);
	if (p->is_gemini) {
		rc = tls_fetch(
		    fd, p->host.data, buf_span(&p->request), &p->reply, &why);
	} else {
		rc = fetch_plain(p, fd);
		buf_str(&why, "the connection broke");
	}
	close(fd);
	if (rc == -1) {
		worse(p, PROBE_FAILING, why.data);
	} else {
		buf_printf(&p->said, ", %zu bytes, %.3f s", p->reply.text.len,
		    seconds() - start);
		if (p->is_gemini)
			judge_gemini(p);
		else
			judge_gopher(p);
	}
	if (p->reply.pem.len > 0)
		judge_certificate(p);
	buf_release(&why);
}

static void
on_alarm(int sig)
{
	static const char text[] = "failing: no answer in time\n";

	(void)sig;
	(void)!write(STDOUT_FILENO, text, sizeof(text) - 1);
	_exit(PROBE_FAILING);
}

enum probe_status
probe_run(const char *url, const char *connect)
{
	static const char *const words[] = { "ok", "warning", "failing" };
	struct probe p = { .url = url };

	signal(SIGALRM, on_alarm);
	signal(SIGPIPE, SIG_IGN);
	alarm(SECONDS_MAX);
	buf_init(&p.host, 1024);
	buf_init(&p.to, 1024);
	buf_init(&p.request, 4096);
	buf_init(&p.reply.text, ANSWER_MAX);
	buf_init(&p.reply.pem, 1024 * 1024);
	buf_init(&p.said, 4096);
	if (parse(&p, connect) == -1)
		worse(&p, PROBE_FAILING, "no gemini:// or gopher:// URL");
	else
		ask(&p);
	printf("%s: %s%s\n", words[p.status], url, p.said.data);
	buf_release(&p.host);
	buf_release(&p.to);
	buf_release(&p.request);
	buf_release(&p.reply.text);
	buf_release(&p.reply.pem);
	buf_release(&p.said);
	return p.status;
}
