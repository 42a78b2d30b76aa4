/* SPDX-License-Identifier: ISC */
/*
 * Tags that embed what another site plays or shows: a link to it.
 */
#ifndef GEN_TEMPLATE_PLAYERS_H
#define GEN_TEMPLATE_PLAYERS_H

#include <stdbool.h>

#include "span.h"
#include "template_tags.h"
#include "template_write.h"

/* True for the name of a player that is known. */
bool template_player_is(struct span name);

/* Write the link that the tag means, taken for a player of the name.  False,
 * and nothing written, when it gives none. */
bool template_player_expand(
    struct template_writer *w, struct template_tag *tag, struct span name);

#endif
