/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as a post: front matter is split off and read, the body rendered
 * under its title.  The parts must lie in the file, and what is read must be
 * clean, one line and valid UTF-8.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "frontmatter.h"
#include "page.h"
#include "whole_path.h"

/* More of a body is for the targets that begin with it. */
enum { BODY_MAX = 512 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_inside(struct span file, struct span part)
{
	if (part.len > 0 &&
	    (part.p < file.p || part.p + part.len > file.p + file.len))
		abort();
}

static void
check_clean(struct span text)
{
	if (!utf8_is_clean(text))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span file = span_make((const char *)data, size);
	struct span yaml, body;
	struct losses losses;
	struct arena arena;
	struct page page = { .kind = PAGE_POST, .file = "post.md" };
	unsigned line, i;
	int kind;

	markdown_init();
	(void)frontmatter_split(file, &yaml, &body, &line);
	check_inside(file, yaml);
	check_inside(file, body);
	arena_init(&arena);
	losses_init(&losses);
	page.source = SPAN("posts/post.md");
	page.name = SPAN("2021-03-09-post");
	if (page_read(&page, &arena, file, &losses) == 0) {
		check_clean(page.title);
		check_clean(page.summary);
		for (kind = 0; kind < TERM_KINDS; kind++)
			for (i = 0; i < page.names[kind].count; i++)
				check_clean(page.names[kind].item[i]);
		if (!date_is_set(&page.date) || page.title.len == 0)
			abort();
		whole_path(
		    page.title, span_first(page_body(file, &line), BODY_MAX));
	} else if (losses_count(&losses, LOSS_ERROR) == 0) {
		abort(); /* refused without a word */
	}
	losses_release(&losses);
	arena_release(&arena);
	return (0);
}
