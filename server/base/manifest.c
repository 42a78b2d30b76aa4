/* SPDX-License-Identifier: ISC */
/*
 * The manifest.  What is read is checked as foreign input: its media types and
 * languages go into response headers.
 */
#include "manifest.h"

#include "mediatype.h"
#include "utf8.h"

#define HEAD SPAN("bookmobile 1\t")

void
manifest_init(struct manifest *m)
{
	*m = (struct manifest){ 0 };
}

void
manifest_release(struct manifest *m)
{
	free(m->page);
	free(m->redirect);
	free(m->text);
	manifest_init(m);
}

bool
manifest_is_ours(struct span text)
{
	return span_starts(text, HEAD);
}

/* No control bytes: the field fits a line here, and a response header. */
static bool
is_field(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	return true;
}

static bool
is_path(struct span s)
{
	return span_starts(s, SPAN("/")) && is_field(s);
}

/* BCP 47 tags, also several of them: letters, digits, '-' and ','. */
static bool
is_lang(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_alpha(s.p[i]) && !ascii_is_digit(s.p[i]) &&
		    s.p[i] != '-' && s.p[i] != ',')
			return false;
	return true;
}

/* Split `line` at TABs into exactly `count` fields. */
static bool
split(struct span line, struct span *field, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!span_cut(&line, '\t', &field[i]))
			return false;
	return line.p == NULL;
}

static bool
parse_page(struct span line, struct manifest_entry *e)
{
	struct span field[4];

	if (!split(line, field, 4) || !is_path(field[1]) || !is_lang(field[3]))
		return false;
	if (field[2].len > 0 && !mediatype_is_valid(field[2]))
		return false;
	*e = (struct manifest_entry){ field[1], field[2], field[3] };
	return true;
}

static bool
parse_redirect(struct span line, struct manifest_entry *e)
{
	struct span field[3];

	if (!split(line, field, 3) || !is_path(field[1]) || !is_path(field[2]))
		return false;
	*e =
	    (struct manifest_entry){ .path = field[1], .media_type = field[2] };
	return true;
}

static int
compare_entries(const void *a, const void *b)
{
	const struct manifest_entry *left = a;
	const struct manifest_entry *right = b;
	int order = span_cmp(left->path, right->path);

	/* Of equal paths the one written first comes first. */
	if (order != 0)
		return order;
	return (left->path.p > right->path.p) - (left->path.p < right->path.p);
}

static void
sort(struct manifest_entry *e, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (span_cmp(e[i - 1].path, e[i].path) <= 0)
			continue;
		qsort(e, count, sizeof(*e), compare_entries);
		return;
	}
}

/* Memory for as many entries as there are lines that begin with `word`. */
static struct manifest_entry *
entries_for(struct span text, struct span word)
{
	struct span line;
	size_t count = 1;

	while (span_line(&text, &line))
		count += span_starts(line, word);
	return calloc(count, sizeof(struct manifest_entry));
}

static void
parse_lines(struct manifest *m, struct span rest)
{
	struct span line;

	while (span_line(&rest, &line)) {
		if (span_starts(line, SPAN("page\t")))
			m->pages += parse_page(line, &m->page[m->pages]);
		else if (span_starts(line, SPAN("redirect\t")))
			m->redirects +=
			    parse_redirect(line, &m->redirect[m->redirects]);
	}
	sort(m->page, m->pages);
	sort(m->redirect, m->redirects);
}

/* Line 1; false when it is not of this format. */
static bool
parse_head(struct manifest *m, struct span *rest)
{
	struct span field[3];
	struct span line;

	if (!manifest_is_ours(*rest) || !span_line(rest, &line) ||
	    !split(line, field, 3) || !is_field(field[1]) || !is_lang(field[2]))
		return false;
	m->host = field[1];
	m->lang = field[2];
	return true;
}

int
manifest_parse(struct manifest *m, struct span text)
{
	struct span rest;

	manifest_init(m);
	m->text = malloc(text.len + 1);
	if (m->text == NULL)
		return -1;
	if (text.len > 0)
		memcpy(m->text, text.p, text.len);
	m->text[text.len] = '\0';
	rest = span_make(m->text, text.len);
	if (!parse_head(m, &rest))
		goto fail;
	m->page = entries_for(rest, SPAN("page\t"));
	m->redirect = entries_for(rest, SPAN("redirect\t"));
	if (m->page == NULL || m->redirect == NULL)
		goto fail;
	parse_lines(m, rest);
	return 0;
fail:
	manifest_release(m);
	return -1;
}

/* The first entry with this path. */
static const struct manifest_entry *
find(const struct manifest_entry *e, size_t count, struct span path)
{
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (span_cmp(e[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && span_eq(e[low].path, path) ? &e[low] : NULL;
}

const struct manifest_entry *
manifest_page(const struct manifest *m, struct span path)
{
	return find(m->page, m->pages, path);
}

const struct manifest_entry *
manifest_redirect(const struct manifest *m, struct span path)
{
	return find(m->redirect, m->redirects, path);
}

void
manifest_add_head(struct buf *b, struct span host, struct span lang)
{
	buf_span_add(b, HEAD);
	utf8_add_clean(b, host);
	buf_char(b, '\t');
	utf8_add_clean(b, lang);
	buf_char(b, '\n');
}

void
manifest_add_page(
    struct buf *b, struct span path, struct span media_type, struct span lang)
{
	if (!is_path(path) || !is_field(media_type) || !is_field(lang))
		return;
	buf_str(b, "page\t");
	buf_span_add(b, path);
	buf_char(b, '\t');
	buf_span_add(b, media_type);
	buf_char(b, '\t');
	buf_span_add(b, lang);
	buf_char(b, '\n');
}

void
manifest_add_redirect(struct buf *b, struct span path, struct span target)
{
	if (!is_path(path) || !is_path(target))
		return;
	buf_str(b, "redirect\t");
	buf_span_add(b, path);
	buf_char(b, '\t');
	buf_span_add(b, target);
	buf_char(b, '\n');
}
