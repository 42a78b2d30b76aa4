/* SPDX-License-Identifier: ISC */
/*
 * Where the front matter of a post ends and its body begins.  Knows lines, not
 * YAML.
 */
#ifndef GEN_FRONTMATTER_H
#define GEN_FRONTMATTER_H

#include "span.h"

enum frontmatter {
	FRONTMATTER_NONE,	  /* all of the file is body */
	FRONTMATTER_YAML,	  /* between two lines "---" (or "...") */
	FRONTMATTER_UNTERMINATED, /* opened, closed nowhere */
	FRONTMATTER_TOML,	  /* "+++" */
	FRONTMATTER_JSON	  /* "{" alone or before a key */
};

/*
 * Split a file: a byte-order mark is dropped, lines may end in LF or CRLF, and
 * empty lines may come first, as Hugo has it.
 * *yaml is what stands between the marks (empty without front matter),
 * *body what follows, *body_line the number of its first line.  Where the
 * result is neither NONE nor YAML the outputs hold the whole file as body.
 * Blanks may stand before the marks when the first line between them is a key.
 * An opening "---" whose closing line is missing counts as front matter only
 * when the line after it looks like a key: else it is a rule of the body.
 */
enum frontmatter frontmatter_split(struct span file, struct span *yaml,
    struct span *body, unsigned *body_line);

/*
 * The line of a text without front matter in which something begins that may
 * have been meant as such, and says whether it is to be published: `draft:` or
 * `published:` between two lines of hyphens, the first of which has too many
 * or stands after a comment.  0: none.
 */
unsigned frontmatter_in_text(struct span file);

/* True for a file, or the front of one, that begins with front matter whose
 * first line is a key, or that is TOML. */
bool frontmatter_is_there(struct span file);

/* The number of the first line of what frontmatter_split() gave as *yaml. */
unsigned frontmatter_line(struct span yaml, unsigned body_line);

#endif
