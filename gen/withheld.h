/* SPDX-License-Identifier: ISC */
/*
 * Files of the content folder that are never published: what is no content,
 * and what belongs to drafts.
 */
#ifndef GEN_WITHHELD_H
#define GEN_WITHHELD_H

#include <stdbool.h>

#include "site.h"

/*
 * True for a file that is neither page nor attachment: the settings, a README,
 * what lies in a folder _drafts, and below posts/ or pages/ a file that begins
 * with front matter but is no Markdown, which may say `draft: true`.  All but
 * the settings are reported.
 */
bool withheld_file(struct site *site, const struct scan_file *f);

/*
 * True for Markdown that is no page, since it lies elsewhere, but begins with
 * front matter, which may say `draft: true`.  It is reported.
 */
bool withheld_stray(struct site *site, const struct scan_file *f);

/*
 * Drop the attachments that lie beside drafts alone: those whose nearest folder
 * with any page in or below it has none that is published.  site->is_out must
 * be known.
 */
void withheld_drop(struct site *site);

#endif
