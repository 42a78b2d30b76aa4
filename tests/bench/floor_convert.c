/* SPDX-License-Identifier: ISC */
/*
 * floor_convert: the least work that a converter can do.
 *
 *     floor_convert md4c CONTENT OUTPUT
 *     floor_convert same CONTENT OUTPUT
 *
 * md4c: read each source, parse it with MD4C and write the text that comes
 * out of the parser to one file.  same: what `bookmobile build` cannot avoid
 * for a post either: read it, take libyaml's events of the front matter,
 * parse the body with cmark-gfm, and write three files in two folders, their
 * bytes just those of the source.  OUTPUT must not exist.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <md4c.h>
#include <yaml.h>

#include "bench.h"

struct text {
	char *data;
	size_t len, cap;
};

struct source {
	const char *front, *body, *slug;
	size_t front_len, body_len;
	int slug_len;
};

static struct text out;
static const char *output;
static void (*convert)(const struct source *);
static size_t sources, events, nodes;

static void
text_add(struct text *t, const char *bytes, size_t len)
{
	if (len > t->cap - t->len) {
		t->cap = (t->cap + len) * 2;
		t->data = realloc(t->data, t->cap);
		if (!t->data)
			bench_die_errno("memory");
	}
	memcpy(t->data + t->len, bytes, len);
	t->len += len;
}

static void
write_file(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

	if (fd < 0 || write(fd, bytes, len) != (ssize_t)len)
		bench_die_errno("%s", path);
	close(fd);
}

static void
make_dir(const char *path)
{
	if (mkdir(path, 0755) < 0)
		bench_die_errno("%s", path);
}

/* ---- md4c ---------------------------------------------------------------- */

static int
on_enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	(void)detail;
	if (type == MD_BLOCK_H)
		text_add(data, "# ", 2);
	else if (type == MD_BLOCK_LI)
		text_add(data, "* ", 2);
	return 0;
}

static int
on_leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	(void)type;
	(void)detail;
	text_add(data, "\n", 1);
	return 0;
}

static int
on_enter_span(MD_SPANTYPE type, void *detail, void *data)
{
	const MD_SPAN_A_DETAIL *link = detail;

	if (type == MD_SPAN_A)
		text_add(data, link->href.text, link->href.size);
	return 0;
}

static int
on_leave_span(MD_SPANTYPE type, void *detail, void *data)
{
	(void)type;
	(void)detail;
	(void)data;
	return 0;
}

static int
on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
	(void)type;
	text_add(data, text, size);
	return 0;
}

static void
convert_md4c(const struct source *s)
{
	static const MD_PARSER parser = {
		.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH |
		    MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEAUTOLINKS,
		.enter_block = on_enter_block,
		.leave_block = on_leave_block,
		.enter_span = on_enter_span,
		.leave_span = on_leave_span,
		.text = on_text,
	};
	char path[4096];

	out.len = 0;
	if (md_parse(s->body, (MD_SIZE)s->body_len, &parser, &out) != 0)
		bench_die("md4c refused %.*s", s->slug_len, s->slug);
	snprintf(
	    path, sizeof(path), "%s/%.*s.gmi", output, s->slug_len, s->slug);
	write_file(path, out.data, out.len);
}

/* ---- the same work as ours ----------------------------------------------- */

static void
read_front_matter(const struct source *s)
{
	yaml_parser_t parser;
	yaml_event_t event;
	yaml_event_type_t type;

	if (!yaml_parser_initialize(&parser))
		bench_die("libyaml");
	yaml_parser_set_input_string(
	    &parser, (const unsigned char *)s->front, s->front_len);
	do {
		if (!yaml_parser_parse(&parser, &event))
			bench_die(
			    "bad front matter: %.*s", s->slug_len, s->slug);
		type = event.type;
		yaml_event_delete(&event);
		events++;
	} while (type != YAML_STREAM_END_EVENT);
	yaml_parser_delete(&parser);
}

static void
parse_body(const struct source *s)
{
	static const char *const names[] = { "table", "strikethrough",
		"autolink", "tasklist" };
	cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES);
	cmark_node *root;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		cmark_parser_attach_syntax_extension(
		    parser, cmark_find_syntax_extension(names[i]));
	cmark_parser_feed(parser, s->body, s->body_len);
	root = cmark_parser_finish(parser);
	nodes += cmark_node_first_child(root) != NULL;
	cmark_node_free(root);
	cmark_parser_free(parser);
}

static void
convert_same(const struct source *s)
{
	char path[4096];

	read_front_matter(s);
	parse_body(s);
	snprintf(
	    path, sizeof(path), "%s/gemini/%.*s", output, s->slug_len, s->slug);
	make_dir(path);
	snprintf(path, sizeof(path), "%s/gemini/%.*s/index.gmi", output,
	    s->slug_len, s->slug);
	write_file(path, s->body, s->body_len);
	snprintf(
	    path, sizeof(path), "%s/gopher/%.*s", output, s->slug_len, s->slug);
	make_dir(path);
	snprintf(path, sizeof(path), "%s/gopher/%.*s/gophermap", output,
	    s->slug_len, s->slug);
	write_file(path, s->body, s->body_len);
	snprintf(path, sizeof(path), "%s/gopher/%.*s/index.txt", output,
	    s->slug_len, s->slug);
	write_file(path, s->body, s->body_len);
}

/* ---- sources ------------------------------------------------------------- */

/* Point into `data`, which begins with front matter between two lines ---. */
static void
split(struct source *s, const char *data, size_t len)
{
	const char *end;

	s->body = data;
	s->body_len = len;
	s->front = "";
	s->front_len = 0;
	if (strncmp(data, "---\n", 4) != 0)
		return;
	end = strstr(data + 4, "\n---\n");
	if (!end)
		return;
	s->front = data + 4;
	s->front_len = (size_t)(end + 1 - s->front);
	s->body = end + 5;
	s->body_len = len - (size_t)(s->body - data);
}

static int
visit(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
	const char *name = path + walk->base;
	size_t name_len = strlen(name), len;
	struct source s;
	char *data;

	(void)st;
	if (kind != FTW_F || name_len < 4 ||
	    strcmp(name + name_len - 3, ".md") != 0)
		return 0;
	data = bench_read(path, &len);
	if (!data)
		bench_die_errno("%s", path);
	split(&s, data, len);
	s.slug = name;
	s.slug_len = (int)name_len - 3;
	convert(&s);
	sources++;
	free(data);
	return 0;
}

int
main(int argc, char **argv)
{
	char path[4096];

	bench_name = "floor_convert";
	if (argc != 4)
		bench_die("usage: floor_convert md4c|same CONTENT OUTPUT");
	output = argv[3];
	make_dir(output);
	convert = convert_md4c;
	if (strcmp(argv[1], "same") == 0) {
		convert = convert_same;
		cmark_gfm_core_extensions_ensure_registered();
		snprintf(path, sizeof(path), "%s/gemini", output);
		make_dir(path);
		snprintf(path, sizeof(path), "%s/gopher", output);
		make_dir(path);
	}
	if (nftw(argv[2], visit, 16, FTW_PHYS) != 0)
		bench_die_errno("%s", argv[2]);
	printf("%zu sources, %zu events, %zu bodies\n", sources, events, nodes);
	return 0;
}
