/* SPDX-License-Identifier: ISC */
/*
 * What is said of capsule.yaml and of front matter; messages.h has the rules.
 */
#ifndef GEN_MESSAGES_SETTINGS_H
#define GEN_MESSAGES_SETTINGS_H

/* --- Whole capsule.yaml ---------------------------------------------------- */

#define MSG_SETTINGS_MISSING \
	"is missing: it needs at least a line such as title: My library"
#define MSG_SETTINGS_NO_KEYS "keys with values belong here, such as title: Name"
#define MSG_SETTINGS_NO_TITLE \
	"the capsule has no title: add a line such as title: My library"
#define MSG_SETTINGS_HOST \
	"%s: is no host name: write it without scheme and path"
#define MSG_SETTINGS_LANG \
	"lang: \"%.*s\" is no language tag: write one such as en or pt-BR"
#define MSG_SETTINGS_BUDGET "budget: needs a number of bytes, as {page: 4500}"
#define MSG_SETTINGS_EMAIL \
	"email: is no address: write it as desk@library.example"
#define MSG_SETTINGS_REPLIES_EMAIL "replies: mail needs an email:"
#define MSG_SETTINGS_REPLIES "replies: must be mail or none"

/* --- permalink: ------------------------------------------------------------ */

#define MSG_PERMALINK_ENDS "permalink: must begin and end with /, as /:slug/"
#define MSG_PERMALINK_WORD \
	"permalink: \":%.*s\" is none of :slug :year :month :day :category"
#define MSG_PERMALINK_NO_SLUG "permalink: has no :slug"
#define MSG_PERMALINK_OWN                                           \
	"permalink: /%.*s/ is a place of the capsule's own: begin " \
	"it with another part"

/* --- navigation: ----------------------------------------------------------- */

#define MSG_NAVIGATION_NOWHERE                                            \
	"navigation: \"%.*s\" leads nowhere: write a page path or a URL " \
	"after it"
#define MSG_NAVIGATION_DEEP "navigation: more than %d levels"
/* As of links in a text. */
#define MSG_NAVIGATION_NOTHING "navigation: link to nothing: %.*s"
#define MSG_NAVIGATION_OUT "navigation: link to %.*s: %.*s"
#define MSG_NAVIGATION_BROKEN "navigation: a broken URL, left out: %.*s"
#define MSG_NAVIGATION_WEBSITE \
	"navigation: not in the capsule, left to the website: %.*s"

/* --- gopher: --------------------------------------------------------------- */

#define MSG_GOPHER_SETTINGS "gopher: needs settings such as {port: 70}"
#define MSG_GOPHER_WIDTH "gopher: width must be between %d and %d"
#define MSG_GOPHER_POSTS "posts: must be menu or text"
#define MSG_GOPHER_CHARSET                                              \
	"charset: \"%.*s\" is none that ICU knows, or one that Gopher " \
	"cannot carry"
#define MSG_VARIANTS_LIST                                            \
	"variants: a list belongs here, as [{path: ascii, charset: " \
	"us-ascii}]"
#define MSG_VARIANTS_SETTINGS                                          \
	"variants: settings such as {path: ascii, charset: us-ascii} " \
	"belong here"
#define MSG_VARIANTS_PATH \
	"variants: each needs a path of its own, such as path: ascii"

/* --- labels:, links:, tables:, feeds:, max_media: -------------------------- */

#define MSG_LABELS_NEEDS "labels: needs words such as {latest: News}"
#define MSG_LABELS_UNKNOWN "labels: there is no \"%.*s\""
#define MSG_LABELS_WORDS "labels: \"%.*s\" must be words"
#define MSG_LABELS_WORDS_WITH MSG_LABELS_WORDS " with %s"
#define MSG_LABELS_MARK "labels: \"%.*s\" may hold %s once and no other mark"
#define MSG_LABELS_NO_MARK "labels: \"%.*s\" may hold no %%s and no %%u"
#define MSG_LINKS_PLACE "links: must be paragraph, section or end"
#define MSG_TABLES_FORM "tables: must be columns or list"
#define MSG_FEEDS_FORM "feeds: must be summary or full"
#define MSG_MAX_MEDIA "max_media: must be a size such as 2 MB"

/* --- categories: and tags: ------------------------------------------------- */

#define MSG_TERM_NAMES \
	"names with their settings belong here: \"Name\": {slug: name}"
#define MSG_TERM_SETTINGS "\"%.*s\" needs settings such as {slug: name}"
#define MSG_TERM_TWICE "\"%.*s\" has settings already in line %u"
#define MSG_TERM_SLUG_LETTERS \
	"slug: \"%.*s\" may hold only letters, digits and . _ ~ -"
#define MSG_TERM_SLUG_FILE \
	"slug: \"%.*s\" is the name of a file that is made there: choose another"
#define MSG_TERM_SLUG_LONG "slug: more than %d bytes: shorten it"
#define MSG_TERM_FILE_PATH                                                   \
	"\"%.*s\" would stand where a file of that name is made: to choose " \
	"its path, add \"%.*s\": {slug: %.*s}"
#define MSG_TERM_IN_SHEET                                                  \
	"the category \"%.*s\" would stand at %.*s, as a list's numbered " \
	"page does: give \"%.*s\" a slug: in capsule.yaml"
#define MSG_TERM_PARENT_LOOP "parent: \"%.*s\" stands below itself"
#define MSG_TERM_TWIN                                                      \
	"\"%.*s\" has a twin below the same parent: give settings to one " \
	"of them"
#define MSG_TERM_SAME_AS "same_as: \"%.*s\" is a term of its own already"
#define MSG_TERM_SLUG_TAKEN "slug: \"%.*s\" is the slug of \"%.*s\" too"
#define MSG_TERM_ONE_PATH                                            \
	"\"%.*s\" and \"%.*s\" would have one path: to choose, add " \
	"\"%.*s\": {slug: %.*s}"

/* --- Front matter ---------------------------------------------------------- */

#define MSG_FRONT_NO_KEYS \
	"front matter must be keys with values, as title: Name"
#define MSG_FRONT_OPEN "front matter is never closed: its last line must be ---"
#define MSG_FRONT_NO_YAML                                                  \
	"front matter must be YAML between two lines ---: \"hugo convert " \
	"toYAML\" rewrites TOML and JSON"
#define MSG_FRONT_NO_DATE                                                \
	"no date: add a line such as \"date: 2021-03-09\" to the front " \
	"matter, or begin the file name with 2021-03-09-"
#define MSG_FRONT_DATE "%s: \"%.*s\" is no date: write it as 2021-03-09"
#define MSG_FRONT_NAMES "%s: a list of names belongs here, as [one, two]"
#define MSG_FRONT_ONLY "only: must be gemini or gopher"
#define MSG_FRONT_TRANSLATIONS \
	"translations: languages with pages belong here, as {en: /other/}"
#define MSG_FRONT_NO_TRANSLATION "translations: link to nothing: %.*s"
#define MSG_FRONT_OUT_TRANSLATION "translations: link to %.*s: %.*s"
#define MSG_FRONT_BROKEN_TRANSLATION \
	"translations: a broken URL, left out: %.*s"
#define MSG_FRONT_SAME_LANGUAGE                                          \
	"translations: %.*s is the language of this page, so left out: " \
	"its lang: may be missing"
#define MSG_FRONT_WEB_TRANSLATION \
	"translations: not in the capsule, left to the website: %.*s"
#define MSG_FRONT_NO_TITLE "no title and no heading: shown as \"%.*s\""
#define MSG_FRONT_ALIAS_TAKEN \
	"aliases: %.*s is taken by %.*s: take it out of one of them"
#define MSG_FRONT_ALIAS_HOST                                                \
	"aliases: %.*s is on another host than html_host: in capsule.yaml " \
	"says; take it out"
#define MSG_FRONT_PERMALINK_HOST                                              \
	"permalink: %.*s is on another host than html_host: in capsule.yaml " \
	"says: passed over; write a path, as /about/"
#define MSG_FRONT_PERMALINK_WORD                                            \
	"permalink: \":%.*s\" is not known here and stays as it is: write " \
	"what it stands for"
#define MSG_FRONT_LANG                                                          \
	"lang: \"%.*s\" is no language tag and is passed over: write one such " \
	"as en or pt-BR"
#define MSG_FRONT_ALIAS_QUERY                                             \
	"aliases: %.*s can never be asked for: a path here has no query " \
	"(?); take it out"
#define MSG_FRONT_ALIAS_FRAGMENT \
	"aliases: %.*s is no path: take it out, or write a path before it"
#define MSG_FRONT_IN_TEXT                                                    \
	"looks like front matter, and is published as text: the first line " \
	"of the file must be just ---"

#endif
