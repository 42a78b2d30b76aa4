/* SPDX-License-Identifier: ISC */
/*
 * Folders listed.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gemtext.h"
#include "gophermap.h"
#include "listing.h"
#include "mediatype.h"
#include "uri.h"
#include "utf8.h"

/* Each is opened and looked at while all other readers wait. */
#define LISTING_MAX 2000

static void
copy(char *to, size_t cap, struct span from)
{
	from = utf8_cut(from, cap - 1);
	memcpy(to, from.p, from.len);
	to[from.len] = '\0';
}

/* The folder as an absolute path, "/" at both ends. */
static void
add_folder(struct buf *b, struct span folder)
{
	buf_char(b, '/');
	buf_span_add(b, folder);
	buf_str(b, folder.len > 0 ? "/" : "");
}

/* What readers cannot ask for is not shown. */
static bool
look_at(struct listing_entry *e, struct vhost *v, enum vhost_tree tree,
    struct span folder, struct span name)
{
	struct vhost_file file;
	BUF_LOCAL(page, 2 * REQUEST_MAX);
	enum docroot_kind kind;

	add_folder(&page, folder);
	buf_span_add(&page, name);
	kind = buf_ok(&page)
	    ? vhost_open(v, tree, span_skip(buf_span(&page), 1),
		  buf_span(&page), &file)
	    : DOCROOT_NONE;
	*e = (struct listing_entry){ .is_folder = kind == DOCROOT_FOLDER };
	copy(e->name, sizeof(e->name), name);
	if (kind == DOCROOT_FILE) {
		e->size = file.size;
		copy(e->media_type, sizeof(e->media_type), file.media_type);
		close(file.fd);
	}
	return kind == DOCROOT_FILE || kind == DOCROOT_FOLDER;
}

static int
compare(const void *a, const void *b)
{
	const struct listing_entry *x = a;
	const struct listing_entry *y = b;

	if (x->is_folder != y->is_folder)
		return x->is_folder ? -1 : 1;
	return strcmp(x->name, y->name);
}

int
listing_read(struct listing *l, struct vhost *v, enum vhost_tree tree,
    struct span folder)
{
	BUF_LOCAL(path, 2 * REQUEST_MAX);
	const struct dirent *found;
	DIR *dir = NULL;
	int fd;

	*l = (struct listing){ .at = calloc(LISTING_MAX, sizeof(*l->at)) };
	buf_span_add(&path, folder);
	fd = vhost_folder(v, tree, path.data);
	if (fd != -1 && l->at != NULL)
		dir = fdopendir(fd);
	if (dir == NULL) {
		if (fd != -1)
			close(fd);
		listing_release(l);
		return -1;
	}
	while (!l->is_cut && (found = readdir(dir)) != NULL) {
		struct span name = span_str(found->d_name);

		if (name.p[0] == '.' || span_eq(name, SPAN("gophermap")) ||
		    !utf8_is_clean(name))
			continue;
		l->is_cut = l->count == LISTING_MAX;
		if (!l->is_cut &&
		    look_at(&l->at[l->count], v, tree, folder, name))
			l->count++;
	}
	closedir(dir);
	qsort(l->at, l->count, sizeof(*l->at), compare);
	return 0;
}

void
listing_release(struct listing *l)
{
	free(l->at);
	*l = (struct listing){ .at = NULL };
}

/* "name/", or "name, type, 1.9 KB"; the type is left out where NULL. */
static void
add_label(struct buf *b, const struct listing_entry *e, const char *type)
{
	unsigned long long n = e->size;

	buf_str(b, e->name);
	if (e->is_folder) {
		buf_char(b, '/');
		return;
	}
	if (type != NULL)
		buf_printf(b, ", %s", type);
	if (n < 1000)
		buf_printf(b, ", %llu bytes", n);
	else if (n < 1000000)
		buf_printf(b, ", %llu.%llu KB", n / 1000, n % 1000 / 100);
	else
		buf_printf(
		    b, ", %llu.%llu MB", n / 1000000, n % 1000000 / 100000);
}

static const char too_many[] = "There are more; a listing ends here.";

void
listing_add_gemtext(struct buf *b, const struct listing *l, struct span folder)
{
	BUF_LOCAL(title, 2 * REQUEST_MAX);
	BUF_LOCAL(label, 512);
	BUF_LOCAL(url, 1024);

	add_folder(&title, folder);
	gemtext_heading(b, 1, buf_span(&title));
	gemtext_blank(b);
	if (folder.len > 0)
		gemtext_link(b, SPAN("../"), SPAN("Up"));
	for (size_t i = 0; i < l->count; i++) {
		const struct listing_entry *e = &l->at[i];

		buf_reset(&label);
		buf_reset(&url);
		add_label(&label, e, e->media_type);
		/* "./": a name may begin like a scheme (RFC 3986 §4.2). */
		buf_str(&url, strchr(e->name, ':') != NULL ? "./" : "");
		uri_encode_path(&url, span_str(e->name));
		buf_str(&url, e->is_folder ? "/" : "");
		gemtext_link(b, buf_span(&url), buf_span(&label));
	}
	if (l->is_cut)
		gemtext_text(b, span_str(too_many));
}

void
listing_add_menu(
    struct buf *b, const struct listing *l, const struct gopher_map *m)
{
	BUF_LOCAL(label, 512);
	BUF_LOCAL(selector, 2 * REQUEST_MAX);

	for (size_t i = 0; i < l->count; i++) {
		const struct listing_entry *e = &l->at[i];
		char type = e->is_folder
		    ? '1'
		    : mediatype_gopher(span_str(e->media_type));

		type = gopher_marked_type(m, span_str(e->name), type);
		if (type == '\0')
			continue;
		buf_reset(&label);
		buf_reset(&selector);
		add_label(&label, e, NULL);
		add_folder(&selector, m->folder);
		buf_str(&selector, e->name);
		buf_str(&selector, e->is_folder ? "/" : "");
		gopher_menu_item(b, type, buf_span(&label), buf_span(&selector),
		    m->self->host, m->self->port);
	}
	if (l->is_cut)
		gophermap_info(b, span_str(too_many));
}
