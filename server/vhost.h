/* SPDX-License-Identifier: ISC */
/*
 * One capsule as the server sees it: its host, its root folder and what the
 * manifest says about the tree.  Knows no protocol, but for the numbers that
 * Gemini has for what is gone or has moved.
 *
 * The root is either what `bookmobile build` wrote (gemini/, gopher/ and a
 * manifest) or a plain folder (with an index.gmi or a gophermap of its own),
 * which then serves both protocols.
 */
#ifndef SERVER_VHOST_H
#define SERVER_VHOST_H

#include <sys/stat.h>

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "docroot.h"
#include "manifest.h"
#include "rules.h"
#include "span.h"

enum vhost_tree { VHOST_GEMINI, VHOST_GOPHER, VHOST_TREES };

struct vhost {
	struct span host; /* as hosts are compared; the text is not owned */
	int root_fd;	  /* not owned */
	int tree_fd[VHOST_TREES];  /* root_fd itself for a plain folder; -1 */
	const struct rules *rules; /* not owned; vhost_init() sets none */
	struct manifest manifest;
	struct stat seen;   /* of the manifest; all zero when there is none */
	int64_t checked_at; /* ms; when tree and manifest were last looked at */
	bool has_warned_host;
};

struct vhost_file {
	int fd; /* the caller closes it */
	uint64_t size;
	struct span media_type; /* lives until the next vhost_refresh() */
	struct span lang;	/* may be empty; as above */
};

/* Take root_fd, an open folder, and look at it for the first time. */
void vhost_init(struct vhost *v, struct span host, int root_fd, int64_t now);
void vhost_release(struct vhost *v);
/* Look again at folders and manifest, at most once a second.  `now` in ms of
 * a clock that only goes forward. */
void vhost_refresh(struct vhost *v, int64_t now);
/*
 * Open the file at `path`, relative to the tree and with a NUL after it.
 * `page` is the path by which the manifest knows it, absolute; media type and
 * lang are found for DOCROOT_FILE: by rule, manifest, suffix and content.
 */
enum docroot_kind vhost_open(struct vhost *v, enum vhost_tree tree,
    struct span path, struct span page, struct vhost_file *file);
/* Open the folder at `path`, as above, for reading its names; -1 when there is
 * none.  The caller closes it. */
int vhost_folder(const struct vhost *v, enum vhost_tree tree, const char *path);
/*
 * What rules and manifest say of an absolute path: 0 for nothing, GEMINI_GONE,
 * or a redirect's status, and where it leads (as in rules_add_target()) has
 * been added to `target`.
 */
int vhost_rule(const struct vhost *v, struct span page, struct buf *target);
/* True when `host`, in the form in which hosts are compared, is this one's
 * (localhost is also known by its addresses). */
bool vhost_is_host(const struct vhost *v, struct span host);
/* The host that the manifest of the tree at root_fd names, as a C string that
 * the caller frees; NULL when it names none. */
char *vhost_manifest_host(int root_fd);

#endif
