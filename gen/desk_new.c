/* SPDX-License-Identifier: ISC */
/*
 * `bookmobile new`: a file with its front matter filled in.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "desk.h"
#include "die.h"
#include "fold.h"
#include "messages_desk.h"
#include "slug.h"
#include "twins.h"
#include "utf8.h"

#define MAX_NAMES 64

struct wish {
	struct span title, lang;
	struct span name[TERM_KINDS][MAX_NAMES];
	size_t names[TERM_KINDS];
	bool is_page, is_forced;
};

static const char *const kind_word[] = { MSG_CATEGORY, MSG_TAG };

/* A plain scalar where YAML reads it back as it is, else in quotes. */
static void
add_scalar(struct buf *b, struct span text)
{
	static const char marks[] = ":#,[]{}&*!|>'\"%@`\\?-";
	bool is_safe = text.len > 0 && ascii_is_alpha(text.p[0]);
	size_t i;

	for (i = 0; i < text.len; i++)
		if (strchr(marks, text.p[i]) != NULL &&
		    (text.p[i] != '-' || i == 0))
			is_safe = false;
	if (span_eq_nocase(text, SPAN("true")) ||
	    span_eq_nocase(text, SPAN("false")) ||
	    span_eq_nocase(text, SPAN("null")) || span_ends(text, SPAN(" ")))
		is_safe = false;
	if (is_safe) {
		buf_span_add(b, text);
		return;
	}
	buf_char(b, '"');
	for (i = 0; i < text.len; i++) {
		if (text.p[i] == '"' || text.p[i] == '\\')
			buf_char(b, '\\');
		buf_char(b, text.p[i]);
	}
	buf_char(b, '"');
}

static struct span
keep_clean(struct arena *arena, struct span text)
{
	struct span kept;
	struct buf b;

	buf_init(&b, text.len * 3 + 1);
	utf8_add_clean(&b, span_trim(text));
	kept = arena_copy(arena, buf_span(&b));
	buf_release(&b);
	return (kept);
}

/* 'y', 'n', or 0 when nobody answers. */
static char
ask(const char *kind, struct span name, struct span known)
{
	char line[64];

	(void)fprintf(
	    stderr, MSG_NEW_ASK, kind, SPAN_ARG(known), SPAN_ARG(name));
	if (fgets(line, sizeof(line), stdin) == NULL)
		return (0);
	return (line[0] == 'n' || line[0] == 'N' ? 'n' : 'y');
}

/* The name as it is spelled already; by a slug it stays as given. */
static struct span
known_name(const struct terms *terms, enum term_kind kind, struct span fold,
    struct span given)
{
	const struct term *term;
	size_t i;

	for (i = 0; i < terms->count[kind]; i++) {
		term = terms->item[kind][i];
		if (span_eq(term->fold, fold))
			return (term->name);
		if (span_eq(term->slug, fold))
			return (given);
	}
	(void)fprintf(stderr, MSG_NEW_TERM, kind_word[kind], SPAN_ARG(given));
	return (given);
}

/* Settle one part of a name and add it.  -1 when it is refused. */
static int
add_part(struct buf *b, struct desk *desk, const struct wish *wish,
    enum term_kind kind, struct span part)
{
	struct terms *terms = &desk->site.terms;
	struct span fold = fold_name(&desk->site.arena, part);
	const struct term *like = twins_find(terms, kind, fold);
	char answer;

	if (like == NULL || wish->is_forced) {
		buf_span_add(b, known_name(terms, kind, fold, part));
		return (0);
	}
	answer = isatty(STDIN_FILENO) && isatty(STDERR_FILENO)
	    ? ask(kind_word[kind], part, like->name)
	    : 0;
	if (answer == 0) {
		warn(MSG_NEW_MISTYPED, kind_word[kind], SPAN_ARG(part),
		    SPAN_ARG(like->name));
		return (-1);
	}
	buf_span_add(b, answer == 'y' ? like->name : part);
	return (0);
}

/* In categories '/' parts parent and child. */
static int
settle_name(struct desk *desk, const struct wish *wish, enum term_kind kind,
    struct span *name)
{
	struct span rest = *name, part;
	struct buf b;
	int result = 0;

	buf_init(&b, 65536);
	if (kind != TERM_CATEGORY || span_search(rest, SPAN("\\/")) < rest.len)
		result = add_part(&b, desk, wish, kind, rest);
	else
		while (result == 0 && span_cut(&rest, '/', &part)) {
			if (b.len > 0)
				buf_char(&b, '/');
			result =
			    add_part(&b, desk, wish, kind, span_trim(part));
		}
	*name = arena_copy(&desk->site.arena, buf_span(&b));
	buf_release(&b);
	return (result);
}

static int
settle_names(struct desk *desk, struct wish *wish)
{
	int kind, result = 0;
	size_t i;

	for (kind = 0; kind <= TERM_TAG; kind++)
		for (i = 0; i < wish->names[kind]; i++)
			if (settle_name(desk, wish, (enum term_kind)kind,
				&wish->name[kind][i]) != 0)
				result = -1;
	return (result);
}

static void
add_names(struct buf *b, const char *key, const struct span *name, size_t count)
{
	size_t i;

	if (count == 0)
		return;
	buf_printf(b, "%s: [", key);
	for (i = 0; i < count; i++) {
		if (i > 0)
			buf_str(b, ", ");
		add_scalar(b, name[i]);
	}
	buf_str(b, "]\n");
}

static void
add_front(struct buf *b, const struct desk *desk, const struct wish *wish)
{
	const struct site *site = &desk->site;

	buf_str(b, "---\ntitle: ");
	add_scalar(b, wish->title);
	buf_char(b, '\n');
	if (!wish->is_page) {
		buf_str(b, "date: ");
		date_add_iso(b, &site->today);
		buf_char(b, '\n');
		/* Who wrote the newest post writes this one. */
		if (site->posts > 0)
			add_names(b, "author",
			    site->post[0]->names[TERM_AUTHOR].item,
			    site->post[0]->names[TERM_AUTHOR].count);
	}
	add_names(b, "categories", wish->name[TERM_CATEGORY],
	    wish->names[TERM_CATEGORY]);
	add_names(b, "tags", wish->name[TERM_TAG], wish->names[TERM_TAG]);
	if (wish->lang.len > 0) {
		buf_str(b, "lang: ");
		add_scalar(b, wish->lang);
		buf_char(b, '\n');
	}
	buf_str(b, "---\n\n");
}

static void
add_path(struct buf *b, struct desk *desk, const struct wish *wish)
{
	struct site *site = &desk->site;
	struct span lang = wish->lang.len > 0 ? wish->lang : site->capsule.lang;

	buf_str(b, wish->is_page ? "pages/" : "posts/");
	if (!wish->is_page) {
		date_add_iso(b, &site->today);
		buf_char(b, '-');
	}
	buf_span_add(
	    b, slug_make(&site->slugger, &site->arena, wish->title, lang));
	buf_str(b, ".md");
}

static int
write_file(struct desk *desk, const struct wish *wish)
{
	struct buf path, text;
	int result;

	buf_init(&path, 4096);
	buf_init(&text, PAGE_MAX_SOURCE);
	add_path(&path, desk, wish);
	add_front(&text, desk, wish);
	result = desk_make_file(desk->site.fd, path.data, buf_span(&text));
	if (result == 0)
		(void)printf("%s/%s\n", desk->content, path.data);
	else
		warn("%s/%s: %s", desk->content, path.data,
		    errno == EEXIST ? MSG_NEW_IS_THERE : strerror(errno));
	buf_release(&text);
	buf_release(&path);
	return (result);
}

static int
run(struct wish *wish)
{
	const struct site_options all = { .has_drafts = true,
		.has_future = true,
		.undated = UNDATED_LISTED };
	bool has_names = wish->names[TERM_CATEGORY] + wish->names[TERM_TAG] > 0;
	struct desk desk;
	int result = 0;

	if (desk_open(&desk, &all) != 0 && has_names)
		warn(MSG_NEW_NOT_COMPARED);
	else
		result = settle_names(&desk, wish);
	wish->title = keep_clean(&desk.site.arena, wish->title);
	if (result == 0)
		result = write_file(&desk, wish);
	desk_release(&desk);
	return (result == 0 ? 0 : 1);
}

static bool
take_option(struct wish *wish, int id)
{
	int kind = id == 'c' ? TERM_CATEGORY : TERM_TAG;

	switch (id) {
	case 'c':
	case 't':
		if (wish->names[kind] == MAX_NAMES ||
		    span_trim(span_str(optarg)).len == 0) {
			warn(MSG_NEW_NO_NAME, MAX_NAMES);
			return (false);
		}
		wish->name[kind][wish->names[kind]++] =
		    span_trim(span_str(optarg));
		return (true);
	case 'l':
		wish->lang = span_str(optarg);
		if (!slug_is_fit(wish->lang))
			warn(MSG_NEW_LANG);
		return (slug_is_fit(wish->lang));
	case 'p':
		wish->is_page = true;
		return (true);
	case 'f':
		wish->is_forced = true;
		return (true);
	default:
		return (false);
	}
}

int
new_main(int argc, char **argv)
{
	struct wish wish = { 0 };
	int id;

	while ((id = command_next("new", argc, argv)) != -1)
		if (!take_option(&wish, id))
			return (command_usage("new"));
	if (argc - optind != 1 || span_trim(span_str(argv[optind])).len == 0)
		return (command_usage("new"));
	if (wish.is_page &&
	    wish.names[TERM_CATEGORY] + wish.names[TERM_TAG] > 0) {
		warn(MSG_NEW_PAGE_TERMS);
		return (2);
	}
	if (!utf8_valid(span_str(argv[optind])))
		die(MSG_NEW_NO_UTF8);
	wish.title = span_str(argv[optind]);
	return (run(&wish));
}
