/* SPDX-License-Identifier: ISC */
/*
 * What the publisher reads, in one place: every message of `bookmobile` is
 * named here and in the four headers beside this one; code passes names, never
 * words of its own (the linter looks).  What is shown to readers is elsewhere:
 * labels.c.  Errors of YAML itself, which both programs report, are made in
 * server/base.
 *
 *	messages.h           several areas; the program and its libraries
 *	messages_settings.h  capsule.yaml and front matter
 *	messages_content.h   files, places, links, Markdown, HTML, templates
 *	messages_desk.h      what the commands say
 *	messages_help.h      usage, and the lines of --help
 *
 * How they are written:
 *
 * - What is wrong, then a colon, then how to mend it, with the line to write
 *   where one can be shown: "no date: add a line such as ...".
 * - One line, which the place ("file:line: ") and the kind ("warning: ") go
 *   before; it begins with a small letter and has no full stop.  Only what a
 *   command says when all is well, and what it asks, is a sentence.
 * - Names that the publisher wrote stand in "double quotes", keys with their
 *   colon (title:), paths and addresses as they are.
 * - Plain words: a folder, a file, a picture; nobody is blamed, nothing is
 *   "invalid" or "illegal", and there is no exclamation mark.
 * - One literal a message, so that the compiler checks its arguments
 *   (-Wformat=2) and a search finds it.  Bytes of a source come with "%.*s".
 */
#ifndef GEN_MESSAGES_H
#define GEN_MESSAGES_H

/* --- Kinds of messages ----------------------------------------------------- */

#define MSG_WARNING "warning: "
#define MSG_LEFT_OUT "left out: "
#define MSG_NOTE "note: "

/* --- Files ----------------------------------------------------------------- */

#define MSG_CANNOT_READ "cannot be read: %s"
#define MSG_HAS_CHANGED "has changed while it was read: %s"

/* --- The program and its libraries ----------------------------------------- */

#define MSG_OUT_OF_MEMORY "out of memory"
#define MSG_NO_STRING "a string could not be formatted"
#define MSG_NO_MESSAGE "cannot format a message"
#define MSG_TEXT_TOO_LONG "a text of more than %zu bytes"
#define MSG_ICU_LETTERS "ICU cannot tell the letters of %s"
#define MSG_ICU_FILTER "ICU takes no filter: %s"
#define MSG_ICU_TRANSLITERATE "ICU cannot transliterate: %s"
#define MSG_ICU_SORT "ICU cannot sort: %s"
#define MSG_ICU_HAS_NO "ICU has no %s: %s"
#define MSG_ICU_LOST_CHARSET "ICU has lost the character set %.*s"
#define MSG_ICU_NO_DATA "the ICU library has no character data"
#define MSG_ICU_LINES "the ICU library cannot break lines: %s"

#endif
