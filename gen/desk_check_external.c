/* SPDX-License-Identifier: ISC */
/*
 * `bookmobile check --external`: what leads out of the capsule once links are
 * resolved, in the settings first, then page by page.
 */
#include <stdint.h>
#include <stdio.h>

#include "desk_check.h"
#include "json.h"
#include "links.h"
#include "markdown.h"

struct listing {
	struct desk desk;
	struct buf out;
	bool is_json;
};

static void
add_url(struct listing *list, const char *file, unsigned line, struct span url)
{
	struct buf *b = &list->out;

	if (!list->is_json) {
		buf_printf(b, "%s:%u: %.*s\n", file, line, SPAN_ARG(url));
		return;
	}
	json_open(b, NULL, '{');
	json_text(b, "file", span_str(file));
	json_number(b, "line", line);
	json_text(b, "url", url);
	json_close(b, '}');
}

/* A reference of the settings (`page` is NULL) or of front matter. */
static void
add_setting(struct listing *list, const struct page *page,
    struct span reference, unsigned line)
{
	const struct site *site = &list->desk.site;
	const char *file = page != NULL ? page->file : site->capsule.file;
	const struct target *target;
	enum setting_link kind;
	struct buf url;

	buf_init(&url, SIZE_MAX);
	kind = links_read(site, page, reference, &target, &url);
	if (kind == SETTING_URL || kind == SETTING_WEBSITE)
		add_url(list, file, line, buf_span(&url));
	buf_release(&url);
}

/* NOLINTNEXTLINE(misc-no-recursion): the menu has at most four levels */
static void
add_navigation(struct listing *list, const struct nav_item *item)
{
	for (; item != NULL; item = item->next) {
		if (item->first == NULL)
			add_setting(list, NULL, item->target, item->line);
		else
			add_navigation(list, item->first);
	}
}

static void
add_links(struct listing *list, const struct page *page, const struct doc *doc)
{
	const struct block *block;
	const struct link *link;

	for (block = doc->first; block != NULL; block = doc_next(block))
		for (link = block->text.first; link != NULL; link = link->next)
			if (link->kind == LINK_URL)
				add_url(
				    list, page->file, link->line, link->target);
}

static void
add_body(struct listing *list, const struct page *page)
{
	struct desk *desk = &list->desk;
	struct markdown_source source = { .file = page->file,
		.title = page->title };
	struct buf bytes;
	struct doc doc;

	doc_init(&doc);
	buf_init(&bytes, PAGE_MAX_SOURCE);
	if (site_load(&desk->site, page->source, &bytes) == 0) {
		source.body = page_body(buf_span(&bytes), &source.first_line);
		if (markdown_parse(&doc, &source, &desk->losses) == 0) {
			links_resolve(&desk->site, page, &doc, &desk->losses);
			add_links(list, page, &doc);
		}
	}
	buf_release(&bytes);
	doc_release(&doc);
}

static void
add_all(struct listing *list)
{
	const struct site *site = &list->desk.site;
	const struct page *page;
	size_t i, j;

	add_navigation(list, site->capsule.navigation.first);
	for (i = 0; i < site->pages; i++) {
		page = &site->page[i];
		if (site->is_out[i])
			continue;
		for (j = 0; j < page->translations; j++)
			add_setting(list, page, page->translation[j].target,
			    page->translation[j].line);
		add_body(list, page);
	}
}

static void
print(struct listing *list)
{
	if (list->is_json)
		json_print(&list->out);
	else
		(void)fwrite(list->out.data, 1, list->out.len, stdout);
}

int
check_external(bool is_json)
{
	const struct site_options published = { 0 };
	struct listing list = { .is_json = is_json };
	int status;

	buf_init(&list.out, SIZE_MAX);
	if (is_json)
		json_open(&list.out, NULL, '[');
	if (desk_open(&list.desk, &published) == 0)
		add_all(&list);
	if (is_json)
		json_close(&list.out, ']');
	print(&list);
	status = losses_count(&list.desk.losses, LOSS_ERROR) > 0 ? 1 : 0;
	desk_print_errors(&list.desk);
	buf_release(&list.out);
	desk_release(&list.desk);
	return (status);
}
