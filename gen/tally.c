/* SPDX-License-Identifier: ISC */
/*
 * A menu and a plain text are of one protocol: one number serves both.
 */
#include "tally.h"

#include "doc.h"
#include "hash.h"
#include "page.h"

void
tally_add(struct tally *tally, const struct page *post)
{
	tally->gemini += (post->left_out & FOR_GEMTEXT) == 0;
	tally->gopher += (post->left_out & FOR_MENU) == 0;
}

unsigned
tally_take(struct tally *tally, const struct page *post, size_t max)
{
	unsigned taken = FOR_ALL & ~(unsigned)post->left_out;

	if (tally->gemini >= max)
		taken &= ~(unsigned)FOR_GEMTEXT;
	if (tally->gopher >= max)
		taken &= ~(unsigned)FOR_GOPHER;
	tally->gemini += (taken & FOR_GEMTEXT) != 0;
	tally->gopher += (taken & FOR_MENU) != 0;
	return (taken);
}

bool
tally_is_full(const struct tally *tally, const struct tally *all, size_t max)
{
	return ((tally->gemini >= max || tally->gemini == all->gemini) &&
	    (tally->gopher >= max || tally->gopher == all->gopher));
}

unsigned
tally_left_out(const struct tally *tally)
{
	return ((tally->gemini == 0 ? (unsigned)FOR_GEMTEXT : 0) |
	    (tally->gopher == 0 ? (unsigned)FOR_GOPHER : 0));
}

uint64_t
tally_hash(uint64_t hash, const struct tally *tally)
{
	return (hash_number(hash_number(hash, tally->gemini), tally->gopher));
}
