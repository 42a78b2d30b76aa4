/* SPDX-License-Identifier: ISC */
/*
 * A whole request to a server with a full configuration, of which byte 0 says
 * who asks and where (see ask()), byte 1 in what pieces the answer is taken;
 * the rest is what was sent.  Properties: nothing hidden is ever in an answer,
 * members' pages only in those to members; headers and menus are what their
 * protocol says; the pieces add up to the whole.
 */
#include <stdint.h>
#include <stdlib.h>

#include "config.h"
#include "gemini.h"
#include "gopher.h"
#include "request_tree.h"
#include "serve.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum { CAPSULES = 3, SCRATCH_LEN = 16384 };

static struct config config;
static struct vhost vhosts[CAPSULES];
static struct service service = { .vhost = vhosts, .count = CAPSULES };

static void
need(bool is_so)
{
	if (!is_so)
		abort();
}

static void
on_report(void *ctx, unsigned line, const char *message)
{
	(void)ctx;
	die("%u: %s", line, message);
}

static void
start(void)
{
	static const char *const folder[CAPSULES] = { "one", "two", "three" };
	struct yaml_reporter reporter = { on_report, NULL };
	int root = tree_make();

	config_init(&config);
	need(config_parse(&config, span_str(tree_config), "/", &reporter) == 0);
	need(config.capsules == CAPSULES - 1);
	for (size_t i = 0; i < CAPSULES; i++) {
		const struct config *c =
		    i == 0 ? &config : &config.capsule[i - 1];
		int fd = docroot_folder(root, folder[i]);

		need(fd != -1);
		vhost_init(&vhosts[i], span_str(c->host), fd, 0);
		vhosts[i].rules = &c->rules;
	}
}

/* Bits of byte 0: 0 Gopher; 1-2 certificate; 3-4 SNI; 5-6 where Gopher was
 * asked; 7 a port that the world knows by another number. */
static struct visit
ask(unsigned char who)
{
	static const char *const print[4] = { "", TREE_STRANGER, TREE_FRIEND,
		TREE_FRIEND };
	static const struct span sni[4] = { { NULL, 0 },
		SPAN_INIT("one.example"), SPAN_INIT("TWO.example"),
		SPAN_INIT("xn--bcher-kva.example") };
	struct visit visit = { .sni = sni[who >> 3 & 3],
		.port = who & 1 ? 70 : 1965,
		.capsule = (who >> 5 & 3) % CAPSULES };

	visit.public_port = who & 0x80 ? 7070 : visit.port;
	snprintf(visit.cert.fingerprint, sizeof(visit.cert.fingerprint), "%s",
	    print[who >> 1 & 3]);
	visit.cert.is_current = (who >> 1 & 3) != 3;
	return visit;
}

/* Take the answer, `step` bytes at a time (0: as they come). */
static void
take(struct answer *a, size_t step, struct buf *out)
{
	static char scratch[SCRATCH_LEN];
	struct answer_chunk chunk;

	while (!answer_is_done(a)) {
		need(answer_next(a, scratch, sizeof(scratch), &chunk) == 0);
		need(chunk.bytes.len > 0);
		while (chunk.bytes.len > 0) {
			size_t n = chunk.bytes.len;

			if (step > 0 && step < n)
				n = step;
			buf_add(out, chunk.bytes.p, n);
			answer_advance(a, &chunk, n);
			/* What is left is offered anew, as after a wait. */
			if (step > 0)
				break;
		}
	}
}

/* A page is never one of a hidden name, be it a file or a folder's list. */
static void
check_not_hidden(const struct answer *a, struct span line)
{
	struct gemini_request r;
	struct buf path;

	if (a->status != GEMINI_SUCCESS || gemini_parse(line, &r) != 0)
		return;
	buf_init(&path, REQUEST_MAX);
	need(uri_path_to_file(&path, r.uri.path) == 0);
	need(!docroot_is_hidden(buf_span(&path)));
	buf_release(&path);
}

/* What find_end() and answer() make of the input; false when it is dropped. */
static bool
answer(const struct protocol *p, const struct visit *visit, struct span in,
    struct answer *a)
{
	struct span line;

	switch (p->find_end(span_first(in, REQUEST_MAX), &line)) {
	case PARSE_OK:
		p->answer(&service, visit, line, a);
		check_not_hidden(a, line);
		return true;
	case PARSE_BAD:
		p->fail(a);
		return true;
	case PARSE_MORE:
	case PARSE_DROP:
		break;
	}
	return false;
}

/* "NN META" of the status that is logged, and nothing more unless it is 20. */
static void
check_gemini(const struct answer *a, struct span all)
{
	size_t end = span_search(all, SPAN("\r\n"));
	struct span head = span_first(all, end);
	uint64_t status;

	need(end < all.len && end >= 3 && end <= 3 + GEMINI_META_MAX);
	need(head.p[2] == ' ' && utf8_is_clean(head));
	need(span_number(span_first(head, 2), 99, &status));
	need(a->status == (int)status);
	need(status == GEMINI_SUCCESS || all.len == end + 2);
}

static void
check_menu(struct span all)
{
	struct span line;

	need(span_ends(all, SPAN(".\r\n")));
	while (span_line(&all, &line)) {
		size_t tabs = 0;

		for (size_t i = 0; i < line.len; i++) {
			tabs += line.p[i] == '\t';
			need(line.p[i] != '\r' && line.p[i] != '\0');
		}
		need(all.len == 0 ? span_eq(line, SPAN(".")) : tabs == 3);
	}
}

/* A menu, unless it is a file or one of the pages for web browsers. */
static void
check_gopher(const struct answer *a, struct span all)
{
	bool is_page = span_starts(all, SPAN("<!DOCTYPE HTML")) ||
	    span_starts(all, SPAN("HTTP/1.0 "));

	if (a->fd == -1 && !is_page)
		check_menu(all);
	if (a->fd != -1)
		need(a->status == GEMINI_SUCCESS);
}

/* Is this reader a member? */
static void
check_secrets(const struct visit *visit, bool is_gopher, struct span all)
{
	need(!span_has(all, TREE_HIDDEN));
	if (span_has(all, TREE_MEMBERS))
		need(!is_gopher && visit->cert.fingerprint[0] != '\0' &&
		    visit->cert.is_current);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static bool has_started;
	const struct protocol *protocol;
	struct visit visit;
	struct answer a;
	struct buf out[2];
	struct span in;

	if (!has_started)
		start();
	has_started = true;
	if (len < 2)
		return 0;
	protocol = data[0] & 1 ? &serve_gopher : &serve_gemini;
	visit = ask(data[0]);
	in = span_make((const char *)data + 2, len - 2);
	for (int i = 0; i < 2; i++) {
		buf_init(&out[i], (size_t)8 << 20);
		answer_init(&a);
		if (answer(protocol, &visit, in, &a)) {
			/* Small steps through a long text take long. */
			take(&a, i * (data[1] + (size_t)256), &out[i]);
			need(buf_ok(&out[i]));
			if (protocol == &serve_gemini)
				check_gemini(&a, buf_span(&out[i]));
			else
				check_gopher(&a, buf_span(&out[i]));
			check_secrets(&visit, data[0] & 1, buf_span(&out[i]));
		}
		answer_release(&a);
	}
	need(span_eq(buf_span(&out[0]), buf_span(&out[1])));
	buf_release(&out[0]);
	buf_release(&out[1]);
	return 0;
}
