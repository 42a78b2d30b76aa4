/* SPDX-License-Identifier: ISC */
/*
 * Every list of posts is a gemsub feed: dated links, newest first, and a title
 * that says whose list it is.  What is not the same in both protocols stands
 * in the doc twice, each for its own renditions.
 */
#include "postlist.h"

#include "buf.h"

static size_t
sheets_of(const struct site *site, size_t posts)
{
	size_t full = posts / site->capsule.page_size;

	return (full > 1 ? full - 1 : 0);
}

size_t
postlist_sheets(const struct site *site, const struct tally *tally)
{
	return (sheets_of(site,
	    tally->gemini > tally->gopher ? tally->gemini : tally->gopher));
}

unsigned
postlist_left_out(
    const struct site *site, const struct tally *tally, size_t sheet)
{
	unsigned left_out = 0;

	if (sheet > sheets_of(site, tally->gemini))
		left_out |= FOR_GEMTEXT;
	if (sheet > sheets_of(site, tally->gopher))
		left_out |= FOR_GOPHER;
	return (left_out);
}

/* The posts of a sheet among those that are shown, newest first. */
static void
range_of(const struct site *site, size_t posts, size_t sheet, size_t *first,
    size_t *end)
{
	size_t size = site->capsule.page_size;
	size_t sheets = sheets_of(site, posts);

	*first = sheet == 0 ? 0 : posts - sheet * size;
	*end = sheet == 0 ? posts - sheets * size : *first + size;
}

/* The same in one protocol, counted among all posts of the list. */
static struct postlist_part
part_of(const struct site *site, const struct postlist *list, size_t posts,
    unsigned only)
{
	struct postlist_part part = { 0, 0, only };
	size_t i, first, end, shown = 0;

	if (list->sheet > sheets_of(site, posts))
		return ((struct postlist_part){ 0 });
	range_of(site, posts, list->sheet, &first, &end);
	for (i = 0; i < list->posts && shown < end; i++) {
		if ((list->post[i]->left_out & only) != 0)
			continue;
		if (shown == first)
			part.first = i;
		shown++;
		part.end = i + 1;
	}
	return (part);
}

size_t
postlist_parts(const struct site *site, const struct postlist *list,
    struct postlist_part part[2])
{
	const struct tally *tally = list->tally;

	if (tally->gemini == list->posts && tally->gopher == list->posts) {
		range_of(site, list->posts, list->sheet, &part[0].first,
		    &part[0].end);
		part[0].only = FOR_ALL;
		return (1);
	}
	part[0] = part_of(site, list, tally->gemini, FOR_GEMTEXT);
	part[1] = part_of(site, list, tally->gopher, FOR_GOPHER);
	return (2);
}

struct span
postlist_path(struct doc *doc, struct span path, size_t sheet)
{
	if (sheet == 0)
		return (path);
	return (doc_printf(doc, "%.*spage/%zu/", SPAN_ARG(path), sheet));
}

struct span
postlist_title(
    struct doc *doc, const struct site *site, const struct postlist *list)
{
	struct span title = site->capsule.title;

	if (list->sheet > 0)
		return (doc_printf(doc, "%.*s, %zu · %.*s",
		    SPAN_ARG(list->name), list->sheet, SPAN_ARG(title)));
	return (doc_printf(
	    doc, "%.*s · %.*s", SPAN_ARG(list->name), SPAN_ARG(title)));
}

struct link *
postlist_add_post(struct doc *doc, struct block *block, const struct page *post)
{
	char day[DATE_DAY_SIZE];
	struct link *link = doc_link(doc, block, LINK_PAGE, post->path,
	    doc_join(doc, date_day(&post->date, day), SPAN(" "), post->title));

	link->is_post = true;
	link->lang = post->lang;
	page_limit_link(post, link);
	return (link);
}

static void
add_part(struct doc *doc, const struct postlist *list,
    const struct postlist_part *part)
{
	struct block *block;
	size_t i;

	if (part->first == part->end)
		return;
	block = doc_add(doc, NULL, BLOCK_PARAGRAPH);
	block->only = (unsigned char)part->only;
	for (i = part->first; i < part->end; i++)
		if ((list->post[i]->left_out & part->only) != part->only)
			(void)postlist_add_post(doc, block, list->post[i]);
}

void
postlist_add_posts(
    struct doc *doc, const struct site *site, const struct postlist *list)
{
	struct postlist_part part[2];
	size_t i, parts = postlist_parts(site, list, part);

	for (i = 0; i < parts; i++)
		add_part(doc, list, &part[i]);
}

static void
add_turn(struct doc *doc, struct block *block, const struct postlist *list,
    enum label label, size_t sheet, unsigned only)
{
	doc_link(doc, block, LINK_PAGE, postlist_path(doc, list->path, sheet),
	    span_str(list->labels->text[label]))
	    ->only = (unsigned char)only;
}

/* The links to the sheets beside one, among so many. */
static void
add_turns(struct doc *doc, struct block *block, const struct postlist *list,
    size_t sheets, unsigned only)
{
	size_t newer = list->sheet == sheets ? 0 : list->sheet + 1;
	size_t older = list->sheet == 0 ? sheets : list->sheet - 1;

	if (list->sheet > sheets)
		return;
	if (list->sheet > 0)
		add_turn(doc, block, list, LABEL_NEWER, newer, only);
	if (older > 0)
		add_turn(doc, block, list, LABEL_OLDER, older, only);
}

void
postlist_add_turns(struct doc *doc, struct block *block,
    const struct site *site, const struct postlist *list)
{
	size_t gemini = sheets_of(site, list->tally->gemini);
	size_t gopher = sheets_of(site, list->tally->gopher);

	if (gemini == gopher) {
		add_turns(doc, block, list, gemini, FOR_ALL);
		return;
	}
	add_turns(doc, block, list, gemini, FOR_GEMTEXT);
	add_turns(doc, block, list, gopher, FOR_GOPHER);
}

static void
add_number(
    struct doc *doc, const struct labels *labels, size_t posts, unsigned only)
{
	struct buf b;

	if (posts == 0)
		return;
	buf_init(&b, 1024);
	labels_add_count(&b, labels, LABEL_NEWEST_FIRST, posts);
	doc_paragraph(doc, buf_span(&b))->only = (unsigned char)only;
	buf_release(&b);
}

/* How many posts there are: in all on the list's own page, which changes with
 * each post anyway. */
static void
add_numbers(
    struct doc *doc, const struct site *site, const struct postlist *list)
{
	const struct tally *tally = list->tally;

	if (list->sheet > 0) {
		add_number(doc, list->labels, site->capsule.page_size, FOR_ALL);
	} else if (tally->gemini == tally->gopher) {
		add_number(doc, list->labels, tally->gemini, FOR_ALL);
	} else {
		add_number(doc, list->labels, tally->gemini, FOR_GEMTEXT);
		add_number(doc, list->labels, tally->gopher, FOR_GOPHER);
	}
}

void
postlist_add_feed(struct doc *doc, struct block *block,
    const struct labels *labels, struct span path, const struct tally *tally)
{
	unsigned only = FOR_ALL & ~tally_left_out(tally);

	if (only == 0)
		return;
	doc_link(doc, block, LINK_PAGE,
	    doc_printf(doc, "%.*satom.xml", SPAN_ARG(path)),
	    span_str(labels->text[LABEL_ATOM]))
	    ->only = (unsigned char)only;
}

void
postlist_add_home(struct doc *doc, struct block *block, const struct site *site)
{
	doc_link(doc, block, LINK_PAGE, SPAN("/"), site->capsule.title);
}

struct block *
postlist_add(
    struct doc *doc, const struct site *site, const struct postlist *list)
{
	struct block *block;

	doc_heading(doc, 1, postlist_title(doc, site, list));
	add_numbers(doc, site, list);
	postlist_add_posts(doc, site, list);
	block = doc_add(doc, NULL, BLOCK_PARAGRAPH);
	postlist_add_turns(doc, block, site, list);
	if (list->sheet == 0)
		return (block);
	doc_link(doc, block, LINK_PAGE, list->path,
	    doc_printf(doc, "%s: %.*s", list->labels->text[LABEL_UP],
		SPAN_ARG(list->name)));
	postlist_add_home(doc, block, site);
	return (NULL);
}

static void
add_counted(struct doc *doc, struct block *block, struct span path,
    struct span label, size_t posts, unsigned only)
{
	if (only == 0)
		return;
	doc_link(doc, block, LINK_PAGE, path,
	    doc_printf(doc, "%.*s (%zu)", SPAN_ARG(label), posts))
	    ->only = (unsigned char)only;
}

void
postlist_add_counted(struct doc *doc, struct block *block, struct span path,
    struct span label, const struct tally *tally, unsigned left_out)
{
	unsigned only = FOR_ALL & ~left_out;

	if (tally->gemini == tally->gopher) {
		add_counted(doc, block, path, label, tally->gemini, only);
		return;
	}
	add_counted(doc, block, path, label, tally->gemini, only & FOR_GEMTEXT);
	add_counted(doc, block, path, label, tally->gopher, only & FOR_GOPHER);
}
