/* SPDX-License-Identifier: ISC */
/*
 * Repeats and equal labels are found by sorting, so that a page of 100,000
 * links takes no longer than it must.
 */
#include "linklist.h"

#include "die.h"
#include "linkplace.h"

#define WORDS_MAX ((size_t)64 << 20)
#define FEW 8

void
linklist_init(struct linklist *l, unsigned rendition, const struct doc *doc)
{
	*l = (struct linklist){ .rendition = rendition, .numbers_from = 1 };
	for (const struct block *b = doc->first; b != NULL; b = b->next)
		if (b->kind == BLOCK_FOOTNOTE)
			l->numbers_from = b->level + 1;
	buf_init(&l->words, WORDS_MAX);
}

void
linklist_release(struct linklist *l)
{
	buf_release(&l->words);
	free(l->item);
	free(l->order);
	l->item = NULL;
	l->order = NULL;
	l->count = l->cap = 0;
}

bool
linklist_leads(const struct link *link)
{
	if (link->kind == LINK_NONE)
		return false;
	return link->kind != LINK_UNKNOWN ||
	    !span_starts(link->target, SPAN("#"));
}

static void
add(struct linklist *l, const struct link *link)
{
	bool is_ours = (link->only & l->rendition) != 0;

	if (l->count == l->cap) {
		l->cap = l->cap > 0 ? l->cap * 2 : 16;
		l->item = xreallocarray(l->item, l->cap, sizeof(*l->item));
		l->order = xreallocarray(l->order, l->cap, sizeof(*l->order));
	}
	/* A dead link whose label stands in the words needs no line. */
	l->item[l->count++] = (struct linklist_entry){
		.link = link,
		.is_shown = is_ours && (linklist_leads(link) || link->len == 0),
	};
}

static int
compare_targets(const void *va, const void *vb, void *context)
{
	const struct linklist *l = context;
	size_t ia = *(const size_t *)va;
	size_t ib = *(const size_t *)vb;
	const struct link *a = l->item[ia].link;
	const struct link *b = l->item[ib].link;
	int order = (int)a->kind - (int)b->kind;

	if (order == 0)
		order = span_cmp(a->target, b->target);
	return order != 0 ? order : (ia > ib) - (ia < ib);
}

static int
compare_labels(const void *va, const void *vb, void *context)
{
	const struct linklist *l = context;
	size_t ia = *(const size_t *)va;
	size_t ib = *(const size_t *)vb;
	int order = span_cmp(l->item[ia].link->label, l->item[ib].link->label);

	return order != 0 ? order : (ia > ib) - (ia < ib);
}

/* Most blocks have two or three links: qsort_r() is for the others. */
static void
sort(struct linklist *l, int (*compare)(const void *, const void *, void *))
{
	for (size_t i = 0; i < l->count; i++) {
		size_t at = i;

		l->order[i] = i;
		for (; l->count <= FEW && at > 0 &&
		     compare(&l->order[at - 1], &i, l) > 0;
		     at--)
			l->order[at] = l->order[at - 1];
		l->order[at] = i;
	}
	if (l->count > FEW)
		qsort_r(l->order, l->count, sizeof(*l->order), compare, l);
}

static bool
is_same_target(const struct link *a, const struct link *b)
{
	return a->kind == b->kind && span_eq(a->target, b->target);
}

static void
drop_repeats(struct linklist *l, bool has_words)
{
	const struct linklist_entry *first = NULL, *last = NULL;

	sort(l, compare_targets);
	for (size_t i = 0; i < l->count; i++) {
		struct linklist_entry *e = &l->item[l->order[i]];

		if (!e->is_shown || !linklist_leads(e->link))
			continue;
		if (first == NULL || !is_same_target(first->link, e->link)) {
			first = last = e;
			continue;
		}
		if ((has_words && e->link->len > 0) ||
		    e->link->label.len == 0 ||
		    span_eq(e->link->label, first->link->label) ||
		    span_eq(e->link->label, last->link->label))
			e->is_shown = false;
		else
			last = e;
	}
}

/* Entries from..to of the order have one label. */
static bool
mark_group(struct linklist *l, size_t from, size_t to)
{
	const struct link *first = NULL;
	bool differs = false;

	for (size_t i = from; i < to; i++) {
		const struct linklist_entry *e = &l->item[l->order[i]];

		if (!e->is_shown || e->link->len == 0)
			continue;
		if (first == NULL)
			first = e->link;
		differs = differs || !is_same_target(first, e->link);
	}
	for (size_t i = from; differs && i < to; i++) {
		struct linklist_entry *e = &l->item[l->order[i]];

		e->number = e->is_shown && e->link->len > 0;
	}
	return differs;
}

static void
number_twins(struct linklist *l)
{
	unsigned next = l->numbers_from;
	bool has_twins = false;
	size_t from = 0;

	sort(l, compare_labels);
	for (size_t i = 1; i <= l->count; i++) {
		if (i < l->count &&
		    span_eq(l->item[l->order[i]].link->label,
			l->item[l->order[from]].link->label))
			continue;
		if (i - from > 1)
			has_twins = mark_group(l, from, i) || has_twins;
		from = i;
	}
	for (size_t i = 0; has_twins && i < l->count; i++) {
		if (l->item[i].number != 0)
			l->item[i].number = next++;
	}
}

static void
gather_all(struct linklist *l, const struct block *root)
{
	struct doc_walk walk;
	const struct block *block;
	bool is_entering;

	doc_walk_init(&walk, NULL, root);
	while ((block = doc_walk_next(&walk, &is_entering)) != NULL) {
		if (!is_entering)
			continue;
		for (const struct link *k = block->text.first; k; k = k->next)
			add(l, k);
	}
}

static void
begin(struct linklist *l)
{
	l->count = 0;
	l->cursor = 0;
	l->shown = 0;
}

static void
settle(struct linklist *l, bool has_words)
{
	if (l->count > 1) {
		drop_repeats(l, has_words);
		if (has_words && l->add_target == NULL)
			number_twins(l);
	}
	for (size_t i = 0; i < l->count; i++)
		l->shown += l->item[i].is_shown;
}

void
linklist_gather(struct linklist *l, const struct block *block, bool has_words)
{
	begin(l);
	gather_all(l, block);
	settle(l, has_words);
}

void
linklist_gather_range(
    struct linklist *l, const struct block *first, const struct block *end)
{
	begin(l);
	for (const struct block *b = first; b != end; b = b->next) {
		if ((b->only & l->rendition) != 0 && linkplace_can_wait(b))
			gather_all(l, b);
	}
	settle(l, true);
}

static bool
needs_mark(const struct linklist *l, const struct linklist_entry *e)
{
	if (e->link->len == 0)
		return false;
	return l->add_target != NULL ? e->is_shown && linklist_leads(e->link)
				     : e->number > 0;
}

struct span
linklist_words(struct linklist *l, const struct text *text)
{
	size_t at = 0;

	if (text->first == NULL)
		return text->words;
	buf_reset(&l->words);
	for (const struct link *k = text->first; k != NULL; k = k->next) {
		const struct linklist_entry *e = &l->item[l->cursor++];
		size_t end = k->at + k->len;

		if (!needs_mark(l, e) || end < at || end > text->words.len)
			continue;
		buf_add(&l->words, text->words.p + at, end - at);
		if (l->add_target != NULL)
			l->add_target(&l->words, k);
		else
			buf_printf(&l->words, "[%u]", e->number);
		at = end;
	}
	if (at == 0)
		return text->words;
	buf_span_add(&l->words, span_skip(text->words, at));
	return buf_span(&l->words);
}
