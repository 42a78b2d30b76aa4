/* SPDX-License-Identifier: ISC */
#include "types.h"

#include <fcntl.h>
#include <magic.h>
#include <unistd.h>

#include "cache.h"
#include "mediatype.h"

/* Some answers are no media types ("inode/x-empty"): those say nothing. */
static const char *
type_of(struct site *site, magic_t magic, struct span source)
{
	const char *found = NULL;
	struct span type;
	int fd = openat(site->fd, source.p, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return (NULL);
	found = magic_descriptor(magic, fd);
	(void)close(fd);
	type = span_str(found);
	if (!mediatype_is_valid(type) || span_starts(type, SPAN("inode/")))
		return (NULL);
	return (arena_copy(&site->arena, type).p);
}

/* The type that was found at the last build, if the file is the same. */
static bool
recall(const struct site *site, struct attachment *file)
{
	const struct scan_file *scan = file->scan;
	struct span type;

	if (site->cache == NULL || !scan->is_same)
		return (false);
	type = cache_bytes(site->cache, scan->old->data, scan->old->data_len);
	if (type.len == 0)
		return (false);
	file->type = type.len > 1 ? type.p : NULL;
	return (true);
}

void
types_find(struct site *site)
{
	struct attachment *file;
	magic_t magic = NULL;
	size_t i;

	for (i = 0; i < site->files; i++) {
		file = &site->file[i];
		if (file->path.len == 0 ||
		    mediatype_by_suffix(file->path) != NULL)
			continue;
		file->has_looked = true;
		if (recall(site, file))
			continue;
		if (magic == NULL) {
			magic = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR);
			if (magic == NULL || magic_load(magic, NULL) != 0)
				break;
		}
		file->type = type_of(site, magic, file->source);
	}
	if (magic != NULL)
		magic_close(magic);
}
