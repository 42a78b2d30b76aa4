/* SPDX-License-Identifier: ISC */
/*
 * Lists of HTML, for html.c.
 */
#ifndef GEN_HTML_LIST_H
#define GEN_HTML_LIST_H

#include <stdbool.h>

#include <libxml/HTMLparser.h>

#include "builder.h"

/* An <ol>, or another list, begins or ends. */
void html_list(struct builder *b, const char *name, const xmlChar **attributes,
    bool is_start);
/* A <li> begins or ends. */
void html_list_item(
    struct builder *b, const xmlChar **attributes, bool is_start);

#endif
