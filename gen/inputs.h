/* SPDX-License-Identifier: ISC */
/*
 * Hashes of what each task is made of, but for the settings (those are hashed
 * for all), for the related posts of a post (inputs_related()) and for what
 * its links lead to (site_watch()).  Whoever lets a page show something more
 * of another page, or of the site, adds it here; tests/e2e/14-incremental.sh
 * finds what is missing.
 */
#ifndef GEN_INPUTS_H
#define GEN_INPUTS_H

#include <stdint.h>

#include "site.h"
#include "tasks.h"

struct inputs {
	const struct site *site;
	uint64_t common;	    /* languages: of every task */
	uint64_t plains;	    /* all pages that are no posts */
	uint64_t *link;		    /* by page: what a link to it shows */
	uint64_t *own;		    /* by page: all of it */
	uint64_t *term[TERM_KINDS]; /* by rank */
};

/* Of a linked site. */
void inputs_init(struct inputs *inputs, const struct site *site);
void inputs_release(struct inputs *inputs);

uint64_t inputs_of(const struct inputs *inputs, const struct task *task);
/* Which posts are related to a post that has been through related_settle(). */
uint64_t inputs_related(const struct page *post);
/* What a lookup of the site finds in a target. */
uint64_t inputs_target(
    const struct inputs *inputs, const struct target *target);

#endif
