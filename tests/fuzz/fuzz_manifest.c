/* SPDX-License-Identifier: ISC */
/*
 * The manifest: what was read is sorted, found again by its path, and fit for
 * a response header; what is written is read back the same.
 */
#include <stdint.h>

#include "buf.h"
#include "manifest.h"
#include "mediatype.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
check_pages(const struct manifest *m)
{
	for (size_t i = 0; i < m->pages; i++) {
		const struct manifest_entry *e = &m->page[i];

		require(manifest_page(m, e->path) != NULL);
		require(e->media_type.len == 0 ||
		    mediatype_is_valid(e->media_type));
		require(i == 0 || span_cmp(e[-1].path, e->path) <= 0);
	}
	for (size_t i = 0; i < m->redirects; i++) {
		require(manifest_redirect(m, m->redirect[i].path) != NULL);
		require(span_starts(m->redirect[i].media_type, SPAN("/")));
	}
}

static void
check_written(const struct manifest *m)
{
	struct manifest back;
	struct buf b;

	buf_init(&b, 1 << 24);
	manifest_add_head(&b, m->host, m->lang);
	for (size_t i = 0; i < m->pages; i++)
		manifest_add_page(&b, m->page[i].path, m->page[i].media_type,
		    m->page[i].lang);
	for (size_t i = 0; i < m->redirects; i++)
		manifest_add_redirect(
		    &b, m->redirect[i].path, m->redirect[i].media_type);
	require(buf_ok(&b) && manifest_parse(&back, buf_span(&b)) == 0);
	require(back.pages == m->pages && back.redirects == m->redirects);
	manifest_release(&back);
	buf_release(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct span text = { (const char *)data, len };
	struct manifest m;

	if (manifest_parse(&m, text) == 0) {
		require(manifest_is_ours(text));
		check_pages(&m);
		check_written(&m);
	}
	manifest_release(&m);
	return 0;
}
