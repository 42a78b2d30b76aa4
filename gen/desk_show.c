/* SPDX-License-Identifier: ISC */
/*
 * `bookmobile show`: one page as readers get it.  On a terminal it is wrapped,
 * coloured and paged; elsewhere the bytes of the rendition are written.
 */
#include <sys/ioctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "article.h"
#include "charset.h"
#include "command.h"
#include "desk.h"
#include "die.h"
#include "gemtext.h"
#include "gophermap.h"
#include "labels.h"
#include "links.h"
#include "messages_desk.h"
#include "messages_settings.h"
#include "related.h"
#include "render.h"
#include "variant.h"
#include "wrap.h"

#define WIDTH_LEAST 40
#define WIDTH_MOST 80

struct view {
	bool is_gopher, is_terminal, has_colour;
	unsigned width;		 /* 0: as it comes */
	struct charset *charset; /* NULL: UTF-8 */
	struct wrap wrap;
	struct buf *out;
};

#define BOLD "1"
#define DIM "2"
#define ITALIC "3"
#define BLUE "34"

/* One line of text after `lead`, in a colour, wrapped. */
static void
add_lines(
    struct view *view, const char *lead, const char *colour, struct span text)
{
	size_t lead_width = wrap_width(span_str(lead));
	size_t width = view->width > 0 ? view->width : SIZE_MAX;
	bool is_first = true;
	struct span line;

	wrap_begin(&view->wrap, text);
	while (wrap_next(
	    &view->wrap, width > lead_width ? width - lead_width : 1, &line)) {
		if (is_first)
			buf_str(view->out, lead);
		else
			buf_repeat(view->out, ' ', lead_width);
		is_first = false;
		if (view->has_colour && colour[0] != '\0')
			buf_printf(view->out, "\033[%sm%.*s\033[0m", colour,
			    SPAN_ARG(line));
		else
			buf_span_add(view->out, line);
		buf_char(view->out, '\n');
	}
	if (is_first)
		buf_char(view->out, '\n');
}

static void
add_gemtext_line(struct view *view, const struct gemtext_line *line)
{
	switch (line->kind) {
	case GEMTEXT_HEADING1:
		add_lines(view, "# ", BOLD, line->text);
		break;
	case GEMTEXT_HEADING2:
		add_lines(view, "## ", BOLD, line->text);
		break;
	case GEMTEXT_HEADING3:
		add_lines(view, "### ", BOLD, line->text);
		break;
	case GEMTEXT_LINK:
		add_lines(view, "=> ", BLUE,
		    line->text.len > 0 ? line->text : line->url);
		break;
	case GEMTEXT_ITEM:
		add_lines(view, "* ", "", line->text);
		break;
	case GEMTEXT_QUOTE:
		add_lines(view, "> ", ITALIC, line->text);
		break;
	case GEMTEXT_PRE:
		buf_span_add(view->out, line->text);
		buf_char(view->out, '\n');
		break;
	case GEMTEXT_TOGGLE:
		if (line->text.len > 0)
			add_lines(view, "", DIM, line->text);
		break;
	case GEMTEXT_TEXT:
		add_lines(view, "", "", line->text);
		break;
	}
}

static void
add_gemtext(struct view *view, struct span text)
{
	struct gemtext_line read;
	struct span line;
	bool is_pre = false;

	while (span_line(&text, &line)) {
		read = gemtext_read(line, &is_pre);
		add_gemtext_line(view, &read);
	}
}

/* Lines of a menu are wrapped already. */
static void
add_menu(struct view *view, struct span menu)
{
	struct gophermap_line read;
	struct span line;

	while (span_line(&menu, &line)) {
		read = gophermap_read(line);
		if (read.kind == GOPHERMAP_INFO)
			buf_printf(
			    view->out, "   %.*s", SPAN_ARG(read.display));
		else
			buf_printf(view->out,
			    view->has_colour ? "\033[2m%c\033[0m  "
					       "\033[34m%.*s\033[0m"
					     : "%c  %.*s",
			    read.type, SPAN_ARG(read.display));
		buf_char(view->out, '\n');
	}
}

/* The doc as menu, or as gemtext in letters that the charset has. */
static void
write_doc(struct view *view, const struct site *site, const struct doc *doc,
    const struct render *how, struct buf *rendition)
{
	struct variant_writer writer;
	struct buf gemtext;

	if (view->is_gopher) {
		variant_writer_init(&writer, NULL);
		writer.charset = view->charset;
		variant_write(&writer, doc, how, true,
		    site->capsule.has_text_posts, rendition);
		writer.charset = NULL;
		variant_writer_release(&writer);
		return;
	}
	buf_init(&gemtext, SIZE_MAX);
	to_gemtext(doc, how, &gemtext);
	if (view->charset != NULL)
		charset_fit(view->charset, rendition, buf_span(&gemtext),
		    span_str(how->labels->lang));
	else
		buf_span_add(rendition, buf_span(&gemtext));
	buf_release(&gemtext);
}

/* The rendition of a page, in memory. */
static int
render_page(struct view *view, struct desk *desk, const struct page *page,
    struct buf *rendition)
{
	const struct capsule *capsule = &desk->site.capsule;
	struct render how = { .self = page->path,
		.labels = capsule_labels(capsule, page->lang),
		.width = view->is_gopher && view->width > 0
		    ? view->width
		    : capsule->gopher_width,
		.links = capsule->links,
		.has_table_lists = capsule->has_table_lists };
	struct buf source, text;
	struct doc doc;
	int result = -1;

	if (page->kind == PAGE_POST)
		related_settle(
		    &desk->site, &desk->site.page[page - desk->site.page]);
	doc_init(&doc);
	buf_init(&source, PAGE_MAX_SOURCE);
	buf_init(&text, SIZE_MAX);
	if (site_load(&desk->site, page->source, &source) == 0 &&
	    article_add_body(&doc, &desk->site, page, buf_span(&source),
		&desk->losses) == 0) {
		to_text(&doc, &how, &text);
		article_add_end(&doc, &desk->site, page, text.len);
		write_doc(view, &desk->site, &doc, &how, rendition);
		result = 0;
	}
	buf_release(&text);
	buf_release(&source);
	doc_release(&doc);
	return (result);
}

/* By the page's file, with or without the content folder, its path or slug. */
static const struct target *
find_target(struct desk *desk, const char *name)
{
	struct span given = span_str(name);
	const struct target *found;
	struct buf path;

	if (span_starts(given, SPAN("./")))
		given = span_skip(given, 2);
	if (span_starts(given, SPAN(DESK_CONTENT "/")))
		given = span_skip(given, sizeof(DESK_CONTENT));
	found = site_from(&desk->site, given);
	if (found == NULL)
		found = links_find(&desk->site, NULL, given);
	buf_init(&path, 4096);
	buf_printf(&path, "/%.*s/", SPAN_ARG(given));
	if (found == NULL)
		found = links_find(&desk->site, NULL, buf_span(&path));
	buf_release(&path);
	return (found);
}

/* What can be shown; a draft that lacks its day is a LOSS_ERROR. */
static const struct page *
find_page(struct desk *desk, const char *name)
{
	const struct target *found = find_target(desk, name);

	if (found == NULL || found->page == NULL)
		return (NULL);
	if (found->is_out && desk->site.undated == UNDATED_OUT &&
	    site_is_undated(found->page))
		losses_add(&desk->losses, LOSS_ERROR, found->page->file, 1,
		    "%s", MSG_FRONT_NO_DATE);
	return (!found->is_out && found->path.len > 1 ? found->page : NULL);
}

static int
write_bytes(struct view *view, const struct buf *text)
{
	struct buf bytes;
	int result;

	buf_init(&bytes, SIZE_MAX);
	/* Menus are in the charset already. */
	if (view->charset != NULL && !view->is_gopher)
		charset_encode(view->charset, &bytes, buf_span(text));
	else
		buf_span_add(&bytes, buf_span(text));
	if (view->is_terminal)
		result = desk_page_out(&bytes);
	else
		result = fwrite(bytes.data, 1, bytes.len, stdout) == bytes.len
		    ? 0
		    : -1;
	buf_release(&bytes);
	return (result);
}

static int
write_view(struct view *view, const struct buf *rendition)
{
	struct buf out;
	int result;

	if (!view->is_terminal && (view->is_gopher || view->width == 0))
		return (write_bytes(view, rendition));
	buf_init(&out, SIZE_MAX);
	view->out = &out;
	if (view->is_gopher)
		add_menu(view, buf_span(rendition));
	else
		add_gemtext(view, buf_span(rendition));
	result = write_bytes(view, &out);
	view->out = NULL;
	wrap_release(&view->wrap);
	buf_release(&out);
	return (result);
}

/* Read what is published; when the page is not among it, drafts and posts that
 * are not due or past as well.  *page is NULL when it is in neither; -1 after
 * a LOSS_ERROR. */
static int
open_page(struct desk *desk, const char *name, const struct page **page)
{
	const struct site_options published = { 0 };
	const struct site_options all = {
		.has_drafts = true, .has_future = true, .undated = UNDATED_OUT
	};

	*page = NULL;
	if (desk_open(desk, &published) != 0)
		return (-1);
	*page = find_page(desk, name);
	if (*page != NULL)
		return (0);
	desk_release(desk);
	if (desk_open(desk, &all) != 0)
		return (-1);
	*page = find_page(desk, name);
	return (losses_count(&desk->losses, LOSS_ERROR) == 0 ? 0 : -1);
}

static int
run(struct view *view, const char *name)
{
	const struct page *page;
	struct buf rendition;
	struct desk desk;
	int result = -1;

	buf_init(&rendition, SIZE_MAX);
	if (open_page(&desk, name, &page) == 0) {
		if (page == NULL)
			warn(MSG_SHOW_NO_PAGE, name);
		else
			result = render_page(view, &desk, page, &rendition);
	}
	if (losses_count(&desk.losses, LOSS_ERROR) > 0)
		desk_print_errors(&desk);
	if (result == 0)
		result = write_view(view, &rendition);
	desk_release(&desk);
	buf_release(&rendition);
	return (result == 0 ? 0 : 1);
}

static void
look_at_terminal(struct view *view)
{
	const char *term = getenv("TERM"), *none = getenv("NO_COLOR");
	struct winsize size;

	view->is_terminal = isatty(STDOUT_FILENO) != 0;
	if (!view->is_terminal)
		return;
	view->has_colour = (none == NULL || none[0] == '\0') && term != NULL &&
	    strcmp(term, "dumb") != 0;
	if (view->width == 0 && !view->is_gopher &&
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		view->width =
		    size.ws_col < WIDTH_MOST ? size.ws_col : WIDTH_MOST;
}

static bool
take_option(struct view *view, int id)
{
	uint64_t width;

	switch (id) {
	case 'g':
		view->is_gopher = true;
		return (true);
	case 'w':
		if (span_number(span_str(optarg), WIDTH_MOST, &width) &&
		    width >= WIDTH_LEAST) {
			view->width = (unsigned)width;
			return (true);
		}
		warn(MSG_WIDTH, WIDTH_LEAST, WIDTH_MOST);
		return (false);
	case 'c':
		charset_free(view->charset);
		view->charset = charset_new(span_str(optarg));
		if (view->charset == NULL)
			warn(MSG_SHOW_CHARSET, optarg);
		return (view->charset != NULL);
	default:
		return (false);
	}
}

int
show_main(int argc, char **argv)
{
	struct view view = { 0 };
	int id, status = -1;

	while (status == -1 && (id = command_next("show", argc, argv)) != -1)
		if (!take_option(&view, id))
			status = command_usage("show");
	if (status == -1 && argc - optind != 1)
		status = command_usage("show");
	if (status == -1) {
		look_at_terminal(&view);
		status = run(&view, argv[optind]);
	}
	charset_free(view.charset);
	return (status);
}
