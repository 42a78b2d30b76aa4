/* SPDX-License-Identifier: ISC */
/*
 * What a page's own file shows, read as it is written: titles are not settled
 * and links not resolved.
 */
#include <string.h>

#include "desk_check.h"
#include "links.h"
#include "markdown.h"
#include "mediatype.h"
#include "messages_desk.h"
#include "uri.h"
#include "wrap.h"

struct reading {
	struct check *check;
	const struct page *page;
	struct span bytes;
	unsigned level, titles; /* of headings so far */
	unsigned first_heading; /* line */
};

static void
warn_at(const struct reading *r, unsigned line, const char *what)
{
	losses_add(&r->check->desk.losses, LOSS_WARNING, r->page->file, line,
	    "%s", what);
}

static void
check_heading(struct reading *r, const struct block *block)
{
	if (r->first_heading == 0)
		r->first_heading = block->line;
	if (block->level == 1 && r->titles++ > 0)
		warn_at(r, block->line, MSG_CHECK_SECOND_TITLE);
	if (block->level > r->level + 1)
		losses_add(&r->check->desk.losses, LOSS_WARNING, r->page->file,
		    block->line, MSG_CHECK_HEADING_LEVEL, block->level,
		    r->level, (int)(r->level + 1), "######");
	r->level = block->level;
}

static bool
is_picture(const struct attachment *file)
{
	const char *type =
	    file->type != NULL ? file->type : mediatype_by_suffix(file->path);

	return (type != NULL && strncmp(type, "image/", 6) == 0);
}

static void
check_size(const struct reading *r, const struct link *link)
{
	const struct target *target =
	    links_find(&r->check->desk.site, r->page, link->target);
	const struct attachment *file = target != NULL ? target->file : NULL;
	struct span name;
	uint64_t minutes;
	size_t slash;

	if (file == NULL || file->size <= CHECK_PICTURE || !is_picture(file))
		return;
	minutes = file->size * 8 / 9600 / 60 + 1;
	slash = span_rfind(file->source, '/');
	name = slash == file->source.len ? file->source
					 : span_skip(file->source, slash + 1);
	losses_add(&r->check->desk.losses, LOSS_WARNING, r->page->file,
	    link->line, MSG_CHECK_PICTURE_LARGE, SPAN_ARG(name),
	    (unsigned long long)(file->size / 1024),
	    (unsigned long long)minutes, SPAN_ARG(name));
}

static void
check_link(const struct reading *r, const struct link *link)
{
	if (link->is_image && span_trim(link->label).len == 0)
		losses_add(&r->check->desk.losses, LOSS_WARNING, r->page->file,
		    link->line, MSG_CHECK_NO_ALT, SPAN_ARG(link->target));
	if (link->kind == LINK_UNKNOWN)
		check_size(r, link);
}

static void
check_body(struct reading *r)
{
	struct markdown_source source = { .file = r->page->file,
		.is_bare = true };
	const struct block *block;
	const struct link *link;
	struct losses ignored;
	struct doc doc;

	source.body = page_body(r->bytes, &source.first_line);
	losses_init(&ignored);
	doc_init(&doc);
	r->level = 1;
	if (markdown_parse(&doc, &source, &ignored) == 0)
		for (block = doc.first; block != NULL;
		     block = doc_next(block)) {
			if (block->kind == BLOCK_HEADING)
				check_heading(r, block);
			for (link = block->text.first; link != NULL;
			     link = link->next)
				check_link(r, link);
		}
	doc_release(&doc);
	losses_release(&ignored);
}

static void
check_title(const struct reading *r)
{
	unsigned line = desk_find_line(r->bytes, SPAN("title:"));
	unsigned most = r->check->desk.site.capsule.gopher_width;
	size_t width = wrap_width(r->page->title);

	if (width <= most)
		return;
	if (line == 1 && r->first_heading > 0)
		line = r->first_heading;
	losses_add(&r->check->desk.losses, LOSS_WARNING, r->page->file, line,
	    MSG_CHECK_TITLE_WIDE, width, most);
}

static void
check_page(struct check *check, const struct page *page, bool is_out)
{
	struct reading r = { .check = check, .page = page };
	struct buf bytes, day;

	buf_init(&bytes, PAGE_MAX_SOURCE);
	buf_init(&day, 64);
	if (site_load(&check->desk.site, page->source, &bytes) == 0) {
		r.bytes = buf_span(&bytes);
		if (!is_out) {
			check_body(&r);
			check_title(&r);
		} else if (!page->is_draft &&
		    !site_is_due(&check->desk.site, page)) {
			date_add_iso(&day, &page->date);
			losses_add(&check->desk.losses, LOSS_NOTE, page->file,
			    desk_find_line(r.bytes, SPAN("date:")),
			    MSG_CHECK_NOT_DUE, day.data);
		}
	}
	buf_release(&day);
	buf_release(&bytes);
}

void
check_sources(struct check *check)
{
	const struct site *site = &check->desk.site;
	size_t i;

	for (i = 0; i < site->pages; i++)
		check_page(check, &site->page[i], site->is_out[i]);
}
