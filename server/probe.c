/* SPDX-License-Identifier: ISC */
/*
 * The monitoring probe.  Blocks, and is never part of a server.
 */
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "probe.h"
#include "tls_fetch.h"
#include "uri.h"

#define ANSWER_MAX ((size_t)64 * 1024 * 1024)
#define SECONDS_MAX 30
/* A certificate that ends sooner is worth a warning. */
#define DAYS_MIN 30

struct probe {
	const char *url;
	struct uri uri;
	bool is_gemini;
	struct buf host; /* without brackets */
	struct buf to;	 /* where to connect */
	struct buf request;
	char port[16];
	struct fetch fetch;
	struct buf said; /* for the line that is printed */
	enum probe_status status;
};

static void
worse(struct probe *p, enum probe_status status, const char *text)
{
	if (status > p->status)
		p->status = status;
	buf_printf(&p->said, ", %s", text);
}

/* The selector of a gopher URL: what stands after the item type (RFC 4266). */
static int
add_selector(struct buf *b, struct span path)
{
	return uri_decode(b, span_skip(path, 2));
}

/* An IPv6 address alone is put in brackets: its colons begin no port. */
static void
add_place(struct buf *b, struct span to)
{
	bool is_v6 = span_find(to, ':') != span_rfind(to, ':') &&
	    !span_starts(to, SPAN("["));

	buf_printf(b, is_v6 ? "[%.*s]" : "%.*s", SPAN_ARG(to));
}

static int
parse(struct probe *p, const char *connect)
{
	if (uri_parse(span_str(p->url), &p->uri) != URI_OK ||
	    p->uri.host.len == 0)
		return -1;
	p->is_gemini = span_eq_nocase(p->uri.scheme, SPAN("gemini"));
	if (!p->is_gemini && !span_eq_nocase(p->uri.scheme, SPAN("gopher")))
		return -1;
	snprintf(p->port, sizeof(p->port), "%u",
	    uri_port(&p->uri, p->is_gemini ? 1965 : 70));
	buf_span_add(&p->host, uri_bare_host(p->uri.host));
	add_place(&p->to, connect != NULL ? span_str(connect) : p->uri.host);
	if (p->is_gemini)
		buf_str(&p->request, p->url);
	else if (add_selector(&p->request, p->uri.path) == -1)
		return -1;
	buf_str(&p->request, "\r\n");
	return 0;
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
	const struct cert_info *info = &p->fetch.cert;
	long days = days_until(info->not_after);

	buf_printf(&p->said, ", certificate ends %s (%ld days)",
	    info->not_after, days);
	if (!info->is_valid_now)
		worse(p, PROBE_FAILING, "it is not valid today");
	else if (days < DAYS_MIN)
		worse(p, PROBE_WARNING, "it ends soon");
	if (!info->is_for_host)
		worse(p, PROBE_WARNING, "it is for another host");
}

static void
judge_gemini(struct probe *p)
{
	struct span answer = buf_span(&p->fetch.text);
	uint64_t status;

	if (!span_number(span_first(answer, 2), 69, &status) || status < 10 ||
	    span_search(answer, SPAN("\r\n")) == answer.len) {
		worse(p, PROBE_FAILING, "no Gemini answer");
		return;
	}
	buf_printf(&p->said, ", status %u", (unsigned)status);
	if (status / 10 == 4 || status / 10 == 5)
		p->status = PROBE_FAILING;
	if (!p->fetch.is_whole)
		worse(p, PROBE_WARNING, "the answer may be cut off");
}

static void
judge_gopher(struct probe *p)
{
	struct span answer = buf_span(&p->fetch.text);

	if (answer.len == 0)
		worse(p, PROBE_FAILING, "nothing was sent");
	else if (answer.p[0] == '3' && span_ends(answer, SPAN("\r\n.\r\n")))
		worse(p, PROBE_FAILING, "an error");
}

static void
ask(struct probe *p)
{
	struct fetch *f = &p->fetch;
	int64_t start = clock_ms();

	f->to = p->to.data;
	f->port = p->port;
	f->sni = p->is_gemini ? p->host.data : NULL;
	f->request = buf_span(&p->request);
	if (fetch_run(f) == -1) {
		worse(p, PROBE_FAILING, f->why.data);
	} else {
		buf_printf(&p->said, ", %zu bytes, %.3f s", f->text.len,
		    (double)(clock_ms() - start) / 1000);
		if (p->is_gemini)
			judge_gemini(p);
		else
			judge_gopher(p);
	}
	if (f->has_cert)
		judge_certificate(p);
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
	enum { BUFS = 6 };
	struct probe p = { .url = url };
	struct buf *const buf[BUFS] = { &p.host, &p.to, &p.request,
		&p.fetch.text, &p.fetch.why, &p.said };

	signal(SIGALRM, on_alarm);
	signal(SIGPIPE, SIG_IGN);
	alarm(SECONDS_MAX);
	for (size_t i = 0; i < BUFS; i++)
		buf_init(buf[i], ANSWER_MAX);
	if (parse(&p, connect) == -1)
		worse(&p, PROBE_FAILING, "no gemini:// or gopher:// URL");
	else
		ask(&p);
	printf("%s: %s%s\n", words[p.status], url, p.said.data);
	for (size_t i = 0; i < BUFS; i++)
		buf_release(buf[i]);
	return p.status;
}
