/* SPDX-License-Identifier: ISC */
/*
 * URIs: what is clean stays as it is, what is encoded decodes to itself, a
 * file path never climbs, a resolved reference can be parsed again.
 */
#include <stdint.h>

#include "buf.h"
#include "uri.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
check_clean(struct span text)
{
	struct buf once;
	struct buf twice;

	buf_init(&once, 1 << 20);
	buf_init(&twice, 1 << 20);
	uri_add_clean(&once, text);
	uri_add_clean(&twice, buf_span(&once));
	require(span_eq(buf_span(&once), buf_span(&twice)));
	require(utf8_is_clean(buf_span(&once)));
	require(!span_has(buf_span(&once), ' '));
	buf_release(&once);
	buf_release(&twice);
}

static void
check_coding(struct span raw)
{
	struct buf coded;
	struct buf back;

	buf_init(&coded, 1 << 20);
	buf_init(&back, 1 << 20);
	uri_encode_path(&coded, raw);
	require(uri_decode(&back, buf_span(&coded)) == 0);
	require(span_eq(buf_span(&back), raw));
	buf_reset(&coded);
	buf_reset(&back);
	uri_encode_component(&coded, raw);
	require(uri_decode(&back, buf_span(&coded)) == 0);
	require(span_eq(buf_span(&back), raw));
	buf_release(&coded);
	buf_release(&back);
}

static void
check_file(struct span path)
{
	struct buf file;
	struct span rest;
	struct span segment;

	buf_init(&file, 1 << 20);
	if (uri_path_to_file(&file, path) == 0) {
		rest = buf_span(&file);
		require(!span_starts(rest, SPAN("/")));
		require(!span_has(rest, '\0'));
		require(span_search(rest, SPAN("//")) == rest.len);
		while (span_cut(&rest, '/', &segment)) {
			require(!span_eq(segment, SPAN("..")));
			require(!span_eq(segment, SPAN(".")));
		}
	} else {
		require(file.len == 0);
	}
	buf_release(&file);
}

/* A host that was added once is in the form that it would get again. */
static void
check_host(struct span host)
{
	struct buf once;
	struct buf twice;

	buf_init(&once, 1 << 16);
	buf_init(&twice, 1 << 16);
	if (uri_add_host(&once, host) == 0) {
		require(uri_add_host(&twice, buf_span(&once)) == 0);
		require(span_eq(buf_span(&once), buf_span(&twice)));
	}
	buf_release(&once);
	buf_release(&twice);
}

static void
check_resolved(struct span base, struct span ref)
{
	struct buf out;
	struct uri uri;

	buf_init(&out, 1 << 20);
	if (uri_resolve(&out, base, ref) == 0)
		require(uri_parse(buf_span(&out), &uri) == URI_OK);
	buf_release(&out);
}

/* The relative reference leads back to where it was made for. */
static void
check_relative(struct span from, struct span to)
{
	struct buf wanted;
	struct buf ref;
	struct buf got;

	buf_init(&wanted, 1 << 20);
	buf_init(&ref, 1 << 20);
	buf_init(&got, 1 << 20);
	if (span_starts(from, SPAN("/")) && span_starts(to, SPAN("/")) &&
	    !span_starts(from, SPAN("//")) && !span_starts(to, SPAN("//")) &&
	    uri_resolve(&wanted, from, to) == 0) {
		uri_add_relative(&ref, from, to);
		require(uri_resolve(&got, from, buf_span(&ref)) == 0);
		require(span_eq(buf_span(&got), buf_span(&wanted)));
	}
	buf_release(&wanted);
	buf_release(&ref);
	buf_release(&got);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct span text = { (const char *)data, len };
	struct span rest = text;
	struct span first;
	struct uri uri;

	if (uri_parse(text, &uri) == URI_OK) {
		uri_port(&uri, 0);
		if (uri_has(uri.host))
			check_host(uri.host);
	}
	check_clean(text);
	check_coding(text);
	check_file(text);
	check_host(text);
	if (span_cut(&rest, '\n', &first)) {
		check_resolved(first, rest);
		check_relative(first, rest);
	}
	return 0;
}
