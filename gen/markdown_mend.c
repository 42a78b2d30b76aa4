/* SPDX-License-Identifier: ISC */
/*
 * Two passes, line by line: which names have an end tag, when there are tags
 * that it matters for; then the text itself.
 */
#include "markdown_mend.h"

#include <stdlib.h>

#include "die.h"
#include "markdown_box.h"
#include "markdown_tag.h"

#define GROWTH_MAX ((size_t)1 << 20)
#define OUT_MAX ((size_t)16 << 20)
#define LOOK 72 /* bytes: longer names are no element's */

#define MARK SPAN(" class=\"\"")
#define EMPTY SPAN("<!---->")
#define PARTING SPAN("<p></p>") /* of two paragraphs */
#define TABLE_END SPAN("</td></tr></table>")
#define LIST_END SPAN("</li></ul></ol>")

struct name {
	uint64_t hash;
	const char *at; /* its last end tag */
};

struct names {
	struct name *name; /* by their hashes after the first pass, each once */
	size_t count, cap;
};

struct mending {
	struct buf *out;
	struct markdown_shift *shift;
	struct names ends;     /* of the tags that are no element of HTML */
	struct span body;      /* what is left of it */
	const char *table_end; /* where the last table, row or cell ends */
	const char *list_end;  /* and the last list or item */
	size_t growth;
	unsigned line; /* of the new text, next to be written */
	bool is_first; /* pass */

	struct markdown_fence fence;
	enum markdown_html html;
	size_t indent;	 /* of the HTML block or the fence */
	bool in_pre;	 /* which has an end */
	bool in_comment; /* likewise */
	unsigned tables; /* that are open */
	bool in_cell;
	unsigned lists;
	bool in_item;
	const char *box_end; /* empty lines before it are within a box */
	bool in_code;	     /* between backticks that end in another line */
};

static void
add_name(struct names *names, const struct markdown_tag *tag)
{
	if (names->count == names->cap) {
		names->cap = names->cap > 0 ? names->cap * 2 : 32;
		names->name = xreallocarray(
		    names->name, names->cap, sizeof(*names->name));
	}
	names->name[names->count++] =
	    (struct name){ markdown_tag_hash(tag), tag->name.p };
}

static int
compare(const void *va, const void *vb)
{
	const struct name *a = va;
	const struct name *b = vb;

	return (a->hash > b->hash) - (a->hash < b->hash);
}

static void
settle_names(struct names *names)
{
	size_t kept = 0;

	if (names->count == 0)
		return;
	qsort(names->name, names->count, sizeof(*names->name), compare);
	for (size_t i = 1; i < names->count; i++) {
		struct name *last = &names->name[kept];

		if (names->name[i].hash != last->hash)
			names->name[++kept] = names->name[i];
		else if (names->name[i].at > last->at)
			last->at = names->name[i].at;
	}
	names->count = kept + 1;
}

/* Somewhere after it. */
static bool
has_end(const struct mending *m, const struct markdown_tag *tag)
{
	struct name key = { markdown_tag_hash(tag), tag->name.p };
	const struct name *found;

	if (m->is_first || m->ends.count == 0)
		return false;
	found =
	    bsearch(&key, m->ends.name, m->ends.count, sizeof(key), compare);
	return found != NULL && found->at > key.at;
}

/* False when there is no room for something of ours. */
static bool
may_grow(struct mending *m, size_t len)
{
	if (m->growth + len > GROWTH_MAX)
		return false;
	m->growth += len;
	return true;
}

static void
end_line(struct mending *m)
{
	buf_char(m->out, '\n');
	m->line++;
}

/* Not for readers, and not what CommonMark takes for a tag. */
static bool
is_left_out(const struct mending *m, const struct markdown_tag *tag)
{
	if (!tag->has_colon)
		return false;
	return tag->is_end || tag->has_attributes ||
	    (tag->is_plain && (tag->is_closed || has_end(m, tag)));
}

/* The tag, with an attribute when that is what makes it markup. */
static void
put_tag(struct mending *m, struct span s, const struct markdown_tag *tag)
{
	size_t name = (size_t)(tag->name.p - s.p) + tag->name.len;
	bool is_unknown = !tag->has_colon && markdown_tag_is_unknown(tag);

	if (m->is_first && tag->is_end && (tag->has_colon || is_unknown))
		add_name(&m->ends, tag);
	if (is_left_out(m, tag))
		return;
	buf_span_add(m->out, span_first(s, name));
	if (is_unknown && !tag->is_end && tag->is_plain && has_end(m, tag) &&
	    may_grow(m, MARK.len))
		buf_span_add(m->out, MARK);
	buf_span_add(m->out, span_skip(span_first(s, tag->len), name));
}

/* The next such tag in the body, of this line or another, is an end. */
static bool
pre_has_end(const struct mending *m, const char *from)
{
	const char *end = m->body.p + m->body.len;
	struct span s = span_make(from, (size_t)(end - from));
	struct markdown_tag tag;

	while (s.len > 0) {
		s = span_skip(s, span_find(s, '<'));
		if (s.len > 0 && markdown_tag_read(span_first(s, 8), &tag) &&
		    markdown_tag_is(&tag, "pre"))
			return tag.is_end;
		s = span_skip(s, 1);
	}
	return false;
}

/* An end comes before the next comment begins. */
static bool
comment_has_end(const struct mending *m, const char *from)
{
	const char *end = m->body.p + m->body.len;
	struct span s = span_make(from, (size_t)(end - from));

	while (s.len > 0) {
		size_t at = span_find(s, '-');

		s = span_skip(s, at);
		if (span_starts(s, SPAN("-->")))
			return true;
		if (at >= 2 && span_starts(s, SPAN("--")) &&
		    memcmp(s.p - 2, "<!", 2) == 0)
			return false;
		s = span_skip(s, 1);
	}
	return false;
}

/* A container that may hold others, or its row, cell or item. */
static void
count(const struct markdown_tag *tag, unsigned *open, bool *in_part)
{
	*in_part = false;
	if (!tag->is_end)
		++*open;
	else if (*open > 0)
		--*open;
}

/* Follow what is open in an HTML block. */
static void
follow(struct mending *m, const struct markdown_tag *tag)
{
	if (markdown_tag_is(tag, "pre"))
		m->in_pre = !tag->is_end && pre_has_end(m, tag->name.p);
	else if (markdown_tag_is(tag, "table"))
		count(tag, &m->tables, &m->in_cell);
	else if (markdown_is_cell(tag))
		m->in_cell = !tag->is_end;
	else if (markdown_tag_is(tag, "tr"))
		m->in_cell = false;
	else if (markdown_is_list(tag))
		count(tag, &m->lists, &m->in_item);
	else if (markdown_tag_is(tag, "li"))
		m->in_item = !tag->is_end;
}

/* A comment, a tag or '<': how much of the line that is. */
static size_t
put_markup(struct mending *m, struct span s)
{
	struct markdown_tag tag;
	size_t len = 1;

	if (span_starts(s, SPAN("<!--"))) {
		len = span_search(span_skip(s, 2), SPAN("-->")) + 2;
		if (len >= s.len)
			m->in_comment = m->html == MARKDOWN_HTML_BLOCK &&
			    comment_has_end(m, s.p + 4);
		len = len < s.len ? len + 3 : s.len;
		buf_span_add(m->out, span_first(s, len));
		return len;
	}
	if (!markdown_tag_read(s, &tag)) {
		buf_char(m->out, '<');
		return len;
	}
	if (m->html == MARKDOWN_HTML_BLOCK)
		follow(m, &tag);
	if (tag.len == 0 || m->in_pre) {
		buf_char(m->out, '<');
		return len;
	}
	put_tag(m, s, &tag);
	return tag.len;
}

/* Code between backticks, or all the line when it goes on in the next. */
static size_t
put_code(struct mending *m, struct span s)
{
	size_t marks = 0;
	size_t at;

	while (marks < s.len && s.p[marks] == '`')
		marks++;
	for (at = marks; at < s.len;) {
		size_t run = 0;

		at += span_find(span_skip(s, at), '`');
		while (at + run < s.len && s.p[at + run] == '`')
			run++;
		at += run;
		if (run == marks)
			break;
	}
	if (at >= s.len && !span_ends(s, SPAN("`")))
		m->in_code = true;
	buf_span_add(m->out, span_first(s, at));
	return at;
}

/* What stands in a line between marks that matter here. */
static size_t
plain_length(const struct mending *m, struct span s)
{
	size_t len = 0;

	if (m->html != MARKDOWN_NO_HTML)
		return span_find(s, '<');
	while (len < s.len && s.p[len] != '<' && s.p[len] != '`' &&
	    s.p[len] != '\\')
		len++;
	return len;
}

static void
mend_words(struct mending *m, struct span s)
{
	while (s.len > 0) {
		size_t len;

		if (m->in_comment) {
			len = span_search(s, SPAN("-->"));
			m->in_comment = len == s.len;
			buf_span_add(m->out, span_first(s, len));
		} else if (s.p[0] == '<') {
			len = put_markup(m, s);
		} else if (s.p[0] == '`' && m->html == MARKDOWN_NO_HTML) {
			len = put_code(m, s);
		} else {
			len = s.p[0] == '\\' ? 2 : 0;
			len = len > s.len ? s.len : len;
			len += plain_length(m, span_skip(s, len));
			buf_span_add(m->out, span_first(s, len));
		}
		s = span_skip(s, len);
	}
}

static void
mend_line(struct mending *m, struct span line)
{
	size_t start = m->out->len;

	mend_words(m, line);
	/* An empty line would mean something. */
	if (buf_ok(m->out) &&
	    span_trim(span_skip(buf_span(m->out), start)).len == 0)
		buf_str(m->out, "<span></span>");
	end_line(m);
}

static void
put(struct mending *m, struct span line)
{
	buf_span_add(m->out, line);
	end_line(m);
}

/* What follows the empty line is no markup. */
static bool
precedes_markdown(const struct mending *m)
{
	struct span rest = m->body;
	struct span line;

	while (span_line(&rest, &line)) {
		if (span_trim(line).len > 0)
			return !markdown_is_indented(line) &&
			    span_trim(line).p[0] != '<';
	}
	return false;
}

/* What is open and has no end in the rest ends here. */
static void
end_block(struct mending *m)
{
	bool is_table =
	    (m->tables > 0 || m->in_cell) && m->body.p >= m->table_end;
	bool is_list = (m->lists > 0 || m->in_item) && m->body.p >= m->list_end;

	m->html = MARKDOWN_NO_HTML;
	m->in_pre = m->in_comment = false;
	if ((!is_table && !is_list) || !precedes_markdown(m) ||
	    !may_grow(m, TABLE_END.len + LIST_END.len))
		return;
	markdown_shift_add(m->shift, m->line);
	buf_repeat(m->out, ' ', m->indent);
	if (is_table) {
		buf_span_add(m->out, TABLE_END);
		m->tables = 0;
		m->in_cell = false;
	}
	if (is_list) {
		buf_span_add(m->out, LIST_END);
		m->lists = 0;
		m->in_item = false;
	}
	end_line(m);
}

/* The empty line before the rest stands between paragraphs, items or rows of
 * HTML, and what follows it is no code. */
static bool
is_in_html(struct mending *m)
{
	if (m->html != MARKDOWN_HTML_BLOCK)
		return false;
	if (m->body.p < m->box_end ||
	    (m->lists + m->tables > 0 && markdown_next_is_block(m->body)))
		return true;
	m->box_end = markdown_find_box_end(m->body);
	return m->body.p < m->box_end;
}

static void
empty_line(struct mending *m, struct span line)
{
	m->in_code = false;
	if (m->html == MARKDOWN_HTML_BLOCK && (m->in_pre || m->in_comment) &&
	    may_grow(m, m->indent + EMPTY.len)) {
		buf_repeat(m->out, ' ', m->indent);
		buf_span_add(m->out, m->in_pre ? EMPTY : SPAN("."));
		end_line(m);
		return;
	}
	if (is_in_html(m) && may_grow(m, m->indent + PARTING.len)) {
		buf_repeat(m->out, ' ', m->indent);
		put(m, PARTING);
		return;
	}
	if (m->html == MARKDOWN_HTML_BLOCK)
		end_block(m);
	put(m, line);
}

/* After the mark of a list's item, in whose line a block may begin. */
static struct span
skip_item(struct span line)
{
	struct span s = span_trim(line);
	size_t len = 0;

	while (len < s.len && ascii_is_digit(s.p[len]))
		len++;
	if (len + 1 < s.len && memchr("-+*.)", s.p[len], 5) != NULL &&
	    s.p[len + 1] == ' ')
		return span_trim(span_skip(s, len + 2));
	return line;
}

static struct span
without(struct span line, size_t spaces)
{
	for (; spaces > 0 && span_starts(line, SPAN(" ")); spaces--)
		line = span_skip(line, 1);
	return line;
}

static void
other_line(struct mending *m, struct span line)
{
	struct span s = skip_item(line);

	markdown_watch_fence(&m->fence, s);
	while (span_starts(s, SPAN(" ")))
		s = span_skip(s, 1);
	m->indent = (size_t)(s.p - line.p);
	if (m->fence.mark != 0 || markdown_is_indented(line) || m->in_code ||
	    span_starts(s, SPAN(">"))) {
		put(m, line);
		return;
	}
	m->html = markdown_html_begins(s);
	if (m->html == MARKDOWN_NO_HTML || m->html == MARKDOWN_HTML_BLOCK) {
		mend_line(m, line);
		return;
	}
	put(m, line);
	if (markdown_html_ends(m->html, span_skip(s, 2)))
		m->html = MARKDOWN_NO_HTML;
}

static void
take_line(struct mending *m, struct span line)
{
	if (m->fence.mark != 0) {
		markdown_watch_fence(&m->fence, without(line, m->indent));
		put(m, line);
	} else if (m->html != MARKDOWN_NO_HTML &&
	    m->html != MARKDOWN_HTML_BLOCK) {
		put(m, line);
		if (markdown_html_ends(m->html, line))
			m->html = MARKDOWN_NO_HTML;
	} else if (span_trim(line).len == 0) {
		empty_line(m, line);
	} else if (m->html == MARKDOWN_HTML_BLOCK) {
		mend_line(m, line);
	} else {
		other_line(m, line);
	}
}

/* A pass over the body; `given` are the lines that were put in before. */
static void
pass(struct mending *m, struct span body, const struct markdown_shift *given)
{
	size_t next = 0;
	struct span line;

	m->body = body;
	m->line = 1;
	for (unsigned n = 1; span_line(&m->body, &line); n++) {
		if (next < given->count && given->line[next] == n) {
			markdown_shift_add(m->shift, m->line);
			next++;
		}
		take_line(m, line);
	}
}

static void
learn_names(struct mending *m, struct span body)
{
	struct markdown_shift shift = { 0 };
	struct mending first = *m;
	struct buf out;

	buf_init(&out, OUT_MAX);
	first.out = &out;
	first.shift = &shift;
	first.is_first = true;
	pass(&first, body, &shift);
	m->ends = first.ends;
	settle_names(&m->ends);
	markdown_shift_release(&shift);
	buf_release(&out);
}

/* A tag in the body: true when there may be something to mend. */
static bool
note(struct mending *m, const struct markdown_tag *tag, bool *has_names)
{
	bool is_table = markdown_tag_is(tag, "table") ||
	    markdown_tag_is(tag, "tr") || markdown_is_cell(tag);
	bool is_item = markdown_tag_is(tag, "li") || markdown_is_list(tag);

	if (tag->is_end && is_table)
		m->table_end = tag->name.p;
	if (tag->is_end && is_item)
		m->list_end = tag->name.p;
	if (tag->has_colon || markdown_tag_is_unknown(tag))
		*has_names = true;
	return *has_names || is_table || is_item ||
	    (tag->is_end && markdown_is_box(tag)) ||
	    markdown_tag_is(tag, "pre");
}

/* One look at all that begins with '<'. */
static bool
has_work(struct mending *m, struct span body, bool *has_names)
{
	bool found = false;

	for (;;) {
		struct markdown_tag tag;

		body = span_skip(body, span_find(body, '<'));
		if (body.len == 0)
			return found;
		if (span_starts(body, SPAN("<!--")))
			found = true;
		else if (markdown_tag_read(span_first(body, LOOK), &tag) &&
		    note(m, &tag, has_names))
			found = true;
		body = span_skip(body, 1);
	}
}

bool
markdown_mend(struct buf *out, struct span body, struct markdown_shift *shift)
{
	struct markdown_shift given = *shift;
	struct mending m = { .out = out,
		.shift = shift,
		.body = body,
		.table_end = body.p,
		.box_end = body.p };
	bool has_names = false;

	if (!has_work(&m, body, &has_names))
		return false;
	if (has_names)
		learn_names(&m, body);
	*shift = (struct markdown_shift){ 0 };
	pass(&m, body, &given);
	free(m.ends.name);
	markdown_shift_release(&given);
	return true;
}
