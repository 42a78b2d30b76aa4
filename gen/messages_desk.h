/* SPDX-License-Identifier: ISC */
/*
 * What the commands say, in the order of `bookmobile --help`; messages.h has
 * the rules.
 */
#ifndef GEN_MESSAGES_DESK_H
#define GEN_MESSAGES_DESK_H

/* --- All commands ---------------------------------------------------------- */

#define MSG_NO_COMMAND "%s is no command: \"bookmobile --help\" names them"
#define MSG_NO_COMMAND_NEAREST "%s is no command: did you mean %s?"
#define MSG_WIDTH "--width is a number from %d to %d"
#define MSG_NO_CONTENT                                                     \
	"there is no folder %s here: \"bookmobile init DIR\" begins one, " \
	"-C DIR goes to another place"
#define MSG_BUILD_FAILS "the build fails"
/* What a term is; %s in messages about terms. */
#define MSG_CATEGORY "category"
#define MSG_TAG "tag"
#define MSG_AUTHOR "author"

/* --- init ------------------------------------------------------------------ */

#define MSG_INIT_NOT_EMPTY \
	"%s is not empty: name a folder that is not there yet"
#define MSG_INIT_DONE_HERE                                        \
	"content holds settings, a post, a page and a picture.\n" \
	"Next: bookmobile build\n"
#define MSG_INIT_DONE                                                \
	"%s/content holds settings, a post, a page and a picture.\n" \
	"Next: cd %s && bookmobile build\n"

/* --- new ------------------------------------------------------------------- */

#define MSG_NEW_ASK "There is a %s \"%.*s\": use it instead of \"%.*s\"? [Y/n] "
#define MSG_NEW_TERM "new %s: %.*s\n"
#define MSG_NEW_MISTYPED \
	"the %s \"%.*s\" looks like \"%.*s\": name that one, or add --force"
#define MSG_NEW_IS_THERE "is there already"
#define MSG_NEW_NOT_COMPARED                                                 \
	"the sources have errors (see \"bookmobile build\"): names are not " \
	"compared"
#define MSG_NEW_PAGE_TERMS "a page has no categories and tags: only posts do"
#define MSG_NEW_NO_NAME \
	"--category and --tag need a name each, and there may be %d of them"
#define MSG_NEW_LANG "--lang needs a tag such as ro or pt-BR"
#define MSG_NEW_NO_UTF8 "the title is not UTF-8"

/* --- build ----------------------------------------------------------------- */

#define MSG_BUILD_PROGRESS "\r%zu of %zu"
#define MSG_BUILD_SUMMARY \
	"posts: %llu, pages: %llu, terms: %llu; %llu files (%zu written, %zu removed), %.2f s\n"
#define MSG_BUILD_LOSSES "warnings: %zu, left out: %zu\n"
#define MSG_BUILD_MORE "and %zu more: --losses FILE writes all of them\n"
#define MSG_BUILD_MEANT \
	"%s holds a capsule, not its sources: say \"bookmobile build -C %s\", or name %s/content"
#define MSG_BUILD_INSIDE "%s lies in %s: choose another place for the output"
#define MSG_BUILD_CUT_OFF \
	"cut off while files were moved into place: build again"
#define MSG_BUILD_UNCHANGED "nothing was changed"
#define MSG_OUTPUT_FOREIGN                                                 \
	"%s: not written: it holds files of somebody else; name an empty " \
	"folder or one that \"bookmobile build\" made"
#define MSG_OUTPUT_NOT_MADE "%s: cannot be made: %s"
#define MSG_OUTPUT_BUSY "%s: another build is running"
#define MSG_OUTPUT_NO_LOCK "%s: cannot be locked"
#define MSG_OUTPUT_NOT_REMOVED "%s/%s: old files cannot be removed: %s"

/* --- convert --------------------------------------------------------------- */

#define MSG_CONVERT_TO "--to is one of gemtext, menu, text"
#define MSG_CONVERT_LINKS "--links is one of paragraph, section, end"
#define MSG_CONVERT_TABLES "--tables is one of columns, list"
#define MSG_CONVERT_INPUT "standard input"
#define MSG_CONVERT_OUTPUT "standard output: %s"
#define MSG_CONVERT_FRONT_OPEN "the front matter has no closing ---"
#define MSG_CONVERT_NO_YAML                                                 \
	"front matter must be YAML; \"hugo convert toYAML\" rewrites TOML " \
	"and JSON"
#define MSG_CONVERT_LARGE "the output is too large"

/* --- list and show --------------------------------------------------------- */

#define MSG_LIST_UNKNOWN "list knows posts, drafts and terms, not %s"
#define MSG_LIST_NEAREST MSG_LIST_UNKNOWN ": did you mean %s?"
#define MSG_LIST_NO_DAY "no date   " /* as wide as 2021-03-09 */
#define MSG_LIST_NOT_DUE "  (" MSG_MARK_NOT_DUE ")"
#define MSG_LIST_PAST "  (" MSG_MARK_PAST ")"
#define MSG_SHOW_NO_PAGE \
	"no post or page is called %s: \"bookmobile list\" names them"
#define MSG_SHOW_CHARSET \
	"--charset: %s is no character set that holds ASCII, as koi8-u does"

/* --- preview --------------------------------------------------------------- */

#define MSG_PREVIEW_READY          \
	"Preview at %s/ and %s/\n" \
	"Each save is shown at once, drafts too. Ctrl-C ends.\n"
#define MSG_PREVIEW_DONE "%.0f ms: %s%.*s\n"
#define MSG_PREVIEW_UNCHANGED \
	"Nothing was changed: what was good before is still served."
#define MSG_PREVIEW_NOTHING "There is nothing to serve yet: mend this and save."
#define MSG_PREVIEW_ENDED "the server has ended"
#define MSG_PREVIEW_NOT_READY "the server does not get ready"
#define MSG_PREVIEW_NO_SERVER \
	"bookmobiled is neither beside bookmobile nor in PATH: %s"
#define MSG_PREVIEW_NO_HOME                                               \
	"neither XDG_DATA_HOME nor HOME is set: there is no place for a " \
	"certificate"
#define MSG_PREVIEW_NO_WATCH "%s cannot be watched"
#define MSG_MARK_NOT_DUE "not due"
#define MSG_MARK_PAST "expired"

/* --- check: sources -------------------------------------------------------- */

#define MSG_CHECK_CLEAN "all is well\n"
#define MSG_CHECK_COUNTS "errors: %zu, warnings: %zu\n"
#define MSG_CHECK_MEND_LINK ": correct it, or write the page that is meant"
#define MSG_CHECK_MEND_DRAFT ": publish that first, or take the link out"
#define MSG_CHECK_MEND_PAST ": take the link out, or give that another date"
#define MSG_CHECK_MEND_WEBSITE ": write the whole address if that is meant"
#define MSG_CHECK_SECOND_TITLE \
	"a second heading with one #: write ##, only the title has one"
#define MSG_CHECK_HEADING_LEVEL \
	"a heading of level %u below one of level %u: write %.*s"
#define MSG_CHECK_PICTURE_LARGE                                            \
	"%.*s has %llu KiB, %llu minutes at 9.6 kbit/s: make it smaller, " \
	"as with: convert %.*s -resize 800x800 small.jpg"
#define MSG_CHECK_NO_ALT                                                   \
	"a picture without a description: write it between the brackets, " \
	"![what is to be seen](%.*s)"
#define MSG_CHECK_TITLE_WIDE \
	"a title of %zu columns: menus have %u, make it shorter"
#define MSG_CHECK_NOT_DUE \
	"not published before %s: give it another date: if it is due"
#define MSG_CHECK_TWINS                                                  \
	"the %s \"%.*s\" (posts: %zu) looks like \"%.*s\" (%zu): write " \
	"that, or {same_as: ...} or both names in capsule.yaml"
#define MSG_CHECK_SPELLING "the %s \"%.*s\" is shown as \"%.*s\": write it so"

/* --- check: what was built ------------------------------------------------- */

#define MSG_CHECK_FORM "its %s, line %u: %s"
#define MSG_CHECK_BUDGET                                                    \
	"costs %llu bytes over Gemini, and budget: allows %u: shorten it, " \
	"or part it in two"
#define MSG_CHECK_UNREACHABLE                                           \
	"no page leads to %.*s: link it, or name it in navigation: of " \
	"capsule.yaml"
#define MSG_CHECK_UNUSED "no page links to it: link it, or delete it"

/* --- check: the form of renditions ----------------------------------------- */

#define MSG_FORM_NO_END "the last line has no end"
#define MSG_FORM_NO_UTF8 "not UTF-8"
#define MSG_FORM_CONTROL "a control byte"
#define MSG_FORM_DIRECTION "a character that turns the direction"
#define MSG_FORM_URL_LONG "a URL of more than 1024 bytes"
#define MSG_FORM_URL_RAW "a URL that is not percent-encoded"
#define MSG_FORM_HEADING_EMPTY "a heading without words"
#define MSG_FORM_HEADING_DEEP "a heading of a level that gemtext has not"
#define MSG_FORM_SECOND_TITLE "a second level-1 heading"
#define MSG_FORM_NO_TITLE "the first line is not the title"
#define MSG_FORM_EMPTY "nothing in it"
#define MSG_FORM_PRE_OPEN "preformatted text does not end"
#define MSG_FORM_NO_CRLF "a line that does not end in CRLF"
#define MSG_FORM_WIDE "a line that is too wide"
#define MSG_FORM_INFO_FIELDS "an info line without its four fields"
#define MSG_FORM_ITEM_FIELDS "an item with fields too few or too many"
#define MSG_FORM_SELECTOR "a selector that is not ASCII or too long"
#define MSG_FORM_NO_ITEM "neither info line nor item"
#define MSG_FORM_DOT "a lone dot, which ends a text"

/* --- report ---------------------------------------------------------------- */

#define MSG_REPORT_TOTAL                                                  \
	"%zu pages: %llu bytes of gemtext, %llu of menus, %llu of plain " \
	"text\n"
#define MSG_REPORT_AVERAGE \
	"\n"               \
	"The average page         bytes  trips"
#define MSG_REPORT_LARGEST                   \
	"\n"                                 \
	"Largest pages, bytes on the wire\n" \
	" gemini    menu    text   9.6k\n"
#define MSG_REPORT_CATEGORIES "Categories"
#define MSG_REPORT_TAGS "Tags"
#define MSG_REPORT_AUTHORS "Authors"
#define MSG_REPORT_MORE_TERMS \
	"         and %zu more: \"bookmobile list terms\" has all\n"
#define MSG_REPORT_MORE_LOSSES "and %zu more: \"bookmobile check\" has all\n"
#define MSG_REPORT_LOSSES \
	"\n"              \
	"Not carried over, and warnings\n"

/* --- publish --------------------------------------------------------------- */

#define MSG_PUBLISH_NO_PLACE \
	"%s: add where to, as in: publish: user@host:/srv/capsule"
#define MSG_PUBLISH_BAD_PLACE \
	"%s: publish: is no place: user@host:/folder or a folder"
#define MSG_PUBLISH_LOCALHOST                                             \
	"%s: host: is localhost: write the capsule's public name, which " \
	"feeds and menus carry"
#define MSG_PUBLISH_PACKAGE ": install the package of that name"
#define MSG_PUBLISH_RSYNC \
	"rsync ends with status %d: publish again when that is mended"
/* At most eight letters: before a file's name. */
#define MSG_PUBLISH_NEW "new"
#define MSG_PUBLISH_CHANGED "changed"
#define MSG_PUBLISH_REMOVED "removed"
#define MSG_PUBLISH_MORE "         and %zu more\n"
#define MSG_PUBLISH_DONE "%s%zu new, %zu changed, %zu removed at %s\n"
#define MSG_PUBLISH_DRY "dry run: "
#define MSG_PUBLISH_NOTHING "nothing was published"

#endif
