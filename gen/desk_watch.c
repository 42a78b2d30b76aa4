/* SPDX-License-Identifier: ISC */
/*
 * Which source was saved.  Editors write into the file, or write another one
 * and rename it: both count; a new folder is watched at once.
 */
#include <sys/inotify.h>

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk_preview.h"
#include "die.h"
#include "messages_desk.h"
#include "suffix.h"

#define EVENTS                                                      \
	(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | \
	    IN_DELETE | IN_ONLYDIR)

static bool
is_ignored(const char *name)
{
	size_t len = strlen(name);

	/* 4913 is vim's attempt whether a folder can be written. */
	return (name[0] == '.' || name[0] == '#' || len == 0 ||
	    name[len - 1] == '~' || strcmp(name, "4913") == 0);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the folders are */
static void
add_folder(struct watch *watch, struct span below)
{
	struct buf path;
	struct span inner;
	struct dirent *entry;
	DIR *dir;
	int wd;

	buf_init(&path, PATH_MAX);
	buf_printf(&path, "%s/%.*s", watch->root, SPAN_ARG(below));
	wd = inotify_add_watch(watch->fd, path.data, EVENTS);
	if (wd >= 0 && (size_t)wd >= watch->folders) {
		watch->folder = xreallocarray(
		    watch->folder, (size_t)wd + 1, sizeof(struct span));
		memset(watch->folder + watch->folders, 0,
		    ((size_t)wd + 1 - watch->folders) * sizeof(struct span));
		watch->folders = (size_t)wd + 1;
	}
	if (wd >= 0)
		watch->folder[wd] = arena_copy(&watch->arena, below);
	dir = wd >= 0 ? opendir(path.data) : NULL;
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (entry->d_type != DT_DIR || is_ignored(entry->d_name))
			continue;
		inner = arena_printf(
		    &watch->arena, "%.*s%s/", SPAN_ARG(below), entry->d_name);
		add_folder(watch, inner);
	}
	if (dir != NULL)
		(void)closedir(dir);
	buf_release(&path);
}

void
watch_init(struct watch *watch, const char *root)
{
	memset(watch, 0, sizeof(*watch));
	arena_init(&watch->arena);
	watch->root = root;
	watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (watch->fd == -1)
		die_errno("inotify");
	add_folder(watch, SPAN(""));
	if (watch->folders == 0)
		die_errno(MSG_PREVIEW_NO_WATCH, root);
}

void
watch_release(struct watch *watch)
{
	(void)close(watch->fd);
	free(watch->folder);
	arena_release(&watch->arena);
}

/* True when the event is about a source. */
static bool
take_event(
    struct watch *watch, const struct inotify_event *event, struct buf *source)
{
	struct span folder, name;

	if (event->len == 0 || event->wd < 0 ||
	    (size_t)event->wd >= watch->folders || is_ignored(event->name))
		return (false);
	folder = watch->folder[event->wd];
	if ((event->mask & IN_ISDIR) != 0) {
		if ((event->mask & (IN_CREATE | IN_MOVED_TO)) != 0)
			add_folder(watch,
			    arena_printf(&watch->arena, "%.*s%s/",
				SPAN_ARG(folder), event->name));
		return (true);
	}
	/* What is made is written and closed later. */
	if ((event->mask & IN_CREATE) != 0)
		return (false);
	name = span_str(event->name);
	if (suffix_is_markdown(buf_span(source)) && !suffix_is_markdown(name))
		return (true);
	buf_reset(source);
	buf_span_add(source, folder);
	buf_span_add(source, name);
	return (true);
}

bool
watch_read(struct watch *watch, struct buf *source)
{
	_Alignas(struct inotify_event) char bytes[8192];
	struct inotify_event event;
	bool has_changed = false;
	ssize_t got, at;

	while ((got = read(watch->fd, bytes, sizeof(bytes))) > 0 ||
	    (got == -1 && errno == EINTR)) {
		for (at = 0; at < got;
		     at += (ssize_t)(sizeof(event) + event.len)) {
			memcpy(&event, bytes + at, sizeof(event));
			if (take_event(watch,
				(const struct inotify_event *)(void *)(bytes +
				    at),
				source))
				has_changed = true;
		}
	}
	return (has_changed);
}
