/* SPDX-License-Identifier: ISC */
/*
 * How the program is used: usage, and the lines of --help.  Those of an option
 * have room for 55 columns, and neither capital nor full stop.
 */
#ifndef GEN_MESSAGES_HELP_H
#define GEN_MESSAGES_HELP_H

/* --- Usage ----------------------------------------------------------------- */

#define MSG_USAGE                                                 \
	"usage: bookmobile COMMAND [OPTION ...] [ARGUMENT ...]\n" \
	"\n"
#define MSG_USAGE_MORE                                                       \
	"\n"                                                                 \
	"\"bookmobile COMMAND --help\" tells more, bookmobile(1) the rest; " \
	"--version.\n"
#define MSG_USAGE_COMMAND                         \
	"usage: bookmobile %s [OPTION ...]%s%s\n" \
	"\"bookmobile %s --help\" names the options.\n"
/* A word that stands for no option: its command and name. */
#define MSG_OPTION_UNKNOWN "%s has no option --%.*s"
#define MSG_OPTION_NEAREST MSG_OPTION_UNKNOWN ": did you mean --%s?"
#define MSG_OPTION_SHORTENED MSG_OPTION_UNKNOWN ": write one of %s"
#define MSG_OPTION_LETTER "%s has no option -%c"
#define MSG_OPTION_BYTE "options of %s are ASCII letters"
#define MSG_OPTION_NO_VALUE "--%s needs a value: --%s %s"
#define MSG_OPTION_LETTER_NO_VALUE "-%c needs a value: -%c %s"
#define MSG_OPTION_VALUE "--%s takes no value"
#define MSG_HELP_HEAD                             \
	"usage: bookmobile %s [OPTION ...]%s%s\n" \
	"\n"                                      \
	"%s.\n"                                   \
	"\n"
#define MSG_HELP_HELP "show this"
#define MSG_VERSION "bookmobile %s\n"

/* --- Commands -------------------------------------------------------------- */

#define HELP_INIT "Begin a capsule in a new folder"
#define HELP_NEW "Begin a post or a page"
#define HELP_BUILD "Make the capsule of a folder of Markdown"
#define HELP_CONVERT "Write one Markdown file as gemtext, menu or text"
#define HELP_LIST "Name the posts, drafts or terms"
#define HELP_SHOW "Show one page as readers get it"
#define HELP_PREVIEW "Serve the capsule here, and each change to it"
#define HELP_CHECK "Find what is wrong, and say how to mend it"
#define HELP_REPORT "Say what the capsule costs its readers"
#define HELP_PUBLISH "Bring the capsule to its server"

/* --- Options --------------------------------------------------------------- */

#define HELP_C "change to DIR first"
#define HELP_JSON "write JSON"
#define HELP_STRICT "treat warnings as errors"
#define HELP_BUILD_DRAFTS "publish drafts too"
#define HELP_BUILD_FUTURE "publish posts that are not due, or expired"
#define HELP_BUILD_MARK "mark both in their titles"
#define HELP_BUILD_FULL "trust nothing of an earlier build"
#define HELP_BUILD_LOSSES "write the list of warnings there"
#define HELP_CONVERT_TO "gemtext (the default), menu or text"
#define HELP_CONVERT_WIDTH "columns of menus and text, 40 to 80"
#define HELP_CONVERT_LINKS "after paragraph, section or end"
#define HELP_CONVERT_TABLES "columns or list"
#define HELP_NEW_CATEGORY "file it there; may be repeated"
#define HELP_NEW_TAG "give it a tag; may be repeated"
#define HELP_NEW_LANG "its language, as ro"
#define HELP_NEW_PAGE "a page, not a post"
#define HELP_NEW_FORCE "names that look mistyped are meant"
#define HELP_SHOW_GOPHER "the menu, not the gemtext"
#define HELP_SHOW_WIDTH "columns, 40 to 80"
#define HELP_SHOW_CHARSET "bytes of another set, as koi8-u"
#define HELP_CHECK_EXTERNAL "list the links that lead out"
#define HELP_PUBLISH_DRY "only say what would change"
#define HELP_PUBLISH_STRICT "not while there are warnings"

#endif
