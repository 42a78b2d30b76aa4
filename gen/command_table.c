/* SPDX-License-Identifier: ISC */
/*
 * The table.  bookmobile(1) and the completions name the same options.
 */
#include <stddef.h>

#include "build.h"
#include "command.h"
#include "convert.h"
#include "desk.h"
#include "messages_help.h"

#define FOLDER                                 \
	{                                      \
		'C', true, NULL, "DIR", HELP_C \
	}
#define END                                \
	{                                  \
		0, false, NULL, NULL, NULL \
	}

static const struct command_option build_options[] = { FOLDER,
	{ 'd', false, "drafts", NULL, HELP_BUILD_DRAFTS },
	{ 'f', false, "future", NULL, HELP_BUILD_FUTURE },
	{ 'm', false, "mark", NULL, HELP_BUILD_MARK },
	{ 'F', false, "full", NULL, HELP_BUILD_FULL },
	{ 'l', false, "losses", "FILE", HELP_BUILD_LOSSES },
	{ 's', false, "strict", NULL, HELP_STRICT }, END };

static const struct command_option convert_options[] = {
	{ 't', false, "to", "FORM", HELP_CONVERT_TO },
	{ 'w', false, "width", "N", HELP_CONVERT_WIDTH },
	{ 'l', false, "links", "PLACE", HELP_CONVERT_LINKS },
	{ 'T', false, "tables", "FORM", HELP_CONVERT_TABLES }, END
};

static const struct command_option init_options[] = { FOLDER, END };

static const struct command_option new_options[] = { FOLDER,
	{ 'c', false, "category", "NAME", HELP_NEW_CATEGORY },
	{ 't', false, "tag", "NAME", HELP_NEW_TAG },
	{ 'l', false, "lang", "TAG", HELP_NEW_LANG },
	{ 'p', false, "page", NULL, HELP_NEW_PAGE },
	{ 'f', false, "force", NULL, HELP_NEW_FORCE }, END };

static const struct command_option list_options[] = { FOLDER,
	{ 'j', false, "json", NULL, HELP_JSON }, END };

static const struct command_option show_options[] = { FOLDER,
	{ 'g', false, "gopher", NULL, HELP_SHOW_GOPHER },
	{ 'w', false, "width", "N", HELP_SHOW_WIDTH },
	{ 'c', false, "charset", "NAME", HELP_SHOW_CHARSET }, END };

static const struct command_option report_options[] = { FOLDER,
	{ 'j', false, "json", NULL, HELP_JSON }, END };

static const struct command_option check_options[] = { FOLDER,
	{ 's', false, "strict", NULL, HELP_STRICT },
	{ 'e', false, "external", NULL, HELP_CHECK_EXTERNAL },
	{ 'j', false, "json", NULL, HELP_JSON }, END };

static const struct command_option publish_options[] = { FOLDER,
	{ 'n', false, "dry-run", NULL, HELP_PUBLISH_DRY },
	{ 's', false, "strict", NULL, HELP_PUBLISH_STRICT }, END };

static const struct command_option preview_options[] = { FOLDER, END };

const struct command commands[] = {
	{ "init", init_main, "DIR", HELP_INIT, init_options },
	{ "new", new_main, "TITLE", HELP_NEW, new_options },
	{ "build", build_main, "[SOURCE [OUTPUT]]", HELP_BUILD, build_options },
	{ "convert", convert_main, "[FILE]", HELP_CONVERT, convert_options },
	{ "list", list_main, "[posts | drafts | terms]", HELP_LIST,
	    list_options },
	{ "show", show_main, "POST", HELP_SHOW, show_options },
	{ "preview", preview_main, "", HELP_PREVIEW, preview_options },
	{ "check", check_main, "", HELP_CHECK, check_options },
	{ "report", report_main, "", HELP_REPORT, report_options },
	{ "publish", publish_main, "", HELP_PUBLISH, publish_options },
	{ NULL, NULL, NULL, NULL, NULL },
};
