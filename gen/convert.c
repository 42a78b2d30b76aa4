/* SPDX-License-Identifier: ISC */
/*
 * The filter: read, split off the front matter, parse, write.
 */
#include "convert.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <unistd.h>

#include "command.h"
#include "die.h"
#include "doc.h"
#include "frontmatter.h"
#include "labels.h"
#include "losses.h"
#include "markdown.h"
#include "messages_desk.h"
#include "render.h"
#include "wrap.h"

#define INPUT_MAX ((size_t)64 << 20)
#define OUTPUT_MAX ((size_t)256 << 20)
#define WIDTH_LEAST 40
#define WIDTH_MOST 80

struct job {
	void (*write)(const struct doc *, const struct render *, struct buf *);
	unsigned width;
	enum link_place links;
	bool has_table_lists;
	const char *path; /* NULL: standard input */
};

static int
parse_to(struct job *job, const char *name)
{
	if (strcmp(name, "gemtext") == 0)
		job->write = to_gemtext;
	else if (strcmp(name, "menu") == 0)
		job->write = to_menu;
	else if (strcmp(name, "text") == 0)
		job->write = to_text;
	else
		return -1;
	return 0;
}

static int
parse_width(struct job *job, const char *text)
{
	uint64_t width;

	if (!span_number(span_str(text), WIDTH_MOST, &width) ||
	    width < WIDTH_LEAST)
		return -1;
	job->width = (unsigned)width;
	return 0;
}

static int
parse_tables(struct job *job, const char *text)
{
	job->has_table_lists = strcmp(text, "list") == 0;
	return job->has_table_lists || strcmp(text, "columns") == 0 ? 0 : -1;
}

static bool
parse_option(struct job *job, int option, const char *text)
{
	switch (option) {
	case 't':
		if (parse_to(job, text) == 0)
			return true;
		warn(MSG_CONVERT_TO);
		return false;
	case 'w':
		if (parse_width(job, text) == 0)
			return true;
		warn(MSG_WIDTH, WIDTH_LEAST, WIDTH_MOST);
		return false;
	case 'l':
		if (linkplace_parse(span_str(text), &job->links))
			return true;
		warn(MSG_CONVERT_LINKS);
		return false;
	case 'T':
		if (parse_tables(job, text) == 0)
			return true;
		warn(MSG_CONVERT_TABLES);
		return false;
	default:
		return false;
	}
}

static int
parse_arguments(struct job *job, int argc, char **argv)
{
	int option;

	while ((option = command_next("convert", argc, argv)) != -1) {
		if (!parse_option(job, option, optarg))
			return -1;
	}
	if (argc - optind > 1)
		return -1;
	if (optind < argc && strcmp(argv[optind], "-") != 0)
		job->path = argv[optind];
	return 0;
}

static int
read_input(const struct job *job, struct buf *input)
{
	int fd = STDIN_FILENO;
	int result;

	if (job->path != NULL)
		fd = open(job->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		warn("%s: %s", job->path, strerror(errno));
		return -1;
	}
	result = buf_read_fd(input, fd);
	if (result != 0)
		warn("%s: %s",
		    job->path != NULL ? job->path : MSG_CONVERT_INPUT,
		    strerror(errno));
	if (job->path != NULL)
		close(fd);
	return result;
}

static int
split(struct span file, struct markdown_source *source, struct losses *losses)
{
	struct span yaml;

	switch (frontmatter_split(
	    file, &yaml, &source->body, &source->first_line)) {
	case FRONTMATTER_NONE:
	case FRONTMATTER_YAML:
		return 0;
	case FRONTMATTER_UNTERMINATED:
		losses_add(losses, LOSS_ERROR, source->file, 1,
		    MSG_CONVERT_FRONT_OPEN);
		return -1;
	default:
		losses_add(
		    losses, LOSS_ERROR, source->file, 1, MSG_CONVERT_NO_YAML);
		return -1;
	}
}

static void
print_losses(struct losses *losses)
{
	losses_sort(losses);
	for (size_t i = 0; i < losses->count; i++) {
		const struct loss *loss = &losses->item[i];

		if (loss->line > 0)
			fprintf(stderr, "%s:%u: %s\n", loss->file, loss->line,
			    loss->message);
		else
			fprintf(stderr, "%s: %s\n", loss->file, loss->message);
	}
}

static int
write_output(const struct buf *output)
{
	size_t done = 0;

	if (!buf_ok(output)) {
		warn(MSG_CONVERT_LARGE);
		return -1;
	}
	while (done < output->len) {
		ssize_t n = write(
		    STDOUT_FILENO, output->data + done, output->len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			warn(MSG_CONVERT_OUTPUT, strerror(errno));
			return -1;
		}
		done += (size_t)n;
	}
	return 0;
}

static int
convert(const struct job *job, struct span input)
{
	struct markdown_source source = { .is_bare = true };
	struct render how = { .self = SPAN_INIT(""),
		.width = job->width,
		.links = job->links,
		.has_table_lists = job->has_table_lists };
	struct losses losses;
	struct doc doc;
	struct buf output;
	int result;

	source.file = job->path != NULL ? job->path : "-";
	how.labels = labels_for(SPAN("en"));
	doc_init(&doc);
	losses_init(&losses);
	buf_init(&output, OUTPUT_MAX);
	result = split(input, &source, &losses);
	if (result == 0)
		result = markdown_parse(&doc, &source, &losses);
	if (losses_count(&losses, LOSS_ERROR) > 0)
		result = -1;
	if (result == 0) {
		job->write(&doc, &how, &output);
		result = write_output(&output);
	}
	print_losses(&losses);
	buf_release(&output);
	losses_release(&losses);
	doc_release(&doc);
	return result;
}

int
convert_main(int argc, char **argv)
{
	struct job job = { .write = to_gemtext, .width = 67 };
	struct buf input;
	int result;

	if (parse_arguments(&job, argc, argv) != 0)
		return command_usage("convert");
	markdown_init();
	wrap_init();
	buf_init(&input, INPUT_MAX);
	result = read_input(&job, &input);
	if (result == 0)
		result = convert(&job, buf_span(&input));
	buf_release(&input);
	return result == 0 ? 0 : 1;
}
