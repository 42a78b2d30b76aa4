/* SPDX-License-Identifier: ISC */
/*
 * The table.  bookmobile(1) and the completions name the same options.
 */
#include <stddef.h>

#include "build.h"
#include "command.h"
#include "convert.h"
#include "desk.h"

#define FOLDER                                                \
	{                                                     \
		'C', true, NULL, "DIR", "change to DIR first" \
	}
#define END                                \
	{                                  \
		0, false, NULL, NULL, NULL \
	}

static const struct command_option build_options[] = { FOLDER,
	{ 'd', false, "drafts", NULL, "publish drafts too" },
	{ 'f', false, "future", NULL, "publish posts that are not due yet" },
	{ 'm', false, "mark", NULL, "mark both in their titles" },
	{ 'F', false, "full", NULL, "trust nothing of an earlier build" },
	{ 'l', false, "losses", "FILE", "write the list of warnings there" },
	{ 's', false, "strict", NULL, "treat warnings as errors" }, END };

static const struct command_option convert_options[] = {
	{ 't', false, "to", "FORM", "gemtext (the default), menu or text" },
	{ 'w', false, "width", "N", "columns of menus and text, 40 to 80" },
	{ 'l', false, "links", "PLACE", "after paragraph, section or end" },
	{ 'T', false, "tables", "FORM", "columns or list" }, END
};

static const struct command_option init_options[] = { FOLDER, END };

static const struct command_option new_options[] = { FOLDER,
	{ 'c', false, "category", "NAME", "file it there; may be repeated" },
	{ 't', false, "tag", "NAME", "give it a tag; may be repeated" },
	{ 'l', false, "lang", "TAG", "its language, as ro" },
	{ 'p', false, "page", NULL, "a page, not a post" },
	{ 'f', false, "force", NULL, "names that look mistyped are meant" },
	END };

static const struct command_option list_options[] = { FOLDER,
	{ 'j', false, "json", NULL, "write JSON" }, END };

static const struct command_option show_options[] = { FOLDER,
	{ 'g', false, "gopher", NULL, "the menu, not the gemtext" },
	{ 'w', false, "width", "N", "columns, 40 to 80" },
	{ 'c', false, "charset", "NAME", "bytes of another set, as koi8-u" },
	END };

static const struct command_option report_options[] = { FOLDER,
	{ 'j', false, "json", NULL, "write JSON" }, END };

static const struct command_option check_options[] = { FOLDER,
	{ 's', false, "strict", NULL, "treat warnings as errors" },
	{ 'e', false, "external", NULL, "list the links that lead out" },
	{ 'j', false, "json", NULL, "write JSON" }, END };

static const struct command_option publish_options[] = { FOLDER,
	{ 'n', false, "dry-run", NULL, "only say what would change" },
	{ 's', false, "strict", NULL, "not while there are warnings" }, END };

static const struct command_option preview_options[] = { FOLDER, END };

const struct command commands[] = {
	{ "init", init_main, "DIR", "Begin a capsule in a new folder",
	    init_options },
	{ "new", new_main, "TITLE", "Begin a post or a page", new_options },
	{ "build", build_main, "[SOURCE [OUTPUT]]",
	    "Make the capsule of a folder of Markdown", build_options },
	{ "convert", convert_main, "[FILE]",
	    "Write one Markdown file as gemtext, menu or text",
	    convert_options },
	{ "list", list_main, "[posts | drafts | terms]",
	    "Name the posts, drafts or terms", list_options },
	{ "show", show_main, "POST", "Show one page as readers get it",
	    show_options },
	{ "preview", preview_main, "",
	    "Serve the capsule here, and each change to it", preview_options },
	{ "check", check_main, "", "Find what is wrong, and say how to mend it",
	    check_options },
	{ "report", report_main, "", "Say what the capsule costs its readers",
	    report_options },
	{ "publish", publish_main, "", "Bring the capsule to its server",
	    publish_options },
	{ NULL, NULL, NULL, NULL, NULL },
};
