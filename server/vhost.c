/* SPDX-License-Identifier: ISC */
/*
 * A capsule's root, its two trees and its manifest.
 */
#include <string.h>
#include <unistd.h>

#include "gemini.h"
#include "mediatype.h"
#include "vhost.h"

#define MANIFEST_MAX ((size_t)64 * 1024 * 1024)
#define CHECK_EVERY_MS 1000

static const char *const tree_name[VHOST_TREES] = { "gemini", "gopher" };
static const char *const index_name[VHOST_TREES] = { "index.gmi", "gophermap" };

static const struct rules no_rules;

static bool
is_file(int root_fd, const char *name)
{
	struct stat st;
	int fd;

	if (docroot_open(root_fd, name, &fd, &st) != DOCROOT_FILE)
		return false;
	close(fd);
	return true;
}

static bool
is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	    a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Read and parse; -1 leaves *m as manifest_init() does. */
static int
read_manifest(int fd, struct manifest *m)
{
	BUF_LOCAL(text, MANIFEST_MAX);

	manifest_init(m);
	return buf_read_fd(&text, fd) == 0 && buf_ok(&text)
	    ? manifest_parse(m, buf_span(&text))
	    : -1;
}

static void
refresh_manifest(struct vhost *v)
{
	struct manifest fresh;
	struct stat st;
	int fd = -1;

	if (docroot_open(v->root_fd, MANIFEST_NAME, &fd, &st) != DOCROOT_FILE) {
		manifest_release(&v->manifest);
		manifest_init(&v->manifest);
		memset(&v->seen, 0, sizeof(v->seen));
		return;
	}
	if (!is_same_file(&st, &v->seen)) {
		/* One that cannot be read leaves the last good one in force. */
		if (read_manifest(fd, &fresh) == 0) {
			manifest_release(&v->manifest);
			v->manifest = fresh;
		}
		v->seen = st;
	}
	close(fd);
}

static void
close_tree(struct vhost *v, enum vhost_tree tree)
{
	if (v->tree_fd[tree] != -1 && v->tree_fd[tree] != v->root_fd)
		close(v->tree_fd[tree]);
	v->tree_fd[tree] = -1;
}

/* A folder of that name may be another one since the last look. */
static void
refresh_trees(struct vhost *v)
{
	bool is_plain = is_file(v->root_fd, index_name[VHOST_GEMINI]) ||
	    is_file(v->root_fd, index_name[VHOST_GOPHER]);
	int fd[VHOST_TREES] = { -1, -1 };
	bool has_tree = v->manifest.text != NULL;

	for (int i = 0; i < VHOST_TREES && !is_plain; i++) {
		fd[i] = docroot_folder(v->root_fd, tree_name[i]);
		has_tree = has_tree || fd[i] != -1;
	}
	for (int i = 0; i < VHOST_TREES; i++) {
		close_tree(v, (enum vhost_tree)i);
		v->tree_fd[i] = is_plain || !has_tree ? v->root_fd : fd[i];
	}
}

static void
look_again(struct vhost *v, int64_t now)
{
	v->checked_at = now;
	refresh_manifest(v);
	refresh_trees(v);
}

void
vhost_init(struct vhost *v, struct span host, int root_fd, int64_t now)
{
	memset(v, 0, sizeof(*v));
	v->host = host;
	v->root_fd = root_fd;
	v->rules = &no_rules;
	manifest_init(&v->manifest);
	for (int i = 0; i < VHOST_TREES; i++)
		v->tree_fd[i] = -1;
	look_again(v, now);
}

void
vhost_release(struct vhost *v)
{
	for (int i = 0; i < VHOST_TREES; i++)
		close_tree(v, (enum vhost_tree)i);
	manifest_release(&v->manifest);
	manifest_init(&v->manifest);
}

void
vhost_refresh(struct vhost *v, int64_t now)
{
	if (now - v->checked_at >= CHECK_EVERY_MS)
		look_again(v, now);
}

static struct span
media_type(struct span named, struct span path, int fd)
{
	const char *by_suffix;

	if (named.len > 0 && mediatype_is_valid(named))
		return named;
	by_suffix = mediatype_by_suffix(path);
	if (by_suffix != NULL)
		return span_str(by_suffix);
	return docroot_looks_like_text(fd) ? SPAN("text/plain")
					   : SPAN("application/octet-stream");
}

/* True when build has replaced the tree since the last look. */
static bool
is_tree_stale(const struct vhost *v, enum vhost_tree tree)
{
	return v->tree_fd[tree] != v->root_fd &&
	    docroot_is_moved(v->tree_fd[tree], v->root_fd, tree_name[tree]);
}

static enum docroot_kind
open_in_tree(struct vhost *v, enum vhost_tree tree, const char *path, int *fd,
    struct stat *st)
{
	if (v->tree_fd[tree] == -1)
		return DOCROOT_NONE;
	return docroot_open(v->tree_fd[tree], path, fd, st);
}

/* What a rule says about the file, or `otherwise`. */
static struct span
by_rule(const struct vhost *v, enum rule_kind kind, struct span path,
    struct span otherwise)
{
	const struct rule *rule;
	BUF_LOCAL(absolute, path.len + 2);

	if (v->rules->count[kind] == 0)
		return otherwise;
	buf_char(&absolute, '/');
	buf_span_add(&absolute, path);
	rule = rules_find(v->rules, kind, buf_span(&absolute));
	return rule != NULL ? span_str(rule->value) : otherwise;
}

int
vhost_folder(const struct vhost *v, enum vhost_tree tree, const char *path)
{
	/* Not even an empty list may tell that there is such a folder. */
	if (v->tree_fd[tree] == -1 || docroot_is_hidden(span_str(path)))
		return -1;
	return docroot_folder(v->tree_fd[tree], path);
}

enum docroot_kind
vhost_open(struct vhost *v, enum vhost_tree tree, struct span path,
    struct span page, struct vhost_file *file)
{
	const struct manifest_entry *entry;
	enum docroot_kind kind;
	struct stat st;

	if (docroot_is_hidden(path))
		return DOCROOT_NONE;
	kind = open_in_tree(v, tree, path.p, &file->fd, &st);
	if (kind == DOCROOT_NONE && is_tree_stale(v, tree)) {
		look_again(v, v->checked_at);
		kind = open_in_tree(v, tree, path.p, &file->fd, &st);
	}
	if (kind != DOCROOT_FILE)
		return kind;
	entry = manifest_page(&v->manifest, page);
	file->size = (uint64_t)st.st_size;
	file->media_type = media_type(
	    by_rule(v, RULE_TYPE, path, entry ? entry->media_type : SPAN("")),
	    path, file->fd);
	file->lang = by_rule(v, RULE_LANG, path,
	    entry && entry->lang.len > 0 ? entry->lang : v->manifest.lang);
	return DOCROOT_FILE;
}

int
vhost_rule(const struct vhost *v, struct span page, struct buf *target)
{
	const struct rule *rule = rules_find(v->rules, RULE_REDIRECT, page);
	const struct manifest_entry *entry;

	if (rules_find(v->rules, RULE_GONE, page) != NULL)
		return GEMINI_GONE;
	if (rule != NULL) {
		rules_add_target(target, rule, page);
		return rule->is_permanent ? GEMINI_MOVED : GEMINI_ELSEWHERE;
	}
	entry = manifest_redirect(&v->manifest, page);
	if (entry == NULL || entry->media_type.len == 0)
		return 0;
	buf_span_add(target, entry->media_type);
	return GEMINI_MOVED;
}

bool
vhost_is_host(const struct vhost *v, struct span host)
{
	if (span_eq(v->host, host))
		return true;
	return span_eq(v->host, SPAN("localhost")) &&
	    (span_eq(host, SPAN("127.0.0.1")) || span_eq(host, SPAN("[::1]")));
}

char *
vhost_manifest_host(int root_fd)
{
	struct manifest m;
	struct stat st;
	char *host = NULL;
	int fd;

	if (docroot_open(root_fd, MANIFEST_NAME, &fd, &st) != DOCROOT_FILE)
		return NULL;
	if (read_manifest(fd, &m) == 0 && m.host.len > 0)
		host = strndup(m.host.p, m.host.len);
	manifest_release(&m);
	close(fd);
	return host;
}
