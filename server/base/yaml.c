/* SPDX-License-Identifier: ISC */
/*
 * libyaml's events -> a tree.  One arena per document; collections that are
 * still open stand on a stack of fixed depth, so no input makes us recurse.
 */
#include "yaml.h"

#include <yaml.h>

#include "buf.h"
#include "utf8.h"

enum {
	DEPTH_MAX = 64,
	ALIASED_MAX = 10000,
	ANCHORS_MAX = 1000,
	COMPLAINTS_MAX = 100,
	CHUNK_MIN = 4096,
	CHUNK_MAX = 65536,
	SHOWN_MAX = 60 /* bytes of a key or text in a message */
};

struct chunk {
	struct chunk *next;
	size_t used;
	size_t size;
	max_align_t bytes[];
};

struct yaml_doc {
	struct chunk *chunk;
	struct yaml_node *root;
};

/* How large a node is when every alias in it is written out. */
struct extent {
	size_t nodes;
	unsigned depth; /* 1 for a scalar */
};

struct anchor {
	struct span name;
	struct yaml_node *node;
	struct extent extent;
	bool is_done;
};

/* A collection that is still open. */
struct frame {
	struct yaml_node *node;
	size_t base; /* its first child on the stack of children */
	struct extent extent;
	size_t anchor; /* index + 1, or 0 */
	bool is_pair;  /* "[a: b]": a mapping nobody asked for */
};

struct builder {
	yaml_parser_t parser;
	struct yaml_doc *doc;
	struct span text;
	unsigned first_line;
	const struct yaml_reporter *reporter;
	struct frame frame[DEPTH_MAX];
	size_t depth;
	struct yaml_node **child;
	size_t children;
	size_t child_cap;
	struct anchor *anchor;
	size_t anchors;
	size_t aliased;
	size_t documents;
	size_t complaints; /* reported so far of those that do not stop us */
	bool failed;	   /* the document is refused */
	bool stopped;	   /* and nothing more of it is read */
};

/* Report, refuse the document and read no more of it. */
#define refuse(b, line, ...)                                     \
	do {                                                     \
		yaml_report((b)->reporter, (line), __VA_ARGS__); \
		(b)->failed = true;                              \
		(b)->stopped = true;                             \
	} while (0)

/* Report, refuse, but go on: the file may have more of the kind. */
#define complain(b, line, ...)                                   \
	do {                                                     \
		yaml_report((b)->reporter, (line), __VA_ARGS__); \
		(b)->failed = true;                              \
		if (++(b)->complaints == COMPLAINTS_MAX)         \
			(b)->stopped = true;                     \
	} while (0)

static void *
arena_alloc(struct yaml_doc *doc, size_t size)
{
	struct chunk *c = doc->chunk;
	void *p;

	size = (size + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);
	if (c == NULL || size > c->size - c->used) {
		size_t room = c == NULL ? CHUNK_MIN : c->size * 2;

		if (room > CHUNK_MAX)
			room = CHUNK_MAX;
		if (room < size)
			room = size;
		c = malloc(sizeof(*c) + room);
		if (c == NULL)
			return NULL;
		*c = (struct chunk){ .next = doc->chunk, .size = room };
		doc->chunk = c;
	}
	p = (char *)c->bytes + c->used;
	c->used += size;
	return p;
}

static void *
take(struct builder *b, size_t size)
{
	void *p = arena_alloc(b->doc, size);

	if (p == NULL)
		refuse(b, 0, "memory is used up");
	return p;
}

static unsigned
line_at(const struct builder *b, yaml_mark_t mark)
{
	return b->first_line + (unsigned)mark.line;
}

static struct yaml_node *
new_node(struct builder *b, enum yaml_kind kind, yaml_mark_t mark)
{
	struct yaml_node *node = take(b, sizeof(*node));

	if (node != NULL)
		*node = (struct yaml_node){ .kind = kind,
			.line = line_at(b, mark) };
	return node;
}

static bool
push_child(struct builder *b, struct yaml_node *node)
{
	if (b->children == b->child_cap) {
		size_t cap = b->child_cap == 0 ? 64 : b->child_cap * 2;
		struct yaml_node **grown =
		    reallocarray(b->child, cap, sizeof(struct yaml_node *));

		if (grown == NULL) {
			refuse(b, 0, "memory is used up");
			return false;
		}
		b->child = grown;
		b->child_cap = cap;
	}
	b->child[b->children++] = node;
	return true;
}

/* Put a finished node into the collection that is open, or make it the root. */
static void
attach(struct builder *b, struct yaml_node *node, struct extent extent)
{
	struct frame *f;

	if (b->depth == 0) {
		b->doc->root = node;
		return;
	}
	f = &b->frame[b->depth - 1];
	if (f->node->kind == YAML_MAP && (b->children - f->base) % 2 == 0 &&
	    node->kind != YAML_SCALAR)
		complain(b, node->line, "a key must be plain text");
	f->extent.nodes += extent.nodes;
	if (f->extent.depth < extent.depth + 1)
		f->extent.depth = extent.depth + 1;
	push_child(b, node);
}

/* Remember an anchor; returns its index + 1, or 0 when there is none. */
static size_t
add_anchor(struct builder *b, const yaml_char_t *name, struct yaml_node *node)
{
	struct span text = span_str((const char *)name);
	char *copy;

	if (name == NULL)
		return 0;
	if (b->anchors == ANCHORS_MAX) {
		refuse(b, node->line, "more than %d anchors", ANCHORS_MAX);
		return 0;
	}
	if (b->anchor == NULL)
		b->anchor = take(b, ANCHORS_MAX * sizeof(struct anchor));
	copy = take(b, text.len + 1);
	if (b->anchor == NULL || copy == NULL)
		return 0;
	memcpy(copy, name, text.len + 1);
	b->anchor[b->anchors++] =
	    (struct anchor){ .name = { copy, text.len }, .node = node };
	return b->anchors;
}

static void
finish_anchor(struct builder *b, size_t anchor, struct extent extent)
{
	if (anchor == 0)
		return;
	b->anchor[anchor - 1].extent = extent;
	b->anchor[anchor - 1].is_done = true;
}

static void
on_alias(struct builder *b, const yaml_event_t *event)
{
	unsigned line = line_at(b, event->start_mark);
	struct span name = span_str((const char *)event->data.alias.anchor);
	struct span shown = utf8_cut(name, SHOWN_MAX);
	const struct anchor *a = NULL;

	for (size_t i = b->anchors; i > 0 && a == NULL; i--)
		if (span_eq(b->anchor[i - 1].name, name))
			a = &b->anchor[i - 1];
	if (a == NULL) {
		refuse(b, line, "*%.*s: there is no &%.*s before it",
		    SPAN_ARG(shown), SPAN_ARG(shown));
		return;
	}
	if (!a->is_done) {
		refuse(b, line, "*%.*s stands inside its own &%.*s",
		    SPAN_ARG(shown), SPAN_ARG(shown));
		return;
	}
	b->aliased += a->extent.nodes;
	if (b->aliased > ALIASED_MAX)
		refuse(b, line, "aliases multiply to more than %d nodes",
		    ALIASED_MAX);
	else if (b->depth + a->extent.depth > DEPTH_MAX)
		refuse(b, line, "nested deeper than %d", DEPTH_MAX);
	else
		attach(b, a->node, a->extent);
}

static void
on_scalar(struct builder *b, const yaml_event_t *event)
{
	const struct extent one = { 1, 1 };
	size_t len = event->data.scalar.length;
	struct yaml_node *node = new_node(b, YAML_SCALAR, event->start_mark);
	char *copy = node == NULL ? NULL : take(b, len + 1);

	if (copy == NULL)
		return;
	if (len > 0)
		memcpy(copy, event->data.scalar.value, len);
	copy[len] = '\0';
	node->text = span_make(copy, len);
	if (memchr(copy, '\0', len) != NULL)
		complain(b, node->line, "the text has a NUL byte");
	node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	    event->data.scalar.tag == NULL;
	node->is_null = node->is_plain &&
	    (len == 0 || span_eq(node->text, SPAN("~")) ||
		span_eq_nocase(node->text, SPAN("null")));
	finish_anchor(b, add_anchor(b, event->data.scalar.anchor, node), one);
	attach(b, node, one);
}

static void
open_collection(struct builder *b, const yaml_event_t *event,
    enum yaml_kind kind, const yaml_char_t *anchor)
{
	struct yaml_node *node = new_node(b, kind, event->start_mark);
	struct frame *f;

	if (node == NULL)
		return;
	if (b->depth == DEPTH_MAX - 1) {
		refuse(b, node->line, "nested deeper than %d", DEPTH_MAX);
		return;
	}
	f = &b->frame[b->depth];
	*f = (struct frame){
		.node = node, .base = b->children, .extent = { 1, 1 }
	};
	f->anchor = add_anchor(b, anchor, node);
	/* libyaml puts the start of "[a: b]" before "a", without a width. */
	f->is_pair = kind == YAML_MAP && b->depth > 0 &&
	    f[-1].node->kind == YAML_LIST &&
	    event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE &&
	    event->start_mark.index == event->end_mark.index;
	b->depth++;
}

struct seen {
	const struct yaml_node *key;
	size_t place;
};

static int
compare_seen(const void *a, const void *b)
{
	const struct seen *left = a;
	const struct seen *right = b;
	int order = span_cmp(left->key->text, right->key->text);

	if (order != 0)
		return order;
	return (left->place > right->place) - (left->place < right->place);
}

static void
refuse_duplicate(struct builder *b, const struct yaml_node *first,
    const struct yaml_node *second)
{
	struct span shown = utf8_cut(second->text, SHOWN_MAX);

	complain(b, second->line, "\"%.*s\" stands here and in line %u",
	    SPAN_ARG(shown), first->line);
}

/* Sort and compare neighbours: a map of n keys costs O(n log n). */
static void
check_keys(struct builder *b, const struct yaml_node *map)
{
	struct seen *seen = take(b, map->count * sizeof(*seen));

	if (seen == NULL)
		return;
	for (size_t i = 0; i < map->count; i++)
		seen[i] = (struct seen){ map->key[i], i };
	qsort(seen, map->count, sizeof(*seen), compare_seen);
	for (size_t i = 1; i < map->count; i++)
		if (seen[i].key->kind == YAML_SCALAR &&
		    span_eq(seen[i - 1].key->text, seen[i].key->text))
			refuse_duplicate(b, seen[i - 1].key, seen[i].key);
}

/* A comma-free "GOAL 3: x" in a flow list: say how it is written. */
static void
refuse_pair(struct builder *b, const struct yaml_node *map)
{
	struct span key = utf8_cut(map->key[0]->text, SHOWN_MAX);
	struct span value = { NULL, 0 };

	if (map->item[0]->kind == YAML_SCALAR)
		value = utf8_cut(map->item[0]->text, SHOWN_MAX);
	complain(b, map->line, "text with \": \" needs quotes: \"%.*s:%s%.*s\"",
	    SPAN_ARG(key), value.len > 0 ? " " : "", (int)value.len,
	    value.len > 0 ? value.p : "");
}

/* Move the children of a collection from the stack into the arena. */
static bool
fill(struct builder *b, const struct frame *f)
{
	size_t count = b->children - f->base;
	struct yaml_node **from;
	size_t per_entry = f->node->kind == YAML_MAP ? 2 : 1;
	struct yaml_node **to;

	f->node->count = count / per_entry;
	b->children = f->base;
	if (count == 0)
		return true;
	from = b->child + f->base;
	to = take(b, count * sizeof(struct yaml_node *));
	if (to == NULL)
		return false;
	f->node->item = to;
	if (per_entry == 1) {
		memcpy(to, from, count * sizeof(struct yaml_node *));
		return true;
	}
	f->node->key = to + count / 2;
	for (size_t i = 0; i < count / 2; i++) {
		f->node->key[i] = from[2 * i];
		f->node->item[i] = from[2 * i + 1];
	}
	return true;
}

static void
close_collection(struct builder *b)
{
	struct frame *f = &b->frame[b->depth - 1];

	if (!fill(b, f))
		return;
	if (f->node->kind == YAML_MAP && !b->stopped)
		check_keys(b, f->node);
	if (f->is_pair && f->node->count == 1)
		refuse_pair(b, f->node);
	finish_anchor(b, f->anchor, f->extent);
	b->depth--;
	attach(b, f->node, f->extent);
}

/* Line `number` (from 0) of the text. */
static struct span
text_line(struct span text, size_t number)
{
	struct span line = { NULL, 0 };

	for (size_t i = 0; i <= number; i++)
		if (!span_line(&text, &line))
			return (struct span){ NULL, 0 };
	return line;
}

/* 'title: GOAL 17: x' -> 'title: "GOAL 17: x"'; false when it is not that. */
static bool
refuse_unquoted(struct builder *b, size_t number)
{
	struct span line = span_trim(text_line(b->text, number));
	size_t end = span_search(line, SPAN(": "));
	struct span key = utf8_cut(span_first(line, end), SHOWN_MAX);
	struct span value = span_trim(span_skip(line, end + 1));

	if (span_search(value, SPAN(": ")) == value.len || span_has(value, '"'))
		return false;
	value = utf8_cut(value, SHOWN_MAX);
	refuse(b, b->first_line + (unsigned)number,
	    "text with \": \" needs quotes: %.*s: \"%.*s\"", SPAN_ARG(key),
	    SPAN_ARG(value));
	return true;
}

static unsigned
line_of_offset(const struct builder *b, size_t offset)
{
	struct span before = span_first(b->text, offset);
	unsigned line = b->first_line;
	struct span part;

	while (span_cut(&before, '\n', &part) && before.p != NULL)
		line++;
	return line;
}

static void
refuse_syntax(struct builder *b)
{
	const yaml_parser_t *p = &b->parser;
	const char *problem = p->problem == NULL ? "bad syntax" : p->problem;
	size_t line = p->problem_mark.line;

	if (p->error == YAML_MEMORY_ERROR) {
		refuse(b, 0, "memory is used up");
		return;
	}
	if (p->error == YAML_READER_ERROR) {
		refuse(b, line_of_offset(b, p->problem_offset), "%s", problem);
		return;
	}
	if (strstr(problem, "mapping values") != NULL &&
	    refuse_unquoted(b, line))
		return;
	if (span_has(text_line(b->text, line), '\t'))
		refuse(b, b->first_line + (unsigned)line,
		    "%s (TABs may not indent in YAML)", problem);
	else if (p->context != NULL)
		refuse(b, b->first_line + (unsigned)line, "%s (%s, line %u)",
		    problem, p->context,
		    b->first_line + (unsigned)p->context_mark.line);
	else
		refuse(b, b->first_line + (unsigned)line, "%s", problem);
}

static void
on_event(struct builder *b, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (++b->documents > 1)
			refuse(b, line_at(b, event->start_mark),
			    "a second document begins here");
		break;
	case YAML_ALIAS_EVENT:
		on_alias(b, event);
		break;
	case YAML_SCALAR_EVENT:
		on_scalar(b, event);
		break;
	case YAML_SEQUENCE_START_EVENT:
		open_collection(
		    b, event, YAML_LIST, event->data.sequence_start.anchor);
		break;
	case YAML_MAPPING_START_EVENT:
		open_collection(
		    b, event, YAML_MAP, event->data.mapping_start.anchor);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_collection(b);
		break;
	default:
		break;
	}
}

static void
parse_events(struct builder *b)
{
	bool more = true;

	while (more && !b->stopped) {
		yaml_event_t event;

		if (!yaml_parser_parse(&b->parser, &event)) {
			refuse_syntax(b);
			return;
		}
		more = event.type != YAML_STREAM_END_EVENT;
		on_event(b, &event);
		yaml_event_delete(&event);
	}
}

/* What libyaml is not given at all. */
static bool
is_readable(struct builder *b)
{
	size_t valid = utf8_valid_len(b->text);
	size_t nul = span_find(b->text, '\0');

	if (valid < b->text.len)
		refuse(b, line_of_offset(b, valid), "invalid UTF-8");
	else if (nul < b->text.len)
		refuse(b, line_of_offset(b, nul), "a NUL byte");
	return !b->failed;
}

static void
build(struct builder *b)
{
	if (!is_readable(b))
		return;
	if (!yaml_parser_initialize(&b->parser)) {
		refuse(b, 0, "memory is used up");
		return;
	}
	yaml_parser_set_encoding(&b->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&b->parser,
	    (const unsigned char *)(b->text.len > 0 ? b->text.p : ""),
	    b->text.len);
	parse_events(b);
	yaml_parser_delete(&b->parser);
	free(b->child);
	if (b->failed)
		return;
	if (b->doc->root == NULL || b->doc->root->is_null)
		b->doc->root = new_node(b, YAML_MAP, (yaml_mark_t){ 0 });
}

struct yaml_doc *
yaml_parse(
    struct span text, unsigned first_line, const struct yaml_reporter *reporter)
{
	struct builder b = { .text = utf8_skip_bom(text),
		.first_line = first_line,
		.reporter = reporter };

	b.doc = calloc(1, sizeof(*b.doc));
	if (b.doc == NULL) {
		yaml_report(reporter, 0, "memory is used up");
		return NULL;
	}
	build(&b);
	if (!b.failed)
		return b.doc;
	yaml_doc_free(b.doc);
	return NULL;
}

void
yaml_doc_free(struct yaml_doc *doc)
{
	if (doc == NULL)
		return;
	while (doc->chunk != NULL) {
		struct chunk *next = doc->chunk->next;

		free(doc->chunk);
		doc->chunk = next;
	}
	free(doc);
}

const struct yaml_node *
yaml_root(const struct yaml_doc *doc)
{
	return doc->root;
}
