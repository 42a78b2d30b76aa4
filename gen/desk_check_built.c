/* SPDX-License-Identifier: ISC */
/*
 * What was built: every page is read line by line, and its links are followed
 * from the home page.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "desk_check.h"
#include "die.h"
#include "gemtext.h"
#include "messages_desk.h"
#include "outcheck.h"
#include "uri.h"
#include "webpath.h"
#include "wire.h"

/* A page with what it links to. */
struct node {
	struct node *next; /* yet to be followed */
	struct span path;
	const struct page *page;
	bool is_reached;
	struct span *link;
	size_t links;
};

struct built {
	struct check *check;
	struct map by_path; /* -> node */
	struct node **node;
	size_t nodes;
	/* The rendition that is looked at. */
	const char *file, *form;
	struct charset **charsets; /* one a variant */
};

static void
report_form(void *ctx, unsigned line, const char *message)
{
	struct built *built = ctx;

	losses_add(&built->check->desk.losses, LOSS_ERROR, built->file, 0,
	    MSG_CHECK_FORM, built->form, line, message);
}

/* Lines that Gopher does not break: preformatted ones.  Within a quote they
 * are lines of the quote in gemtext. */
static void
add_pre(struct buf *pre, struct span gemtext)
{
	struct gemtext_line read;
	struct span line;
	bool is_pre = false;

	while (span_line(&gemtext, &line)) {
		read = gemtext_read(line, &is_pre);
		if (read.kind != GEMTEXT_PRE && read.kind != GEMTEXT_QUOTE)
			continue;
		while (read.kind == GEMTEXT_QUOTE &&
		    span_starts(read.text, SPAN(">")))
			read.text = span_trim(span_skip(read.text, 1));
		buf_span_add(pre, read.text);
		buf_char(pre, '\n');
	}
}

/* Where a page or list rightly is not. */
static unsigned
left_out_of(const struct built *built, const struct built_page *r)
{
	const struct target *target =
	    site_at(&built->check->desk.site, r->path);

	if (r->page != NULL)
		return (r->page->left_out);
	return (target != NULL ? target->left_out : 0);
}

static void
check_form(struct built *built, const struct built_page *r)
{
	const struct capsule *capsule = &built->check->desk.site.capsule;
	struct outcheck out = { .report = report_form, .ctx = built };
	struct buf pre;

	built->file = r->page != NULL
	    ? r->page->file
	    : arena_copy(&built->check->desk.site.arena, r->path).p;
	buf_init(&pre, SIZE_MAX);
	add_pre(&pre, r->gemtext);
	/* Nothing else says which lines of Gopher's own page may be wide. */
	if (r->gemtext.len == 0)
		buf_span_add(&pre, r->text);
	out.pre = buf_span(&pre);
	built->form = "gemtext";
	if (r->gemtext.len > 0 || (left_out_of(built, r) & FOR_GEMTEXT) == 0)
		outcheck_gemtext(r->gemtext, &out);
	built->form = "menu";
	if (r->menu.len > 0 || (left_out_of(built, r) & FOR_MENU) == 0)
		outcheck_menu(r->menu, capsule->gopher_width, &out);
	built->form = "text";
	if (r->text.len > 0)
		outcheck_text(r->text, capsule->gopher_width + 3, &out);
	check_variants(
	    built->check, r, buf_span(&pre), built->file, built->charsets);
	buf_release(&pre);
}

static void
check_budget(struct built *built, const struct built_page *r)
{
	const struct capsule *capsule = &built->check->desk.site.capsule;
	struct wire_cost cost;

	if (capsule->budget == 0 || r->page == NULL)
		return;
	cost = wire_gemini(capsule->host, r->path, r->lang, r->gemtext.len);
	if (wire_bytes(&cost) > capsule->budget)
		losses_add(&built->check->desk.losses, LOSS_ERROR,
		    r->page->file, 1, MSG_CHECK_BUDGET,
		    (unsigned long long)wire_bytes(&cost), capsule->budget);
}

/* The path that a link of the page leads to, or an empty span. */
static struct span
follow(struct built *built, struct span from, struct span url)
{
	struct arena *arena = &built->check->desk.site.arena;
	struct span path = span_make("", 0);
	struct uri uri;
	struct buf whole, raw;

	if (uri_parse(url, &uri) != URI_OK)
		return (path);
	/* A file over max_media stays on the website. */
	if ((uri_has(uri.scheme) || uri_has(uri.host)) &&
	    !webpath_is_website(&built->check->desk.site, uri.host))
		return (path);
	buf_init(&whole, 65536);
	buf_init(&raw, 65536);
	if (uri_resolve(&whole, from, uri.path) == 0 &&
	    uri_decode(&raw, buf_span(&whole)) == 0 && buf_ok(&raw))
		path = arena_copy(arena, buf_span(&raw));
	buf_release(&raw);
	buf_release(&whole);
	return (path);
}

static void
read_links(struct built *built, struct node *node, struct span gemtext)
{
	struct check *check = built->check;
	struct gemtext_line read;
	struct span rest = gemtext, line, path;
	bool is_pre = false;
	size_t count = 0;

	while (span_line(&rest, &line))
		if (gemtext_read(line, &is_pre).kind == GEMTEXT_LINK)
			count++;
	node->link =
	    arena_alloc(&check->desk.site.arena, count * sizeof(*node->link));
	is_pre = false;
	while (span_line(&gemtext, &line)) {
		read = gemtext_read(line, &is_pre);
		if (read.kind != GEMTEXT_LINK)
			continue;
		path = follow(built, node->path, read.url);
		if (path.len == 0)
			continue;
		node->link[node->links++] = path;
		(void)map_add(&check->linked, path, node);
	}
}

static void
visit(void *ctx, const struct built_page *r)
{
	struct built *built = ctx;
	struct arena *arena = &built->check->desk.site.arena;
	struct node *node = arena_alloc(arena, sizeof(*node));

	node->path = arena_copy(arena, r->path);
	node->page = r->page;
	if ((built->nodes & (built->nodes + 1)) == 0)
		built->node = xreallocarray(
		    built->node, (built->nodes + 1) * 2, sizeof(struct node *));
	built->node[built->nodes++] = node;
	(void)map_add(&built->by_path, node->path, node);
	check_form(built, r);
	check_budget(built, r);
	read_links(built, node, r->gemtext);
}

/* A page of Gopher's own: Gemini's links do not lead there. */
static void
visit_gopher(void *ctx, const struct built_page *r)
{
	check_form(ctx, r);
}

static void
reach(struct built *built)
{
	struct node *first = map_get(&built->by_path, SPAN("/")), *node;
	size_t i;

	if (first != NULL)
		first->is_reached = true;
	while (first != NULL) {
		struct node *from = first;

		first = from->next;
		for (i = 0; i < from->links; i++) {
			node = map_get(&built->by_path, from->link[i]);
			if (node == NULL || node->is_reached)
				continue;
			node->is_reached = true;
			node->next = first;
			first = node;
		}
	}
	for (i = 0; i < built->nodes; i++) {
		node = built->node[i];
		if (!node->is_reached && node->page != NULL)
			losses_add(&built->check->desk.losses, LOSS_WARNING,
			    node->page->file, 1, MSG_CHECK_UNREACHABLE,
			    SPAN_ARG(node->path));
	}
}

/* Files that programs ask for by name. */
static bool
is_known_file(struct span path)
{
	return (span_eq(path, SPAN("/robots.txt")) ||
	    span_eq(path, SPAN("/caps.txt")) ||
	    span_eq(path, SPAN("/favicon.txt")));
}

static void
check_files(struct check *check)
{
	const struct site *site = &check->desk.site;
	const struct attachment *file;
	size_t i;

	for (i = 0; i < site->files; i++) {
		file = &site->file[i];
		if (file->path.len > 0 && !is_known_file(file->path) &&
		    map_get(&check->linked, file->path) == NULL)
			losses_add(&check->desk.losses, LOSS_WARNING,
			    file->file, 0, MSG_CHECK_UNUSED);
	}
}

void
check_built(struct check *check)
{
	const struct capsule *capsule = &check->desk.site.capsule;
	struct built built = { .check = check };

	map_init(&built.by_path);
	built.charsets = check_charsets_new(capsule);
	desk_each_page(&check->desk, check->folder, visit, &built);
	desk_each_gopher_page(
	    &check->desk, check->folder, visit_gopher, &built);
	reach(&built);
	check_files(check);
	check_charsets_free(capsule, built.charsets);
	map_release(&built.by_path);
	free(built.node);
}
