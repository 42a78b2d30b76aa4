/* SPDX-License-Identifier: ISC */
/*
 * `bookmobile init`: a small capsule that can be built at once.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "date.h"
#include "desk.h"
#include "die.h"
#include "messages_desk.h"

static const char settings[] =
    "# Settings of this capsule. Posts are in posts/, pages in pages/.\n"
    "# A line that begins with # says nothing to the program; every setting "
    "is\n"
    "# explained in the manual page capsule.yaml(5).\n"
    "\n"
    "title: My library\n"
    "tagline: Books, and a place to read them\n"
    "lang: en                  # ro, uk, el, fr, de ...; a post may have "
    "another\n"
    "\n"
    "# The public name, once there is one; \"publish\" asks for it.\n"
    "host: localhost\n"
    "\n"
    "# Where posts stand: /welcome/. Also /:year/:month/:slug/.\n"
    "permalink: /:slug/\n"
    "\n"
    "# The menu of the home page: pages, paths such as /category/news/, or "
    "URLs.\n"
    "navigation:\n"
    "  - About us: about.md\n"
    "\n"
    "# What the name of a category or tag does not tell:\n"
    "# categories:\n"
    "#   \"GOAL 3: Good Health and Well-being\": {slug: goal-3}\n"
    "# tags:\n"
    "#   Misspelt Name: {same_as: The Right Name}\n";

/* What follows its title and date. */
static const char post[] =
    "\n"
    "categories: [News]\n"
    "tags: [Reading]\n"
    "---\n"
    "\n"
    "This is a post. It stands in a folder of its own, with the picture that "
    "it\n"
    "shows; a post without pictures can be a single file. Change it, or "
    "delete the\n"
    "folder and begin with `bookmobile new \"A title\"`.\n"
    "\n"
    "![A green bookmobile with a shelf of books in its side](bookmobile.png)\n"
    "\n"
    "## What can stand here\n"
    "\n"
    "* lists,\n"
    "* [links to other pages](../../pages/about.md),\n"
    "* [and to the world](gemini://geminiprotocol.net/).\n"
    "\n"
    "> Everything is written in Markdown.\n";

static const char page[] =
    "---\n"
    "title: About us\n"
    "---\n"
    "\n"
    "This is a page: it has no date and is in no list of posts. The menu of "
    "the\n"
    "home page leads here, because `navigation:` in `capsule.yaml` says so.\n"
    "\n"
    "Write who you are, where you are, and when the doors are open.\n";

/* A bookmobile, 64 by 40, four colours. */
static const unsigned char picture[] = {
	0x89,
	0x50,
	0x4e,
	0x47,
	0x0d,
	0x0a,
	0x1a,
	0x0a,
	0x00,
	0x00,
	0x00,
	0x0d,
	0x49,
	0x48,
	0x44,
	0x52,
	0x00,
	0x00,
	0x00,
	0x40,
	0x00,
	0x00,
	0x00,
	0x28,
	0x02,
	0x03,
	0x00,
	0x00,
	0x00,
	0x33,
	0xa0,
	0x14,
	0x7a,
	0x00,
	0x00,
	0x00,
	0x0c,
	0x50,
	0x4c,
	0x54,
	0x45,
	0xff,
	0xff,
	0xff,
	0x2c,
	0x6e,
	0x49,
	0xc8,
	0x5a,
	0x28,
	0x28,
	0x28,
	0x28,
	0x3c,
	0x93,
	0x2c,
	0xb3,
	0x00,
	0x00,
	0x00,
	0x8b,
	0x49,
	0x44,
	0x41,
	0x54,
	0x78,
	0xda,
	0xbd,
	0x8e,
	0xb1,
	0x0d,
	0xc2,
	0x40,
	0x0c,
	0x45,
	0xbf,
	0x72,
	0x03,
	0x5c,
	0xc5,
	0x0e,
	0x37,
	0x04,
	0xd2,
	0xad,
	0x90,
	0x86,
	0x79,
	0x48,
	0x4d,
	0xc3,
	0x0e,
	0xb0,
	0x88,
	0x6b,
	0xfa,
	0xec,
	0x11,
	0x51,
	0x47,
	0xfa,
	0x60,
	0xec,
	0x70,
	0x3a,
	0x10,
	0x89,
	0x74,
	0x05,
	0xaf,
	0x79,
	0xf2,
	0x93,
	0x65,
	0x19,
	0xf8,
	0x0f,
	0x87,
	0x42,
	0x7b,
	0x28,
	0xd7,
	0x5c,
	0xfb,
	0x6e,
	0x48,
	0x41,
	0x52,
	0x37,
	0xfc,
	0x0e,
	0x97,
	0x73,
	0xba,
	0xde,
	0xd2,
	0xfd,
	0xf4,
	0x1d,
	0xec,
	0xee,
	0x5a,
	0xe8,
	0xb1,
	0x6b,
	0x0c,
	0x5c,
	0x58,
	0x42,
	0x61,
	0x3b,
	0xf8,
	0x1f,
	0x4d,
	0x61,
	0xf4,
	0x69,
	0xf4,
	0x70,
	0xa4,
	0xcd,
	0xea,
	0x57,
	0x20,
	0x6d,
	0x45,
	0x6d,
	0x21,
	0x7b,
	0xc8,
	0x1a,
	0x22,
	0x39,
	0x47,
	0x7b,
	0x5d,
	0x3d,
	0x3d,
	0x57,
	0xc2,
	0x14,
	0x54,
	0x6f,
	0x03,
	0x73,
	0x94,
	0xca,
	0x60,
	0x96,
	0xca,
	0x20,
	0xa5,
	0x32,
	0x32,
	0x6b,
	0x03,
	0xf2,
	0xe1,
	0x75,
	0x1e,
	0xdb,
	0x23,
	0x9f,
	0xaa,
	0x5c,
	0x11,
	0xe0,
	0x1a,
	0x00,
	0x00,
	0x00,
	0x00,
	0x49,
	0x45,
	0x4e,
	0x44,
	0xae,
	0x42,
	0x60,
	0x82,
};

static int
put_post(int fd)
{
	struct date today = date_today();
	struct buf path, text;
	size_t folder;
	int result;

	buf_init(&path, 4096);
	buf_init(&text, 65536);
	buf_str(&path, "content/posts/");
	date_add_iso(&path, &today);
	buf_str(&path, "-welcome/");
	folder = path.len;
	buf_str(&path, "index.md");
	buf_str(&text, "---\ntitle: Welcome\ndate: ");
	date_add_iso(&text, &today);
	buf_str(&text, post);
	result = desk_make_file(fd, path.data, buf_span(&text));
	buf_truncate(&path, folder);
	buf_str(&path, "bookmobile.png");
	if (result == 0)
		result = desk_make_file(fd, path.data,
		    span_make((const char *)picture, sizeof(picture)));
	buf_release(&text);
	buf_release(&path);
	return (result);
}

static int
put_all(int fd)
{
	if (desk_make_file(fd, "content/capsule.yaml", span_str(settings)) !=
		0 ||
	    desk_make_file(fd, "content/pages/about.md", span_str(page)) != 0)
		return (-1);
	return (put_post(fd));
}

/* The folder, made when it is not there.  Dies when something is in it. */
static int
open_empty(const char *name, bool *is_new)
{
	int fd;

	*is_new = mkdir(name, 0755) == 0;
	if (!*is_new && errno != EEXIST)
		die_errno("%s", name);
	fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		die_errno("%s", name);
	if (!desk_is_empty(fd))
		die(MSG_INIT_NOT_EMPTY, name);
	return (fd);
}

/* Half a capsule would be in the way of the next attempt. */
static void
take_back(const char *name, bool is_new)
{
	struct buf content;

	buf_init(&content, 65536);
	buf_printf(&content, "%s/content", name);
	desk_remove(content.data);
	if (is_new)
		(void)rmdir(name);
	buf_release(&content);
}

static void
print_next(const char *name)
{
	struct buf quoted;

	if (strcmp(name, ".") == 0 || strcmp(name, "./") == 0) {
		(void)printf(MSG_INIT_DONE_HERE);
		return;
	}
	buf_init(&quoted, 65536);
	desk_add_quoted(&quoted, span_str(name));
	(void)printf(MSG_INIT_DONE, name, quoted.data);
	buf_release(&quoted);
}

int
init_main(int argc, char **argv)
{
	bool is_new;
	int fd, result;

	if (command_next("init", argc, argv) != -1 || argc - optind != 1 ||
	    argv[optind][0] == '\0')
		return (command_usage("init"));
	fd = open_empty(argv[optind], &is_new);
	result = put_all(fd);
	if (result != 0)
		warn("%s: %s", argv[optind], strerror(errno));
	(void)close(fd);
	if (result != 0) {
		take_back(argv[optind], is_new);
		return (1);
	}
	print_next(argv[optind]);
	return (0);
}
