/* SPDX-License-Identifier: ISC */
/*
 * `bookmobile list`: posts, drafts or terms, a line each.
 */
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "desk.h"
#include "die.h"
#include "json.h"
#include "messages_desk.h"
#include "yaml.h"

static void
add_json_names(struct buf *b, const char *key, const struct names *names)
{
	size_t i;

	json_open(b, key, '[');
	for (i = 0; i < names->count; i++)
		json_text(b, NULL, names->item[i]);
	json_close(b, ']');
}

static void
add_json_post(struct buf *b, const struct desk *desk, const struct page *post)
{
	struct buf day;

	buf_init(&day, 64);
	if (date_is_set(&post->date))
		date_add_iso(&day, &post->date);
	json_open(b, NULL, '{');
	json_text(b, "file", span_str(post->file));
	/* The day may be part of it. */
	json_text(b, "path",
	    date_is_set(&post->date) ? post->path : span_make("", 0));
	json_text(b, "title", post->title);
	json_text(b, "date", buf_span(&day));
	json_text(b, "lang", post->lang);
	json_bool(b, "draft", post->is_draft);
	json_bool(b, "due", site_is_due(&desk->site, post));
	json_bool(b, "expired", site_is_past(&desk->site, post));
	add_json_names(b, "categories", &post->names[TERM_CATEGORY]);
	add_json_names(b, "tags", &post->names[TERM_TAG]);
	add_json_names(b, "authors", &post->names[TERM_AUTHOR]);
	json_close(b, '}');
	buf_release(&day);
}

/* Why a post is not published; empty: it is. */
static const char *
mark_of(const struct site *site, const struct page *post)
{
	if (!site_is_due(site, post))
		return (MSG_LIST_NOT_DUE);
	return (site_is_past(site, post) ? MSG_LIST_PAST : "");
}

static void
add_post(struct buf *b, const struct desk *desk, const struct page *post)
{
	if (date_is_set(&post->date))
		date_add_iso(b, &post->date);
	else
		buf_str(b, MSG_LIST_NO_DAY);
	buf_printf(b, "  %s  %.*s%s\n", post->file, SPAN_ARG(post->title),
	    mark_of(&desk->site, post));
}

static void
add_posts(struct buf *b, const struct desk *desk, bool has_drafts, bool is_json)
{
	const struct page *post;
	size_t i;

	for (i = 0; i < desk->site.posts; i++) {
		post = desk->site.post[i];
		if (post->is_draft != has_drafts)
			continue;
		if (is_json)
			add_json_post(b, desk, post);
		else
			add_post(b, desk, post);
	}
}

static void
add_term(struct buf *b, const struct term *term, bool is_json)
{
	static const char *const words[TERM_KINDS] = { "category", "tag",
		"author" };
	struct buf label;

	buf_init(&label, 65536);
	term_add_label(&label, term);
	if (is_json) {
		json_open(b, NULL, '{');
		json_text(b, "kind", span_str(words[term->kind]));
		json_text(b, "name", term->name);
		json_text(b, "label", buf_span(&label));
		json_text(b, "path", term->path);
		json_number(b, "posts", term->posts);
		json_close(b, '}');
	} else {
		buf_printf(b, "%-8s %5zu  %.*s  %.*s\n", words[term->kind],
		    term->posts, SPAN_ARG(buf_span(&label)),
		    SPAN_ARG(term->path));
	}
	buf_release(&label);
}

static void
add_terms(struct buf *b, const struct desk *desk, bool is_json)
{
	const struct terms *terms = &desk->site.terms;
	const struct term *term;
	size_t i;
	int kind;

	for (kind = 0; kind < TERM_KINDS; kind++)
		for (i = 0; i < terms->count[kind]; i++) {
			term = terms->item[kind][i];
			if (term->has_page)
				add_term(b, term, is_json);
		}
}

static int
run(const char *what, bool is_json)
{
	bool has_terms = strcmp(what, "terms") == 0;
	bool has_drafts = strcmp(what, "drafts") == 0;
	/* Terms are those of what is published. */
	const struct site_options options = { .has_drafts = has_drafts,
		.has_future = !has_terms,
		.undated = UNDATED_LISTED };
	struct desk desk;
	struct buf b;

	if (desk_open(&desk, &options) != 0) {
		desk_print_errors(&desk);
		desk_release(&desk);
		return (1);
	}
	buf_init(&b, SIZE_MAX);
	if (is_json)
		json_open(&b, NULL, '[');
	if (has_terms)
		add_terms(&b, &desk, is_json);
	else
		add_posts(&b, &desk, has_drafts, is_json);
	if (is_json) {
		json_close(&b, ']');
		json_print(&b);
	} else {
		(void)fwrite(b.data, 1, b.len, stdout);
	}
	buf_release(&b);
	desk_release(&desk);
	return (0);
}

int
list_main(int argc, char **argv)
{
	static const char *const known[] = { "posts", "drafts", "terms", NULL };
	const char *what = "posts", *nearest;
	bool is_json = false;
	size_t i;
	int id;

	while ((id = command_next("list", argc, argv)) != -1) {
		if (id != 'j')
			return (command_usage("list"));
		is_json = true;
	}
	if (argc - optind > 1)
		return (command_usage("list"));
	if (optind < argc)
		what = argv[optind];
	for (i = 0; known[i] != NULL; i++)
		if (strcmp(known[i], what) == 0)
			return (run(what, is_json));
	nearest = yaml_nearest(span_str(what), known);
	if (nearest != NULL)
		warn(MSG_LIST_NEAREST, what, nearest);
	else
		warn(MSG_LIST_UNKNOWN, what);
	return (2);
}
