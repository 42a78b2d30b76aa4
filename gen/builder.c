/* SPDX-License-Identifier: ISC */
/*
 * Containers and text blocks; links are in builder_link.c.  Blocks are added
 * to the doc when their text ends and is not empty, so an empty paragraph
 * never exists.
 */
#include "builder.h"

#include "builder_link.h"
#include "builder_words.h"
#include "bytes16.h"
#include "die.h"
#include "html_character.h"
#include "messages.h"
#include "utf8.h"

#define WORDS_MAX ((size_t)64 << 20)

void
builder_init(
    struct builder *b, struct doc *doc, struct losses *losses, const char *file)
{
	*b = (struct builder){ .doc = doc, .losses = losses, .file = file };
	buf_init(&b->words, WORDS_MAX);
}

static struct block *
top(const struct builder *b)
{
	return b->depth > 0 ? b->level[b->depth - 1].block : NULL;
}

bool
builder_is_in(const struct builder *b, enum block_kind kind)
{
	const struct block *block = top(b);

	return block != NULL && block->kind == kind;
}

static bool
is_blank_text(struct span words)
{
	while (words.len > 0) {
		uint32_t c = utf8_next(&words);

		if (c != ' ' && c != '\n' && c != 0xa0 && c != 0x200b &&
		    c != 0xfeff)
			return false;
	}
	return true;
}

static void
trim_words(struct builder *b)
{
	struct span words = buf_span(&b->words);

	for (;;) {
		if (span_ends(words, SPAN("\n")) ||
		    (span_ends(words, SPAN(" ")) && !b->is_verbatim))
			words.len--;
		else if (span_ends(words, SPAN("\xc2\xa0")) && !b->is_verbatim)
			words.len -= 2;
		else
			break;
	}
	buf_truncate(&b->words, words.len);
}

static void
clear_text(struct builder *b)
{
	buf_reset(&b->words);
	b->links = (struct text){ 0 };
	b->has_text = false;
	b->is_verbatim = false;
	b->is_soft = false;
	b->is_dropped = false;
	b->align = ALIGN_NONE;
	b->alt = SPAN("");
}

/* An item that is only a picture still needs words: its label. */
static void
name_empty_item(struct block *block)
{
	struct link *link = block->text.first;

	if (block->text.words.len > 0 || link == NULL)
		return;
	block->text.words = link->label;
	link->at = 0;
	link->len = link->label.len;
}

static void
add_text_block(struct builder *b, struct span words)
{
	struct block *block;
	bool is_item = top(b) != NULL;

	/* Only a picture: a line of its own says it, an empty one nothing. */
	if (b->kind == BLOCK_HEADING && words.len == 0) {
		b->kind = BLOCK_PARAGRAPH;
		b->heading_level = 0;
	}
	block = doc_add(b->doc, top(b), b->kind);
	block->line = b->text_line;
	block->level = b->heading_level;
	block->align = b->align;
	block->alt = b->alt;
	block->text = b->links;
	block->text.words = doc_copy(b->doc, words);
	block->text.is_clean = !b->is_verbatim && !span_has(words, '\n');
	if (b->kind != BLOCK_PARAGRAPH)
		return;
	block->text.is_links = builder_only_links(&block->text);
	if (is_item) {
		name_empty_item(block);
	} else if (block->text.is_links) {
		block->text.words = SPAN("");
		for (struct link *l = block->text.first; l; l = l->next)
			l->at = l->len = 0;
	}
}

/* A paragraph that is an address leads there, as it would in Markdown:
 * WordPress writes what it embeds so. */
static void
link_address(struct builder *b)
{
	struct span words = span_trim(buf_span(&b->words));

	if (b->kind != BLOCK_PARAGRAPH || b->muted > 0 || b->is_dropped ||
	    b->open != NULL || b->links.first != NULL ||
	    !builder_is_address(words))
		return;
	builder_link_open(b, words, SPAN(""));
	b->open->at = 0;
	builder_link_close(b);
}

static void
finish_text(struct builder *b)
{
	struct span words;
	bool is_empty;

	if (!b->has_text)
		return;
	link_address(b);
	builder_link_split(b);
	trim_words(b);
	words = buf_span(&b->words);
	if (!buf_ok(&b->words))
		die(MSG_TEXT_TOO_LONG, WORDS_MAX);
	is_empty = is_blank_text(words);
	if (is_empty)
		words = SPAN("");
	if (b->kind == BLOCK_CELL ||
	    (!b->is_dropped && (!is_empty || b->links.first != NULL)))
		add_text_block(b, words);
	clear_text(b);
}

void
builder_release(struct builder *b)
{
	finish_text(b);
	buf_release(&b->words);
	free(b->level);
	b->level = NULL;
	b->depth = b->cap = 0;
}

static void
push_level(struct builder *b, enum builder_owner owner, struct block *block)
{
	if (b->depth == b->cap) {
		b->cap = b->cap > 0 ? b->cap * 2 : 32;
		b->level = xreallocarray(b->level, b->cap, sizeof(*b->level));
	}
	b->level[b->depth++] =
	    (struct builder_level){ .block = block, .owner = owner };
}

static struct block *
push(struct builder *b, enum builder_owner owner, enum block_kind kind)
{
	struct block *block = doc_add(b->doc, top(b), kind);

	push_level(b, owner, block);
	block->line = b->line;
	block->alt = SPAN("");
	return block;
}

/* The innermost container is of that kind, and not in the source. */
static bool
is_in_implied(const struct builder *b, enum block_kind kind)
{
	return builder_is_in(b, kind) && b->level[b->depth - 1].is_implied;
}

static void
push_implied(struct builder *b, enum block_kind kind)
{
	push(b, BUILDER_HTML, kind);
	b->level[b->depth - 1].is_implied = true;
}

/* A list or table whose beginning the source left out ends before what cannot
 * stand in it. */
static void
end_implied(struct builder *b, enum block_kind kind)
{
	if (kind != BLOCK_ITEM && is_in_implied(b, BLOCK_LIST)) {
		b->depth--;
		return;
	}
	if (kind == BLOCK_ROW && is_in_implied(b, BLOCK_ROW))
		b->depth--;
	if (kind == BLOCK_ROW || kind == BLOCK_CELL)
		return;
	if (is_in_implied(b, BLOCK_ROW) && b->level[b->depth - 2].is_implied)
		b->depth--;
	if (is_in_implied(b, BLOCK_TABLE))
		b->depth--;
}

/* What may not stand directly in a list or table gets the item or row that
 * the source left out. */
static void
make_room(struct builder *b, enum block_kind kind)
{
	end_implied(b, kind);
	if (builder_is_in(b, BLOCK_LIST) && kind != BLOCK_ITEM)
		push_implied(b, BLOCK_ITEM);
	else if (builder_is_in(b, BLOCK_TABLE) && kind != BLOCK_ROW)
		push_implied(b, BLOCK_ROW);
	else if (kind == BLOCK_ITEM && !builder_is_in(b, BLOCK_LIST))
		push_implied(b, BLOCK_LIST);
	else if (kind == BLOCK_ROW && !builder_is_in(b, BLOCK_TABLE))
		push_implied(b, BLOCK_TABLE);
}

static bool
in_cell(const struct builder *b)
{
	return b->has_text && b->kind == BLOCK_CELL;
}

struct block *
builder_open(struct builder *b, enum builder_owner owner, enum block_kind kind)
{
	if (in_cell(b)) {
		builder_hard_break(b);
		return NULL;
	}
	finish_text(b);
	make_room(b, kind);
	return push(b, owner, kind);
}

void
builder_close(struct builder *b, enum builder_owner owner, enum block_kind kind)
{
	size_t at = b->depth;

	if (in_cell(b) && kind != BLOCK_TABLE && kind != BLOCK_ROW) {
		builder_hard_break(b);
		return;
	}
	while (at > 0) {
		const struct builder_level *level = &b->level[at - 1];

		if (level->owner == owner && level->block->kind == kind)
			break;
		if (level->owner == BUILDER_MARKDOWN)
			return;
		at--;
	}
	if (at == 0)
		return;
	finish_text(b);
	b->depth = at - 1;
}

void
builder_definition(struct builder *b, enum builder_owner owner)
{
	struct block *before;
	struct block *list;

	if (in_cell(b)) {
		builder_hard_break(b);
		return;
	}
	finish_text(b);
	before = builder_before(b);
	if (before != NULL && before->kind == BLOCK_LIST &&
	    before->is_attached) {
		push_level(b, owner, before);
	} else {
		list = builder_open(b, owner, BLOCK_LIST);
		list->is_tight = true;
		list->is_attached = true;
	}
	push(b, owner, BLOCK_ITEM);
}

void
builder_unwind(struct builder *b)
{
	finish_text(b);
	b->depth = 0;
}

struct block *
builder_before(const struct builder *b)
{
	return b->depth > 0 ? top(b)->last : b->doc->last;
}

void
builder_begin(struct builder *b, enum block_kind kind)
{
	if (in_cell(b) && kind != BLOCK_CELL) {
		builder_hard_break(b);
		return;
	}
	finish_text(b);
	make_room(b, kind);
	if (kind == BLOCK_CELL && !builder_is_in(b, BLOCK_ROW)) {
		make_room(b, BLOCK_ROW);
		push_implied(b, BLOCK_ROW);
	}
	/* Words between the cells of a row are a cell of their own. */
	if (builder_is_in(b, BLOCK_ROW))
		kind = BLOCK_CELL;
	b->has_text = true;
	b->kind = kind;
	b->is_verbatim = kind == BLOCK_PRE;
	b->text_line = b->line;
	b->heading_level = 0;
	if (b->open != NULL)
		b->open->at = 0;
}

void
builder_end(struct builder *b)
{
	if (in_cell(b))
		builder_hard_break(b);
	else
		finish_text(b);
}

void
builder_end_cell(struct builder *b)
{
	finish_text(b);
}

void
builder_rule(struct builder *b)
{
	if (in_cell(b)) {
		builder_hard_break(b);
		return;
	}
	finish_text(b);
	make_room(b, BLOCK_RULE);
	if (!builder_is_in(b, BLOCK_ROW))
		doc_add(b->doc, top(b), BLOCK_RULE)->line = b->line;
}

static void
settle_soft_break(struct builder *b, struct span next)
{
	b->is_soft = false;
	if (builder_is_unspaced(buf_span(&b->words), next))
		return;
	if (b->words.len > 0 &&
	    !ascii_is_space(b->words.data[b->words.len - 1]))
		buf_char(&b->words, ' ');
}

static bool
is_all_space(struct span s)
{
	return span_trim(s).len == 0;
}

/* A byte-order mark before the first word is nothing, and would hide what the
 * line begins with from the writers' guards. */
static struct span
without_bom(const struct builder *b, struct span text)
{
	while ((!b->has_text || b->words.len == 0) &&
	    span_starts(text, SPAN("\xef\xbb\xbf")))
		text = span_skip(text, 3);
	return text;
}

/* False when the words are to be dropped. */
static bool
ready(struct builder *b, struct span text)
{
	if (b->muted > 0 || text.len == 0)
		return false;
	if (!b->has_text) {
		if (is_all_space(text))
			return false;
		builder_begin(b, BLOCK_PARAGRAPH);
	}
	if (b->is_soft)
		settle_soft_break(b, text);
	return true;
}

/* Two spaces in a row. */
static bool
has_two_spaces(struct span text)
{
	size_t i = 0;

	for (; text.len - i > sizeof(bytes16); i += sizeof(bytes16)) {
		bytes16 here = (bytes16)(bytes16_load(text.p + i) == ' ');
		bytes16 next = (bytes16)(bytes16_load(text.p + i + 1) == ' ');

		if (bytes16_any(here & next))
			return true;
	}
	for (; i + 1 < text.len; i++)
		if (text.p[i] == ' ' && text.p[i + 1] == ' ')
			return true;
	return false;
}

void
builder_text(struct builder *b, struct span text)
{
	bool may_be_clean = true;

	text = without_bom(b, text);
	if (!ready(b, text))
		return;
	if (b->is_verbatim) {
		builder_add_verbatim(&b->words, text);
		return;
	}
	while (text.len > 0) {
		size_t at = 0;
		bool is_open = b->words.len == 0 ||
		    ascii_is_space(b->words.data[b->words.len - 1]);

		while (at < text.len && ascii_is_space(text.p[at]))
			at++;
		if (at > 0 && !is_open)
			buf_char(&b->words, ' ');
		text = span_skip(text, at);
		/* Most text is as it should be. */
		if (may_be_clean && utf8_is_clean(text) &&
		    !has_two_spaces(text)) {
			buf_span_add(&b->words, text);
			return;
		}
		may_be_clean = false;
		/* One space between words is the common case: skip over it. */
		for (at = 0; at < text.len; at++) {
			if (!ascii_is_space(text.p[at]))
				continue;
			if (text.p[at] != ' ' || at + 1 == text.len ||
			    ascii_is_space(text.p[at + 1]))
				break;
		}
		html_add_clean(&b->words, span_first(text, at));
		text = span_skip(text, at);
	}
}

void
builder_exact(struct builder *b, struct span text)
{
	text = without_bom(b, text);
	if (!ready(b, text))
		return;
	if (b->is_verbatim)
		builder_add_verbatim(&b->words, text);
	else
		html_add_clean(&b->words, text);
}

void
builder_code(struct builder *b, struct span code)
{
	size_t marks = builder_longest_backticks(code) + 1;
	bool has_edge =
	    code.len > 0 && (code.p[0] == '`' || code.p[code.len - 1] == '`');

	if (!ready(b, code))
		return;
	buf_repeat(&b->words, '`', marks);
	if (has_edge)
		buf_char(&b->words, ' ');
	html_add_clean(&b->words, code);
	if (has_edge)
		buf_char(&b->words, ' ');
	buf_repeat(&b->words, '`', marks);
}

void
builder_soft_break(struct builder *b)
{
	if (b->is_verbatim)
		buf_char(&b->words, '\n');
	else if (b->has_text && b->words.len > 0)
		b->is_soft = true;
}

void
builder_hard_break(struct builder *b)
{
	size_t len = b->words.len;

	b->is_soft = false;
	if (!b->has_text || b->muted > 0 || (len == 0 && !b->is_verbatim))
		return;
	if (b->is_verbatim) {
		buf_char(&b->words, '\n');
		return;
	}
	if (b->words.data[len - 1] == ' ')
		buf_truncate(&b->words, --len);
	if (len > 0 && b->words.data[len - 1] != '\n')
		buf_char(&b->words, b->kind == BLOCK_HEADING ? ' ' : '\n');
}
