/* SPDX-License-Identifier: ISC */
/*
 * A name says most; only files that may be text are opened.
 */
#include "withheld.h"

#include <fcntl.h>
#include <unistd.h>

#include "frontmatter.h"
#include "mediatype.h"
#include "messages_content.h"
#include "suffix.h"

/* Where front matter begins. */
#define FRONT_MAX 4096

static bool
is_in_drafts(struct span source)
{
	return (span_starts(source, SPAN("_drafts/")) ||
	    span_search(source, SPAN("/_drafts/")) < source.len);
}

/* Files of data may begin with the mark of YAML. */
static bool
may_be_text(struct span source)
{
	const char *type = mediatype_by_suffix(source);

	if (span_ends(source, SPAN(".yaml")) || span_ends(source, SPAN(".yml")))
		return (false);
	return (type == NULL || mediatype_is_text(span_str(type)));
}

static bool
begins_with_front(const struct site *site, struct span source)
{
	char bytes[FRONT_MAX];
	ssize_t len;
	int fd;

	fd = openat(site->fd, source.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd == -1)
		return (false);
	len = read(fd, bytes, sizeof(bytes));
	(void)close(fd);
	return (len > 0 && frontmatter_is_there(span_make(bytes, (size_t)len)));
}

static bool
is_text_with_front(const struct site *site, struct span source)
{
	return ((span_starts(source, SPAN("posts/")) ||
		    span_starts(source, SPAN("pages/"))) &&
	    may_be_text(source) && begins_with_front(site, source));
}

bool
withheld_file(struct site *site, const struct scan_file *f)
{
	struct span name = scan_name(f->source);
	struct span stem = span_first(name, span_rfind(name, '.'));
	bool is_markdown = suffix_is_markdown(f->source);
	enum loss_kind kind = LOSS_NOTE;
	const char *why = NULL;

	if (span_eq(f->source, SPAN("capsule.yaml")))
		return (true);
	if (is_markdown && span_eq_nocase(stem, SPAN("README"))) {
		why = MSG_FILE_README;
	} else if (is_in_drafts(f->source)) {
		why = MSG_FILE_IN_DRAFTS;
	} else if (is_markdown && span_eq(stem, SPAN("_index")) &&
	    span_starts(f->source, SPAN("posts/"))) {
		why = MSG_FILE_LIST_TEXT;
	} else if (!is_markdown && is_text_with_front(site, f->source)) {
		kind = LOSS_WARNING;
		why = MSG_FILE_FRONT;
	}
	if (why == NULL)
		return (false);
	losses_add(site->losses, kind, f->file, 0, "%s", why);
	return (true);
}

bool
withheld_stray(struct site *site, const struct scan_file *f)
{
	if (!suffix_is_markdown(f->source) ||
	    !begins_with_front(site, f->source))
		return (false);
	losses_add(
	    site->losses, LOSS_WARNING, f->file, 0, "%s", MSG_FILE_STRAY);
	return (true);
}

/* The folder of a source, or the one above a folder, with its last '/'. */
static struct span
above(struct span path)
{
	if (path.len > 0)
		path.len--;
	path.len =
	    span_rfind(path, '/') == path.len ? 0 : span_rfind(path, '/') + 1;
	return (path);
}

/* Note the folders in or below which a page is: in `published` where it is
 * that. */
static void
add_folders(struct map *folders, const struct page *page)
{
	struct span folder = above(page->source);

	while (folder.len > 0 && map_add(folders, folder, folders))
		folder = above(folder);
}

/* The folder with pages nearest to the file has none but drafts. */
static bool
is_beside_drafts(
    const struct map *published, const struct map *drafts, struct span source)
{
	struct span folder = above(source);

	for (; folder.len > 0; folder = above(folder)) {
		if (map_get(published, folder) != NULL)
			return (false);
		if (map_get(drafts, folder) != NULL)
			return (true);
	}
	return (false);
}

void
withheld_drop(struct site *site)
{
	struct map published, drafts;
	size_t i, kept = 0;

	map_init(&published);
	map_init(&drafts);
	for (i = 0; i < site->pages; i++)
		if (site->is_out[i])
			add_folders(&drafts, &site->page[i]);
	for (i = 0; drafts.count > 0 && i < site->pages; i++)
		if (!site->is_out[i])
			add_folders(&published, &site->page[i]);
	for (i = 0; i < site->files; i++)
		if (drafts.count == 0 ||
		    !is_beside_drafts(
			&published, &drafts, site->file[i].source))
			site->file[kept++] = site->file[i];
	site->files = kept;
	map_release(&published);
	map_release(&drafts);
}
