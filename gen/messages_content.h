/* SPDX-License-Identifier: ISC */
/*
 * What is said of the content folder and of what pages hold; messages.h has the
 * rules.
 */
#ifndef GEN_MESSAGES_CONTENT_H
#define GEN_MESSAGES_CONTENT_H

/* --- Files of the content folder ------------------------------------------- */

#define MSG_FILE_NUL "a NUL byte: this is no text"
#define MSG_FILE_NO_UTF8 "not UTF-8: convert it, for example with iconv"
#define MSG_FILE_LARGE \
	"larger than 1 MiB: part it, or publish it as a file beside a post"
#define MSG_FILE_DEAD_LINK "is a symbolic link to nothing"
#define MSG_FILE_FOLDER_LINK "left out: a symbolic link to a folder"
#define MSG_FILE_ODD "left out: no ordinary file"
#define MSG_FILE_LIST_TEXT "left out: lists of posts have no text of their own"
#define MSG_FILE_README "left out: a README"
#define MSG_FILE_IN_DRAFTS "left out: a draft, since it lies in _drafts"
#define MSG_FILE_FRONT                                                    \
	"left out: it begins with front matter but is no Markdown: give " \
	"it a name that ends in .md, or take the front matter out"
#define MSG_FILE_EXPIRED "left out: its expiryDate, %s, is past"
#define MSG_FILE_STRAY                                                       \
	"left out: it begins with front matter, as a page or a draft does, " \
	"but pages lie below posts/ or pages/: put it there, or take the "   \
	"front matter out"
#define MSG_FILE_ELSEWHERE "copied as it is: pages lie below posts/ or pages/"
#define MSG_FILE_OWN_NAME "has the name of a page's own file: rename it"
#define MSG_FILE_BECOMES_LARGE "%.*s becomes larger than 64 MiB"

/* --- Places ---------------------------------------------------------------- */

#define MSG_PLACE_OWN "/%.*s/ is a place of the capsule's own: %.*s"
/* What makes it, and so what helps. */
#define MSG_PLACE_OWN_SLUG \
	"add a line such as \"slug: about-%.*s\" to the front matter"
#define MSG_PLACE_OWN_PERMALINK \
	"its path begins so by permalink: in the front matter: change that"
#define MSG_PLACE_OWN_CATEGORY                                           \
	"its path begins with the category \"%.*s\": give that another " \
	"slug: in capsule.yaml"
#define MSG_PLACE_OWN_FOLDER \
	"its path begins with the folder pages/%.*s: rename that"
#define MSG_PLACE_OWN_SUFFIX                                              \
	"its path begins with the language in the file's name: give the " \
	"variant another path: in capsule.yaml"
#define MSG_PLACE_TWICE "would stand at %.*s, as %.*s does: %s"
#define MSG_PLACE_FILE_NAME \
	"its path %.*s holds \"%.*s\", the name of a file made there: %s"
#define MSG_PLACE_LONG \
	"a part of its path is longer than %d bytes, more than a file's name: %s"
#define MSG_PLACE_RENAME "rename one of them"
#define MSG_PLACE_SLUG "give it another slug: in its front matter"
#define MSG_PLACE_SLUG_ONE "give one of them another slug: in its front matter"
#define MSG_PLACE_BY_MONTH \
	"\"permalink: /:year/:month/:slug/\" in capsule.yaml parts them"
#define MSG_PLACE_BY_DAY                                                  \
	"\"permalink: /:year/:month/:day/:slug/\" in capsule.yaml parts " \
	"them"
#define MSG_ORIGIN_LIST "a list of the capsule's own"
#define MSG_ORIGIN_ALIAS "an alias of %s"
#define MSG_ORIGIN_SERVER "a page of the server's own"
#define MSG_ORIGIN_VARIANT "a variant of the capsule's menus"
#define MSG_ORIGIN_SAME_AS "a same_as: name"
#define MSG_ORIGIN_SHARED "a path that several names would have"
/* Why a source is no page today. */
#define MSG_OUT_DRAFT "a draft or a post that is not due"
#define MSG_OUT_PAST "a page whose expiryDate is past"

/* --- Links ----------------------------------------------------------------- */

/* How each begins, for `check`, which adds how to mend it. */
#define MSG_LINK_NOTHING_HEAD "link to nothing: "
#define MSG_LINK_DRAFT_HEAD "link to " MSG_OUT_DRAFT ": "
#define MSG_LINK_PAST_HEAD "link to " MSG_OUT_PAST ": "
#define MSG_LINK_WEBSITE_HEAD "not in the capsule, left to the website: "
#define MSG_LINK_NOTHING MSG_LINK_NOTHING_HEAD "%.*s"
#define MSG_LINK_OUT "link to %.*s: %.*s"
#define MSG_LINK_WEBSITE MSG_LINK_WEBSITE_HEAD "%.*s"
/* %s of it; the names of protocols. */
#define MSG_ON_GEMINI "Gemini"
#define MSG_ON_GOPHER "Gopher"
#define MSG_LINK_ONLY "no link on %s: %.*s is not there, only its words stay"
#define MSG_LINK_BROKEN "a broken URL, only its words stay: %.*s"
#define MSG_LINK_BROWSER "a link to %.*s leads nowhere outside a web browser"

/* --- Markdown -------------------------------------------------------------- */

#define MSG_TEXT_LARGE "the text is larger than 1 MiB (%zu bytes)"
#define MSG_TEXT_NO_UTF8 "the text is not valid UTF-8"
#define MSG_TABLE_WIDE "a table row has more than %d cells"
#define MSG_FOOTNOTE_UNUSED \
	"nothing refers to the footnote [^%.*s]: it is left out"

/* --- HTML ------------------------------------------------------------------ */

#define MSG_HTML_LEFT_OUT "<%s> is left out"
#define MSG_HTML_UNKNOWN "<%s> is no element of HTML"
#define MSG_HTML_OPEN "<%s> is never closed: all after it is left out"
#define MSG_COMMENT_OPEN "{::comment} is never closed: all after it is left out"
#define MSG_HTML_COMMENT "a comment is never closed: what follows is left out"
#define MSG_HTML_NUMBERS "the line numbers beside code are left out"
#define MSG_HTML_DEEP "HTML elements are nested deeper than %d"
#define MSG_HTML_PIXEL "a picture of one pixel is left out"
#define MSG_HTML_INSTRUCTION "a <? ?> instruction is left out"

/* --- Templates ------------------------------------------------------------- */

#define MSG_TEMPLATE_FILTER "words of a template filter:"
#define MSG_TEMPLATE_WORDS "words of a template tag:"
#define MSG_TEMPLATE_UNKNOWN "unknown template tag"
#define MSG_TEMPLATE_SHORTCODE "a shortcode of WordPress:"
#define MSG_TEMPLATE_CODE_WORDS "words of a shortcode:"

#endif
