/* SPDX-License-Identifier: ISC */
/*
 * A cell holds words only, so the code in it is kept a second time, as it is,
 * until the table's end shows whether it is a table at all.
 */
#include "html_pre.h"

#include "html_leaf.h"
#include "messages_content.h"

#define CODE_MAX ((size_t)64 << 20)
#define NUMBER_MAX 1000000000

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

void
html_pre_init(struct html_pre *pre)
{
	*pre = (struct html_pre){ 0 };
	buf_init(&pre->words, CODE_MAX);
}

void
html_pre_release(struct html_pre *pre)
{
	buf_release(&pre->words);
}

/* The next word of a class list; "brush: php;" has two. */
static bool
next_word(struct span *s, struct span *word)
{
	size_t len = 0;

	while (s->len > 0 && (ascii_is_space(s->p[0]) || s->p[0] == ';'))
		*s = span_skip(*s, 1);
	while (len < s->len && !ascii_is_space(s->p[len]) && s->p[len] != ';')
		len++;
	*word = span_first(*s, len);
	*s = span_skip(*s, len);
	return len > 0;
}

static bool
is_language(struct span name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.p[i];

		if (!ascii_is_alpha(c) && !ascii_is_digit(c) &&
		    memchr("+-#._", c, 5) == NULL)
			return false;
	}
	return name.len > 0;
}

/* Rouge, Pygments, highlight.js, Prism, GitHub, Crayon, SyntaxHighlighter and
 * pandoc, in this order. */
static struct span of_class(struct span class)
{
	static const char *const marks[] = { "language-", "lang-",
		"highlight-source-", "lang:", "brush:", "sourceCode" };
	struct span word;

	while (next_word(&class, &word)) {
		for (size_t i = 0; i < COUNT(marks); i++) {
			struct span mark = span_str(marks[i]);

			if (!span_starts(word, mark))
				continue;
			word = span_skip(word, mark.len);
			if (word.len > 0 || next_word(&class, &word))
				return word;
		}
	}
	return SPAN("");
}

/* lang="bash" is WordPress's; lang="en" is what HTML means by it. */
static bool
is_human(struct span lang)
{
	static const char *const tongues[] = { "en", "de", "fr", "es", "it",
		"ro", "uk", "el", "ru", "pt", "nl" };

	for (size_t i = 0; i < COUNT(tongues); i++) {
		if (span_eq_nocase(span_first(lang, 2), span_str(tongues[i])) &&
		    (lang.len == 2 || lang.p[2] == '-'))
			return true;
	}
	return false;
}

static struct span
find_language(enum html_action action, const xmlChar **attributes)
{
	static const char *const names[] = { "data-lang", "data-language",
		"data-enlighter-language" };
	struct span value = of_class(html_attribute(attributes, "class"));

	for (size_t i = 0; i < COUNT(names) && value.len == 0; i++)
		value = span_trim(html_attribute(attributes, names[i]));
	if (value.len == 0 && action == HTML_PRE) {
		value = span_trim(html_attribute(attributes, "lang"));
		if (is_human(value))
			return SPAN("");
	}
	return is_language(value) ? value : SPAN("");
}

void
html_pre_look(struct html_pre *pre, struct builder *b, enum html_action action,
    const xmlChar **attributes, unsigned depth)
{
	struct span language;

	if ((action != HTML_BLOCK && action != HTML_PRE &&
		action != HTML_CELL && action != HTML_CODE) ||
	    (action == HTML_CODE && !pre->is_open))
		return;
	language = find_language(action, attributes);
	if (language.len == 0)
		return;
	pre->language = doc_copy(b->doc, language);
	pre->depth = depth;
	if (pre->is_open)
		pre->said = pre->language;
	if (b->is_verbatim)
		b->alt = pre->language;
}

void
html_pre_leave(struct html_pre *pre, unsigned depth)
{
	if (depth < pre->depth)
		pre->language = SPAN("");
}

void
html_pre_begin(struct html_pre *pre, struct builder *b)
{
	builder_begin(b, BLOCK_PRE);
	pre->is_open = true;
	pre->is_cell = !b->is_verbatim;
	pre->said = pre->language;
	buf_reset(&pre->words);
	if (b->is_verbatim)
		b->alt = pre->language;
}

/* The numbers go on from those before; else nothing is counted. */
static bool
take_numbers(struct html_pre *pre, struct span s)
{
	uint64_t first = pre->first;
	uint64_t numbers = pre->numbers;
	struct span word;
	uint64_t value;

	while (next_word(&s, &word)) {
		if (!span_number(word, NUMBER_MAX, &value) ||
		    (numbers > 0 && value != first + numbers))
			return false;
		if (numbers++ == 0)
			first = value;
	}
	pre->first = first;
	pre->numbers = numbers;
	return true;
}

void
html_pre_end(struct html_pre *pre, struct builder *b)
{
	struct span words = buf_span(&pre->words);

	builder_end(b);
	if (pre->is_cell && !take_numbers(pre, words)) {
		while (span_ends(words, SPAN("\n")))
			words.len--;
		pre->code = doc_copy(b->doc, words);
		pre->alt = pre->said;
		pre->codes++;
	}
	pre->is_open = pre->is_cell = false;
}

void
html_pre_words(struct html_pre *pre, struct span words)
{
	if (!pre->is_cell) {
		if (!take_numbers(pre, words))
			pre->has_words = true;
		return;
	}
	/* <pre> begins after the end of its line. */
	if (pre->words.len == 0 && span_starts(words, SPAN("\n")))
		words = span_skip(words, 1);
	builder_add_verbatim(&pre->words, words);
}

void
html_pre_table_begins(struct html_pre *pre)
{
	pre->is_open = pre->is_cell = pre->has_words = false;
	pre->codes = 0;
	pre->numbers = 0;
}

/* One number a line, give or take an empty one at the end. */
static bool
are_line_numbers(const struct html_pre *pre)
{
	uint64_t lines = html_count_lines(pre->code) + 1;

	return pre->numbers == 0 || pre->numbers == lines ||
	    pre->numbers == lines + 1;
}

/* Those of the code; the numbers' lead to themselves. */
static void
take_links(struct block *block, const struct block *table)
{
	for (const struct block *row = table->first; row; row = row->next) {
		for (struct block *cell = row->first; cell; cell = cell->next) {
			struct link *next;

			for (struct link *l = cell->text.first; l; l = next) {
				next = l->next;
				l->next = NULL;
				l->at = l->len = 0;
				if (!span_starts(l->target, SPAN("#")))
					text_add_link(&block->text, l);
			}
		}
	}
}

void
html_pre_table_ends(struct html_pre *pre, struct builder *b)
{
	struct block *block = builder_before(b);
	struct block table;

	if (pre->codes != 1 || pre->has_words || !are_line_numbers(pre) ||
	    !buf_ok(&pre->words) || block == NULL || block->kind != BLOCK_TABLE)
		return;
	if (pre->numbers > 0)
		losses_add(b->losses, LOSS_DROPPED, b->file, block->line,
		    MSG_HTML_NUMBERS);
	table = *block;
	block->kind = BLOCK_PRE;
	block->first = block->last = NULL;
	block->text = (struct text){ .words = pre->code };
	if (pre->alt.len > 0)
		block->alt = pre->alt;
	take_links(block, &table);
	html_pre_table_begins(pre);
}
